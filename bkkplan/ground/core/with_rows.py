"""Rows of other tables that come with a row, by the same question: prefetch_related asks one more for each table."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Func, JSONField, QuerySet
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=models.Model)

PREFIX = "rows_of_"
Loaded = tuple[type[models.Model], tuple[str, ...]]  # a model, and the path to it from the row: () for the row itself


def with_rows(rows: QuerySet[M], **others: QuerySet[Any]) -> QuerySet[M]:
    """Each row gets a list under each name. The questions of the lists speak of the row by ``OuterRef``.

    A name that is a relation of the row is filled as by prefetch_related: ``.all()`` gives the list. `select_related`
    of a list's question is followed where it names its paths. Not for rows with JSON of their own.
    """
    shapes = {name: _shape(asked) for name, asked in others.items()}
    found = rows.annotate(**{f"{PREFIX}{name}": ArraySubquery(_as_json(others[name], shapes[name])) for name in others})

    class WithRows(ModelIterable):  # type: ignore[type-arg]
        def __iter__(self) -> Iterator[Any]:
            for row in super().__iter__():
                for name, shape in shapes.items():
                    made = [_made(shape, values, self.queryset.db) for values in vars(row).pop(f"{PREFIX}{name}")]
                    _give(row, name, made, others[name])
                yield row

    found._iterable_class = WithRows  # noqa: SLF001  (what values() does, too)
    return cast("QuerySet[M]", found)


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


def _as_json(asked: QuerySet[Any], shape: Sequence[Loaded]) -> QuerySet[Any]:
    parts = [
        Func(*(F("__".join((*path, field.attname))) for field in _fields(model)), function="jsonb_build_array")
        for model, path in shape
    ]
    whole = Func(*parts, function="jsonb_build_array", output_field=JSONField(decoder=_Exact))
    return cast("QuerySet[Any]", asked.select_related(None).annotate(as_json=whole).values("as_json"))


class _Exact(json.JSONDecoder):
    """Amounts come as they are stored."""

    def __init__(self) -> None:
        super().__init__(parse_float=Decimal)


@cache
def _fields(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(model._meta.concrete_fields)


def _made(shape: Sequence[Loaded], values: Sequence[Sequence[Any]], db: str) -> models.Model:
    by_path: dict[tuple[str, ...], models.Model | None] = {}
    for (model, path), row in zip(shape, values, strict=True):
        by_path[path] = one = _one(model, row, db)
        if path and (owner := by_path[path[:-1]]) is not None:
            setattr(owner, path[-1], one)
    made = by_path[()]
    assert made is not None  # noqa: S101  (it is a row of the list)
    return made


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


def _give(row: models.Model, name: str, made: list[models.Model], asked: QuerySet[Any]) -> None:
    if name not in {relation.get_accessor_name() for relation in row._meta.related_objects}:
        setattr(row, name, made)
        return
    kept = asked.model._default_manager.all()
    vars(kept).update(_result_cache=made, _prefetch_done=True)  # as django.db.models.query.prefetch_one_level does
    vars(row).setdefault("_prefetched_objects_cache", {})[name] = kept
