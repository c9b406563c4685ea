"""All reports. A report's data are gathered once, frozen, and drawn in any format."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Person


@dataclass(frozen=True, slots=True)
class ReportSheet:
    title: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]  # in letters
    rows: tuple[tuple[Any, ...], ...]
    notes: tuple[str, ...] = ()  # above the table


@dataclass(frozen=True, slots=True)
class Report:
    kind: str
    title: str | Promise
    template: str
    # Every query happens here.
    build: Callable[[FiscalYear, date, datetime], Any]
    # The same data as sheets.
    sheets: Callable[[Any], tuple[ReportSheet, ...]]
    # The years that a person may ask for on a day, the latest first.
    years: Callable[[Person, date], list[FiscalYear]]
    # False: it shows what stands when it is made, and no other day can be asked for.
    is_of_a_day: bool = True

    def gather(self, year: FiscalYear, as_of: date, at: datetime) -> Any:
        """The data, in Thai, whoever asks: a document is one and the same for all."""
        with translation.override("th"):
            return self.build(year, as_of, at)


def is_sample() -> bool:
    """Whether the data are made up: a working day that stands still is the sample city's mark (core.clock)."""
    return bool(settings.WORKING_DAY or settings.WORKING_DAY_FILE or settings.IS_EMPTY_TRIAL)


_reports: dict[str, Report] = {}


def register(report: Report) -> Report:
    if report.kind in _reports:
        raise ValueError(f"report {report.kind} is registered twice")
    _reports[report.kind] = report
    return report


def get(kind: str) -> Report:
    return _reports[kind]


def all_reports() -> tuple[Report, ...]:
    return tuple(_reports.values())
