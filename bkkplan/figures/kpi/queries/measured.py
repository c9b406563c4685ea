"""When a year and its quarters are closed, and what the measured days show: trends and changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Max, Q, Sum
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bkkplan.figures.kpi.models import DailyFigure, FrozenQuarter
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from bkkplan.ground.core.pages.todo import Todo
from bkkplan.ground.core.people import Person, holds_role
from bkkplan.ground.core.thai import percent
from bkkplan.ground.years.queries import closing_on

FREEZE_WITHIN = timedelta(days=15)  # since the quarter's day, or the day of reopening; no regulation sets this number


def quarter_day(year: FiscalYear, quarter: int) -> date:
    """The day as of which a quarter is frozen: its last day; for the last quarter, the closing day of the year."""
    return closing_on(year) if quarter == QUARTERS[-1] else year.quarter(quarter)[1]


def todos_for(user: Person, *, on: date) -> list[Todo]:
    """Quarters of this year and the last that the strategy office has yet to freeze, also those opened again.

    Empty for everyone else.
    """
    if not holds_role(user, Role.STRATEGY):
        return []
    year = FiscalYear.of(on)
    return list(_to_freeze([(y, quarter) for y in (year.previous, year) for quarter in QUARTERS], on))


def _to_freeze(quarters: list[tuple[FiscalYear, int]], on: date) -> Iterator[Todo]:
    rows = (
        FrozenQuarter.objects.filter(fiscal_year__in={year.be for year, _quarter in quarters})
        .values_list("fiscal_year", "quarter")
        .annotate(frozen=Count("pk", filter=Q(reopened_at=None)), reopened=Max("reopened_at"))
    )
    known = {(year, quarter): (frozen, reopened) for year, quarter, frozen, reopened in rows}
    for year, quarter in quarters:
        ended = quarter_day(year, quarter)
        frozen, reopened = known.get((year.be, quarter), (0, None))
        if frozen or ended >= on:
            continue
        yield Todo.on(
            on,
            text=_("ตรึงตัวเลขไตรมาสที่ %(quarter)s ปีงบประมาณ %(year)s") % {"quarter": quarter, "year": year},
            due_on=max(ended, localtime(reopened).date() if reopened else ended) + FREEZE_WITHIN,
            url=reverse("kpi:quarters", args=[year]),
        )


@dataclass(frozen=True, slots=True)
class MeasuredPoint:
    """The city on one measured day."""

    day: date
    counted: int
    units: int

    @property
    def percent(self) -> Decimal | None:
        return percent(self.counted, self.units)


def trends(year: FiscalYear, *, until: date) -> dict[str, list[MeasuredPoint]]:
    """By KPI: the city's figure on each measured day up to ``until``, the oldest first."""
    rows = (
        DailyFigure.objects.filter(fiscal_year=year.be, as_of__lte=until)
        .values("code", "as_of")
        .annotate(all_counted=Sum("counted"), all_units=Sum("units"))
        .order_by("code", "as_of")
    )
    points: dict[str, list[MeasuredPoint]] = {}
    for row in rows:
        points.setdefault(row["code"], []).append(MeasuredPoint(row["as_of"], row["all_counted"], row["all_units"]))
    return points
