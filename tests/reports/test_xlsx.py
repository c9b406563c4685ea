"""A workbook holds what stands in its rows, as text, number or nothing."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from bkkplan.figures.reports.registry import ReportSheet
from bkkplan.figures.reports.renderers.xlsx import render_xlsx

ROWS = (
    ("=1+1", 1234567, Decimal("1.50"), None, ""),
    ("  ข\nค\x0b<&>", 0, Decimal("1E+3"), 'x\r\ty"', -3),
)
SHEETS = (
    ReportSheet("รายเขต", ("a", "b", "c", "d", "e"), (5, 6, 7, 8, 9), ROWS, notes=("หมายเหตุ", "ณ วันที่")),
    ReportSheet("ว่าง", ("ก",), (5,), ()),
)


def book_of(sheets):
    return openpyxl.load_workbook(BytesIO(render_xlsx(sheets, title="t", progress=lambda *_: None)))


def test_every_cell_is_what_it_was():
    first, empty = book_of(SHEETS).worksheets

    assert [[cell.value for cell in row] for row in first.iter_rows(min_row=4)] == [
        ["=1+1", 1234567, 1.5, None, None],
        ["  ข\nค□<&>", 0, 1000, 'x\r\ty"', -3],
    ]
    assert [[cell.value for cell in row] for row in empty.iter_rows()] == [["ก"]]
    assert [cell.value for row in first.iter_rows(max_row=2, max_col=1) for cell in row] == ["หมายเหตุ", "ณ วันที่"]


def test_a_text_is_never_worked_out_and_numbers_have_their_form():
    first, _empty = book_of(SHEETS).worksheets
    text, whole, amount, nothing, _blank = first[4]

    assert (text.data_type, text.quotePrefix) == ("s", True)
    assert (whole.data_type, whole.number_format) == ("n", "#,##0")
    assert (amount.data_type, amount.number_format) == ("n", "0.00")
    assert all(cell.alignment.wrap_text and cell.alignment.vertical == "top" for cell in (text, whole, amount, nothing))
    assert all(cell.font.b for cell in first[3])
    assert not any(cell.font.b for cell in first[4])


def test_the_heading_stays_in_sight_and_filters_all_rows():
    first, empty = book_of(SHEETS).worksheets

    assert (first.freeze_panes, first.auto_filter.ref, first.print_title_rows) == ("A4", "A3:E5", "$3:$3")
    assert (empty.freeze_panes, empty.auto_filter.ref) == ("A2", "A1:A1")


def test_what_a_sheet_has_no_form_for_is_refused():
    with pytest.raises(TypeError, match="can't stand in a sheet"):
        book_of((ReportSheet("ก", ("a",), (5,), ((object(),),)),))
