"""The kinds of papers that may go up a route. A subject registers its own in its `route_kinds.py`, found by its name.

What differs between the kinds is here: what a paper is called, what a decision on it rests on, how its row is locked,
and what becomes of it when it is sent back. Passing on, sending back, the queue and the pages are the same for all.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from bkkplan.ground.accounts.enums import Duty, Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.rows.basis import Basis
from districts.models import District


@dataclass(frozen=True, slots=True)
class RoutedPaper:
    """A submission as queues and notices name it; ``decide_url`` is the page of the deciding act."""

    title: str
    url: str
    decide_url: str


class Lock(Protocol):
    """Lock the row of the paper. Raises what the subject's own actions raise at the wrong moment."""

    def __call__(self, paper: int, *, by: User) -> None: ...


class SendBack(Protocol):
    """Give the paper back to those who wrote it; its row is locked already."""

    def __call__(self, paper: int, *, reason: str, by: User, at: datetime, on: date) -> None: ...


@dataclass(frozen=True, slots=True)
class PaperKind:
    """What the papers of one kind have in common.

    ``duty`` is the work whose section a section head must be of. ``always_last`` is the role that decides in a district
    by rule: it ends every route there; None where any colleague may decide.

    ``papers`` reads any number of papers with the same number of questions.
    """

    code: str
    place: int
    title: Any
    last_act: Any
    duty: Duty
    always_last: Callable[[District], Role | None]
    papers: Callable[[Collection[int]], Mapping[int, RoutedPaper]]
    basis: Callable[[int], Basis]
    lock: Lock
    send_back: SendBack


_kinds: dict[str, PaperKind] = {}


def register(kind: PaperKind) -> None:
    _kinds[kind.code] = kind


def kinds() -> tuple[PaperKind, ...]:
    return tuple(sorted(_kinds.values(), key=lambda kind: (kind.place, kind.code)))


def kind_called(code: str) -> PaperKind:
    """Raises KeyError for a kind that no subject registered."""
    return _kinds[code]


def paper_of(kind: str, paper: int) -> RoutedPaper:
    return kind_called(kind).papers([paper])[paper]
