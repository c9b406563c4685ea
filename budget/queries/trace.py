"""What became of one proposal: forum, community plan, check, action plan, money, and the day it was done.

One proposal may go several ways (two communities take it over, a project is split over two items): each way is a
``Way`` of its own, or a ``DirectWay`` where the district took it into its action plan without a community's plan.
Where a proposal stands is where its leading way stands (`status_of`), on every page and in every count. The number of
queries does not grow with the rows, only with the years that a project was carried over.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from bkkplan.ground.core.questions.together import later
from bkkplan.ground.core.questions.written_once import written_once
from budget.enums import EditionState, Ending, EntryKind, Stage
from budget.models import (
    ActionPlanItem,
    Allocation,
    ConsistencyCheck,
    DirectInclusion,
    Inclusion,
    LedgerEntry,
    WaitingQuestion,
)
from budget.queries.checks.checks import answers_of
from budget.queries.flagship.asked import asked_for
from budget.queries.lots.lots import goods_of, is_in_a_lot
from budget.queries.money.money import Sums
from budget.queries.money.shares import MOST_YEARS, Parts, parts_of
from budget.queries.ways import AnyWay, DirectWay, Money, ProposalStatus, TakenOut, Way
from communities.enums import RevisionState
from communities.models import PlanAdoption, PlanProject
from forums.models import Proposal
from forums.queries.path import UptakeStep, uptakes_of
from forums.queries.successions import Heir, heirs_of

# By a proposal: those of which the ways are asked and for which it stands, and whether it stands for others, too.
Whose = dict[int, list[tuple[int, bool]]]


@dataclass(frozen=True, slots=True)
class Trace:
    proposal: Proposal
    held_on: date | None
    published_on: date | None
    ways: tuple[AnyWay, ...]
    ended_uptakes: tuple[UptakeStep, ...]

    @property
    def status(self) -> ProposalStatus:
        return status_of(self.ways, self.ended_uptakes)


def trace(proposal: Proposal, *, with_unpublished: bool = False) -> Trace:
    """All ways of one proposal, the leading one first (see `_lead`).

    A visitor sees what was taken up in submitted plans, checks of confirmed plans and inclusions of approved editions;
    staff see also those that are not decided yet.
    """
    ways, direct, ended = _follow([proposal.pk], with_unpublished=with_unpublished)
    asked = asked_for(lineage for way in ways for lineage in (way.uptake.lineage, way.project.lineage))
    answers = answers_of((way.check, way.project.revision.plan.fiscal_year) for way in ways if way.check)
    in_lots = [way.inclusion.pk for way in ways if way.inclusion and getattr(way.inclusion, "in_a_lot", False)]
    goods = goods_of(in_lots) if in_lots else {}
    ways = [
        replace(
            way,
            asked=asked.get(way.project.lineage) or asked.get(way.uptake.lineage),
            answers=answers[way.check.pk] if way.check else (),
            goods=goods.get(way.inclusion.pk, ()) if way.inclusion else (),
        )
        for way in ways
    ]
    said = answers_of((way.direct, way.direct.item.plan.fiscal_year) for way in direct)
    direct = [replace(way, answers=said[way.direct.pk]) for way in direct]
    return Trace(
        proposal=proposal,
        held_on=proposal.forum.held_on,
        published_on=proposal.forum.published_on,
        ways=tuple(sorted([*ways, *direct], key=_lead)),
        ended_uptakes=tuple(ended),
    )


def status_of(ways: Iterable[AnyWay], ended_uptakes: Iterable[UptakeStep] = ()) -> ProposalStatus:
    """Where a proposal with these ways stands: where its leading way stands.

    Every page, count and file uses this answer.
    """
    if leading := min(ways, key=_lead, default=None):
        return leading.status
    return ProposalStatus(Stage.PROPOSED, Ending.GIVEN_UP if any(ended_uptakes) else None)


def statuses_of(proposals: Iterable[int]) -> dict[int, ProposalStatus]:
    """Where each proposal stands, by the proposal's id, as a visitor may see it."""
    return {proposal: status for proposal, (status, _way) in leads_of(proposals).items()}


