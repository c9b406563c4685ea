"""What the measured days tell: trends and what changed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from bkkplan.core.fiscal import FiscalYear
from bkkplan.core.thai import percent
from bkkplan.kpi.models import DailyFigure


@dataclass(frozen=True, slots=True)
class Point:
    """The city on one measured day."""

    day: date
    counted: int
    units: int

    @property
    def percent(self) -> Decimal | None:
        return percent(self.counted, self.units)


def trends(year: FiscalYear, *, until: date) -> dict[str, list[Point]]:
    """The city's measured days of each KPI, oldest first."""
    rows = (
        DailyFigure.objects.filter(fiscal_year=year.be, as_of__lte=until)
        .values("code", "as_of")
        .annotate(all_counted=Sum("counted"), all_units=Sum("units"))
        .order_by("code", "as_of")
    )
    points: dict[str, list[Point]] = {}
    for row in rows:
        points.setdefault(row["code"], []).append(Point(row["as_of"], row["all_counted"], row["all_units"]))
    return points
