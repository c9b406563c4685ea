from datetime import UTC, datetime

import pytest

from bkkplan.ground.audit.models import Entry
from districts.actions.offices import OfficeContacts, describe_offices
from tests.factories.districts import DistrictFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)


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
