"""KPI 2: who made a plan in a year, from dated facts alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.thai import sort_key
from communities.models import Community, PlanAdoption, PlanRevision, names_on


@dataclass(frozen=True, slots=True)
class PlanFact:
    """One community that KPI 2 counts over, and how far it came with a plan or a yearly review."""

    community: int
    name: str
    district: int
    # The latest days in the window; None if there is none.
    submitted_on: date | None
    adopted_on: date | None
    confirmed_on: date | None

    @property
    def is_made(self) -> bool:
        return self.adopted_on is not None and self.confirmed_on is not None


def plan_facts(*, year: FiscalYear, day: date, known: date) -> Iterator[PlanFact]:
    """One fact for each community that is eligible on ``day``, called as on that day; by district and name.

    A plan or a review counts if the community adopted it from the year's first day to ``day``, the district confirmed
    that revision or a later one of the plan by ``known``, and neither was cancelled or withdrawn by ``known``.
    """
    adopted = _adoptions(year=year, day=day, known=known)
    submitted = dict(
        PlanRevision.objects.filter(submitted_on__range=(year.start, day))
        .order_by("submitted_on", "pk")
        .values_list("plan__community", "submitted_on")
    )
    names = names_on(day)
    units = [
        (code, names.get(community, name), community, district)
        for code, name, community, district in Community.objects.eligible_on(day).values_list(
            "district__code", "name_th", "pk", "district_id"
        )
    ]
    for _code, name, community, district in sorted(units, key=lambda unit: (unit[0], sort_key(unit[1]), unit[2])):
        adopted_on, confirmed_on = adopted.get(community, (None, None))
        yield PlanFact(community, name, district, submitted.get(community), adopted_on, confirmed_on)


def _adoptions(*, year: FiscalYear, day: date, known: date) -> dict[int, tuple[date, date | None]]:
    """By the community's id: the day of adoption, and the day on which the district confirmed it.

    The second day is None if that had not happened by ``known``.
    """
    confirmed = Q(confirmed_on__lte=known) & (
        Q(confirmation_withdrawn_on=None) | Q(confirmation_withdrawn_on__gt=known)
    )
    confirmations = (
        PlanRevision.objects.filter(
            confirmed, plan=OuterRef("revision__plan"), number__gte=OuterRef("revision__number")
        )
        .order_by("confirmed_on", "pk")
        .values("confirmed_on")[:1]
    )
    rows = (
        PlanAdoption.objects.filter(adopted_on__range=(year.start, day))
        .filter(Q(cancelled_on=None) | Q(cancelled_on__gt=known))
        .annotate(first_confirmed_on=Subquery(confirmations))
        .order_by("adopted_on", "pk")
        .values_list("revision__plan__community", "adopted_on", "first_confirmed_on")
    )
    best: dict[int, tuple[date, date | None]] = {}
    for community, adopted_on, confirmed_on in rows:
        if community not in best or (best[community][1] is None and confirmed_on is not None):
            best[community] = (adopted_on, confirmed_on)
    return best
