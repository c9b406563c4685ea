"""Assistants of a committee, who write its plan and decide nothing: named for a time, and ended."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.actions import Invitation, issue_link, notify, revoke_links
from bkkplan.ground.accounts.enums import LinkPurpose
from bkkplan.ground.accounts.models import User, offices_not_ended
from bkkplan.ground.audit.record import LogLine, log_line, record, write_line
from bkkplan.ground.core.refusals import Kind
from bkkplan.ground.core.thai import normalise
from bkkplan.ground.core.thai.errors import N_
from communities.actions.committees import AccountClosedError, CommitteeError, another_link, new_account
from communities.models import Committee, Community, PlanAssistant
from communities.models.committee import SEAT, held_of_committees, helps_not_ended, seats_not_ended


class AssistantEndedError(CommitteeError):
    sentence = _("ผู้นี้ไม่ได้เป็นผู้ช่วยบันทึกข้อมูลแล้ว")


class AssistantNamedAlreadyError(CommitteeError):
    sentence = _("ผู้นี้เป็นผู้ช่วยบันทึกข้อมูลของชุมชนนี้อยู่แล้ว")


class SitsHereError(CommitteeError):
    sentence = _("ผู้นี้เป็นกรรมการของชุมชนนี้ จึงเขียนแผนได้อยู่แล้ว")


class WorksHereError(CommitteeError):
    """Four eyes: an officer who writes a plan for its committee could check it afterwards."""

    sentence = _("ผู้นี้ทำงานในสำนักงานเขตนี้ จึงเป็นผู้ช่วยไม่ได้ เพราะผู้บันทึกแผนตรวจหรือรับรองแผนนั้นไม่ได้")


class OtherNameError(CommitteeError):
    kind, field = Kind.WRONG_INPUT, "username"
    sentence = _("บัญชีผู้ใช้นี้เป็นของคนอื่น ใช้ชื่อบัญชีอื่น หรือถ้าเป็นคนเดียวกันให้ใส่ชื่อ-นามสกุลตามบัญชี")


class DayNotToComeError(CommitteeError):
    kind, field = Kind.WRONG_INPUT, "ends_on"
    sentence = _("ต้องเป็นวันหลังจากวันนี้")


@dataclass(frozen=True, slots=True)
class NamedAssistant:
    """``invitation`` is None for a person who had an account already, and comes in as before."""

    assistant: PlanAssistant
    invitation: Invitation | None


@transaction.atomic
def name_assistant(
    *,
    community_id: int,
    full_name: str,
    username: str,
    email: str = "",
    ends_on: date | None = None,
    by: User,
    at: datetime,
    on: date,
) -> NamedAssistant:
    """Let a person write the community's plan from today on, until ``ends_on`` or until it is ended.

    A user name that is free makes an account with its one-time link. One that is taken means its owner, who must have
    this name: the name of an account is told to nobody who does not know it.
    """
    community = _lock_helped(community_id)
    if not by.has_perm("communities.name_assistant", community):
        raise PermissionDenied
    seats = (held.committee for held in held_of_committees(by) if (held.kind, held.community) == (SEAT, community.pk))
    committee = Committee.objects.select_related("community").get(pk=next(seats))
    user, is_new = _account(full_name=full_name, username=username, email=email, by=by, at=at)
    _demand_fit(user, community)
    assistant, line = new_assistant(committee, user, on=on, ends_on=ends_on, by=by, at=at)
    assistant.save(force_insert=True)
    write_line(line)
    message = N_("%(person)s ให้ท่านเป็นผู้ช่วยบันทึกข้อมูลของ%(community)s ท่านเขียนแผนได้ คณะกรรมการเป็นผู้ส่ง")
    _tell(assistant, community, message=message, by=by, at=at)
    link = issue_link(user=user, purpose=LinkPurpose.INVITATION, by=by, at=at) if is_new else ""
    return NamedAssistant(assistant, Invitation(user, link) if is_new else None)


def new_assistant(
    committee: Committee, user: User, *, on: date, ends_on: date | None, by: User, at: datetime
) -> tuple[PlanAssistant, LogLine]:
    """An assistant of a committee, and the log's line. Raises DayNotToComeError."""
    if ends_on is not None and ends_on <= on:
        raise DayNotToComeError
    assistant = PlanAssistant(committee=committee, user=user, starts_on=on, ends_on=ends_on, named_at=at, named_by=by)
    line = log_line(
        "communities.assistant_named",
        assistant,
        by=by,
        at=at,
        community=committee.community.code,
        username=user.username,
        starts_on=on,
        ends_on=ends_on,
    )
    return assistant, line


