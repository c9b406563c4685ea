"""What stands beside each project in the table of a plan's check, to decide by: votes, last year, projects like it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Length

from bkkplan.ground.core import thai
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.questions.together import later
from budget.enums import INCLUDABLE, TAKEN_IN, CheckOutcome
from budget.models import ActionPlanItem, ConsistencyCheck
from budget.queries.checks.checks import QUESTIONS, newest_of_year
from budget.queries.money.money import ZERO, transferred_to
from communities.enums import RevisionState
from communities.models import Community, Plan, PlanProject, PlanRevision
from districts.models import District
from forums.models import Proposal, Uptake
from forums.queries.successions import behind_of

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


@dataclass(frozen=True, slots=True)
class AskedBeside:
    """The questions of `beside_in`, put but not yet answered. Their number does not grow with the projects."""

    taken: Sequence[tuple[UUID, int]]
    earlier: Sequence[ConsistencyCheck]
    items: Sequence[tuple[str, UUID]]
    projects: Sequence[tuple[str, str]]


def ask_beside(projects: Sequence[PlanProject], plan: Plan) -> AskedBeside:
    """Put what `beside_in` answers from among the questions that a page asks together."""
    district = plan.community.district_id
    taken = Uptake.objects.filter(project__lineage__in=[p.lineage for p in projects], ended_on=None)
    continued = {p.carried_from.lineage for p in projects if p.carried_from}
    earlier = ConsistencyCheck.objects.finished().filter(project__lineage__in=continued)
    handed_in = PlanProject.objects.live().filter(revision__in=_plans_handed_in(plan.year, district).exclude(plan=plan))
    items = ActionPlanItem.objects.live().filter(plan__district=district, plan__fiscal_year=plan.fiscal_year)
    return AskedBeside(
        taken=later(taken.values_list("project__lineage", "proposal")),
        earlier=later(earlier.select_related("project__revision__plan").order_by("project__revision__number")),
        items=later(items.order_by("position").values_list("title", "uuid")),
        projects=later(
            handed_in.order_by("revision__plan__community__name_order", "rank", "pk").values_list(
                "title", "revision__plan__community__name_th"
            )
        ),
    )


def beside_in(projects: Sequence[PlanProject], asked: AskedBeside) -> dict[int, Beside]:
    """What stands beside each project, by its id."""
    votes = _votes(asked.taken)
    earlier = _decided_earlier(projects, asked.earlier)
    pairs = [(_pairs(other.title), other) for other in _others(asked)]
    return {p.pk: Beside(votes.get(p.lineage), earlier.get(p.pk), _alike(p.title, pairs)) for p in projects}


def _votes(taken_up: Iterable[tuple[UUID, int]]) -> dict[UUID, Votes]:
    """The votes that forums gave to the proposals behind each project; a project without any is left out.

    Each project's lineage comes with a proposal that it took up.
    """
    taken: dict[UUID, set[int]] = defaultdict(set)
    for lineage, proposal in taken_up:
        taken[lineage].add(proposal)
    if not taken:
        return {}
    behind = behind_of({proposal for proposals in taken.values() for proposal in proposals})
    voted = Proposal.objects.live().filter(pk__in=set().union(*behind.values()), votes__isnull=False)
    counted = {pk: votes or 0 for pk, votes in voted.values_list("pk", "votes")}
    found = {}
    for lineage, proposals in taken.items():
        given = [counted[one] for one in set().union(*(behind[p] for p in proposals)) if one in counted]
        if given:
            found[lineage] = Votes(sum(given), len(given))
    return found


def _decided_earlier(
    projects: Sequence[PlanProject], checks: Sequence[ConsistencyCheck]
) -> dict[int, ConsistencyCheck]:
    """The newest finished check of the project of an earlier year that each continues."""
    continued = {p.pk: p.carried_from.lineage for p in projects if p.carried_from}
    newest = {check.project.lineage: check for check in checks}
    return {pk: newest[lineage] for pk, lineage in continued.items() if lineage in newest}


def _others(asked: AskedBeside) -> list[LikeIt]:
    return [
        *(LikeIt(title, "", str(uuid)) for title, uuid in asked.items),
        *(LikeIt(title, str(Community(name_th=name))) for title, name in asked.projects),
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
class MoneyToDecideBy:
    """What a district decided to take into its action plan of a year, and the money that it has; in baht."""

    elsewhere: Decimal  # to be taken in from the plans of other communities
    of_year: Decimal  # transferred for the year
    of_last_year: Decimal  # transferred for the year before


@dataclass(frozen=True, slots=True)
class AskedMoney:
    """The questions of `money_in`, put but not yet answered."""

    taken_in: Sequence[Decimal | None]
    transferred: Sequence[tuple[int, Decimal]]


def ask_money(plan: Plan) -> AskedMoney:
    """Put what `money_in` answers from among the questions that a page asks together."""
    district = plan.community.district_id
    decided = Q(check_result__outcome__in=TAKEN_IN, check_result__checked_on__isnull=False)
    projects = PlanProject.objects.live().filter(
        decided, revision__in=_plans_handed_in(plan.year, district).exclude(plan=plan)
    )
    return AskedMoney(
        taken_in=later(
            projects.order_by()
            .annotate(together=Value(1))
            .values("together")
            .annotate(sum=Sum(Coalesce("check_result__granted_amount", "amount")))
            .values_list("sum", flat=True)
        ),
        transferred=later(transferred_to(district, plan.year)),
    )


def money_in(plan: Plan, asked: AskedMoney) -> MoneyToDecideBy:
    transferred = dict(asked.transferred)
    return MoneyToDecideBy(
        elsewhere=(asked.taken_in[0] if asked.taken_in else None) or ZERO,
        of_year=transferred.get(plan.year.be, ZERO),
        of_last_year=transferred.get(plan.year.previous.be, ZERO),
    )


@dataclass(frozen=True, slots=True)
class Phrases:
    """What a district wrote in earlier checks, the most used first: why not, and to whom."""

    reasons: Sequence[str]
    units: Sequence[str]


def phrases_of(district: District) -> Phrases:
    own = ConsistencyCheck.objects.finished().filter(project__revision__plan__community__district=district)
    return Phrases(
        reasons=_most_used(own.filter(outcome__in=[CheckOutcome.NOT_POSSIBLE, CheckOutcome.PARTLY]), "outcome_reason"),
        units=_most_used(own, "forwarded_to"),
    )


def _most_used(checks: QuerySet[ConsistencyCheck], column: str) -> Sequence[str]:
    lines = checks.exclude(**{column: ""}).exclude(**{f"{column}__contains": "\n"})
    usable = lines.annotate(length=Length(column)).filter(length__lte=LONGEST_PHRASE)
    counted = usable.values(column).annotate(n=Count("pk")).order_by("-n", column)
    return later(counted.values_list(column, flat=True)[:MOST_PHRASES])
