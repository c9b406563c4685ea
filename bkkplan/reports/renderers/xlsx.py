"""Sheets of a workbook. Text is text: what looks like a formula is shown, never worked out."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

from bkkplan.reports.registry import Sheet


def render_xlsx(sheets: Iterable[Sheet], *, title: str, progress: Callable[[int, int], None]) -> bytes:
    from openpyxl import Workbook

    sheets = tuple(sheets)
    book = Workbook(write_only=True)
    book.properties.title = title
    for number, sheet in enumerate(sheets):
        progress(number, len(sheets))
        page = book.create_sheet(sheet.title)
        for column, width in enumerate(sheet.widths):
            page.column_dimensions[_letter(column)].width = width
        page.freeze_panes = f"A{len(sheet.notes) + 2}"
        for row in _rows(page, sheet):
            page.append(row)
    file = BytesIO()
    book.save(file)
    progress(len(sheets), len(sheets))
    return file.getvalue()


def _rows(page: Any, sheet: Sheet) -> Iterator[list[Any]]:
    for note in sheet.notes:
        yield [_cell(page, note)]
    yield [_cell(page, heading, is_heading=True) for heading in sheet.headings]
    for row in sheet.rows:
        yield [_cell(page, value) for value in row]


def _cell(page: Any, value: Any, *, is_heading: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # or a text that begins with = would be a formula
        cell.quotePrefix = True
    elif isinstance(value, Decimal):
        cell.number_format = "0.00"
    if is_heading:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column + 1)