@transaction.atomic
def end_assistant(*, assistant_id: int, by: User, at: datetime, on: date) -> PlanAssistant:
    """From this moment on the assistant writes no more. What was written stays, with the assistant's name."""
    assistant = _assistant(assistant_id, by)
    if not helps_not_ended(assistant.user).filter(pk=assistant.pk).exists():
        raise AssistantEndedError
    was = assistant.ends_on
    assistant.ends_on, assistant.ended_at, assistant.ended_by = on, at, by
    assistant.save(update_fields=["ends_on", "ended_at", "ended_by"])
    revoke_links(people=[assistant.user_id], at=at)
    community = assistant.committee.community
    record(
        "communities.assistant_ended",
        assistant,
        by=by,
        at=at,
        before={"ends_on": was},
        after={"ends_on": on},
        community=community.code,
    )
    message = N_("%(person)s ให้ท่านพ้นจากผู้ช่วยบันทึกข้อมูลของ%(community)s สิ่งที่ท่านเขียนไว้ยังอยู่")
    _tell(assistant, community, message=message, by=by, at=at)
    return assistant


@transaction.atomic
def invite_assistant_again(*, assistant_id: int, by: User, at: datetime) -> Invitation:
    """Return a new one-time link for one who never used the first. Raises AlreadyEnteredError for others."""
    assistant = _assistant(assistant_id, by)
    if not helps_not_ended(assistant.user).filter(pk=assistant.pk).exists():
        raise AssistantEndedError
    return another_link(assistant.user, by=by, at=at)


def _lock_helped(community_id: int) -> Community:
    return Community.objects.select_for_update(of=("self",), no_key=True).get(pk=community_id)


def _assistant(assistant_id: int, by: User) -> PlanAssistant:
    """Lock the assistant's community, and return the assistant as it stands then."""
    of = PlanAssistant.objects.values_list("committee__community", flat=True).get(pk=assistant_id)
    community = _lock_helped(of)
    if not by.has_perm("communities.look_after_assistant", community):
        raise PermissionDenied
    return PlanAssistant.objects.select_related("user", "committee__community").get(pk=assistant_id)


def _account(*, full_name: str, username: str, email: str, by: User, at: datetime) -> tuple[User, bool]:
    """Whose account it is, and whether it was made here."""
    known = User.objects.filter(username__iexact=username).first()
    if known is None:
        return new_account(username=username, full_name=full_name, email=email, by=by, at=at), True
    if normalise(known.full_name).split() != normalise(full_name).split():
        raise OtherNameError
    if not known.is_active:
        raise AccountClosedError
    # The lock of whoever gives the person a role, or a link for what was held before.
    revoke_links(people=[known.pk], at=at)
    return known, False


def _demand_fit(user: User, community: Community) -> None:
    if offices_not_ended(user).filter(district=community.district_id).exists():
        raise WorksHereError
    if seats_not_ended(user).filter(committee__community=community).exists():
        raise SitsHereError
    if helps_not_ended(user).filter(committee__community=community).exists():
        raise AssistantNamedAlreadyError


def _tell(assistant: PlanAssistant, community: Community, *, message: str, by: User, at: datetime) -> None:
    notify(
        recipients=[assistant.user],
        kind="plan-assistant",
        message=message,
        params={"person": str(by), "community": str(community)},
        url=reverse("communities:community", args=[community.code]),
        at=at,
    )
