"""Lists that people hand in, as a file or pasted: find the table, and which of its columns is which.

A file may also have a title above the headings, blank lines, and codes stored as numbers. What the cells mean is the
business of the subject's own room `resources`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from bkkplan.ground.core import sheets
from bkkplan.ground.core.thai import NotUnderstoodError, demand_drawable, normalise
from bkkplan.ground.core.thai.errors import N_

HEADINGS_WITHIN = 20  # rows from the top
PASTED = "-"  # the name of what was pasted and not handed in as a file
TYPED = "\x1f"  # stands before what is no text in the spreadsheet: Excel makes a day of หมู่ 3-4


def heading_key(text: str) -> str:
    return re.sub(r"[\s_.()-]+", "", normalise(text).casefold())


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: our heading, and others with the same meaning. ``heading`` is Thai, as in the file."""

    key: str
    heading: str
    words: tuple[str, ...] = ()
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class CellError:
    """Why a cell is refused. ``row`` is its number in the file, 0 for the list as a whole."""

    row: int
    column: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. Each row has its number in the file.

    ``heading_row`` is 0 where no row was understood as headings; then the columns are called by their numbers.
    """

    name: str
    heading_row: int
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    others: tuple[str, ...] = ()  # sheets that hold something and were not read

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, table: dict[str, Any]) -> "Sheet":
        rows = tuple((number, tuple(cells)) for number, cells in table["rows"])
        others = tuple(table.get("others", ()))
        return cls(table["name"], table["heading_row"], tuple(table["headings"]), rows, others)


def read_sheet(data: bytes, *, name: str, is_heading: Callable[[Sequence[str]], bool]) -> Sheet:
    """Read the table whose headings satisfy ``is_heading``. Raises NotUnderstoodError if the file has none."""
    found = sheets.read(data, name=name)
    seen: tuple[str, ...] = ()
    for sheet in found:
        heading: tuple[int, tuple[str, ...]] | None = None
        rows = []
        for number, cells in sheet.rows:
            if heading is None and number > HEADINGS_WITHIN:
                break
            texts = tuple(_text(cell) for cell in cells)
            if heading is None:
                heading = (number, texts) if is_heading(texts) else None
                seen = max(seen, tuple(text for text in texts if text), key=len)
            elif any(texts):
                rows.append((number, texts))
        if heading:
            others = tuple(other.name for other in found if other is not sheet and other.rows)
            return Sheet(sheet.name, *heading, tuple(rows), others)
    raise NotUnderstoodError(
        N_("ไม่พบแถวหัวตารางใน %(rows)s แถวแรกของไฟล์ “%(name)s” แถวที่คล้ายหัวตารางที่สุดคือ: %(seen)s"),
        rows=HEADINGS_WITHIN,
        name=name,
        seen=", ".join(seen) or "–",
    )


def read_list(data: bytes, *, name: str, columns: Sequence[Column]) -> Sheet:
    """The table of a file or of pasted text, in whatever order its columns are.

    Where no row has two of the headings, every row counts, and a person says which column is which. Raises
    NotUnderstoodError if the file cannot be read or is empty.
    """
    known = {heading_key(word) for column in columns for word in (column.heading, *column.words)}
    found = sheets.read(data, name=name)
    for sheet in found:
        rows = [(number, tuple(_text(cell) for cell in cells)) for number, cells in sheet.rows]
        rows = [(number, texts) for number, texts in rows if any(texts)]
        for place, (number, texts) in enumerate(rows[:HEADINGS_WITHIN]):
            if len(known & {heading_key(text) for text in texts}) > 1:
                return Sheet(sheet.name, number, texts, tuple(rows[place + 1 :]))
    for sheet in found:
        rows = [(number, tuple(_text(cell) for cell in cells)) for number, cells in sheet.rows]
        if any(any(texts) for _number, texts in rows):
            width = max(len(texts) for _number, texts in rows)
            numbers = tuple(str(place) for place in range(1, width + 1))
            return Sheet(sheet.name, 0, numbers, tuple((number, texts) for number, texts in rows if any(texts)))
    raise NotUnderstoodError(N_("ไฟล์ “%(name)s” ว่างเปล่า"), name=name)


def guess_columns(headings: Iterable[str], columns: Sequence[Column]) -> dict[str, int]:
    """By a column's key: its place among the headings. A heading that two places have means the first."""
    meaning = {heading_key(word): column.key for column in columns for word in (column.heading, *column.words)}
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        key = meaning.get(heading_key(heading))
        if key is not None:
            found.setdefault(key, place)
    return found


def cells_of(sheet: Sheet, chosen: dict[str, int]) -> Iterable[tuple[int, dict[str, str]]]:
    """Each row with its cells by the keys of the chosen columns; an absent cell is empty."""
    for number, cells in sheet.rows:
        yield number, {key: cells[place] if place < len(cells) else "" for key, place in chosen.items()}


def demand_text(value: str) -> None:
    """Raise NotUnderstoodError for a cell that is a day or a time in the spreadsheet, or has a letter we can't draw."""
    if value.startswith(TYPED):
        raise NotUnderstoodError(N_("ช่องนี้เป็นวันที่ของโปรแกรมตาราง ไม่ใช่ข้อความ จัดรูปแบบช่องเป็นข้อความแล้วพิมพ์ค่าใหม่"))
    demand_drawable(value)


def _text(cell: sheets.Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date | time | bool):
        return f"{TYPED}{cell}"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # a spreadsheet stores whole numbers as decimals
    return normalise(str(cell))
