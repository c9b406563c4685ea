"""An action plan as its pages show it: the steps of an edition across the top, the facts of an item."""

from typing import Any

from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Fact, Step
from bkkplan.ground.core.wording import thai_date_short
from budget.enums import EditionState
from budget.models import ActionPlan, ActionPlanEdition, ActionPlanItem, Allocation
from budget.models.action_plan import who_is_in_charge
from budget.queries.money.payments import advances_of, payments_waiting
from budget.queries.plan.action_plans import months_text
from budget.queries.strategy.trees import node_in_words, years_of_several_trees


def line_text(plan: ActionPlan, edition: ActionPlanEdition | None, *, is_approved: bool) -> str:
    """What is told in LINE of an action plan that was sent back or approved, without the reason; "" for any other."""
    words = {"year": plan.fiscal_year, "district": plan.district}
    if edition is not None and edition.state == EditionState.DRAFT and edition.returned_on:
        return _("แผนปฏิบัติราชการปี %(year)s %(district)s ส่งกลับให้แก้ไข ดูเหตุผลและแก้ไขได้ที่") % words
    if edition is None and is_approved:
        return _("แผนปฏิบัติราชการปี %(year)s %(district)s อนุมัติแล้ว อ่านได้ที่") % words
    return ""


def steps_of(last: ActionPlanEdition | None, *, hand_in: str) -> list[Step]:
    """จัดทำแผน → เสนอ → อนุมัติ, of the newest edition; all done if it is approved or there is none.

    ``hand_in`` names the second step of an edition that is not handed in yet, and whom it then waits for.
    """
    if last is None or last.state == EditionState.APPROVED:
        when = thai_date_short(last.approved_on) if last else ""
        name = _("อนุมัติแล้ว") if not last or not last.number else _("แก้ไขเพิ่มเติมครั้งที่ %(n)s") % {"n": last.number}
        return [
            Step(label=_("จัดทำแผน"), state="done"),
            Step(label=_("เสนอแผน"), state="done"),
            Step(label=name, state="done", when=when),
        ]
    submitted = last.state == EditionState.SUBMITTED
    returned = not submitted and last.returned_on is not None
    return [
        Step(
            label=_("จัดทำแผน") if not last.number else _("แก้ไขเพิ่มเติมครั้งที่ %(n)s") % {"n": last.number},
            state="done" if submitted else "late" if returned else "now",
            note=_("ส่งกลับให้แก้ไข") if returned else "",
            when=thai_date_short(last.returned_on) if returned else "",
        ),
        Step(
            label=_("เสนอแล้ว รออนุมัติ") if submitted else hand_in,
            state="now" if submitted else "wait",
            when=thai_date_short(last.submitted_on) if submitted else "",
        ),
        Step(label=_("ผู้อำนวยการเขตอนุมัติ")),
    ]


def facts_of(item: ActionPlanItem, *, to_staff: bool) -> list[Fact]:
    """What stands in the plan about an item. The public sees the section in charge alone, and no note or code."""
    with_tree = bool(item.strategy and years_of_several_trees([item.plan.fiscal_year]))
    facts = [
        (_("ส่วน"), item.get_part_display()),
        (_("วัตถุประสงค์"), item.objective),
        (_("เป้าหมาย/ผลผลิต"), item.target),
        (_("ตัวชี้วัด (ค่าเป้าหมาย)"), item.indicator),
        (_("แหล่งงบประมาณ"), item.money_source),
        (_("หมวดหรืองบรายจ่าย"), str(item.category) if item.category else ""),
        (_("ระยะเวลา"), months_text(item.starts_in, item.ends_in)),
        (_("ผู้รับผิดชอบ"), item.in_charge if to_staff else who_is_in_charge(item.section, "")),
        (_("ความสอดคล้อง"), node_in_words(item.strategy, with_tree=with_tree) if item.strategy else ""),
        (_("หมายเหตุ"), item.note if to_staff else ""),
        (_("รหัสในระบบของ กทม."), item.external_code if to_staff else ""),
    ]
    return [Fact(label=label, value=value) for label, value in facts if value]


def short_forms_of(purse: Allocation, *, user: User) -> dict[str, Any]:
    """For the page of a purse: its advances with their days late, and the payments that wait for a second person."""
    may_record = user.has_perm("budget.record_money", purse)
    return {
        "advances": [(advance, advance.days_late(today())) for advance in advances_of(purse)],
        "waiting": list(payments_waiting([purse.pk])),
        "may_spend": may_record,
        "may_tie": may_record,
        "purse": purse,
    }
