"""What became of one proposal: forum, community plan, check, action plan, money, and the day it was done.

One proposal may go several ways (two communities take it over, a project is split over two items): each way is a
``Way`` of its own, the one that came farthest first. The number of queries does not grow with the rows, only with
the years that a project was carried over.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from uuid import UUID

from budget.enums import CheckOutcome, EditionState, EntryKind, ItemProgress
from budget.models import ConsistencyCheck, Inclusion, LedgerEntry
from communities.enums import RevisionState
from communities.models import PlanProject
from forums.models import Proposal
from forums.queries.path import UptakeStep, path_of

MOST_YEARS = 12  # a project is carried over year by year; a longer chain is a mistake in the data


class Stage(IntEnum):
    """How far a way came."""

    PROPOSED = 1
    PLANNED = 2
    CHECKED = 3
    INCLUDED = 4
    FUNDED = 5
    DONE = 6


@dataclass(frozen=True, slots=True)
class Money:
    """Baht. ``funded_on`` is the day of the first transfer."""

    transferred: Decimal
    committed: Decimal
    disbursed: Decimal
    funded_on: date | None

    @property
    def left(self) -> Decimal:
        return self.transferred - self.disbursed


@dataclass(frozen=True, slots=True)
class Way:
    """One way that the proposal went. A part that is None has not happened, or is not public yet."""

    uptake: UptakeStep
    project: PlanProject
    check: ConsistencyCheck | None
    inclusion: Inclusion | None
    money: Money | None

    @property
    def stage(self) -> Stage:
        if self.inclusion is None:
            return Stage.PLANNED if self.check is None else Stage.CHECKED
        if self.inclusion.item.progress == ItemProgress.DONE:
            return Stage.DONE
        return Stage.FUNDED if self.money and self.money.transferred else Stage.INCLUDED

    @property
    def ends_here(self) -> bool:
        """The district decided that its action plan does not carry the project."""
        return self.inclusion is None and self.check is not None and self.check.outcome != CheckOutcome.INCLUDE


@dataclass(frozen=True, slots=True)
class Trace:
    proposal: Proposal
    held_on: date | None
    published_on: date | None
    ways: tuple[Way, ...]
    ended_uptakes: tuple[UptakeStep, ...]

    @property
    def stage(self) -> Stage:
        return self.ways[0].stage if self.ways else Stage.PROPOSED


def trace(proposal: Proposal, *, with_unpublished: bool = False) -> Trace:
    """The ways of one proposal, the farthest first.

    A visitor sees checks of confirmed plans and inclusions of approved editions; staff see those under way too.
    """
    path = path_of(proposal)
    standing = [step for step in path.uptakes if step.ended_on is None]
    families = _families({step.lineage for step in standing})
    projects = [project for family in families.values() for project in family]
    checks = _checks(projects, with_unpublished=with_unpublished)
    inclusions = _inclusions(projects, with_unpublished=with_unpublished)
    money = _money({i.item_id for found in inclusions.values() for i in found})
    ways = [way for step in standing for way in _ways(step, families.get(step.lineage, []), checks, inclusions, money)]
    return Trace(
        proposal=proposal,
        held_on=path.held_on,
        published_on=path.published_on,
        ways=tuple(sorted(ways, key=lambda way: (-way.stage, way.ends_here, way.uptake.on, way.uptake.uptake))),
        ended_uptakes=tuple(step for step in path.uptakes if step.ended_on is not None),
    )


def _families(lineages: Iterable[UUID]) -> dict[UUID, list[PlanProject]]:
    """By lineage: the project in all editions of its plan, and in the plans of later years that carried it over."""
    rows = PlanProject.objects.select_related("revision__plan__community")
    families: dict[UUID, list[PlanProject]] = defaultdict(list)
    root = {lineage: lineage for lineage in lineages}
    new = list(rows.filter(lineage__in=root))
    seen: set[int] = set()
    for _year in range(MOST_YEARS):
        for project in new:
            seen.add(project.pk)
            families[root[project.lineage]].append(project)
        carried = list(rows.filter(carried_from__in=[p.pk for p in new]).exclude(pk__in=seen)) if new else []
        if not carried:
            break
        by_pk = {project.pk: project for family in families.values() for project in family}
        for project in carried:
            if project.carried_from_id is not None:
                root.setdefault(project.lineage, root[by_pk[project.carried_from_id].lineage])
        new = list(rows.filter(lineage__in={p.lineage for p in carried}).exclude(pk__in=seen))
    for family in families.values():
        family.sort(key=lambda p: (p.revision.plan.fiscal_year, p.revision.number, p.pk))
    return families


def _checks(projects: list[PlanProject], *, with_unpublished: bool) -> dict[int, ConsistencyCheck]:
    checks = ConsistencyCheck.objects.filter(project__in=projects, checked_on__isnull=False)
    if not with_unpublished:
        checks = checks.filter(project__revision__state=RevisionState.CONFIRMED)
    return {check.project_id: check for check in checks}


def _inclusions(projects: list[PlanProject], *, with_unpublished: bool) -> dict[int, list[Inclusion]]:
    rows = Inclusion.objects.filter(project__in=projects, ended_on=None).select_related("item__plan", "edition")
    rows = rows.exclude(item__dropped_in__state=EditionState.APPROVED)
    if not with_unpublished:
        rows = rows.filter(edition__state=EditionState.APPROVED)
    found: dict[int, list[Inclusion]] = defaultdict(list)
    for row in rows.order_by("included_on", "pk"):
        found[row.project_id].append(row)
    return found


def _money(items: set[int]) -> dict[int, Money]:
    money: dict[int, Money] = {}
    entries = (
        LedgerEntry.objects.filter(allocation__item__in=items, kind=EntryKind.TRANSFER)
        .select_related("allocation")
        .order_by("on", "pk")
    )
    for entry in entries:
        allocation = entry.allocation
        if allocation is not None and allocation.item_id is not None and allocation.item_id not in money:
            money[allocation.item_id] = Money(
                allocation.transferred, allocation.committed, allocation.disbursed, entry.on
            )
    return money


def _ways(
    step: UptakeStep,
    family: list[PlanProject],
    checks: dict[int, ConsistencyCheck],
    inclusions: dict[int, list[Inclusion]],
    money: dict[int, Money],
) -> Iterable[Way]:
    if not family:
        return
    latest_check = next((checks[p.pk] for p in reversed(family) if p.pk in checks), None)
    included = [(p, i) for p in family for i in inclusions.get(p.pk, [])]
    if not included:
        yield Way(step, family[-1], latest_check, None, None)
    for project, inclusion in included:
        yield Way(step, project, checks.get(project.pk, latest_check), inclusion, money.get(inclusion.item_id))
