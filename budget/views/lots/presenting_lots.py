"""How a lot is shown: its steps, its facts, its entries, and what a person may do next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.components import Fact, Link, Stat, Step, StepState, Undo
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import thai_date_short
from budget.enums import LotAct, LotState
from budget.models import Lot, LotEntry, LotInspection, SpendingRule
from budget.queries.lots.lots import LookedAt, LotStep, like_lots


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An act with the money of a lot, and the address that takes it back, where the reader may."""

    entry: LotEntry
    is_undone: bool
    undo: str


def steps_of(looked: LookedAt, *, on: date) -> list[Step]:
    """The five steps; the first that is not done is the one under way."""
    lot, steps = looked.lot, []
    is_over = lot.state in (LotState.CLOSED, LotState.CANCELLED)
    done = {
        LotStep.GATHERING: lot.ordered_on is not None,
        LotStep.ORDERED: lot.ordered_on is not None,
        LotStep.RECEIVED: looked.is_received,
        LotStep.HANDED_OVER: looked.is_handed_over,
        LotStep.PAID: looked.is_paid,
    }
    now = next((step for step in LotStep if not done[step]), None)
    for step in LotStep:
        state: StepState = "done" if done[step] else "now" if step == now and not is_over else "wait"
        if step == LotStep.RECEIVED and state != "done" and lot.due_on and lot.due_on < on and not is_over:
            state = "late"
        steps.append(Step(label=step.label, state=state, note=_note_of(step, looked)))
    return steps


def _note_of(step: LotStep, looked: LookedAt) -> str:
    match step:
        case LotStep.GATHERING:
            return _("%(n)s รายการ") % {"n": len(looked.rows)}
        case LotStep.ORDERED if looked.lot.ordered_on:
            return thai_date_short(looked.lot.ordered_on)
        case LotStep.RECEIVED if looked.rows and looked.lot.ordered_on:
            short = len(looked.short)
            if short:
                return _("ยังขาด %(n)s รายการ กำหนด %(day)s") % {"n": short, "day": thai_date_short(looked.lot.due_on)}
        case LotStep.HANDED_OVER if looked.lot.ordered_on:
            handed = sum(1 for group in looked.groups if group.handover)
            return _("%(n)s จาก %(all)s ชุมชน") % {"n": handed, "all": len(looked.groups)}
        case LotStep.PAID if looked.money.bound:
            return _("%(amount)s บาท") % {"amount": format_baht(looked.money.paid)}
    return ""


def warnings_of(looked: LookedAt) -> list[str]:
    """What a person should know; none of it keeps anybody from going on."""
    warnings = []
    if looked.dropped:
        names = " · ".join(dict.fromkeys(str(row.line.inclusion.project) for row in looked.dropped))
        if looked.lot.state == LotState.GATHERING:
            sentence = _("โครงการถูกตัดออกจากแผนแล้ว: %(names)s นำรายการของโครงการนี้ออกก่อนสั่งซื้อ")
        else:
            sentence = _("โครงการถูกตัดออกจากแผนหลังสั่งซื้อ: %(names)s รายการยังอยู่ในการจัดซื้อนี้")
        warnings.append(sentence % {"names": names})
    if looked.lot.ordered_on and looked.differs_from_ledger:
        warnings.append(_("ยอดผูกพันในบัญชีไม่เท่ากับวงเงินตามสัญญา มีรายการที่ยกเลิกแยกที่หน้างบประมาณ"))
    limit = SpendingRule.of(looked.lot.year).small_purchase
    if like := like_lots(looked.lot, looked, limit=limit):
        names = " · ".join(
            _("%(lot)s (%(amount)s บาท)") % {"lot": lot, "amount": format_baht(amount)} for lot, amount in like
        )
        values = {"names": names, "limit": format_baht(limit, decimals=False)}
        warnings.append(
            _("มีของชนิดเดียวกันในการจัดซื้ออื่นที่ไม่เกิน %(limit)s บาทเช่นกัน: %(names)s ตรวจว่าควรซื้อรวมกันหรือไม่") % values
        )
    return warnings


def stats_of(looked: LookedAt) -> list[Stat]:
    if looked.lot.ordered_on is None:
        return [
            Stat(label=_("รายการ"), value=len(looked.rows)),
            Stat(label=_("ชุมชน"), value=len(looked.groups)),
            Stat(label=_("วงเงินตามแผน (บาท)"), value=format_baht(looked.planned)),
        ]
    stats = [
        Stat(label=_("วงเงินตามสัญญา (บาท)"), value=format_baht(looked.contract)),
        Stat(label=_("เบิกจ่ายแล้ว (บาท)"), value=format_baht(looked.money.paid)),
        Stat(label=_("ยังไม่จ่าย (บาท)"), value=format_baht(looked.money.unpaid)),
    ]
    if looked.money.waiting:
        stats.append(Stat(label=_("รอยืนยัน (บาท)"), value=format_baht(looked.money.waiting)))
    if looked.fines:
        stats.append(Stat(label=_("ค่าปรับ (บาท)"), value=format_baht(looked.fines)))
    return stats


