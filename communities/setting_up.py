"""The register of communities, which must be there before plans and forums can be."""

from datetime import date

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.setting_up import Found, SetUpStep, declare
from bkkplan.ground.core.wording import thai_date_short
from communities.enums import ImportState
from communities.models import Community, RegisterImport


def register(on: date) -> Found:
    there = Community.objects.filter(ended_on=None).aggregate(n=Count("pk"), districts=Count("district", distinct=True))
    loaded = RegisterImport.objects.filter(state=ImportState.DONE).aggregate(day=Max("register_on"))["day"]
    if loaded:
        sentence = _("%(n)s ชุมชน ใน %(districts)s เขต ข้อมูล ณ วันที่ %(day)s")
    else:
        sentence = _("%(n)s ชุมชน ใน %(districts)s เขต ยังไม่เคยนำเข้าทะเบียน")
    day = thai_date_short(loaded) if loaded else ""
    return Found(
        is_done=there["n"] > 0,
        count=sentence % {"n": f"{there['n']:,}", "districts": there["districts"], "day": day},
        address=reverse("lists:hand-in", args=["communities", "city"]),
    )


declare(
    SetUpStep(
        code="communities.register",
        place=50,
        title=gettext_lazy("ทะเบียนชุมชน"),
        sentence=gettext_lazy("นำเข้าทะเบียนชุมชนฉบับล่าสุดจากไฟล์ ตรวจผล แล้วยืนยัน"),
        button=gettext_lazy("นำเข้าทะเบียน"),
        permission="communities.manage_register",
        look=register,
    )
)
