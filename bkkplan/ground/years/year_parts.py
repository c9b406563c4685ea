"""The part of a year that this app keeps itself: its days."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import Point
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.years.actions.days import PART, begin_days, discard_days
from bkkplan.ground.years.builders import offices_missing, people_of
from bkkplan.ground.years.enums import Audience
from bkkplan.ground.years.models import DueDay, YearDays
from bkkplan.ground.years.queries import of_year
from bkkplan.ground.years.registry import Look, YearPart, reach, register


def look_at_days(year: FiscalYear) -> Look:
    row = of_year(year, YearDays)
    if row is None:
        return Look(lines=(_("ใช้วันตามปกติ"),), missing=(_("ยังไม่ได้กำหนดวัน"),))
    steps = list(DueDay.objects.filter(planned=row.planned_id).order_by("position", "pk"))
    with_day = [step for step in steps if step.due_on]
    rule = _("ประกาศเวทีก่อนวันจัด %(before)s วัน เผยแพร่ผลภายใน %(within)s วัน") % {
        "before": row.announce_before,
        "within": row.publish_within,
    }
    return Look(
        lines=(
            rule,
            _("ปิดข้อมูล %(day)s") % {"day": thai_date_short(row.closing_on)},
            _("กำหนดวันแล้ว %(n)s จาก %(all)s ขั้นตอน") % {"n": len(with_day), "all": len(steps)},
        ),
        points=tuple(_points(row, steps)),
    )


def _points(row: YearDays, steps: list[DueDay]) -> Iterator[Point]:
    for name in ("announce_before", "publish_within", "closing_on"):
        yield Point(name, YearDays._meta.get_field(name).verbose_name, getattr(row, name))  # type: ignore[union-attr]
    for step in steps:
        shown = thai_date_short(step.due_on) if step.due_on else ""
        yield Point(step.code, step, f"{step.due_on} {step.name_th} {step.audiences}", shown)


register(
    YearPart(
        code=PART,
        place=50,
        title=gettext_lazy("วันของปี"),
        about=gettext_lazy("กำหนดเวลาประกาศเวทีและเผยแพร่ผล วันปิดข้อมูล และวันสุดท้ายของแต่ละขั้นตอน"),
        page="years:days",
        look=look_at_days,
        begin=begin_days,
        discard=discard_days,
    )
)

reach(Audience.DISTRICTS, offices_missing)
reach(Audience.BUREAU, people_of(Audience.BUREAU))
reach(Audience.STRATEGY, people_of(Audience.STRATEGY))
