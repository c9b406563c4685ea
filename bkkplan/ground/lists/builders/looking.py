"""What a list would do to the rows that stand: the data of its preview, and of the confirmation. It writes nothing."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.columns import (
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
from bkkplan.ground.core.formfields import in_words
from bkkplan.ground.core.private_words import Passage, PersonalDataKind, find_personal_data
from bkkplan.ground.core.tables import Column, Sheet, Table, read_list
from bkkplan.ground.core.thai import NotUnderstoodError, district_key, means_nothing, normalise
from bkkplan.ground.core.thai.errors import N_
from bkkplan.ground.core.typed_cells import Value, is_total, read_cell, shown, unescaped, without_ids
from bkkplan.ground.lists.builders.outcome import DISTRICT, KEEP, KEY, Answers, Choice, Outcome, columns_of
from bkkplan.ground.lists.builders.preview import as_json
from bkkplan.ground.lists.registry import Line, ListKind, Place, Standing

COUNTING_HEADINGS = ("ที่", "ลำดับ", "ลำดับที่", "no", "no.", "#", "เลขที่ลำดับ")


def read(kind: ListKind, data: bytes, name: str) -> dict[str, Any]:
    """The table of a file or of pasted text, as it is kept. Raises NotUnderstoodError."""
    counting = Column("counting", COUNTING_HEADINGS[0], COUNTING_HEADINGS[1:])
    columns = [*columns_of(kind), counting]
    return read_list(data, name=name, columns=columns, keeps_lines=True).as_json()


def known_of(kind: ListKind, words: Mapping[str, Sequence[Word]]) -> Known:
    """What the columns of a kind are guessed by; the recording page's paste is given the same."""
    headings: dict[str, Sequence[str]] = {c.key: (c.heading, *c.other_headings) for c in columns_of(kind)}
    headings[COUNTING] = COUNTING_HEADINGS
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
    found, _rows = _opened(kind, Table.of(dict(table)).sheets[0], Choice(), {})
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
) -> tuple[dict[str, Any], Outcome]:
    """What the list would do now: as it is kept for the page, and as it is written.

    ``mine`` has the versions that earlier lists of this place left: sending a file again changes the same rows.
    """
    words = {column: list(of_it) for column, of_it in kind.words(place).items()}
    sheet = Table.of(dict(table)).sheets[0]
    found, rows = _opened(kind, sheet, choice, words)
    reader = _Reader(kind, place, found, words, answers)
    if missing := [c for c in kind.columns if c.is_needed and c.key not in found.fields]:
        for column in missing:
            sentence = N_("ยังไม่ได้บอกว่าคอลัมน์ใดคือ “%(heading)s” เลือกใต้หัวข้อ คอลัมน์ในไฟล์")
            reader.refuse_all(column.heading, sentence, heading=column.heading)
    elif len(rows) > kind.most:
        sentence = N_("มี %(n)s แถว นำเข้าได้ครั้งละไม่เกิน %(most)s แถว แบ่งเป็นหลายไฟล์")
        reader.refuse_all("", sentence, n=len(rows), most=kind.most)
    else:
        unused = _kept_columns(kind, found, rows) if choice.keeps_unused and kind.detail else {}
        for number, cells in rows:
            reader.read(number, cells, unused)
        for line in found.lines:
            line.meant = choice.meant.get(str(line.number), "")
        _compare(kind, place, found.lines, reader.given, mine)
        kind.check(place, found.to_write(), on=on, by=by, at=at)
        if not found.lines:
            reader.refuse_all("", N_("ไม่มีแถวข้อมูลใต้หัวตาราง"))
    return as_json(kind, found, words, table, choice), found


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
    fields = [*(choice.fields or fields), *[None] * width][:width]
    heads = (*heads, *(f"({place})" for place in range(len(heads) + 1, width + 1)))
    if has_heads and rows and _are_second_headings(rows[0][1], fields, known.leading):
        under = (*rows[0][1], *[""] * width)
        heads = tuple(" ".join(filter(None, (head, under[at]))) for at, head in enumerate(heads))
        rows = rows[1:]
    return Outcome(heads, fields, has_heads), rows


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
        kinds = {one.kind for one in find_personal_data(Passage("", text) for text in (found.heads[place], *texts))}
        if kinds - {PersonalDataKind.CITIZEN_ID}:
            found.never_kept.append(found.heads[place])
        else:
            kept[place] = found.heads[place]
    return kept


