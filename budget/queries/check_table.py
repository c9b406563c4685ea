"""What stands beside each project in the table of a plan's check, to decide by: votes, last year, projects like it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from bkkplan.ground.core import thai
from bkkplan.ground.core.fiscal import FiscalYear
from budget.enums import INCLUDABLE, TAKEN_IN, CheckOutcome
from budget.models import ActionPlanItem, ConsistencyCheck
from budget.queries.checks import QUESTIONS, newest_of_year
from budget.queries.money import money_of_districts
from communities.enums import RevisionState
from communities.models import Plan, PlanProject, PlanRevision
from districts.models import District
from forums.models import Proposal
from forums.queries import uptakes_by_lineage
from forums.queries.successions import behind_of

ZERO = Decimal(0)
# Of two letters standing together, how many of both titles must be the same for the titles to be alike.
ALIKE = 0.7
MOST_ALIKE = 2  # are named in a row
MOST_PHRASES = 40
LONGEST_PHRASE = 200
# What a press of one button says of the three questions, by the outcome. All fit, but what goes to another office is
# not the district's mission.
AT_ONCE: Mapping[CheckOutcome, Mapping[str, bool]] = {
    outcome: {question: (outcome, question) != (CheckOutcome.FORWARD, "fits_mission") for question in QUESTIONS}
    for outcome in CheckOutcome
}


def said_at_once(check: ConsistencyCheck | None, outcome: str) -> dict[str, bool]:
    """The answers that are given with an outcome by one press.

    To take a project in, or to let it wait, says that it fits all three. With any other outcome, what was answered
    before stays.
    """
    answers = AT_ONCE[CheckOutcome(outcome)]
    if check is None or outcome in INCLUDABLE:
        return dict(answers)
    return {
        question: answer if getattr(check, question) is None else getattr(check, question)
        for question, answer in answers.items()
    }


@dataclass(frozen=True, slots=True)
class LikeIt:
    """A project of another community of the district, or an item of its action plan, with a title that is alike."""

    title: str
    where: str  # the community; empty for an item
    item: str = ""  # the item's id in addresses


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes of all proposals for which a project stands, each once, and how many of them were voted on.

    A proposal stands with those that were merged into it, and a part with the whole that people voted on.
    """

    total: int
    proposals: int


@dataclass(frozen=True, slots=True)
class Beside:
    """What a row of the table shows next to its project."""

    votes: Votes | None
    last_year: ConsistencyCheck | None
    like_it: tuple[LikeIt, ...]


def beside(projects: Sequence[PlanProject], plan: Plan) -> dict[int, Beside]:
    """By the project's id. The number of queries does not depend on how many they are."""
    votes = votes_of(p.lineage for p in projects)
    earlier = _decided_earlier(projects)
    pairs = [(_pairs(other.title), other) for other in _others(plan)]
    return {p.pk: Beside(votes.get(p.lineage), earlier.get(p.pk), _alike(p.title, pairs)) for p in projects}


def votes_of(lineages: Iterable[UUID]) -> dict[UUID, Votes]:
    """The votes that forums gave to the proposals behind each project; a project without any is left out."""
    taken = {
        lineage: {uptake.proposal_id for uptake in uptakes if uptake.ended_on is None}
        for lineage, uptakes in uptakes_by_lineage(lineages).items()
    }
    behind = behind_of({proposal for proposals in taken.values() for proposal in proposals})
    voted = Proposal.objects.live().filter(pk__in=set().union(*behind.values()), votes__isnull=False)
    counted = {proposal.pk: proposal.votes or 0 for proposal in voted} if behind else {}
    found = {}
    for lineage, proposals in taken.items():
        given = [counted[one] for one in set().union(*(behind[p] for p in proposals)) if one in counted]
        if given:
            found[lineage] = Votes(sum(given), len(given))
    return found


