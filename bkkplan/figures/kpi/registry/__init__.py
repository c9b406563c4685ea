"""Every figure comes from here: for pages, PDF, spreadsheets, open data and ``manage.py kpi``.

A KPI is a registered definition. ``figure`` returns the frozen quarter if there is one, and otherwise computes live.
Figures of the city, of groups and of districts are sums over the same results, so they always add up.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django.db.models import Case, F, JSONField, Q, QuerySet, When
from django.db.models.expressions import RawSQL
from django.utils.timezone import get_current_timezone

from bkkplan.figures.kpi.models import FrozenQuarter
from bkkplan.figures.kpi.queries import Aim, Evidence, targets_of
from bkkplan.figures.kpi.registry.definition import (
    CardWords,
    Definition,
    Mark,
    Ratio,
    Reason,
    Result,
    UnitsWanted,
    Window,
    all_definitions,
    get,
    official_definitions,
    register,
)
from bkkplan.figures.kpi.registry.figures import Figure, Summary, by_district, distance_between
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from bkkplan.ground.core.questions.asking import asked_once
from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.years.queries import closing_on

__all__ = [
    "CardWords",
    "Definition",
    "Figure",
    "Mark",
    "Ratio",
    "Reason",
    "Result",
    "Summary",
    "UnitsWanted",
    "Window",
    "all_definitions",
    "basis_of_figures",
    "by_district",
    "count_back_dated",
    "counted_live",
    "distance_between",
    "evidence_of",
    "figure",
    "figures",
    "get",
    "official_definitions",
    "official_summaries",
    "register",
    "results_of_year",
    "summaries",
    "summaries_with_notes",
    "summary",
    "units",
]


def figure(code: str, year: FiscalYear, as_of: date, *, at: datetime) -> Figure:
    """One KPI of one fiscal year as it was known on a day.

    ``at`` is the present moment, printed as the moment of measuring.
    """
    return _figures((get(code),), year, as_of, at)[0]


def figures(year: FiscalYear, as_of: date, *, at: datetime) -> tuple[Figure, ...]:
    """All KPIs of one fiscal year, in the order of their numbers."""
    return _figures(all_definitions(), year, as_of, at)


def summaries(year: FiscalYear, as_of: date, *, at: datetime) -> tuple[Summary, ...]:
    """All KPIs of one fiscal year as sums only: the database counts, and no result of a community is loaded."""
    return tuple(_summary(*asked, at) for asked in _asked(all_definitions(), year, as_of, is_whole=False))


def official_summaries(year: FiscalYear, as_of: date, *, at: datetime) -> tuple[Summary, ...]:
    """The summaries of the KPIs in the city's plan, which offices report each quarter."""
    return tuple(_summary(*asked, at) for asked in _asked(official_definitions(), year, as_of, is_whole=False))


def summary(code: str, year: FiscalYear, as_of: date, *, at: datetime) -> Summary:
    """The summary of one KPI, with its notes."""
    [found] = summaries_with_notes((get(code),), year, as_of, at=at)
    return found


def summaries_with_notes(
    definitions: tuple[Definition, ...], year: FiscalYear, as_of: date, *, at: datetime
) -> tuple[Summary, ...]:
    """Some of them, with their notes, in the order asked."""
    return tuple(
        replace(
            _summary(definition, window, row, aim, at), notes=_frozen_notes(row) if row else _notes(definition, window)
        )
        for definition, window, row, aim in _asked(definitions, year, as_of, is_whole=False)
    )


def units(
    code: str,
    year: FiscalYear,
    as_of: date,
    wanted: UnitsWanted,
    *,
    at: datetime,
    districts: Mapping[int, Ratio] | None = None,
) -> Sequence[Result]:
    """Returns the wanted results, in the figure's order. A KPI with thousands of units measures these alone.

    ``districts`` are those of the figure's summary, if the caller has them: then they are not counted again.
    """
    [(definition, window, row, aim)] = _asked((get(code),), year, as_of, is_whole=False)
    if row is None and definition.units is not None and window.has_begun:
        return definition.units(window, wanted, districts)
    found = _live(definition, window, at, aim) if row is None else figure(code, year, as_of, at=at)
    return [result for result in found.results if wanted.holds(result)]


def results_of_year(year: FiscalYear, as_of: date) -> Iterator[tuple[Definition, date, Result]]:
    """Every result of `figures` with its KPI and the day of the figure, one after another: for long files."""
    for definition, window, row, _aim in _asked(all_definitions(), year, as_of):
        if row is not None:
            results: Iterable[Result] = (Result.from_json(result) for result in row.results)
        else:
            results = definition.measure(window) if window.has_begun else ()
        for result in results:
            yield definition, row.as_of if row else as_of, result


def _summary(
    definition: Definition, window: Window, row: FrozenQuarter | None, aim: Aim | None, at: datetime
) -> Summary:
    if row is not None:
        return _frozen_summary(definition, window.year, row, aim)
    if definition.count is None or not window.has_begun:
        return _live(definition, window, at, aim).summary
    districts = _counted(definition.code, window)
    ratio = Ratio.of_sum(districts.values())
    return Summary(definition.code, window.year, window.as_of, at, aim, ratio, districts, results=())


