"""A meeting of the office decides on several projects of a plan at once; the decision is undone as one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import plain, record, write_line
from bkkplan.ground.core.rows.basis import Bases
from budget.actions import steps
from budget.actions.checks.checks import lock_for_check, save_answers, without_choice
from budget.actions.errors import CheckError, NothingChosenError
from budget.models import CheckMeeting, ConsistencyCheck
from budget.queries.checks.check_table import said_at_once
from budget.queries.checks.checks import ANSWERS, basis_of_answers, what_is_missing
from communities.models import PlanProject, PlanRevision


@dataclass(frozen=True, slots=True)
class MeetingDecision:
    """What a meeting decided: the outcome of all its projects with its words, and who voted."""

    outcome: str
    met_on: date
    members: int
    votes_for: int
    votes_against: int = 0
    outcome_reason: str = ""
    forwarded_to: str = ""


@transaction.atomic
def decide_in_meeting(
    *,
    revision_id: int,
    project_ids: Sequence[int],
    decision: MeetingDecision,
    act: UUID,
    seen: Bases | None = None,
    by: User,
    at: datetime,
    on: date,
) -> CheckMeeting:
    """Give several projects of a submitted plan the outcome that a meeting decided, and record the meeting.

    The questions are answered as by one press of a button (`said_at_once`). ``act`` is the page's: sent twice, it is
    one meeting. Raises BasisChangedError, and writes nothing, if a project or its answers are not what ``seen`` says.
    """
    revision = lock_for_check(revision_id, by=by)
    if known := CheckMeeting.objects.filter(uuid=act).first():
        return known
    projects = _chosen(revision, project_ids)
    seen_as = Bases.of({project.pk: basis_of_answers(project) for project in projects}).demand(seen)
    meeting = CheckMeeting.objects.create(
        uuid=act,
        revision=revision,
        met_on=decision.met_on,
        members=decision.members,
        votes_for=decision.votes_for,
        votes_against=decision.votes_against,
        at=at,
        by=by,
    )
    only = without_choice(revision)
    for project in projects:
        check = getattr(project, "check_result", None) or ConsistencyCheck(project=project)
        answers = _answers(check, decision)
        before = {name: getattr(check, name) for name in ANSWERS}
        line = steps.answer(check, answers, only=only, meeting=meeting, by=by, at=at, on=on)
        if what_is_missing(check):
            raise CheckError(_("“%(title)s” ยังขาดคำตอบหรือเหตุผล เปิดโครงการนั้นแล้วตอบให้ครบก่อน") % {"title": project.title})
        save_answers(check, answers, seen=check.version)
        meeting.kept[str(check.pk)] = {"before": plain(before), "version": check.version}
        write_line(line, seen=seen_as[str(project.pk)])
    meeting.save(update_fields=["kept"])
    record(
        "budget.meeting_decided",
        meeting,
        by=by,
        at=at,
        on=decision.met_on,
        outcome=decision.outcome,
        members=decision.members,
        votes_for=decision.votes_for,
        votes_against=decision.votes_against,
        projects=[project.title for project in projects],
    )
    return meeting


@transaction.atomic
def undo_meeting(*, meeting_id: int, by: User, at: datetime, on: date) -> CheckMeeting:
    """Give each project of the meeting the answers that stood before it.

    Raises CheckError, and changes nothing, if one of them was answered anew since.
    """
    meeting = CheckMeeting.objects.get(pk=meeting_id)
    lock_for_check(meeting.revision_id, by=by)
    meeting.refresh_from_db()  # the edition's lock is held now: nobody undoes it beside this
    if meeting.undone_at:
        return meeting
    checks = (
        ConsistencyCheck.objects.filter(pk__in=meeting.kept).select_related("project").order_by("project__rank", "pk")
    )
    for check in checks:
        kept = meeting.kept[str(check.pk)]
        if check.version != kept["version"]:
            sentence = _("“%(title)s” แก้คำตอบหลังการประชุมแล้ว จึงเลิกทำทั้งมติไม่ได้ แก้ทีละโครงการ")
            raise CheckError(sentence % {"title": check.project.title})
        before = {
            name: ConsistencyCheck._meta.get_field(name).to_python(value)  # type: ignore[union-attr]
            for name, value in kept["before"].items()
        }
        line = steps.answer(check, before, by=by, at=at, on=on)
        check.meeting = None
        save_answers(check, before, seen=check.version)
        write_line(line)
    meeting.undone_at, meeting.undone_by = at, by
    meeting.save(update_fields=["undone_at", "undone_by"])
    record("budget.meeting_undone", meeting, by=by, at=at, on=meeting.met_on)
    return meeting


def _chosen(revision: PlanRevision, project_ids: Sequence[int]) -> list[PlanProject]:
    rows = revision.projects.live().filter(pk__in=project_ids).select_related("check_result").order_by("rank", "pk")
    projects = list(rows)
    if not projects or len(projects) != len(set(project_ids)):
        raise NothingChosenError
    return projects


def _answers(check: ConsistencyCheck, decision: MeetingDecision) -> dict[str, object]:
    said = said_at_once(check if check.pk else None, decision.outcome)
    answers: dict[str, object] = {
        **said,
        "outcome": decision.outcome,
        "outcome_reason": decision.outcome_reason,
        "forwarded_to": decision.forwarded_to,
    }
    if said["fits_mission"] is False and not check.mission_reason and decision.forwarded_to:
        answers["mission_reason"] = _("เป็นหน้าที่ของ%(unit)s") % {"unit": decision.forwarded_to}
    return answers
