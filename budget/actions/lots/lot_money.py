"""The money of goods that are bought together: each act enters its shares by item, as one table.

The ledger's own acts enter the shares and keep their rules. What is taken back is taken back as a whole.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.core.thai import format_baht
from budget.actions.errors import MoneyError, MoneyMomentError
from budget.actions.lots.lots import (
    LotMomentError,
    NoLineError,
    demand_gathering,
    demand_open,
    demand_ordered,
    end_lot,
    take_lot,
)
from budget.actions.money.entry_tables import TableRefusedError, TableRow, enter_table, take_back_table
from budget.enums import LotAct, LotState
from budget.models import Allocation, Lot, LotEntry, LotLine, LotShare
from budget.queries.lots.lot_shares import NO_MONEY, money_of_lots, share_by_plan, share_by_rest
from budget.queries.lots.lots import basis_of_lot, is_dropped, lines_of, look_at, purses_of_lot

KINDS = {LotAct.ORDER: "commit", LotAct.RAISE: "commit", LotAct.LOWER: "release", LotAct.PAYMENT: "disbursement"}
CONTRACT_FIELDS = ["state", "seller", "order_no", "due_on", "ordered_on", "ordered_at", "ordered_by"]


class DroppedLinesError(MoneyMomentError):
    """Lines of projects that an amendment dropped stand in the lot."""


class NoBudgetError(MoneyError):
    """An item has no money at all, so nothing of its lines can be ordered."""

    field = None


class NotSoMuchError(MoneyError):
    """The amount is more than the contract of the purchase leaves to be paid."""


class UsedSinceError(MoneyMomentError):
    """What would be taken back was built on since."""

    sentence = gettext_lazy("มีรายการหรือการตรวจรับที่ทำหลังจากนี้ เลิกทำรายการเหล่านั้นก่อน")


@dataclass(frozen=True, slots=True)
class Paper:
    """By what an act is entered: its day, its document, and why it comes late, where it does."""

    on: date
    document_no: str = ""
    note: str = ""
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """The shares of one act by the line's id, and the rows of the ledger that enter them, one for each item."""

    kind: LotAct
    amount: Decimal
    shares: Mapping[int, Decimal]
    rows: tuple[TableRow, ...]
    purses: Mapping[int, Allocation]
    items: Mapping[int, int]

    @property
    def titles(self) -> dict[int, str]:
        """The item that each purse pays for, by the purse's id."""
        return {purse.pk: str(purse.item) for purse in self.purses.values()}

    def purse_of(self, row: TableRow) -> Allocation:
        return next(purse for purse in self.purses.values() if purse.pk == row.purse)

    @property
    def lines_by_purse(self) -> dict[int, list[int]]:
        by_purse: dict[int, list[int]] = defaultdict(list)
        for line in self.shares:
            by_purse[self.purses[self.items[line]].pk].append(line)
        return by_purse


def plan_entry(lot: Lot, kind: LotAct, amount: Decimal, paper: Paper) -> PlannedEntry:
    """How an act is shared by the lines of a lot and entered by their items.

    Raises NotSoMuchError where more is paid or taken off than is unpaid, DroppedLinesError and NoBudgetError before an
    order.
    """
    lines = lines_of(lot)
    if not lines:
        raise NoLineError(_("ยังไม่มีรายการในการจัดซื้อนี้"), field="")
    purses = purses_of_lot(lines)
    if kind == LotAct.ORDER:
        _demand_orderable(lines, purses)
    if kind in (LotAct.ORDER, LotAct.RAISE):
        shares = share_by_plan(amount, {line.pk: line.amount for line in lines})
    else:
        money = money_of_lots([lot.pk])
        rest = {line.pk: money.get(line.pk, NO_MONEY).unpaid for line in lines}
        left = sum((max(one, Decimal(0)) for one in rest.values()), Decimal(0))
        if amount > left:
            raise NotSoMuchError(_("มีหนี้ผูกพันที่ยังไม่จ่าย %(left)s บาท") % {"left": format_baht(left)})
        shares = share_by_rest(amount, rest)
    items = {line.pk: line.inclusion.item_id for line in lines}
    return PlannedEntry(kind, amount, shares, _rows(kind, shares, items, purses, paper), purses, items)


def try_act(act: Callable[[], object]) -> None:
    """Do an act of this module and take back all that it wrote: it raises what the act would raise now."""
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


