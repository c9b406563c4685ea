"""What people put first: the proposals of a forum by their votes, shown as hands or dots."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from forums.models import Forum, Proposal


@dataclass(frozen=True, slots=True)
class Ranked:
    """A proposal with its rank. Those with the same votes share one rank, and the next rank leaves as many out."""

    rank: int
    is_tied: bool
    number: int  # in the forum's list
    proposal: Proposal


def by_votes(proposals: Iterable[Proposal]) -> list[Ranked]:
    """Those that have votes, most first; equal ones in the order of the list, which ``proposals`` come in."""
    numbered = [(number, one) for number, one in enumerate(proposals, 1) if one.votes is not None]
    numbered.sort(key=lambda pair: (-(pair[1].votes or 0), pair[0]))
    votes = [one.votes for _number, one in numbered]
    alike = Counter(votes)
    return [Ranked(votes.index(one.votes) + 1, alike[one.votes] > 1, number, one) for number, one in numbered]


def ranked(forum: Forum) -> list[Ranked]:
    return by_votes(forum.proposals.live().select_related("area").in_order())
