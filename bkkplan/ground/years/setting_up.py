"""The fiscal year in which the portal is to be used."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.setting_up import Found, SetUpStep, declare
from bkkplan.ground.years.queries import planned, year_to_set_up


def fiscal_year(on: date) -> Found:
    year = year_to_set_up(on)
    row = planned(year)
    if row is None:
        sentence = _("ปีงบประมาณ %(year)s ยังไม่มี")
    elif row.is_draft:
        sentence = _("ปีงบประมาณ %(year)s กำลังจัดทำ")
    else:
        sentence = _("ปีงบประมาณ %(year)s เปิดแล้ว")
    address = reverse("years:year", args=[year]) if row else reverse("years:begin")
    is_done = row is not None and not row.is_draft
    return Found(is_done=is_done, count=sentence % {"year": year}, address=address)


declare(
    SetUpStep(
        code="years.fiscal_year",
        place=60,
        title=gettext_lazy("ปีงบประมาณ"),
        sentence=gettext_lazy("จัดทำปีงบประมาณที่จะเริ่มใช้ระบบ ตรวจทั้งปี แล้วเปิด"),
        button=gettext_lazy("จัดทำปีงบประมาณ"),
        permission="years.prepare_year",
        look=fiscal_year,
    )
)
