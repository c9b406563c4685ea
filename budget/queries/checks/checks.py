"""Which community plans wait for the district, since when, and how far their check has come."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.core.thai import format_baht
from budget.enums import INCLUDABLE, CheckOutcome, EditionState, TreeKind
from budget.models import (
    ActionPlanItem,
    ConsistencyCheck,
    Inclusion,
    SecondLook,
    StrategyNode,
    ThreeAnswers,
    granted_of,
)
from budget.queries.flagship.asked import Asked, asked_for
from budget.queries.lots.lots import OwnGoods, goods_of, is_in_a_lot
from budget.queries.strategy.trees import node_in_words, years_of_several_trees
from communities.enums import RevisionState
from communities.models import PlanAdoption, PlanProject, PlanRevision, names_on
from forums.enums import ForumState
from forums.models import Proposal
from forums.queries import uptakes_by_lineage

# Days. A plan that has waited longer is shown as late. No regulation sets this number; it equals that of the hearing
# rule.
PATIENCE_DAYS = 15
# What the district says of a project; the rest of a check is who said it, and when.
ANSWERS = (
    "fits_mission",
    "mission_reason",
    "fits_area_strategy",
    "area_reason",
    "fits_city_strategy",
    "city_reason",
    "outcome",
    "outcome_reason",
    "forwarded_to",
    "granted_amount",
    "mission_node_id",
    "area_node_id",
    "strategy_id",
)
# Each question, and the reason that a no to it has.
QUESTIONS = {
    "fits_mission": "mission_reason",
    "fits_area_strategy": "area_reason",
    "fits_city_strategy": "city_reason",
}
# Each question, and the node that a yes to it may name.
NODES = {"fits_mission": "mission_node_id", "fits_area_strategy": "area_node_id", "fits_city_strategy": "strategy_id"}
# Each question, and what a project is asked to fit.
FITS_WHAT = {
    "fits_mission": gettext_lazy("ภารกิจของสำนักงานเขต"),
    "fits_area_strategy": gettext_lazy("ยุทธศาสตร์การพัฒนาของพื้นที่"),
    "fits_city_strategy": gettext_lazy("ยุทธศาสตร์การพัฒนากรุงเทพมหานคร"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one of the three questions: a yes with the node that it fits, if one is named; a no with why."""

    question: str
    is_yes: bool
    reason: str
    node: str


@dataclass(frozen=True, slots=True)
class QueueRow:
    revision: int
    plan: int
    number: int
    state: str
    community: str
    district_code: str
    district_th: str
    district_en: str
    submitted_on: date | None
    returned_on: date | None
    confirmed_on: date | None
    adopted_on: date | None
    projects: int
    checked: int

    def waited(self, day: date) -> int:
        return (day - self.submitted_on).days if self.submitted_on else 0

    def is_late(self, day: date) -> bool:
        return self.state == RevisionState.SUBMITTED and self.waited(day) > PATIENCE_DAYS


def newest_of_year(year: FiscalYear, districts: Collection[int] | None) -> QuerySet[PlanRevision]:
    """The newest edition of each plan.

    A plan that was sent back counts as returned until its next draft is submitted.
    """
    before = PlanRevision.objects.filter(plan=OuterRef("plan"), number=OuterRef("number") - 1)
    is_redraft = Q(Exists(before.filter(state=RevisionState.RETURNED)), state=RevisionState.DRAFT)
    # "No later one" is joined as a whole; the greatest number of each plan would be looked for once for every row.
    later = PlanRevision.objects.filter(plan=OuterRef("plan"), number__gt=OuterRef("number")).exclude(is_redraft)
    rows = PlanRevision.objects.filter(~Exists(later), plan__fiscal_year=year.be).exclude(is_redraft)
    return rows if districts is None else rows.filter(plan__community__district__in=districts)


def queue_counts(year: FiscalYear, districts: Collection[int] | None) -> dict[str, int]:
    """Plans by the state of their newest edition; ``districts`` None stands for all."""
    counts = dict(newest_of_year(year, districts).values_list("state").annotate(n=Count("pk")).order_by())
    return {state: counts.get(state, 0) for state in RevisionState.values}


SORTS: dict[str, Any] = {
    "submitted": F("submitted_on"),
    "community": F("plan__community__name_order"),
    "district": F("plan__community__district__code"),
    "projects": F("project_count"),
}


def queue(
    year: FiscalYear, districts: Collection[int] | None, *, state: str, sort: str = "submitted"
) -> QuerySet[PlanRevision]:
    """The plans in one state, those that have waited longest first. `queue_rows` makes the page's rows of them."""
    projects = PlanProject.objects.live().filter(revision=OuterRef("pk")).order_by().values("revision")
    finished = projects.filter(check_result__checked_on__isnull=False)
    adoption = PlanAdoption.objects.live().filter(revision__plan=OuterRef("plan")).order_by("-adopted_on")
    column = SORTS.get(sort.lstrip("-"), SORTS["submitted"])
    order = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)
    rows = (
        newest_of_year(year, districts)
        .filter(state=state)
        .annotate(
            project_count=Coalesce(Subquery(projects.annotate(n=Count("pk")).values("n")), 0),
            checked_count=Coalesce(Subquery(finished.annotate(n=Count("pk")).values("n")), 0),
            adopted_on=Subquery(adoption.values("adopted_on")[:1]),
        )
        .select_related("plan__community__district")
    )
    return rows.order_by(order, "pk")


