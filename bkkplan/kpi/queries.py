"""What the measured days tell: trends and what changed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from bkkplan.core.fiscal import FiscalYear
from bkkplan.kpi.models import DailyFigure
from bkkplan.kpi.registry import Ratio


@dataclass(frozen=True, slots=True)
class Point:
    day: date
    ratio: Ratio


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
        points.setdefault(row["code"], []).append(Point(row["as_of"], Ratio(row["all_counted"], row["all_units"])))
    return points
