"""Checking a submitted community plan: three answers and an outcome per project, then confirm it or send it back."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record, write_line
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.past_day import PastDay
from bkkplan.ground.core.people import demand_permission
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.core.thai.errors import N_
from bkkplan.ground.routes import actions as routes
from bkkplan.ground.routes.models import Passage
from budget.actions import steps
from budget.actions.errors import CheckError
from budget.enums import CONFIRMATION_PAPER, CheckOutcome, TreeKind
from budget.models import ConsistencyCheck
from budget.queries.checks.checks import ANSWERS, NODES, QUESTIONS, basis_of_check, waiting_checks_before
from budget.queries.strategy.trees import offered_to_checks
from communities.actions import plans as community_plans
from communities.actions.returning import reasons_of
from communities.models import PlanProject, PlanRevision
from districts.models import District

SIGNATURE = ("checked_on", "checked_at", "checked_by")
# The column that names a node of each kind of tree.
FITTED: dict[str, str] = {
    TreeKind.MISSION: "mission_node_id",
    TreeKind.AREA: "area_node_id",
    TreeKind.CITY: "strategy_id",
}
# If these fields of a project equal those of an earlier edition, the project may keep the answers from that edition.
WORDS = ("title", "kind", "reason", "objectives", "target", "nature", "place", "amount")


@transaction.atomic
def answer(
    *, project_id: int, answers: Mapping[str, object], seen: int, by: User, at: datetime, on: date
) -> ConsistencyCheck:
    """Save some answers on one project; ``seen`` is the version that the person had before them, 0 for none."""
    project = PlanProject.objects.live().select_related("revision__plan__community__district").get(pk=project_id)
    lock_for_check(project.revision_id, by=by)
    check = ConsistencyCheck.objects.filter(project=project).first()
    if check is None:
        check = ConsistencyCheck(project=project)
    line = steps.answer(check, answers, only=without_choice(project.revision), by=by, at=at, on=on)
    save_answers(check, answers, seen=seen)
    write_line(line)
    return check


def save_answers(check: ConsistencyCheck, answers: Iterable[str], *, seen: int) -> None:
    """Save a check that a step has written ``answers`` into. Raises StaleError if it is not at version ``seen``."""
    if check.pk is None:
        check.save(force_insert=True)  # the plan's lock is held: nobody else begins the same check
    else:
        fields = [*{*answers, *QUESTIONS.values(), *NODES.values(), "granted_amount"}, *SIGNATURE, "meeting"]
        check.save_over(seen, update_fields=fields)


@transaction.atomic
def keep_earlier_answers(*, revision_id: int, by: User, at: datetime, on: date) -> int:
    """Copy the answers of an earlier edition to the projects that did not change since.

    A project that continues one of the waiting list, in the same words, goes on waiting by the same answers. Return how
    many projects got answers.
    """
    revision = lock_for_check(revision_id, by=by)
    unchecked = {p.lineage: p for p in revision.projects.live().filter(check_result=None)}
    continued = {p.lineage: p.carried_from_id for p in unchecked.values()}
    earlier = (
        ConsistencyCheck.objects.finished()
        .filter(project__revision__plan=revision.plan_id, project__revision__number__lt=revision.number)
        .filter(project__lineage__in=unchecked)
        .select_related("project")
        .order_by("project__revision__number")
    )
    latest = {check.project.lineage: check for check in earlier}
    waiting = {check.project_id: check for check in waiting_checks_before(revision)}
    for lineage, before in continued.items():
        if lineage not in latest and before in waiting:
            latest[lineage] = waiting[before]
    kept = 0
    for lineage, check in latest.items():
        project = unchecked[lineage]
        if all(getattr(project, name) == getattr(check.project, name) for name in WORDS):
            twin = ConsistencyCheck(project=project, **{name: getattr(check, name) for name in ANSWERS})
            steps.sign(twin, by=by, at=at, on=on)
            twin.save(force_insert=True)
            record("budget.project_checked", twin, by=by, at=at, project=project.title, kept_from=check.pk)
            kept += 1
    return kept


@transaction.atomic
def hand_in_for_confirmation(
    *, revision_id: int, seen: Basis | None = None, by: User, at: datetime, on: date
) -> Passage:
    """Send a plan whose check is finished up the district's route, to whoever confirms it.

    A plan that is on its way begins anew. Raises CheckError where the district has no route for it.
    """
    revision = lock_for_check(revision_id, by=by)
    basis_of_check(revision).demand(seen)
    _all_checks(revision)
    district = revision.plan.community.district
    passage = routes.hand_in(kind=CONFIRMATION_PAPER, paper=revision.pk, district=district, by=by, at=at, on=on)
    if passage is None:
        raise CheckError(_("เขตนี้ไม่ได้กำหนดเส้นทางของการรับรองแผน รับรองแผนได้เลย"))
    return passage


@transaction.atomic
def confirm_plan(
    *, revision_id: int, past: PastDay | None = None, seen: Basis | None = None, by: User, at: datetime, on: date
) -> PlanRevision:
    """Confirm a plan and send its community the outcomes. With ``past`` the district did so on that earlier day.

    Raises UnansweredError unless every project has a finished check, and BasisChangedError if the plan or a check is
    not what ``seen`` says. Where the district has a route for it, the plan has to have come up that route.
    """
    revision = lock_for_check(revision_id, by=by)
    basis = basis_of_check(revision)
    seen_as = basis.demand(seen)
    checks = _all_checks(revision)
    district = revision.plan.community.district
    routes.demand_handed_in(kind=CONFIRMATION_PAPER, paper=revision.pk, district=district)
    routes.decide(kind=CONFIRMATION_PAPER, paper=revision.pk, basis=basis, by=by, at=at, on=on)
    confirmed = community_plans.confirm(revision_id=revision_id, past=past, seen_as=seen_as, by=by, at=at, on=on)
    outcomes = [check.outcome for check in checks.values() if check]
    community_plans.tell_committee(
        confirmed,
        kind="plan-checked",
        message=N_(
            "ผลพิจารณาโครงการใน%(community)s ปี %(year)s: นำเข้าแผนของเขต %(include)s นำเข้าบางส่วน %(partly)s "
            "รอรับการสนับสนุน %(waiting)s ส่งต่อหน่วยงาน %(forward)s ชุมชนดำเนินการเอง %(community_does)s "
            "ดำเนินการไม่ได้ %(not_possible)s โครงการ"
        ),
        at=at,
        on=on,
        include=str(outcomes.count(CheckOutcome.INCLUDE)),
        partly=str(outcomes.count(CheckOutcome.PARTLY)),
        waiting=str(outcomes.count(CheckOutcome.WAITING)),
        forward=str(outcomes.count(CheckOutcome.FORWARD)),
        community_does=str(outcomes.count(CheckOutcome.COMMUNITY)),
        not_possible=str(outcomes.count(CheckOutcome.NOT_POSSIBLE)),
    )
    return confirmed


@transaction.atomic
def return_plan(
    *,
    revision_id: int,
    reason: str,
    chosen: Collection[str] = (),
    seen: Basis | None = None,
    by: User,
    at: datetime,
    on: date,
) -> PlanRevision:
    """Send a submitted plan back with its reasons, however many checks are finished.

    They are rules of the plan's template (``chosen``, by their codes) and own words. Return the next draft, made here.
    """
    revision = lock_for_check(revision_id, by=by)
    seen_as = basis_of_check(revision).demand(seen)
    reasons = reasons_of(revision, chosen=chosen, words=reason)
    in_full = "\n".join(one.sentence for one in reasons)
    routes.end(kind=CONFIRMATION_PAPER, paper=revision_id, reason=in_full, by=by, at=at, on=on)
    return community_plans.return_plan(
        revision_id=revision_id, reason=reason, chosen=chosen, seen_as=seen_as, by=by, at=at, on=on
    )


@transaction.atomic
def recall_plan(*, revision_id: int, by: User, at: datetime) -> PlanRevision:
    """Its committee takes a submitted plan back, as long as the district has answered nothing on it."""
    revision = community_plans.locked(revision_id)
    if ConsistencyCheck.objects.filter(project__revision=revision).exists():
        raise CheckError(_("เขตเริ่มตรวจแผนนี้แล้ว จึงดึงกลับไม่ได้ ถ้าต้องแก้ไขให้แจ้งเขตส่งกลับ"))
    return community_plans.recall(revision_id=revision_id, by=by, at=at)


def _all_checks(revision: PlanRevision) -> dict[PlanProject, ConsistencyCheck | None]:
    """The check of each project. Raises UnansweredError unless all are finished."""
    projects = revision.projects.live().select_related("check_result").order_by("rank", "pk")
    checks: dict[PlanProject, ConsistencyCheck | None] = {
        project: getattr(project, "check_result", None) for project in projects
    }
    steps.demand_all_checked(checks)
    return checks


def without_choice(revision: PlanRevision) -> dict[str, int]:
    """The nodes that a yes names by itself: of a tree with one node alone."""
    return only_nodes(revision.plan.year, revision.plan.community.district)


def only_nodes(year: FiscalYear, district: District) -> dict[str, int]:
    """Return the nodes that a yes in a check of this year and district names by itself: those of trees with one node.

    The key is the column of the check, the value the id of the node; a tree with more nodes has no entry.
    """
    offered = offered_to_checks(year, district)
    only = {FITTED[kind]: nodes.only for kind, nodes in offered.items()}
    return {column: node.pk for column, node in only.items() if node is not None}


def lock_for_check(revision_id: int, *, by: User) -> PlanRevision:
    revision = community_plans.locked(revision_id)
    demand_permission(by, "budget.check_projects", revision.plan)
    steps.demand_awaiting_check(revision)
    return revision
