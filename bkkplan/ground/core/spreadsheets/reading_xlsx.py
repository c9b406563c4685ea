"""Read one XLSX file in a process of its own, which has a limit of memory and of time.

Run as a program: the file comes on standard input; its sheets, or a refusal, leave on standard output as a line of
JSON, and then each row of each sheet as one. It imports no Django, so that it starts fast.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time
from typing import Any

MEMORY = 768 * 1024 * 1024
SECONDS = 20
MOST_COLUMNS = 200
MOST_LETTERS = 30_000_000
HEAD = 40  # rows from the top in which it is told which cells are merged sideways: headings may be


def main() -> None:
    most_rows, most_cells = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    found = read(sys.stdin.buffer.read(), most_rows=most_rows, most_cells=most_cells)
    rows = [sheet.pop("rows") for sheet in found.get("sheets", ())]
    for sheet, of_it in zip(found.get("sheets", ()), rows, strict=True):
        sheet["count"] = len(of_it)
    # dumps() is C and dump() is not.
    sys.stdout.write(json.dumps(found))
    sys.stdout.writelines(f"\n{json.dumps(row)}" for of_it in rows for row in of_it)


def read(data: bytes, *, most_rows: int, most_cells: int) -> dict[str, Any]:
    """``{"sheets": [{"name", "is_hidden", "rows": [[number, cells], …], "across": [[row, first, last], …]}, …]}``.

    Or ``{"refused": what was too much}``. A range of merged cells is filled down: each of its rows has the value in
    the range's first column. ``across`` names the cells of the first rows that are merged sideways.
    """
    import openpyxl  # after the limits are set

    from bkkplan.ground.core.spreadsheets.parsing_xlsx import Rows

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    rows = cells = letters = 0
    sheets = []
    for sheet in book.worksheets:
        kept: dict[int, list[Any]] = {}
        found = Rows(sheet)
        for number, values in found:
            rows += 1
            cells += sum(value is not None for value in values)
            letters += sum(len(value) for value in values if isinstance(value, str))
            if rows > most_rows:
                return {"refused": "rows"}
            if cells > most_cells or letters > MOST_LETTERS:
                return {"refused": "cells"}
            if len(values) > MOST_COLUMNS:
                return {"refused": "columns"}
            if number in kept:
                raise ValueError("two rows of one number")
            kept[number] = [_plain(value) for value in values]
        for first, last, column, _last_column in found.merged:
            touched = _fill_down(kept, first, last, column)
            cells, letters = cells + touched[0], letters + touched[1]
            if cells > most_cells or letters > MOST_LETTERS:
                return {"refused": "cells"}
        across = [[row, left, right] for row, _last, left, right in found.merged if row <= HEAD and right > left]
        sheets.append(
            {
                "name": sheet.title,
                "is_hidden": sheet.sheet_state != "visible",
                "rows": sorted(kept.items()),
                "across": across,
            }
        )
    return {"sheets": sheets}


def _fill_down(kept: dict[int, list[Any]], first: int, last: int, column: int) -> tuple[int, int]:
    """Write the value at the head of a merged range into its rows that hold something. Returns rows and letters."""
    head = kept.get(first, ())
    if last == first or column > min(len(head), MOST_COLUMNS) or (value := head[column - 1]) is None:
        return 1, 0
    touched = 0
    below = range(first + 1, last + 1)
    for number in below if len(below) < len(kept) else (number for number in kept if number in below):
        if (values := kept.get(number)) is not None:
            values += [None] * (column - len(values))
            if values[column - 1] is None:
                values[column - 1] = value
            touched += 1
    return 1 + touched, touched * len(value) if isinstance(value, str) else 0


def _plain(value: Any) -> Any:
    """A cell's value as JSON can hold it. A moment, a day or a time becomes a dict with the name of its type."""
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    return value if value is None or isinstance(value, str | int | float | bool | dict) else str(value)


if __name__ == "__main__":
    main()
