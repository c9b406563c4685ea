"""Workbooks that are written while they are sent, so that their memory does not grow with their rows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from bkkplan.ground.core.rows.bulk import in_batches

Cell = str | int | None

SHEET = "xl/worksheets/sheet1.xml"
AT_ONCE = 500
# How far the sheet goes: openpyxl knows the headings only, and a reader would stop behind them.
DIMENSION = re.compile(rb"<dimension [^>]*/>")
END_OF_ROWS = b"</sheetData>"
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def workbook_parts(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """An XLSX of one sheet, part after part. If a row fails, the end is missing and no program opens the file."""
    empty = _with_headings(title, headings)
    before, after = DIMENSION.sub(b"", empty.pop(SHEET)).split(END_OF_ROWS)
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as book:
        for name, part in empty.items():
            book.writestr(name, part)
        with book.open(SHEET, "w") as sheet:
            sheet.write(before)
            for some in in_batches(rows, AT_ONCE):
                sheet.write("".join(map(_row, some)).encode())
                yield sink.taken()
            sheet.write(END_OF_ROWS + after)
    yield sink.taken()


def _with_headings(title: str, headings: Sequence[str]) -> dict[str, bytes]:
    """The parts of a workbook that has its headings and no rows, by their names."""
    from openpyxl import Workbook  # large: only processes that write a workbook have it
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title, sheet.freeze_panes = title, "A2"
    sheet.append(list(headings))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    packed = BytesIO()
    book.save(packed)
    with ZipFile(packed) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def _row(cells: Sequence[Cell]) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(value: Cell) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    text = escape(NOT_IN_XML.sub("", value), quote=False)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


class _Sink:
    """Takes what is written until it is sent on. It cannot go back, as a file can."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, part: bytes, /) -> int:
        self.parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def taken(self) -> bytes:
        parts, self.parts = self.parts, []
        return b"".join(parts)
