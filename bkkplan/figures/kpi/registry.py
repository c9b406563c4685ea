"""Every figure comes from here: for pages, PDF, spreadsheets, open data and ``manage.py kpi``.

A KPI is a registered definition. ``figure`` returns the frozen quarter if there is one, and otherwise computes live.
Figures of the city, of groups and of districts are sums over the same results, so they always add up.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext

from bkkplan.figures.kpi.models import FrozenQuarter
from bkkplan.figures.kpi.queries import Aim, targets_of
from bkkplan.ground.core.asking import asked_once
from bkkplan.ground.core.basis import Basis, Point
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from bkkplan.ground.core.thai import percent, search_key
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.years.queries import closing_on


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day on which facts count."""

    year: FiscalYear
    as_of: date
    day: date
    known: date
    closing_on: date

    @classmethod
    def of(cls, year: FiscalYear, as_of: date, closing_on: date) -> "Window":
        day, known = min(as_of, year.end), min(as_of, closing_on)
        return cls(year=year, as_of=as_of, day=day, known=known, closing_on=closing_on)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a unit counts or not: a Thai msgid and the values of its placeholders (days as ISO text)."""

    message: str
    params: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        filled = {key: _readable(value) for key, value in self.params}
        return gettext(self.message) % filled

    @classmethod
    def of(cls, message: str, **params: date | int | str) -> "Reason":
        return cls(
            message,
            tuple((key, value.isoformat() if isinstance(value, date) else str(value)) for key, value in params.items()),
        )


def _readable(value: str) -> str:
    try:
        return thai_date_short(date.fromisoformat(value))
    except ValueError:
        return value


class Mark(StrEnum):
    """The state on a tile. LATE: it happened but was not confirmed in time, or its last day has passed."""

    COUNTED = "counted"
    LATE = "late"
    UNDER_WAY = "under_way"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Result:
    """One unit of a KPI: a district office or a community."""

    unit: int
    label: str
    district: int
    mark: Mark
    reason: Reason

    @property
    def days_late(self) -> int:
        """How many days late the unit was, by the parameters of its reason; 0 if they name no days."""
        return int(dict(self.reason.params).get("days", 0))

    @property
    def is_counted(self) -> bool:
        return self.mark == Mark.COUNTED

    def as_json(self) -> list[Any]:
        return [
            self.unit,
            self.label,
            self.district,
            self.mark,
            self.reason.message,
            dict(self.reason.params),
        ]

    @classmethod
    def from_json(cls, row: list[Any]) -> "Result":
        unit, label, district, mark, message, params = row
        return cls(unit, label, district, Mark(mark), Reason(message, tuple(params.items())))


@dataclass(frozen=True, slots=True)
class Ratio:
    """Counted units and all units. Without units there is no percentage, never 0 or 100."""

    counted: int
    units: int

    @property
    def percent(self) -> Decimal | None:
        return percent(self.counted, self.units)

    @classmethod
    def of(cls, results: "Iterable[Result]") -> "Ratio":
        rows = tuple(results)
        return cls(sum(r.is_counted for r in rows), len(rows))

    @classmethod
    def of_sum(cls, ratios: "Iterable[Ratio]") -> "Ratio":
        rows = tuple(ratios)
        return cls(sum(r.counted for r in rows), sum(r.units for r in rows))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which units of a KPI are looked for; without anything, all. ``key`` is part of the `search_key` of the label."""

    unit: int | None = None
    district: int | None = None
    is_counted: bool | None = None
    key: str = ""

    def holds(self, result: Result) -> bool:
        return (
            (self.unit is None or result.unit == self.unit)
            and (self.district is None or result.district == self.district)
            and (self.is_counted is None or result.is_counted == self.is_counted)
            and (not self.key or self.key in search_key(result.label))
        )


