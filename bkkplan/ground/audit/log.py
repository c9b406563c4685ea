"""Names that stand in the lines of every subject."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Detail, declare_details
from bkkplan.ground.audit.telling import day
from bkkplan.ground.core.rows.basis import BY_COMMAND


def seen(value: Any) -> str:
    """What a decision rested on: the page that the person saw, or nothing, if a command decided.

    An act on several rows kept one code for each row; it is shown with all of them.
    """
    codes = list(dict.fromkeys(value.values())) if isinstance(value, Mapping) else [value]
    if codes == [BY_COMMAND]:
        return _("คำสั่งของเครื่อง ไม่มีหน้าให้ดู")
    return _("ข้อมูลที่หน้าแสดง รหัส %(digest)s") % {"digest": ", ".join(codes)}


declare_details(
    {
        "on": Detail(label=gettext_lazy("วันที่"), show=day),
        "starts_on": Detail(label=gettext_lazy("ตั้งแต่วันที่"), show=day),
        "ends_on": Detail(label=gettext_lazy("สิ้นสุดวันที่"), show=day),
        "year": Detail(label=gettext_lazy("ปีงบประมาณ"), show=str),
        "reason": Detail(label=gettext_lazy("เหตุผล")),
        "note": Detail(label=gettext_lazy("หมายเหตุ")),
        "seen": Detail(label=gettext_lazy("ตัดสินจาก"), show=seen),
        "sha256": Detail(label=gettext_lazy("รหัสตรวจไฟล์ (SHA-256)")),
        "was": Detail(label=gettext_lazy("ลำดับเดิม")),
        "became": Detail(label=gettext_lazy("ลำดับใหม่")),
    }
)
