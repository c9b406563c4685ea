"""A committee takes proposals from forums of its district into its plan, and may end that again."""

from datetime import date, datetime
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record, write_line
from communities.actions.plans import locked
from communities.actions.writing import ProjectMoneyLine, ProjectWords, save_project
from communities.enums import RevisionState
from communities.models import Plan, PlanProject
from forums.actions import steps
from forums.actions.errors import AlreadyTakenUpError, WrongMomentError
from forums.actions.lock import lock_proposals
from forums.actions.replies import demand_not_taken_in
from forums.models import Proposal, Reply, Uptake
from forums.queries.successions import standing_for


@transaction.atomic
def take_up(*, plan_id: int, proposal_id: int, on: date, by: User, at: datetime) -> Uptake:
    """Make a project of the plan's draft out of a proposal.

    Raises AlreadyTakenUpError if the plan has a project from it, WrongMomentError if another proposal stands for it or
    the office answered it.
    """
    plan = Plan.objects.select_related("community__district").get(pk=plan_id)
    if not by.has_perm("forums.take_up", plan):
        raise PermissionDenied
    # The draft's row is the lock: two clicks make one project. The proposal's keeps it from going into another one.
    revision = locked(plan.revisions.latest("number").pk)
    proposal = _open_to(plan, proposal_id)
    project = save_project(revision_id=revision.pk, uuid=uuid4(), words=_as_project(proposal), seen=0, by=by, at=at)
    uptake, line = steps.take_up(proposal, project, on=on, by=by, at=at)
    uptake.save(force_insert=True)
    write_line(line)
    return uptake


@transaction.atomic
def tie(*, proposal_id: int, project_id: int, on: date, by: User, at: datetime) -> Uptake:
    """Say that a project which stands in a plan already answers a proposal. Its words and its money stay as they are.

    In a draft the committee does so, as it takes proposals over; in a plan that was handed in or confirmed the
    district, to which the plan has gone. Raises AlreadyTakenUpError if a project of the plan has the proposal.
    """
    project = PlanProject.objects.select_related("revision__plan__community__district").get(pk=project_id)
    plan = project.revision.plan
    revision = locked(plan.revisions.latest("number").pk)
    proposal = lock_proposals({proposal_id})[proposal_id]
    is_draft = revision.state == RevisionState.DRAFT
    if not (by.has_perm("forums.take_up", plan) if is_draft else by.has_perm("forums.work_up", proposal)):
        raise PermissionDenied
    project = PlanProject.objects.live().filter(revision=revision, lineage=project.lineage).first()
    if project is None:
        raise WrongMomentError(_("โครงการนี้ไม่อยู่ในแผนแล้ว เลือกโครงการอื่น"))
    _demand_open_to(plan, proposal)
    uptake, _line = steps.take_up(proposal, project, on=on, by=by, at=at)
    uptake.save(force_insert=True)
    record("forums.proposal_tied", uptake, by=by, at=at, proposal=proposal, project=project, plan=plan, on=on)
    return uptake


def _open_to(plan: Plan, proposal_id: int) -> Proposal:
    """Lock the proposal and return it, if this plan may take it over."""
    proposal = lock_proposals({proposal_id})[proposal_id]
    _demand_open_to(plan, proposal)
    return proposal


def _demand_open_to(plan: Plan, proposal: Proposal) -> None:
    steps.demand_open_to_plans(proposal, district_id=plan.community.district_id)
    if standing := standing_for(proposal):
        titles = " · ".join(str(row.into) for row in standing)
        raise WrongMomentError(_("มีข้อเสนออื่นแทนข้อเสนอนี้แล้ว นำข้อเสนอนั้นเข้าแผน: %(titles)s") % {"titles": titles})
    demand_not_taken_in([proposal])
    if Reply.objects.live().filter(proposal=proposal).exists():
        raise WrongMomentError(_("เขตตอบหรือส่งต่อข้อเสนอนี้แล้ว ถ้าจะนำเข้าแผน ให้เขตถอนคำตอบก่อน"))
    if Uptake.objects.filter(proposal=proposal, project__revision__plan=plan, ended_on=None).exists():
        raise AlreadyTakenUpError(_("แผนนี้มีโครงการจากข้อเสนอนี้แล้ว"))


def _as_project(proposal: Proposal) -> ProjectWords:
    """The text of a proposal in the fields of the project form, as a beginning for the committee."""
    origin = _("ข้อเสนอจาก%(forum)s") % {"forum": proposal.forum}
    amount = proposal.requested_amount
    return ProjectWords(
        title=proposal.title,
        areas=[proposal.area.code] if proposal.area else [],
        reason=f"{proposal.detail}\n{origin}".strip(),
        place=proposal.place,
        lines=[ProjectMoneyLine(item=proposal.title[:200], unit_price=amount)] if amount else [],
    )


@transaction.atomic
def end_uptake(*, uptake_id: int, reason: str, public_reason: str = "", on: date, by: User, at: datetime) -> Uptake:
    """End the uptake: the plan goes on without the proposal. The uptake and the reasons stay readable.

    ``reason`` stays with the committee and the district; the public reads ``public_reason``, if a word was given.
    """
    uptake = (
        Uptake.objects.select_for_update(of=("self",), no_key=True)
        .select_related("project__revision__plan")
        .get(pk=uptake_id)
    )
    if not by.has_perm("forums.take_up", uptake.project.revision.plan):
        raise PermissionDenied
    line = steps.end_uptake(uptake, reason=reason, public_reason=public_reason, on=on, by=by, at=at)
    uptake.save(update_fields=["ended_on", "ended_at", "ended_by", "ended_reason", "public_reason"])
    write_line(line)
    return uptake