@dataclass(frozen=True, slots=True)
class Definition:
    """One KPI. ``measure`` returns one Result for each unit. A change of meaning needs a new ``version``."""

    code: str
    version: int
    number: int
    title: str | Promise
    short: str | Promise  # what it is about, where the full title is too long
    unit_name: str | Promise
    is_unit_district: bool
    measure: Callable[[Window], Iterable[Result]]
    # In English, for docs/kpis.md: the unit on `day`, what happened, what confirmed it.
    about: str
    # ผลผลิต or ผลลัพธ์, where the source plan says it.
    kind: str | Promise = ""
    # By district the same counts as those of ``measure``, where a Result for each unit would be thousands.
    count: Callable[[Window], dict[int, Ratio]] | None = None
    # The wanted ones of ``measure``, in its order, of which only the slice that is looked at is measured.
    units: Callable[[Window, Wanted], Sequence[Result]] | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    definition: Definition
    year: FiscalYear
    as_of: date
    measured_at: datetime
    results: tuple[Result, ...]
    aim: Aim | None
    frozen_at: datetime | None = None
    quarter: int | None = None
    # The year had not begun on as_of: there is no figure.
    is_before_the_year: bool = False

    @property
    def ratio(self) -> Ratio:
        return Ratio.of(self.results)

    def by_district(self) -> dict[int, Ratio]:
        groups: dict[int, list[Result]] = {}
        for result in self.results:
            groups.setdefault(result.district, []).append(result)
        return {district: Ratio.of(results) for district, results in groups.items()}

    @property
    def counted(self) -> tuple[Result, ...]:
        return tuple(r for r in self.results if r.is_counted)

    @property
    def not_counted(self) -> tuple[Result, ...]:
        return tuple(r for r in self.results if not r.is_counted)

    @property
    def target(self) -> Decimal | None:
        """The number that the figure is compared with, in per cent."""
        return self.aim.percent if self.aim else None

    @property
    def target_text(self) -> str:
        return self.aim.text if self.aim else ""

    @property
    def distance(self) -> Decimal | None:
        return distance_between(self.ratio, self.target)

    @property
    def summary(self) -> "Summary":
        return Summary(
            code=self.definition.code,
            year=self.year,
            as_of=self.as_of,
            measured_at=self.measured_at,
            aim=self.aim,
            ratio=self.ratio,
            districts=self.by_district(),
            results=self.results if self.definition.is_unit_district else (),
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """A figure without its communities: two thousand results become a few numbers, small enough for the cache."""

    code: str
    year: FiscalYear
    as_of: date
    measured_at: datetime
    aim: Aim | None
    ratio: Ratio
    districts: dict[int, Ratio]
    # Of the districts where they are the units, otherwise none.
    results: tuple[Result, ...]

    @property
    def definition(self) -> Definition:
        return get(self.code)

    @property
    def target(self) -> Decimal | None:
        return self.aim.percent if self.aim else None

    @property
    def target_text(self) -> str:
        return self.aim.text if self.aim else ""

    @property
    def distance(self) -> Decimal | None:
        return distance_between(self.ratio, self.target)


def distance_between(ratio: Ratio, target: Decimal | None) -> Decimal | None:
    """Percentage points above (positive) or below the target."""
    return None if ratio.percent is None or target is None else ratio.percent - target


_definitions: dict[str, Definition] = {}


def register(definition: Definition) -> Definition:
    if definition.code in _definitions:
        raise ValueError(f"KPI {definition.code} is registered twice")
    _definitions[definition.code] = definition
    return definition


def all_definitions() -> tuple[Definition, ...]:
    return tuple(sorted(_definitions.values(), key=lambda d: d.number))


def get(code: str) -> Definition:
    return _definitions[code]


def figure(code: str, year: FiscalYear, as_of: date, *, at: datetime) -> Figure:
    """One KPI of one fiscal year as it was known on a day.

    ``at`` is the present moment, printed as the moment of measuring.
    """
    return _figures((get(code),), year, as_of, at)[0]


def figures(year: FiscalYear, as_of: date, *, at: datetime) -> tuple[Figure, ...]:
    """All KPIs of one fiscal year, in the order of their numbers."""
    return _figures(all_definitions(), year, as_of, at)


def summaries(year: FiscalYear, as_of: date, *, at: datetime) -> tuple[Summary, ...]:
    """The same figures without their communities, which the database counts."""
    return _summaries(all_definitions(), year, as_of, at)


def summary(code: str, year: FiscalYear, as_of: date, *, at: datetime) -> Summary:
    """One of them."""
    return _summaries((get(code),), year, as_of, at)[0]


def units(code: str, year: FiscalYear, as_of: date, wanted: Wanted, *, at: datetime) -> Sequence[Result]:
    """The wanted results of a figure, in its order. Of a KPI of thousands only what is looked at is measured."""
    [(definition, window, row, aim)] = _asked((get(code),), year, as_of)
    if row is None and definition.units is not None and window.year.start <= as_of:
        return definition.units(window, wanted)
    return [result for result in _figure(definition, window, row, aim, at).results if wanted.holds(result)]


def results_of_year(year: FiscalYear, as_of: date) -> Iterator[tuple[Definition, date, Result]]:
    """Every result of `figures` with its KPI and the day of the figure, one after another: for long files."""
    for definition, window, row, _aim in _asked(all_definitions(), year, as_of):
        if row is not None:
            results: Iterable[Result] = (Result.from_json(result) for result in row.results)
        else:
            results = definition.measure(window) if year.start <= as_of else ()
        for result in results:
            yield definition, row.as_of if row else as_of, result


def _summaries(definitions: tuple[Definition, ...], year: FiscalYear, as_of: date, at: datetime) -> tuple[Summary, ...]:
    found = []
    for definition, window, row, aim in _asked(definitions, year, as_of):
        if row is None and definition.count is not None and window.year.start <= as_of:
            districts = definition.count(window)
            ratio = Ratio.of_sum(districts.values())
            found.append(Summary(definition.code, year, as_of, at, aim, ratio, districts, results=()))
        else:
            found.append(_figure(definition, window, row, aim, at).summary)
    return tuple(found)


def _figures(definitions: tuple[Definition, ...], year: FiscalYear, as_of: date, at: datetime) -> tuple[Figure, ...]:
    return tuple(_figure(*asked, at) for asked in _asked(definitions, year, as_of))


Asked = tuple[Definition, Window, FrozenQuarter | None, Aim | None]


def _asked(definitions: tuple[Definition, ...], year: FiscalYear, as_of: date) -> Iterator[Asked]:
    """Each KPI with its window, the frozen quarter that answers for it, if any, and its target."""
    frozen = {row.code: row for row in _frozen_quarters(year, as_of)}
    window = Window.of(year, as_of, closing_on(year))
    targets = targets_of(year)
    for definition in definitions:
        row = frozen.get(definition.code)
        yield definition, window, row, targets.aim(definition.code, on=row.as_of if row else as_of)


@asked_once
def _frozen_quarters(year: FiscalYear, as_of: date) -> tuple[FrozenQuarter, ...]:
    # A frozen quarter answers for its own day only; that of the last quarter also for every later day.
    holds = Q(as_of=as_of) | Q(quarter=QUARTERS[-1], as_of__lte=as_of)
    return tuple(FrozenQuarter.objects.filter(holds, fiscal_year=year.be, reopened_at=None))


@asked_once
def _measured(code: str, window: Window) -> tuple[Result, ...]:
    """The results of a KPI in the order of districts and names that its definition gives."""
    return tuple(get(code).measure(window))


def _figure(definition: Definition, window: Window, row: FrozenQuarter | None, aim: Aim | None, at: datetime) -> Figure:
    return _frozen(definition, window.year, row, aim) if row else _live(definition, window, at, aim)


def _frozen(definition: Definition, year: FiscalYear, row: FrozenQuarter, aim: Aim | None) -> Figure:
    return Figure(
        definition=definition,
        year=year,
        as_of=row.as_of,
        measured_at=row.frozen_at,
        results=tuple(Result.from_json(result) for result in row.results),
        aim=aim,
        frozen_at=row.frozen_at,
        quarter=row.quarter,
    )


def _live(definition: Definition, window: Window, at: datetime, aim: Aim | None) -> Figure:
    has_begun = window.year.start <= window.as_of
    return Figure(
        definition=definition,
        year=window.year,
        as_of=window.as_of,
        measured_at=at,
        results=_measured(definition.code, window) if has_begun else (),
        aim=aim,
        is_before_the_year=not has_begun,
    )


def basis_of_figures(figures: Iterable[Figure]) -> Basis:
    """What is decided by when a quarter is frozen or opened again: each KPI's result of every unit."""
    return Basis.of(
        Point(
            figure.definition.code,
            figure.definition.short,
            [figure.definition.version, [result.as_json() for result in figure.results]],
            f"{figure.ratio.counted} / {figure.ratio.units}",
        )
        for figure in figures
    )