def _decided_earlier(projects: Sequence[PlanProject]) -> dict[int, ConsistencyCheck]:
    """The newest finished check of the project of an earlier year that each continues."""
    continued = {p.pk: p.carried_from.lineage for p in projects if p.carried_from}
    if not continued:
        return {}
    rows = ConsistencyCheck.objects.finished().filter(project__lineage__in=set(continued.values()))
    rows = rows.select_related("project__revision__plan").order_by("project__revision__number")
    newest = {check.project.lineage: check for check in rows}
    return {pk: newest[lineage] for pk, lineage in continued.items() if lineage in newest}


def _others(plan: Plan) -> list[LikeIt]:
    district = plan.community.district_id
    projects = (
        PlanProject.objects.live()
        .filter(revision__in=_plans_handed_in(plan.year, district).exclude(plan=plan))
        .select_related("revision__plan__community")
        .order_by("revision__plan__community__name_order", "rank", "pk")
    )
    items = ActionPlanItem.objects.live().filter(plan__district=district, plan__fiscal_year=plan.fiscal_year)
    return [
        *(LikeIt(title, "", str(uuid)) for title, uuid in items.order_by("position").values_list("title", "uuid")),
        *(LikeIt(project.title, str(project.revision.plan.community)) for project in projects),
    ]


def _pairs(title: str) -> Counter[str]:
    return thai.pairs_of(title.removeprefix("โครงการ"))


def _alike(title: str, others: Iterable[tuple[Counter[str], LikeIt]]) -> tuple[LikeIt, ...]:
    own = _pairs(title)
    found = []
    for pairs, other in others:
        share = thai.share_of_pairs(own, pairs)
        if share >= ALIKE:
            found.append((share, other))
    found.sort(key=lambda one: -one[0])
    return tuple(other for _share, other in found[:MOST_ALIKE])


def _plans_handed_in(year: FiscalYear, district: int) -> QuerySet[PlanRevision]:
    states = [RevisionState.SUBMITTED, RevisionState.CONFIRMED]
    return newest_of_year(year, [district]).filter(state__in=states)


@dataclass(frozen=True, slots=True)
class MoneyOfDistrict:
    """What a district decided to take into its action plan of a year, and the money that it has; in baht."""

    elsewhere: Decimal  # to be taken in from the plans of other communities
    of_year: Decimal  # transferred for the year
    of_last_year: Decimal  # transferred for the year before


def money_beside(plan: Plan) -> MoneyOfDistrict:
    district: District = plan.community.district
    taken_in = Q(check_result__outcome__in=TAKEN_IN, check_result__checked_on__isnull=False)
    projects = PlanProject.objects.live().filter(
        taken_in, revision__in=_plans_handed_in(plan.year, district.pk).exclude(plan=plan)
    )
    return MoneyOfDistrict(
        elsewhere=projects.aggregate(sum=Sum(Coalesce("check_result__granted_amount", "amount")))["sum"] or ZERO,
        of_year=_transferred(district, plan.year),
        of_last_year=_transferred(district, plan.year.previous),
    )


def _transferred(district: District, year: FiscalYear) -> Decimal:
    sums = money_of_districts(year).get(district.pk)
    return sums.transferred if sums else ZERO


@dataclass(frozen=True, slots=True)
class Phrases:
    """What a district wrote in earlier checks, the most used first: why not, and to whom."""

    reasons: tuple[str, ...]
    units: tuple[str, ...]


def phrases_of(district: District) -> Phrases:
    own = ConsistencyCheck.objects.finished().filter(project__revision__plan__community__district=district)
    return Phrases(
        reasons=_most_used(own.filter(outcome__in=[CheckOutcome.NOT_POSSIBLE, CheckOutcome.PARTLY]), "outcome_reason"),
        units=_most_used(own, "forwarded_to"),
    )


def _most_used(checks: QuerySet[ConsistencyCheck], column: str) -> tuple[str, ...]:
    rows = checks.exclude(**{column: ""}).values_list(column).annotate(n=Count("pk")).order_by("-n", column)
    return tuple(text for text, _n in rows[:MOST_PHRASES] if len(text) <= LONGEST_PHRASE and "\n" not in text)
