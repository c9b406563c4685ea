"""Tables that people upload, XLSX or CSV, read within limits: unpacked bytes, parts, rows, cells, memory, time.

A CSV is read here, because it cannot grow. An XLSX is read by another process (`reading_xlsx`), which is ended if it
takes too much. Reading is work for a worker or a command, not for a page.
"""

import codecs
import csv
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import PurePath

from django.conf import settings

from bkkplan.ground.core.files import unpacking
from bkkplan.ground.core.files.evidence import XLSX, recognise
from bkkplan.ground.core.spreadsheets import reading_xlsx
from bkkplan.ground.core.thai import NotUnderstoodError
from bkkplan.ground.core.thai.errors import N_

MOST_ROWS = 60_000
MOST_CELLS = 900_000
MOST_LETTERS_IN_A_ROW = 500_000
SECONDS = 2 * reading_xlsx.SECONDS  # by the clock on the wall: the machine may be busy
# Where there is no memory left even to say so, Python says that an error has no exception.
OUT_OF_MEMORY = (b"MemoryError", b"SystemError: error return without exception set")
KEPT_ONCE = 20_000  # different texts
AT_ONCE = 1 << 20  # bytes that are decoded
ENCODINGS = ("utf-8-sig", "cp874")  # what Excel writes on a Thai Windows when asked for CSV


@dataclass(frozen=True, slots=True)
class Unread:
    """A formula whose result no program has stored, or an ``error`` such as #REF!, in the cell ``where`` (B7)."""

    where: str
    error: str = ""

    def __str__(self) -> str:
        return self.error


Cell = str | int | float | bool | datetime | date | time | Unread | None

