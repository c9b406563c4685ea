"""How alike two texts are to the eye: by the pairs of letters that they share."""

from collections import Counter

from bkkplan.ground.core.thai.text import search_key


def pairs_of(text: str) -> Counter[str]:
    """The letters of a text two by two, without what is often misspelt: tones, spaces, letters that sound alike."""
    letters = search_key(text)
    return Counter(letters[at : at + 2] for at in range(len(letters) - 1))


def share_of_pairs(one: Counter[str], other: Counter[str]) -> float:
    """From 0, nothing in common, to 1, the same letters; 0 where a text is shorter than two letters."""
    count = one.total() + other.total()
    return 2 * (one & other).total() / count if count else 0
