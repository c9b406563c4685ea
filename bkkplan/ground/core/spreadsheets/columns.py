"""Which column of a table is which of ours: by its heading, or else by what stands in it.

The browser does the same without network for what is pasted into a page (``static/js/saving/columns.js``). Both are
tried with the cases of ``tests/js/columns.json``: a rule that changes here changes there.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bkkplan.ground.core.fiscal import place_in_year
from bkkplan.ground.core.thai import MONTHS, MONTHS_SHORT, from_thai_digits

NUMBER = re.compile(r"^[฿]?\s*[0-9๐-๙][0-9๐-๙,. ]*\s*(?:ร้อย|พัน|หมื่น|แสน|ล้าน)*\s*(?:บาท|บ\.|\.-|-)?(?:ถ้วน)?$")
MONEY = re.compile(r"[,฿]|บาท|บ\.|\.-|พัน|หมื่น|แสน|ล้าน")
LONGEST_TITLE = 300
SHORTEST_PREFIX = 4
COUNTING = ""  # the field of a column that only numbers the rows: it is left out, and nobody is told

Cells = Sequence[Sequence[str]]
Fields = list[str | None]


@dataclass(frozen=True, slots=True)
class Word:
    """One choice of a list: what is kept, what it is called, and other names that mean it."""

    value: str
    name: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What a table may hold: headings by field, the best first; the lists by field; the fields of prose and of numbers.

    ``leading`` is the prose that no row is without. The first of ``numbers`` is the amount.
    """

    headings: Mapping[str, Sequence[str]]
    leading: str
    text: Sequence[str] = ()
    lists: Mapping[str, Sequence[Word]] = field(default_factory=dict)
    numbers: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """The field of each column (None where it is not known), the headings if there are any, and the rows below."""

    fields: Fields
    heads: tuple[str, ...] | None
    rows: Cells


@lru_cache(maxsize=8192)  # the words of a list come again and again
def plain(text: str) -> str:
    """The text by which headings and words of lists are compared: lower case, no spaces, dots, brackets or ด้าน/แขวง."""
    text = unicodedata.normalize("NFC", text).lower()
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return re.sub(r"^(ด้าน|แขวง)(?=.)", "", re.sub(r"[\s.()/]+", "", text))


def month_words() -> list[Word]:
    """The months by their numbers, in the order of a fiscal year."""
    months = sorted(range(1, 13), key=place_in_year)
    return [Word(str(month), MONTHS[month - 1], (MONTHS_SHORT[month - 1], str(month))) for month in months]


def pasted_cells(text: str) -> list[list[str]]:
    """The rows of tab-separated text as spreadsheets copy it: a cell with a line break or a quote stands in quotes."""
    source = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = []
    row: list[str] = []
    cell, is_quoted, at = "", False, 0
    while at < len(source):
        letter = source[at]
        if is_quoted:
            if letter != '"':
                cell += letter
            elif source[at + 1 : at + 2] == '"':
                cell += '"'
                at += 1
            else:
                is_quoted = False
        elif letter == '"' and not cell and _closes(source, at + 1):
            is_quoted = True
        elif letter in "\t\n":
            row.append(cell.strip())
            cell = ""
            if letter == "\n":
                rows.append(row)
                row = []
        else:
            cell += letter
        at += 1
    rows.append([*row, cell.strip()])
    return [one for one in rows if any(one)]


def _closes(source: str, start: int) -> bool:
    """Whether a quote is closed at a cell's end: only then it opens a cell. “"สวน" ข้างวัด” is just text."""
    at = start
    while at < len(source):
        if source[at] == '"':
            if source[at + 1 : at + 2] == '"':
                at += 1
            else:
                return source[at + 1 : at + 2] in ("", "\t", "\n")
        at += 1
    return False


def word_for(words: Sequence[Word], text: str) -> Word | None:
    """The word of a list that a text means, with digits of either kind: the same name, or the only one near."""
    wanted = _plain_digits(text)
    names = [_plain_digits(word.name) for word in words]
    for word, name in zip(words, names, strict=True):
        if wanted in (name, *map(_plain_digits, word.others)):
            return word
    if len(wanted) >= 3:
        near = [
            word
            for word, name in zip(words, names, strict=True)
            if name.startswith(wanted) or wanted.startswith(name) or wanted in name
        ]
        if len(near) == 1:
            return near[0]
    return None


def _plain_digits(text: str) -> str:
    return from_thai_digits(plain(text))


def understand(cells: Cells, known: Known, *, start: str = "") -> Understood:
    """Find the headings and the field of each column. ``start`` is the field of a single column without heading."""
    if (fields := by_headings(cells[0], known)) is not None:
        rows = cells[1:]
        return Understood(completed(fields, rows, known), tuple(cells[0]), rows)
    columns = _columns(cells)
    if len(columns) == 1:
        return Understood([start or known.leading], None, cells)
    if are_headings(cells):
        rows = cells[1:]
        return Understood(by_content(_columns(rows, width=len(columns)), known), tuple(cells[0]), rows)
    return Understood(by_content(columns, known), None, cells)


