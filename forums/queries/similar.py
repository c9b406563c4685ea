"""Proposals that ask for nearly the same: shown to whoever types one, or groups those of a forum."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from bkkplan.ground.core import thai
from bkkplan.ground.core.people import Visitor
from districts.models import District
from forums.models import Proposal
from forums.search_terms import Term, words_in

# From this likeness on two texts are said to ask for the same.
ALIKE = 0.65
# Of what was typed so far, how many words the other text must have; fewer words than two say too little.
TYPED = 0.75
FEWEST_TYPED = 2
MOST_SHOWN = 3
MOST_COMPARED = 2000  # the newest of a district


@dataclass(frozen=True, slots=True)
class Shape:
    """What is compared of a text: its words, other names of one thing being one word, and its letters two by two."""

    words: frozenset[Term]
    pairs: Counter[str]

    @classmethod
    def of(cls, text: str) -> Self:
        text = text.strip().removeprefix("โครงการ")
        return cls(words_in(text), thai.pairs_of(text))

    def likeness(self, other: "Shape") -> float:
        """From 0 to 1: the share of the words, in any order, or of the letters, however they are misspelt."""
        count = len(self.words) + len(other.words)
        words = 2 * len(self.words & other.words) / count if count else 0
        return max(words, thai.share_of_pairs(self.pairs, other.pairs))

    def begins(self, other: "Shape") -> float:
        """As `likeness`, where this text is still being typed: what the other says beyond it does not count."""
        told = len(self.words & other.words) / len(self.words) if len(self.words) >= FEWEST_TYPED else 0
        return max(self.likeness(other), told * ALIKE / TYPED)


@dataclass(frozen=True, slots=True)
class Similar:
    """A proposal, and how like it is to what was asked about: 1 is the same."""

    proposal: Proposal
    likeness: float


def similar_to(proposal: Proposal, among: Iterable[Proposal]) -> list[Similar]:
    """Those that ask for nearly the same as this one, the most alike first; never itself."""
    shape = Shape.of(proposal.title)
    found = [Similar(other, shape.likeness(Shape.of(other.title))) for other in among if other.pk != proposal.pk]
    return sorted((one for one in found if one.likeness >= ALIKE), key=lambda one: (-one.likeness, one.proposal.pk))


def most_alike(text: str, titles: Iterable[tuple[int, str]]) -> int | None:
    """Of these ids with their titles the one whose title is most like the text; None if none is like it."""
    shape = Shape.of(text)
    near = [(shape.likeness(Shape.of(title)), -pk) for pk, title in titles]
    best, pk = max(near, default=(0, 0))
    return -pk if best >= ALIKE else None


def groups_of(proposals: Sequence[Proposal]) -> list[list[Proposal]]:
    """The proposals that ask for nearly the same, together: groups of two or more, in the order of their first ones.

    A proposal joins the first group whose first one it is like, so that no chain of likenesses joins two unlike ones.
    """
    groups: list[tuple[Shape, list[Proposal]]] = []
    for proposal in proposals:
        shape = Shape.of(proposal.title)
        home = next((members for head, members in groups if head.likeness(shape) >= ALIKE), None)
        if home is None:
            groups.append((shape, [proposal]))
        else:
            home.append(proposal)
    return [members for _head, members in groups if len(members) > 1]


def like_what_is_typed(
    text: str, *, district: District, user: Visitor, besides: UUID | None = None, most: int = MOST_SHOWN
) -> list[Similar]:
    """Proposals of the district, of any year, that ask for what is being typed; the most alike first, then the newest.

    ``besides`` is the row in which it is typed. Only the newest proposals are compared, `MOST_COMPARED` of them.
    """
    typed = Shape.of(text)
    if not typed.pairs:
        return []
    rows = Proposal.objects.visible_to(user).live().filter(district=district)
    if besides is not None:
        rows = rows.exclude(uuid=besides)
    titles = rows.order_by("-pk").values_list("pk", "title")[:MOST_COMPARED]
    near = [(typed.begins(Shape.of(title)), pk) for pk, title in titles]
    nearest = sorted((one for one in near if one[0] >= ALIKE), reverse=True)[:most]
    found = Proposal.objects.select_related("forum__district").in_bulk([pk for _share, pk in nearest])
    return [Similar(found[pk], share) for share, pk in nearest]
