"""How the log tells of the reports of a quarter: an office's report, its items and their photographs."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Thing, declare
from budget.log.words import item_in_words
from budget.models import ItemPhoto, ItemReport, QuarterReport


def quarter_of_item_in_words(row: ItemReport | ItemPhoto) -> str:
    return _("%(item)s ไตรมาสที่ %(quarter)s") % {"item": item_in_words(row.item), "quarter": row.quarter}


def quarter_report_in_words(report: QuarterReport) -> str:
    return _("%(report)s ของ%(district)s") % {"report": report, "district": report.district}


declare(
    Thing(
        model=QuarterReport,
        row_name=quarter_report_in_words,
        select=("district",),
        district="district",
        year="fiscal_year",
        acts={
            "budget.quarter_gathered": gettext_lazy("รวบรวม%(thing)s เสนอผู้อำนวยการเขต"),
            "budget.quarter_sent": gettext_lazy("ส่ง%(thing)s"),
            "budget.quarter_sent_back": gettext_lazy("ส่งกลับ%(thing)s ให้แก้ไข"),
        },
    ),
    Thing(
        model=ItemReport,
        row_name=quarter_of_item_in_words,
        address=lambda row: row.item.get_absolute_url(),
        select=("item__plan__district",),
        district="item__plan__district",
        year="item__plan__fiscal_year",
        acts={"budget.item_reported": gettext_lazy("รายงานความก้าวหน้าของ %(thing)s")},
    ),
    Thing(
        model=ItemPhoto,
        row_name=quarter_of_item_in_words,
        address=lambda row: row.item.get_absolute_url(),
        select=("item__plan__district",),
        district="item__plan__district",
        year="item__plan__fiscal_year",
        acts={
            "budget.item_photo_kept": gettext_lazy("แนบภาพถ่ายของ %(thing)s"),
            "budget.item_photo_removed": gettext_lazy("นำภาพถ่ายออกจาก %(thing)s"),
        },
    ),
)