def by_headings(first: Sequence[str], known: Known) -> Fields | None:
    """The field of each column by its heading, or None if the row is no heading."""
    ranks = {plain(heading): (name, rank) for name, all_ in known.headings.items() for rank, heading in enumerate(all_)}
    found = [_heading(text, ranks) for text in first]
    fields: Fields = [one[0] if one else None for one in found]
    if known.leading not in fields and sum(name is not None for name in fields) < 2:
        return None
    # Of several headings that may be the leading one, the best is; the others tell more about it.
    leading = sorted((one[1], at) for at, one in enumerate(found) if one and one[0] == known.leading)
    second = next((name for name in known.text if name != known.leading), None)
    for _rank, at in leading[1:]:
        fields[at] = second
    return fields


def _heading(text: str, ranks: Mapping[str, tuple[str, int]]) -> tuple[str, float] | None:
    """The field and the rank of a heading. One that only begins with a known heading ranks below that heading."""
    key = plain(text)
    if exact := ranks.get(key) or ranks.get(plain(re.sub(r"\(.*?\)", "", text))):
        return exact
    begun = [heading for heading in ranks if len(heading) >= SHORTEST_PREFIX and key.startswith(heading)]
    begun = [heading for heading in begun if ranks[heading][0] != COUNTING]
    if not begun:
        return None
    name, rank = ranks[max(begun, key=len)]
    return name, rank + 0.5


def completed(fields: Fields, rows: Cells, known: Known) -> Fields:
    """The fields by headings, with the leading one and the amount found by content where no heading tells them."""
    fields, amount = list(fields), next(iter(known.numbers), None)
    if known.leading in fields and amount in (None, *fields):
        return fields
    columns = _columns(rows, width=len(fields))
    if known.leading not in fields and rows and known.leading in known.text:
        open_ = [at for at, name in enumerate(fields) if name is None or name in known.text]
        if (at := _title_among(columns, open_)) >= 0:
            fields[at] = known.leading
    if amount is not None and amount not in fields:
        for at, name in enumerate(fields):
            if name is None and _mostly(columns[at], lambda cell: bool(NUMBER.match(cell) and MONEY.search(cell))):
                fields[at] = amount
                break
    return fields


def are_headings(cells: Cells) -> bool:
    """Whether a first row that nobody knows is one of headings: it has no number, and numbers stand below."""
    first, columns = cells[0], _columns(cells[1:], width=max(map(len, cells)))
    if len(cells) < 3 or any(NUMBER.match(text) for text in first if text):
        return False
    return any(text and _mostly(columns[at], _is_number) for at, text in enumerate(first))


def by_content(columns: Sequence[Sequence[str]], known: Known) -> Fields:
    """The field of each column by what stands in it."""
    fields: Fields = [None] * len(columns)

    def first_free(test: Callable[[str], bool]) -> int:
        return next((at for at, name in enumerate(fields) if name is None and _mostly(columns[at], test)), -1)

    if columns and _is_counting(columns[0]):
        fields[0] = COUNTING
    for name, words in known.lists.items():
        if (at := first_free(lambda cell, words=words: word_for(words, cell) is not None)) >= 0:  # type: ignore[misc]
            fields[at] = name
    for name in known.numbers:
        if (at := first_free(_is_number)) >= 0:
            fields[at] = name
    free = [at for at, name in enumerate(fields) if name is None and columns[at]]
    if known.leading in known.text and (at := _title_among(columns, free)) >= 0:
        fields[at] = known.leading
    rest = iter([name for name in known.text if name not in fields])
    for at in free:
        if fields[at] is None:
            fields[at] = next(rest, None)
    return fields


def _columns(rows: Cells, *, width: int = 0) -> list[list[str]]:
    """The texts of each column that are not empty."""
    width = max([width, *map(len, rows)])
    return [[row[at] for row in rows if at < len(row) and row[at]] for at in range(width)]


def _mostly(texts: Sequence[str], test: Callable[[str], bool]) -> bool:
    return bool(texts) and sum(map(test, texts)) >= len(texts) * 0.6


def _is_number(text: str) -> bool:
    return NUMBER.match(text) is not None


def _title_among(columns: Sequence[Sequence[str]], among: Sequence[int]) -> int:
    """Which of some columns holds the leading text, or -1: the one with most text, if its cells may be titles."""

    def length(at: int) -> int:
        return sum(map(len, columns[at]))

    fits = [
        at
        for at in among
        if at < len(columns)
        and columns[at]
        and length(at) / len(columns[at]) <= LONGEST_TITLE
        and not _mostly(columns[at], _is_number)
    ]
    return max(fits, key=lambda at: (length(at), -at), default=-1)


def _is_counting(texts: Sequence[str]) -> bool:
    return len(texts) > 1 and all(from_thai_digits(text) == str(at) for at, text in enumerate(texts, start=1))
