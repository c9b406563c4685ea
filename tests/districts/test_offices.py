import itertools
from datetime import UTC, date, datetime, timedelta

import pytest

from bkkplan.ground.audit.models import Entry
from districts.actions.offices import OfficeContacts, describe_offices
from districts.models import District
from districts.queries import districts_in_being, districts_of
from tests.factories.districts import DistrictFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
DAY, NEXT = date(2023, 6, 2), date(2023, 6, 3)


@pytest.mark.django_db
def test_an_office_is_described_once_and_only_changes_leave_a_trace():
    district, other = DistrictFactory(), DistrictFactory()
    office = OfficeContacts(district=district.code, address="ถนนตัวอย่าง", phone="0 2000 1001", email="a@sample.example")

    describe_offices(offices=[office], by=None, at=AT)
    describe_offices(offices=[office], by=None, at=AT)

    district.refresh_from_db()
    other.refresh_from_db()
    assert (district.phone, district.publishing_needs_director) == ("0 2000 1001", False)
    assert other.phone == ""
    entry = Entry.objects.get(verb="districts.office_described")
    assert entry.target_id == str(district.pk)
    assert entry.after == {"address": "ถนนตัวอย่าง", "phone": "0 2000 1001", "email": "a@sample.example"}


@pytest.mark.django_db
def test_a_row_and_the_database_agree_on_who_is_in_being():
    for begins, ends in itertools.product((None, DAY, NEXT), (None, NEXT, NEXT + timedelta(days=1))):
        if begins is None or ends is None or ends > begins:
            DistrictFactory(established_on=begins, abolished_on=ends)

    for day in (DAY - timedelta(days=1), DAY, NEXT, NEXT + timedelta(days=1)):
        expected = list(District.objects.in_being(day).order_by("code"))
        assert list(districts_in_being(day)) == expected
        assert set(districts_of({one.pk for one in expected})) == set(expected)
