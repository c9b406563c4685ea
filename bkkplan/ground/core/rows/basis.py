"""What a decision rests on. The page carries the basis that it shows, and the action compares it under its lock.

A subject names the points of a decision in one function (rows, amounts, reasons, the state), which both the page and
the action call. Running totals, notices and clocks are not among them: they change without changing the decision.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core import signing
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core import thai
from bkkplan.ground.core.refusals import Kind, Refusal

SALT = "basis"
LETTERS_CARRIED = 120
BY_COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Point:
    """One fact: a row, an amount, a reason, the state.

    ``key`` names it for good and ``label`` for a person. ``value`` is the same in every language; ``shown`` is how a
    person reads it where that is something else, as a state's word is.
    """

    key: str
    label: Any
    value: Any
    shown: Any = ""

    @property
    def carried(self) -> list[str]:
        """Enough to compare it, to name it, and to say later what stood there."""
        digest = hashlib.sha256(str(self.value).encode()).hexdigest()[:16]
        return [digest, _cut(str(self.label)), _cut(str(self.shown) or _in_words(self.value))]


def _cut(text: str) -> str:
    return text if len(text) <= LETTERS_CARRIED else f"{text[: LETTERS_CARRIED - 1]}…"


def _in_words(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return thai.format_baht(value, decimals=False)
        case date():
            return thai.short_date(value)
    return str(value)


@dataclass(frozen=True, slots=True)
class Change:
    """A point that is not what the page showed; ``before`` is empty where it was added, ``now`` where it is gone."""

    label: str
    before: str
    now: str


class BasisChangedError(Refusal):
    """What the person saw is not what stands there now; ``changes`` says what differs, if the page showed anything."""

    kind: ClassVar[Kind] = Kind.WRONG_MOMENT
    sentence = _("ข้อมูลเปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้ ตรวจอีกครั้งแล้วยืนยัน")

    def __init__(self, changes: list[Change]) -> None:
        super().__init__()
        self.changes = changes


@dataclass(frozen=True, slots=True)
class Basis:
    """The points of one decision, as a page carries them: by key, each as its digest, label and words."""

    points: Mapping[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, points: Iterable[Point]) -> Self:
        return cls({point.key: point.carried for point in points})

    @classmethod
    def opened(cls, sealed: str | None) -> Self:
        """What a page sent back; empty, and equal to no basis, where it sent nothing or something that is not ours."""
        try:
            return cls(signing.loads(sealed or "", salt=SALT))
        except signing.BadSignature:
            return cls()

    @property
    def sealed(self) -> str:
        """The text for a hidden field. It is signed: only somebody to whom a page showed the points has it."""
        return signing.dumps(dict(self.points), salt=SALT, compress=True)

    @property
    def digest(self) -> str:
        """A code of the points. Language and order of reading do not change it."""
        lines = sorted(f"{key}={carried[0]}" for key, carried in self.points.items())
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    def demand(self, seen: "Basis | None") -> str:
        """Raise BasisChangedError unless this is what a person saw; return what the log keeps of it.

        An action calls this under its lock. ``seen`` is None for a command, which shows no page; the log says so.
        """
        if seen is None:
            return BY_COMMAND
        if seen.digest != self.digest:
            raise BasisChangedError(self.changes_since(seen) if seen.points else [])
        return self.digest

    def with_points_of(self, other: "Basis") -> "Basis":
        """Returns a basis with the points of both. A page that makes two decisions shows and demands this one."""
        return Basis({**self.points, **other.points})

    def without(self, other: "Basis") -> "Basis":
        """Undo `with_points_of`, for the page's act that takes only one of the two."""
        return Basis({key: carried for key, carried in self.points.items() if key not in other.points})

    def changes_since(self, seen: "Basis") -> list[Change]:
        nothing = ["", "", ""]
        pairs = [
            (seen.points.get(key, nothing), self.points.get(key, nothing)) for key in {**seen.points, **self.points}
        ]
        return [
            Change(label=now[1] or before[1], before=before[2], now=now[2])
            for before, now in pairs
            if before[0] != now[0]
        ]


ROW_FIELD = "seen-"


@dataclass(frozen=True, slots=True)
class Bases:
    """What one act on several rows rests on: one basis per row, by the row's id, each in a hidden field of its own."""

    rows: Mapping[str, Basis] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Mapping[Any, Basis]) -> Self:
        return cls({str(row): basis for row, basis in rows.items()})

    @classmethod
    def opened(cls, sent: Mapping[str, str]) -> Self:
        """What a page sent back among its other fields."""
        fields = {name.removeprefix(ROW_FIELD): text for name, text in sent.items() if name.startswith(ROW_FIELD)}
        return cls({row: Basis.opened(text) for row, text in fields.items()})

    @property
    def sealed(self) -> dict[str, str]:
        """The hidden fields, name and text."""
        return {f"{ROW_FIELD}{row}": basis.sealed for row, basis in self.rows.items()}

    def also_in(self, seen: "Bases") -> "Bases":
        """Those of the rows that the page had shown too."""
        return Bases({row: basis for row, basis in self.rows.items() if row in seen.rows})

    def demand(self, seen: "Bases | None") -> dict[str, str]:
        """As for one row; what the log keeps is by row. All changes are told together. A row not shown is refused."""
        if seen is None:
            return dict.fromkeys(self.rows, BY_COMMAND)
        before = {row: seen.rows.get(row, Basis()) for row in self.rows}
        if any(before[row].digest != basis.digest for row, basis in self.rows.items()):
            pairs = [(basis, before[row]) for row, basis in self.rows.items() if before[row].points]
            raise BasisChangedError([change for basis, seen_as in pairs for change in basis.changes_since(seen_as)])
        return {row: basis.digest for row, basis in self.rows.items()}