def queue_rows(revisions: Collection[PlanRevision], *, day: date) -> list[QueueRow]:
    """The page's rows of these plans, with the names that the communities had on a day."""
    names = names_on(day, {revision.plan.community_id for revision in revisions})
    return [_row(revision, names) for revision in revisions]


def _row(revision: PlanRevision, names: Mapping[int, str]) -> QueueRow:
    community = revision.plan.community
    community.name_th = names.get(community.pk, community.name_th)
    return QueueRow(
        revision=revision.pk,
        plan=revision.plan_id,
        number=revision.number,
        state=revision.state,
        community=str(community),
        district_code=community.district.code,
        district_th=community.district.name_th,
        district_en=community.district.name_en,
        submitted_on=revision.submitted_on,
        returned_on=revision.returned_on,
        confirmed_on=revision.confirmed_on,
        adopted_on=revision.adopted_on,  # type: ignore[attr-defined]
        projects=revision.project_count,  # type: ignore[attr-defined]
        checked=revision.checked_count,  # type: ignore[attr-defined]
    )


def outcome_counts(revision_id: int) -> dict[str, int]:
    """How many finished checks of one edition have each outcome; an outcome without any has 0."""
    rows = ConsistencyCheck.objects.finished().filter(project__revision=revision_id, project__removed_at=None)
    counts = dict(rows.values_list("outcome").annotate(n=Count("pk")).order_by())
    return {outcome: counts.get(outcome, 0) for outcome in CheckOutcome.values}


def _point_of(project: PlanProject) -> Point:
    check = getattr(project, "check_result", None)
    answers = [getattr(check, name) for name in ANSWERS] if check else []
    amount = format_baht(granted_of(project, check), decimals=False)
    shown = f"{amount} · {check.get_outcome_display()}" if check and check.outcome else amount
    return Point(f"project-{project.lineage}", project.title, [project.title, project.amount, answers], shown)


def basis_of_answers(project: PlanProject) -> Basis:
    """What a meeting decides by: one project, and the answers on it so far."""
    return Basis.of([_point_of(project)])


def basis_of_check(revision: PlanRevision) -> Basis:
    """What the district decides by when it confirms or returns an edition: its projects, and the answers on each."""
    points = [Point("state", _("สถานะ"), revision.state, revision.get_state_display())]
    points += map(_point_of, revision.projects.live().select_related("check_result").order_by("rank", "pk"))
    return Basis.of(points)


@dataclass(frozen=True, slots=True)
class ProjectOutcome:
    """The outcome of the check of one project, and the action-plan item that carries the project now, if any."""

    project: int
    lineage: UUID
    rank: int
    title: str
    check: ConsistencyCheck | None
    answers: tuple[Answer, ...]  # none before the check is finished
    item: ActionPlanItem | None
    place: str
    amount: Decimal
    proposals: tuple[Proposal, ...]  # published ones that it took over
    asked: Asked | None = None  # for which year money was asked for it, and what became of that
    look: SecondLook | None = None  # what its community asked about the outcome
    goods: tuple[OwnGoods, ...] = ()  # what it gets out of joint purchases


def answers_of(checks: Iterable[tuple[ThreeAnswers, int]]) -> dict[int, tuple[Answer, ...]]:
    """By the row's id: the three answers in words. Each row comes with the Buddhist year of its plan."""
    pairs = list(checks)
    named = {getattr(check, node) for check, _year in pairs for node in NODES.values()} - {None}
    nodes = StrategyNode.objects.select_related("tree__district").in_bulk(named) if named else {}
    several = years_of_several_trees({year for _check, year in pairs}) if named else set()

    def in_words(pk: int | None, year: int) -> str:
        node = nodes.get(pk) if pk else None
        if node is None:
            return ""
        return node_in_words(node, with_tree=node.tree.kind == TreeKind.CITY and year in several)

    return {
        check.pk: tuple(
            Answer(
                str(FITS_WHAT[question]),
                bool(getattr(check, question)),
                getattr(check, reason),
                in_words(getattr(check, NODES[question]), year),
            )
            for question, reason in QUESTIONS.items()
        )
        for check, year in pairs
    }


