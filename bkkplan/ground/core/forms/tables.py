"""Lists that people hand in, as a file or pasted: find the tables, and which of their columns is which.

A sheet may have a title above its headings, headings of two rows, and blank lines. What the cells mean is the business
of the subject's own room `resources`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from bkkplan.ground.core.forms.fields import in_words
from bkkplan.ground.core.spreadsheets import sheets
from bkkplan.ground.core.thai import NotUnderstoodError, demand_drawable, normalise
from bkkplan.ground.core.thai.errors import N_

HEADINGS_WITHIN = 20  # rows from the top
ROWS_A_SHEET = 10_000_000  # more than any sheet has
TYPED = "\x1f"  # stands before what is no text in the spreadsheet: Excel makes a day of หมู่ 3-4
UNREAD = "\x1e"  # stands before the place of a cell that has no value to read, and the error in it

Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its headings. Each row has its number in the file.

    ``heading_row`` is 0 where no row was understood as headings; then the columns are called by their numbers.
    """

    name: str
    heading_row: int
    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Sheet":
        """The sheet of a kept table, in which its rows take the place of the lists: a long one is not held twice."""
        rows, once = kept["rows"], sheets.Once()
        if isinstance(rows, list):
            for place, (number, cells) in enumerate(rows):
                rows[place] = (number, tuple(map(once, cells)))
        return cls(kept["name"], kept["heading_row"], tuple(kept["headings"]), tuple(rows))


