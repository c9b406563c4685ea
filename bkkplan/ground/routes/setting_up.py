"""Which offices have set the routes of their papers."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.setting_up import in_every_district
from bkkplan.ground.core.setting_up import Found, SetUpStep, declare
from bkkplan.ground.routes.models import Route


def routes(on: date) -> Found:
    there = Route.objects.filter(~Q(roles=[])).values("office").distinct().count()
    sentence = _("%(n)s จาก %(all)s เขต กำหนดเส้นทางแล้ว")
    return in_every_district(there, on, sentence=sentence, address=reverse("routes:offices"))


declare(
    SetUpStep(
        code="routes.routes",
        place=46,
        title=gettext_lazy("เส้นทางการเสนอเรื่อง"),
        sentence=gettext_lazy("กำหนดว่าเรื่องแต่ละประเภทผ่านหัวหน้าฝ่ายและผู้ช่วยผู้อำนวยการเขตก่อนหรือไม่ ไม่กำหนดก็เสนอผู้ตัดสินได้เลย"),
        button=gettext_lazy("กำหนดเส้นทาง"),
        permission="routes.set_routes",
        look=routes,
        is_optional=True,
    )
)