_READ: dict[str, Callable[[str], Cell]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


@dataclass(frozen=True, slots=True)
class RawSheet:
    """The rows that hold something, each with its number in the file. A CSV is one sheet, and its cells are texts.

    A range of merged cells is filled down its first column. ``across`` has (row, first column, last column) of the
    cells near the top that are merged sideways, counted from 1.
    """

    name: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    is_hidden: bool = False
    across: tuple[tuple[int, int, int], ...] = ()


def read(data: bytes, *, name: str) -> list[RawSheet]:
    """Every sheet of a file. Raises NotUnderstoodError with a sentence that names the limit and says what to do."""
    if data.startswith(b"PK\x03\x04") or PurePath(name).suffix.lower() in XLSX.extensions:
        recognise(io.BytesIO(data), name=name, kinds=(XLSX,))  # and unpacked within bounds
        return _read_xlsx(data, name)
    return [RawSheet(name, tuple(_read_csv(data, name)))]


def _read_xlsx(data: bytes, name: str) -> list[RawSheet]:
    command = [sys.executable, "-m", reading_xlsx.__name__, str(MOST_ROWS), str(MOST_CELLS)]
    with tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(  # noqa: S603  (our own program, the file on its standard input)
                command,
                input=data,
                stdout=answer,
                stderr=subprocess.PIPE,
                timeout=SECONDS,
                cwd=settings.BASE_DIR,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _takes_too_much(name) from error
        if done.returncode:
            is_ended = done.returncode < 0 or any(word in done.stderr for word in OUT_OF_MEMORY)
            raise _takes_too_much(name) if is_ended else unpacking.damaged(name)
        answer.seek(0)
        return list(_sheets(answer, name))


def _sheets(answer: Iterable[bytes], name: str) -> Iterator[RawSheet]:
    """The sheets in the lines that `reading_xlsx` wrote: first what they are called, then their rows."""
    lines = iter(answer)
    found = json.loads(next(lines))
    if "refused" in found:
        raise _too_large(name, found["refused"])
    once = Once()
    for sheet in found["sheets"]:
        rows = map(json.loads, islice(lines, sheet["count"]))
        yield RawSheet(
            sheet["name"],
            tuple((number, tuple(_cell(value, once) for value in cells)) for number, cells in rows),
            is_hidden=sheet["is_hidden"],
            across=tuple((row, first, last) for row, first, last in sheet["across"]),
        )


def _cell(value: object, once: Callable[[str], str]) -> Cell:
    if isinstance(value, str):
        return once(value)
    if isinstance(value, dict):
        ((kind, text),) = value.items()
        if kind == "unread":
            where, _space, error = text.partition(" ")
            return Unread(where, error)
        return _READ[kind](text)
    return value  # type: ignore[return-value]


def _read_csv(data: bytes, name: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    # Decoded while it is read: the whole text would take several times the file's memory.
    text = io.TextIOWrapper(io.BytesIO(data), _encoding(data, name), newline="")
    first = next((line for line in iter(lambda: text.readline(4096), "") if line != "\n"), "")
    text.seek(0)
    delimiter = max(",;\t", key=first.count)
    letters = 0

    def lines() -> Iterator[str]:
        nonlocal letters
        for line in text:
            letters += len(line)
            if letters > MOST_LETTERS_IN_A_ROW:
                raise _too_large(name, "columns")
            yield line

    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    number, rows, cells = 1, 0, 0
    once = Once()
    try:
        for values in reader:
            letters = 0
            if any(values):
                rows += 1
                cells += sum(bool(value) for value in values)
                if rows > MOST_ROWS:
                    raise _too_large(name, "rows")
                if cells > MOST_CELLS:
                    raise _too_large(name, "cells")
                if len(values) > reading_xlsx.MOST_COLUMNS and any(values[reading_xlsx.MOST_COLUMNS :]):
                    raise _too_large(name, "columns")
                yield number, tuple(map(once, values[: reading_xlsx.MOST_COLUMNS]))
            number = reader.line_num + 1
    except csv.Error as error:
        raise NotUnderstoodError(N_("อ่านแถวที่ %(row)s ของไฟล์ไม่ได้ ตรวจเครื่องหมายคำพูด"), row=number) from error


class Once:
    """Gives the same object for equal texts, as long as these are few: what stands in every row is kept once."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        if len(self.known) < KEPT_ONCE:
            return self.known.setdefault(text, text)
        return self.known.get(text, text)


def _encoding(data: bytes, name: str) -> str:
    """The first encoding in which the whole file can be read."""
    if b"\x00" not in data:
        for encoding in ENCODINGS:
            decoder = codecs.getincrementaldecoder(encoding)()
            try:
                for start in range(0, len(data), AT_ONCE):
                    decoder.decode(data[start : start + AT_ONCE])
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return encoding
    raise NotUnderstoodError(N_("ไฟล์ “%(name)s” ไม่ใช่ไฟล์ XLSX หรือ CSV"), name=name)


def _too_large(name: str, what: str) -> NotUnderstoodError:
    if what == "rows":
        return NotUnderstoodError(
            N_("ไฟล์ “%(name)s” มีมากกว่า %(most)s แถว แบ่งเป็นหลายไฟล์แล้วนำเข้าทีละไฟล์"), name=name, most=f"{MOST_ROWS:,}"
        )
    if what == "columns":
        return NotUnderstoodError(
            N_("ไฟล์ “%(name)s” มีแถวที่กว้างเกิน %(most)s คอลัมน์ ลบคอลัมน์ที่ไม่ใช้แล้วเลือกใหม่"),
            name=name,
            most=reading_xlsx.MOST_COLUMNS,
        )
    return NotUnderstoodError(
        N_("ไฟล์ “%(name)s” มีข้อมูลมากกว่า %(most)s ช่อง ลบแผ่นงานและคอลัมน์ที่ไม่ใช้ หรือแบ่งเป็นหลายไฟล์"),
        name=name,
        most=f"{MOST_CELLS:,}",
    )


def _takes_too_much(name: str) -> NotUnderstoodError:
    return NotUnderstoodError(
        N_(
            "อ่านไฟล์ “%(name)s” ไม่เสร็จใน %(seconds)s วินาที หรือใช้หน่วยความจำเกิน %(memory)s MB "
            "คัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่ หรือบันทึกเป็น CSV แล้วเลือกใหม่"
        ),
        name=name,
        seconds=reading_xlsx.SECONDS,
        memory=reading_xlsx.MEMORY // unpacking.MEGABYTE,
    )
