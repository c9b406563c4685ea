"""Constraints for the fields that say who did something, when and why."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

ALL_OR_NONE = _("ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด")


def all_or_none(*fields: str, name: str, through: str = "", reason: str = "", **kwargs: Any) -> models.CheckConstraint:
    """A constraint with a Thai sentence: all of these fields are set, or none is.

    ``reason`` is a text that is written in the first case and empty in the second. ``through`` names the maker of the
    one-time link by which the person had logged in: it may be set in the first case only.
    """
    every, none = _set_and_empty(fields, through=through, reason=reason)
    return models.CheckConstraint(
        condition=none | every, name=name, **{"violation_error_message": ALL_OR_NONE, **kwargs}
    )


def signed_when(
    state: Q, *fields: str, name: str, through: str = "", reason: str = "", **kwargs: Any
) -> models.CheckConstraint:
    """A constraint: in this state all of these fields are set (who, when, why); in any other state none is.

    ``through`` and ``reason`` are as in `all_or_none`.
    """
    every, none = _set_and_empty(fields, through=through, reason=reason)
    return models.CheckConstraint(
        condition=(state & every) | (~state & none), name=name, **{"violation_error_message": ALL_OR_NONE, **kwargs}
    )


def _set_and_empty(fields: tuple[str, ...], *, through: str, reason: str) -> tuple[Q, Q]:
    every = Q(**{f"{field}__isnull": False for field in fields})
    none = Q(**{f"{field}__isnull": True for field in (*fields, through) if field})
    if reason:
        every &= ~Q(**{reason: ""})
        none &= Q(**{reason: ""})
    return every, none


def two_persons(
    first: tuple[str, ...], second: tuple[str, ...], *, name: str, unless: Q | None = None, **kwargs: Any
) -> models.CheckConstraint:
    """A constraint (four eyes): no person in the first fields is also in the second. An empty field names nobody."""
    condition = Q()
    for one in first:
        for other in second:
            condition &= ~Q(**{one: F(other)})
    return models.CheckConstraint(condition=condition if unless is None else unless | condition, name=name, **kwargs)
