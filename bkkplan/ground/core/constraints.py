"""Constraints for the fields that say who did something and when."""

from typing import Any

from django.db import models
from django.db.models import F, Q


def all_or_none(*fields: str, name: str, **kwargs: Any) -> models.CheckConstraint:
    """A constraint: all of these fields are set, or none is."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(condition=none | every, name=name, **kwargs)


def signed_when(state: Q, *fields: str, name: str, **kwargs: Any) -> models.CheckConstraint:
    """A constraint: in this state all of these fields are set (who, when); in any other state none is."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(condition=(state & every) | (~state & none), name=name, **kwargs)


def two_persons(
    first: tuple[str, ...], second: tuple[str, ...], *, name: str, unless: Q | None = None, **kwargs: Any
) -> models.CheckConstraint:
    """A constraint (four eyes): no person in the first fields is also in the second. An empty field names nobody."""
    condition = Q()
    for one in first:
        for other in second:
            condition &= ~Q(**{one: F(other)})
    return models.CheckConstraint(condition=condition if unless is None else unless | condition, name=name, **kwargs)