class _Reader:
    """Reads the cells of rows into lines."""

    def __init__(
        self, kind: ListKind, place: Place, found: Outcome, words: Mapping[str, Sequence[Word]], answers: Answers
    ) -> None:
        self.kind, self.place, self.found, self.words, self.answers = kind, place, found, words, answers
        self.columns = {column.key: column for column in columns_of(kind)}
        self.leading = kind.columns[0]
        self.seen: dict[tuple[object, ...], int] = {}
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
        line = Line(number, {}, texts=texts)
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
        same = (key, *line.values.items())
        if line.does != "wrong" and same in self.seen:
            line.leave(in_words(NotUnderstoodError(N_("ซ้ำกับแถวที่ %(row)s ทุกช่อง จึงนับครั้งเดียว"), row=self.seen[same])))
            return
        self.seen.setdefault(same, number)
        if key and key in self.keys:
            line.refuse(KEY.key, in_words(NotUnderstoodError(N_("รหัสแถวซ้ำกับแถวที่ %(row)s"), row=self.keys[key])))
        self.keys.setdefault(key, number)
        if key:
            self.given[number] = (key, version)

    def _demand_needed(self, line: Line, texts: Mapping[str, str]) -> None:
        """Refuse a row without what it needs; one whose leading word people left empty is no row."""
        for column in self.kind.columns:
            text, value = texts.get(column.key, ""), line.values.get(column.key)
            is_asked = normalise(text) in self.found.strange.get(column.key, {})
            if not column.is_needed or value not in ("", None) or is_asked or column.key in dict(line.errors):
                continue
            if column is self.leading and column.sort == "word" and text:
                line.leave(in_words(NotUnderstoodError(N_("คำนี้เลือกให้เว้นว่างไว้ จึงไม่นำเข้า"))))
                return
            line.refuse(column.key, in_words(NotUnderstoodError(N_("ยังไม่มี “%(h)s”"), h=column.heading)))

    def _texts(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells by field; two columns of the detail stand under each other, of other fields the first counts."""
        texts: dict[str, str] = {}
        for place, name in enumerate(self.found.fields):
            if not name:
                continue
            text = cells[place] if place < len(cells) else ""
            if name == self.kind.detail and texts.get(name):
                text = f"{texts[name]}\n{text}".rstrip()
            texts[name] = text if name == self.kind.detail else texts.get(name) or text
        return texts

    def _why_left(self, cells: Sequence[str], texts: Mapping[str, str]) -> str:
        filled = [text for text in cells if text]
        leading, district = texts.get(self.leading.key, ""), texts.get(DISTRICT.key, "")
        if is_total([leading] if leading else filled):
            return in_words(NotUnderstoodError(N_("แถวผลรวม จึงไม่นำเข้า")))
        if [plain(text) for text in filled] == [plain(text) for text in self.found.heads if text]:
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
        if column.sort == "text":
            text, ids = without_ids(text)
            self.found.ids += ids
        words = self.words.get(column.key, ())
        try:
            if column.sort == "word" and (answer := self._answer(column.key, text)) is not None:
                return "" if answer == KEEP else answer
            value = read_cell(column, text, words)
            is_empty_word = column.sort == "word" and value == ""
            return self.known_by_row(column.key, texts) if is_empty_word else value
        except NotUnderstoodError as error:
            if column.sort == "word" and words:
                if known := self.known_by_row(column.key, texts):
                    return known
                asked = self.found.strange.setdefault(column.key, {})
                asked[normalise(text)] = asked.get(normalise(text), 0) + 1
                line.unanswered.add(column.key)
                return ""
            line.refuse(column.key, in_words(error))
            return "" if column.sort in ("text", "word") else None

    def _answer(self, column: str, text: str) -> str | None:
        """What people said that a word means; None if nobody did, or if the list has that meaning no more."""
        answer = self.answers.get(column, {}).get(plain(text))
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


def _compare(
    kind: ListKind, place: Place, lines: Sequence[Line], given: Mapping[int, tuple[str, int]], mine: Mapping[str, int]
) -> None:
    """Find the row that each line means, and say what it changes."""
    standing: dict[str, Standing] = {row.key: row for row in kind.standing(place)}
    words = kind.words(place)
    alike: dict[object, list[Standing]] = {}
    for known in standing.values():
        same = kind.same_row(known.whole)
        if same is not None and not known.is_out:
            alike.setdefault(same, []).append(known)
    unknown = {key for key, _version in given.values() if key not in standing}
    others = kind.elsewhere(place, unknown) if unknown else {}
    met = {key for key, _version in given.values()}
    for line in lines:
        if line.does in ("left", "wrong"):
            continue
        key, version = given.get(line.number, ("", 0))
        if key in others:
            sentence = N_("แถวนี้เป็นของ %(place)s จึงไม่นำเข้า")
            line.refuse(KEY.key, in_words(NotUnderstoodError(sentence, place=others[key])))
            continue
        row: Standing | None = standing.get(key)
        if row is None and not key and (same := kind.same_row(line.values)) is not None:
            row = next((one for one in alike.get(same, ()) if one.key not in met), None)
            if row is not None:
                met.add(row.key)
        line.key = row.key if row else key
        if row is None and version:
            line.refuse(KEY.key, in_words(NotUnderstoodError(N_("แถวนี้ไม่มีแล้วหลังจากดาวน์โหลดไฟล์ ดาวน์โหลดใหม่แล้วแก้อีกครั้ง"))))
        if row is not None:
            _change(kind, words, line, row, version=version, mine=mine)


def _change(
    kind: ListKind,
    words: Mapping[str, Sequence[Word]],
    line: Line,
    row: Standing,
    *,
    version: int,
    mine: Mapping[str, int],
) -> None:
    """What a line changes of its row. An empty cell changes something only where the file went out with the row in it:
    ``version`` is 0 for a row without a key, and for one that was typed into a blank row of the file.
    """
    is_known = version > 0
    line.seen, line.does = row.version, "same"
    for column in kind.columns:
        new, old = line.values.get(column.key), row.whole.get(column.key)
        is_given = column.key in line.values and (is_known or new not in ("", None))
        if is_given and is_known and new != old and column.key in line.filled & row.values.keys():
            line.refuse(column.key, in_words(NotUnderstoodError(N_("ยังไม่มี “%(h)s”"), h=column.heading)))
        if is_given and column.key not in row.values:
            if new not in ("", None, old) and column.key not in line.filled:
                sentence = N_("แก้ได้ในแถวแรกของ “%(title)s” เท่านั้น")
                title = row.under.get(kind.columns[0].key, "")
                line.refuse(column.key, in_words(NotUnderstoodError(sentence, title=title)))
            line.values[column.key] = old
            continue
        if is_given and new != old:
            texts = [shown(column, value, words.get(column.key, ())) for value in (old, new)]
            line.changes.append((column.heading, *texts))  # type: ignore[arg-type]
        elif not is_given:
            line.values.pop(column.key, None)
    if line.changes or row.is_out:
        line.does = "changed"
    if line.changes and is_known and version != row.version and mine.get(row.key) != row.version:
        sentence = N_("มีผู้แก้แถวนี้หลังจากดาวน์โหลดไฟล์ ดาวน์โหลดใหม่แล้วแก้อีกครั้ง")
        line.refuse(KEY.key, in_words(NotUnderstoodError(sentence)))
