"""Rows and lines of the log that rules made in memory, to be written down together."""

from collections.abc import Iterable, Iterator
from typing import TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import models

from bkkplan.ground.audit.record import LogLine, write_lines
from bkkplan.ground.core.rows.bulk import copy_rows, next_keys

Row = TypeVar("Row", bound=models.Model)
KEYS_AT_A_TIME = 1000


class Batch:
    """Gives each row its primary key at once, so that others can point at it. It knows no rule.

    A row may change until `write`. Foreign keys are checked when the transaction ends, so the order of models is free.
    """

    def __init__(self) -> None:
        self._rows: dict[type[models.Model], list[models.Model]] = {}
        self._keys: dict[type[models.Model], Iterator[int]] = {}
        self._lines: list[LogLine] = []

    def add(self, row: Row) -> Row:
        model = type(row)
        if model not in self._keys:
            self._keys[model], self._rows[model] = _keys(model), []
        row.pk = next(self._keys[model])
        self._rows[model].append(row)
        return row

    def add_all(self, rows: Iterable[models.Model]) -> None:
        for row in rows:
            self.add(row)

    def tell(self, line: LogLine) -> None:
        self._lines.append(line)

    def put(self, row: Row, line: LogLine) -> Row:
        """Add what a rule made, with its line."""
        self._lines.append(line)
        return self.add(row)

    def write(self) -> None:
        """Insert the rows, then the lines in the order of their moments."""
        for rows in self._rows.values():
            copy_rows(rows)
            rows.clear()
        write_lines(self._lines)
        self._lines.clear()


def _keys(model: type[models.Model]) -> Iterator[int]:
    while True:
        yield from next_keys(model, KEYS_AT_A_TIME)


def uuid_of(key: str) -> UUID:
    """The same key gives the same uuid, so that a page of the city has the same address every time it is built."""
    return uuid5(NAMESPACE_URL, f"bkkplan:{key}")