def leads_of(proposals: Iterable[int]) -> dict[int, tuple[ProposalStatus, AnyWay | None]]:
    """By the proposal's id: where it stands, and its leading way or None, as a visitor may see it."""
    proposals = list(proposals)
    by_plans, direct, all_ended = _follow(proposals, with_unpublished=False)
    ways, ended = defaultdict[int, list[AnyWay]](list), defaultdict[int, list[UptakeStep]](list)
    found: list[AnyWay] = [*by_plans, *direct]
    for way in found:
        ways[way.proposal].append(way)
    for step in all_ended:
        ended[step.proposal].append(step)
    return {
        proposal: (status_of(ways[proposal], ended[proposal]), min(ways[proposal], key=_lead, default=None))
        for proposal in proposals
    }


def _lead(way: AnyWay) -> tuple[bool, int, int, date, int]:
    """The key by which ways are sorted, the leading one first.

    A way that goes on comes before an ended one, then the higher stage, then the ending that stands first in `Ending`,
    then the earlier one.
    """
    ending = list(Ending).index(way.ending) if way.ending else 0
    return way.ending is not None, -way.stage, ending, *way.began


def _follow(proposals: Sequence[int], *, with_unpublished: bool) -> tuple[list[Way], list[DirectWay], list[UptakeStep]]:
    """The ways of the take-ups in force, the ways straight into action plans, and the ended take-ups.

    A draft is its committee's own: for others the take-up begins when the plan is submitted, and one that ended before
    that never was.
    """
    heirs = heirs_of(proposals)
    steps = list(uptakes_of(proposals, heirs=heirs))
    families = _families({step.lineage for step in steps})
    if not with_unpublished:
        families = {
            lineage: [project for project in family if project.revision.state != RevisionState.DRAFT]
            for lineage, family in families.items()
        }
    ended = [
        step
        for step in steps
        if step.ended_at is not None and (with_unpublished or _was_submitted(families[step.lineage], step.ended_at))
    ]
    living = [step for step in steps if step.ended_on is None]
    projects = list({project.pk: project for step in living for project in families[step.lineage]}.values())
    keys = [project.pk for project in projects]
    included = later(_included(projects=keys))
    whose = _whose(proposals, heirs)
    straight_in = later(_taken_straight_in(proposals=list(whose)))
    adopted = later(_adopted(plans={project.revision.plan_id for project in projects}))
    checked = later(_checked(projects=keys, is_confirmed=not with_unpublished))
    inclusions, taken_out = _inclusions(included, with_unpublished=with_unpublished)
    direct = _direct_ways(straight_in, whose, with_unpublished=with_unpublished)
    items = {i.item_id for found in inclusions.values() for i in found}
    money = _money(items | {way.inclusion.item_id for way in direct if way.inclusion})
    parts = parts_of({item: whole.whole for item, whole in money.items()})
    adoptions = {adoption.revision.plan_id: adoption for adoption in adopted}
    checks = {check.project_id: check for check in checked}
    ways = [
        way
        for step in living
        for way in _ways(step, families[step.lineage], adoptions, checks, inclusions, money, parts, taken_out)
    ]
    return ways, [_with_money(way, money, parts) for way in direct], ended


def _whose(proposals: Iterable[int], heirs: dict[int, list[Heir]]) -> Whose:
    whose: Whose = defaultdict(list)
    for proposal in proposals:
        whose[proposal].append((proposal, False))
    for proposal, standing in heirs.items():
        for heir in standing:
            whose[heir.proposal].append((proposal, heir.is_shared))
    return whose


@written_once
def _taken_straight_in(*, proposals: Collection[int]) -> QuerySet[DirectInclusion]:
    rows = DirectInclusion.objects.filter(reply__proposal__in=proposals)
    return rows.select_related("reply", "item__plan", "item__dropped_in", "edition").order_by("pk")


