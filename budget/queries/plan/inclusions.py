from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from bkkplan.ground.core.fiscal import FiscalYear
from budget.models import Inclusion


@dataclass(frozen=True, slots=True)
class InclusionFact:
    """The community projects that one district took into action plans. KPI 3 counts districts with approved ones."""

    district: int
    projects: int
    approved_projects: int
    included_on: date
    approved_on: date | None


def inclusion_facts(*, year: FiscalYear, day: date, known: date) -> dict[int, InclusionFact]:
    """By district's id: community projects included from the year's first day to ``day``, and approved by ``known``.

    It does not matter for which year the action plan is. An inclusion does not count if by ``known`` it was ended, or
    an approved edition had dropped its item.
    """
    approved = Q(edition__approved_on__lte=known)
    rows = (
        Inclusion.objects.filter(included_on__range=(year.start, day))
        .filter(Q(ended_on=None) | Q(ended_on__gt=known))
        .filter(
            Q(item__dropped_in=None)
            | Q(item__dropped_in__approved_on=None)
            | Q(item__dropped_in__approved_on__gt=known)
        )
        .order_by()
        .values("item__plan__district")
        .annotate(
            projects=Count("project__lineage", distinct=True),
            approved_projects=Count("project__lineage", distinct=True, filter=approved),
            first_on=Min("included_on"),
            first_approved_on=Min("edition__approved_on", filter=approved),
        )
    )
    return {
        row["item__plan__district"]: InclusionFact(
            district=row["item__plan__district"],
            projects=row["projects"],
            approved_projects=row["approved_projects"],
            included_on=row["first_on"],
            approved_on=row["first_approved_on"],
        )
        for row in rows
    }
