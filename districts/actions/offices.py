"""What the public is told about a district office, and how it works."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from bkkplan.ground.audit.record import changes, record, record_many, state_of
from bkkplan.ground.core.people import Person
from districts.models import District, Office


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeContacts:
    """Where one district's office is reached, and how it works."""

    district: str
    address: str
    phone: str
    email: str
    website: str = ""
    publishing_needs_director: bool = False


@transaction.atomic
def describe_offices(*, offices: Iterable[OfficeContacts], by: Person | None, at: datetime) -> None:
    """Set the contacts and the way of working of these offices.

    An office that does not change leaves no line in the log.
    """
    wanted = {office.district: office for office in offices}
    rows = list(District.objects.select_for_update(of=("self",), no_key=True).filter(code__in=wanted).order_by("pk"))
    changed = []
    for district in rows:
        fields = {name: value for name, value in asdict(wanted[district.code]).items() if name != "district"}
        before = state_of(district, list(fields))
        for name, value in fields.items():
            setattr(district, name, value)
        difference = changes(before, state_of(district, list(fields)))
        if difference["after"]:
            changed.append((district, difference))
    District.objects.bulk_update(
        [district for district, _ in changed], ["address", "phone", "email", "website", "publishing_needs_director"]
    )
    record_many("districts.office_described", changed, by=by, at=at)


@transaction.atomic
def ask_for_second_person(*, office_id: int, is_needed: bool, by: Person, at: datetime) -> Office:
    """Say whether the office's payments wait until another person confirms them; the caller has asked for the right."""
    office = Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office_id)
    if office.payments_need_confirmation != is_needed:
        office.payments_need_confirmation = is_needed
        office.save(update_fields=["payments_need_confirmation"])
        record("districts.second_person_asked_for", office, by=by, at=at, is_needed=is_needed)
    return office
