"""Many rows at once by COPY, with every constraint of the database on. It knows rows and columns, and no rule."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.expressions import RawSQL

T = TypeVar("T")

# Their values are not what the driver takes; those of all other fields are, as an action sets them.
PREPARED = (models.JSONField, models.FileField)


def in_batches(things: Iterable[T], most: int) -> Iterator[list[T]]:
    """The things in lists of so many at most, of which only one is in memory."""
    left = iter(things)
    while some := list(islice(left, most)):
        yield some


def among(keys: Iterable[int]) -> RawSQL:
    """Many keys as one value, for a condition that ends in ``__in``. With a placeholder for each of some thousand keys
    the question takes longer to write than to answer."""
    return RawSQL("select unnest(%s::bigint[])", [list(keys)])


def next_keys(model: type[models.Model], count: int) -> list[int]:
    """The next primary keys of a model, taken from its sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, %s)) from generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [number for (number,) in cursor.fetchall()]


def copy_rows(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model, which have their primary keys: some ten times as fast as saving each."""
    if not rows:
        return
    model = type(rows[0])
    names = [field.attname for field in model._meta.concrete_fields if not field.generated]
    _copy(model, names, ([getattr(row, name) for name in names] for row in rows))
    for row in rows:
        row._state.adding = False  # noqa: SLF001  (documented by Django, in spite of its name)


def copy_values(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows given as dicts, not as objects. Each names every column except the primary key, as the model does."""
    if rows:
        names = list(rows[0])
        _copy(model, names, ([row[name] for name in names] for row in rows))


def update_rows(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Save these fields of rows of one model in one statement."""
    if not rows:
        return
    model, quote = type(rows[0]), connection.ops.quote_name
    fields: list[Any] = [model._meta.pk, *(model._meta.get_field(name) for name in names)]
    types = [field.rel_db_type(connection) if field.is_relation else field.db_type(connection) for field in fields]
    types[0] = fields[0].rel_db_type(connection)  # not that of a column that counts up
    values = [[getattr(row, field.attname) for row in rows] for field in fields]
    for field, column in zip(fields, values, strict=True):
        if isinstance(field, PREPARED):
            column[:] = [field.get_db_prep_save(value, connection) for value in column]
    columns = [quote(field.column) for field in fields]
    table = quote(model._meta.db_table)
    given = ", ".join(f"%s::{kind}[]" for kind in types)
    changes = ", ".join(f"{column} = given.{column}" for column in columns[1:])
    with connection.cursor() as cursor:
        cursor.execute(
            f"update {table} set {changes} from unnest({given}) as given({', '.join(columns)}) "  # noqa: S608  (names of ours)
            f"where {table}.{columns[0]} = given.{columns[0]}",
            values,
        )


def _copy(model: type[models.Model], names: Sequence[str], rows: Iterable[list[Any]]) -> None:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    prepared = [(place, field) for place, field in enumerate(fields) if isinstance(field, PREPARED)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy {quote(model._meta.db_table)} ({columns}) from stdin") as sink,
    ):
        for values in rows:
            for place, field in prepared:
                values[place] = field.get_db_prep_save(values[place], connection)
            sink.write_row(values)
