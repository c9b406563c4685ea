"""Committees and the standing of communities, with the days on which seats and standings begin and end."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.actions import Invitation, create_person, issue_link, revoke_links
from bkkplan.ground.accounts.enums import LinkPurpose
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record, state_of
from bkkplan.ground.core.refusals import Kind
from communities.actions import entries
from communities.actions.errors import NotYetError, PlanError
from communities.enums import Position, StandingStatus
from communities.models import Committee, CommitteeMember, Community, CommunityStanding, CommunityType, PlanAssistant


class CommitteeError(PlanError):
    sentence = _("แก้ไขคณะกรรมการไม่ได้")


class TermOverlapsError(CommitteeError):
    sentence = _("วาระใหม่ต้องเริ่มหลังวันเริ่มของวาระก่อน")


class TermInUseError(CommitteeError):
    sentence = _("วาระนี้มีกรรมการหรือมีวาระต่อจากนี้แล้ว จึงถอนไม่ได้")


class SeatTakenError(CommitteeError):
    sentence = _("ตำแหน่งนี้มีผู้ดำรงตำแหน่งอยู่แล้ว ให้ผู้เดิมพ้นตำแหน่งก่อน")


class SeatEndedError(CommitteeError):
    sentence = _("ผู้นี้พ้นจากตำแหน่งแล้ว")


class OutsideTermError(CommitteeError):
    sentence = _("วันนั้นอยู่นอกวาระของคณะกรรมการชุดนี้")


class AlreadyInvitedError(CommitteeError):
    sentence = _("กรรมการผู้นี้มีบัญชีผู้ใช้แล้ว")


class AlreadyEnteredError(CommitteeError):
    sentence = _("ผู้นี้ตั้งรหัสผ่านแล้ว ถ้าลืมให้ขอตั้งใหม่ที่หน้าเข้าสู่ระบบ หรือติดต่อผู้ดูแลระบบ")


class AccountClosedError(CommitteeError):
    sentence = _("บัญชีของกรรมการผู้นี้ปิดแล้ว")


class AccountInUseError(CommitteeError):
    """The user name or e-mail is taken or invalid; ``errors`` says which."""

    kind = Kind.WRONG_INPUT
    sentence = _("สร้างบัญชีไม่ได้")


class TypeNotValidError(CommitteeError):
    sentence = _("ประเภทนี้ไม่ได้ใช้อยู่ในวันที่ระบุ")


ONE_OF_EACH = (Position.CHAIR, Position.SECRETARY, Position.TREASURER)


@transaction.atomic
def begin_term(*, community_id: int, starts_on: date, ends_on: date | None, by: User, at: datetime) -> Committee:
    """Open the next term of a committee and return it. The term before ends on the same day, or earlier.

    A latest term that was taken back begins anew, with its number.
    """
    community = _community(community_id, by)
    before = community.committees.standing().order_by("-term_no").first()
    ended_on = before.ends_on if before else None
    committee = next_term(community, before, starts_on=starts_on, ends_on=ends_on)
    if before is not None:
        if before.ends_on != ended_on:
            before.save(update_fields=["ends_on"])
        _revoke_links_of([*before.members.all(), *before.assistants.all()], at=at)
    if taken_back := community.committees.filter(term_no=committee.term_no).first():
        committee.pk = taken_back.pk
        committee.save(update_fields=["starts_on", "ends_on"])
    else:
        committee.save(force_insert=True)
    record(
        "communities.term_begun",
        committee,
        by=by,
        at=at,
        community=community.code,
        term=committee.term_no,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return committee


@transaction.atomic
def end_term(*, committee_id: int, on: date, by: User, at: datetime) -> Committee:
    """Close a committee. ``on`` is the first day without it; the rights of its members end that day."""
    committee = locked_committee(committee_id, by)
    if on <= committee.starts_on:
        raise OutsideTermError
    was = committee.ends_on
    committee.ends_on = on
    committee.save(update_fields=["ends_on"])
    _revoke_links_of([*committee.members.all(), *committee.assistants.all()], at=at)
    record(
        "communities.term_ended",
        committee,
        by=by,
        at=at,
        before={"ends_on": was},
        after={"ends_on": on},
        community=committee.community.code,
    )
    return committee


@transaction.atomic
def take_back_term(*, committee_id: int, ended_before: date | None, by: User, at: datetime) -> Committee:
    """Undo that the latest term was begun; the term before it ends again on ``ended_before``, or has no end.

    Raises TermInUseError once somebody sits in the term.
    """
    committee = locked_committee(committee_id, by)
    later = committee.community.committees.standing().filter(term_no__gt=committee.term_no)
    if committee.is_taken_back or later.exists() or committee.members.exclude(ends_on=F("starts_on")).exists():
        raise TermInUseError
    was = committee.ends_on
    committee.ends_on = committee.starts_on
    committee.save(update_fields=["ends_on"])
    before = committee.community.committees.standing().order_by("-term_no").first()
    if before is not None and before.ends_on == committee.starts_on:
        before.ends_on = ended_before
        before.save(update_fields=["ends_on"])
    record(
        "communities.term_taken_back",
        committee,
        by=by,
        at=at,
        before={"ends_on": was},
        after={"ends_on": committee.ends_on},
        community=committee.community.code,
        term=committee.term_no,
    )
    return committee


@transaction.atomic
def seat_member(
    *, committee_id: int, uuid: UUID, full_name: str, position: Position | str, starts_on: date, by: User, at: datetime
) -> CommitteeMember:
    """Give a person a seat and return it.

    ``uuid`` comes from the form: sent again, the first seat is returned unchanged.
    """
    committee = locked_committee(committee_id, by)
    if existing := committee.members.filter(uuid=uuid).first():
        return existing
    member = new_member(
        committee,
        seated=committee.members.all(),
        uuid=uuid,
        full_name=full_name,
        position=position,
        starts_on=starts_on,
    )
    member.save(force_insert=True)
    record(
        "communities.member_seated",
        member,
        by=by,
        at=at,
        community=committee.community.code,
        position=position,
        starts_on=starts_on,
    )
    return member


@transaction.atomic
def correct_member(
    *, member_id: int, full_name: str, position: Position | str, by: User, at: datetime
) -> CommitteeMember:
    """Correct a name or a position. For a real change of position, end the seat and give a new one."""
    member = _member(member_id, by)
    if position != member.position:
        demand_free_seat(member.committee.members.all(), position)
    was = state_of(member, ["full_name", "position"])
    member.full_name, member.position = full_name, Position(position)
    member.save(update_fields=["full_name", "position"])
    record(
        "communities.member_corrected",
        member,
        by=by,
        at=at,
        **changes(was, state_of(member, ["full_name", "position"])),
        community=member.committee.community.code,
    )
    return member


@transaction.atomic
def leave_seat(*, member_id: int, on: date, by: User, at: datetime) -> CommitteeMember:
    """End a seat. ``on`` is the first day without it; the right to write the plan ends that day."""
    member = _member(member_id, by)
    if member.ends_on is not None:
        raise SeatEndedError
    if on < member.starts_on:
        raise OutsideTermError
    member.ends_on = on
    member.save(update_fields=["ends_on"])
    _revoke_links_of([member], at=at)
    record("communities.member_left", member, by=by, at=at, community=member.committee.community.code, ends_on=on)
    return member


@transaction.atomic
def invite_member(*, member_id: int, username: str, email: str, by: User, at: datetime, on: date) -> Invitation:
    """Give a seated member an account, and return the one-time link that opens it."""
    member = _member(member_id, by, perm="communities.invite_member")
    if member.user_id is not None:
        raise AlreadyInvitedError
    if not CommitteeMember.objects.current(on).filter(pk=member.pk).exists():
        raise SeatEndedError
    user = new_account(username=username, full_name=member.full_name, email=email, by=by, at=at)
    member.user = user
    member.save(update_fields=["user"])
    record(
        "communities.member_invited",
        member,
        by=by,
        at=at,
        community=member.committee.community.code,
        username=username,
    )
    return Invitation(user, issue_link(user=user, purpose=LinkPurpose.INVITATION, by=by, at=at))


@transaction.atomic
def invite_again(*, member_id: int, by: User, at: datetime, on: date) -> Invitation:
    """Return a new one-time link for a seated member who never used the first one.

    Raises AlreadyEnteredError for a member who has logged in.
    """
    member = _member(member_id, by, perm="communities.invite_member")
    if member.user is None or not CommitteeMember.objects.current(on).filter(pk=member.pk).exists():
        raise SeatEndedError
    return another_link(member.user, by=by, at=at)


@transaction.atomic
def record_standing(
    *,
    community_id: int,
    type_id: int,
    status: str,
    starts_on: date,
    note: str = "",
    by: User,
    at: datetime,
    on: date,
) -> CommunityStanding:
    """Record what a community is from a day on. A second record for the same day replaces the first."""
    community = Community.objects.select_for_update(of=("self",), no_key=True).get(pk=community_id)
    if not by.has_perm("communities.manage_register"):
        raise PermissionDenied
    if starts_on > on:
        raise NotYetError
    kind = CommunityType.objects.get(pk=type_id)
    demand_in_use(kind, starts_on)
    if status != StandingStatus.DISSOLVED:
        entries.demand_free_name(community, community.subdistrict_id, community.name_th)
    before = (
        community.standings.filter(Q(starts_on__lte=starts_on)).select_related("type").order_by("-starts_on").first()
    )
    standing, _is_new = CommunityStanding.objects.update_or_create(
        community=community,
        starts_on=starts_on,
        defaults={"type": kind, "status": status, "note": note, "recorded_at": at, "recorded_by": by},
    )
    entries.repeat_latest([community])
    was = {"type": before.type.code, "status": before.status} if before else {}
    record(
        "communities.standing_recorded",
        community,
        by=by,
        at=at,
        **changes(was, {"type": kind.code, "status": status}),
        starts_on=starts_on,
        note=note,
    )
    return standing


def new_account(*, username: str, full_name: str, email: str, by: User, at: datetime) -> User:
    """Make an account for somebody who works for a committee, and return it. Raises AccountInUseError."""
    try:
        with transaction.atomic():
            return create_person(username=username, full_name=full_name, email=email, by=by, at=at)
    except ValidationError as error:
        raise AccountInUseError(errors=getattr(error, "message_dict", {"username": error.messages})) from error


def another_link(user: User, *, by: User, at: datetime) -> Invitation:
    """Return a new one-time link for an account that nobody has entered yet.

    Raises AccountClosedError, and AlreadyEnteredError for any other account.
    """
    if not user.is_active:
        raise AccountClosedError
    # Whoever opens the account has all its rights, so ``by`` must have the right to give each of them.
    if user.has_usable_password() or not by.has_perm("accounts.open_account", user):
        raise AlreadyEnteredError
    return Invitation(user, issue_link(user=user, purpose=LinkPurpose.INVITATION, by=by, at=at))


def _community(community_id: int, by: User, perm: str = "communities.manage_committee") -> Community:
    """Lock the community's row and return it; whoever writes its committees takes this lock."""
    community = Community.objects.select_for_update(of=("self",), no_key=True).get(pk=community_id)
    if not by.has_perm(perm, community):
        raise PermissionDenied
    return community