def outcomes_of(revision: PlanRevision) -> tuple[ProjectOutcome, ...]:
    """The finished checks of an edition, in the order of the projects' ranks, with items of approved plans only."""
    projects = list(revision.projects.live().order_by("rank", "pk"))
    checks = {c.project_id: c for c in ConsistencyCheck.objects.finished().filter(project__in=projects)}
    answers = answers_of((check, revision.plan.fiscal_year) for check in checks.values())
    inclusions = Inclusion.objects.live().filter(
        project__lineage__in=[p.lineage for p in projects], edition__state=EditionState.APPROVED
    )
    included = list(inclusions.select_related("project", "item__plan").annotate(in_a_lot=is_in_a_lot()).order_by("pk"))
    items = {row.project.lineage: row.item for row in included}
    goods = goods_by_lineage(included)
    behind = uptakes_by_lineage(p.lineage for p in projects)
    asked = asked_for(p.lineage for p in projects)
    looks = {look.project_id: look for look in SecondLook.objects.filter(project__in=projects)}
    return tuple(
        ProjectOutcome(
            project=p.pk,
            lineage=p.lineage,
            rank=p.rank or 0,
            title=p.title,
            check=checks.get(p.pk),
            answers=answers[checks[p.pk].pk] if p.pk in checks else (),
            item=items.get(p.lineage),
            place=p.place,
            amount=p.amount,
            asked=asked.get(p.lineage),
            look=looks.get(p.pk),
            goods=goods.get(p.lineage, ()),
            proposals=tuple(
                uptake.proposal
                for uptake in behind.get(p.lineage, ())
                if uptake.ended_on is None
                and uptake.proposal.removed_on is None
                and uptake.proposal.forum.state == ForumState.PUBLISHED
            ),
        )
        for p in projects
    )


def goods_by_lineage(included: Iterable[Inclusion]) -> dict[UUID, tuple[OwnGoods, ...]]:
    """What projects get out of joint purchases, by lineage; each inclusion knows whether it is ``in_a_lot``."""
    in_lots = {row.pk: row.project.lineage for row in included if getattr(row, "in_a_lot", False)}
    found: dict[UUID, tuple[OwnGoods, ...]] = {}
    for inclusion, goods in (goods_of(in_lots) if in_lots else {}).items():
        found[in_lots[inclusion]] = (*found.get(in_lots[inclusion], ()), *goods)
    return found


def waiting_checks_before(revision: PlanRevision) -> QuerySet[ConsistencyCheck]:
    """The checks by which projects of earlier years wait that unchecked projects of this edition continue."""
    unchecked = revision.projects.live().filter(check_result=None, carried_from__isnull=False)
    waiting = _that_wait(ConsistencyCheck.objects.finished()).filter(project__in=unchecked.values("carried_from"))
    return waiting.select_related("project")


def _that_wait(checks: QuerySet[ConsistencyCheck]) -> QuerySet[ConsistencyCheck]:
    return checks.filter(
        outcome=CheckOutcome.WAITING,
        project__revision__state=RevisionState.CONFIRMED,
        project__revision__confirmation_withdrawn_on=None,
    )


def kept_earlier(revision: PlanRevision, projects: Iterable[PlanProject]) -> QuerySet[ConsistencyCheck]:
    """The answers in earlier editions, or in years before, that can be kept for the unchecked of these projects."""
    unchecked = [project for project in projects if getattr(project, "check_result", None) is None]
    finished = ConsistencyCheck.objects.finished()
    in_earlier = finished.filter(
        project__revision__plan=revision.plan_id,
        project__revision__number__lt=revision.number,
        project__lineage__in=[project.lineage for project in unchecked],
    )
    continued = [project.carried_from_id for project in unchecked if project.carried_from_id]
    waiting = _that_wait(finished).filter(project__in=continued)
    # One condition over both would look through the checks of all years.
    return finished.filter(pk__in=in_earlier.values("pk").union(waiting.values("pk")))


def has_a_no(row: ThreeAnswers) -> bool:
    return any(getattr(row, question) is False for question in QUESTIONS)


def unanswered(row: ThreeAnswers) -> list[str]:
    """The questions without an answer and the noes without a reason, in the order of the page."""
    missing = []
    for question, reason in QUESTIONS.items():
        if getattr(row, question) is None:
            missing.append(question)
        elif getattr(row, question) is False and not getattr(row, reason):
            missing.append(reason)
    return missing


def must_be_explained(check: ConsistencyCheck) -> bool:
    """Whether the outcome needs a reason.

    It does if nothing can be done, if only a part is taken in, or if the project is taken in or waits although a
    question was answered no.
    """
    is_always = check.outcome in {CheckOutcome.NOT_POSSIBLE, CheckOutcome.PARTLY}
    return is_always or (check.outcome in INCLUDABLE and has_a_no(check))


def what_is_missing(check: ConsistencyCheck) -> tuple[str, ...]:
    """The fields that still need an answer, in the order of the page."""
    missing = unanswered(check)
    if not check.outcome:
        missing.append("outcome")
    elif check.outcome == CheckOutcome.PARTLY and check.granted_amount is None:
        missing.append("granted_amount")
    elif must_be_explained(check) and not check.outcome_reason:
        missing.append("outcome_reason")
    elif check.outcome == CheckOutcome.FORWARD and not check.forwarded_to:
        missing.append("forwarded_to")
    return tuple(missing)