def _direct_ways(rows: Iterable[DirectInclusion], whose: Whose, *, with_unpublished: bool) -> list[DirectWay]:
    """Those of the proposals, and of what stands for them. One that ended before it was public never was."""
    ways = []
    for row in rows:
        is_approved = row.edition.state == EditionState.APPROVED
        taken_out = _taken_out(row.item, row.reply.ended_on, row.reply.ended_reason)
        if is_approved or (taken_out is None and with_unpublished):
            ways += [
                DirectWay(proposal, row, None, taken_out, is_shared)
                for proposal, is_shared in whose[row.reply.proposal_id]
            ]
    return ways


def _taken_out(item: ActionPlanItem, ended_on: date | None, reason: str) -> TakenOut | None:
    """Since when what the item carried is over, or the item is dropped, and why; None while neither is."""
    day = ended_on or (item.dropped_in.approved_on if item.dropped_in else None)
    return TakenOut(day, reason or item.drop_reason, item.plan.fiscal_year) if day else None


def _with_money(way: DirectWay, money: dict[int, Money], parts: Parts) -> DirectWay:
    whole, part = money.get(way.direct.item_id), parts.of_direct.get(way.direct.pk)
    return replace(way, money=replace(whole, part=part)) if way.inclusion and whole and part else way


def _was_submitted(family: list[PlanProject], by: datetime) -> bool:
    return any(project.revision.submitted_at is not None and project.revision.submitted_at <= by for project in family)


def _families(lineages: Iterable[UUID]) -> dict[UUID, list[PlanProject]]:
    """By lineage: the project in every edition of its plan, and in plans of later years that carried it over."""
    rows = PlanProject.objects.live().select_related("revision__plan__community__district")
    found: dict[UUID, list[PlanProject]] = {}
    heirs: dict[UUID, set[UUID]] = defaultdict(set)
    new = set(lineages)
    for _year in range(MOST_YEARS):
        found |= {lineage: [] for lineage in new}
        projects = list(rows.filter(lineage__in=new))
        for project in projects:
            found[project.lineage].append(project)
        carried = rows.filter(carried_from__in=projects).values_list("carried_from__lineage", "lineage")
        for parent, child in carried if projects else ():
            heirs[parent].add(child)
        new = {child for children in heirs.values() for child in children} - found.keys()
        if not new:
            break
    return {lineage: _with_heirs(lineage, found, heirs) for lineage in lineages}


def _with_heirs(lineage: UUID, found: dict[UUID, list[PlanProject]], heirs: dict[UUID, set[UUID]]) -> list[PlanProject]:
    family, waiting, seen = list[PlanProject](), {lineage}, set[UUID]()
    while waiting:
        one = waiting.pop()
        seen.add(one)
        family += found.get(one, [])
        waiting |= heirs.get(one, set()) - seen
    return sorted(family, key=lambda p: (p.revision.plan.fiscal_year, p.revision.number, p.pk))


@written_once
def _adopted(*, plans: Collection[int]) -> QuerySet[PlanAdoption]:
    """The adoptions of plans that hold, the latest last, with the forum of the meeting if one is recorded."""
    rows = PlanAdoption.objects.live().filter(revision__plan__in=plans)
    return rows.select_related("revision", "meeting__forum").order_by("adopted_on", "pk")


@written_once
def _checked(*, projects: Collection[int], is_confirmed: bool) -> QuerySet[ConsistencyCheck]:
    """The finished checks of projects; with ``is_confirmed`` those of confirmed plans."""
    refused = WaitingQuestion.objects.refused().filter(project__lineage=OuterRef("project__lineage"))
    checks = ConsistencyCheck.objects.filter(project__in=projects, checked_on__isnull=False)
    checks = checks.annotate(is_unwanted=Exists(refused)).select_related("project__second_look")
    return checks.filter(project__revision__state=RevisionState.CONFIRMED) if is_confirmed else checks


@written_once
def _included(*, projects: Collection[int]) -> QuerySet[Inclusion]:
    rows = Inclusion.objects.filter(project__in=projects).annotate(in_a_lot=is_in_a_lot())
    return rows.select_related("item__plan", "item__dropped_in", "edition").order_by("included_on", "pk")


