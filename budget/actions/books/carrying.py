"""เงินกันไว้เบิกเหลื่อมปี: asked for by the office, decided, taken back.

Carried money stays in the allocation of its year. What is used of it later are entries of that allocation that name the
carry-over, so both years show the same rows: the old one what became of its money, the new one what it paid of it.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Unpack
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.files.evidence import FileKind
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.kept_files import keep_files
from bkkplan.ground.core.people import demand_permission
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import thai_date_short
from budget.actions.books.carry_notices import tell_askers, tell_deciders
from budget.actions.errors import MoneyError, MoneyMomentError
from budget.actions.money.books import Movement
from budget.actions.money.ledger import ZERO, Entered, HowEntered, NotEnoughError, enter
from budget.enums import CarryKind, CarryState, EntryKind
from budget.models import Allocation, Appropriation, Carry, CarryExtension, CarryPaper, LedgerEntry
from budget.queries.books.carrying import last_day_to_ask, last_day_to_commit, why_not_decided_by

Upload = tuple["UploadedFile[bytes]", FileKind]


class CarryError(MoneyMomentError):
    """It is the wrong moment: decided already, withdrawn, or its last day has passed."""


class TooMuchCarriedError(NotEnoughError):
    """More than its kind allows."""


class CarriedTwiceError(MoneyError):
    field = None


class TooLateToCarryError(MoneyError):
    field = None


class LastDayError(MoneyError):
    """The last day is not after the year, or not after the one before."""

    field = "until"


class PaperError(MoneyError):
    """A file that cannot be kept."""

    field = "files"


class OwnRequestError(CarryError):
    sentence = gettext_lazy("ผู้ขอกันเงินอนุมัติคำขอของตนเองไม่ได้")


@transaction.atomic
def ask(
    *,
    allocation_id: int,
    kind: CarryKind,
    amount: Decimal,
    document_no: str,
    reason: str,
    uploads: Sequence[Upload] = (),
    act: UUID,
    on: date,
    by: User,
    at: datetime,
) -> Carry:
    """Ask to keep money of an allocation after the year's end, on the working day ``on``, by a letter and its files.

    The same form sent again is one request. Raises TooLateToCarryError, CarriedTwiceError, TooMuchCarriedError, and
    PaperError for a file that cannot be kept.
    """
    purse = _lock_money_of(allocation_id)
    demand_permission(by, "budget.record_money", purse)
    if earlier := Carry.objects.filter(act=act).first():
        return earlier
    year = FiscalYear(purse.appropriation.fiscal_year)
    last = last_day_to_ask(year)
    if on > last:
        raise TooLateToCarryError(
            _("พ้นกำหนดขอกันเงินของปี %(year)s แล้ว ขอได้ถึง %(day)s") % {"year": year, "day": thai_date_short(last)}
        )
    if purse.carries.live().filter(kind=kind).exists():
        raise CarriedTwiceError(
            _("ขอกันเงิน%(kind)sของเงินก้อนนี้ไว้แล้ว ถ้าจะเปลี่ยนจำนวนให้ถอนคำขอเดิมก่อน") % {"kind": kind.label}
        )
    _demand_within(purse, kind, amount)
    carry = Carry.objects.create(
        allocation=purse,
        kind=kind,
        amount=amount,
        document_no=document_no,
        reason=reason,
        act=act,
        on=on,
        by=by,
        at=at,
        through=by.entered_through,
    )
    record(
        "budget.carry_asked", carry, by=by, at=at, act=act, on=on, amount=amount, document_no=document_no, reason=reason
    )
    keep_papers(carry, uploads, by=by, at=at)
    tell_deciders(carry, by=by, at=at)
    return carry


@transaction.atomic
def approve(*, carry_id: int, decision: str, until: date | None = None, on: date, by: User, at: datetime) -> Carry:
    """Approve a carry-over by a paper: it stands in the ledger at the last day of its year.

    ``until`` is the last day to use it; money without an obligation has the year's day where none is given. Raises
    OwnRequestError, and TooMuchCarriedError if the money was used since it was asked for.
    """
    carry = take_carry(carry_id, by=by, permission="budget.decide_carry", state=CarryState.ASKED)
    if sentence := why_not_decided_by(by, carry, on=on):
        raise OwnRequestError(sentence)
    purse, year, kind = carry.allocation, carry.year, CarryKind(carry.kind)
    _demand_within(purse, kind, carry.amount)
    if until is None and carry.is_free:
        until = last_day_to_commit(year)
    if until is not None and until <= year.end:
        raise LastDayError(_("วันสุดท้ายที่ใช้เงินกันต้องอยู่หลัง %(day)s") % {"day": thai_date_short(year.end)})
    carry.state, carry.until, carry.decision = CarryState.APPROVED, until, decision
    carry.approved_on, carry.approved_at = on, at
    carry.approved_by, carry.approved_through = by, by.entered_through
    fields = ["state", "until", "decision", "approved_on", "approved_at", "approved_by", "approved_through"]
    carry.save(update_fields=fields)
    kept = EntryKind.CARRY_FREE if carry.is_free else EntryKind.CARRY_BOUND
    enter_carried(
        carry,
        [Movement(kept, carry.amount, purse, carry=carry)],
        act=carry.act,
        on=year.end,
        by=by,
        at=at,
        document_no=carry.document_no,
        late_reason=decision,
    )
    record("budget.carry_approved", carry, by=by, at=at, on=on, amount=carry.amount, decision=decision, until=until)
    tell_askers(carry, is_approved=True, by=by, at=at)
    return carry


@transaction.atomic
def refuse(*, carry_id: int, reason: str, by: User, at: datetime) -> Carry:
    """Say why a carry-over is not approved; the office may ask anew while it is early enough."""
    carry = take_carry(carry_id, by=by, permission="budget.decide_carry", state=CarryState.ASKED)
    carry.state, carry.refused_at, carry.refused_by, carry.refused_reason = CarryState.REFUSED, at, by, reason
    carry.save(update_fields=["state", "refused_at", "refused_by", "refused_reason"])
    record("budget.carry_refused", carry, by=by, at=at, amount=carry.amount, reason=reason)
    tell_askers(carry, is_approved=False, by=by, at=at)
    return carry


@transaction.atomic
def withdraw(*, carry_id: int, reason: str, by: User, at: datetime) -> Carry:
    """The office takes back its request, or what was approved if nothing was used of it: the money is free again."""
    carry = take_carry(carry_id, by=by, permission="budget.record_money")
    if carry.state not in (CarryState.ASKED, CarryState.APPROVED):
        raise CarryError(_("คำขอกันเงินนี้สิ้นสุดแล้ว"))
    if carry.state == CarryState.APPROVED:
        if (carry.left_free if carry.is_free else carry.left_bound) != carry.amount:
            raise CarryError(_("ใช้เงินกันนี้ไปแล้ว จึงถอนไม่ได้ ส่วนที่ไม่ใช้ให้บันทึกพับไป"))
        kept = LedgerEntry.objects.get(act=carry.act)
        back = EntryKind(kept.kind).opposite
        enter_carried(
            carry,
            [Movement(back, carry.amount, carry.allocation, carry=carry, reverses=kept)],
            act=uuid4(),
            on=kept.on,
            by=by,
            at=at,
            note=reason,
            late_reason=reason,
        )
    carry.state, carry.withdrawn_at, carry.withdrawn_by, carry.withdrawn_reason = CarryState.WITHDRAWN, at, by, reason
    carry.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record("budget.carry_withdrawn", carry, by=by, at=at, amount=carry.amount, reason=reason)
    return carry


def keep_papers(
    carry: Carry, uploads: Sequence[Upload], *, extension: CarryExtension | None = None, by: User, at: datetime
) -> list[CarryPaper]:
    """Keep the files of a letter, all or none. Raises PaperError."""

    def tell(paper: CarryPaper) -> None:
        record("budget.carry_paper_kept", paper, by=by, at=at, sha256=paper.sha256)

    facts = {"carry": carry, "extension": extension, "uploaded_at": at, "uploaded_by": by}
    return keep_files(uploads, CarryPaper, refusal=PaperError, tell=tell, **facts)


def enter_carried(
    carry: Carry, movements: Sequence[Movement] | Callable[[], Sequence[Movement]], **how: Unpack[HowEntered]
) -> Entered:
    """Write movements of carried money to the ledger and return the entries; read the totals of ``carry`` again."""
    planned = movements if callable(movements) else lambda: movements
    entered = enter(carry.allocation.appropriation, planned, **how)
    carry.refresh_from_db()
    return entered


def _lock_money_of(allocation_id: int) -> Allocation:
    """An allocation as it stands while nobody else moves money of its appropriation."""
    source = Allocation.objects.values_list("appropriation", flat=True).get(pk=allocation_id)
    Appropriation.objects.select_for_update(of=("self",), no_key=True).get(pk=source)
    rows = Allocation.objects.select_related("appropriation__flagship", "district", "bureau", "item")
    return rows.get(pk=allocation_id)


def take_carry(carry_id: int, *, by: User | None, permission: str, state: CarryState | None = None) -> Carry:
    """Lock a carry-over after the money that it is about, as the ledger does; raise unless it is in this state."""
    purse = _lock_money_of(Carry.objects.values_list("allocation", flat=True).get(pk=carry_id))
    carry = Carry.objects.select_for_update(of=("self",), no_key=True).get(pk=carry_id)
    carry.allocation = purse
    demand_permission(by, permission, carry if permission == "budget.decide_carry" else purse)
    if state is not None and carry.state != state:
        sentence = _("คำขอกันเงินนี้%(state)s") % {"state": carry.get_state_display()}
        raise CarryError(sentence)
    return carry


def _demand_within(purse: Allocation, kind: CarryKind, amount: Decimal) -> None:
    left = max(purse.most_carried[kind], ZERO)
    if amount <= left:
        return
    values = {"amount": format_baht(amount), "left": format_baht(left)}
    if kind is CarryKind.BOUND:
        sentence = _("กันเงิน %(amount)s บาทไม่ได้ หนี้ผูกพันที่ยังไม่เบิกจ่ายและยังไม่ได้กันเหลือ %(left)s บาท")
    else:
        sentence = _("กันเงิน %(amount)s บาทไม่ได้ เงินที่ยังไม่ก่อหนี้ผูกพันและยังไม่ได้กันเหลือ %(left)s บาท")
    raise TooMuchCarriedError(sentence % values, left=left)
