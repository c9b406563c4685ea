"""How the log tells of districts and what belongs to them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details
from districts.models import District, DistrictGroup, Office, Subdistrict

declare(
    Thing(
        model=District,
        is_for_all=True,
        row_name=lambda district: district.office_name,
        address=lambda district: reverse("public:district", args=[district.code]),
        district="pk",
        acts={"districts.office_described": gettext_lazy("แก้ไขที่ตั้ง ช่องทางติดต่อ หรือวิธีทำงานของ %(thing)s")},
    ),
    Thing(model=DistrictGroup, is_for_all=True),
    Thing(model=Subdistrict, is_for_all=True, district="district"),
    Thing(
        model=Office,
        is_for_all=True,
        address=lambda office: reverse("accounts:office", args=[office.code]),
        district="district",
        acts={"districts.second_person_asked_for": gettext_lazy("กำหนดผู้ยืนยันการจ่ายเงินของ%(thing)s")},
    ),
)

declare_details(
    {
        "districts.is_needed": Detail(
            label=gettext_lazy("ต้องให้อีกคนหนึ่งยืนยัน"), show=lambda needed: _("ใช่") if needed else _("ไม่ใช่")
        ),
    }
)
