"""A community asks once that an outcome be looked at again; the district answers with a check of its own day."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.enums import Duty
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import staff_of
from bkkplan.ground.audit.record import write_line
from bkkplan.ground.core.people import demand_permission
from bkkplan.ground.core.rows.basis import Basis
from budget.actions import steps
from budget.actions.checks.checks import save_answers, without_choice
from budget.actions.checks.second_look_steps import ask_again, look_again
from budget.actions.errors import CheckError, NotIncludableError, ReasonNeededError
from budget.models import ConsistencyCheck, Inclusion, SecondLook, granted_of
from budget.queries.checks.checks import what_is_missing
from budget.queries.checks.second_looks import basis_of_second_look, why_not_asked_again
from communities.actions import plans as community_plans
from communities.models import PlanProject, PlanRevision


@transaction.atomic
def ask_for_second_look(*, project_id: int, reason: str, by: User, at: datetime, on: date) -> SecondLook:
    """Ask, for a committee, that the outcome of a confirmed plan's project be looked at again; the district is told.

    Raises CheckError where it was asked before, or the project goes into the action plan already.
    """
    project = PlanProject.objects.live().select_related("revision__plan").get(pk=project_id)
    revision = community_plans.locked(project.revision_id)
    demand_permission(by, "budget.ask_second_look", revision.plan)
    if not reason.strip():
        raise ReasonNeededError(_("เขียนเหตุผลที่ขอให้พิจารณาใหม่"))
    project.revision = revision
    if sentence := why_not_asked_again(project):
        raise CheckError(sentence)
    look, line = ask_again(project, reason=reason.strip(), by=by, at=at, on=on)
    look.save(force_insert=True)
    write_line(line)
    community = revision.plan.community
    notify(
        recipients=staff_of(community.district_id, at=at, duty=Duty.PLANS),
        kind="second-look-asked",
        message=gettext_noop("%(community)sขอให้พิจารณาโครงการ “%(project)s” ใหม่: %(reason)s"),
        params={"community": str(community), "project": project.title, "reason": look.asked_reason},
        url=look.get_absolute_url(),
        at=at,
    )
    return look


@transaction.atomic
def decide_second_look(
    *,
    project_id: int,
    answers: Mapping[str, object],
    reply: str,
    seen: Basis | None = None,
    by: User,
    at: datetime,
    on: date,
) -> SecondLook:
    """Check a project anew, as its community asked: the new check counts from this day, and the earlier one is kept.

    The confirmation stands. Raises CheckError unless the answers are complete, and where less would be granted than
    action plans have taken in already.
    """
    project = PlanProject.objects.select_related("revision__plan__community").get(pk=project_id)
    revision = community_plans.locked(project.revision_id)
    demand_permission(by, "budget.check_projects", revision.plan)
    look = SecondLook.objects.open().filter(project=project).select_related("project__check_result").first()
    if look is None:
        raise CheckError(_("ไม่มีคำขอให้พิจารณาใหม่ที่รออยู่"))
    seen_as = basis_of_second_look(look).demand(seen)
    if not reply.strip():
        raise ReasonNeededError(_("เขียนคำตอบถึงชุมชน"), field="reply")
    check = look.project.check_result
    only = without_choice(revision)
    lines = look_again(look, check, answers, reply=reply.strip(), only=only, by=by, at=at, on=on)
    if what_is_missing(check):
        raise CheckError(_("ยังขาดคำตอบหรือเหตุผล ตอบให้ครบสามข้อและเลือกผลการพิจารณา"))
    _demand_within_what_is_taken_in(look.project, check)
    save_answers(check, answers, seen=check.version)
    look.save(update_fields=["earlier", "reply", "decided_on", "decided_at", "decided_by"])
    for line in lines:
        write_line(line, seen=seen_as)
    _tell_committee(look, revision, at=at, on=on)
    return look


def _demand_within_what_is_taken_in(project: PlanProject, check: ConsistencyCheck) -> None:
    live = list(Inclusion.objects.live().filter(project=project).values_list("amount", flat=True))
    if not live:
        return
    try:
        steps.demand_includable(project, check)
    except NotIncludableError as error:
        raise CheckError(_("โครงการอยู่ในแผนปฏิบัติราชการแล้ว ถอนออกจากแผนก่อนจึงเปลี่ยนผลเป็นอย่างอื่นได้")) from error
    taken = sum(project.amount if amount is None else amount for amount in live)
    if taken > granted_of(project, check):
        raise CheckError(_("แผนปฏิบัติราชการมีโครงการนี้เกินวงเงินใหม่แล้ว แก้ในแผนก่อน"), field="granted_amount")


def _tell_committee(look: SecondLook, revision: PlanRevision, *, at: datetime, on: date) -> None:
    community_plans.tell_committee(
        revision,
        kind="second-look-decided",
        message=gettext_noop("เขตพิจารณาโครงการ “%(project)s” ใหม่แล้ว: %(reply)s"),
        project=look.project.title,
        reply=look.reply,
        at=at,
        on=on,
    )
