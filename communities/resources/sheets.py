"""Tables as people send them: XLSX or CSV, a title above the headings, blank lines between, codes typed as numbers."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from bkkplan.ground.core.evidence import XLSX, recognise
from bkkplan.ground.core.thai import NotUnderstoodError, normalise
from bkkplan.ground.core.thai.errors import N_

MAX_ROWS = 100_000
HEADINGS_WITHIN = 20  # rows from the top
ENCODINGS = ("utf-8-sig", "cp874")  # what Excel writes on a Thai Windows when asked for CSV


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet with headings that were asked for. Each row comes with its number in the file."""

    name: str
    heading_row: int
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_sheet(data: bytes, *, name: str, is_heading: Callable[[Sequence[str]], bool]) -> Sheet:
    """Read a table whose headings satisfy ``is_heading``; refuse with a sentence what is none."""
    is_xlsx = data.startswith(b"PK\x03\x04") or PurePath(name).suffix.lower() in XLSX.extensions
    sheets = _xlsx_sheets(data, name) if is_xlsx else _csv_sheets(data, name)
    for title, lines in sheets:
        heading: tuple[int, tuple[str, ...]] | None = None
        rows = []
        for number, cells in lines:
            if heading is None:
                if is_heading(cells):
                    heading = (number, cells)
                elif number >= HEADINGS_WITHIN:
                    break
            elif any(cells):
                rows.append((number, cells))
                if len(rows) > MAX_ROWS:
                    raise NotUnderstoodError(N_("ไฟล์มีมากกว่า %(most)s แถว"), most=f"{MAX_ROWS:,}")
        if heading:
            return Sheet(title, *heading, tuple(rows))
    raise NotUnderstoodError(N_("ไม่พบแถวหัวตารางใน %(rows)s แถวแรกของไฟล์ “%(name)s”"), rows=HEADINGS_WITHIN, name=name)


def _xlsx_sheets(data: bytes, name: str) -> Iterator[tuple[str, Iterator[tuple[int, tuple[str, ...]]]]]:
    recognise(io.BytesIO(data), name=name, kinds=(XLSX,))
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise NotUnderstoodError(N_("เปิดไฟล์ “%(name)s” ไม่ได้ ไฟล์อาจเสียหาย"), name=name) from error
    for sheet in book.worksheets:
        lines = enumerate(sheet.iter_rows(values_only=True), start=1)
        yield sheet.title, ((number, tuple(_text(cell) for cell in cells)) for number, cells in lines)


def _csv_sheets(data: bytes, name: str) -> Iterator[tuple[str, Iterator[tuple[int, tuple[str, ...]]]]]:
    text = _decoded(data, name)
    first = text.lstrip("\n")[:4096].split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)

    def lines() -> Iterator[tuple[int, tuple[str, ...]]]:
        number = 1
        try:
            for cells in reader:
                yield number, tuple(normalise(cell) for cell in cells)
                number = reader.line_num + 1
        except csv.Error as error:
            raise NotUnderstoodError(N_("อ่านแถวที่ %(row)s ของไฟล์ไม่ได้ ตรวจเครื่องหมายคำพูด"), row=number) from error

    yield name, lines()


def _decoded(data: bytes, name: str) -> str:
    if b"\x00" not in data:
        for encoding in ENCODINGS:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise NotUnderstoodError(N_("ไฟล์ “%(name)s” ไม่ใช่ไฟล์ XLSX หรือ CSV"), name=name)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # a spreadsheet knows no whole numbers
    return normalise(str(cell))
