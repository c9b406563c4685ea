"""The fiscal year in which the portal is to be used."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.setting_up import Found, Step, declare
from bkkplan.ground.years.enums import YearState
from bkkplan.ground.years.models import PlannedYear

AHEAD = timedelta(days=92)  # in the last quarter of a year it is the next one that has to be opened


def fiscal_year(on: date) -> Found:
    this, wanted = FiscalYear.of(on), FiscalYear.of(on + AHEAD)
    rows = PlannedYear.objects.filter(fiscal_year__in=(this.be, wanted.be))
    states = dict(rows.values_list("fiscal_year", "state"))
    opened = [year for year in (wanted, this) if states.get(year.be) == YearState.OPENED]
    year = opened[0] if opened else wanted
    if opened:
        sentence = _("ปีงบประมาณ %(year)s เปิดแล้ว")
    elif year.be in states:
        sentence = _("ปีงบประมาณ %(year)s กำลังจัดทำ")
    else:
        sentence = _("ปีงบประมาณ %(year)s ยังไม่มี")
    is_there = year.be in states
    address = reverse("years:year", args=[year]) if is_there else reverse("years:begin")
    return Found(is_done=bool(opened), count=sentence % {"year": year}, address=address)


declare(
    Step(
        code="years.fiscal_year",
        place=60,
        title=gettext_lazy("ปีงบประมาณ"),
        sentence=gettext_lazy("จัดทำปีงบประมาณที่จะเริ่มใช้ระบบ ตรวจทั้งปี แล้วเปิด"),
        button=gettext_lazy("จัดทำปีงบประมาณ"),
        permission="years.prepare_year",
        look=fiscal_year,
    )
)
