"""Which communities, and whose districts, have handed in or settled their plans of a year."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from bkkplan.ground.core.fiscal import FiscalYear
from communities.enums import RevisionState
from communities.models import Community, PlanRevision

HANDED_IN = (RevisionState.SUBMITTED, RevisionState.CONFIRMED)


def communities_handed_in(year: FiscalYear, *, on: date) -> set[int]:
    """The communities whose plan for the year has been handed in by ``on`` and was not sent back."""
    rows = PlanRevision.objects.filter(
        plan__fiscal_year=year.be, state__in=HANDED_IN, submitted_on__lte=on, confirmation_withdrawn_on=None
    )
    return set(rows.values_list("plan__community", flat=True))


def districts_handed_in(year: FiscalYear, *, on: date) -> set[int]:
    """The districts in which every community that counts has handed in its plan for the year."""
    of_year = PlanRevision.objects.filter(
        plan__community=OuterRef("pk"),
        plan__fiscal_year=year.be,
        state__in=HANDED_IN,
        submitted_on__lte=on,
        confirmation_withdrawn_on=None,
    )
    rows = Community.objects.eligible_on(on).annotate(is_in=Exists(of_year)).values_list("district", "is_in")
    found = set(rows)
    return {district for district, is_in in found if is_in} - {district for district, is_in in found if not is_in}


def districts_settled(year: FiscalYear, *, on: date) -> set[int]:
    """The districts that have plans for the year, and in which none waits to be checked."""
    rows = PlanRevision.objects.filter(plan__fiscal_year=year.be, submitted_on__lte=on)
    settled = rows.filter(Q(state=RevisionState.CONFIRMED) | Q(state=RevisionState.RETURNED))
    waiting = rows.filter(state=RevisionState.SUBMITTED)
    district = "plan__community__district"
    return set(settled.values_list(district, flat=True)) - set(waiting.values_list(district, flat=True))
