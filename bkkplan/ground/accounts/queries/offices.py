"""How far each office is arranged."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import Assignment, Section
from districts.models import Office


@dataclass(frozen=True, slots=True)
class OfficeAtAGlance:
    office: Office
    people: int
    has_director: bool
    sections: int
    deserted: int  # of its sections those in which nobody works

    @property
    def lacks(self) -> str:
        """Return the first thing that this office lacks, as a sentence.

        The text is empty if it lacks nothing, and for a bureau without people: most bureaus do not use the portal.
        """
        if not self.people:
            return _("ยังไม่มีผู้ปฏิบัติงาน") if self.office.district_id else ""
        if not self.has_director:
            return _("ยังไม่มีผู้อำนวยการ")
        return _("มีฝ่ายที่ไม่มีคน %(n)s ฝ่าย") % {"n": self.deserted} if self.deserted else ""


def offices_at_a_glance(offices: Sequence[Office], *, on: date) -> list[OfficeAtAGlance]:
    """How far each office is arranged on a day: three questions, however many offices there are."""
    places = [office.district_id for office in offices if office.district_id]
    held = Assignment.objects.current(on).exclude(role=Role.AUDITOR).filter(user__is_active=True)
    there = held.filter(Q(district__in=places) | Q(bureau__in=offices)).values("district", "bureau")
    leads = Q(role__in=[Role.DISTRICT_DIRECTOR, Role.BUREAU_DIRECTOR])
    counted = there.annotate(people=Count("user", distinct=True), directors=Count("pk", filter=leads))
    rows = counted.order_by("district", "bureau").values_list("district", "bureau", "people", "directors")
    people: dict[tuple[int | None, int | None], tuple[int, int]] = {
        (district, bureau): (n, directors) for district, bureau, n, directors in rows
    }
    worked_in = Assignment.objects.current(on).filter(user__is_active=True, sections=OuterRef("pk"))
    sections = Section.objects.in_use().filter(office__in=offices).annotate(is_worked_in=Exists(worked_in))
    empty: dict[int, list[bool]] = defaultdict(list)
    for place, is_worked_in in sections.order_by("pk").values_list("office", "is_worked_in"):
        empty[place].append(not is_worked_in)
    found = []
    for office in offices:
        n, directors = people.get((office.district_id, None if office.district_id else office.pk), (0, 0))
        found.append(
            OfficeAtAGlance(
                office,
                people=n,
                has_director=directors > 0,
                sections=len(empty[office.pk]),
                deserted=sum(empty[office.pk]),
            )
        )
    return found
