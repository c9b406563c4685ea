"""Checking a submitted community plan: three answers and an outcome per project, then confirm it or send it back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record
from bkkplan.ground.core.basis import Basis
from bkkplan.ground.core.past_day import PastDay
from bkkplan.ground.core.refusals import Kind, Refusal
from bkkplan.ground.core.thai.errors import N_
from budget.enums import CheckOutcome
from budget.models import ConsistencyCheck
from budget.queries.checks import ANSWERS, basis_of_check
from communities.actions import plans as community_plans
from communities.enums import RevisionState
from communities.models import PlanProject, PlanRevision

# Each question, and the reason that a no to it has.
QUESTIONS = {
    "fits_mission": "mission_reason",
    "fits_area_strategy": "area_reason",
    "fits_city_strategy": "city_reason",
}
SIGNATURE = ("checked_on", "checked_at", "checked_by")
# If these fields of a project equal those of an earlier edition, the project may keep the answers from that edition.
WORDS = ("title", "kind", "reason", "objectives", "target", "nature", "place", "amount")


class CheckError(Refusal):
    """An action on a check is refused. str() is the sentence to show."""

    kind = Kind.WRONG_MOMENT


class NotAwaitingCheckError(CheckError):
    pass


class UnansweredError(CheckError):
    """The plan cannot be confirmed: at least one of its projects has no finished check."""

    def __init__(self, projects: list[PlanProject]) -> None:
        sentence = _("ยังตรวจไม่ครบ %(count)s โครงการ ต้องตอบครบสามข้อและเลือกผลการพิจารณาทุกโครงการก่อนรับรองแผน")
        super().__init__(sentence % {"count": len(projects)})
        self.projects = projects


@transaction.atomic
def answer(
    *, project_id: int, answers: Mapping[str, Any], seen: int, by: User, at: datetime, on: date
) -> ConsistencyCheck:
    """Save some answers on one project; ``seen`` is the version that the person had before them, 0 for none."""
    project = PlanProject.objects.standing().get(pk=project_id)
    _lock_for_check(project.revision_id, by=by)
    check = ConsistencyCheck.objects.filter(project=project).first()
    if check is None:
        check, before = ConsistencyCheck(project=project), {}
    else:
        before = _said(check)
    for name, value in answers.items():
        if name not in ANSWERS:
            raise TypeError(name)
        setattr(check, name, value)
    for question, reason in QUESTIONS.items():
        if getattr(check, question) is not False:
            setattr(check, reason, "")
    _sign(check, by=by, at=at, on=on)
    if check.pk is None:
        check.save(force_insert=True)  # the plan's lock is held: nobody else begins the same check
    else:
        check.save_over(seen, update_fields=[*{*answers, *QUESTIONS.values()}, *SIGNATURE])
    record(
        "budget.project_checked",
        check,
        by=by,
        at=at,
        project=project.title,
        **changes(before, _said(check)),
    )
    return check


@transaction.atomic
def keep_earlier_answers(*, revision_id: int, by: User, at: datetime, on: date) -> int:
    """Copy the answers of an earlier edition to the projects that did not change since.

    Return how many projects got answers.
    """
    revision = _lock_for_check(revision_id, by=by)
    unchecked = {p.lineage: p for p in revision.projects.standing().filter(check_result=None)}
    earlier = (
        ConsistencyCheck.objects.finished()
        .filter(project__revision__plan=revision.plan_id, project__revision__number__lt=revision.number)
        .filter(project__lineage__in=unchecked)
        .select_related("project")
        .order_by("project__revision__number")
    )
    latest = {check.project.lineage: check for check in earlier}
    kept = 0
    for lineage, check in latest.items():
        project = unchecked[lineage]
        if all(getattr(project, name) == getattr(check.project, name) for name in WORDS):
            twin = ConsistencyCheck(project=project, **{name: getattr(check, name) for name in ANSWERS})
            _sign(twin, by=by, at=at, on=on)
            twin.save(force_insert=True)
            record("budget.project_checked", twin, by=by, at=at, project=project.title, kept_from=check.pk)
            kept += 1
    return kept


@transaction.atomic
def confirm_plan(
    *, revision_id: int, past: PastDay | None = None, seen: Basis | None = None, by: User, at: datetime, on: date
) -> PlanRevision:
    """Confirm a plan and send its community the outcomes. With ``past`` the district did so on that earlier day.

    Raises UnansweredError unless every project has a finished check, and BasisChangedError if the plan or a check is
    not what ``seen`` says.
    """
    revision = _lock_for_check(revision_id, by=by)
    seen_as = basis_of_check(revision).demand(seen)
    projects = revision.projects.standing().order_by("rank", "pk")
    unanswered = list(projects.exclude(check_result__checked_on__isnull=False))
    if unanswered:
        raise UnansweredError(unanswered)
    confirmed = community_plans.confirm(revision_id=revision_id, past=past, seen_as=seen_as, by=by, at=at, on=on)
    outcomes = list(projects.values_list("check_result__outcome", flat=True))
    community_plans.tell_committee(
        confirmed,
        kind="plan-checked",
        message=N_(
            "ผลพิจารณาโครงการใน%(community)s ปี %(year)s: นำเข้าแผนของเขต %(include)s ส่งต่อหน่วยงาน %(forward)s "
            "ชุมชนดำเนินการเอง %(community_does)s ดำเนินการไม่ได้ %(not_possible)s โครงการ"
        ),
        at=at,
        on=on,
        include=str(outcomes.count(CheckOutcome.INCLUDE)),
        forward=str(outcomes.count(CheckOutcome.FORWARD)),
        community_does=str(outcomes.count(CheckOutcome.COMMUNITY)),
        not_possible=str(outcomes.count(CheckOutcome.NOT_POSSIBLE)),
    )
    return confirmed


@transaction.atomic
def return_plan(
    *, revision_id: int, reason: str, seen: Basis | None = None, by: User, at: datetime, on: date
) -> PlanRevision:
    """Send a submitted plan back with a reason, however many checks are finished.

    Return the next draft, which is made here.
    """
    seen_as = basis_of_check(_lock_for_check(revision_id, by=by)).demand(seen)
    return community_plans.return_plan(revision_id=revision_id, reason=reason, seen_as=seen_as, by=by, at=at, on=on)


@transaction.atomic
def recall_plan(*, revision_id: int, by: User, at: datetime) -> PlanRevision:
    """Its committee takes a submitted plan back, as long as the district has answered nothing on it."""
    revision = community_plans.locked(revision_id)
    if ConsistencyCheck.objects.filter(project__revision=revision).exists():
        raise CheckError(_("เขตเริ่มตรวจแผนนี้แล้ว จึงดึงกลับไม่ได้ ถ้าต้องแก้ไขให้แจ้งเขตส่งกลับ"))
    return community_plans.recall(revision_id=revision_id, by=by, at=at)


def _said(check: ConsistencyCheck) -> dict[str, Any]:
    return {name: getattr(check, name) for name in ANSWERS}


def _lock_for_check(revision_id: int, *, by: User) -> PlanRevision:
    revision = community_plans.locked(revision_id)
    if not by.has_perm("budget.check_projects", revision.plan):
        raise PermissionDenied
    if revision.state != RevisionState.SUBMITTED:
        raise NotAwaitingCheckError(_("แผนฉบับนี้ไม่ได้รอการตรวจแล้ว"))
    return revision


def _sign(check: ConsistencyCheck, *, by: User, at: datetime, on: date) -> None:
    """Set the day and the person of a check that is complete; clear both on a check that lacks an answer again."""
    if what_is_missing(check):
        check.checked_on, check.checked_at, check.checked_by = None, None, None  # type: ignore[assignment]
    else:
        check.checked_on, check.checked_at, check.checked_by = on, at, by


def must_be_explained(check: ConsistencyCheck) -> bool:
    """Whether the outcome needs a reason.

    It does if nothing can be done, or if the project is taken in although a question was answered no.
    """
    has_a_no = any(getattr(check, question) is False for question in QUESTIONS)
    return check.outcome == CheckOutcome.NOT_POSSIBLE or (check.outcome == CheckOutcome.INCLUDE and has_a_no)


def what_is_missing(check: ConsistencyCheck) -> tuple[str, ...]:
    """The fields that still need an answer, in the order of the page."""
    missing = []
    for question, reason in QUESTIONS.items():
        if getattr(check, question) is None:
            missing.append(question)
        elif getattr(check, question) is False and not getattr(check, reason):
            missing.append(reason)
    if not check.outcome:
        missing.append("outcome")
    elif must_be_explained(check) and not check.outcome_reason:
        missing.append("outcome_reason")
    elif check.outcome == CheckOutcome.FORWARD and not check.forwarded_to:
        missing.append("forwarded_to")
    return tuple(missing)
