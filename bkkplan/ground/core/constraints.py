"""Constraints that say who and when in one breath."""

from typing import Any

from django.db import models
from django.db.models import F, Q


def all_or_none(*fields: str, name: str, **kwargs: Any) -> models.CheckConstraint:
    """Who and when go together: every field is set, or none is."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(condition=none | every, name=name, **kwargs)


def signed_when(state: Q, *fields: str, name: str, **kwargs: Any) -> models.CheckConstraint:
    """In that state every field is set (who approved, when); in any other state none is."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(condition=(state & every) | (~state & none), name=name, **kwargs)


def two_persons(
    first: tuple[str, ...], second: tuple[str, ...], *, name: str, unless: Q | None = None, **kwargs: Any
) -> models.CheckConstraint:
    """Four eyes: nobody named by the first fields is named by the second. A field without a person names nobody."""
    condition = Q()
    for one in first:
        for other in second:
            condition &= ~Q(**{one: F(other)})
    return models.CheckConstraint(condition=condition if unless is None else unless | condition, name=name, **kwargs)
