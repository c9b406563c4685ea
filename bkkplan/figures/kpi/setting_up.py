"""The targets of the fiscal year in which the portal is to be used."""

from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.figures.kpi.models import Target
from bkkplan.figures.kpi.registry import official_definitions
from bkkplan.ground.core.setting_up import Found, SetUpStep, declare
from bkkplan.ground.years.queries import planned, year_to_set_up


def targets(on: date) -> Found:
    year = year_to_set_up(on)
    codes = [definition.code for definition in official_definitions()]
    of_city = Target.objects.filter(
        fiscal_year=year.be, district=None, group=None, office=None, quarter=None, code__in=codes
    )
    there = of_city.aggregate(n=Count("code", distinct=True))["n"]
    sentence = _("ปีงบประมาณ %(year)s ตั้งแล้ว %(n)s จาก %(all)s ตัวชี้วัด")
    return Found(
        is_done=there == len(codes),
        count=sentence % {"year": year, "n": there, "all": len(codes)},
        address=reverse("kpi:targets", args=[year]) if planned(year) else reverse("years:begin"),
    )


declare(
    SetUpStep(
        code="kpi.targets",
        place=70,
        title=gettext_lazy("เป้าหมายตัวชี้วัด"),
        sentence=gettext_lazy("ตั้งเป้าหมายระดับเมืองของตัวชี้วัดตามแผนทุกตัวในปีงบประมาณนี้"),
        button=gettext_lazy("ตั้งเป้าหมาย"),
        permission="years.prepare_year",
        look=targets,
    )
)
