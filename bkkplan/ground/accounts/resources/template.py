"""The spreadsheet in which a list of people is written, with lists to choose from."""

from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from bkkplan.ground.accounts.resources import cells

LISTS = "รายการ"
LAST_ROW = cells.MOST_PEOPLE + 1  # below the headings
WIDTHS = {"name": 28, "email": 28, "role": 26, "place": 28}


def people_template(places: Iterable[str]) -> bytes:
    """An XLSX with the headings. Role, place and acting are chosen from lists that stand in a hidden sheet."""
    book = Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    page = book.create_sheet("รายชื่อ")
    page.append([column.heading for column in cells.COLUMNS])
    for place, column in enumerate(cells.COLUMNS, start=1):
        page.cell(1, place).font = Font(bold=True)
        page.column_dimensions[get_column_letter(place)].width = WIDTHS.get(column.key, 18)
    page.freeze_panes = "A2"
    hidden = book.create_sheet(LISTS)
    hidden.sheet_state = "hidden"
    choices = {
        cells.ROLE: [words[0] for words in cells.ROLE_WORDS.values()],
        cells.PLACE: list(places),
        cells.ACTING: ["ใช่"],
    }
    for place, (column, words) in enumerate(choices.items(), start=1):
        for row, word in enumerate(words, start=1):
            hidden.cell(row, place, word)
        letter = get_column_letter(place)
        formula = f"{quote_sheetname(LISTS)}!${letter}$1:${letter}${max(len(words), 1)}"
        rule = DataValidation(type="list", formula1=formula, allow_blank=True)
        rule.error, rule.errorTitle = "เลือกจากรายการ", column.heading
        target = get_column_letter(cells.COLUMNS.index(column) + 1)
        rule.add(f"{target}2:{target}{LAST_ROW}")
        page.add_data_validation(rule)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
