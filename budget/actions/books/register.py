"""The finance section's register of a month: its lines are kept, taken back, and entered into our ledger."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import demand_permission
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.rows.basis import Bases
from budget.actions.errors import MoneyError, MoneyMomentError
from budget.actions.lots.lot_money import Paper, pay_lot, undo_lot_entry
from budget.actions.lots.lots import take_lot
from budget.actions.money.costs import NOTHING, PaidFor
from budget.actions.money.entry_tables import (
    AlreadyUndoneError,
    NoRowsError,
    TableRefusedError,
    TableRow,
    enter_table,
    hold_books,
    undo_table,
)
from budget.models import Allocation, EntryTable, LotEntry, RegisterLine
from budget.queries.books.reconciling import Paid
from budget.queries.books.register import basis_of_lines, in_order, means_of, purses_paid_in, reconciliation_of
from districts.models import District

FROM_REGISTER = "จากทะเบียนของฝ่ายการคลัง"  # stands in the ledger, in Thai as all its notes


class LinesChangedError(MoneyMomentError):
    sentence = gettext_lazy("มีรายการที่บันทึกแล้วหรือเปลี่ยนไปหลังจากเปิดหน้านี้ จึงยังไม่ได้บันทึกรายการใด ดูรายการที่เหลือแล้วยืนยันอีกครั้ง")


class LotCorrectionError(MoneyError):
    """A line takes back money of a joint purchase, which only the page of that purchase does."""

    field = None
    sentence = gettext_lazy(
        "ยอดติดลบของการจัดซื้อรวมบันทึกจากทะเบียนไม่ได้ ให้เลิกทำการเบิกจ่ายเดิมที่หน้าการจัดซื้อ แล้วเบิกจ่ายตามยอดที่ถูกต้อง"
    )


@dataclass(frozen=True, slots=True)
class Registered:
    """One line of the register as it is handed in: ``purse`` or ``lot`` is the id of what it pays out of.

    ``forum`` is the id of the forum that the purse pays for, where it is for one.
    """

    purse: int | None
    on: date
    amount: Decimal
    document_no: str = ""
    number: str = ""
    text: str = ""
    lot: int | None = None
    forum: int | None = None


@transaction.atomic
def take_register(
    *, district: District, month: date, lines: Sequence[Registered], by: User, at: datetime
) -> list[RegisterLine]:
    """Keep these lines in the register of a month. The ledger does not change."""
    demand_permission(by, "budget.record_money", Allocation(district=district))
    signed = {"district": district, "month": month, "by": by, "at": at}
    taken = RegisterLine.objects.bulk_create(
        RegisterLine(
            purse_id=line.purse,
            lot_id=line.lot,
            forum_id=line.forum,
            on=line.on,
            amount=line.amount,
            document_no=line.document_no,
            number=line.number,
            text=line.text,
            **signed,
        )
        for line in lines
    )
    record("budget.register_taken", taken[0], by=by, at=at, rows=len(taken))
    return taken


@transaction.atomic
def withdraw_register(
    *, district: District, month: date, uuids: Collection[UUID], by: User, at: datetime
) -> list[RegisterLine]:
    """Take lines out of the register of a month. What was entered from them stays in the ledger until it is undone."""
    demand_permission(by, "budget.record_money", Allocation(district=district))
    rows = RegisterLine.objects.in_force().filter(district=district, month=month, uuid__in=uuids)
    lines = list(rows.order_by("pk"))
    if lines:
        rows.update(withdrawn_at=at, withdrawn_by=by)
        record("budget.register_withdrawn", lines[0], by=by, at=at, rows=len(lines))
    return lines


@transaction.atomic
def enter_missing(
    *,
    district: District,
    month: date,
    lines: Collection[int],
    uuid: UUID,
    late_reason: str = "",
    seen: Bases | None = None,
    by: User,
    at: datetime,
) -> list[EntryTable]:
    """Enter these lines of the register, which our ledger lacks: all as one table, but each of a joint purchase by the
    single act of that purchase. Sent again, it returns the first tables.

    Raises LinesChangedError if one of them is not missing any more: a colleague entered it, or withdrew the register;
    BasisChangedError if somebody moved money of their allocations or lots since ``seen``; LotCorrectionError for what
    is taken back of a lot; TableRefusedError with the sentence of each line that its own act refuses.
    """
    demand_permission(by, "budget.record_money", Allocation(district=district))
    # Lots before the money, as the acts of a lot do.
    hold_lots(lots_of_lines(district, month).filter(pk__in=lines).values_list("lot", flat=True), by=by)
    hold_books(set(purses_paid_in(district, month).values_list("appropriation", flat=True)))
    if earlier := list(tables_entered(district, month, uuid=uuid, by=by)):
        return earlier
    if not lines:
        raise NoRowsError
    missing = {one.pk: one for one in reconciliation_of(district, month).missing}
    if not missing.keys() >= set(lines):
        raise LinesChangedError
    chosen = [missing[pk] for pk in sorted(lines)]
    if any(one.is_lot_correction for one in chosen):
        raise LotCorrectionError
    basis_of_lines(chosen, means_of(chosen, _purses_of(chosen, district, month))).demand(seen)
    lots, refused = _pay_lots(chosen, uuid=uuid, late_reason=late_reason, by=by, at=at)
    # Read again: what was paid of a lot is not there for the others.
    purses = _purses_of(chosen, district, month)
    rows = rows_of([one for one in chosen if not one.lot], purses, late_reason=late_reason)
    try:
        year = FiscalYear.of(month)
        tables = [enter_table(place=district, year=year, rows=rows, uuid=uuid, by=by, at=at)] if rows else []
    except TableRefusedError as error:
        refused |= error.refused
    if refused:
        raise TableRefusedError(refused)
    return tables + lots


@transaction.atomic
def undo_entered(*, district: District, month: date, uuid: UUID, by: User, at: datetime) -> list[EntryTable]:
    """Take back all that `enter_missing` entered under this id: the table, and the payment of each joint purchase.

    Raises AlreadyUndoneError if nothing of it stands, and what the single acts raise; then nothing is taken back.
    """
    demand_permission(by, "budget.record_money", Allocation(district=district))
    found = tables_entered(district, month, uuid=uuid, by=by).filter(undone_at=None)
    hold_lots(found.filter(lot_entry__isnull=False).values_list("lot_entry__lot", flat=True), by=by)
    tables = list(found)
    if not tables:
        raise AlreadyUndoneError
    for table in tables:
        if entry := LotEntry.objects.filter(table=table).first():
            undo_lot_entry(entry_id=entry.pk, by=by, at=at)
        else:
            undo_table(table_id=table.pk, by=by, at=at)
    return tables


def tables_entered(district: District, month: date, *, uuid: UUID, by: User) -> QuerySet[EntryTable]:
    """What a person entered of the register of a month under this id."""
    of_lots = lots_of_lines(district, month).values_list("pk", flat=True)
    uuids = [uuid, *(_uuid_of(uuid, pk) for pk in of_lots)]
    return EntryTable.objects.filter(district=district, uuid__in=uuids, by=by).order_by("-pk")


def lots_of_lines(district: District, month: date) -> QuerySet[RegisterLine]:
    """The lines of the register of a month that are of a lot, also those that were taken out since."""
    return RegisterLine.objects.filter(district=district, month=month, lot__isnull=False).order_by("pk")


def hold_lots(lots: Iterable[int | None], *, by: User) -> None:
    """Lock these lots in one order."""
    for pk in sorted({pk for pk in lots if pk}):
        take_lot(pk, by=by, permission="budget.record_money")


def _pay_lots(
    chosen: Iterable[Paid], *, uuid: UUID, late_reason: str, by: User, at: datetime
) -> tuple[list[EntryTable], dict[str, str]]:
    """Pay each line of a lot by its own act: the tables, and by field the sentences of those that were refused."""
    tables, refused = [], dict[str, str]()
    for one in in_order(line for line in chosen if line.lot):
        assert one.lot is not None  # noqa: S101  (they were chosen so)
        paper = Paper(on=one.on, document_no=one.document_no, note=FROM_REGISTER, late_reason=late_reason)
        try:
            with transaction.atomic():
                entry = pay_lot(
                    lot_id=one.lot.pk, amount=one.amount, paper=paper, uuid=_uuid_of(uuid, one.pk), by=by, at=at
                )
            tables.append(entry.table)
        except TableRefusedError as error:
            refused[field_of(one)] = " ".join(error.refused.values())
        except Refusal as error:
            refused[field_of(one)] = str(error)
    return tables, refused


def rows_of(missing: Iterable[Paid], purses: Mapping[int, Allocation], *, late_reason: str = "") -> list[TableRow]:
    """Return the acts that enter these payments, in the order of days. ``purses`` has their allocations by id.

    A payment is of what was committed as far as that goes; beyond it, it is paid at once. A correction is money that
    came back.
    """
    left: dict[int, Decimal] = defaultdict(Decimal)
    left |= {pk: purse.left_to_disburse - purse.carried_bound for pk, purse in purses.items()}
    rows = []
    for one in in_order(missing):
        kind = "refund" if one.amount < 0 else "disbursement" if one.amount <= left[one.purse] else "paid_at_once"
        if kind != "paid_at_once":
            left[one.purse] -= one.amount
        rows.append(
            TableRow(
                field=field_of(one),
                kind=kind,
                purse=one.purse,
                amount=abs(one.amount),
                on=one.on,
                document_no=one.document_no,
                note=FROM_REGISTER,
                late_reason=late_reason,
                paid_for=PaidFor(forum_id=one.forum) if kind != "refund" else NOTHING,
            )
        )
    return rows


def field_of(one: Paid) -> str:
    """The place of the form in which a line of the register stands."""
    return f"line_{one.pk}"


def _uuid_of(uuid: UUID, line: int) -> UUID:
    """By what the payment of a lot is known that was entered with others: its own id of each line."""
    return uuid5(uuid, f"register line {line}")


def _purses_of(chosen: Iterable[Paid], district: District, month: date) -> dict[int, Allocation]:
    """The purses of these lines, and all others of the month's year, from which lots are paid."""
    of_year = Q(district=district, appropriation__fiscal_year=FiscalYear.of(month).be)
    return Allocation.objects.filter(of_year | Q(pk__in={one.purse for one in chosen})).in_bulk()
