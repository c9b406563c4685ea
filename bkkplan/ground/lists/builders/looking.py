"""What a list would do to the rows that stand: the data of its preview, and of the confirmation. It writes nothing."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.forms.fields import in_words
from bkkplan.ground.core.forms.tables import TYPED, UNREAD, Column, FileTable, Sheet, read_list
from bkkplan.ground.core.forms.typed_cells import Value, read_cell, without_ids
from bkkplan.ground.core.private_words import PersonalDataKind, PublicText, find_personal_data
from bkkplan.ground.core.spreadsheets.columns import (
    COUNTING,
    NUMBER,
    Fields,
    Known,
    Word,
    by_content,
    by_headings,
    completed,
    plain,
    understand,
)
from bkkplan.ground.core.spreadsheets.csvs import unescaped
from bkkplan.ground.core.thai import NotUnderstoodError, district_key, means_nothing, normalise
from bkkplan.ground.core.thai.errors import N_
from bkkplan.ground.lists.builders.comparing import compare
from bkkplan.ground.lists.builders.outcome import DISTRICT, KEEP, KEY, Answers, Choice, Outcome, columns_of
from bkkplan.ground.lists.builders.preview import as_json
from bkkplan.ground.lists.registry import Line, ListKind, Place, Progress

PROGRESS_EVERY = 500  # rows
COUNTING_HEADINGS = ("ที่", "ลำดับ", "ลำดับที่", "no", "no.", "#", "เลขที่ลำดับ")


def read(kind: ListKind, data: bytes, name: str) -> dict[str, Any]:
    """The table of a file or of pasted text, as it is kept. Raises NotUnderstoodError."""
    counting = Column("counting", COUNTING_HEADINGS[0], COUNTING_HEADINGS[1:])
    columns = [*columns_of(kind), counting]
    return read_list(data, name=name, columns=columns, keeps_lines=True, joins=kind.joins_sheets).as_json()


def known_of(kind: ListKind, words: Mapping[str, Sequence[Word]]) -> Known:
    """What is needed to guess the field of each column: for a list that is read, and for rows pasted into a page."""
    headings: dict[str, Sequence[str]] = {c.key: (c.heading, *c.other_headings) for c in columns_of(kind)}
    ours = {plain(heading) for of_it in headings.values() for heading in of_it}
    headings[COUNTING] = [heading for heading in COUNTING_HEADINGS if plain(heading) not in ours]
    numbers = [c for c in kind.columns if c.sort in ("amount", "signed", "quantity", "number")]
    return Known(
        headings=headings,
        leading=kind.columns[0].key,
        text=[column.key for column in kind.columns if column.sort == "text"],
        lists={column.key: words.get(column.key, ()) for column in kind.columns if column.sort == "word"},
        numbers=[c.key for c in sorted(numbers, key=lambda c: c.sort not in ("amount", "signed"))],
    )


def digest_of(headings: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(map(plain, headings)).encode()).hexdigest()


def headings_of(kind: ListKind, table: Mapping[str, Any]) -> str:
    """The digest of the headings of a kept table; empty where it has none."""
    found, _rows = _opened(kind, FileTable.of(dict(table)).sheets[0], Choice(), {})
    return digest_of(found.heads) if found.has_heads else ""


def look(
    kind: ListKind,
    place: Place,
    table: Mapping[str, Any],
    choice: Choice,
    answers: Answers,
    *,
    mine: Mapping[str, int],
    on: date,
    by: User,
    at: datetime,
    progress: Progress | None = None,
) -> tuple[dict[str, Any], Outcome]:
    """What the list would do now: as it is kept for the page, and as it is written.

    ``mine`` has the versions that earlier lists of this place left: sending a file again changes the same rows.
    """
    words = {column: list(of_it) for column, of_it in kind.cell_words(place).items()}
    opened = FileTable.of(dict(table))
    found, rows = _opened(kind, opened.sheets[0], choice, words)
    reader = _Reader(kind, place, found, words, answers, opened.where)
    if missing := _missing(kind, found):
        for column in missing:
            sentence = N_("ยังไม่ได้บอกว่าคอลัมน์ใดคือ “%(heading)s” เลือกใต้หัวข้อ คอลัมน์ในไฟล์")
            reader.refuse_all(column.heading, sentence, heading=column.heading)
    elif len(rows) > kind.most:
        sentence = N_("มี %(n)s แถว นำเข้าได้ครั้งละไม่เกิน %(most)s แถว แบ่งเป็นหลายไฟล์")
        reader.refuse_all("", sentence, n=len(rows), most=kind.most)
    else:
        unused = _kept_columns(kind, found, rows) if choice.keeps_unused and kind.detail else {}
        for done, (number, cells) in enumerate(rows):
            reader.read(number, cells, unused)
            if progress and done and done % PROGRESS_EVERY == 0:
                progress(done, len(rows))
        for line in found.lines:
            line.where = opened.where(line.number) if opened.parts else ""
            line.meant = choice.meant.get(str(line.number), "")
        if not kind.finds_rows:
            compare(kind, place, found.lines, reader.given, mine)
        kind.check(place, found.to_write(), on=on, by=by, at=at)
        found.not_named = list(kind.not_named(place, found.lines))
        found.lines += kind.ended(place, choice.ended)
        if kind.finds_rows:
            reader.give_texts(dict(rows))
        if not found.lines:
            reader.refuse_all("", N_("ไม่มีแถวข้อมูลใต้หัวตาราง"))
    return as_json(kind, found, words, opened, choice), found


def _missing(kind: ListKind, found: Outcome) -> list[Column]:
    """The columns that the file needs and that none of its own is; of a group of which one is needed the first."""
    missing = [column for column in kind.columns if column.is_needed and column.key not in found.fields]
    by_key = {column.key: column for column in kind.columns}
    return missing + [by_key[group[0]] for group in kind.needs_one_of if not set(group) & set(found.fields)]


def _opened(
    kind: ListKind, sheet: Sheet, choice: Choice, words: Mapping[str, Sequence[Word]]
) -> tuple[Outcome, list[tuple[int, tuple[str, ...]]]]:
    """The headings and the field of each column, and the rows of data."""
    known, rows = known_of(kind, words), list(sheet.rows)
    width = max([len(sheet.headings), *(len(cells) for _number, cells in rows)])
    has_heads = bool(sheet.heading_row)
    if not has_heads and width > 1:
        while len(rows) > 1 and sum(map(bool, rows[0][1])) == 1:  # the name of the table above it
            del rows[0]
    below = [cells for _number, cells in rows]
    if has_heads:
        heads, by_head = tuple(sheet.headings), by_headings(sheet.headings, known)
        fields = completed(by_head, below, known) if by_head else by_content(_by_column(below, width), known)
    else:
        understood = understand(below, known)
        fields, has_heads = understood.fields, understood.heads is not None
        if choice.first_is_heading is not None:
            has_heads = choice.first_is_heading
        heads, rows = (below[0], rows[1:]) if has_heads else ((), rows)
    fields = [*(choice.fields or _once(kind, fields, heads, known)), *[None] * width][:width]
    heads = (*heads, *(f"({place})" for place in range(len(heads) + 1, width + 1)))
    if has_heads and rows and _are_second_headings(rows[0][1], fields, known.leading):
        under = (*rows[0][1], *[""] * width)
        heads = tuple(" ".join(filter(None, (head, under[at]))) for at, head in enumerate(heads))
        rows = rows[1:]
    return Outcome(heads, fields, has_heads), rows


def _once(kind: ListKind, fields: Fields, heads: Sequence[str], known: Known) -> Fields:
    """The fields with one column for each number: ประชากร and not ประชากร ชาย, which only begins so."""
    numbers = {column.key for column in kind.columns if column.sort == "number"}
    best: dict[str, int] = {}
    for place, name in enumerate(fields):
        if name in numbers:
            is_exact = place < len(heads) and plain(heads[place]) in map(plain, known.headings[name])
            if name not in best or is_exact:
                best[name] = place
    return [name if name not in numbers or best[name] == place else None for place, name in enumerate(fields)]


def _are_second_headings(cells: Sequence[str], fields: Fields, leading: str) -> bool:
    """Whether the row below the headings belongs to them: words, no number, and none under the leading heading."""
    at = fields.index(leading) if leading in fields else -1
    has_leading = 0 <= at < len(cells) and bool(cells[at])
    filled = [text for text in cells if text]
    return at >= 0 and not has_leading and len(set(filled)) > 1 and not any(map(NUMBER.match, filled))


def _by_column(rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    return [[row[at] for row in rows if at < len(row) and row[at]] for at in range(width)]


def _kept_columns(kind: ListKind, found: Outcome, rows: Sequence[tuple[int, tuple[str, ...]]]) -> dict[int, str]:
    """The columns that nobody uses and that may stand in the detail: none in which a name or an address is found."""
    kept = {}
    for place, name in enumerate(found.fields):
        texts = [cells[place] for _number, cells in rows if place < len(cells) and cells[place]]
        if name is not None or not texts:
            continue
        kinds = {one.kind for one in find_personal_data(PublicText("", text) for text in (found.heads[place], *texts))}
        if kinds - {PersonalDataKind.CITIZEN_ID}:
            found.never_kept.append(found.heads[place])
        else:
            kept[place] = found.heads[place]
    return kept


class _Reader:
    """Reads the cells of rows into lines."""

    def __init__(
        self,
        kind: ListKind,
        place: Place,
        found: Outcome,
        words: Mapping[str, Sequence[Word]],
        answers: Answers,
        where: Callable[[int], str],
    ) -> None:
        self.where = where
        self.kind, self.place, self.found, self.words, self.answers = kind, place, found, words, answers
        self.columns = {column.key: column for column in columns_of(kind)}
        self.leading = kind.columns[0]
        self.needed = [column for column in kind.columns if column.is_needed]
        self.places = [(place, name) for place, name in enumerate(found.fields) if name]
        self.heads = [plain(text) for text in found.heads if text]
        self.values: dict[tuple[str, str], tuple[Value, int, NotUnderstoodError | None]] = {}
        self.seen: dict[int, Line] = {}  # by the hash of what they say: the texts of a long list are not kept twice
        self.keys: dict[str, int] = {}
        self.given: dict[int, tuple[str, int]] = {}  # by the row's number: the key and the version of its file
        self.here = district_key(place.district.name_th) if place.district else ""
        self.known_by_row = kind.known_by_row(place)
        self.above: Line | None = None

    def refuse_all(self, heading: str, sentence: str, /, **values: object) -> None:
        error = in_words(NotUnderstoodError(sentence, **values))
        self.found.errors.append({"row": 0, "column": heading, "value": "", "sentence": error})

    def read(self, number: int, cells: Sequence[str], unused: Mapping[int, str]) -> None:
        texts = self._texts(cells)
        key, version = texts.pop(KEY.key, ""), 0
        if not any(texts.values()) and (key or not any(cells)):
            return  # a blank row of a template
        line = Line(number, {}) if self.kind.finds_rows else Line(number, {}, texts=texts)
        self.found.lines.append(line)
        if sentence := self._why_left(cells, texts):
            line.leave(sentence)
            return
        if key:
            key, version = self._key(line, key)
        for column in self.kind.columns:
            if column.key in texts:
                line.values[column.key] = self._value(line, column, texts)
        self._keep(line, cells, texts, unused)
        self.kind.fill(line, self.above)
        if line.does != "left":
            self._demand_needed(line, texts)
        if line.does == "left":
            return
        self.above = line
        other = self.seen.setdefault(hash((key, *line.values.values())), line)
        if line.does != "wrong" and other is not line and self._is_same(other, key, line):
            error = NotUnderstoodError(N_("ซ้ำกับแถวที่ %(row)s ทุกช่อง จึงนับครั้งเดียว"), row=self.where(other.number))
            line.leave(in_words(error))
            return
        if key and key in self.keys:
            line.refuse(
                KEY.key, in_words(NotUnderstoodError(N_("รหัสแถวซ้ำกับแถวที่ %(row)s"), row=self.where(self.keys[key])))
            )
        self.keys.setdefault(key, number)
        if key:
            self.given[number] = (key, version)

    def _is_same(self, other: Line, key: str, line: Line) -> bool:
        return key == self.given.get(other.number, ("", 0))[0] and other.values == line.values

    def _demand_needed(self, line: Line, texts: Mapping[str, str]) -> None:
        """Refuse a row without what it needs; one whose leading word people left empty is no row."""
        for column in self.needed:
            text, value = texts.get(column.key, ""), line.values.get(column.key)
            if value not in ("", None) or column.key in dict(line.errors):
                continue
            if normalise(text) in self.found.strange.get(column.key, {}):
                continue
            if column is self.leading and column.sort == "word" and text:
                line.leave(in_words(NotUnderstoodError(N_("คำนี้เลือกให้เว้นว่างไว้ จึงไม่นำเข้า"))))
                return
            line.refuse(column.key, in_words(NotUnderstoodError(N_("ยังไม่มี “%(h)s”"), h=column.heading)))

    def _texts(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells by field; two columns of the detail stand under each other, of other fields the first counts."""
        texts: dict[str, str] = {}
        for place, name in self.places:
            text = cells[place] if place < len(cells) else ""
            if name == self.kind.detail and texts.get(name):
                text = f"{texts[name]}\n{text}".rstrip()
            texts[name] = text if name == self.kind.detail else texts.get(name) or text
        return texts

    def _why_left(self, cells: Sequence[str], texts: Mapping[str, str]) -> str:
        filled = [text for text in cells if text]
        leading, district = texts.get(self.leading.key, ""), texts.get(DISTRICT.key, "")
        if self.kind.is_aside(texts, filled):
            return in_words(NotUnderstoodError(N_("แถวผลรวม จึงไม่นำเข้า")))
        if len(filled) == len(self.heads) and all(plain(a) == b for a, b in zip(filled, self.heads, strict=True)):
            return in_words(NotUnderstoodError(N_("แถวหัวตารางซ้ำ จึงไม่นำเข้า")))
        if not leading and len(set(filled)) == 1:
            return in_words(NotUnderstoodError(N_("แถวหัวข้อ “%(text)s” จึงไม่นำเข้า"), text=filled[0][:60]))
        if district and not means_nothing(district) and district_key(district) != self.here:
            return in_words(NotUnderstoodError(N_("แถวของเขตอื่น (%(district)s) จึงไม่นำเข้า"), district=district[:60]))
        return self.kind.why_left(self.place, texts)

    def _key(self, line: Line, text: str) -> tuple[str, int]:
        """The key and the version of ``key:version:place``, as our own files have it; no key where it is refused."""
        given, _colon, rest = text.partition(":")
        version, _colon, place = rest.partition(":")
        key = _uuid(given)
        if not version.isdecimal() or not key:
            line.refuse(KEY.key, in_words(NotUnderstoodError(N_("รหัสแถวถูกแก้ ดาวน์โหลดแบบฟอร์มใหม่ หรือเลือกไม่ใช้คอลัมน์นี้"))))
        elif place != self.place.key:
            sentence = N_("แถวนี้มาจากแบบฟอร์มของที่อื่นหรือปีอื่น ดาวน์โหลดแบบฟอร์มของที่นี่ หรือเลือกไม่ใช้คอลัมน์ รหัสแถว")
            line.refuse(KEY.key, in_words(NotUnderstoodError(sentence)))
        else:
            return key, int(version)
        return "", 0

    def _value(self, line: Line, column: Column, texts: Mapping[str, str]) -> Value:
        text = texts[column.key]
        if column.sort == "word" and (answer := self._answer(column.key, text)) is not None:
            return "" if answer == KEEP else answer
        value, ids, error = self._understood(column, text)
        self.found.ids += ids
        if error is None:
            return self.known_by_row(column.key, texts) if column.sort == "word" and value == "" else value
        known = self.known_by_row(column.key, texts) if column.sort == "word" else ""
        if known:
            return known
        if column.sort == "word" and self.words.get(column.key) and not text.startswith((TYPED, UNREAD)):
            asked = self.found.strange.setdefault(column.key, {})
            asked[normalise(text)] = asked.get(normalise(text), 0) + 1
            line.unanswered |= {column.key}
            return ""
        line.refuse(column.key, in_words(error))
        return "" if column.sort in ("text", "word") else None

    def _understood(self, column: Column, text: str) -> tuple[Value, int, NotUnderstoodError | None]:
        """A cell's value, how many ids were taken out of it, and why it is refused. Words and numbers are read once."""
        if column.sort == "text" and text:
            return self._read_cell(column, text)  # nearly each one is another: to keep them would take much memory
        if (known := self.values.get((column.key, text))) is None:
            known = self.values[column.key, text] = self._read_cell(column, text)
        return known

    def _read_cell(self, column: Column, text: str) -> tuple[Value, int, NotUnderstoodError | None]:
        plain_text, ids = without_ids(text) if column.sort == "text" else (text, 0)
        words = () if column.key in self.kind.read_by_row else self.words.get(column.key, ())
        try:
            return read_cell(column, plain_text, words), ids, None
        except NotUnderstoodError as error:
            # A kept error would keep the frames in which it was raised, and with them all rows of the list.
            error.__cause__ = error.__context__ = None
            return None, ids, error.with_traceback(None)

    def give_texts(self, cells_of: Mapping[int, Sequence[str]]) -> None:
        """Give the lines that are refused the texts of their cells: the page shows them."""
        for line in self.found.lines:
            if line.errors and line.number in cells_of:
                line.texts = self._texts(cells_of[line.number])

    def _answer(self, column: str, text: str) -> str | None:
        """What people said that a word means; None if nobody did, or if the list has that meaning no more."""
        answer = self.answers.get(column, {}).get(plain(text)) if column in self.answers else None
        if answer is None:
            return None
        there = {"", KEEP, *(word.value for word in self.words.get(column, ()))}
        return answer if answer in there else None

    def _keep(self, line: Line, cells: Sequence[str], texts: Mapping[str, str], unused: Mapping[int, str]) -> None:
        """Put into the detail what people chose to keep of other columns and of words that no list has."""
        if not self.kind.detail:
            return
        kept = [f"{head}: {cells[at]}" for at, head in unused.items() if at < len(cells) and cells[at]]
        kept += [
            f"{self.columns[column].heading}: {unescaped(texts[column])}"
            for column in self.answers
            if texts.get(column) and column in self.columns and self._answer(column, texts[column]) == KEEP
        ]
        if kept:
            text, ids = without_ids("\n".join([str(line.values.get(self.kind.detail) or ""), *kept]).strip())
            self.found.ids += ids
            line.values[self.kind.detail] = text


def _uuid(text: str) -> str:
    """The uuid as it is written everywhere, or nothing."""
    try:
        return str(UUID(text))
    except ValueError:
        return ""
