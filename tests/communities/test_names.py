"""What a community is known by, and what it is found by."""

import pytest

from communities.models import Community
from communities.models.community import community_key
from tests.factories.communities import CommunityFactory


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("หมู่ 2-3", "หมู่ 23"),
        ("หมู่ 2/3", "หมู่ 23"),
        ("หมู่ 2.3", "หมู่ 2-3"),
        ("หมู่ 1 (2)", "หมู่ 12"),
    ],
)
def test_signs_between_digits_part_two_names(one, other):
    assert community_key(one) != community_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("หมู่ ๒ - ๓", "หมู่ 2–3"),
        ("หมู่ 2 3", "หมู่23"),
        ("ชุมชน วัดสน ๒", "วัดสน-2"),
        ("หมู่บ้าน “ร่มเย็น” (1)", "หมู่บ้านร่มเย็น 1"),
        ("ชุมชน-วัดสน", "วัดสน"),
        ("ซ.๕", "ซ 5"),
    ],
)
def test_spaces_thai_digits_and_other_signs_do_not(one, other):
    assert community_key(one) == community_key(other)


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["หมู่ 23", "หมู่ 2-3", "หมู๒๓", "ชุมชนหมู่ 2-3"])
def test_searching_forgives_what_the_identity_does_not(words):
    community = CommunityFactory(name_th="หมู่ 2-3")
    CommunityFactory(name_th="ท่าเตียน")

    assert list(Community.objects.named(words)) == [community]