@transaction.atomic
def order(
    *,
    lot_id: int,
    seller: str,
    amount: Decimal,
    due_on: date,
    paper: Paper,
    uuid: UUID,
    seen: Basis | None = None,
    by: User,
    at: datetime,
) -> LotEntry:
    """Record the contract or order of a lot and commit its money; ``paper`` has its number and its day.

    The same form sent again returns the first entry.
    """
    lot = take_lot(lot_id, by=by)
    if earlier := _earlier(lot, uuid, by):
        return earlier
    demand_gathering(lot)
    if due_on < paper.on:
        raise MoneyError(_("กำหนดส่งมอบต้องไม่ก่อนวันที่ทำสัญญาหรือใบสั่งซื้อ"), field="due_on")
    if not paper.document_no.strip():
        raise MoneyError(_("ใส่เลขที่สัญญาหรือใบสั่งซื้อ"), field="document_no")
    entry = _enter(lot, LotAct.ORDER, amount, paper, uuid=uuid, seen=seen, by=by, at=at)
    lot.state, lot.seller, lot.order_no, lot.due_on = LotState.ORDERED, seller, paper.document_no, due_on
    lot.ordered_on, lot.ordered_at, lot.ordered_by = paper.on, at, by
    lot.save_over(lot.version, update_fields=CONTRACT_FIELDS)
    record("budget.lot_ordered", lot, by=by, at=at, on=paper.on, amount=amount, document_no=paper.document_no)
    return entry


@transaction.atomic
def change_contract(
    *,
    lot_id: int,
    amount: Decimal,
    due_on: date,
    paper: Paper,
    uuid: UUID,
    seen: Basis | None = None,
    by: User,
    at: datetime,
) -> Lot:
    """Change what a contract comes to, or its day of delivery: the difference is committed, or released, by shares.

    ``paper.note`` is the reason.
    """
    lot = take_lot(lot_id, by=by)
    if _earlier(lot, uuid, by):
        return lot
    demand_ordered(lot)
    _demand_reason(paper)
    difference = amount - look_at(lot).contract
    if not difference and due_on == lot.due_on:
        raise MoneyError(_("วงเงินและกำหนดส่งมอบเท่าเดิม"))
    if difference:
        kind = LotAct.RAISE if difference > 0 else LotAct.LOWER
        _enter(lot, kind, abs(difference), paper, uuid=uuid, seen=seen, by=by, at=at)
    else:
        basis_of_lot(lot, purses_of_lot(lines_of(lot))).demand(seen)
    told: dict[str, Any] = changes({"due_on": lot.due_on}, {"due_on": due_on}) if due_on != lot.due_on else {}
    lot.due_on = due_on
    lot.save_over(lot.version, update_fields=["due_on"])
    record("budget.lot_contract_changed", lot, by=by, at=at, on=paper.on, amount=amount, reason=paper.note, **told)
    return lot


@transaction.atomic
def end_contract(*, lot_id: int, paper: Paper, uuid: UUID, seen: Basis | None = None, by: User, at: datetime) -> Lot:
    """End a contract before it is fulfilled: what is unpaid is released. ``paper.note`` is the reason.

    Lines of which nothing was delivered may be gathered into another lot.
    """
    lot = take_lot(lot_id, by=by)
    if lot.state == LotState.CANCELLED and _earlier(lot, uuid, by):
        return lot
    demand_ordered(lot)
    _demand_reason(paper)
    money = look_at(lot).money
    if money.waiting:
        raise LotMomentError(_("มีรายการจ่ายที่รอยืนยัน ยืนยันหรือไม่ยืนยันก่อน แล้วจึงยกเลิกสัญญา"))
    if money.unpaid > 0:
        _enter(lot, LotAct.LOWER, money.unpaid, paper, uuid=uuid, seen=seen, by=by, at=at)
    return end_lot(
        lot, LotState.CANCELLED, on=paper.on, reason=paper.note, by=by, at=at, verb="budget.lot_contract_ended"
    )


@transaction.atomic
def pay_lot(
    *,
    lot_id: int,
    amount: Decimal,
    fine: Decimal = Decimal(0),
    paper: Paper,
    uuid: UUID,
    seen: Basis | None = None,
    by: User,
    at: datetime,
) -> LotEntry:
    """Pay out of what is bound for a lot, each line by what is unpaid of it. ``fine`` was kept back from the seller."""
    lot = take_lot(lot_id, by=by, permission="budget.record_money")
    if earlier := _earlier(lot, uuid, by):
        return earlier
    demand_ordered(lot)
    if fine > amount:
        raise MoneyError(_("ค่าปรับเกินจำนวนที่เบิกจ่าย"), field="fine")
    entry = _enter(lot, LotAct.PAYMENT, amount, paper, fine=fine, uuid=uuid, seen=seen, by=by, at=at)
    lot.save_over(lot.version, update_fields=["state"])
    record("budget.lot_paid", lot, by=by, at=at, on=paper.on, amount=amount, document_no=paper.document_no)
    return entry


@transaction.atomic
def close_lot(*, lot_id: int, on: date, by: User, at: datetime) -> Lot:
    """Close a lot of which everything that is bound is paid."""
    lot = take_lot(lot_id, by=by)
    demand_ordered(lot)
    money = look_at(lot).money
    if money.bound != money.paid:
        raise LotMomentError(
            _("ยังมีหนี้ผูกพันที่ไม่ได้จ่าย %(left)s บาท ถ้าไม่จ่ายแล้วให้ลดวงเงินสัญญาก่อน")
            % {"left": format_baht(money.bound - money.paid)}
        )
    return end_lot(lot, LotState.CLOSED, on=on, by=by, at=at, verb="budget.lot_closed")


