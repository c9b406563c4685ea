"""A figure and its units for the pages that list them: measured anew, of thousands of units up to a minute old."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, overload

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.registry import Ratio, Result, Summary, UnitsWanted
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.questions.keeping import kept_where_great


@dataclass(frozen=True, slots=True)
class Whole:
    """A figure as it is kept in the cache. It holds lists and numbers, which are read much faster than objects."""

    summary: Summary  # without districts and results
    districts: Mapping[int, tuple[int, int]]  # counted, and all units
    rows: Sequence[list[Any]]  # the results as JSON, where districts are the units


class Rows(Sequence[Result]):
    """Results that are made of their JSON when they are looked at."""

    def __init__(self, rows: Sequence[list[Any]]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Result: ...
    @overload
    def __getitem__(self, at: slice) -> list[Result]: ...
    def __getitem__(self, at: int | slice) -> Result | list[Result]:
        if isinstance(at, int):
            return Result.from_json(self.rows[at])
        return [Result.from_json(row) for row in self.rows[at]]


def figure_with_units(
    code: str, year: FiscalYear, as_of: date, wanted: UnitsWanted, *, at: datetime
) -> tuple[Summary, Sequence[Result]]:
    """The figure with its notes, and the wanted ones of its units in their order. KeyError for an unknown code."""
    whole = kept_where_great(
        "kpi:whole",
        (code, year.be, as_of),
        lambda: _measured(code, year, as_of, at),
        size=lambda found: found.summary.ratio.units,
    )
    summary = replace(whole.summary, districts={pk: Ratio(*both) for pk, both in whole.districts.items()})
    if not summary.definition.is_unit_district:
        return summary, registry.units(code, year, as_of, wanted, at=at, districts=summary.districts)
    if wanted == UnitsWanted():
        return summary, Rows(whole.rows)
    return summary, [result for result in Rows(whole.rows) if wanted.holds(result)]


def _measured(code: str, year: FiscalYear, as_of: date, at: datetime) -> Whole:
    summary = registry.summary(code, year, as_of, at=at)
    return Whole(
        replace(summary, districts={}, results=()),
        {pk: (ratio.counted, ratio.units) for pk, ratio in summary.districts.items()},
        [result.as_json() for result in summary.results],
    )
