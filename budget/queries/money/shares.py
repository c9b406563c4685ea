"""Whose money an item's money is: one item may carry several projects, and one project several proposals.

The item's money is divided by the amounts of its inclusions in force, a project's part by the amounts of its take-ups;
a row without amount counts with its project's amount, or with what its proposal asked for. Where no amount says
anything the parts are equal. Every page and file takes the parts from here, so the parts of an item are always the
item's money.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from bkkplan.ground.core.questions.asking import asked_once
from bkkplan.ground.core.questions.together import later
from bkkplan.ground.core.questions.written_once import written_once
from budget.models import Allocation, DirectInclusion, Inclusion
from budget.queries.money.money import Sums
from communities.models import PlanProject
from forums.models import Uptake

MOST_YEARS = 12  # a project is carried over year by year; a longer chain is a mistake in the data
SATANG = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Parts:
    """By inclusion, and by inclusion and take-up. What has no part is not in force, or its item has no money."""

    of_projects: dict[int, Sums] = field(default_factory=dict)
    of_proposals: dict[tuple[int, int], Sums] = field(default_factory=dict)
    of_direct: dict[int, Sums] = field(default_factory=dict)  # of proposals that an item carries without a project


def apportion(
    total: Decimal, weights: Sequence[Decimal], *, at_most: Sequence[Decimal] | None = None
) -> tuple[Decimal, ...]:
    """The total in parts of whole satang by largest remainder; of equal remainders the first comes first.

    ``at_most`` are the parts of a total that is not smaller, by the same weights: no part exceeds its own.
    """
    if not weights:
        return ()
    if not any(weights):
        weights = [Decimal(1)] * len(weights)
    satang, whole = int(total / SATANG), int(sum(weights) / SATANG)
    divided = [divmod(satang * int(weight / SATANG), whole) for weight in weights]
    parts = [part for part, _remainder in divided]
    room = [int(most / SATANG) for most in at_most] if at_most else [satang] * len(parts)
    largest_first = sorted(range(len(parts)), key=lambda place: -divided[place][1])
    left = satang - sum(parts)
    while left:  # a second round only where ``at_most`` closed some parts
        for place in largest_first:
            if left and parts[place] < room[place]:
                parts[place], left = parts[place] + 1, left - 1
    return tuple(part * SATANG for part in parts)


def divide(sums: Sums, weights: Sequence[Decimal]) -> tuple[Sums, ...]:
    """Every level of the money in parts; no part has more committed than received, or more paid than committed.

    What lapsed is divided as what was not paid.
    """
    transferred = apportion(sums.transferred, weights)
    committed = apportion(sums.committed, weights, at_most=transferred)
    disbursed = apportion(sums.disbursed, weights, at_most=committed)
    unpaid = [given - paid for given, paid in zip(transferred, disbursed, strict=True)]
    lapsed = apportion(sums.lapsed, unpaid, at_most=unpaid)
    levels = zip(transferred, committed, disbursed, lapsed, strict=True)
    return tuple(Sums(given, bound, paid, lapsed=gone) for given, bound, paid, gone in levels)


def parts_of(money: Mapping[int, Sums]) -> Parts:
    """The parts of these items' money; ``money`` is by item. Drafts have no part, whoever asks."""
    return _parts(money, *_taken_in_by(list(money))) if money else Parts()


def _parts(money: Mapping[int, Sums], included: Iterable[Inclusion], straight_in: Iterable[DirectInclusion]) -> Parts:
    parts = Parts()
    inclusions = defaultdict[int, list[Inclusion]](list)
    for row in included:
        if row.item_id in money:
            inclusions[row.item_id].append(row)
    direct = defaultdict[int, list[DirectInclusion]](list)
    for taken_in in straight_in:
        if taken_in.item_id in money:
            direct[taken_in.item_id].append(taken_in)
    forebears = forebears_of([row.project for found in inclusions.values() for row in found])
    uptakes = uptakes_in_force(frozenset(lineage for found in forebears.values() for lineage in found))
    for item in inclusions.keys() | direct.keys():
        found, straight = inclusions[item], sorted(direct[item], key=lambda row: row.pk)
        weights = [row.project.amount if row.amount is None else row.amount for row in found]
        divided = divide(money[item], [*weights, *(row.weight for row in straight)])
        parts.of_direct.update((row.pk, part) for row, part in zip(straight, divided[len(found) :], strict=True))
        for row, part in zip(found, divided[: len(found)], strict=True):
            parts.of_projects[row.pk] = part
            behind = sorted(
                (uptake for lineage in forebears[row.project_id] for uptake in uptakes[lineage]), key=lambda u: u.pk
            )
            asked = [row.project.amount if uptake.amount is None else uptake.amount for uptake in behind]
            for uptake, one in zip(behind, divide(part, asked), strict=True):
                parts.of_proposals[row.pk, uptake.pk] = one
    return parts