def facts_of(lot: Lot) -> list[Fact]:
    facts = [
        Fact(label=_("สถานะ"), value=lot.get_state_display()),
        Fact(label=_("วิธีจัดซื้อ"), value=lot.get_way_display() if lot.way else ""),
        Fact(label=_("เลขที่โครงการ e-GP"), value=lot.egp_number or lot.egp_link, href=lot.egp_link),
    ]
    if lot.ordered_on:
        facts += [
            Fact(label=_("ผู้ขาย"), value=lot.seller),
            Fact(label=_("เลขที่สัญญาหรือใบสั่งซื้อ"), value=lot.order_no),
            Fact(label=_("วันที่ทำสัญญาหรือใบสั่งซื้อ"), value=thai_date_short(lot.ordered_on)),
            Fact(label=_("กำหนดส่งมอบ"), value=thai_date_short(lot.due_on)),
        ]
    if lot.end_reason:
        facts.append(Fact(label=_("เหตุผลที่ยกเลิก"), value=lot.end_reason))
    return facts


def entries_of(lot: Lot, *, may_buy: bool, may_pay: bool) -> list[EntryRow]:
    """The acts with the money of a lot, the newest first."""
    is_open = lot.state == LotState.ORDERED
    rows = lot.entries.select_related("table__by").order_by("-pk")
    return [
        EntryRow(
            entry,
            is_undone := entry.table.undone_at is not None,
            reverse("budget:lot-undo", args=[lot.uuid, entry.pk])
            if is_open and not is_undone and _may_undo(entry, may_buy=may_buy, may_pay=may_pay)
            else "",
        )
        for entry in rows
    ]


def _may_undo(entry: LotEntry, *, may_buy: bool, may_pay: bool) -> bool:
    return may_pay if entry.kind == LotAct.PAYMENT else may_buy


def inspections_of(lot: Lot) -> list[LotInspection]:
    return list(lot.inspections.select_related("by").order_by("-pk"))


def acts_of(looked: LookedAt, *, may_buy: bool, may_pay: bool) -> list[Link]:
    """What this person may do with the lot now, the next step last."""
    links = [
        Link(label=label, href=reverse(f"budget:{name}", args=[looked.lot.uuid]))
        for name, label, is_allowed in _acts(looked, may_buy=may_buy, may_pay=may_pay)
        if is_allowed
    ]
    return links[::-1]


def _acts(looked: LookedAt, *, may_buy: bool, may_pay: bool) -> Iterator[tuple[str, str, bool]]:
    lot = looked.lot
    if lot.state == LotState.GATHERING:
        if looked.rows:
            yield "lot-order", _("บันทึกสัญญาหรือใบสั่งซื้อ"), may_buy
        yield "lot-gather", _("เลือกรายการ"), may_buy
        yield "lot-edit", _("แก้ไขข้อมูล"), may_buy
        yield "lot-cancel", _("ยกเลิกการจัดซื้อรวม"), may_buy
    elif lot.state == LotState.ORDERED:
        if looked.short:
            yield "lot-inspect", _("บันทึกการตรวจรับ"), may_buy
        if looked.money.unpaid > 0:
            yield "lot-pay", _("เบิกจ่าย"), may_pay
        yield "lot-change", _("แก้ไขสัญญา"), may_buy
        yield "lot-edit", _("แก้ไขข้อมูล"), may_buy
        if not looked.is_paid:
            yield "lot-end", _("ยกเลิกสัญญา"), may_buy


def undo_bar_of_lot(request: WorkRequest, lot: Lot, *, may_buy: bool, may_pay: bool) -> Undo | None:
    """What was just entered, offered to be taken back."""
    done = request.GET.get("done", "")
    entry = lot.entries.filter(pk=done, table__undone_at=None).first() if done.isdecimal() else None
    if entry is None or lot.state != LotState.ORDERED or not _may_undo(entry, may_buy=may_buy, may_pay=may_pay):
        return None
    values = {"kind": entry.get_kind_display(), "amount": format_baht(entry.amount)}
    text = _("บันทึก%(kind)s %(amount)s บาทแล้ว แบ่งให้ทุกโครงการตามรายการ") % values
    return Undo(text=text, action=reverse("budget:lot-undo", args=[lot.uuid, entry.pk]))
