"""The part of a year that this app keeps, its targets; and what of this app rests on the parts of a year."""

from collections.abc import Iterator
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.figures.kpi.actions.targets import PART, begin_targets, discard_targets
from bkkplan.figures.kpi.models import FrozenQuarter
from bkkplan.figures.kpi.queries import CITY, targets_of
from bkkplan.figures.kpi.queries.targets import whose
from bkkplan.figures.kpi.registry import all_definitions
from bkkplan.ground.accounts.enums import Duty
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from bkkplan.ground.core.rows.basis import Point
from bkkplan.ground.years.enums import Audience
from bkkplan.ground.years.queries.asking import asks_for_steps
from bkkplan.ground.years.registry import (
    Done,
    Look,
    Measure,
    Touch,
    YearPart,
    measure_by,
    register,
    touching,
)
from budget.queries.plan.done import districts_reported
from communities.actions.cut_off import PART as CUT_OFF


def look_at_targets(year: FiscalYear) -> Look:
    targets = targets_of(year, is_draft_shown=True)
    lines, missing, points = [], [], []
    for definition in all_definitions():
        title = f"{definition.label} {definition.short}"
        of_year = targets.in_force(definition.code, None)
        if CITY not in of_year and not definition.is_supplementary:
            missing.append(_("%(indicator)s ยังไม่มีเป้าหมายของกรุงเทพมหานคร") % {"indicator": title})
        quarters = dict.fromkeys(row.quarter for row in targets.rows if row.code == definition.code)
        standing = [row for quarter in quarters for row in targets.in_force(definition.code, quarter).values()]
        city = of_year[CITY].text if CITY in of_year else "–"
        others = _("อีก %(n)s เป้าหมายของหน่วยงาน เขต และไตรมาส") % {"n": len(standing) - (CITY in of_year)}
        lines.append(f"{title}: {city}" + (f" · {others}" if len(standing) > (CITY in of_year) else ""))
        for row in standing:
            label = f"{definition.short} · {whose(row)}"
            points.append(Point(f"{row.pk}", label, row.text))
    return Look(lines=tuple(lines), missing=tuple(missing), points=tuple(points))


def quarters_frozen(year: FiscalYear) -> Iterator[Touch]:
    frozen = FrozenQuarter.objects.filter(fiscal_year=year.be, reopened_at=None)
    yield Touch(_("ไตรมาสที่ตรึงตัวเลขแล้ว"), frozen.values("quarter").distinct().count())


def _sent(quarter: int) -> Done:
    def districts(year: FiscalYear, *, on: date) -> set[int]:
        return districts_reported(year, quarter, on=on)

    return districts


for number in QUARTERS:
    measure_by(
        Measure(
            code=f"quarter_{number}",
            title=format_lazy(gettext_lazy("รายงานผลไตรมาสที่ {quarter} ที่ส่งแล้ว"), quarter=number),
            districts=_sent(number),
            duty=Duty.ACTION_PLAN,
            steps=(f"quarter_{number}",),
        )
    )
asks_for_steps(Audience.DISTRICTS, *(f"quarter_{number}" for number in QUARTERS))

touching("days", "kpi", quarters_frozen)
touching(PART, "kpi", quarters_frozen)
touching(CUT_OFF, "kpi", quarters_frozen)

register(
    YearPart(
        code=PART,
        place=30,
        title=gettext_lazy("เป้าหมายตัวชี้วัด"),
        about=gettext_lazy("เป้าหมายของกรุงเทพมหานคร หน่วยงาน กลุ่มเขต และเขต ทั้งปีหรือรายไตรมาส"),
        page="kpi:targets",
        look=look_at_targets,
        begin=begin_targets,
        discard=discard_targets,
    )
)
