"""Which projects are finished, told by the subject that carries them out."""

from collections.abc import Callable, Collection

Told = Callable[[Collection[int]], Collection[int]]

_tellers: list[Told] = []


def told_by(teller: Told) -> Told:
    """Ask this function, too: of the given projects' keys it returns those that are finished."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def finished_among(projects: Collection[int]) -> frozenset[int]:
    return frozenset(pk for teller in _tellers for pk in teller(projects)) if projects else frozenset()
