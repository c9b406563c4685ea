"""Which proposals stand for others, in both directions and down every line."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from forums.enums import SuccessionKind
from forums.models import Proposal, Succession


@dataclass(frozen=True, slots=True)
class Heir:
    """A proposal that stands for another one. ``is_shared``: for others too, as it came by a merge."""

    proposal: int
    is_shared: bool


def heirs_of(proposals: Collection[int]) -> dict[int, list[Heir]]:
    """By proposal: all that stand for it, those that stand for these included; without any it is left out.

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


def forebears_of(proposals: Iterable[int]) -> set[int]:
    """All proposals for which one of these stands."""
    found, new = set[int](), set(proposals)
    while new:
        rows = Succession.objects.live().filter(into__in=new)
        new = set(rows.values_list("proposal", flat=True)) - found
        found |= new
    return found


def behind(proposal: Proposal) -> list[Succession]:
    """What was merged into this proposal, in the order in which it was; each with its forum."""
    rows = proposal.forebears.live().filter(kind=SuccessionKind.MERGED)
    return list(rows.select_related("proposal__forum__district", "proposal__area").order_by("at", "pk"))


def standing_for(proposal: Proposal) -> list[Succession]:
    """What stands for this proposal: the one that it was merged into, or its parts."""
    return list(proposal.successions.live().select_related("into__forum__district").order_by("into__position", "pk"))
