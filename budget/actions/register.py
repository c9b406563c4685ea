"""The finance section's register of a month: its lines are kept, taken back, and entered into our ledger."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.basis import Bases
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Kind
from budget.actions.entry_tables import NoRowsError, TableRow, enter_table, hold_books
from budget.actions.errors import MoneyError
from budget.models import Allocation, EntryTable, RegisterLine
from budget.queries.register import Paid, basis_of_lines, purses_paid_in, reconciliation_of
from districts.models import District

FROM_REGISTER = "จากทะเบียนของฝ่ายการคลัง"  # stands in the ledger, in Thai as all its notes


class LinesChangedError(MoneyError):
    kind = Kind.WRONG_MOMENT
    field = None
    sentence = gettext_lazy("มีรายการที่บันทึกแล้วหรือเปลี่ยนไปหลังจากเปิดหน้านี้ จึงยังไม่ได้บันทึกรายการใด ดูรายการที่เหลือแล้วยืนยันอีกครั้ง")


@dataclass(frozen=True, slots=True)
class Registered:
    """One line of the register as it is handed in; ``purse`` is the id of its allocation."""

    purse: int
    on: date
    amount: Decimal
    document_no: str = ""
    number: str = ""
    text: str = ""


@transaction.atomic
def take_register(
    *, district: District, month: date, lines: Sequence[Registered], by: User, at: datetime
) -> list[RegisterLine]:
    """Keep these lines in the register of a month. The ledger does not change."""
    _demand(by, district)
    signed = {"district": district, "month": month, "by": by, "at": at}
    taken = RegisterLine.objects.bulk_create(
        RegisterLine(
            purse_id=line.purse,
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
    _demand(by, district)
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
) -> EntryTable:
    """Enter these lines of the register, which our ledger lacks, as one table. Sent again, it returns the first table.

    Raises LinesChangedError if one of them is not missing any more: a colleague entered it, or withdrew the register;
    and BasisChangedError if somebody moved money of their allocations since ``seen``.
    """
    hold_books(set(purses_paid_in(district, month).values_list("appropriation", flat=True)))
    if earlier := EntryTable.objects.filter(uuid=uuid, by=by).first():
        return earlier
    if not lines:
        raise NoRowsError
    missing = {one.pk: one for one in reconciliation_of(district, month).missing}
    if not missing.keys() >= set(lines):
        raise LinesChangedError
    chosen = [missing[pk] for pk in sorted(lines)]
    purses = Allocation.objects.in_bulk({one.purse for one in chosen})
    basis_of_lines(chosen, purses).demand(seen)
    rows = rows_of(chosen, purses, late_reason=late_reason)
    return enter_table(place=district, year=FiscalYear.of(month), rows=rows, uuid=uuid, by=by, at=at)


def rows_of(missing: Iterable[Paid], purses: Mapping[int, Allocation], *, late_reason: str = "") -> list[TableRow]:
    """Return the acts that enter these payments, in the order of days. ``purses`` has their allocations by id.

    A payment is of what was committed as far as that goes; beyond it, it is paid at once. A correction is money that
    came back.
    """
    missing = sorted(missing, key=lambda one: (one.on, one.amount < 0, one.pk))
    left: dict[int, Decimal] = defaultdict(Decimal)
    left |= {pk: purse.left_to_disburse - purse.carried_bound for pk, purse in purses.items()}
    rows = []
    for one in missing:
        kind = "refund" if one.amount < 0 else "disbursement" if one.amount <= left[one.purse] else "paid_at_once"
        if kind != "paid_at_once":
            left[one.purse] -= one.amount
        rows.append(
            TableRow(
                field=f"line_{one.pk}",
                kind=kind,
                purse=one.purse,
                amount=abs(one.amount),
                on=one.on,
                document_no=one.document_no,
                note=FROM_REGISTER,
                late_reason=late_reason,
            )
        )
    return rows


def _demand(by: User, district: District) -> None:
    if not by.has_perm("budget.record_money", Allocation(district=district)):
        raise PermissionDenied
