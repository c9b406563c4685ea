"""Sheets of a workbook, ready to filter and to print. Text is text: what looks like a formula is never worked out."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

from bkkplan.figures.reports.registry import ReportSheet
from bkkplan.figures.reports.renderers.letters import BOX

A4 = 9  # as spreadsheets number their papers


def render_xlsx(sheets: Iterable[ReportSheet], *, title: str, progress: Callable[[int, int], None]) -> bytes:
    from openpyxl import Workbook

    sheets = tuple(sheets)
    book = Workbook(write_only=True)
    book.properties.title = title
    for number, sheet in enumerate(sheets):
        progress(number, len(sheets))
        page = book.create_sheet(sheet.title)
        for column, width in enumerate(sheet.widths):
            page.column_dimensions[_letter(column)].width = width
        _set_up(page, sheet)
        for row in _rows(page, sheet):
            page.append(row)
    file = BytesIO()
    book.save(file)
    progress(len(sheets), len(sheets))
    return file.getvalue()


def _set_up(page: Any, sheet: ReportSheet) -> None:
    """Headings stay in sight, filter, and stand on each sheet of paper; all columns fit on A4 lying down."""
    heading = len(sheet.notes) + 1
    page.freeze_panes = f"A{heading + 1}"
    page.auto_filter.ref = f"A{heading}:{_letter(len(sheet.headings) - 1)}{heading + len(sheet.rows)}"
    page.print_title_rows = f"{heading}:{heading}"
    page.page_setup.paperSize = A4
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0  # as many sheets of paper as it takes
    page.sheet_properties.pageSetUpPr = _fitting()
    page.oddFooter.center.text = "หน้า &P จาก &N"


def _fitting() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)


def _rows(page: Any, sheet: ReportSheet) -> Iterator[list[Any]]:
    for note in sheet.notes:
        yield [_cell(page, note, is_wrapped=False)]
    yield [_cell(page, heading, is_heading=True) for heading in sheet.headings]
    for row in sheet.rows:
        yield [_cell(page, value) for value in row]


def _cell(page: Any, value: Any, *, is_heading: bool = False, is_wrapped: bool = True) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub(BOX, value)
    cell = WriteOnlyCell(page, value=value)
    cell.alignment = Alignment(wrap_text=is_wrapped, vertical="top")
    if isinstance(value, str):
        cell.data_type = "s"  # or a text that begins with = would be a formula
        cell.quotePrefix = True
    elif isinstance(value, Decimal):
        cell.number_format = "0.00"
    elif isinstance(value, int):
        cell.number_format = "#,##0"
    if is_heading:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column + 1)
