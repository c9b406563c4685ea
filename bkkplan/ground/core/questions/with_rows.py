"""Rows of other tables that come with a row, by the same question: prefetch_related asks one more for each table."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Generic, TypeVar, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Func, JSONField, QuerySet
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=models.Model)

PREFIX = "rows_of_"
NOBODY = -1  # the key for which a question is written
Loaded = tuple[type[models.Model], tuple[str, ...]]  # a model, and the path to it from the row: () for the row itself


def with_rows(rows: QuerySet[M], **others: QuerySet[Any]) -> QuerySet[M]:
    """Each row gets a list under each name. The questions of the lists speak of the row by ``OuterRef``.

    A name that is a relation of the row is filled as by prefetch_related: ``.all()`` gives the list. `select_related`
    of a list's question is followed where it names its paths. Not for rows with JSON of their own.
    """
    lists = {name: _List(asked) for name, asked in others.items()}
    found = rows.annotate(**{f"{PREFIX}{name}": ArraySubquery(one.as_json()) for name, one in lists.items()})

    class WithRows(ModelIterable):  # type: ignore[type-arg]
        def __iter__(self) -> Iterator[Any]:
            for row in super().__iter__():
                for name, one in lists.items():
                    one.give(row, name, vars(row).pop(f"{PREFIX}{name}"))
                yield row

    found._iterable_class = WithRows  # noqa: SLF001  (what values() does, too)
    return cast("QuerySet[M]", found)


class OneWithRows(Generic[M]):
    """One row with its lists, for a question of every page: its SQL is written once, which takes longer than asking."""

    def __init__(self, rows: QuerySet[M], **others: QuerySet[Any]) -> None:
        self.model, self.lists = rows.model, {name: _List(asked) for name, asked in others.items()}
        self.sql, self.values = with_rows(rows.filter(pk=NOBODY), **others).query.sql_with_params()

    def get(self, pk: int) -> M | None:
        values = [pk if value == NOBODY else value for value in self.values]
        for row in self.model._default_manager.raw(self.sql, values):
            for name, one in self.lists.items():
                found = vars(row).pop(f"{PREFIX}{name}")
                one.give(row, name, [json.loads(text, cls=_Exact) for text in found])
            return row
        return None


class _List:
    def __init__(self, asked: QuerySet[Any]) -> None:
        self.asked, self.shape, self.more = asked, _shape(asked), tuple(asked.query.annotations)

    def as_json(self) -> QuerySet[Any]:
        """Each row as an array for each model, and one for what the question annotates."""
        columns = [["__".join((*path, field.attname)) for field in _fields(model)] for model, path in self.shape]
        parts = [Func(*map(F, some), function="jsonb_build_array") for some in (*columns, self.more)]
        whole = Func(*parts, function="jsonb_build_array", output_field=JSONField(decoder=_Exact))
        return cast("QuerySet[Any]", self.asked.select_related(None).annotate(as_json=whole).values("as_json"))

    def give(self, row: models.Model, name: str, found: Sequence[Any]) -> None:
        made = [self.made(values) for values in found]
        relations = _relations(type(row))
        if name not in relations:
            setattr(row, name, made)
            return
        if back := relations[name]:
            for one in made:
                setattr(one, back, row)
        kept = getattr(row, name).get_queryset()  # of this row alone: what is asked of it further is asked of the row
        vars(kept).update(_result_cache=made, _prefetch_done=True)  # as prefetch_one_level of Django does
        vars(row).setdefault("_prefetched_objects_cache", {})[name] = kept

    def made(self, values: Sequence[Sequence[Any]]) -> models.Model:
        by_path: dict[tuple[str, ...], models.Model | None] = {}
        for (model, path), row in zip(self.shape, values, strict=False):
            by_path[path] = one = _one(model, row, self.asked.db)
            if path and (owner := by_path[path[:-1]]) is not None:
                setattr(owner, path[-1], one)
        made = by_path[()]
        assert made is not None  # noqa: S101  (it is a row of the list)
        vars(made).update(zip(self.more, values[-1], strict=True))
        return made


def _shape(asked: QuerySet[Any]) -> tuple[Loaded, ...]:
    """The row's model and those that its select_related brings, each after the one from which it is reached."""
    found: list[Loaded] = [(asked.model, ())]
    chosen = asked.query.select_related

    def follow(model: type[models.Model], names: dict[str, Any], path: tuple[str, ...]) -> None:
        for name, more in names.items():
            related = model._meta.get_field(name).related_model
            found.append((related, (*path, name)))  # type: ignore[arg-type]
            follow(related, more, (*path, name))  # type: ignore[arg-type]

    if isinstance(chosen, dict):
        follow(asked.model, chosen, ())
    return tuple(found)


class _Exact(json.JSONDecoder):
    """Amounts come as they are stored."""

    def __init__(self) -> None:
        super().__init__(parse_float=Decimal)


@cache
def _relations(model: type[models.Model]) -> dict[str | None, str]:
    """Returns by the name of each relation to many rows (``proposals``) the field that leads back (``forum``).

    The field is "" where it leads to many rows, too.
    """
    others = {rel.get_accessor_name(): rel.field.name if rel.one_to_many else "" for rel in model._meta.related_objects}
    return others | {field.name: "" for field in model._meta.many_to_many}


@cache
def _fields(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(model._meta.concrete_fields)


def _one(model: type[models.Model], values: Sequence[Any], db: str) -> models.Model | None:
    fields = _fields(model)
    read = [_read(field, value) for field, value in zip(fields, values, strict=True)]
    row = model.from_db(db, [field.attname for field in fields], read)
    return None if row.pk is None else row


def _read(field: Any, value: Any) -> Any:
    if value is None:
        return None
    read = getattr(field, "output_field", field).to_python(value)
    return read.astimezone(UTC) if isinstance(read, datetime) else read
