from dataclasses import dataclass
from datetime import date

from django.db.models import Q

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
    rows = (
        Inclusion.objects.filter(included_on__range=(year.start, day))
        .filter(Q(ended_on=None) | Q(ended_on__gt=known))
        .filter(
            Q(item__dropped_in=None)
            | Q(item__dropped_in__approved_on=None)
            | Q(item__dropped_in__approved_on__gt=known)
        )
        .order_by("included_on", "pk")
        .values_list("item__plan__district", "project__lineage", "included_on", "edition__approved_on")
    )
    by_district: dict[int, list[tuple[object, date, date | None]]] = {}
    for district, lineage, included_on, approved_on in rows:
        approved = approved_on if approved_on and approved_on <= known else None
        by_district.setdefault(district, []).append((lineage, included_on, approved))
    return {
        district: InclusionFact(
            district=district,
            projects=len({lineage for lineage, _, _ in facts}),
            approved_projects=len({lineage for lineage, _, approved in facts if approved}),
            included_on=facts[0][1],
            approved_on=min((approved for _, _, approved in facts if approved), default=None),
        )
        for district, facts in by_district.items()
    }
