"""What is kept of a KPI's earlier years: the figures of their ends that were frozen, and those that were reported."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bkkplan.figures.kpi.models import ReportedFigure, Target
from bkkplan.figures.kpi.queries.targets import Targets
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from bkkplan.ground.core.rows.replica import reading
from bkkplan.ground.years.models import PlannedYear

# Counted where they are kept: a year has the results of two thousand communities.
FROZEN = """
    select frozen.fiscal_year, frozen.definition_version, frozen.as_of, (result ->> 2)::integer,
        count(*) filter (where result ->> 3 = 'counted'), count(result)
    from kpi_frozenquarter frozen left join lateral jsonb_array_elements(frozen.results) result on true
    where frozen.code = %(code)s and frozen.quarter = %(quarter)s and frozen.reopened_at is null
        and frozen.as_of <= %(known)s and frozen.fiscal_year = any(%(years)s)
    group by 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True)
class FrozenYear:
    """The end of a year as it was frozen: by district the counted units and all units."""

    version: int
    as_of: date
    districts: dict[int, tuple[int, int]]


def frozen_years(code: str, years: Sequence[FiscalYear], *, known: date) -> dict[FiscalYear, FrozenYear]:
    """The years whose last quarter is frozen as of a day up to ``known``."""
    kept: dict[tuple[int, int, date], dict[int, tuple[int, int]]] = defaultdict(dict)
    with reading().cursor() as cursor:
        cursor.execute(
            FROZEN, {"code": code, "quarter": QUARTERS[-1], "known": known, "years": [year.be for year in years]}
        )
        for be, version, as_of, district, counted, units in cursor.fetchall():
            found = kept[be, version, as_of]
            if district is not None:
                found[district] = (counted, units)
    return {FiscalYear(be): FrozenYear(version, as_of, found) for (be, version, as_of), found in kept.items()}


def reported_years(code: str, years: Sequence[FiscalYear], district: int | None) -> dict[FiscalYear, ReportedFigure]:
    """What was reported for the whole of each year: of a district, or without one of the city."""
    rows = ReportedFigure.objects.filter(
        code=code, fiscal_year__in=[year.be for year in years], quarter=None, district=district
    )
    return {FiscalYear(row.fiscal_year): row for row in rows}


def targets_of_years(code: str, years: Sequence[FiscalYear]) -> dict[FiscalYear, Targets]:
    """The targets of one KPI in several years, by one question."""
    rows = Target.objects.filter(code=code, fiscal_year__in=[year.be for year in years]).select_related("change")
    rows = rows.exclude(fiscal_year__in=PlannedYear.objects.drafts().values("fiscal_year"))
    by_year: dict[int, list[Target]] = defaultdict(list)
    for row in sorted(rows, key=Target.by_age):
        by_year[row.fiscal_year].append(row)
    return {year: Targets(year, tuple(by_year[year.be])) for year in years}
