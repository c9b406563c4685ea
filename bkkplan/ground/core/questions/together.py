"""Several questions of one page that the database answers at once: one way there and back in place of many.

The SQL of each comes from Django's compiler, whose ``select`` says what columns it has. The database sends all rows as
JSON; `READERS` make of it what psycopg makes of the columns, and the compiler's ``execute_sql`` is made to return that,
so that Django builds the objects (`bkkplan.ground.core.questions.written_once` says more of the compiler). None of it
is promised by Django's documentation. If a new Django does it otherwise, or a kind of column reads otherwise from JSON,
the test in tests/core/test_together.py fails that compares what each kind of question brings together and alone.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar, cast, overload
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Field, JSONField, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from bkkplan.ground.core.questions.asking import answers_of_the_page
from bkkplan.ground.core.questions.written_once import Written, rows_by

P = ParamSpec("P")
T = TypeVar("T")

WAITING = "questions that wait"
MOST_ARGUMENTS = 100  # that a function of PostgreSQL takes


def later(asked: "QuerySet[Any, T] | Written[T]") -> Sequence[T]:
    """The rows of a question. It is asked with all others that wait, when the first row of any of them is looked at.

    So ask all first, and look then: ``(… for row in later(…))`` asks now and looks when it is gone through. Where no
    page is read (acts, jobs, commands, tests) each question is asked by itself when it is looked at, as a QuerySet is.
    A column of binary data or of a span of time raises TypeError.
    """
    answers = answers_of_the_page()
    waiting = cast("list[_Rows[Any]]", [] if answers is None else answers.setdefault(WAITING, []))
    rows = _Rows(asked, waiting)
    waiting.append(rows)
    return rows


def first_of(rows: Sequence[T]) -> T | None:
    """The first row of a question that was asked with `later`, or None."""
    return rows[0] if rows else None


def asks_first(source: Callable[P, Iterator[T | None]]) -> Callable[P, Iterator[T]]:
    """A generator that asks with `later` when it is called, and looks when it is gone through.

    It yields None once, between the two. What it raises or asks before that happens in the call.
    """

    @wraps(source)
    def begin(*args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
        begun = source(*args, **kwargs)
        next(begun, None)
        return cast("Iterator[T]", begun)

    return begin


class _Rows(Sequence[T], Generic[T]):
    def __init__(self, asked: "QuerySet[Any, T] | Written[T]", waiting: "list[_Rows[Any]]") -> None:
        self.asked, self.waiting = asked, waiting
        self.rows: list[T] | None = None

    def found(self) -> list[T]:
        if self.rows is None:
            _answer([rows for rows in self.waiting if rows.asked.db == self.asked.db])
            self.waiting[:] = [rows for rows in self.waiting if rows.rows is None]
        return cast("list[T]", self.rows)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self.found()[at]

    def __len__(self) -> int:
        return len(self.found())

    def __iter__(self) -> Iterator[T]:
        yield from self.found()  # asked with the first row, so that ``(… for row in later(…))`` asks nothing yet


def _answer(waiting: list[_Rows[Any]]) -> None:
    if len(waiting) == 1:
        waiting[0].rows = list(waiting[0].asked)
        return
    parts = []
    for rows in waiting:
        try:
            parts.append(_Part(rows))
        except EmptyResultSet:
            rows.rows = []
    if not parts:
        return
    with connections[parts[0].rows.asked.db].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(part.sql for part in parts)}", [v for part in parts for v in part.values])
        texts = cursor.fetchone()
    for part, text in zip(parts, texts, strict=True):
        part.give(json.loads(text, parse_float=Decimal) if text else [])


class _Part:
    """One question of several: its SQL as a JSON array of rows, and its rows out of that."""

    def __init__(self, rows: _Rows[Any]) -> None:
        self.rows = rows
        self.compiler, sql, self.values = _written(rows.asked)
        columns = [_column(expression) for expression, _sql, _alias in self.compiler.select or ()]
        self.readers = [read for _cast, read in columns]
        names = [f"c{at}{cast}" for at, (cast, _read) in enumerate(columns)]
        some = [names[at : at + MOST_ARGUMENTS] for at in range(0, len(names), MOST_ARGUMENTS)]
        arrays = ", ".join(f"json_build_array({', '.join(few)})" for few in some)
        named = ", ".join(f"c{at}" for at in range(len(names)))
        self.sql = f"(SELECT json_agg(json_build_array({arrays})) FROM ({sql}) AS r ({named}))::text"  # noqa: S608  (Django's SQL)

    def give(self, found: list[list[list[Any]]]) -> None:
        rows = [self.read(value for some in row for value in some) for row in found]
        # Django goes on from the values as if the database had just sent them.
        self.compiler.execute_sql = lambda *_args, **_kwargs: [rows]  # type: ignore[assignment,method-assign]
        asked = self.rows.asked
        self.rows.rows = rows_by(asked.asked if isinstance(asked, Written) else asked, self.compiler)

    def read(self, values: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(
            value if value is None or read is None else read(value)
            for value, read in zip(values, self.readers, strict=True)
        )


def _written(asked: "QuerySet[Any, Any] | Written[Any]") -> tuple[SQLCompiler, str, Sequence[Any]]:
    if not isinstance(asked, Written):
        compiler = asked.query.get_compiler(using=asked.db)
        return (compiler, *compiler.as_sql())
    kept = asked.for_this_request()
    if kept is None:
        raise EmptyResultSet
    return kept, asked.sql, asked.values


Reader = Callable[[Any], Any] | None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment


def _day(text: str) -> date:
    # The first day of a month is a moment to PostgreSQL; TruncMonth makes a day of it.
    return _moment(text) if "T" in text else date.fromisoformat(text)


READERS: dict[str, Reader] = {
    "DateField": _day,
    "DateTimeField": _moment,
    "DecimalField": Decimal,
    "FloatField": float,
    "TimeField": time.fromisoformat,
    "UUIDField": UUID,
}
NOT_AS_JSON = {"BinaryField", "DurationField"}


def _column(expression: Any) -> tuple[str, Reader]:
    """How a column is cast for JSON, and how its value is read from there as psycopg gives it."""
    field: Field[Any, Any] = expression.output_field
    depth = ""
    while hasattr(field, "base_field"):
        field, depth = field.base_field, f"{depth}[]"
    field = getattr(field, "target_field", field)
    if isinstance(field, JSONField):
        return f"::text{depth}", None
    kind = field.get_internal_type()
    if kind in NOT_AS_JSON:
        raise TypeError(f"A column of {kind} is not read with others: {expression}")
    read = READERS.get(kind)
    return "", _each(read) if depth and read else read


def _each(read: Callable[[Any], Any]) -> Reader:
    return lambda values: [read(value) if value is not None else None for value in values]
