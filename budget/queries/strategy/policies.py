"""A district's policy: what it says, from which proposals, and what it may name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import why_another_decides
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.questions.together import asks_first, later
from bkkplan.ground.core.questions.written_once import written_once
from bkkplan.ground.core.rows.basis import Basis, Point
from budget.models import AreaPolicy, PolicyStatement
from districts.models import District
from forums.enums import ForumState
from forums.models import Proposal


def forum_year_of(year: FiscalYear) -> FiscalYear:
    """The year whose forums a policy answers: plans are made, and forums held, the year before."""
    return year.previous


def may_be_named(policy: AreaPolicy) -> QuerySet[Proposal]:
    """The proposals that its statements may name: published ones of the district, of forums in the year before."""
    forums = {"forum__state": ForumState.PUBLISHED, "forum__fiscal_year": forum_year_of(policy.year).be}
    return Proposal.objects.live().filter(district=policy.district_id, **forums)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with those of its proposals that everyone may read."""

    number: int
    row: PolicyStatement
    proposals: tuple[Proposal, ...]

    @property
    def text(self) -> str:
        return self.row.text

    @property
    def count(self) -> int:
        return len(self.proposals)


@dataclass(frozen=True, slots=True)
class Policy:
    """An edition and what it says."""

    row: AreaPolicy
    statements: tuple[Statement, ...]

    @property
    def anchor(self) -> str:
        """Where it stands on the district's public page."""
        return f"policy-{self.row.fiscal_year}"


def read(policies: Iterable[AreaPolicy]) -> list[Policy]:
    """What these editions say, in two queries."""
    rows = list(policies)
    said = _said_in(PolicyStatement.objects.filter(policy__in=rows))
    return [Policy(row, said.get(row.pk, ())) for row in rows]


def _said_in(statements: QuerySet[PolicyStatement]) -> dict[int, tuple[Statement, ...]]:
    """By the policy's id, in their order."""
    return _by_policy(_with_public_proposals(statements))


def _with_public_proposals(statements: QuerySet[PolicyStatement]) -> QuerySet[PolicyStatement]:
    public = Proposal.objects.live().filter(forum__state=ForumState.PUBLISHED).order_by("position", "pk")
    rows = statements.prefetch_related(Prefetch("proposals", queryset=public, to_attr="public_proposals"))
    return rows.order_by("policy", "position")


def _by_policy(statements: Iterable[PolicyStatement]) -> dict[int, tuple[Statement, ...]]:
    found: dict[int, tuple[Statement, ...]] = {}
    for row in statements:
        before = found.get(row.policy_id, ())
        proposals = tuple(vars(row)["public_proposals"])
        found[row.policy_id] = (*before, Statement(len(before) + 1, row, proposals))
    return found


def editions_in_force() -> QuerySet[AreaPolicy]:
    """Of each district and year the approved edition with the highest number."""
    newer = AreaPolicy.objects.approved().filter(
        district=OuterRef("district"), fiscal_year=OuterRef("fiscal_year"), number__gt=OuterRef("number")
    )
    return AreaPolicy.objects.approved().filter(~Exists(newer)).select_related("district")


@written_once
def _statements_in_force(*, district: int) -> QuerySet[PolicyStatement]:
    in_force = PolicyStatement.objects.filter(policy__in=editions_in_force().filter(district=district))
    return _with_public_proposals(in_force.select_related("policy__district"))


@asks_first
def ask_policies_of(district: District, *, since: FiscalYear) -> Iterator[list[Policy] | None]:
    """The policies in force of this year and later ones, the latest year first; without any, the newest of before.

    They are asked with what else a page asks.
    """
    rows = later(_statements_in_force(district=district.pk))
    yield None
    said = _by_policy(rows)
    found = [Policy(statements[0].row.policy, statements) for statements in said.values()]
    found.sort(key=lambda policy: -policy.row.fiscal_year)
    yield [policy for policy in found if policy.row.fiscal_year >= since.be] or found[:1]


def statements_from(proposal: Proposal) -> list[PolicyStatement]:
    """The statements in force that name the proposal, with their policies."""
    rows = PolicyStatement.objects.filter(policy__in=editions_in_force(), proposals=proposal)
    return list(rows.select_related("policy__district").order_by("policy__fiscal_year", "position"))


def nodes_of_policy(district: District | None, year: FiscalYear) -> frozenset[int]:
    """The ids of the nodes that a district's policy made of its area strategy of a year."""
    if district is None:
        return frozenset()
    own = editions_in_force().filter(district=district, fiscal_year=year.be)
    return frozenset(PolicyStatement.objects.filter(policy__in=own, node__isnull=False).values_list("node", flat=True))


def basis_of_statement(statement: PolicyStatement | None) -> Basis:
    """What somebody sees who changes a statement; of none, nothing."""
    return Basis.of([_point_of(statement, Proposal.objects.live().filter(statements=statement))] if statement else [])


def basis_of_policy(policy: AreaPolicy) -> Basis:
    """What the director decides by: the state, each statement, and the proposals behind it."""
    state = Point("state", _("สถานะ"), policy.state, policy.get_state_display())
    named = Prefetch("proposals", queryset=Proposal.objects.live(), to_attr="live_proposals")
    rows = policy.statements.order_by("position").prefetch_related(named)
    return Basis.of([state, *(_point_of(row, row.live_proposals) for row in rows)])


def _point_of(statement: PolicyStatement, named: Iterable[Proposal]) -> Point:
    proposals = sorted((str(proposal.uuid), proposal.title) for proposal in named)
    shown = _("%(text)s (จากข้อเสนอ %(n)s ข้อ)") % {"text": statement.text, "n": len(proposals)}
    label = _("ข้อนโยบายที่ %(number)s") % {"number": statement.position}
    return Point(f"statement-{statement.lineage}", label, [statement.text, proposals], shown)


def why_not_approved_by(by: User, policy: AreaPolicy, *, on: date) -> str:
    """Four eyes: the sentence that says why the person may not approve it; "" if they may."""
    return why_another_decides(
        by=by,
        handed_in_by=(policy.submitted_by_id, policy.submitted_through_id),
        roles=[Role.DISTRICT_DIRECTOR],
        district=policy.district,
        on=on,
    )
