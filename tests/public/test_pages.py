import re
from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from bkkplan.core.thai import search_key
from forums.enums import ForumState
from forums.models import Attendance, ParticipantSector
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory
from tests.factories.forums import ForumFactory, ProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_day_of_its_own(settings):
    settings.WORKING_DAY = "2023-06-02"
    cache.clear()


def published(**kwargs):
    return ForumFactory(published=True, announced_on=date(2023, 4, 1), **kwargs)


STANDING = ["home", "districts", "hearings", "search", "about", "privacy", "accessibility", "contacts"]


@pytest.mark.parametrize("name", STANDING)
def test_a_visitor_reads_without_logging_in(client, name):
    published()

    assert client.get(reverse(f"public:{name}")).status_code == 200


@pytest.mark.parametrize("name", STANDING)
def test_an_empty_city_has_pages_too(client, name):
    assert client.get(reverse(f"public:{name}")).status_code == 200


def test_the_front_page_shows_the_figure_that_the_one_door_gives(client):
    published()
    DistrictFactory()

    assert "50.00" in client.get(reverse("public:home")).content.decode()


def test_results_that_are_not_published_do_not_leak(client):
    forum = ForumFactory(held=True)
    ProposalFactory(forum=forum, title="ข้อเสนอลับ")

    page = client.get(reverse("public:hearing", args=[forum.pk]))

    assert page.status_code == 200
    assert "ข้อเสนอลับ" not in page.content.decode()


def test_proposals_are_counted_as_on_the_staff_s_page(client):
    forum = published()
    ProposalFactory(forum=forum, position=1, removed_on=date(2023, 5, 20), removed_by=UserFactory())
    ProposalFactory(forum=forum, position=2, title="ติดต่อสำนักงาน")

    page = client.get(reverse("public:hearing", args=[forum.pk])).content.decode()

    assert re.search(r">1\. <a [^>]*>ติดต่อสำนักงาน<", page)


def test_a_planned_forum_is_not_there(client):
    forum = ForumFactory(state=ForumState.PLANNED, announced_on=None)

    assert client.get(reverse("public:hearing", args=[forum.pk])).status_code == 404


def test_a_removed_proposal_is_not_shown(client):
    forum = published()
    ProposalFactory(forum=forum, title="ข้อเสนอที่ลบ", removed_on=date(2023, 5, 20))

    assert "ข้อเสนอที่ลบ" not in client.get(reverse("public:hearing", args=[forum.pk])).content.decode()


def attended(forum, *counts):
    for position, people in enumerate(counts, 1):
        sector = ParticipantSector.objects.create(
            code=f"s{position}", name_th=f"ภาค{position}", name_en=f"S{position}", position=position
        )
        Attendance.objects.create(forum=forum, sector=sector, people=people)


def test_a_sector_of_fewer_than_five_is_not_told(client):
    forum = published(attendance_total=44)
    attended(forum, 4, 40)

    html = client.get(reverse("public:hearing", args=[forum.pk])).content.decode()

    assert "น้อยกว่า 5" in html
    assert ">40<" in html
    assert ">4<" not in html


def test_a_total_that_would_tell_a_small_sector_is_not_told(client):
    forum = published(attendance_total=44)
    attended(forum, 4, 40)

    html = client.get(reverse("public:hearing", args=[forum.pk])).content.decode()

    assert "อย่างน้อย 40" in html
    assert ">44<" not in html


def test_the_box_finds_a_tent_however_it_is_spelt(client):
    forum = published()
    ProposalFactory(forum=forum, title="จัดซื้อเต็นท์ชุมชน", search_text=search_key("จัดซื้อเต็นท์ชุมชน"))

    for word in ("เต็นท์", "เต้นท์", "เต็น"):
        assert "จัดซื้อเต็นท์ชุมชน" in client.get(reverse("public:search"), {"q": word}).content.decode()
    assert "ไม่พบข้อเสนอ" in client.get(reverse("public:search"), {"q": "เรือดำน้ำ"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_hearing_asks_the_same_whatever_its_length(client, django_assert_max_num_queries, count):
    forum = published()
    ProposalFactory.create_batch(count, forum=forum)

    with django_assert_max_num_queries(8):
        client.get(reverse("public:hearing", args=[forum.pk]))


@pytest.mark.parametrize("count", [1, 3])
def test_the_district_asks_the_same_whatever_its_forums(client, django_assert_max_num_queries, count):
    district = DistrictFactory()
    for number in range(count):
        published(district=district, number=number + 1)

    with django_assert_max_num_queries(16):
        client.get(reverse("public:district", args=[district.code]))
