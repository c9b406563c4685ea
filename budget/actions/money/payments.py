"""Spending that has already happened: disbursed, paid at once, or proved by the papers of an advance.

In an office whose payments need a second person, such an act becomes a `Payment` that waits; the ledger has it once
another person confirms it.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.people import demand_permission
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import thai_date_short
from budget.actions.errors import MoneyError, MoneyMomentError
from budget.actions.money.books import Movement, book_of
from budget.actions.money.closed_books import demand_reason
from budget.actions.money.costs import NOTHING, PaidFor, tie
from budget.actions.money.ledger import ZERO, Entered, HowEntered, OutsideYearError, enter, put_down
from budget.enums import EntryKind, PaymentKind, PaymentState
from budget.models import Advance, Allocation, Appropriation, Carry, Payment
from budget.queries.money.payments import needs_confirmation, why_not_cleared, why_not_confirmed_by, why_over


class PaperNeededError(MoneyError):
    field = "document_no"
    sentence = gettext_lazy("ใส่เลขที่เอกสารหรือใบสำคัญที่จ่าย")


class NotBalancedError(MoneyError):
    """Papers and cash are not the advance; the sentence says by how much."""

    field = "papers"


class AlreadyClearedError(MoneyMomentError):
    pass


class NotWaitingError(MoneyMomentError):
    sentence = gettext_lazy("รายการจ่ายนี้ไม่ได้รอยืนยันแล้ว")


class OwnPaymentError(MoneyMomentError):
    pass


@dataclass(frozen=True, slots=True)
class Spending:
    """What is paid: ``amount`` out of the allocation, and for a clearing the ``cash`` that came back."""

    kind: PaymentKind
    purse: Allocation
    amount: Decimal
    advance: Advance | None = None
    cash: Decimal = ZERO
    carry: Carry | None = None

    @property
    def movements(self) -> list[Movement]:
        paid = [
            Movement(EntryKind.COMMITMENT, self.amount, self.purse, self.advance),
            Movement(EntryKind.DISBURSEMENT, self.amount, self.purse, self.advance),
        ]
        match self.kind:
            case PaymentKind.DISBURSEMENT:
                return paid[1:]
            case PaymentKind.PAID_AT_ONCE:
                return paid
            case PaymentKind.CARRIED:
                kinds = (EntryKind.CARRY_BOUND_USED, EntryKind.DISBURSEMENT)
                return [Movement(kind, self.amount, self.purse, carry=self.carry) for kind in kinds]
        assert self.advance is not None  # noqa: S101  (a constraint says so: only_a_clearing_has_an_advance_and_cash)
        cleared = Movement(EntryKind.ADVANCE_CLEARED, self.advance.amount, self.purse, self.advance)
        return [cleared, *(paid if self.amount else [])]


@transaction.atomic
def disburse(
    *,
    allocation_id: int,
    amount: Decimal,
    paid_for: PaidFor = NOTHING,
    **how: Unpack[HowEntered],
) -> Entered | Payment:
    """Pay what was committed before."""
    spent = Spending(PaymentKind.DISBURSEMENT, _purse(allocation_id, how["by"]), amount)
    return pay(spent, paid_for=paid_for, **how)


@transaction.atomic
def pay_at_once(
    *,
    allocation_id: int,
    amount: Decimal,
    paid_for: PaidFor = NOTHING,
    **how: Unpack[HowEntered],
) -> Entered | Payment:
    """Commit and pay in one act, with the paper by which it was paid."""
    spent = Spending(PaymentKind.PAID_AT_ONCE, _purse(allocation_id, how["by"]), amount)
    demand_paper(how)
    return pay(spent, paid_for=paid_for, **how)


@transaction.atomic
def lend(
    *,
    allocation_id: int,
    amount: Decimal,
    agreement_no: str,
    borrower: str,
    purpose: str,
    due_on: date,
    paid_for: PaidFor = NOTHING,
    **how: Unpack[HowEntered],
) -> Entered:
    """Lend money to a person. It is reserved, so that nobody commits it, and paid once the advance is cleared.

    The agreement stands for the document, the purpose for the note.
    """
    purse = _purse(allocation_id, how["by"])
    if due_on < how["on"]:
        raise MoneyError(_("วันครบกำหนดต้องไม่ก่อนวันที่ยืม"), field="due_on")

    def movements() -> list[Movement]:
        facts = {"agreement_no": agreement_no, "borrower": borrower, "purpose": purpose, "due_on": due_on}
        signed = {"on": how["on"], "by": how["by"], "at": how["at"]}
        advance, _new = Advance.objects.get_or_create(
            act=how["act"], defaults={**facts, **signed, "allocation": purse, "amount": amount}
        )
        return [Movement(EntryKind.ADVANCE, amount, purse, advance)]

    how |= {"document_no": agreement_no, "note": purpose}
    entered = enter(purse.appropriation, movements, **how)
    if paid_for and not entered.is_repeated:
        tie(purse, act=how["act"], paid_for=paid_for, by=how["by"], at=how["at"])
    return entered


@transaction.atomic
def clear(
    *,
    advance_id: int,
    papers: Decimal,
    cash: Decimal,
    **how: Unpack[HowEntered],
) -> Entered | Payment:
    """Clear an advance as a whole: what papers prove is paid at once, the rest came back in cash.

    Raises NotBalancedError unless both are together the advance, and AlreadyClearedError if it was cleared before.
    """
    advance = Advance.objects.get(pk=advance_id)
    purse = _purse(advance.allocation_id, how["by"])
    if papers + cash != advance.amount:
        raise NotBalancedError(_difference(advance, papers, cash))
    if papers:
        demand_paper(how)
    if how["on"] < advance.on:
        raise OutsideYearError(_("วันที่ล้างเงินยืมต้องไม่ก่อนวันที่ยืม %(day)s") % {"day": thai_date_short(advance.on)})
    spent = Spending(PaymentKind.CLEARING, purse, papers, advance, cash)
    return pay(spent, **how)


@transaction.atomic
def confirm(*, payment_id: int, on: date, by: User, at: datetime) -> Payment:
    """A second person confirms a payment: it goes into the ledger on its own day. The payment keeps both persons."""
    payment = _take_payment(payment_id, by)
    if sentence := why_not_confirmed_by(by, payment, on=on):
        raise OwnPaymentError(sentence)
    spent = Spending(
        PaymentKind(payment.kind), payment.allocation, payment.amount, payment.advance, payment.cash, payment.carry
    )
    _enter(
        spent,
        act=payment.act,
        on=payment.on,
        by=by,
        at=at,
        document_no=payment.document_no,
        note=payment.note,
        late_reason=payment.late_reason,
    )
    payment.state = PaymentState.CONFIRMED
    payment.confirmed_at, payment.confirmed_by, payment.confirmed_through = at, by, by.entered_through
    payment.save(update_fields=["state", "confirmed_at", "confirmed_by", "confirmed_through"])
    record("budget.payment_confirmed", payment, by=by, at=at, act=payment.act, amount=payment.amount)
    return payment


@transaction.atomic
def refuse(*, payment_id: int, reason: str, by: User, at: datetime) -> Payment:
    """Refuse to confirm a payment that waits, with a reason. Whoever recorded it may take it back in this way, too."""
    payment = _take_payment(payment_id, by)
    if not reason.strip():
        raise MoneyError(_("ต้องระบุเหตุผลที่ไม่ยืนยัน"), field="reason")
    payment.state = PaymentState.REFUSED
    payment.refused_at, payment.refused_by, payment.refused_reason = at, by, reason
    payment.save(update_fields=["state", "refused_at", "refused_by", "refused_reason"])
    record("budget.payment_refused", payment, by=by, at=at, act=payment.act, amount=payment.amount, reason=reason)
    return payment


def demand_paper(how: HowEntered) -> None:
    """Raise PaperNeededError for an act that names no document."""
    if not how.get("document_no", "").strip():
        raise PaperNeededError


def _purse(allocation_id: int, by: User | None) -> Allocation:
    rows = Allocation.objects.select_related("appropriation", "bureau", "district__office")
    purse = rows.get(pk=allocation_id)
    demand_permission(by, "budget.record_money", purse)
    return purse


def _take_payment(payment_id: int, by: User) -> Payment:
    """Lock a payment that waits."""
    rows = Payment.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related(
        "allocation__appropriation", "allocation__district", "allocation__bureau", "advance", "carry", "by"
    )
    payment = rows.get(pk=payment_id)
    demand_permission(by, "budget.record_money", payment.allocation)
    if payment.state != PaymentState.WAITING:
        raise NotWaitingError
    return payment


def pay(
    spent: Spending,
    *,
    paid_for: PaidFor = NOTHING,
    **how: Unpack[HowEntered],
) -> Entered | Payment:
    """Enter what is spent, or let it wait where the office wants a second person."""
    by = how["by"]
    if by is None or not needs_confirmation(spent.purse):
        paid: Entered | Payment = _enter(spent, **how)
        is_new = isinstance(paid, Entered) and not paid.is_repeated
    else:
        paid, is_new = _let_wait(spent, by, how)
    if paid_for and is_new:
        tie(spent.purse, act=how["act"], paid_for=paid_for, by=by, at=how["at"])
    return paid


def _enter(spent: Spending, **how: Unpack[HowEntered]) -> Entered:
    def demand(_purses: object) -> dict[str, object]:
        _demand_outstanding(spent.advance)
        return {}

    return enter(spent.purse.appropriation, lambda: spent.movements, demand, **how)


def _let_wait(spent: Spending, by: User, how: HowEntered) -> tuple[Payment, bool]:
    """Keep the payment until another person confirms it; refuse now what the ledger would refuse today."""
    # Wait for whoever spends of the same money.
    Appropriation.objects.select_for_update(of=("self",), no_key=True).get(pk=spent.purse.appropriation_id)
    if earlier := Payment.objects.filter(act=how["act"]).first():
        return earlier, False
    if spent.advance and (sentence := why_not_cleared(spent.advance)):
        raise AlreadyClearedError(sentence)
    demand_reason(spent.purse, on=how["on"], late_reason=how.get("late_reason", ""))
    _try(spent, how)
    payment = Payment.objects.create(
        allocation=spent.purse,
        kind=spent.kind,
        advance=spent.advance,
        carry=spent.carry,
        amount=spent.amount,
        cash=spent.cash,
        through=by.entered_through,
        **how,
    )
    record(
        "budget.payment_recorded",
        payment,
        by=by,
        at=payment.at,
        act=payment.act,
        amount=payment.amount,
        on=payment.on,
        kind=payment.kind,
    )
    return payment, True


def _try(spent: Spending, how: HowEntered) -> None:
    """Put the movements down in memory only."""
    purse = Allocation.objects.get(pk=spent.purse.pk)
    loans = {spent.advance.pk: Advance.objects.get(pk=spent.advance.pk)} if spent.advance else {}
    carries = {spent.carry.pk: Carry.objects.get(pk=spent.carry.pk)} if spent.carry else {}
    planned = replace(spent, purse=purse).movements
    book = book_of(spent.purse.appropriation, {purse.pk: purse}, loans, carries)
    put_down(book, planned, **how)


def _demand_outstanding(advance: Advance | None) -> None:
    """Raise AlreadyClearedError if nothing of the advance is outstanding; the caller holds the lock of its money."""
    if advance is not None and (sentence := why_over(advance)):
        raise AlreadyClearedError(sentence)


def _difference(advance: Advance, papers: Decimal, cash: Decimal) -> str:
    whole = papers + cash
    values = {
        "amount": format_baht(advance.amount),
        "papers": format_baht(papers),
        "cash": format_baht(cash),
        "whole": format_baht(whole),
        "difference": format_baht(abs(advance.amount - whole)),
    }
    if whole < advance.amount:
        words = _(
            "ยืม %(amount)s บาท ใบสำคัญ %(papers)s บาท กับเงินสด %(cash)s บาท รวม %(whole)s บาท ขาด %(difference)s บาท"
        )
    else:
        words = _(
            "ยืม %(amount)s บาท ใบสำคัญ %(papers)s บาท กับเงินสด %(cash)s บาท รวม %(whole)s บาท เกิน %(difference)s บาท"
        )
    return words % values
