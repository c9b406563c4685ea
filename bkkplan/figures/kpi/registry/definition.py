"""What a KPI is: its definition, the units that it judges, and the shares that follow. Definitions register here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from bkkplan.figures.kpi.queries import Evidence
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.thai import percent, search_key
from bkkplan.ground.core.wording import thai_date_short


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day on which facts count."""

    year: FiscalYear
    as_of: date
    day: date
    known: date
    closing_on: date

    @classmethod
    def of(cls, year: FiscalYear, as_of: date, closing_on: date) -> "Window":
        day, known = min(as_of, year.end), min(as_of, closing_on)
        return cls(year=year, as_of=as_of, day=day, known=known, closing_on=closing_on)

    @property
    def has_begun(self) -> bool:
        return self.year.start <= self.as_of

    def if_known(self, day: date | None) -> date | None:
        """The day of a fact; None for a later day, on which it is not there yet."""
        return day if day and day <= self.known else None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a unit counts or not: a Thai msgid and the values of its placeholders (days as ISO text)."""

    message: str
    params: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        filled = {key: _readable(value) for key, value in self.params}
        return gettext(self.message) % filled

    @classmethod
    def of(cls, message: str, **params: date | int | str) -> "Reason":
        return cls(
            message,
            tuple((key, value.isoformat() if isinstance(value, date) else str(value)) for key, value in params.items()),
        )

    def as_json(self) -> list[Any]:
        return [self.message, dict(self.params)]

    @classmethod
    def from_json(cls, row: list[Any]) -> "Reason":
        message, params = row
        return cls(message, tuple(params.items()))


def _readable(value: str) -> str:
    try:
        return thai_date_short(date.fromisoformat(value))
    except ValueError:
        return value


class Mark(StrEnum):
    """The state on a tile. LATE: it happened but was not confirmed in time, or its last day has passed."""

    COUNTED = "counted"
    LATE = "late"
    UNDER_WAY = "under_way"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Result:
    """One unit of a KPI: a district office or a community."""

    unit: int
    label: str
    district: int
    mark: Mark
    reason: Reason

    @property
    def days_late(self) -> int:
        """How many days late the unit was, by the parameters of its reason; 0 if they name no days."""
        return int(dict(self.reason.params).get("days", 0))

    @property
    def is_counted(self) -> bool:
        return self.mark == Mark.COUNTED

    def as_json(self) -> list[Any]:
        return [
            self.unit,
            self.label,
            self.district,
            self.mark,
            *self.reason.as_json(),
        ]

    @classmethod
    def from_json(cls, row: list[Any]) -> "Result":
        unit, label, district, mark, *reason = row
        return cls(unit, label, district, Mark(mark), Reason.from_json(reason))


@dataclass(frozen=True, slots=True)
class Ratio:
    """Counted units and all units. Without units there is no percentage, never 0 or 100."""

    counted: int
    units: int

    @property
    def percent(self) -> Decimal | None:
        return percent(self.counted, self.units)

    @classmethod
    def of(cls, results: "Iterable[Result]") -> "Ratio":
        rows = tuple(results)
        return cls(sum(r.is_counted for r in rows), len(rows))

    @classmethod
    def of_sum(cls, ratios: "Iterable[Ratio]") -> "Ratio":
        rows = tuple(ratios)
        return cls(sum(r.counted for r in rows), sum(r.units for r in rows))


@dataclass(frozen=True, slots=True)
class UnitsWanted:
    """Which units of a KPI are looked for; without anything, all. ``key`` is part of the `search_key` of the label."""

    unit: int | None = None
    district: int | None = None
    is_counted: bool | None = None
    key: str = ""

    def holds(self, result: Result) -> bool:
        return (
            (self.unit is None or result.unit == self.unit)
            and (self.district is None or result.district == self.district)
            and (self.is_counted is None or result.is_counted == self.is_counted)
            and (not self.key or self.key in search_key(result.label))
        )


@dataclass(frozen=True, slots=True)
class CardWords:
    """What the official card of a KPI says of it, for people: its meaning, its formula, its records, whose it is."""

    meaning: str | Promise
    formula: str | Promise
    source: str | Promise
    office: str | Promise


@dataclass(frozen=True, slots=True)
class Definition:
    """One KPI. ``measure`` returns one Result for each unit. A change of meaning needs a new ``version``.

    All that is known of a KPI is here, so that another one needs its own file and nothing else.
    """

    code: str
    version: int
    number: int
    title: str | Promise
    short: str | Promise  # what it is about, where the full title is too long
    unit_name: str | Promise
    is_unit_district: bool
    measure: Callable[[Window], Iterable[Result]]
    # What one unit, by its id, is counted by.
    evidence: Callable[[int, Window], Iterable[Evidence]]
    # How many records were entered after a moment, with a day of the year: they may still change the live figure.
    back_dated: Callable[[Window, datetime], int]
    # In English, for docs/kpis.md: the unit on `day`, what happened, what confirmed it.
    about: str
    card: CardWords
    # The kind of indicator in the source plan, ผลผลิต (output) or ผลลัพธ์ (outcome); empty if the plan does not say.
    kind: str | Promise = ""
    # True for an indicator that is not in the city's plan. It is shown apart, and offices report nothing on it.
    is_supplementary: bool = False
    # Whether a unit that counts goes on counting as a rule: only then does a day of the year tell of its end.
    only_grows: bool = True
    # The codes of the units in open data, by their ids, where the units are no districts.
    codes: Callable[[], dict[int, str]] | None = None
    # By district the same counts as those of ``measure``, where a Result for each unit would be thousands.
    count: Callable[[Window], dict[int, Ratio]] | None = None
    # The wanted ones of ``measure``, in its order, of which only the slice that is looked at is measured.
    # The counts by district are given where they are known.
    units: Callable[[Window, UnitsWanted, Mapping[int, Ratio] | None], Sequence[Result]] | None = None
    # What a reader has to know of a figure besides: which units it is counted over, what they are compared with.
    notes: Callable[[Window], Iterable[Reason]] | None = None

    @property
    def label(self) -> str:
        sentence = _("ตัวชี้วัดเสริมที่ %(number)s") if self.is_supplementary else _("ตัวชี้วัดที่ %(number)s")
        return sentence % {"number": self.number}


_definitions: dict[str, Definition] = {}


def register(definition: Definition) -> Definition:
    if definition.code in _definitions:
        raise ValueError(f"KPI {definition.code} is registered twice")
    _definitions[definition.code] = definition
    return definition


def all_definitions() -> tuple[Definition, ...]:
    return tuple(sorted(_definitions.values(), key=lambda d: (d.is_supplementary, d.number)))


def official_definitions() -> tuple[Definition, ...]:
    """The indicators of the city's plan: offices report them each quarter, and a year is opened with their targets."""
    return tuple(definition for definition in all_definitions() if not definition.is_supplementary)


def get(code: str) -> Definition:
    return _definitions[code]
