"""The spreadsheet of a kind of list: the rows that stand, blank ones below, and lists to choose from.

Every row has a key, so a file that comes back twice changes the same rows, and one in which nothing was edited changes
nothing. The lists stand in a hidden sheet, since a list of more than 255 letters does not fit into a cell's rule.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from io import BytesIO
from uuid import uuid4

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bkkplan.ground.core.forms.tables import Column
from bkkplan.ground.core.forms.typed_cells import shown
from bkkplan.ground.core.spreadsheets.columns import Word
from bkkplan.ground.core.spreadsheets.csvs import escaped
from bkkplan.ground.lists.builders.outcome import KEY
from bkkplan.ground.lists.registry import ExistingRow, ListKind, Place

LISTS = "รายการ"
WIDTHS = {"text": 40, "word": 26, "day": 16, "amount": 18, "signed": 18, "number": 12, "quantity": 12}
WIDTHS |= {"key": 14, "district": 18}
MOST_SHEET_NAME = 31


def sheet_of(kind: ListKind, place: Place) -> bytes:
    """An XLSX with the rows of a place. Its last column is the row's key, with its version and the place."""
    book = Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    page = book.create_sheet(str(kind.title)[:MOST_SHEET_NAME])
    shown_columns = tuple(column for column in kind.columns if column.key not in kind.not_in_sheet)
    columns = (*shown_columns, KEY) if kind.has_keys else shown_columns
    page.append([column.heading for column in columns])
    words = kind.cell_words(place)
    standing = [row for row in kind.existing_rows(place) if not row.is_out]
    for row in standing:
        page.append(_cells(kind, place, row, shown_columns, words))
    if kind.has_keys:
        for _number in range(kind.blank_rows):
            page.append([*[None] * len(shown_columns), f"{uuid4()}:0:{place.key}"])
    last = len(standing) + kind.blank_rows + 1
    _dress(page, columns)
    hidden = book.create_sheet(LISTS)
    hidden.sheet_state = "hidden"
    for at, column in enumerate(shown_columns, start=1):
        if column.sort == "word" and words.get(column.key):
            _offer(page, hidden, at, column, [word.name for word in words[column.key]], last=last)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(
    kind: ListKind, place: Place, row: ExistingRow, columns: tuple[Column, ...], words: Mapping[str, Sequence[Word]]
) -> list[str | float | int | None]:
    cells: list[str | float | int | None] = []
    for column in columns:
        value = row.values.get(column.key)
        if column.sort == "number" and isinstance(value, int):
            cells.append(value)
        else:
            cells.append(escaped(shown(column, value, words.get(column.key, ()))) or None)
    return [*cells, f"{row.key}:{row.version}:{place.key}"] if kind.has_keys else cells


def _dress(page: Worksheet, columns: tuple[Column, ...]) -> None:
    page.freeze_panes = "A2"
    for at, column in enumerate(columns, start=1):
        letter = get_column_letter(at)
        page.cell(1, at).font = Font(bold=True)
        page.column_dimensions[letter].width = WIDTHS[column.sort]
        cells = [cell for (cell,) in page.iter_rows(min_row=2, min_col=at, max_col=at)]
        for cell in cells[:1]:
            cell.number_format = "@" if column.sort != "number" else "0"
            cell.alignment = Alignment(wrap_text=column.sort == "text", vertical="top")
            if column.sort == "key":
                cell.font, cell.protection = Font(color="00999999", size=8), Protection(locked=True)
        for cell in cells[1:]:
            # Its numbers: openpyxl would look each part of the style up in a list, for each cell.
            cell._style = copy(cells[0]._style)  # type: ignore[union-attr]  # noqa: SLF001  (as openpyxl copies it)


def _offer(page: Worksheet, hidden: Worksheet, at: int, column: Column, words: list[str], *, last: int) -> None:
    letter = get_column_letter(at)
    for row, word in enumerate(words, start=1):
        hidden.cell(row, at, word)
    formula = f"{quote_sheetname(LISTS)}!${letter}$1:${letter}${len(words)}"
    rule = DataValidation(type="list", formula1=formula, allow_blank=True)
    rule.error, rule.errorTitle = "เลือกจากรายการ", column.heading
    rule.add(f"{letter}2:{letter}{last}")
    page.add_data_validation(rule)
