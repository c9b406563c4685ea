"""Where a KPI may stand at the year's end, for staff only: as this day, and what last year added after the same day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from bkkplan.figures.kpi.builders.over_years import YearPoint
from bkkplan.figures.kpi.registry import Figure, Ratio, Summary, counted_live
from bkkplan.ground.core.wording import percent, thai_date_short
from bkkplan.ground.years.queries import closing_on

MOST = Decimal(100)


@dataclass(frozen=True, slots=True)
class Forecast:
    """``percent`` is what the year's end may be; without one, ``told`` says why none can be given, else how it came."""

    percent: Decimal | None
    told: str
    target: Decimal | None = None

    @property
    def is_enough(self) -> bool | None:
        """Whether the target would be reached; None where there is nothing to compare."""
        return None if self.percent is None or self.target is None else self.percent >= self.target


def same_day_last_year(day: date) -> date:
    """The same day one year earlier. For 29 February it is 28 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def year_end(now: Decimal, *, same_day: Decimal, end: Decimal) -> Decimal:
    """The percentage of this day plus what last year gained after the same day, limited to 0 to 100."""
    return min(max(now + end - same_day, Decimal(0)), MOST)


def forecast_of(figure: Figure | Summary, points: Sequence[YearPoint]) -> Forecast:
    """``points`` are the figure's years, as `over_years` gives them."""
    last = next((point for point in points if point.year == figure.year.previous), None)
    if why := _why_none(figure, last):
        return Forecast(None, why)
    day = same_day_last_year(figure.as_of)
    before = Ratio.of_sum(counted_live(figure.definition, figure.year.previous, day).values()).percent
    now, end = figure.ratio.percent, last.percent if last else None
    if before is None or now is None or end is None:
        return Forecast(None, _("ไม่มีหน่วยนับในวันเดียวกันของปีก่อน จึงคาดการณ์ไม่ได้"))
    expected = year_end(now, same_day=before, end=end)
    told = _(
        "ปีงบประมาณ %(year)s ณ วันที่ %(day)s ได้ร้อยละ %(before)s และสิ้นปีได้ร้อยละ %(end)s "
        "ต่างกัน %(more)s จุด ถ้าปีนี้ต่างกันเท่านั้น จากร้อยละ %(now)s สิ้นปีจะเป็นร้อยละ %(expected)s (ไม่เกิน 100)"
    ) % {
        "year": figure.year.previous,
        "day": thai_date_short(day),
        "before": percent(before),
        "end": percent(end),
        "more": percent(end - before),
        "now": percent(now),
        "expected": percent(expected),
    }
    return Forecast(expected, told, figure.target)


def _why_none(figure: Figure | Summary, last: YearPoint | None) -> str:
    """Why there is no forecast, in a sentence; empty where one can be given."""
    if not figure.definition.only_grows:
        return _("ตัวชี้วัดนี้ขึ้นและลงได้ระหว่างปี ผลวันนี้จึงบอกสิ้นปีไม่ได้")
    if figure.as_of not in figure.year:
        return _("คาดการณ์ได้เฉพาะวันในปีงบประมาณ")
    if last is None or last.ratio is None or not last.ratio.counted:
        return _("ไม่มีตัวเลขสิ้นปีของปีงบประมาณ %(year)s จึงไม่มีอะไรให้เทียบ") % {"year": figure.year.previous}
    if last.version != figure.definition.version:
        return _("นิยามของตัวชี้วัดเปลี่ยนจากปีก่อน จึงเทียบกันไม่ได้")
    if not last.is_frozen and figure.as_of <= closing_on(figure.year.previous):
        return _("ปีงบประมาณ %(year)s ยังไม่ปิดข้อมูล จึงยังไม่มีตัวเลขสิ้นปีให้เทียบ") % {"year": figure.year.previous}
    return ""
