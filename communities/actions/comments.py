"""Comments on a plan: written by its committee or its district, and closed by another person's answer."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.enums import Duty
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import staff_of
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.refusals import Kind
from bkkplan.ground.core.thai.errors import N_
from communities.actions.errors import PlanError
from communities.actions.plans import shortened, take_latest
from communities.actions.steps import log_details
from communities.models import PlanComment, PlanRevision
from communities.permissions import acts_for_the_committee
from communities.queries.comments import places_of
from communities.queries.committees import committees_of


class UnknownPlaceError(PlanError):
    kind, field = Kind.WRONG_INPUT, "about"
    sentence = _("หัวข้อหรือโครงการนี้ไม่มีในแผนแล้ว เลือกใหม่")


class AnsweredError(PlanError):
    sentence = _("ความเห็นนี้ตอบแล้ว ถ้ามีเรื่องต่อให้เขียนความเห็นใหม่")


class OwnCommentError(PlanError):
    sentence = _("ผู้เขียนความเห็นตอบความเห็นของตนเองไม่ได้")


@transaction.atomic
def comment_on_plan(
    *, plan_id: int, uuid: UUID, about: str, text: str, by: User, at: datetime, on: date
) -> PlanComment:
    """Keep a comment and tell the other side: the committee, or the district's people who do plans.

    ``about`` is a place of `communities.queries.comments`. The same uuid sent twice is one comment.
    """
    revision = take_latest(plan_id, by=by, permission="communities.comment_on_plan")
    plan = revision.plan
    if (kept := PlanComment.objects.filter(uuid=uuid, plan=plan, by=by).first()) is not None:
        return kept
    if about not in places_of(revision):
        raise UnknownPlaceError
    kind, _dash, key = about.partition("-")
    comment = PlanComment.objects.create(
        uuid=uuid,
        plan=plan,
        section=key if kind == "section" else "",
        lineage=UUID(key) if kind == "project" else None,
        text=text,
        at=at,
        by=by,
    )
    record("communities.plan_commented", comment, by=by, at=at, **log_details(revision), text=text)
    others = _other_side(revision, by=by, at=at, on=on)
    message = N_("%(person)s เขียนความเห็นในแผนพัฒนา%(community)s ปี %(year)s: %(text)s")
    _tell(comment, others, kind="plan-commented", message=message, text=text, at=at)
    return comment


@transaction.atomic
def answer_comment(*, comment_id: int, answer: str, by: User, at: datetime) -> PlanComment:
    """Answer a comment, which closes it, and tell its author."""
    plan_id = PlanComment.objects.values_list("plan", flat=True).get(pk=comment_id)
    # The lock of all writing on the plan: two who answer at once give one answer.
    revision = take_latest(plan_id, by=by, permission="communities.comment_on_plan")
    comment = PlanComment.objects.select_related("plan__community", "by").get(pk=comment_id)
    if comment.answered_at is not None:
        raise AnsweredError
    if comment.by_id == by.pk:
        raise OwnCommentError
    comment.answer, comment.answered_at, comment.answered_by = answer, at, by
    comment.save(update_fields=["answer", "answered_at", "answered_by"])
    record("communities.comment_answered", comment, by=by, at=at, **log_details(revision), answer=answer)
    message = N_("%(person)s ตอบความเห็นของท่านในแผนพัฒนา%(community)s ปี %(year)s: %(text)s")
    _tell(comment, [comment.by], kind="plan-comment-answered", message=message, text=answer, at=at, person=by)
    return comment


def _other_side(revision: PlanRevision, *, by: User, at: datetime, on: date) -> list[User]:
    community = revision.plan.community
    if acts_for_the_committee(by, community.pk):
        return list(committees_of([community.pk], on=on).get(community.pk, ()))
    return staff_of(community.district_id, at=at, duty=Duty.PLANS)


def _tell(
    comment: PlanComment,
    recipients: list[User],
    *,
    kind: str,
    message: str,
    text: str,
    at: datetime,
    person: User | None = None,
) -> None:
    plan = comment.plan
    notify(
        recipients=recipients,
        kind=kind,
        message=message,
        params={
            "person": str(person or comment.by),
            "community": str(plan.community),
            "year": plan.fiscal_year,
            "text": shortened(text),
        },
        url=f"{reverse('communities:comments', args=[plan.year, plan.community.code])}#comment-{comment.uuid}",
        at=at,
    )