def heading_key(text: str) -> str:
    return re.sub(r"[\s_.()-]+", "", normalise(text).casefold())


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: our heading, and others with the same meaning. ``heading`` is Thai, as in the file.

    ``sort`` says how its cells are read (`core.typed_cells`), ``most`` the letters of a text or the largest number.
    """

    key: str
    heading: str
    other_headings: tuple[str, ...] = ()
    is_needed: bool = False
    sort: Literal["text", "number", "amount", "signed", "quantity", "day", "word", "key", "district"] = "text"
    most: int = 300
    has_lines: bool = False  # its texts keep their line breaks


@dataclass(frozen=True, slots=True)
class CellError:
    """Why a cell is refused. ``row`` is its number in the file, 0 for the list as a whole."""

    row: int
    column: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FileTable:
    """What was read of a file: its sheets with headings, and the name of each other sheet with why it was skipped.

    ``parts`` has the sheets that were joined into the first one, each with how many rows it has. The rows of the second
    one have numbers from ``ROWS_A_SHEET`` on.
    """

    sheets: tuple[Sheet, ...]
    others: tuple[tuple[str, str], ...] = ()
    parts: tuple[tuple[str, int], ...] = ()

    def as_json(self) -> dict[str, Any]:
        # Not asdict(), which copies every cell.
        sheets = [
            {"name": one.name, "heading_row": one.heading_row, "headings": one.headings, "rows": one.rows}
            for one in self.sheets
        ]
        return {"sheets": sheets, "others": self.others, "parts": self.parts}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "FileTable":
        found = kept.get("sheets") or [kept]  # a table that was kept when one sheet was read has that sheet alone
        others = [(other, "no_headings") if isinstance(other, str) else tuple(other) for other in kept["others"]]
        parts = tuple((name, rows) for name, rows in kept.get("parts", ()))
        return cls(tuple(map(Sheet.of, found)), tuple(others), parts)

    def where(self, number: int) -> str:
        """Where a row stands: "12", or with its sheet where several were joined: "เขตพระนคร 12"."""
        place, row = divmod(number, ROWS_A_SHEET)
        return f"{self.parts[place][0]} {row}" if self.parts else str(row)


@dataclass(frozen=True, slots=True)
class Headings:
    """What headings a table has. ``names`` gives our heading for a text, or nothing; ``suffice`` says of a row whether
    it has enough of them. In the column ``leading`` every row of data has a text.
    """

    names: Callable[[str], str]
    suffice: Callable[[Sequence[str]], bool]
    leading: str


def _with_headings(read: Sequence[sheets.RawSheet], name: str, headings: Headings, keeps_lines: bool) -> FileTable:
    """Every sheet that has the headings. Raises NotUnderstoodError if none has."""
    found: list[Sheet] = []
    others: list[tuple[str, str]] = []
    seen: tuple[str, ...] = ()
    text_of = _texts(keeps_lines)
    for sheet in read:
        rows = [(number, tuple(map(text_of, cells))) for number, cells in sheet.rows]
        tops = list(_tops(rows, sheet, headings))
        top = max(tops, key=lambda one: len({*map(headings.names, one[1])}), default=None)
        if sheet.is_hidden or top is None:
            others.append((sheet.name, "hidden" if sheet.is_hidden else "no_headings" if rows else "empty"))
            near = [tuple(text for text in texts if text) for number, texts in rows if number <= HEADINGS_WITHIN]
            seen = max([seen, *near], key=len)
            continue
        number, texts, below = top
        found.append(Sheet(sheet.name, number, texts, tuple(row for row in rows[below:] if any(row[1]))))
    if not found:
        raise NotUnderstoodError(
            N_("ไม่พบแถวหัวตารางใน %(rows)s แถวแรกของไฟล์ “%(name)s” แถวที่คล้ายหัวตารางที่สุดคือ: %(seen)s"),
            rows=HEADINGS_WITHIN,
            name=name,
            seen=", ".join(seen) or "–",
        )
    return FileTable(tuple(found), tuple(others))


def read_list(
    data: bytes, *, name: str, columns: Sequence[Column], keeps_lines: bool = False, joins: bool = False
) -> FileTable:
    """The first table of a file or of pasted text that has two of the headings, in whatever order its columns are.

    With ``keeps_lines`` a text has its line breaks; whoever reads the cells says where they count. With ``joins`` the
    rows of every sheet with headings are put under the headings of the first. Where no sheet has headings, every row of
    the first sheet counts, and a person says which column is which. Raises NotUnderstoodError if the file cannot be
    read or is empty.
    """
    known = _meanings(columns)
    headings = Headings(
        names=lambda text: known.get(heading_key(text), ""),
        suffice=lambda texts: len({heading_key(text) for text in texts} & known.keys()) > 1,
        leading=columns[0].key,
    )
    read = sheets.read(data, name=name)
    try:
        found = _with_headings(read, name, headings, keeps_lines)
    except NotUnderstoodError:
        return _without_headings(read, name, keeps_lines)
    if joins:
        return FileTable((_joined_sheets(found.sheets, headings.names),), found.others, _parts_of(found.sheets))
    others = [(sheet.name, "second") for sheet in found.sheets[1:]]
    return FileTable(found.sheets[:1], (*others, *(other for other in found.others if other[1] == "no_headings")))


def _parts_of(found: Sequence[Sheet]) -> tuple[tuple[str, int], ...]:
    return tuple((sheet.name, len(sheet.rows)) for sheet in found) if len(found) > 1 else ()


def _joined_sheets(found: Sequence[Sheet], names: Callable[[str], str]) -> Sheet:
    """The rows of all sheets under the headings of the first; columns that only later sheets have stand behind."""
    first, *more = found
    heads = list(first.headings)
    known = {names(head) or head: place for place, head in reversed(list(enumerate(heads))) if head}
    rows = list(first.rows)
    for at, sheet in enumerate(more, start=1):
        places = []
        for head in sheet.headings:
            key = names(head) or head
            if key not in known:
                known[key] = len(heads)
                heads.append(head)
            places.append(known[key])
        for number, cells in sheet.rows:
            row = [""] * len(heads)
            for place, text in zip(places, cells, strict=False):
                row[place] = row[place] or text
            rows.append((at * ROWS_A_SHEET + number, tuple(row)))
    return Sheet(first.name, first.heading_row, tuple(heads), tuple(rows))


def _without_headings(read: Sequence[sheets.RawSheet], name: str, keeps_lines: bool) -> FileTable:
    text_of = _texts(keeps_lines)
    for sheet in read:
        rows = [(number, tuple(map(text_of, cells))) for number, cells in sheet.rows]
        rows = [row for row in rows if any(row[1])]
        if rows and not sheet.is_hidden:
            width = max(len(texts) for _number, texts in rows)
            numbers = tuple(str(place) for place in range(1, width + 1))
            return FileTable((Sheet(sheet.name, 0, numbers, tuple(rows)),))
    raise NotUnderstoodError(N_("ไฟล์ “%(name)s” ว่างเปล่า"), name=name)


def _meanings(columns: Sequence[Column]) -> dict[str, str]:
    return {heading_key(word): column.key for column in columns for word in (column.heading, *column.other_headings)}


def guess_columns(headings: Iterable[str], columns: Sequence[Column]) -> dict[str, int]:
    """By a column's key: its place among the headings. A heading that two places have means the first."""
    known = _meanings(columns)
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        if key := known.get(heading_key(heading)):
            found.setdefault(key, place)
    return found


