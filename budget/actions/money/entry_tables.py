"""Commitments and payments of an office that come in one table: each by its own act, all in one transaction.

The single acts ask for their own rights, keep their own rules and leave their own lines in the log.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.rows.basis import Bases
from budget.actions.errors import MoneyError, MoneyMomentError
from budget.actions.money import money, payments
from budget.actions.money.costs import NOTHING, PaidFor
from budget.actions.money.ledger import AlreadyEnteredError, Entered, NotAvailableError
from budget.enums import PaymentState
from budget.models import Allocation, Appropriation, EntryTable, LedgerEntry, Payment
from budget.queries.money.money_table import basis_of_purses
from districts.models import District, Office

# By the kind of a row: the single act. Of one day, what gives room comes before what needs it.
ACTS: Mapping[str, Callable[..., Entered | Payment]] = {
    "commit": money.commit,
    "disbursement": payments.disburse,
    "paid_at_once": payments.pay_at_once,
    "refund": money.refund,
    "release": money.release,
}
ORDER = tuple(ACTS)
UNDONE = "เลิกทำตารางรายการเงิน"  # stands in the ledger, in Thai as all its notes


@dataclass(frozen=True, slots=True)
class TableRow:
    """One act of a table: its kind is a key of `ACTS`, ``purse`` the id of the allocation.

    ``field`` names the place of the form in which it stands; a refusal is told there. Only what is paid may say what
    it is ``paid_for``.
    """

    field: str
    kind: str
    purse: int
    amount: Decimal
    on: date
    document_no: str = ""
    note: str = ""
    late_reason: str = ""
    paid_for: PaidFor = NOTHING


class TableRefusedError(MoneyError):
    """Some rows were refused, so none was entered; ``refused`` has their sentences by field."""

    field = None
    sentence = gettext_lazy("มีแถวที่บันทึกไม่ได้ จึงยังไม่ได้บันทึกแถวใด")

    def __init__(self, refused: Mapping[str, str]) -> None:
        super().__init__()
        self.refused = refused

    @property
    def by_field(self) -> Mapping[str | None, str | list[str]]:
        by_field: dict[str | None, str | list[str]] = {None: str(self)}
        return by_field | dict(self.refused)


class NoRowsError(MoneyError):
    field = None
    sentence = gettext_lazy("ยังไม่ได้ใส่จำนวนเงินของแถวใดเลย")


class AlreadyUndoneError(MoneyMomentError):
    sentence = gettext_lazy("ตารางนี้เลิกทำไปแล้ว")


class OfALotError(MoneyMomentError):
    """The table was entered by a joint purchase, and is taken back on the page of that purchase alone."""

    sentence = gettext_lazy("ตารางนี้เป็นของการจัดซื้อรวม ให้เลิกทำที่หน้าการจัดซื้อนั้น")


@transaction.atomic
def enter_table(
    *,
    place: District | Office,
    year: FiscalYear,
    rows: Sequence[TableRow],
    uuid: UUID,
    seen: Bases | None = None,
    by: User,
    at: datetime,
) -> EntryTable:
    """Enter all rows of a table, or none. The same table sent again returns the first one and enters nothing.

    Raises BasisChangedError if somebody moved money of these purses since ``seen``, TableRefusedError with the sentence
    of each row that its own act refuses, and AlreadyEnteredError for other rows under the same id.
    """
    rows = sorted(rows, key=lambda row: (row.on, ORDER.index(row.kind)))
    if not rows:
        raise NoRowsError
    purses = _hold(place, year, {row.purse for row in rows})
    acts = [_act_of(uuid, number, row) for number, row in enumerate(rows)]
    if earlier := EntryTable.objects.filter(uuid=uuid).first():
        if (earlier.by_id, earlier.act_ids) != (by.pk, acts):
            raise AlreadyEnteredError(_("แบบฟอร์มนี้บันทึกไปแล้วด้วยข้อมูลอื่น เปิดหน้าใหม่แล้วตรวจรายการก่อนบันทึกอีกครั้ง"))
        return earlier
    basis_of_purses(purses).demand(seen)
    if refused := _enter_each(rows, acts, by=by, at=at):
        raise TableRefusedError(refused)
    owner = {"district": place} if isinstance(place, District) else {"bureau": place}
    table = EntryTable.objects.create(
        uuid=uuid, **owner, fiscal_year=year.be, acts=[str(act) for act in acts], by=by, at=at
    )
    record("budget.table_entered", table, by=by, at=at, rows=len(rows))
    return table


def try_table(
    *, place: District | Office, year: FiscalYear, rows: Sequence[TableRow], by: User, at: datetime
) -> dict[str, str]:
    """The sentences of the rows that would be refused now, by field. Nothing is entered."""
    rows = sorted(rows, key=lambda row: (row.on, ORDER.index(row.kind)))
    with transaction.atomic():
        _hold(place, year, {row.purse for row in rows})
        refused = _enter_each(rows, [uuid4() for _row in rows], by=by, at=at)
        transaction.set_rollback(True)
    return refused


@transaction.atomic
def undo_table(*, table_id: int, by: User, at: datetime) -> EntryTable:
    """Take back all acts of a table that a person entered. Raises OfALotError for that of a lot."""
    if EntryTable.objects.filter(pk=table_id, lot_entry__isnull=False).exists():
        raise OfALotError
    return take_back_table(table_id=table_id, by=by, at=at)


def take_back_table(*, table_id: int, by: User, at: datetime) -> EntryTable:
    """Take back all acts of a table: entries by entries of the opposite kind on their own days, waiting payments.

    Runs in the caller's transaction. Raises AlreadyUndoneError, and what the single acts raise: NotEnoughError if the
    money was used since.
    """
    acts = EntryTable.objects.get(pk=table_id).act_ids
    entries = LedgerEntry.objects.filter(act__in=acts)
    waiting = Payment.objects.filter(act__in=acts)
    hold_books(
        {*entries.values_list("appropriation", flat=True), *waiting.values_list("allocation__appropriation", flat=True)}
    )
    table = _lock_table(table_id)
    if table.undone_at:
        raise AlreadyUndoneError
    for act in reversed(acts):
        take_back(act, note=UNDONE, by=by, at=at)
    table.undone_at, table.undone_by = at, by
    table.save(update_fields=["undone_at", "undone_by"])
    record("budget.table_undone", table, by=by, at=at, rows=len(acts))
    return table


def hold_books(appropriations: Collection[int]) -> None:
    """Lock the money of many acts in one order, as each of them does with its own."""
    rows = Appropriation.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=appropriations)
    list(rows.order_by("pk").values_list("pk"))


def _hold(place: District | Office, year: FiscalYear, wanted: Collection[int]) -> list[Allocation]:
    """Lock the money of these purses and read them. Raises NotAvailableError for those of another office or year."""
    rows = Allocation.objects.filter(pk__in=wanted, appropriation__fiscal_year=year.be)
    rows = rows.filter(district=place) if isinstance(place, District) else rows.filter(bureau=place)
    hold_books(set(rows.values_list("appropriation", flat=True)))
    purses = list(rows.select_related("item", "appropriation__flagship").order_by("pk"))
    if len(purses) != len(wanted):
        raise NotAvailableError(_("มีรายการที่ไม่ใช่เงินของหน่วยงานนี้ในปีนี้"))
    return purses


def _lock_table(table_id: int) -> EntryTable:
    rows = EntryTable.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("district", "bureau").get(pk=table_id)


def _act_of(uuid: UUID, number: int, row: TableRow) -> UUID:
    """Another row gives another act, so that what is sent twice is told from what was changed in between."""
    told = (number, row.kind, row.purse, f"{row.amount:.2f}", row.on.isoformat(), row.document_no, row.note)
    more = (row.paid_for,) if row.paid_for else ()
    return uuid5(uuid, repr((*told, *more)))


def _enter_each(rows: Iterable[TableRow], acts: Iterable[UUID], *, by: User, at: datetime) -> dict[str, str]:
    """Do the act of each row; the sentences of those that were refused, by field."""
    refused: dict[str, str] = {}
    for row, act in zip(rows, acts, strict=True):
        paper: dict[str, Any] = {"document_no": row.document_no, "note": row.note, "late_reason": row.late_reason}
        if row.paid_for:
            paper["paid_for"] = row.paid_for
        try:
            with transaction.atomic():
                ACTS[row.kind](allocation_id=row.purse, amount=row.amount, act=act, on=row.on, by=by, at=at, **paper)
        except Refusal as refusal:
            refused[row.field] = str(refusal)
        except PermissionDenied:
            refused[row.field] = _("ท่านไม่มีสิทธิ์บันทึกรายการนี้")
    return refused


def take_back(act: UUID, *, note: str, by: User, at: datetime) -> None:
    """Undo one act that was entered or waits; leave alone what somebody took back or refused before.

    ``note`` says in the ledger why.
    """
    if waiting := Payment.objects.filter(act=act, state=PaymentState.WAITING).first():
        payments.refuse(payment_id=waiting.pk, reason=note, by=by, at=at)
    elif LedgerEntry.objects.filter(act=act, reversed_by=None).exists():
        money.undo(undone=act, act=uuid4(), by=by, at=at, note=note)