@transaction.atomic
def undo_lot_entry(*, entry_id: int, by: User, at: datetime) -> LotEntry:
    """Take back one act with its shares in all items; without its order a lot is gathered again.

    Raises UsedSinceError for an order on which others were built, and for what was paid since.
    """
    entry = LotEntry.objects.select_related("table").get(pk=entry_id)
    permission = "budget.record_money" if entry.kind == LotAct.PAYMENT else "budget.commit_money"
    lot = take_lot(entry.lot_id, by=by, permission=permission)
    demand_open(lot)
    is_order = entry.kind == LotAct.ORDER
    if is_order:
        others = lot.entries.filter(table__undone_at=None).exclude(pk=entry.pk)
        if others.exists() or lot.inspections.standing().exists() or lot.handovers.exists():
            raise UsedSinceError
    take_back_table(table_id=entry.table_id, by=by, at=at)
    if any(money.unpaid < 0 for money in money_of_lots([lot.pk]).values()):
        raise UsedSinceError
    if is_order:
        lot.state, lot.seller, lot.order_no = LotState.GATHERING, "", ""
        lot.due_on = None
        lot.ordered_on, lot.ordered_at, lot.ordered_by = None, None, None  # type: ignore[assignment]
    lot.save_over(lot.version, update_fields=CONTRACT_FIELDS)
    record("budget.lot_entry_undone", lot, by=by, at=at, amount=entry.amount, entry_kind=entry.kind)
    return entry


def _enter(
    lot: Lot,
    kind: LotAct,
    amount: Decimal,
    paper: Paper,
    *,
    fine: Decimal = Decimal(0),
    uuid: UUID,
    seen: Basis | None,
    by: User,
    at: datetime,
) -> LotEntry:
    """Enter the shares of one act into the ledger, as one table, and keep them by line."""
    plan = plan_entry(lot, kind, amount, paper)
    basis_of_lot(lot, plan.purses).demand(seen)
    try:
        table = enter_table(place=lot.district, year=lot.year, rows=plan.rows, uuid=uuid, by=by, at=at)
    except TableRefusedError as refused:
        titles = {row.field: plan.titles[row.purse] for row in plan.rows}
        raise TableRefusedError(
            {field: f"{titles[field]}: {why}" for field, why in refused.refused.items()}
        ) from refused
    entry = LotEntry.objects.create(
        lot=lot,
        table=table,
        kind=kind,
        amount=amount,
        fine=fine,
        on=paper.on,
        document_no=paper.document_no,
        note=paper.note,
    )
    by_purse = plan.lines_by_purse
    LotShare.objects.bulk_create(
        LotShare(entry=entry, line_id=line, amount=plan.shares[line], act=act)
        for row, act in zip(plan.rows, table.act_ids, strict=True)
        for line in by_purse[row.purse]
    )
    return entry


def _rows(
    kind: LotAct,
    shares: Mapping[int, Decimal],
    items: Mapping[int, int],
    purses: Mapping[int, Allocation],
    paper: Paper,
) -> tuple[TableRow, ...]:
    """One row for each item, in the order of their ids; an item without money has none, so it is left out."""
    by_item: dict[int, Decimal] = defaultdict(Decimal)
    for line, share in shares.items():
        by_item[items[line]] += share
    return tuple(
        TableRow(
            field=f"item_{item}",
            kind=KINDS[kind],
            purse=purses[item].pk,
            amount=share,
            on=paper.on,
            document_no=paper.document_no,
            note=paper.note,
            late_reason=paper.late_reason,
        )
        for item, share in sorted(by_item.items())
    )


def _earlier(lot: Lot, uuid: UUID, by: User) -> LotEntry | None:
    return lot.entries.filter(table__uuid=uuid, table__by=by).first()


def _demand_orderable(lines: list[LotLine], purses: Mapping[int, Allocation]) -> None:
    dropped = [line for line in lines if is_dropped(line.inclusion)]
    if dropped:
        names = " · ".join(dict.fromkeys(str(line.inclusion.project) for line in dropped))
        sentence = _("โครงการถูกตัดออกจากแผนแล้ว: %(names)s นำรายการของโครงการนี้ออกก่อนสั่งซื้อ")
        raise DroppedLinesError(sentence % {"names": names})
    poor = [line.inclusion.item for line in lines if line.inclusion.item_id not in purses]
    if poor:
        names = " · ".join(dict.fromkeys(str(item) for item in poor))
        raise NoBudgetError(_("ยังไม่ได้รับงบประมาณ: %(names)s") % {"names": names})


def _demand_reason(paper: Paper) -> None:
    if not paper.note.strip():
        raise MoneyError(_("ต้องระบุเหตุผล"), field="note")
