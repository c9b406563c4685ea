"""The steps of the city's calendar, each with its usual last day. A year's own days are rows and may differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.reference import read_csv
from bkkplan.ground.years.queries import due_days, planned


@dataclass(frozen=True, slots=True)
class CalendarStep:
    """A step that is due at the end of a month, so many fiscal years before the year that it is about (-1: after)."""

    code: str
    name_th: str
    name_en: str
    years_before: int
    month: int
    audiences: tuple[str, ...]

    def due_on(self, year: FiscalYear) -> date:
        return FiscalYear(year.be - self.years_before).end_of(self.month)


def steps() -> Iterator[CalendarStep]:
    for row in read_csv("years", "steps.csv"):
        numbers = {name: int(row[name] or 0) for name in ("years_before", "month")}
        yield CalendarStep(
            code=row["code"] or "",
            name_th=row["name_th"] or "",
            name_en=row["name_en"] or "",
            audiences=tuple((row["audiences"] or "").split()),
            **numbers,
        )


def usual_days(year: FiscalYear) -> Iterator[tuple[CalendarStep, date]]:
    return ((step, step.due_on(year)) for step in steps())


def due_day(year: FiscalYear, code: str) -> date | None:
    """By which day a step of the year is due; the usual day where nobody prepared the year. None: it has no day.

    What is asked for a year is due before that year is opened, so the day of a draft counts.
    """
    prepared = [step for step in due_days() if step.planned.fiscal_year == year.be]
    if prepared or planned(year) is not None:
        return next((step.due_on for step in prepared if step.code == code), None)
    return next((day for step, day in usual_days(year) if step.code == code), None)
