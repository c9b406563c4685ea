"""The days of the years. A year without days of its own has the defaults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.questions.asking import asked_once
from bkkplan.ground.core.questions.written_once import written_once
from bkkplan.ground.years.models import KEPT_WITH_A_YEAR, DueDay, PlannedYear, YearDays

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class HearingDays:
    announce_before: int
    publish_within: int


def default_hearing_days() -> HearingDays:
    return HearingDays(settings.HEARING_ANNOUNCE_BEFORE_DAYS, settings.HEARING_PUBLISH_WITHIN_DAYS)


@asked_once
def planned_years() -> tuple[PlannedYear, ...]:
    """All years that are prepared here, opened or not, each with its rows of `KEPT_WITH_A_YEAR`."""
    return tuple(_planned_years())


@written_once
def _planned_years() -> QuerySet[PlannedYear]:
    return PlannedYear.objects.select_related(*KEPT_WITH_A_YEAR).order_by("fiscal_year")


def of_year(year: FiscalYear, kind: type[M]) -> M | None:
    """The one row of this kind that a year has, opened or not; None where there is none. See `KEPT_WITH_A_YEAR`."""
    name = str(kind._meta.get_field("planned").remote_field.get_accessor_name())  # type: ignore[union-attr]
    for planned in planned_years():
        row = getattr(planned, name, None) if planned.fiscal_year == year.be else None
        if isinstance(row, kind):
            return row
    return None


def of_opened_year(year: FiscalYear, kind: type[M]) -> M | None:
    """The same; None also where nobody opened the year."""
    is_opened = any(planned.fiscal_year == year.be and not planned.is_draft for planned in planned_years())
    return of_year(year, kind) if is_opened else None


def _days_of_opened_years() -> Iterator[tuple[int, YearDays]]:
    for year in planned_years():
        if not year.is_draft and hasattr(year, "days"):
            yield year.fiscal_year, year.days


def hearing_days() -> dict[int, HearingDays]:
    """The hearing rule of each opened year that has one, by the Buddhist year."""
    return {be: HearingDays(days.announce_before, days.publish_within) for be, days in _days_of_opened_years()}


@dataclass(frozen=True, slots=True)
class ClosingDays:
    """The closing day of every year; read once for pages about several years."""

    by_year: Mapping[int, date] = field(default_factory=dict)

    def of(self, year: FiscalYear) -> date:
        return self.by_year.get(year.be, year.default_closing_on)


def closing_days() -> ClosingDays:
    return ClosingDays({be: days.closing_on for be, days in _days_of_opened_years()})


def closing_on(year: FiscalYear) -> date:
    """The last day on which facts of the year may still be confirmed."""
    return closing_days().of(year)


@asked_once
def due_days() -> tuple[DueDay, ...]:
    """The steps of all years, opened or not, each with its year; the earliest day first, those without a day last."""
    return tuple(_due_days())


@written_once
def _due_days() -> QuerySet[DueDay]:
    return DueDay.objects.select_related("planned").order_by("due_on", "position", "pk")
