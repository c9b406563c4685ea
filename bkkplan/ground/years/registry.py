"""The parts of a year. Each app declares those that it keeps in its `year_parts.py`, which is found by its name.

Beginning, looking at, opening and discarding a year go over the parts, so a higher floor adds one without this floor
knowing of it.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.urls import reverse

from bkkplan.ground.accounts.enums import Duty
from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.years.models import PlannedYear


@dataclass(frozen=True, slots=True)
class Look:
    """How a part of a year stands.

    ``lines`` sum it up. ``missing`` are sentences: while there is one, the year can't be opened. ``points`` are what
    the opening rests on: what a person saw of this part is what is opened.
    """

    lines: tuple[str, ...]
    missing: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()


class Begin(Protocol):
    """Fill the part of a new draft: from an earlier year, or with what an empty year has where there is no source."""

    def __call__(self, *, year: FiscalYear, source: FiscalYear | None, by: User | None, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class YearPart:
    """``page`` is the name of the address where the part is read and edited; its argument is the year.

    ``begin`` and ``discard`` are called in the transaction that locks the year. ``discard`` removes the rows of a
    draft that nobody but its office saw. ``permission`` is what its page asks for; without one, whoever sees the year
    may open it.
    """

    code: str
    place: int
    title: Any
    about: Any
    page: str
    look: Callable[[FiscalYear], Look]
    begin: Begin
    discard: Callable[[FiscalYear], None]
    permission: str = ""

    def address_for(self, user: Person, year: FiscalYear) -> str:
        """Where the part is read; empty for a person who may not open it."""
        is_open = not self.permission or user.has_perm(self.permission)
        return reverse(self.page, args=[year]) if is_open else ""


@dataclass(frozen=True, slots=True)
class PartOfYear:
    part: YearPart
    look: Look

    @property
    def is_complete(self) -> bool:
        return not self.look.missing


@dataclass(frozen=True, slots=True)
class Touch:
    """What stands on a part of an opened year: “เวทีที่ประกาศแล้ว”, 12."""

    label: str
    count: int

    def as_json(self) -> dict[str, Any]:
        return {"label": str(self.label), "count": self.count}


Touching = Callable[[FiscalYear], Iterator[Touch]]


class Done(Protocol):
    """The ids of the districts (or communities) that have done a step of the year by the day ``on``."""

    def __call__(self, year: FiscalYear, *, on: date) -> set[int]: ...


@dataclass(frozen=True, slots=True)
class Measure:
    """What the portal's records say of who has done a step, so that a reminder goes only to those who have not.

    ``duty`` is whose business it is in an office; ``steps`` are the codes of the calendar's steps that mean just this.
    ``communities`` says it of committees, where the step is theirs.
    """

    code: str
    title: Any
    districts: Done
    duty: Duty
    communities: Done | None = None
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """The people of one office, or of one committee, whom a reminder reaches, and the page that it leads them to."""

    place: str
    people: tuple[User, ...]
    url: str


class Reach(Protocol):
    """Those of an audience who miss a step, place by place; all of it without a measure."""

    def __call__(self, year: FiscalYear, *, measure: Measure | None, on: date, at: datetime) -> list[Told]: ...


_measures: dict[str, Measure] = {}
_reaches: dict[str, Reach] = {}


def measure_by(measure: Measure) -> None:
    _measures[measure.code] = measure


def measures() -> tuple[Measure, ...]:
    return tuple(_measures.values())


def measure_called(code: str) -> Measure | None:
    return _measures.get(code)


def usual_measure(step: str) -> Measure | None:
    """The measure of a step of the calendar; None where the portal can't know who has done it."""
    return next((measure for measure in _measures.values() if step in measure.steps), None)


def reach(audience: str, ask: Reach) -> None:
    """Say who the people of an audience are; of those whom this floor does not know."""
    _reaches[audience] = ask


def who_misses(
    year: FiscalYear, audiences: Collection[str], *, measure: Measure | None, on: date, at: datetime
) -> list[Told]:
    """All whom a reminder of a step reaches now, place by place. Acting holders are among them, who left is not."""
    asked = (_reaches[audience] for audience in sorted(audiences) if audience in _reaches)
    return [told for ask in asked for told in ask(year, measure=measure, on=on, at=at) if told.people]


_parts: dict[str, YearPart] = {}
_touching: dict[str, dict[str, Touching]] = {}


def register(part: YearPart) -> None:
    _parts[part.code] = part


def touching(part: str, name: str, ask: Touching) -> None:
    """Say what rests on a part of a year; asked before an opened year is changed. ``name`` tells askers apart."""
    _touching.setdefault(part, {})[name] = ask


def parts() -> tuple[YearPart, ...]:
    return tuple(sorted(_parts.values(), key=lambda part: (part.place, part.code)))


def part_called(code: str) -> YearPart | None:
    return _parts.get(code)


def parts_of(year: FiscalYear) -> tuple[PartOfYear, ...]:
    """Every part of a year as it stands now."""
    return tuple(PartOfYear(part, part.look(year)) for part in parts())


def basis_of_opening(row: PlannedYear, shown: tuple[PartOfYear, ...]) -> Basis:
    """The state of the year, and each part as its own points say it."""
    return Basis.of(_points(row, shown))


def _points(row: PlannedYear, shown: tuple[PartOfYear, ...]) -> Iterator[Point]:
    yield Point("state", PlannedYear._meta.get_field("state").verbose_name, row.state, row.get_state_display())
    for one in shown:
        for point in one.look.points:
            yield Point(f"{one.part.code}.{point.key}", f"{one.part.title} · {point.label}", point.value, point.shown)


def touched(part: str, year: FiscalYear) -> tuple[Touch, ...]:
    """What a change of this part of the year touches, each kind with its number; a kind without any is left out."""
    asked = (touch for _name, ask in sorted(_touching.get(part, {}).items()) for touch in ask(year))
    return tuple(touch for touch in asked if touch.count)


def before_a_change(part: str, planned: PlannedYear) -> dict[str, Any]:
    """What the page of a part says before a change: whether the year is open, and what a change then touches."""
    is_opened = not planned.is_draft
    return {"is_opened": is_opened, "touched": touched(part, planned.year) if is_opened else ()}
