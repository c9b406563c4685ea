"""Questions whose SQL is written once in a process: Django writes it ten times as long as PostgreSQL answers.

This stands on parts of Django that its documentation doesn't promise. A QuerySet gets its rows from the compiler that
``query.get_compiler`` returns; the compiler asks with what its ``as_sql`` returns, on its ``connection``, and once
``as_sql`` was called it keeps how rows are read from columns. `rows_by` hands a QuerySet a compiler of ours instead. If
a new Django does this otherwise, the rows are those of the values with which the SQL was written, that is none at all:
tests/core/test_written_once.py fails with it, and has a test for these parts alone.
"""

from collections.abc import Callable, Hashable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
T = TypeVar("T")

MOST_SHAPES = 50  # of one question; the one that was written first is forgotten


class NotAsGivenError(TypeError):
    """A question makes something else of a value before it asks: the caller has to hand in what is asked with."""


@dataclass(slots=True)
class Written(Generic[T]):
    """A question with its SQL and its values. It can be gone through, and asked with `later`; not filtered further."""

    asked: "QuerySet[Any, T]"
    compiler: SQLCompiler | None  # None where nothing can be found
    sql: str
    values: list[Any]

    @property
    def db(self) -> str:
        return self.asked.db

    def for_this_request(self) -> SQLCompiler | None:
        """The compiler as if it had just written the SQL, for the connection of this request."""
        if self.compiler is None:
            return None
        compiler = copy(self.compiler)
        compiler.using, compiler.connection = self.db, connections[self.db]
        return compiler

    def __iter__(self) -> Iterator[T]:
        compiler = self.for_this_request()
        if compiler is None:
            return iter(())
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, tuple(self.values))  # type: ignore[method-assign]
        return iter(rows_by(self.asked, compiler))


def rows_by(asked: "QuerySet[Any, T]", compiler: SQLCompiler) -> list[T]:
    """The rows of a question as this compiler asks for it."""
    answered = asked.all()
    answered.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
    return list(answered)


@dataclass(frozen=True, slots=True)
class _Writing(Generic[T]):
    asked: "QuerySet[Any, T]"
    compiler: SQLCompiler | None = None
    sql: str = ""
    values: tuple[Any, ...] = ()
    places: tuple[tuple[int, int, type], ...] = ()  # in `values`, which of the question's values stands there, as what

    def filled(self, given: list[Any]) -> Written[T]:
        values = list(self.values)
        for place, number, kind in self.places:
            values[place] = kind(given[number]) if issubclass(kind, int) else given[number]
        return Written(self.asked, self.compiler, self.sql, values)


def written_once(question: "Callable[P, QuerySet[Any, T]]") -> Callable[P, Written[T]]:
    """Keep the SQL of a question, and put the values in where they stand.

    The question depends on its arguments alone: days, numbers, texts, UUIDs, collections of them, all by name. They
    go into the question as they are given, or NotAsGivenError is raised: it is written with two sets of other values,
    and the two may differ in those values alone. A bool, None and a member of an enum stand for themselves. A
    collection is a set: so that few lengths are written, its last member is repeated up to 1, 2, 4, 8 … members.
    """
    kept: dict[Hashable, _Writing[T]] = {}

    @wraps(question)
    def ask(*args: P.args, **values: P.kwargs) -> Written[T]:
        if args:
            raise TypeError(f"{question.__name__} takes its values by name")
        given: list[Any] = []
        filled_up = {name: _filled_up(value) for name, value in values.items()}
        shape = tuple((name, _shape(value, given)) for name, value in filled_up.items())
        writing = kept.get(shape)
        if writing is None:
            writing = _write(question, filled_up)
            if len(kept) >= MOST_SHAPES:
                kept.pop(next(iter(kept)), None)
            kept[shape] = writing
        return writing.filled(given)

    return ask


def _is_fixed(value: object) -> bool:
    return value is None or isinstance(value, bool | Enum)


def _filled_up(value: Any) -> Any:
    if not isinstance(value, set | frozenset | list | tuple) or not value:
        return value
    members = list(value)
    return members + members[-1:] * (2 ** (len(members) - 1).bit_length() - len(members))


def _shape(value: Any, given: list[Any]) -> Hashable:
    """What of a value is the same wherever the same SQL asks; its values are added to those that are given."""
    if _is_fixed(value):
        return ("fixed", value)
    if isinstance(value, set | frozenset | list | tuple):
        return ("many", *(_shape(one, given) for one in value))
    given.append(value)
    return ("one", type(value).__name__)


def _write(question: "Callable[..., QuerySet[Any, T]]", values: dict[str, Any]) -> _Writing[T]:
    ones, others = ([], [])  # type: tuple[list[Any], list[Any]]
    asked = question(**{name: _other(value, ones, 20_000) for name, value in values.items()})
    again = question(**{name: _other(value, others, 30_000) for name, value in values.items()})
    compiler = asked.query.get_compiler(using=asked.db)
    try:
        sql, found = compiler.as_sql()
    except EmptyResultSet:
        return _Writing(asked)
    same_sql, found_again = again.query.get_compiler(using=again.db).as_sql()
    if sql != same_sql:
        raise NotAsGivenError(f"{question.__name__}: its SQL depends on a value")
    places = []
    for place, (one, other) in enumerate(zip(found, found_again, strict=True)):
        if getattr(one, "obj", one) != getattr(other, "obj", other):
            number = ones.index(one) if one in ones else -1
            if number < 0 or others[number] != other:
                raise NotAsGivenError(f"{question.__name__} asks with {one!r}, which was not given so")
            places.append((place, number, type(one)))
    asked_with = {number for _place, number, _kind in places}
    if asked_with != set(range(len(ones))):
        raise NotAsGivenError(f"{question.__name__} does not ask with every value that it is given")
    return _Writing(asked, compiler, sql, tuple(found), tuple(places))


def _other(value: Any, marks: list[Any], first: int) -> Any:
    """A value of the same shape that is no other value of the question."""
    if _is_fixed(value):
        return value
    if isinstance(value, set | frozenset | list | tuple):
        return [_other(one, marks, first) for one in value]
    number = first + len(marks)
    if isinstance(value, int):
        mark: Any = number
    elif type(value) is date:
        mark = date(1900, 1, 1) + timedelta(days=number - 20_000)
    elif isinstance(value, UUID):
        mark = UUID(int=number)
    elif isinstance(value, str):
        mark = f"\ue000{number}"
    else:
        raise NotAsGivenError(f"a {type(value).__name__} is no value of a question that is written once")
    marks.append(mark)
    return mark