def _inclusions(
    rows: Iterable[Inclusion], *, with_unpublished: bool
) -> tuple[dict[int, list[Inclusion]], dict[int, TakenOut]]:
    """By the project's id: the inclusions in force, and the last inclusion that an approved plan lost."""
    found: dict[int, list[Inclusion]] = defaultdict(list)
    taken_out: dict[int, TakenOut] = {}
    for row in rows:
        is_approved = row.edition.state == EditionState.APPROVED
        gone = _taken_out(row.item, row.ended_on, row.ended_reason)
        if gone and is_approved:
            taken_out[row.project_id] = gone
        elif not gone and (is_approved or with_unpublished):
            found[row.project_id].append(row)
    return found, taken_out


def _money(items: set[int]) -> dict[int, Money]:
    """By the item's id. Entries that were undone give no day; an item without transferred money is left out."""
    days: dict[int, dict[str, date]] = defaultdict(dict)
    purses: dict[int, Allocation] = {}
    forward = [EntryKind.TRANSFER, EntryKind.DISBURSEMENT]
    entries = (
        LedgerEntry.objects.filter(allocation__item__in=items, kind__in=forward, reversed_by=None, reverses=None)
        .select_related("allocation")
        .order_by("on", "pk")
    )
    for entry in entries:
        purse = entry.allocation
        if purse is None or purse.item_id is None or not purse.transferred:
            continue
        purses[purse.item_id] = purse
        known = days[purse.item_id]
        known[entry.kind] = known.get(entry.kind, entry.on) if entry.kind == EntryKind.TRANSFER else entry.on
    found = {}
    for item, purse in purses.items():
        sums = Sums.of(purse)
        found[item] = Money(
            part=sums,
            whole=sums,
            funded_on=days[item].get(EntryKind.TRANSFER),
            disbursed_on=days[item].get(EntryKind.DISBURSEMENT),
        )
    return found


def _ways(
    step: UptakeStep,
    family: list[PlanProject],
    adoptions: dict[int, PlanAdoption],
    checks: dict[int, ConsistencyCheck],
    inclusions: dict[int, list[Inclusion]],
    money: dict[int, Money],
    parts: Parts,
    taken_out: dict[int, TakenOut],
) -> Iterable[Way]:
    if not family:
        return
    in_force = [p for p in reversed(family) if p.revision.confirmation_withdrawn_on is None]
    latest_check = next((checks[p.pk] for p in in_force if p.pk in checks), None)
    included = [(p, i) for p in family for i in inclusions.get(p.pk, [])]
    if not included:
        gone = next((taken_out[p.pk] for p in reversed(family) if p.pk in taken_out), None)
        if gone and latest_check and latest_check.checked_on and latest_check.checked_on > gone.on:
            gone = None  # the project came again, in the plan of a later year
        adoption = adoptions.get(family[-1].revision.plan_id)
        withdrawn_on = None if latest_check else _withdrawn_on(family[-1], family)
        yield Way(step, family[-1], adoption, latest_check, None, None, gone, withdrawn_on)
    for project, inclusion in included:
        adoption, check = adoptions.get(project.revision.plan_id), checks.get(project.pk, latest_check)
        whole, part = money.get(inclusion.item_id), parts.of_proposals.get((inclusion.pk, step.uptake))
        own = replace(whole, part=part) if whole and part else None
        yield Way(step, project, adoption, check, inclusion, own, withdrawn_on=_withdrawn_on(project, family))


def _withdrawn_on(project: PlanProject, family: list[PlanProject]) -> date | None:
    """What was done on the strength of a confirmation stays done; that it was taken back later is told beside it."""
    editions = [p.revision for p in family if p.revision.plan_id == project.revision.plan_id]
    if any(edition.is_confirmed for edition in editions):
        return None
    return max((e.confirmation_withdrawn_on for e in editions if e.confirmation_withdrawn_on), default=None)
