"""ขยายเวลาเบิกจ่ายเงินเหลื่อมปี: asked for by the office, decided by whoever decides on the carry-over."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.wording import thai_date_short
from budget.actions.books.carry_notices import tell_askers, tell_deciders
from budget.actions.books.carrying import CarryError, LastDayError, OwnRequestError, Upload, keep_papers, take_carry
from budget.enums import CarryState
from budget.models import Carry, CarryExtension
from budget.queries.books.carrying import why_not_decided_by, why_not_extended


class NotExtendedError(CarryError):
    """It is the wrong moment to ask for a later day; the sentence says why."""


class OwnExtensionError(OwnRequestError):
    sentence = gettext_lazy("ผู้ขอขยายเวลาอนุมัติคำขอของตนเองไม่ได้")


@transaction.atomic
def ask_extension(
    *,
    carry_id: int,
    until: date,
    document_no: str,
    reason: str,
    uploads: Sequence[Upload] = (),
    act: UUID,
    on: date,
    by: User,
    at: datetime,
) -> CarryExtension:
    """Ask for a later last day of carried money, by a letter and its files; twice at most, before its day has passed.

    Until it is decided the money does not lapse. The same form sent again is one request. Raises NotExtendedError,
    LastDayError, and PaperError for a file that cannot be kept.
    """
    carry = take_carry(carry_id, by=by, permission="budget.record_money", state=CarryState.APPROVED)
    if earlier := CarryExtension.objects.filter(act=act).first():
        return earlier
    if sentence := why_not_extended(carry, on=on):
        raise NotExtendedError(sentence)
    assert carry.until is not None  # noqa: S101  (why_not_extended says so)
    _demand_later(carry, until)
    extension = CarryExtension.objects.create(
        carry=carry,
        number=carry.extensions.live().count() + 1,
        was_until=carry.until,
        until=until,
        document_no=document_no,
        reason=reason,
        act=act,
        on=on,
        at=at,
        by=by,
        through=by.entered_through,
    )
    record(
        "budget.carry_extension_asked",
        carry,
        by=by,
        at=at,
        act=act,
        on=on,
        number=extension.number,
        was_until=carry.until,
        until=until,
        document_no=document_no,
        reason=reason,
    )
    keep_papers(carry, uploads, extension=extension, by=by, at=at)
    tell_deciders(carry, extension, by=by, at=at)
    return extension


@transaction.atomic
def approve_extension(*, extension_id: int, decision: str, on: date, by: User, at: datetime) -> CarryExtension:
    """Give carried money the later last day that its office asked for, by a paper."""
    extension, carry = _take(extension_id, by=by)
    if sentence := why_not_decided_by(by, carry, on=on, extension=extension):
        raise OwnExtensionError(sentence)
    extension.state, extension.decision = CarryState.APPROVED, decision
    extension.approved_on, extension.approved_at = on, at
    extension.approved_by, extension.approved_through = by, by.entered_through
    extension.save(update_fields=["state", "decision", "approved_on", "approved_at", "approved_by", "approved_through"])
    carry.until = extension.until
    carry.save(update_fields=["until"])
    record(
        "budget.carry_extended",
        carry,
        by=by,
        at=at,
        on=on,
        number=extension.number,
        was_until=extension.was_until,
        until=extension.until,
        decision=decision,
    )
    tell_askers(carry, extension, is_approved=True, by=by, at=at)
    return extension


@transaction.atomic
def refuse_extension(*, extension_id: int, reason: str, by: User, at: datetime) -> CarryExtension:
    """Say why carried money gets no later day; the office may ask anew while its day has not passed."""
    extension, carry = _take(extension_id, by=by)
    extension.state, extension.refused_at, extension.refused_by = CarryState.REFUSED, at, by
    extension.refused_reason = reason
    extension.save(update_fields=["state", "refused_at", "refused_by", "refused_reason"])
    record("budget.carry_extension_refused", carry, by=by, at=at, number=extension.number, reason=reason)
    tell_askers(carry, extension, is_approved=False, by=by, at=at)
    return extension


def _take(extension_id: int, *, by: User) -> tuple[CarryExtension, Carry]:
    carry_id = CarryExtension.objects.values_list("carry", flat=True).get(pk=extension_id)
    carry = take_carry(carry_id, by=by, permission="budget.decide_carry", state=CarryState.APPROVED)
    extension = CarryExtension.objects.get(pk=extension_id)
    if extension.state != CarryState.ASKED:
        raise CarryError(_("คำขอขยายเวลานี้ตัดสินไปแล้ว: %(state)s") % {"state": extension.get_state_display()})
    return extension, carry


def _demand_later(carry: Carry, until: date) -> None:
    if carry.until is not None and until <= carry.until:
        raise LastDayError(_("วันใหม่ต้องอยู่หลังวันเดิม %(day)s") % {"day": thai_date_short(carry.until)})
