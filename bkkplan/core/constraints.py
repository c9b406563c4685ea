"""Constraints as forms need them. In the database, and in migrations, they are Django's own."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q


class _BesideAField:
    """Puts a constraint's sentence beside the field that a person can change.

    Django does so only for a plain unique constraint over one field; one with a condition, or a check, speaks
    for the form as a whole.
    """

    def __init__(self, *args: Any, error_field: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_field = error_field

    def clone(self) -> Any:
        # Django clones by way of deconstruct(), which keeps silent about the field.
        clone = super().clone()  # type: ignore[misc]
        clone.error_field = self.error_field
        return clone

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        try:
            super().validate(model, instance, exclude=exclude, using=using)  # type: ignore[misc]
        except ValidationError as error:
            if self.error_field and self.error_field not in (exclude or ()):
                raise ValidationError({self.error_field: error}) from error
            raise


class UniqueBesideField(_BesideAField, models.UniqueConstraint):
    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        # Which field speaks is the form's business: migrations know the plain constraint, and no code of ours.
        _, args, kwargs = super().deconstruct()
        return "django.db.models.UniqueConstraint", args, kwargs


class CheckBesideField(_BesideAField, models.CheckConstraint):
    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        _, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs


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