def locked_committee(committee_id: int, by: User) -> Committee:
    """Lock a committee's row and its community's, and return it."""
    committee = (
        Committee.objects.select_for_update(of=("self",), no_key=True).select_related("community").get(pk=committee_id)
    )
    _community(committee.community_id, by)
    return committee


def _member(member_id: int, by: User, perm: str = "communities.manage_committee") -> CommitteeMember:
    member = (
        CommitteeMember.objects.select_for_update(of=("self",), no_key=True)
        .select_related("committee__community")
        .get(pk=member_id)
    )
    _community(member.committee.community_id, by, perm)
    return member


def _revoke_links_of(held: Iterable[CommitteeMember | PlanAssistant], *, at: datetime) -> None:
    revoke_links(people=[one.user_id for one in held if one.user_id], at=at)


def next_term(community: Community, before: Committee | None, *, starts_on: date, ends_on: date | None) -> Committee:
    """The term after ``before``, the latest there is; that one ends with the day on which the new one begins.

    Raises TermOverlapsError.
    """
    if before is not None:
        if before.starts_on >= starts_on:
            raise TermOverlapsError
        if before.ends_on is None or before.ends_on > starts_on:
            before.ends_on = starts_on
    term_no = before.term_no + 1 if before else 1
    return Committee(community=community, term_no=term_no, starts_on=starts_on, ends_on=ends_on)


def new_member(
    committee: Committee,
    *,
    seated: Iterable[CommitteeMember],
    uuid: UUID,
    full_name: str,
    position: Position | str,
    starts_on: date,
) -> CommitteeMember:
    """A member; ``seated`` are all who have or had a seat in the committee. Raises OutsideTermError, SeatTakenError."""
    if starts_on < committee.starts_on or (committee.ends_on and starts_on >= committee.ends_on):
        raise OutsideTermError
    demand_free_seat(seated, position)
    return CommitteeMember(
        uuid=uuid, committee=committee, full_name=full_name, position=Position(position), starts_on=starts_on
    )


def demand_free_seat(seated: Iterable[CommitteeMember], position: Position | str) -> None:
    if position in ONE_OF_EACH and any(m.position == position and m.ends_on is None for m in seated):
        raise SeatTakenError


def demand_in_use(kind: CommunityType, day: date) -> None:
    """Raise TypeNotValidError if a community cannot be of this type on that day."""
    if not entries.is_in_use(kind, day):
        raise TypeNotValidError
