"""Money that was carried over is used after its year: committed, paid; or it lapses (พับไป)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Unpack
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.wording import thai_date_short
from budget.actions.books.carrying import enter_carried, take_carry
from budget.actions.money.books import Movement
from budget.actions.money.ledger import ZERO, Entered, HowEntered, OutsideYearError
from budget.actions.money.payments import Spending, demand_paper, pay
from budget.enums import CarryState, EntryKind, PaymentKind
from budget.models import Carry, LedgerEntry, Payment
from budget.queries.money.spending import needs_allotment


@transaction.atomic
def commit_carried(*, carry_id: int, amount: Decimal, **how: Unpack[HowEntered]) -> Entered:
    """Commit money that was carried over without an obligation. It is then bound, and paid as such."""
    carry = take_carry(carry_id, by=how["by"], permission="budget.commit_money", state=CarryState.APPROVED)
    if earlier := _entered(how["act"]):
        return earlier
    _demand_day(carry, how["on"])
    if carry.is_over(how["on"]):
        _refuse_over(carry)
    purse = carry.allocation

    def movements() -> list[Movement]:
        bare = purse.committed + purse.advanced + amount - purse.allotted
        # The decision that carried it over is also what allots it, where the year's rule asks for that.
        lacks = bare if needs_allotment(carry.year) and bare > ZERO else ZERO
        return [
            Movement(EntryKind.CARRY_FREE_USED, amount, purse, carry=carry),
            *([Movement(EntryKind.ALLOTMENT, lacks, purse, carry=carry)] if lacks else []),
            Movement(EntryKind.COMMITMENT, amount, purse, carry=carry),
            Movement(EntryKind.CARRY_BOUND, amount, purse, carry=carry),
        ]

    return enter_carried(carry, movements, **how)


@transaction.atomic
def pay_carried(*, carry_id: int, amount: Decimal, **how: Unpack[HowEntered]) -> Entered | Payment:
    """Pay of what was carried over, after the year's end; in an office of two persons it waits for the second."""
    carry = take_carry(carry_id, by=how["by"], permission="budget.record_money", state=CarryState.APPROVED)
    demand_paper(how)
    _demand_day(carry, how["on"])
    if carry.is_over(how["on"]) and not carry.is_free:
        _refuse_over(carry)
    spent = Spending(PaymentKind.CARRIED, carry.allocation, amount, carry=carry)
    return pay(spent, **how)


@transaction.atomic
def commit_and_pay_carried(*, carry_id: int, amount: Decimal, **how: Unpack[HowEntered]) -> Entered | Payment:
    """Commit money that was carried over without an obligation, and pay it, in one sitting: two acts, or none.

    The payment is returned; where an office wants a second person it waits, and the commitment stands.
    """
    commitment: HowEntered = {**how, "act": uuid5(how["act"], "commitment")}
    commit_carried(carry_id=carry_id, amount=amount, **commitment)
    return pay_carried(carry_id=carry_id, amount=amount, **how)


@transaction.atomic
def lapse_carried(*, carry_id: int, amount: Decimal, **how: Unpack[HowEntered]) -> Entered:
    """พับไป: what is not needed of a carry-over. Of money without an obligation, first what is not committed."""
    carry = take_carry(carry_id, by=how["by"], permission="budget.record_money", state=CarryState.APPROVED)
    if earlier := _entered(how["act"]):
        return earlier
    _demand_day(carry, how["on"])
    return enter_carried(carry, lapse_of(carry, amount), **how)


@transaction.atomic
def lapse_overdue(*, on: date, by: User | None, at: datetime) -> int:
    """Let what has passed its last day lapse, on that day; how many carry-overs. Sent again, it does nothing.

    Of money without an obligation only what was not committed lapses. What waits for an extension that was asked for in
    time lapses only once it is refused.
    """
    overdue = Carry.objects.filter(state=CarryState.APPROVED, until__lt=on).with_money()
    overdue = overdue.exclude(extensions__state=CarryState.ASKED)
    done = 0
    for pk in overdue.order_by("allocation__appropriation", "pk").values_list("pk", flat=True):
        carry = take_carry(pk, by=by, permission="budget.record_money")
        amount = carry.left_free if carry.is_free else carry.left_bound
        if carry.until is None or carry.until >= on or not amount:
            continue
        # A commitment that was taken back by a later paper is free from that day on.
        last = carry.entries.order_by("-on").values_list("on", flat=True).first() or carry.until
        reason = _("พ้นวันสุดท้ายที่ใช้เงินกันได้")
        enter_carried(
            carry,
            lapse_of(carry, amount),
            act=uuid4(),
            on=max(carry.until, last),
            by=by,
            at=at,
            document_no=carry.decision[:100],
            note=reason,
            late_reason=reason,
        )
        done += 1
    return done


def lapse_of(carry: Carry, amount: Decimal) -> list[Movement]:
    """The movements by which so much of a carry-over lapses: first what is not committed."""
    purse = carry.allocation
    free = min(amount, carry.left_free)
    parts = [(EntryKind.CARRY_FREE_USED, free), (EntryKind.CARRY_BOUND_USED, amount - free)]
    used = [Movement(kind, part, purse, carry=carry) for kind, part in parts if part]
    return [*used, Movement(EntryKind.LAPSE, amount, purse, carry=carry)]


def _entered(act: UUID) -> Entered | None:
    """The entries of a form that was sent before; what they were depends on what was left then."""
    rows = tuple(LedgerEntry.objects.filter(act=act).order_by("pk"))
    return Entered(act, rows, is_repeated=True) if rows else None


def _demand_day(carry: Carry, on: date) -> None:
    if on <= carry.year.end:
        raise OutsideYearError(
            _("เงินกันของปี %(year)s ใช้ได้ตั้งแต่วันถัดจาก %(day)s")
            % {"year": carry.year, "day": thai_date_short(carry.year.end)}
        )


def _refuse_over(carry: Carry) -> None:
    day = thai_date_short(carry.until)
    raise OutsideYearError(_("เงินกันนี้ใช้ได้ถึง %(day)s ถ้าขยายเวลาแล้ว ให้บันทึกการขยายเวลาก่อน") % {"day": day})