def cells_of(sheet: Sheet, chosen: Mapping[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its cells by the keys of the chosen columns; an absent cell is empty."""
    for number, cells in sheet.rows:
        yield number, {key: cells[place] if place < len(cells) else "" for key, place in chosen.items()}


@dataclass(frozen=True, slots=True)
class OpenList:
    """A list whose columns are known: the cells of each row by the keys of our columns, or why it can't be read."""

    sheet: Sheet
    chosen: Mapping[str, int]
    rows: tuple[tuple[int, dict[str, str]], ...]
    errors: tuple[CellError, ...]
    other_sheets: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """What a page shows of the file itself, beside what the list would do."""
        return {
            "headings": list(self.sheet.headings),
            "heading_row": self.sheet.heading_row,
            "columns": dict(self.chosen),
            "unused": [h for place, h in enumerate(self.sheet.headings) if h and place not in self.chosen.values()],
            "other_sheets": list(self.other_sheets),
        }


def open_list(table: Mapping[str, Any], choice: Mapping[str, Any], columns: Sequence[Column], *, most: int) -> OpenList:
    """A kept table with its columns: those of a person's ``choice``, or else those that the headings tell."""
    kept = FileTable.of(dict(table))
    sheet = kept.sheets[0]
    chosen = choice.get("columns") or guess_columns(sheet.headings, columns)
    rows = tuple(cells_of(sheet, chosen))[1 if choice.get("first_is_heading") else 0 :]
    missing = [column.heading for column in columns if column.is_needed and column.key not in chosen]
    sentence = N_("ยังไม่ได้บอกว่าคอลัมน์ใดคือ “%(heading)s” เลือกใต้หัวข้อ คอลัมน์ในไฟล์")
    errors = [refused(sheet.heading_row, name, "", NotUnderstoodError(sentence, heading=name)) for name in missing]
    if not missing and not rows:
        errors.append(refused(0, "", "", NotUnderstoodError(N_("ไม่มีแถวข้อมูลใต้หัวตาราง"))))
    if not missing and len(rows) > most:
        sentence = N_("มี %(n)s แถว นำเข้าได้ครั้งละไม่เกิน %(most)s แถว แบ่งเป็นหลายไฟล์")
        errors.append(refused(0, "", "", NotUnderstoodError(sentence, n=len(rows), most=most)))
    return OpenList(sheet, chosen, rows, tuple(errors), tuple(name for name, _why in kept.others))


def refused(row: int, column: str, value: str, error: NotUnderstoodError) -> CellError:
    """A cell with the sentence of why it is refused."""
    return CellError(row, column, value.lstrip(TYPED + UNREAD), in_words(error))


def _tops(rows: list[Row], sheet: sheets.RawSheet, headings: Headings) -> Iterator[tuple[int, tuple[str, ...], int]]:
    """The row of the headings, the headings, and how many rows they and what stands above them take."""
    for place, (number, texts) in enumerate(rows):
        if number > HEADINGS_WITHIN:
            return
        if place + 1 < len(rows) and rows[place + 1][0] == number + 1:
            below, across = rows[place + 1][1], [one[1:] for one in sheet.across if one[0] == number]
            joined = _joined(texts, below, across, headings.names)
            if not _is_title(across, below) and headings.suffice(joined) and _goes_on(texts, below, joined, headings):
                yield number, joined, place + 2
        if headings.suffice(texts):
            yield number, texts, place + 1


def _is_title(across: Sequence[tuple[int, ...]], below: Sequence[str]) -> bool:
    """Whether one text stands across all columns: the name of the table, and no heading of some of them."""
    filled = [column for column, text in enumerate(below, start=1) if text]
    return any(first <= filled[0] and last >= filled[-1] for first, last in across if len(filled) > 1)


def _joined(
    above: Sequence[str], below: Sequence[str], across: Sequence[tuple[int, ...]], names: Callable[[str], str]
) -> tuple[str, ...]:
    """Headings of two rows as one: the two texts together, or the one of them that is a heading."""
    width = max(len(above), len(below))
    over, under = [*above, *[""] * (width - len(above))], [*below, *[""] * (width - len(below))]
    spread = {column for first, last in across for column in range(first, min(last, width) + 1)}
    for first, last in across:
        over[first - 1 : last] = [over[first - 1]] * (min(last, width) - first + 1) if first <= width else []
    return tuple(_one_heading(over[i], under[i], is_spread=i + 1 in spread, names=names) for i in range(width))


def _one_heading(over: str, under: str, *, is_spread: bool, names: Callable[[str], str]) -> str:
    if over == under or not under:
        return over
    both = f"{over} {under}".strip()
    choices = [both, under] if is_spread else [both, under, over]
    return next((text for text in choices if names(text)), both)


def _goes_on(above: Sequence[str], below: Sequence[str], joined: Sequence[str], headings: Headings) -> bool:
    """Whether a row belongs to the headings: it makes one, and has no data where every row of data has some."""
    makes_one = False
    for place, text in enumerate(below):
        is_heading, whole = bool(headings.names(text)), joined[place]
        if text and not is_heading and headings.names(whole) == headings.leading:
            return False
        over = above[place] if place < len(above) else ""
        makes_one |= bool(text) and (is_heading or (whole != over and bool(headings.names(whole))))
    return makes_one


def demand_text(value: str) -> None:
    """Raise NotUnderstoodError for a cell without a value, a day of the spreadsheet, or a letter we can't draw."""
    if value.startswith(UNREAD):
        where, _space, error = value.lstrip(UNREAD).partition(" ")
        if error:
            raise NotUnderstoodError(
                N_("ช่อง %(cell)s มีค่าผิดพลาด %(error)s แก้สูตรหรือพิมพ์ค่า แล้วบันทึกไฟล์"), cell=where, error=error
            )
        raise NotUnderstoodError(
            N_("ช่อง %(cell)s เป็นสูตรที่ไม่มีผลลัพธ์เก็บไว้ในไฟล์ เปิดไฟล์ใน Excel แล้วบันทึก จากนั้นเลือกไฟล์อีกครั้ง"), cell=where
        )
    if value.startswith(TYPED):
        raise NotUnderstoodError(N_("ช่องนี้เป็นวันที่ของโปรแกรมตาราง ไม่ใช่ข้อความ จัดรูปแบบช่องเป็นข้อความแล้วพิมพ์ค่าใหม่"))
    demand_drawable(value)


def _texts(keeps_lines: bool) -> Callable[[sheets.Cell], str]:
    """Returns what makes a cell's text; a text that comes again is normalised once."""
    known: dict[str, str] = {}

    def text_of(cell: sheets.Cell) -> str:
        if not isinstance(cell, str):
            return _text(cell, keeps_lines)
        if (text := known.get(cell)) is None:
            text = known[cell] = normalise(cell, multiline=keeps_lines)
        return text

    return text_of


def _text(cell: sheets.Cell, keeps_lines: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, sheets.Unread):
        return f"{UNREAD}{cell.where} {cell.error}"
    if isinstance(cell, datetime | date | time | bool):
        return f"{TYPED}{cell}"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # a spreadsheet stores whole numbers as decimals
    return normalise(str(cell), multiline=keeps_lines)
