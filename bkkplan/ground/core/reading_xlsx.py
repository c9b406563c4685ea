"""Read one XLSX file in a process of its own, which has a limit of memory and of time.

Run as a program: the file comes on standard input; its sheets, or a refusal, leave on standard output as JSON. It
imports no Django, so that it starts fast.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

MEMORY = 768 * 1024 * 1024
SECONDS = 20
MOST_COLUMNS = 200
LAST_ROW = 1_048_576  # of any sheet in Excel
MOST_LETTERS = 30_000_000


def main() -> None:
    most_rows, most_cells = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(read(sys.stdin.buffer.read(), most_rows=most_rows, most_cells=most_cells), sys.stdout)


def read(data: bytes, *, most_rows: int, most_cells: int) -> dict[str, Any]:
    """``{"sheets": [[name, [[number, cells], …]], …]}``, or ``{"refused": what was too much}``."""
    import openpyxl  # after the limits are set

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    rows = cells = letters = 0
    sheets = []
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # which are a claim
        kept = []
        for number, values in _with_something(sheet.iter_rows(values_only=True)):
            rows += 1
            cells += sum(value is not None for value in values)
            letters += sum(len(value) for value in values if isinstance(value, str))
            if rows > most_rows:
                return {"refused": "rows"}
            if cells > most_cells or letters > MOST_LETTERS:
                return {"refused": "cells"}
            if len(values) > MOST_COLUMNS:
                return {"refused": "columns"}
            kept.append([number, [_plain(value) for value in values]])
        sheets.append([sheet.title, kept])
    return {"sheets": sheets}


def _with_something(rows: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Rows that hold a value, with their numbers, without the empty cells behind the last value."""
    for number, values in enumerate(rows, start=1):
        if number > LAST_ROW:
            raise ValueError("a row that no spreadsheet has")
        width = len(values)
        while width and values[width - 1] is None:
            width -= 1
        if width:
            yield number, values[:width]


def _plain(value: Any) -> Any:
    """A cell as JSON; a day, a moment and a time of day with their kind."""
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


if __name__ == "__main__":
    main()
