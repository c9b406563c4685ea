"""Loading reference rows: missing rows are added, different ones are corrected, and each change is logged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db import models, transaction

from bkkplan.ground.audit.record import record, record_many
from bkkplan.ground.core.rows.bulk import copy_rows, in_batches, next_keys

BATCH = 5000  # new rows that are written at once


@dataclass(frozen=True, slots=True)
class Loaded:
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(self.created + other.created, self.updated + other.updated, self.unchanged + other.unchanged)


@transaction.atomic
def load_rows(
    model: type[models.Model],
    rows: Iterable[Mapping[str, Any]],
    *,
    key: tuple[str, ...],
    at: datetime,
    is_only_a_start: bool = False,
) -> Loaded:
    """Make a table equal to ``rows``, which are matched by the columns in ``key``.

    Returns how many were created and changed.

    The facts in the repository replace what people changed by hand, except with ``is_only_a_start``: then an existing
    row stays, because people set it later (targets). Rows and columns that ``rows`` does not name are left alone.
    """
    verb = f"{model._meta.app_label}.{model._meta.model_name}_loaded"
    existing = {
        tuple(getattr(o, name) for name in key): o
        for o in model._default_manager.select_for_update(of=("self",), no_key=True)
    }
    loaded = Loaded()
    new: list[tuple[models.Model, Mapping[str, Any]]] = []
    for row in rows:
        fields = {name: model._meta.get_field(name) for name in row}
        facts = {f.attname: f.to_python(_plain(row[name])) for name, f in fields.items()}  # type: ignore[union-attr]
        found = existing.get(tuple(facts[name] for name in key))
        if found is None:
            made = model(**facts)
            for name, value in row.items():
                if isinstance(value, models.Model):
                    setattr(made, name, value)  # the log's label may name it without asking for it
            new.append((made, facts))
            continue
        changed = {name: value for name, value in facts.items() if getattr(found, name) != value}
        if not changed or is_only_a_start:
            loaded += Loaded(unchanged=1)
            continue
        before = {name: getattr(found, name) for name in changed}
        for name, value in changed.items():
            setattr(found, name, value)
        found.save(update_fields=list(changed))
        record(verb, found, by=None, at=at, before=before, after=changed)
        loaded += Loaded(updated=1)
    for some in in_batches(new, BATCH):
        for (made, _facts), key_of_row in zip(some, next_keys(model, len(some)), strict=True):
            made.pk = key_of_row
        copy_rows([made for made, _facts in some])
        record_many(verb, [(made, {"after": facts}) for made, facts in some], by=None, at=at)
    return loaded + Loaded(created=len(new))


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
