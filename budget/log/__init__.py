"""How the log tells of checks, action plans and money."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.wording import baht
from budget.enums import PaymentKind
from budget.log import (  # noqa: F401  (they declare their sentences)
    carrying,
    checks,
    lots,
    policies,
    quarters,
    tables,
    takings,
)
from budget.log.words import allocation_in_words, appropriation_in_words, item_in_words, plan_in_words
from budget.models import (
    ActionPlan,
    ActionPlanEdition,
    ActionPlanItem,
    Allocation,
    Appropriation,
    BudgetRequest,
    Cost,
    FlagshipProject,
    MoneyCategory,
    MoneySource,
    Payment,
    RequestLine,
    RequestStage,
    SpendingRule,
    StrategyNode,
    StrategyTree,
    TreeImport,
)
from communities.models import PlanProject
from forums.models import Proposal


def edition_in_words(edition: ActionPlanEdition) -> str:
    plan = plan_in_words(edition.plan)
    if edition.number == 0:
        return plan
    return _("%(plan)s แก้ไขเพิ่มเติมครั้งที่ %(number)s") % {"plan": plan, "number": edition.number}


def shares_in_words(shares: dict[str, str]) -> str:
    """The amounts of a table, by the codes of the districts."""
    return " · ".join(f"{code} {baht(Decimal(given))}" for code, given in sorted(shares.items()))


def payment_in_words(payment: Payment) -> str:
    values = {"kind": payment.get_kind_display(), "source": allocation_in_words(payment.allocation)}
    return _("%(kind)s จาก%(source)s") % values


def page_of_purse(row: Payment | Cost) -> str:
    return reverse("budget:allocation", args=[row.allocation_id])


def page_of_appropriation(appropriation: Appropriation) -> str:
    if appropriation.flagship_id is not None:
        return reverse("budget:flagship-money", args=[appropriation.flagship_id])
    district = appropriation.district
    return (
        reverse("budget:district-money", args=[FiscalYear(appropriation.fiscal_year), district.code])
        if district
        else ""
    )


def line_in_words(line: RequestLine) -> str:
    return _("“%(line)s” ใน%(request)s") % {"line": line, "request": line.request}


def stage_in_words(stage: RequestStage) -> str:
    return _("“%(stage)s” ของ%(request)s") % {"stage": stage, "request": stage.request}


def node_in_words(node: StrategyNode) -> str:
    return _("“%(node)s” ใน%(tree)s") % {"node": node, "tree": node.tree}


def sum_in_words(entries: Any) -> str:
    """How much money one act moved, in baht, and to how many districts if there are several.

    An act with entries of several kinds (granted, then transferred) is told by those of the last kind.
    """
    last = [entry for entry in entries if entry["kind"] == entries[-1]["kind"]]
    whole = sum((Decimal(str(entry["amount"])) for entry in last), Decimal(0))
    if len(last) == 1:
        return _("%(amount)s บาท") % {"amount": baht(whole)}
    return _("%(amount)s บาท รวม %(count)s เขต") % {"amount": baht(whole), "count": len(last)}


MONEY = {
    "budget.money_appropriation": gettext_lazy("บันทึกงบประมาณที่ได้รับ: %(thing)s"),
    "budget.money_appropriation_cut": gettext_lazy("ปรับลดงบประมาณ: %(thing)s"),
    "budget.money_transfer": gettext_lazy("โอนจัดสรร: %(thing)s"),
    "budget.money_transfer_back": gettext_lazy("โอนกลับ: %(thing)s"),
    "budget.money_commitment": gettext_lazy("บันทึกก่อหนี้ผูกพัน: %(thing)s"),
    "budget.money_commitment_release": gettext_lazy("ลดหนี้ผูกพัน: %(thing)s"),
    "budget.money_disbursement": gettext_lazy("บันทึกเบิกจ่าย: %(thing)s"),
    "budget.money_refund": gettext_lazy("บันทึกคืนเงินที่เบิกแล้ว: %(thing)s"),
    "budget.money_allotment": gettext_lazy("บันทึกอนุมัติเงินงวด: %(thing)s"),
    "budget.money_allotment_cut": gettext_lazy("ลดเงินงวด: %(thing)s"),
    "budget.money_paid_at_once": gettext_lazy("บันทึกจ่ายทันที: %(thing)s"),
    "budget.money_advance": gettext_lazy("บันทึกเงินยืม: %(thing)s"),
    "budget.money_advance_cleared": gettext_lazy("ล้างเงินยืม: %(thing)s"),
    "budget.money_carry_bound": gettext_lazy("กันเงินกรณีมีหนี้ผูกพัน: %(thing)s"),
    "budget.money_carry_free": gettext_lazy("กันเงินกรณีไม่มีหนี้ผูกพัน: %(thing)s"),
    "budget.money_carried_commitment": gettext_lazy("ก่อหนี้ผูกพันจากเงินกัน: %(thing)s"),
    "budget.money_carried_payment": gettext_lazy("เบิกจ่ายเหลื่อมปี: %(thing)s"),
    "budget.money_carried_lapse": gettext_lazy("เงินกันพับไป: %(thing)s"),
    "budget.money_carry_bound_used": gettext_lazy("ใช้เงินกันกรณีมีหนี้ผูกพัน: %(thing)s"),
    "budget.money_carry_free_used": gettext_lazy("ใช้เงินกันกรณีไม่มีหนี้ผูกพัน: %(thing)s"),
    "budget.money_lapse_back": gettext_lazy("กลับรายการพับไป: %(thing)s"),
    "budget.money_lapse": gettext_lazy("พับไป: %(thing)s"),
    "budget.money_undone": gettext_lazy("ยกเลิกรายการบัญชี: %(thing)s"),
}

declare(
    Thing(
        model=ActionPlan,
        row_name=plan_in_words,
        select=("district",),
        district="district",
        year="fiscal_year",
        acts={"budget.action_plan_opened": gettext_lazy("เริ่มจัดทำ%(thing)s")},
    ),
    Thing(
        model=ActionPlanEdition,
        within="plan",
        row_name=edition_in_words,
        select=("plan__district",),
        district="plan__district",
        year="plan__fiscal_year",
        acts={
            "budget.action_plan_submitted": gettext_lazy("เสนอ%(thing)s ขออนุมัติ"),
            "budget.action_plan_recalled": gettext_lazy("เรียกคืน%(thing)s ที่เสนอไปแล้ว"),
            "budget.action_plan_sent_back": gettext_lazy("ส่งกลับ%(thing)s ให้แก้ไข"),
            "budget.action_plan_approved": gettext_lazy("อนุมัติ%(thing)s"),
            "budget.amendment_opened": gettext_lazy("เริ่มแก้ไขเพิ่มเติม: %(thing)s"),
            "budget.amendment_discarded": gettext_lazy("ยกเลิกฉบับที่กำลังจัดทำ: %(thing)s"),
        },
    ),
    Thing(
        model=ActionPlanItem,
        row_name=item_in_words,
        select=("plan__district",),
        district="plan__district",
        year="plan__fiscal_year",
        acts={
            "budget.item_added": gettext_lazy("เพิ่มรายการ %(thing)s"),
            "budget.item_changed": gettext_lazy("แก้ไขรายการ %(thing)s"),
            "budget.item_moved": gettext_lazy("เลื่อนลำดับรายการ %(thing)s"),
            "budget.item_dropped": gettext_lazy("ตัดรายการออก %(thing)s"),
            "budget.item_restored": gettext_lazy("นำรายการกลับเข้าแผน %(thing)s"),
            "budget.item_progress": gettext_lazy("บันทึกความก้าวหน้าของ %(thing)s"),
            "budget.project_included": gettext_lazy("นำโครงการจากแผนพัฒนาชุมชนเข้า %(thing)s"),
            "budget.proposal_taken_in": gettext_lazy("นำข้อเสนอเข้า %(thing)s โดยตรง"),
            "budget.proposal_taken_back": gettext_lazy("ถอนข้อเสนอที่นำเข้าโดยตรงออกจาก %(thing)s"),
            "budget.project_withdrawn": gettext_lazy("ถอนโครงการจากแผนพัฒนาชุมชนออกจาก %(thing)s"),
        },
    ),
    Thing(
        model=Appropriation,
        row_name=appropriation_in_words,
        address=page_of_appropriation,
        select=("flagship", "district"),
        district="district",
        year="fiscal_year",
        acts=MONEY,
    ),
    Thing(
        model=Allocation,
        row_name=allocation_in_words,
        address=lambda allocation: reverse("budget:allocation", args=[allocation.pk]),
        select=("appropriation__flagship", "appropriation__district", "district", "bureau", "item"),
        district="district",
        year="appropriation__fiscal_year",
        acts=MONEY,
    ),
    Thing(
        model=Payment,
        row_name=payment_in_words,
        address=page_of_purse,
        select=(
            "allocation__appropriation__flagship",
            "allocation__appropriation__district",
            "allocation__district",
            "allocation__bureau",
            "allocation__item",
        ),
        district="allocation__district",
        acts={
            "budget.payment_recorded": gettext_lazy("บันทึกการจ่ายที่รอยืนยัน: %(thing)s"),
            "budget.payment_confirmed": gettext_lazy("ยืนยันการจ่าย: %(thing)s"),
            "budget.payment_refused": gettext_lazy("ไม่ยืนยันการจ่าย: %(thing)s"),
        },
    ),
    Thing(
        model=Cost,
        address=page_of_purse,
        select=("forum", "session__course"),
        district="allocation__district",
        acts={
            "budget.cost_tied": gettext_lazy("ระบุว่าจ่ายเพื่อ%(thing)s"),
            "budget.cost_removed": gettext_lazy("ยกเลิกการระบุว่าจ่ายเพื่อ%(thing)s"),
        },
    ),
    Thing(
        model=SpendingRule,
        within="planned",
        row_name=lambda rule: _("กติกาการใช้จ่าย ปี %(year)s") % {"year": rule.planned},
        address=lambda rule: reverse("years:year", args=[rule.planned.year]),
        select=("planned",),
        acts={"budget.spending_rule_saved": gettext_lazy("แก้ไข%(thing)s")},
    ),
    Thing(
        model=FlagshipProject,
        address=lambda project: reverse("budget:flagship-money", args=[project.pk]),
        acts={
            "budget.flagship_added": gettext_lazy("เพิ่มโครงการหลัก %(thing)s"),
            "budget.flagship_saved": gettext_lazy("แก้ไขโครงการหลัก %(thing)s"),
            "budget.flagship_moved": gettext_lazy("จัดลำดับโครงการหลัก %(thing)s"),
            "budget.flagship_removed": gettext_lazy("นำโครงการหลัก %(thing)s ออกจากร่างของปี"),
            "budget.share_table_saved": gettext_lazy("บันทึกตารางจำนวนเงินรายเขตของ%(thing)s"),
        },
    ),
    Thing(
        model=BudgetRequest,
        select=("flagship", "district"),
        district="district",
        acts={
            "budget.request_begun": gettext_lazy("เริ่มทำ%(thing)s"),
            "budget.request_handed_in": gettext_lazy("ยื่น%(thing)s"),
            "budget.request_recalled": gettext_lazy("ดึง%(thing)s กลับมาแก้ไข"),
        },
    ),
    Thing(
        model=RequestLine,
        within="request",
        row_name=line_in_words,
        select=("request__flagship", "request__district"),
        district="request__district",
        acts={
            "budget.request_line_added": gettext_lazy("เพิ่มรายการในคำขอ: %(thing)s"),
            "budget.request_line_changed": gettext_lazy("แก้ไขรายการในคำขอ: %(thing)s"),
            "budget.request_line_removed": gettext_lazy("นำรายการออกจากคำขอ: %(thing)s"),
        },
    ),
    Thing(
        model=RequestStage,
        within="request",
        row_name=stage_in_words,
        select=("request__flagship", "request__district", "source"),
        district="request__district",
        acts={
            "budget.stage_recorded": gettext_lazy("บันทึกผลพิจารณา %(thing)s"),
            "budget.stage_withdrawn": gettext_lazy("ถอนผลพิจารณา %(thing)s"),
        },
    ),
    Thing(model=MoneySource, visible=lambda reader: MoneySource.objects.all()),
    Thing(model=MoneyCategory, visible=lambda reader: MoneyCategory.objects.all()),
    Thing(
        model=StrategyTree,
        select=("district",),
        district="district",
        acts={
            "budget.tree_added": gettext_lazy("เพิ่มแผนยุทธศาสตร์ %(thing)s"),
            "budget.tree_saved": gettext_lazy("แก้ไขแผนยุทธศาสตร์ %(thing)s"),
            "budget.tree_removed": gettext_lazy("ลบแผนยุทธศาสตร์ %(thing)s"),
            "budget.tree_in_force": gettext_lazy("ใช้ %(thing)s ในปีงบประมาณ"),
            "budget.tree_out_of_force": gettext_lazy("เลิกใช้ %(thing)s ในปีงบประมาณ"),
            "budget.district_tree_begun": gettext_lazy("เริ่มเขียน%(thing)s"),
        },
    ),
    Thing(
        model=TreeImport,
        address=lambda upload: reverse("budget:tree-list", args=[upload.uuid]),
        acts={
            "budget.tree_list_uploaded": gettext_lazy("ส่งรายการของแผนยุทธศาสตร์: %(thing)s"),
            "budget.tree_list_columns_chosen": gettext_lazy("เลือกคอลัมน์ของรายการ: %(thing)s"),
            "budget.tree_list_levels_left_out": gettext_lazy("เลือกระดับที่ไม่นำเข้าของรายการ: %(thing)s"),
            "budget.tree_imported": gettext_lazy("นำเข้าแผนยุทธศาสตร์จากรายการ: %(thing)s"),
            "budget.tree_import_undone": gettext_lazy("เลิกทำการนำเข้าแผนยุทธศาสตร์: %(thing)s"),
            "budget.tree_list_cancelled": gettext_lazy("ยกเลิกรายการของแผนยุทธศาสตร์: %(thing)s"),
        },
    ),
    Thing(
        model=StrategyNode,
        within="tree",
        row_name=node_in_words,
        select=("tree__district",),
        district="tree__district",
        acts={
            "budget.node_added": gettext_lazy("เพิ่ม%(thing)s"),
            "budget.node_saved": gettext_lazy("แก้ไข%(thing)s"),
            "budget.node_removed": gettext_lazy("นำออก%(thing)s"),
        },
    ),
)

declare_details(
    {
        "budget.act": Detail(),
        "budget.entries": Detail(label=gettext_lazy("จำนวนเงิน"), show=sum_in_words),
        "budget.document_no": Detail(label=gettext_lazy("เลขที่เอกสาร")),
        "budget.answers": Detail(),
        "budget.proposal": Detail(label=gettext_lazy("ข้อเสนอ"), row=(Proposal, "pk")),
        "budget.project": Detail(label=gettext_lazy("โครงการในแผนพัฒนาชุมชน"), row=(PlanProject, "pk")),
        "budget.amount": Detail(label=gettext_lazy("จำนวนเงิน"), show=lambda amount: baht(Decimal(str(amount)))),
        "budget.kind": Detail(label=gettext_lazy("รายการ"), show=lambda kind: str(PaymentKind(kind).label)),
        "budget.paid_for": Detail(label=gettext_lazy("จ่ายเพื่อ"), show=str),
        "budget.needs_allotment": Detail(
            label=gettext_lazy("ต้องมีเงินงวดก่อน"), show=lambda needed: _("ใช่") if needed else _("ไม่ใช่")
        ),
        "budget.targets": Detail(label=gettext_lazy("เป้าหมายการเบิกจ่ายสะสม (ร้อยละ)"), show=" · ".join),
        "budget.kept_from": Detail(),
        "budget.file": Detail(label=gettext_lazy("ไฟล์")),
        "budget.left_out": Detail(label=gettext_lazy("ระดับที่ไม่นำเข้า"), show=", ".join),
        "budget.parent": Detail(label=gettext_lazy("อยู่ใต้"), row=(StrategyNode, "pk")),
        "budget.new": Detail(label=gettext_lazy("ข้อใหม่"), show=str),
        "budget.revised": Detail(label=gettext_lazy("แก้ไข"), show=str),
        "budget.out": Detail(label=gettext_lazy("นำออก"), show=str),
        "budget.nodes": Detail(label=gettext_lazy("จำนวนข้อ"), show=str),
        "budget.position": Detail(label=gettext_lazy("ลำดับ"), show=str),
        "budget.shares": Detail(label=gettext_lazy("จำนวนเงินรายเขต"), show=shares_in_words),
        "budget.source": Detail(label=gettext_lazy("แหล่งเงิน"), show=str),
        "budget.asked": Detail(label=gettext_lazy("ขั้นก่อน (บาท)"), show=lambda given: baht(Decimal(given))),
        "budget.left": Detail(label=gettext_lazy("ขั้นนี้ (บาท)"), show=lambda given: baht(Decimal(given))),
        "budget.edition": Detail(label=gettext_lazy("แก้ไขเพิ่มเติมครั้งที่"), show=str),
        "budget.number": Detail(label=gettext_lazy("แก้ไขเพิ่มเติมครั้งที่"), show=str),
        "budget.changed": Detail(label=gettext_lazy("รายการที่แก้ไข"), show=lambda changes: str(len(changes))),
        "budget.dropped": Detail(label=gettext_lazy("รายการที่ตัดออก"), row=(ActionPlanItem, "pk")),
    }
)