def parts_of_items(items: Collection[int]) -> Parts:
    """The parts of these items' money, as it stands."""
    return _parts_of_items(frozenset(items))


def ask_parts_of_items(items: Collection[int]) -> None:
    """Put what `parts_of_items` asks first among the questions that a page asks together."""
    _asked_of_items(frozenset(items))


@dataclass(frozen=True, slots=True)
class _AskedOfItems:
    purses: Sequence[Allocation]
    inclusions: Sequence[Inclusion]
    direct: Sequence[DirectInclusion]


@asked_once
def _asked_of_items(items: frozenset[int]) -> _AskedOfItems:
    return _AskedOfItems(later(_purses(items=items)), *_taken_in_by(items))


def _taken_in_by(items: Collection[int]) -> tuple[Sequence[Inclusion], Sequence[DirectInclusion]]:
    return later(_inclusions(items=items)), later(_direct(items=items))


@written_once
def _purses(*, items: Collection[int]) -> QuerySet[Allocation]:
    return Allocation.objects.filter(item__in=items, transferred__gt=0)


@written_once
def _inclusions(*, items: Collection[int]) -> QuerySet[Inclusion]:
    return Inclusion.objects.in_force().filter(item__in=items).select_related("project").order_by("pk")


@written_once
def _direct(*, items: Collection[int]) -> QuerySet[DirectInclusion]:
    return DirectInclusion.objects.in_force().filter(item__in=items).select_related("reply__proposal")


@asked_once
def _parts_of_items(items: frozenset[int]) -> Parts:
    asked = _asked_of_items(items)
    money = {purse.item_id: Sums.of(purse) for purse in asked.purses if purse.item_id is not None}
    return _parts(money, asked.inclusions, asked.direct) if money else Parts()


def forebears_of(projects: Collection[PlanProject]) -> dict[int, list[UUID]]:
    """By project: its own lineage, and those of the projects of earlier years that it continues."""
    return _forebears_of(frozenset((p.pk, p.lineage, p.carried_from_id) for p in projects))


@asked_once
def _forebears_of(projects: frozenset[tuple[int, UUID, int | None]]) -> dict[int, list[UUID]]:
    lineages = {pk: [lineage] for pk, lineage, _parent in projects}
    last = {pk: parent for pk, _lineage, parent in projects}
    for _year in range(MOST_YEARS):
        wanted = {parent for parent in last.values() if parent is not None}
        if not wanted:
            break
        parents = {parent.pk: parent for parent in _parents(projects=wanted)}
        for pk, parent in list(last.items()):
            if parent is not None:
                lineages[pk].append(parents[parent].lineage)
                last[pk] = parents[parent].carried_from_id
    return lineages


@written_once
def _parents(*, projects: Collection[int]) -> QuerySet[PlanProject]:
    return PlanProject.objects.filter(pk__in=projects)


@written_once
def _uptakes(*, lineages: Collection[UUID]) -> QuerySet[Uptake]:
    rows = Uptake.objects.filter(project__lineage__in=lineages, ended_on=None, proposal__removed_on=None)
    return rows.select_related("project", "proposal__forum__district").order_by("on", "pk")


@asked_once
def uptakes_in_force(lineages: frozenset[UUID]) -> dict[UUID, list[Uptake]]:
    """By lineage: the take-ups in force, the earliest first, each with its proposal and forum."""
    found = defaultdict[UUID, list[Uptake]](list)
    for row in _uptakes(lineages=lineages):
        found[row.project.lineage].append(row)
    return found
