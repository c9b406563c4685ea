"""The money of an office, and of all offices, as a workbook."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO

from django.utils.translation import gettext as _

from bkkplan.ground.core.spreadsheets.csvs import escaped
from bkkplan.ground.core.wording import localname
from budget.queries.money.money import ZERO, Sums
from budget.queries.money.money_of_offices import OfficeMoney
from budget.queries.money.money_table import MoneyRow, MoneyTable

Cell = str | Decimal | date | None

BAHT, PER_CENT = "#,##0.00", "0.00"
WIDTHS = (50, 18, 18, 18, 18, 18, 18, 12)


def headings_of_money() -> list[str]:
    """The columns of the table, as pages and workbooks call them."""
    return [
        _("งบประมาณอนุมัติ"),
        _("หลังปรับโอน"),
        _("อนุมัติเงินงวด"),
        _("ก่อหนี้ผูกพัน"),
        _("เบิกจ่าย"),
        _("คงเหลือ"),
        _("ร้อยละการเบิกจ่าย"),
    ]


def workbook_of_money(table: MoneyTable, *, title: str, target: str) -> bytes:
    """An XLSX with a row for each item and flagship project, and their sum. Amounts are numbers, not texts."""
    rows = [*table.rows, MoneyRow(_("รวม"), None, None, table.approved, table.total)]
    lines = [[row.title, *_cells(row.approved, row.sums)] for row in rows]
    return _workbook([_("รายการ"), *headings_of_money()], lines, title=title, target=target)


def workbook_of_offices(rows: Sequence[OfficeMoney], *, title: str, target: str) -> bytes:
    """An XLSX with a row for each district in the order given, and their sum. Amounts are numbers, days are days."""
    lines = [
        [
            localname(row.district),
            *_cells(row.approved, row.sums),
            row.target.percent if row.target and row.has_money else None,
            row.target.points_missing if row.target and row.has_money else None,
            row.last_on,
        ]
        for row in rows
    ]
    total = sum((row.sums for row in rows), Sums())
    lines.append([_("รวม"), *_cells(sum((row.approved for row in rows), ZERO), total), None, None, None])
    more = [_("เป้าหมายร้อยละ"), _("ต่ำกว่าเป้าหมาย (จุดร้อยละ)"), _("รายการล่าสุด")]
    return _workbook([_("เขต"), *headings_of_money(), *more], lines, title=title, target=target)


def _cells(approved: Decimal, sums: Sums) -> list[Cell]:
    amounts = (approved, sums.transferred, sums.allotted, sums.committed, sums.disbursed, sums.left)
    return [*amounts, sums.used]


def _workbook(headings: list[str], lines: list[list[Cell]], *, title: str, target: str) -> bytes:
    """``headings`` begin with that of the names, then those of money; the last of ``lines`` is their sum."""
    from openpyxl import Workbook  # large: only processes that write a workbook have it
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    page = book.worksheets[0]
    page.title = _("งบประมาณ")
    page.append([title])
    page.append([target])
    page.append(headings)
    page["A1"].font = Font(bold=True)
    for line in lines:
        page.append([escaped(cell) if isinstance(cell, str) else cell for cell in line])
    for at in range(1, len(headings) + 1):
        letter = get_column_letter(at)
        page.column_dimensions[letter].width = WIDTHS[at - 1] if at <= len(WIDTHS) else WIDTHS[-1]
        page[f"{letter}3"].font = Font(bold=True)
        page[f"{letter}{page.max_row}"].font = Font(bold=True)
        for (cell,) in page.iter_rows(min_row=4, min_col=at, max_col=at):
            if isinstance(cell.value, Decimal):
                cell.number_format = PER_CENT if at >= len(WIDTHS) else BAHT
    page.freeze_panes = "B4"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
