"""Sheets of a workbook, ready to filter and to print. Text is text: what looks like a formula is never worked out.

openpyxl makes the workbook with its headings and one sample row, which has a cell of each kind. The rows are then
written in place of the sample, with the styles of its cells: openpyxl takes fifteen times as long, cell by cell.
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from bkkplan.figures.reports.registry import ReportSheet
from bkkplan.figures.reports.renderers.letters import BOX

A4 = 9  # as spreadsheets number their papers
SAMPLE = (" ", 1, Decimal(1), None)  # a cell of each kind: text, whole number, amount, nothing
SAMPLE_ROW = re.compile(r"<row [^>]*>(?:(?!<row ).)*</row>(?=</sheetData>)", re.DOTALL)
STYLE = re.compile(r'<c [^>]*\bs="(\d+)"')


def render_xlsx(sheets: Iterable[ReportSheet], *, title: str, progress: Callable[[int, int], None]) -> bytes:
    sheets = tuple(sheets)
    file = BytesIO()
    with ZipFile(_with_headings(sheets, title)) as made, ZipFile(file, "w", ZIP_DEFLATED) as book:
        written = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, 1)}
        for part in made.namelist():
            content = made.read(part)
            if part in written:
                progress(list(written).index(part), len(sheets))
                content = _filled(content.decode(), written[part]).encode()
            book.writestr(part, content)
    progress(len(sheets), len(sheets))
    return file.getvalue()


def _with_headings(sheets: Iterable[ReportSheet], title: str) -> BytesIO:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.title = title
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        for column, width in enumerate(sheet.widths):
            page.column_dimensions[_letter(column)].width = width
        _set_up(page, sheet)
        for note in sheet.notes:
            page.append([_cell(page, note, is_wrapped=False)])
        page.append([_cell(page, heading, is_heading=True) for heading in sheet.headings])
        page.append([_cell(page, value) for value in SAMPLE])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _filled(page: str, sheet: ReportSheet) -> str:
    """The sheet with its rows in place of the sample."""
    sample = SAMPLE_ROW.search(page)
    if sample is None:
        raise ValueError("openpyxl wrote the sample row in another way than SAMPLE_ROW expects")
    text, whole, amount, nothing = STYLE.findall(sample[0])
    empty, blank = f'<c s="{nothing}"/>', f'<c s="{text}" t="inlineStr"/>'

    def cell(value: Any) -> str:
        if value is None:
            return empty
        if value == "":
            return blank
        if isinstance(value, str):
            letters = escape(ILLEGAL.sub(BOX, value), {"\r": "&#13;"})
            return f'<c s="{text}" t="inlineStr"><is><t xml:space="preserve">{letters}</t></is></c>'
        if isinstance(value, Decimal):
            return f'<c s="{amount}"><v>{value:f}</v></c>'
        if type(value) is int:
            return f'<c s="{whole}"><v>{value}</v></c>'
        raise TypeError(f"{value!r} can't stand in a sheet")

    first = len(sheet.notes) + 2
    rows = (f'<row r="{at}">{"".join(map(cell, row))}</row>' for at, row in enumerate(sheet.rows, first))
    return f"{page[: sample.start()]}{''.join(rows)}{page[sample.end() :]}"


# What XML can't hold.
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


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


def _cell(page: Any, value: Any, *, is_heading: bool = False, is_wrapped: bool = True) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    if isinstance(value, str):
        value = ILLEGAL.sub(BOX, value)
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
