"""One sheet of an XLSX, row by row: its values, the formulas that no program has worked out, and what is merged.

`reading_xlsx` imports this after it has set its limits: openpyxl is large.
"""

from collections.abc import Iterator
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser

LAST_ROW = 1_048_576  # of any sheet in Excel
LAST_COLUMN = 16_384


class _Parser(WorkSheetParser):
    """Gives a cell without a value to read as ``{"unread": "B7"}``, or with the error in it: "B7 #REF!"."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell = super().parse_cell(element)
        where = f"{get_column_letter(cell['column'])}{cell['row']}" if cell["column"] <= LAST_COLUMN else ""
        if cell["value"] is None and element.find(FORMULA_TAG) is not None and not _is_empty_text(element):
            cell["value"] = {"unread": where}
        elif cell["data_type"] == "e":
            cell["value"] = {"unread": f"{where} {cell['value']}"}
        return cell


def _is_empty_text(element: Any) -> bool:
    """Whether the formula's stored result is a text without letters."""
    return element.get("t") == "str" and element.find(VALUE_TAG) is not None


class Rows:
    """The rows that hold a value. ``merged`` is known once all of them were read: a file has it behind its rows."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet  # a sheet of a workbook that was opened to be read only
        self.merged: list[tuple[int, int, int, int]] = []  # first row, last row, first column, last column

    def __iter__(self) -> Iterator[tuple[int, list[Any]]]:
        """Each with its number, without the empty cells behind the last value."""
        book = self.sheet.parent
        # openpyxl keeps for itself what its parser needs; its version is pinned.
        with self.sheet._get_source() as source:  # noqa: SLF001  (see above)
            parser = _Parser(
                source,
                self.sheet._shared_strings,  # noqa: SLF001  (see above)
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,  # noqa: SLF001  (see above)
                timedelta_formats=book._timedelta_formats,  # noqa: SLF001  (see above)
            )
            for number, cells in parser.parse():
                if number > LAST_ROW:
                    raise ValueError("a row that no spreadsheet has")
                held = {cell["column"]: cell["value"] for cell in cells if cell["value"] is not None}
                if held:
                    yield number, [held.get(place) for place in range(1, max(held) + 1)]
            ranges = parser.merged_cells.mergeCell if parser.merged_cells else ()
            self.merged = [(one.min_row, one.max_row, one.min_col, one.max_col) for one in ranges]
