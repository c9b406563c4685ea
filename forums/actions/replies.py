"""An office answers a proposal that no plan has, or passes it on to an agency and tells what that one said."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from forums.actions.errors import NotToBeAnsweredError, ReasonNeededError, WrongMomentError
from forums.actions.lock import lock_proposals, take_proposals
from forums.enums import ForumState, ReplyKind
from forums.models import Proposal, Reply, Uptake
from forums.queries.successions import standing_for

PERMISSION = "forums.work_up"


@transaction.atomic
def answer(*, proposal_id: int, text: str, on: date, by: User, at: datetime) -> Reply:
    """Say for everybody to read why the proposal is not taken further, or what the office does about it."""
    proposal = _open_to_a_reply(proposal_id, by=by)
    reply = Reply.objects.create(kind=ReplyKind.ANSWER, proposal=proposal, text=text, on=on, at=at, by=by)
    record("forums.proposal_answered", reply, by=by, at=at, proposal=proposal, on=on, text=text)
    return reply


@transaction.atomic
def forward(
    *, proposal_id: int, agency: str, case_number: str = "", text: str = "", on: date, by: User, at: datetime
) -> Reply:
    """Pass the proposal on to an agency, with the number under which that one has it, if it is known."""
    proposal = _open_to_a_reply(proposal_id, by=by)
    words: dict[str, Any] = {"agency": agency, "case_number": case_number, "text": text}
    reply = Reply.objects.create(kind=ReplyKind.FORWARDED, proposal=proposal, **words, on=on, at=at, by=by)
    record("forums.proposal_forwarded", reply, by=by, at=at, proposal=proposal, on=on, **words)
    return reply


@transaction.atomic
def record_agency_answer(
    *, reply_id: int, agency_answer: str, case_number: str = "", on: date, by: User, at: datetime
) -> Reply:
    """Keep what the agency said, and its number. A later answer replaces the one before, which stays in the log."""
    reply = _take(reply_id, by=by)
    if reply.kind != ReplyKind.FORWARDED:
        raise WrongMomentError(_("ข้อเสนอนี้ไม่ได้ส่งต่อหน่วยงาน"))
    reply.agency_answer, reply.case_number = agency_answer, case_number or reply.case_number
    reply.answered_on, reply.answered_at, reply.answered_by = on, at, by
    reply.save(update_fields=["agency_answer", "case_number", "answered_on", "answered_at", "answered_by"])
    words: dict[str, Any] = {"agency_answer": agency_answer, "case_number": reply.case_number}
    record("forums.agency_answered", reply, by=by, at=at, proposal=reply.proposal_id, on=on, **words)
    return reply


@transaction.atomic
def take_back(*, reply_id: int, reason: str, on: date, by: User, at: datetime) -> Reply:
    """End an answer or a forwarding: the proposal waits again."""
    reply = _take(reply_id, by=by)
    if not reason.strip():
        raise ReasonNeededError(_("เขียนเหตุผลก่อน"))
    reply.ended_on, reply.ended_at, reply.ended_by, reply.ended_reason = on, at, by, reason
    reply.save(update_fields=["ended_on", "ended_at", "ended_by", "ended_reason"])
    record("forums.reply_taken_back", reply, by=by, at=at, proposal=reply.proposal_id, on=on, reason=reason)
    return reply


def _open_to_a_reply(proposal_id: int, *, by: User) -> Proposal:
    """Lock the proposal and return it. Raises NotToBeAnsweredError if something else became of it."""
    proposal = take_proposals({proposal_id}, by=by, permission=PERMISSION)[proposal_id]
    if proposal.forum.state != ForumState.PUBLISHED:
        raise NotToBeAnsweredError(_("ตอบข้อเสนอได้เมื่อเผยแพร่ผลเวทีแล้ว"))
    if standing_for(proposal):
        raise NotToBeAnsweredError(_("มีข้อเสนออื่นแทนข้อเสนอนี้แล้ว ตอบที่ข้อเสนอนั้น"))
    if Uptake.objects.filter(proposal=proposal, ended_on=None).exists():
        raise NotToBeAnsweredError(_("ข้อเสนอนี้อยู่ในแผนพัฒนาชุมชนแล้ว ผลตรวจของแผนเป็นคำตอบ"))
    if proposal.replies.live().exists():
        raise NotToBeAnsweredError(_("ข้อเสนอนี้มีคำตอบแล้ว ถอนคำตอบเดิมก่อน"))
    return proposal


def _take(reply_id: int, *, by: User) -> Reply:
    """The reply, with its proposal locked."""
    reply = Reply.objects.get(pk=reply_id)
    proposal = lock_proposals({reply.proposal_id})[reply.proposal_id]
    if not by.has_perm(PERMISSION, proposal):
        raise PermissionDenied
    reply.refresh_from_db()
    if reply.ended_on is not None:
        raise WrongMomentError(_("ถอนคำตอบนี้ไปแล้ว"))
    return reply
