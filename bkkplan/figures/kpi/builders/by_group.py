"""The figures of a place with thousands of districts: in short for every group, and whole for one group.

Measuring them takes a second or more, so pages read what was measured up to FRESH_FOR seconds ago and say when. A city
whose districts fit in one list does not come here: its figures are right after each act.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import get_language

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.builders.forecasts import Forecast, forecast_of
from bkkplan.figures.kpi.builders.over_years import YearPoint, over_years
from bkkplan.figures.kpi.registry import Mark, Ratio, Result, Summary, UnitsWanted
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.questions.keeping import keep, kept
from districts.models import District

FRESH_FOR = 60  # seconds
OLD_FOR = 600  # more, in which the old figures are shown while one process measures
PRESSING = 5  # of the units that do not count
ORDER = (Mark.LATE, Mark.UNDER_WAY, Mark.MISSING)


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """A figure of one group: its units, and where districts are the units how many have which mark."""

    ratio: Ratio
    marks: Mapping[Mark, int]


@dataclass(frozen=True, slots=True)
class Brief:
    """A figure without its districts: of the whole, of each group by its id, and the first units that do not count."""

    summary: Summary
    groups: Mapping[int, GroupFigure]
    pressing: Sequence[Result]

    @property
    def not_counted(self) -> int:
        return self.summary.ratio.units - self.summary.ratio.counted

    @property
    def marks(self) -> dict[Mark, int]:
        return {mark: sum(group.marks.get(mark, 0) for group in self.groups.values()) for mark in Mark}


def briefs(year: FiscalYear, as_of: date, *, at: datetime) -> tuple[Brief, ...]:
    """Every figure of the year in short, in the order of their numbers."""
    name = _name(year, as_of)
    return kept(name, lambda: _measure(year, as_of, at)[0], seconds=FRESH_FOR, old_for=OLD_FOR)


def of_group(group: int, year: FiscalYear, as_of: date, *, at: datetime) -> tuple[Summary, ...]:
    """The figures of one group, with its districts: their sums are those of the group."""
    name = _name(year, as_of)
    return kept(
        f"{name}:{group}",
        lambda: _measure(year, as_of, at)[1].get(group, ()),
        seconds=FRESH_FOR,
        old_for=OLD_FOR,
        lock=name,
    )


def measure_ahead(year: FiscalYear, as_of: date, *, at: datetime) -> None:
    """Measure and keep before what is kept grows old, so that nobody who reads has to wait."""

    def make() -> bool:
        _measure(year, as_of, at)
        return True

    kept(f"{_name(year, as_of)}:ahead", make, seconds=FRESH_FOR / 2, old_for=0)


def years_of_brief(brief: Brief) -> tuple[tuple[YearPoint, ...], Forecast]:
    """The figure over the years and its forecast, in the language of the page. Last year is measured for them too."""
    summary = brief.summary

    def make() -> tuple[tuple[YearPoint, ...], Forecast]:
        points = over_years(replace(summary, districts={0: summary.ratio}))
        return points, forecast_of(summary, points)

    name = f"{_name(summary.year, summary.as_of)}:years:{summary.code}:{get_language()}"
    return kept(name, make, seconds=FRESH_FOR, old_for=OLD_FOR)


def _name(year: FiscalYear, as_of: date) -> str:
    return f"kpi:by-group:{year}:{as_of}"


Measured = tuple[tuple[Brief, ...], dict[int, tuple[Summary, ...]]]


def _measure(year: FiscalYear, as_of: date, at: datetime) -> Measured:
    """Measure once and keep all of it, so that what is kept of the whole and of the groups is of one moment."""
    groups = dict(District.objects.values_list("pk", "group"))
    found, parts = [], dict[int, list[Summary]]()
    for summary in registry.summaries_with_notes(registry.all_definitions(), year, as_of, at=at):
        divided = _divided(summary, groups)
        marks = {group: _marks(part.results) for group, part in divided.items()}
        found.append(
            Brief(
                replace(summary, districts={}, results=()),
                {group: GroupFigure(part.ratio, marks[group]) for group, part in divided.items()},
                _pressing(summary, at),
            )
        )
        for group in set(groups.values()):
            empty = replace(summary, districts={}, results=(), ratio=Ratio(0, 0))
            parts.setdefault(group, []).append(divided.get(group, empty))
    of_groups = {group: tuple(some) for group, some in parts.items()}
    name, brief = _name(year, as_of), tuple(found)
    for key, value in ((name, brief), *((f"{name}:{group}", some) for group, some in of_groups.items())):
        keep(key, value, seconds=FRESH_FOR, old_for=OLD_FOR)
    return brief, of_groups


def _divided(summary: Summary, groups: Mapping[int, int]) -> dict[int, Summary]:
    ratios, results = dict[int, dict[int, Ratio]](), dict[int, list[Result]]()
    for district, ratio in summary.districts.items():
        ratios.setdefault(groups[district], {})[district] = ratio
    for result in summary.results:
        results.setdefault(groups[result.district], []).append(result)
    return {
        group: replace(
            summary, districts=some, ratio=Ratio.of_sum(some.values()), results=tuple(results.get(group, ()))
        )
        for group, some in ratios.items()
    }


def _marks(results: Iterable[Result]) -> dict[Mark, int]:
    counts = dict[Mark, int]()
    for result in results:
        counts[result.mark] = counts.get(result.mark, 0) + 1
    return counts


def _pressing(summary: Summary, at: datetime) -> tuple[Result, ...]:
    if summary.definition.is_unit_district:
        late = (result for result in summary.results if not result.is_counted)
        return tuple(sorted(late, key=lambda r: (ORDER.index(r.mark), -r.days_late))[:PRESSING])
    first = registry.units(
        summary.code, summary.year, summary.as_of, UnitsWanted(is_counted=False), at=at, districts=summary.districts
    )
    return tuple(first[:PRESSING])
