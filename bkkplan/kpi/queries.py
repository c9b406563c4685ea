"""What the measured days tell: trends and what changed."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import Sum
from django.utils.timezone import get_current_timezone

from bkkplan.core.fiscal import FiscalYear
from bkkplan.core.thai import percent
from bkkplan.kpi.models import DailyFigure
from budget.models import Inclusion
from communities.models import PlanAdoption
from forums.enums import ForumKind
from forums.models import Forum


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


def count_back_dated(year: FiscalYear, closing_on: date) -> int:
    """Records entered after the year's data were closed, with an earlier day: what may still move its live figure."""
    entered = datetime.combine(closing_on, time.max, tzinfo=get_current_timezone())
    return (
        Forum.objects.filter(
            kind=ForumKind.DISTRICT_HEARING,
            held_on__range=(year.start, year.end),
            published_on__lte=closing_on,
            published_at__gt=entered,
        ).count()
        + PlanAdoption.objects.filter(adopted_on__range=(year.start, year.end), recorded_at__gt=entered).count()
        + Inclusion.objects.filter(included_on__range=(year.start, year.end), at__gt=entered).count()
    )
