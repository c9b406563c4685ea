"""What became of the projects of a plan, as told by the subject that carries them out."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from communities.enums import ProjectFate


@dataclass(frozen=True, slots=True)
class Fate:
    """How far a project came. ``reason`` says why it is not possible, or to whom it was forwarded."""

    kind: ProjectFate = ProjectFate.NOT_DECIDED
    reason: str = ""


TellFates = Callable[[Collection[int]], Mapping[int, Fate]]

_tellers: list[TellFates] = []


def add_teller(teller: TellFates) -> TellFates:
    """Let `fates_of` ask this function, too: it takes projects' keys and returns what it knows of them."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def fates_of(projects: Collection[int]) -> dict[int, Fate]:
    """What became of each of these projects, by its key; NOT_DECIDED where nobody knows."""
    fates = dict.fromkeys(projects, Fate())
    for teller in _tellers if fates else ():
        fates |= teller(projects)
    return fates
