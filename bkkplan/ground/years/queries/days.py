"""The days of the years. A year without days of its own has the defaults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings

from bkkplan.ground.core.asking import asked_once
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.years.models import KEPT_WITH_A_YEAR, DueDay, PlannedYear, YearDays


@dataclass(frozen=True, slots=True)
class HearingDays:
    announce_before: int
    publish_within: int


def default_hearing_days() -> HearingDays:
    return HearingDays(settings.HEARING_ANNOUNCE_BEFORE_DAYS, settings.HEARING_PUBLISH_WITHIN_DAYS)


@asked_once
def planned_years() -> tuple[PlannedYear, ...]:
    """All years that are prepared here, opened or not, each with its rows of `KEPT_WITH_A_YEAR`."""
    return tuple(PlannedYear.objects.select_related(*KEPT_WITH_A_YEAR).order_by("fiscal_year"))


def of_year(year: FiscalYear, name: str) -> Any:
    """The row of a year, opened or not, under a name of `KEPT_WITH_A_YEAR`; None where there is none."""
    found = (planned for planned in planned_years() if planned.fiscal_year == year.be)
    return next((getattr(planned, name, None) for planned in found), None)


def of_opened_year(year: FiscalYear, name: str) -> Any:
    """The same; None also where nobody opened the year."""
    row = of_year(year, name)
    return None if row is None or row.planned.is_draft else row


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
    return tuple(DueDay.objects.select_related("planned").order_by("due_on", "position", "pk"))
