"""The part of a year that this app keeps: its flagship projects."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.years.registry import Look, Part, register
from budget.actions.flagships import PART, begin_flagships, discard_flagships
from budget.queries.flagships import flagships_of, points_of


def look_at_flagships(year: FiscalYear) -> Look:
    states = flagships_of(year)
    if not states:
        return Look(lines=(_("ยังไม่มีโครงการหลัก"),), missing=(_("เพิ่มโครงการหลักอย่างน้อย 1 โครงการ"),))
    total = sum((state.flagship.budget or Decimal(0) for state in states), Decimal(0))
    shared = sum(1 for state in states if state.rule.weights)
    number = ngettext("%(n)s โครงการ", "%(n)s โครงการ", len(states)) % {"n": len(states)}
    return Look(
        lines=(
            _("%(number)s งบประมาณรวม %(total)s บาท") % {"number": number, "total": format_baht(total, decimals=False)},
            _("จัดสรรให้เขต %(n)s โครงการ") % {"n": shared},
        ),
        missing=tuple(f"{state.flagship}: {sentence}" for state in states for sentence in state.missing),
        points=tuple(points_of(states)),
    )


register(
    Part(
        code=PART,
        place=20,
        title=gettext_lazy("โครงการหลัก"),
        about=gettext_lazy("โครงการของ สยป. ในปีนี้ งบประมาณ และเกณฑ์จัดสรรให้เขต"),
        page="budget:year-flagships",
        look=look_at_flagships,
        begin=begin_flagships,
        discard=discard_flagships,
    )
)
