"""How the log tells of carried money and of closed books."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.wording import baht
from budget.enums import CarryApprover
from budget.log.words import allocation_in_words
from budget.models import Carry, CarryPaper, MonthClosing, YearClosing, YearPermit


def carry_in_words(carry: Carry) -> str:
    values = {"kind": carry.get_kind_display(), "source": allocation_in_words(carry.allocation)}
    return _("เงินกัน%(kind)s %(source)s") % values


def month_in_words(closing: MonthClosing) -> str:
    return _("%(month)s %(place)s") % {"month": closing, "place": closing.place}


def page_of_permit(permit: YearPermit) -> str:
    return reverse("budget:permit-decide", args=[permit.pk])


def page_of_month(closing: MonthClosing) -> str:
    return reverse("budget:year-end", args=[FiscalYear.of(closing.month), closing.place.code])


declare(
    Thing(
        model=Carry,
        row_name=carry_in_words,
        select=(
            "allocation__appropriation__flagship",
            "allocation__appropriation__district",
            "allocation__district",
            "allocation__bureau",
            "allocation__item",
        ),
        district="allocation__district",
        acts={
            "budget.carry_asked": gettext_lazy("ขอ%(thing)s"),
            "budget.carry_approved": gettext_lazy("อนุมัติ%(thing)s"),
            "budget.carry_refused": gettext_lazy("ไม่อนุมัติ%(thing)s"),
            "budget.carry_withdrawn": gettext_lazy("ถอน%(thing)s"),
            "budget.carry_extension_asked": gettext_lazy("ขอขยายเวลา%(thing)s"),
            "budget.carry_extended": gettext_lazy("อนุมัติให้ขยายเวลา%(thing)s"),
            "budget.carry_extension_refused": gettext_lazy("ไม่อนุมัติให้ขยายเวลา%(thing)s"),
        },
    ),
    Thing(
        model=CarryPaper,
        address=lambda paper: paper.carry.get_absolute_url(),
        select=("carry__allocation__district",),
        district="carry__allocation__district",
        acts={"budget.carry_paper_kept": gettext_lazy("แนบไฟล์หนังสือขอกันเงิน %(thing)s")},
    ),
    Thing(
        model=MonthClosing,
        row_name=month_in_words,
        address=page_of_month,
        select=("district", "bureau"),
        district="district",
        acts={"budget.month_closed": gettext_lazy("ปิดบัญชีเดือน%(thing)s")},
    ),
    Thing(
        model=YearClosing,
        visible=lambda reader: YearClosing.objects.all(),
        address=lambda closing: reverse("budget:carried", args=[FiscalYear(closing.fiscal_year)]),
        acts={"budget.year_closed": gettext_lazy("ปิดบัญชีปี %(thing)s")},
    ),
    Thing(
        model=YearPermit,
        address=page_of_permit,
        select=("district", "bureau"),
        district="district",
        acts={
            "budget.permit_asked": gettext_lazy("ขอลงรายการในปีที่ปิดแล้ว: %(thing)s"),
            "budget.permit_allowed": gettext_lazy("อนุญาตให้ลงรายการในปีที่ปิดแล้ว: %(thing)s"),
            "budget.permit_refused": gettext_lazy("ไม่อนุญาตให้ลงรายการในปีที่ปิดแล้ว: %(thing)s"),
        },
    ),
)

declare_details(
    {
        "budget.decision": Detail(label=gettext_lazy("เลขที่หนังสือหรือมติ")),
        "budget.until": Detail(label=gettext_lazy("ใช้ได้ถึงวันที่"), show=str),
        "budget.was_until": Detail(label=gettext_lazy("เดิมใช้ได้ถึง"), show=str),
        "budget.committed": Detail(label=gettext_lazy("ก่อหนี้ผูกพัน (บาท)"), show=lambda given: baht(Decimal(given))),
        "budget.disbursed": Detail(label=gettext_lazy("เบิกจ่าย (บาท)"), show=lambda given: baht(Decimal(given))),
        "budget.lapsed": Detail(label=gettext_lazy("พับไป (บาท)"), show=lambda given: baht(Decimal(given))),
        "budget.what": Detail(label=gettext_lazy("รายการที่จะลง"), show=str),
        "budget.bound_approver": Detail(
            label=gettext_lazy("ผู้อนุมัติการกันเงินกรณีมีหนี้ผูกพัน"), show=lambda code: str(CarryApprover(code).label)
        ),
        "budget.free_approver": Detail(
            label=gettext_lazy("ผู้อนุมัติการกันเงินกรณีไม่มีหนี้ผูกพัน"), show=lambda code: str(CarryApprover(code).label)
        ),
    }
)
