"""What a register file says, compared with the register of a day; and the same as it is stored and shown."""

from dataclasses import dataclass
from typing import TypedDict

from bkkplan.ground.core.thai.errors import N_
from communities.queries import RegisterRow

KEPT_CHANGES = 1000  # changes of each kind that the page shows before the import is confirmed
ROWS_A_SHEET = 10_000_000  # more than any sheet has


@dataclass(frozen=True, slots=True)
class RowError:
    sheet: str
    row: int
    column: str
    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A sheet of the file: how many rows were read, or why it was skipped (`SKIPPED`)."""

    name: str
    rows: int = 0
    skipped_because: str = ""


SKIPPED = {
    "hidden": N_("ถูกซ่อนไว้"),
    "no_headings": N_("ไม่มีหัวตารางของทะเบียนชุมชน"),
    "empty": N_("เป็นแผ่นว่าง"),
}


@dataclass(frozen=True, slots=True)
class FileRows:
    """Rows of several sheets under one number each: those of the first sheet keep the number that they have in it."""

    sheets: tuple[str, ...]

    def number(self, sheet: str, row: int) -> int:
        return self.sheets.index(sheet) * ROWS_A_SHEET + row

    def place_of(self, number: int) -> str:
        """Where the row stands: "12", or with its sheet where several were read."""
        place, row = divmod(number, ROWS_A_SHEET)
        return f"{self.sheets[place]} {row}" if len(self.sheets) > 1 else str(row)


@dataclass(frozen=True, slots=True)
class Change:
    """What one row of the file does to a community. ``was`` is None for a new community."""

    row: int
    was: RegisterRow | None
    becomes: RegisterRow
    # By heading, for each column that differs: the old text and the new one.
    differing: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A community that a new name may mean, and why: moved, respelt, or again after it was dissolved."""

    row: RegisterRow
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """A new name of the file, and the communities that it may mean."""

    row: int
    becomes: RegisterRow
    candidates: tuple[Candidate, ...]


class Counts(TypedDict):
    """How many rows or communities of each kind a reading has."""

    created: int
    updated: int
    unchanged: int
    errors: int
    absent: int
    ended: int
    open: int


class RegisterAnswers(TypedDict, total=False):
    """What people said to the questions: which rows are which old communities, which are new, and which have ended."""

    same: dict[str, str]
    new: list[int]
    ended: list[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A file compared with the register of a day."""

    sha256: str
    created: tuple[Change, ...] = ()
    updated: tuple[Change, ...] = ()
    unchanged: int = 0
    errors: tuple[RowError, ...] = ()
    # Headings of the file that are unknown and were not read.
    unused: tuple[str, ...] = ()
    # Every sheet of the file; rows that are totals or notes, with their first words.
    sheets: tuple[SheetRead, ...] = ()
    skipped: tuple[tuple[int, str], ...] = ()
    # Communities that the file lacks: they exist on that day in a district of the file. They are listed and not
    # changed, unless a person says that they have ended.
    absent: tuple[RegisterRow, ...] = ()
    ended: tuple[RegisterRow, ...] = ()
    # New names that may be one of those; and the rows of which nobody has said it yet.
    questions: tuple[Question, ...] = ()
    open: tuple[int, ...] = ()
    # Codes of the districts that the file speaks of.
    districts: tuple[str, ...] = ()
    # The table as it was read, as JSON. A later reading starts from it and does not open the file again.
    table: dict[str, object] | None = None

    @property
    def rows(self) -> FileRows:
        return FileRows(tuple(sheet.name for sheet in self.sheets if not sheet.skipped_because))

    @property
    def counts(self) -> Counts:
        return {
            "created": len(self.created),
            "updated": len(self.updated),
            "unchanged": self.unchanged,
            "errors": len(self.errors),
            "absent": len(self.absent),
            "ended": len(self.ended),
            "open": len(self.open),
        }


def outcome_of(reading: Reading) -> dict[str, object]:
    """The outcome of a reading, as it is stored and shown."""
    return {
        **reading.counts,
        "errors_kept": [
            {"sheet": e.sheet, "row": e.row, "column": e.column, "value": e.value, "rule": e.rule}
            for e in reading.errors[:KEPT_CHANGES]
        ],
        "created_kept": [_told(change, reading.rows) for change in reading.created[:KEPT_CHANGES]],
        "updated_kept": [
            {**_told(change, reading.rows), "differing": {head: list(pair) for head, pair in change.differing.items()}}
            for change in reading.updated[:KEPT_CHANGES]
        ],
        "absent_kept": [_named(row) for row in reading.absent[:KEPT_CHANGES]],
        "ended_kept": [row.code for row in reading.ended],
        "questions": [
            {
                "row": question.row,
                "where": reading.rows.place_of(question.row),
                **_named(question.becomes),
                "candidates": [{**_named(c.row), "why": c.why} for c in question.candidates],
            }
            for question in reading.questions
        ],
        "open_rows": list(reading.open),
        "districts": list(reading.districts),
        "unused": list(reading.unused),
        "sheets": [[sheet.name, sheet.rows, sheet.skipped_because] for sheet in reading.sheets],
        "skipped": [[reading.rows.place_of(row), text] for row, text in reading.skipped],
    }


def _named(row: RegisterRow) -> dict[str, object]:
    return {"code": row.code, "name": row.name, "subdistrict": row.subdistrict_name, "district": row.district_name}


def _told(change: Change, rows: FileRows) -> dict[str, object]:
    row = change.becomes
    where = {"row": change.row, "where": rows.place_of(change.row)}
    return where | {"district": row.district_name, "subdistrict": row.subdistrict_name, "name": row.name}
