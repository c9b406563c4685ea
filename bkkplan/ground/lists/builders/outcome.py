"""What a person said about a list, and what the list would do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bkkplan.ground.core.forms.tables import Column
from bkkplan.ground.core.spreadsheets.columns import (
    Fields,
)
from bkkplan.ground.lists.registry import Line, ListKind

KEY = Column("row_key", "รหัสแถว (ห้ามแก้)", ("รหัสแถว", "row key"), sort="key")
DISTRICT = Column("of_district", "เขต", ("สำนักงานเขต", "ชื่อเขต", "district"), sort="district")
KEEP = "+"  # the answer that a word is kept in the detail
DOES = ("new", "changed", "same", "left", "asked", "wrong")

Answers = Mapping[str, Mapping[str, str]]  # by column and word: a value of the list, "" for nothing, or KEEP


def columns_of(kind: ListKind) -> tuple[Column, ...]:
    """The columns of a kind, with those that all kinds have."""
    return (*kind.columns, KEY, *((DISTRICT,) if kind.has_district else ()))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person said about the columns: the field of each, or nothing where they are guessed."""

    fields: tuple[str | None, ...] = ()
    first_is_heading: bool | None = None  # asked only where no row was understood as headings; None: guessed
    keeps_unused: bool = False
    meant: Mapping[str, str] = field(default_factory=dict)  # by the row's number; of this file alone, unlike the others
    ended: tuple[str, ...] = ()  # the keys of rows that the file does not name and that have ended

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Choice":
        fields, is_heading = tuple(kept.get("fields", ())), kept.get("first_is_heading")
        meant, ended = kept.get("meant", {}), tuple(kept.get("ended", ()))
        return cls(fields, is_heading, kept.get("keeps_unused", False), meant, ended)

    def as_json(self) -> dict[str, Any]:
        return {
            "fields": list(self.fields),
            "first_is_heading": self.first_is_heading,
            "keeps_unused": self.keeps_unused,
        }


@dataclass(slots=True)
class Outcome:
    """The rows with what they would do, and all that the page says about the file."""

    heads: tuple[str, ...]
    fields: Fields
    has_heads: bool
    lines: list[Line] = field(default_factory=list)
    errors: list[dict[str, object]] = field(default_factory=list)  # of the list as a whole
    strange: dict[str, dict[str, int]] = field(default_factory=dict)  # by column: words without an answer
    never_kept: list[str] = field(default_factory=list)
    not_named: list[tuple[str, str]] = field(default_factory=list)  # key and name of rows that the file leaves out
    ids: int = 0
    names: int = 0

    def to_write(self) -> list[Line]:
        return [line for line in self.lines if line.does in ("new", "changed")]
