"""The money of an office as a workbook."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from bkkplan.ground.core.typed_cells import escaped
from budget.queries.money_table import MoneyRow, MoneyTable

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
    book = Workbook()
    page = book.worksheets[0]
    page.title = _("งบประมาณ")
    page.append([title])
    page.append([target])
    page.append([_("รายการ"), *headings_of_money()])
    page["A1"].font = Font(bold=True)
    for row in [*table.rows, MoneyRow(_("รวม"), None, None, table.approved, table.total)]:
        sums = row.sums
        amounts = (row.approved, sums.transferred, sums.allotted, sums.committed, sums.disbursed, sums.left)
        page.append([escaped(row.title), *amounts, sums.used])
    for at, width in enumerate(WIDTHS, start=1):
        letter = get_column_letter(at)
        page.column_dimensions[letter].width = width
        page[f"{letter}3"].font = Font(bold=True)
        page[f"{letter}{page.max_row}"].font = Font(bold=True)
        for (cell,) in page.iter_rows(min_row=4, min_col=at, max_col=at):
            if at > 1:
                cell.number_format = PER_CENT if at == len(WIDTHS) else BAHT
    page.freeze_panes = "B4"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
