"""The codes of the city's own system come in with the register, are found and go out again."""

from datetime import date

import pytest
from django.urls import reverse

from communities.actions.changes import record_entry
from communities.models import Community, CommunityEntry
from communities.queries import register_on
from communities.resources import register_parts
from tests.communities.conftest import AT, ON
from tests.communities.test_register_import import HEADINGS, ROW, as_csv, bring_in, check, errors_of

pytestmark = pytest.mark.usefixtures("files")
WITH_CODE = [*HEADINGS, "รหัสในระบบของ กทม."]


def test_a_code_comes_in_with_the_register_and_goes_out_with_it(places):
    bring_in(as_csv([*ROW, "50080000-2982"], headings=WITH_CODE))

    exported = b"".join(register_parts(register_on(date(2023, 5, 1)), kind="csv"))

    assert Community.objects.get().external_code == "50080000-2982"
    assert "50080000-2982" in exported.decode()
    assert bring_in(exported).outcome["same"] == 1


def test_a_register_without_codes_takes_none_away(places):
    bring_in(as_csv([*ROW, "2982"], headings=WITH_CODE))

    bring_in(as_csv([*ROW[:4], "ชุมชนเมือง"]), on=date(2023, 5, 2))

    assert Community.objects.get().external_code == "2982"
    assert set(CommunityEntry.objects.values_list("external_code", flat=True)) == {"2982"}


def test_a_dash_is_no_code(places):
    bring_in(as_csv(["–", *ROW[1:], "-"], headings=WITH_CODE))

    assert Community.objects.values_list("reg_no", "external_code").get() == ("", "")


def test_a_code_that_is_too_long_is_refused_in_its_cell(places):
    ((_row, column, _value, rule),) = errors_of(check(as_csv([*ROW, "9" * 41], headings=WITH_CODE)))

    assert (column, rule) == ("รหัสในระบบของ กทม.", "ยาวเกิน 40 ตัวอักษร")


def test_a_code_holds_from_a_day_on_and_finds_its_community(client, cast):
    community = cast.home_community
    record_entry(
        community_id=community.pk, name=community.name_th, subdistrict_id=community.subdistrict_id,
        external_code="5008-77", starts_on=ON, by=cast.social, at=AT, on=ON,
    )  # fmt: skip
    client.force_login(cast.officer)

    found = client.get(reverse("communities:register"), {"q": "5008-7", "district": ""}).content.decode()

    assert community.name_th in found
    assert "5008-77" in client.get(reverse("communities:community", args=[community.code])).content.decode()