def _frozen_notes(row: FrozenQuarter) -> tuple[Reason, ...]:
    return tuple(Reason.from_json(note) for note in row.notes)


def _notes(definition: Definition, window: Window) -> tuple[Reason, ...]:
    return tuple(definition.notes(window)) if definition.notes and window.has_begun else ()


def counted_live(definition: Definition, year: FiscalYear, as_of: date) -> dict[int, Ratio]:
    """By district the counted units and all units as computed, whether or not a quarter is frozen."""
    window = Window.of(year, as_of, closing_on(year))
    if as_of < year.start:
        return {}
    return _counted(definition.code, window) if definition.count else by_district(_measured(definition.code, window))


def _figures(definitions: tuple[Definition, ...], year: FiscalYear, as_of: date, at: datetime) -> tuple[Figure, ...]:
    return tuple(_figure(*asked, at) for asked in _asked(definitions, year, as_of))


Asked = tuple[Definition, Window, FrozenQuarter | None, Aim | None]


def _asked(
    definitions: tuple[Definition, ...], year: FiscalYear, as_of: date, *, is_whole: bool = True
) -> Iterator[Asked]:
    """Each KPI with its window, the frozen quarter that answers for it, if any, and its target.

    A frozen quarter that is not whole has no results but their sums (`_frozen_summary`).
    """
    frozen = {row.code: row for row in (_frozen_quarters if is_whole else _frozen_sums)(year, as_of)}
    window = Window.of(year, as_of, closing_on(year))
    targets = targets_of(year)
    for definition in definitions:
        row = frozen.get(definition.code)
        yield definition, window, row, targets.aim(definition.code, on=row.as_of if row else as_of)


def _in_force(year: FiscalYear, as_of: date) -> QuerySet[FrozenQuarter]:
    # A frozen quarter answers for its own day only; that of the last quarter also for every later day.
    holds = Q(as_of=as_of) | Q(quarter=QUARTERS[-1], as_of__lte=as_of)
    return FrozenQuarter.objects.filter(holds, fiscal_year=year.be, reopened_at=None)


@asked_once
def _frozen_quarters(year: FiscalYear, as_of: date) -> tuple[FrozenQuarter, ...]:
    return tuple(_in_force(year, as_of))


# Counted where they are kept: a figure of communities has the results of two thousand.
SUMS = """(
    select coalesce(jsonb_object_agg(district, jsonb_build_array(counted, units)), '{}')
    from (
        select result ->> 2 as district, count(*) filter (where result ->> 3 = %s) as counted, count(*) as units
        from jsonb_array_elements(kpi_frozenquarter.results) result
        group by 1
    ) sums
)"""


@asked_once
def _frozen_sums(year: FiscalYear, as_of: date) -> tuple[FrozenQuarter, ...]:
    """The frozen figures in force, with ``sums`` by district in place of the results of each unit.

    ``few_results`` has the results of a KPI that counts districts.
    """
    of_districts = [definition.code for definition in all_definitions() if definition.is_unit_district]
    return tuple(
        _in_force(year, as_of)
        .defer("results")
        .annotate(
            sums=RawSQL(SUMS, (Mark.COUNTED,), output_field=JSONField()),  # noqa: S611  (a constant)
            few_results=Case(When(code__in=of_districts, then=F("results")), output_field=JSONField()),
        )
    )


def _frozen_summary(definition: Definition, year: FiscalYear, row: Any, aim: Aim | None) -> Summary:
    districts = {int(district): Ratio(*counts) for district, counts in row.sums.items()}
    return Summary(
        code=definition.code,
        year=year,
        as_of=row.as_of,
        measured_at=row.frozen_at,
        aim=aim,
        ratio=Ratio.of_sum(districts.values()),
        districts=districts,
        results=tuple(Result.from_json(result) for result in row.few_results or ()),
        frozen_at=row.frozen_at,
        quarter=row.quarter,
    )


@asked_once
def _counted(code: str, window: Window) -> dict[int, Ratio]:
    count = get(code).count
    return count(window) if count else {}


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
        notes=_frozen_notes(row),
    )


def _live(definition: Definition, window: Window, at: datetime, aim: Aim | None) -> Figure:
    return Figure(
        definition=definition,
        year=window.year,
        as_of=window.as_of,
        measured_at=at,
        results=_measured(definition.code, window) if window.has_begun else (),
        aim=aim,
        is_before_the_year=not window.has_begun,
        notes=_notes(definition, window),
    )


def evidence_of(code: str, unit: int, window: Window) -> tuple[Evidence, ...]:
    """What a unit is counted by, that which counts first; nothing of a unit that is not there."""
    return tuple(sorted(get(code).evidence(unit, window), key=lambda one: not one.counts))


def count_back_dated(definition: Definition, window: Window) -> int:
    """How many records were entered after the year was closed, with a day before that."""
    return definition.back_dated(window, datetime.combine(window.closing_on, time.max, tzinfo=get_current_timezone()))


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
