"""The days of the opened years. A year without days of its own has the defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.years.enums import YearState
from bkkplan.ground.years.models import YearDays


@dataclass(frozen=True, slots=True)
class HearingDays:
    announce_before: int
    publish_within: int


def default_hearing_days() -> HearingDays:
    return HearingDays(settings.HEARING_ANNOUNCE_BEFORE_DAYS, settings.HEARING_PUBLISH_WITHIN_DAYS)


def hearing_days() -> dict[int, HearingDays]:
    """The hearing rule of each opened year that has one, by the Buddhist year: one question for all years."""
    rows = YearDays.objects.filter(planned__state=YearState.OPENED)
    found = rows.values_list("planned__fiscal_year", "announce_before", "publish_within")
    return {be: HearingDays(before, within) for be, before, within in found}


@dataclass(frozen=True, slots=True)
class ClosingDays:
    """The closing day of every year; read once for pages about several years."""

    by_year: Mapping[int, date] = field(default_factory=dict)

    def of(self, year: FiscalYear) -> date:
        return self.by_year.get(year.be, year.default_closing_on)


def closing_days() -> ClosingDays:
    rows = YearDays.objects.filter(planned__state=YearState.OPENED)
    return ClosingDays(dict(rows.values_list("planned__fiscal_year", "closing_on")))


def closing_on(year: FiscalYear) -> date:
    """The last day on which facts of the year may still be confirmed."""
    rows = YearDays.objects.filter(planned__state=YearState.OPENED, planned__fiscal_year=year.be)
    return rows.values_list("closing_on", flat=True).first() or year.default_closing_on
