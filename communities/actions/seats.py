"""All seats of a committee in one act, and all invitations in one: each row by its single act, or nothing at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.actions import Invitation
from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.refusals import Kind, Refusal
from bkkplan.ground.core.rows.basis import Bases
from communities.actions.committees import (
    ONE_OF_EACH,
    AccountInUseError,
    CommitteeError,
    OutsideTermError,
    SeatEndedError,
    SeatTakenError,
    correct_member,
    invite_again,
    invite_member,
    leave_seat,
    locked_committee,
    seat_member,
)
from communities.models import Committee, CommitteeMember
from communities.queries.committees import bases_of_seats


class RowsRefusedError(CommitteeError):
    """Rows were refused, and so nothing was done; ``errors`` has their sentences by the field of the table."""

    kind = Kind.WRONG_INPUT
    sentence = _("ยังไม่ได้บันทึกแถวใด แก้แถวที่มีข้อความก่อน")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """A row of the table: of a seat (``member``), which may be corrected or left, or of a new one (``uuid``)."""

    key: str
    full_name: str
    position: str
    member: int | None = None
    uuid: UUID | None = None
    is_left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """Who is invited. Whoever has an account already gets a new link for it, and needs no ``username``."""

    member: int
    username: str = ""
    email: str = ""


@transaction.atomic
def save_seats(
    *,
    committee_id: int,
    rows: Sequence[SeatRow],
    starts_on: date,
    leaves_on: date,
    seen: Bases | None = None,
    by: User,
    at: datetime,
) -> int:
    """Add, correct and end seats; return how many rows were written, which is 0 for a table that is sent again.

    New seats begin on ``starts_on``, and those that are left end with ``leaves_on``, the first day without them.
    """
    _lock_seats(committee_id)
    committee = locked_committee(committee_id, by)
    seats = {seat.pk: seat for seat in committee.members.all()}
    written = {seat.uuid for seat in seats.values()}
    left = [row for row in rows if _is_to_do(row, seats, written)]
    if not left:
        return 0
    bases_of_seats(committee).demand(seen)
    errors: dict[str, str] = {}
    for row in _in_possible_order(left, seats):
        try:
            with transaction.atomic():
                _write(row, committee, seats, starts_on=starts_on, leaves_on=leaves_on, by=by, at=at)
        except SeatTakenError as refusal:
            errors[f"position-{row.key}"] = str(refusal)
        except OutsideTermError as refusal:
            errors["leaves_on" if row.member else "starts_on"] = str(refusal)
        except Refusal as refusal:
            errors[f"full_name-{row.key}"] = str(refusal)
    if errors:
        raise RowsRefusedError(errors=errors)
    return len(left)


@transaction.atomic
def invite_members(
    *, committee_id: int, chosen: Sequence[Invitee], seen: Bases | None = None, by: User, at: datetime, on: date
) -> list[Invitation]:
    """Invite several members of a committee, in their order; return the one-time links, which nobody sees again."""
    _lock_seats(committee_id)
    committee = locked_committee(committee_id, by)
    bases_of_seats(committee).demand(seen)
    made, errors = list[Invitation](), dict[str, str]()
    for one in chosen:
        try:
            with transaction.atomic():
                made.append(_invite(one, by=by, at=at, on=on))
        except AccountInUseError as refusal:
            errors |= {f"{field}-{one.member}": " ".join(found) for field, found in refusal.errors.items()}
        except Refusal as refusal:
            errors[f"is_chosen-{one.member}"] = str(refusal)
    if errors:
        raise RowsRefusedError(errors=errors)
    return made


def _lock_seats(committee_id: int) -> None:
    # A single act locks its seat before the committee's community; so does this one, to wait and not to block.
    rows = CommitteeMember.objects.select_for_update(of=("self",), no_key=True).filter(committee=committee_id)
    list(rows.order_by("pk").values_list("pk"))


def _invite(one: Invitee, *, by: User, at: datetime, on: date) -> Invitation:
    if one.username:
        return invite_member(member_id=one.member, username=one.username, email=one.email, by=by, at=at, on=on)
    return invite_again(member_id=one.member, by=by, at=at, on=on)


def _is_to_do(row: SeatRow, seats: Mapping[int, CommitteeMember], written: set[UUID]) -> bool:
    if row.member is None:
        return row.uuid not in written
    seat = seats.get(row.member)
    if seat is not None and seat.ends_on is not None and row.is_left:
        return False
    return seat is None or row.is_left or _is_corrected(row, seat)


def _is_corrected(row: SeatRow, seat: CommitteeMember) -> bool:
    return (row.full_name, row.position) != (seat.full_name, seat.position)


def _in_possible_order(rows: Sequence[SeatRow], seats: Mapping[int, CommitteeMember]) -> Iterator[SeatRow]:
    """First who leaves, then corrections, then new seats: whoever gives a position up comes before whoever gets it."""
    leaving = {row.member for row in rows if row.is_left}
    yield from (row for row in rows if row.is_left)
    held = [seat.position for seat in seats.values() if seat.ends_on is None and seat.pk not in leaving]
    waiting = [row for row in rows if row.member is not None and not row.is_left]
    while waiting:
        row = next((row for row in waiting if row.position not in ONE_OF_EACH or row.position not in held), waiting[0])
        waiting.remove(row)
        seat = seats.get(row.member or 0)
        if seat is not None and seat.position in held:
            held.remove(seat.position)
            held.append(row.position)
        yield row
    yield from (row for row in rows if row.member is None)


def _write(
    row: SeatRow,
    committee: Committee,
    seats: Mapping[int, CommitteeMember],
    *,
    starts_on: date,
    leaves_on: date,
    by: User,
    at: datetime,
) -> None:
    """Do what one row says by the single acts for it."""
    words = {"full_name": row.full_name, "position": row.position}
    if row.uuid is not None:
        seat_member(committee_id=committee.pk, uuid=row.uuid, starts_on=starts_on, **words, by=by, at=at)
        return
    seat = seats.get(row.member or 0)
    if seat is None:
        raise SeatEndedError
    if _is_corrected(row, seat):
        correct_member(member_id=seat.pk, **words, by=by, at=at)
    if row.is_left:
        leave_seat(member_id=seat.pk, on=leaves_on, by=by, at=at)
