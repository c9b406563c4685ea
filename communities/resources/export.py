"""The community register as a file that is written while it is sent. What comes out goes in again unchanged."""

from collections.abc import Iterable, Iterator

from bkkplan.ground.core.spreadsheets.csvs import csv_lines, csv_parts, rows_in
from bkkplan.ground.core.spreadsheets.workbooks import workbook_parts
from communities.queries import RegisterRow

TITLE = "ทะเบียนชุมชน"


def register_parts(rows: Iterable[RegisterRow], *, kind: str) -> Iterator[bytes]:
    """The parts of the file; ``kind`` is xlsx or csv. An error among the first rows is raised here, not on the way."""
    from communities.resources.register import RegisterResource  # django-import-export is large

    resource = RegisterResource()
    columns = [(column.attribute, column.widget) for column in resource.get_export_fields()]
    headings = [column.column_name for column in resource.get_export_fields()]
    cells = rows_in("th", ([widget.render(getattr(row, name)) for name, widget in columns] for row in rows))
    if kind == "xlsx":
        return workbook_parts(TITLE, headings, cells)
    return csv_parts(csv_lines(headings, cells, safe=_without_sign))


def _without_sign(value: object) -> object:
    """Without the sign that would make a formula of it. Other signs stay, because a name may begin with them."""
    return value.removeprefix("=") if isinstance(value, str) else value
