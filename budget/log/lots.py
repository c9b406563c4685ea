"""How the log tells of goods that are bought together."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details
from budget.enums import LotAct, ProcurementWay
from budget.models import Handover, Lot


def lot_in_words(lot: Lot) -> str:
    return _("การจัดซื้อรวม “%(lot)s” %(district)s") % {"lot": lot, "district": lot.district}


def handover_in_words(handover: Handover) -> str:
    return _("“%(lot)s” ให้%(community)s") % {"lot": handover.lot, "community": handover.community}


declare(
    Thing(
        model=Lot,
        row_name=lot_in_words,
        select=("district",),
        district="district",
        year="fiscal_year",
        acts={
            "budget.lot_opened": gettext_lazy("เริ่ม%(thing)s"),
            "budget.lot_described": gettext_lazy("แก้ไขข้อมูลของ%(thing)s"),
            "budget.lot_gathered": gettext_lazy("รวบรวมรายการเข้า%(thing)s"),
            "budget.lot_lines_taken_out": gettext_lazy("นำรายการออกจาก%(thing)s"),
            "budget.lot_cancelled": gettext_lazy("ยกเลิก%(thing)s"),
            "budget.lot_ordered": gettext_lazy("ก่อหนี้ตามสัญญาหรือใบสั่งซื้อของ%(thing)s"),
            "budget.lot_contract_changed": gettext_lazy("แก้ไขสัญญาของ%(thing)s"),
            "budget.lot_contract_ended": gettext_lazy("ยกเลิกสัญญาของ%(thing)s"),
            "budget.lot_inspected": gettext_lazy("ตรวจรับของใน%(thing)s"),
            "budget.lot_inspection_undone": gettext_lazy("เลิกทำการตรวจรับของใน%(thing)s"),
            "budget.lot_paid": gettext_lazy("เบิกจ่าย%(thing)s"),
            "budget.lot_entry_undone": gettext_lazy("เลิกทำรายการเงินของ%(thing)s"),
            "budget.lot_closed": gettext_lazy("ปิด%(thing)s"),
        },
    ),
    Thing(
        model=Handover,
        within="lot",
        row_name=handover_in_words,
        select=("lot", "community"),
        district="lot__district",
        year="lot__fiscal_year",
        acts={"budget.lot_handed_over": gettext_lazy("บันทึกการส่งมอบ %(thing)s")},
    ),
)

declare_details(
    {
        "budget.lines": Detail(label=gettext_lazy("รายการ"), show=" · ".join),
        "budget.received": Detail(label=gettext_lazy("รับจริง"), show=str),
        "budget.entry_kind": Detail(label=gettext_lazy("รายการ"), show=lambda kind: str(LotAct(kind).label)),
        "budget.way": Detail(
            label=gettext_lazy("วิธีจัดซื้อ"), show=lambda way: str(ProcurementWay(way).label) if way else "–"
        ),
        "budget.egp_number": Detail(label=gettext_lazy("เลขที่โครงการ e-GP")),
        "budget.egp_link": Detail(label=gettext_lazy("ลิงก์ e-GP")),
        "budget.due_on": Detail(label=gettext_lazy("กำหนดส่งมอบ")),
        "budget.asset_numbers": Detail(label=gettext_lazy("เลขทะเบียนครุภัณฑ์")),
        "budget.small_purchase": Detail(label=gettext_lazy("วงเงินที่ซื้อวิธีเฉพาะเจาะจงได้ (บาท)")),
    }
)
