"""Which proposals stand for others, in both directions and down every line."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from forums.enums import SuccessionKind
from forums.models import Proposal, Succession


@dataclass(frozen=True, slots=True)
class Heir:
    """A proposal that stands for another one. ``is_shared``: for others too, as it came by a merge."""

    proposal: int
    is_shared: bool


def heirs_of(proposals: Collection[int]) -> dict[int, list[Heir]]:
    """For each of these proposals: all that stand for it, directly or not. One without any is left out.

    Nothing stands for itself by a roundabout way: what another stands for cannot take others in.
    """
    ways: dict[int, list[Heir]] = defaultdict(list)
    new = set(proposals)
    while new:
        rows = Succession.objects.live().filter(proposal__in=new).order_by("pk")
        found = list(rows.values_list("proposal", "into", "kind"))
        for proposal, into, kind in found:
            ways[proposal].append(Heir(into, kind == SuccessionKind.MERGED))
        new = {into for _proposal, into, _kind in found} - ways.keys()
    return {proposal: _all_heirs(proposal, ways) for proposal in proposals if proposal in ways}


def _all_heirs(proposal: int, ways: dict[int, list[Heir]]) -> list[Heir]:
    found = dict[int, Heir]()
    waiting = list(ways[proposal])
    while waiting:
        heir = waiting.pop(0)
        if heir.proposal not in found:
            found[heir.proposal] = heir
            waiting += [Heir(one.proposal, heir.is_shared or one.is_shared) for one in ways.get(heir.proposal, [])]
    return list(found.values())


def originals_of(proposals: Iterable[int]) -> set[int]:
    """All proposals for which one of these stands."""
    found, new = set[int](), set(proposals)
    while new:
        rows = Succession.objects.live().filter(into__in=new)
        new = set(rows.values_list("proposal", flat=True)) - found
        found |= new
    return found


def behind_of(proposals: Collection[int]) -> dict[int, set[int]]:
    """Returns by proposal the ids that it stands for: its own, those merged into it, and those that it is a part of."""
    directly: dict[int, set[int]] = defaultdict(set)
    new = set(proposals)
    while new:
        found = list(Succession.objects.live().filter(into__in=new).values_list("into", "proposal"))
        new = {proposal for _into, proposal in found} - directly.keys()
        for into, proposal in found:
            directly[into].add(proposal)
    return {proposal: _all_behind(proposal, directly) for proposal in proposals}


def _all_behind(proposal: int, directly: dict[int, set[int]]) -> set[int]:
    found, waiting = set[int](), {proposal}
    while waiting:
        found |= waiting
        waiting = {one for known in waiting for one in directly.get(known, ())} - found
    return found


@dataclass(frozen=True, slots=True)
class Joined:
    """The successions of one proposal that hold: who stands for it, for whom it stands."""

    standing: tuple[Succession, ...]  # the one that it was merged into, or its parts
    behind: tuple[Succession, ...]  # those that were merged into it
    whole: Proposal | None  # of a part: the proposal that was split

    @property
    def is_split(self) -> bool:
        return any(row.kind == SuccessionKind.SPLIT for row in self.standing)


def joined_with(proposal: Proposal) -> Joined:
    """By one question; each row has both proposals with their forums."""
    rows = Succession.objects.live().filter(Q(proposal=proposal) | Q(into=proposal))
    found = list(rows.select_related("proposal__forum__district", "into__forum__district").order_by("at", "pk"))
    into_it = [row for row in found if row.into_id == proposal.pk]
    return Joined(
        standing=tuple(row for row in found if row.proposal_id == proposal.pk),
        behind=tuple(row for row in into_it if row.kind == SuccessionKind.MERGED),
        whole=next((row.proposal for row in into_it if row.kind == SuccessionKind.SPLIT), None),
    )


def standing_for(proposal: Proposal) -> list[Succession]:
    """What stands for this proposal: the one that it was merged into, or its parts."""
    return list(proposal.successions.live().select_related("into__forum__district").order_by("into__position", "pk"))


def merged_into_it() -> Count:
    """On a query of proposals: how many were merged into each."""
    merged = Q(originals__ended_on=None, originals__kind=SuccessionKind.MERGED)
    return Count("originals", filter=merged, distinct=True)
