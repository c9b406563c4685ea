"""Find the table in a file that may also have a title above the headings, blank lines, and codes stored as numbers."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from bkkplan.ground.core import sheets
from bkkplan.ground.core.thai import NotUnderstoodError, normalise
from bkkplan.ground.core.thai.errors import N_

HEADINGS_WITHIN = 20  # rows from the top
TYPED = "\x1f"  # stands before what is no text in the spreadsheet: Excel makes a day of หมู่ 3-4


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first table with headings that satisfy ``is_heading``. Each row has its number in the file."""

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


def _text(cell: sheets.Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date | time | bool):
        return f"{TYPED}{cell}"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # a spreadsheet stores whole numbers as decimals
    return normalise(str(cell))
