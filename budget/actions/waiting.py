"""The community of a project that has waited for years is asked whether it still wants it, and answers."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.enums import Duty
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import staff_of
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.people import demand_permission
from budget.actions.errors import CheckError, ReasonNeededError
from budget.models import WaitingQuestion
from budget.queries.waiting import to_be_asked, waiting_projects
from communities.models import PlanProject
from communities.queries.committees import committees_of


@transaction.atomic
def ask_communities(*, on: date, at: datetime) -> int:
    """Ask the communities of all projects that wait long enough, and tell their committees. Return how many were asked.

    A second call on the same day finds nothing to do.
    """
    asked = to_be_asked(on=on)
    for project in asked:
        question, is_new = WaitingQuestion.objects.get_or_create(
            project=project, answered_on=None, defaults={"asked_on": on}
        )
        if not is_new:
            continue
        record("budget.community_asked", question, by=None, at=at, project=project.title, on=on)
        _tell_committee(question, project, on=on, at=at)
    return len(asked)


@transaction.atomic
def answer_whether_wanted(
    *, question_id: int, is_wanted: bool, why: str = "", by: User, at: datetime, on: date
) -> WaitingQuestion:
    """Say whether a community still wants its project; one that it does not want leaves the waiting list.

    It may be answered anew, until the community is asked again. Raises ReasonNeededError for a no without a reason, and
    CheckError where the project waits no more.
    """
    rows = WaitingQuestion.objects.select_for_update(of=("self",), no_key=True)
    question = rows.select_related("project__revision__plan__community__district").get(pk=question_id)
    demand_permission(by, "budget.answer_waiting", question)
    if not is_wanted and not why.strip():
        raise ReasonNeededError(_("เขียนเหตุผลที่ชุมชนไม่ต้องการโครงการนี้แล้ว"), field="why")
    if question.is_wanted is not False and not waiting_projects(None).filter(pk=question.project_id).exists():
        raise CheckError(_("โครงการนี้ไม่ได้อยู่ในบัญชีรอแล้ว จึงไม่ต้องตอบ"))
    question.is_wanted, question.why = is_wanted, "" if is_wanted else why.strip()
    question.answered_on, question.answered_at, question.answered_by = on, at, by
    question.save(update_fields=["is_wanted", "why", "answered_on", "answered_at", "answered_by"])
    title = question.project.title
    record(
        "budget.waiting_answered",
        question,
        by=by,
        at=at,
        project=title,
        is_wanted=is_wanted,
        reason=question.why,
        on=on,
    )
    if not is_wanted:
        _tell_district(question, at=at)
    return question


def _tell_committee(question: WaitingQuestion, project: PlanProject, *, on: date, at: datetime) -> None:
    community = project.revision.plan.community
    notify(
        recipients=committees_of([community.pk], on=on).get(community.pk, ()),
        kind="still-wanted",
        message=gettext_noop("โครงการ “%(project)s” ของ%(community)sอยู่ในบัญชีรอรับการสนับสนุนมาหลายปี ชุมชนยังต้องการหรือไม่"),
        params={"project": project.title, "community": str(community)},
        url=question.get_absolute_url(),
        at=at,
    )


def _tell_district(question: WaitingQuestion, *, at: datetime) -> None:
    community = question.project.revision.plan.community
    notify(
        recipients=staff_of(community.district_id, at=at, duty=Duty.PLANS),
        kind="not-wanted",
        message=gettext_noop("%(community)sไม่ต้องการโครงการ “%(project)s” ในบัญชีรอแล้ว: %(reason)s"),
        params={"project": question.project.title, "community": str(community), "reason": question.why},
        url=question.get_absolute_url(),
        at=at,
    )
