"""Rows whose acts have their persons, as the database demands."""

import re
from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.db import models


class SignedFactory(factory.django.DjangoModelFactory):
    """Gives the persons of a row's acts as `with_persons` does."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[models.Model], *args: Any, **kwargs: Any) -> models.Model:
        return super()._create(model_class, *args, **with_persons(model_class, kwargs))


def with_persons(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """The values and the person of each act that has a day or a moment: `submitted_by` where `submitted_on` is given.

    The person of one act is another than that of the next. A person who is given stays, None as well.
    """
    given = {name for name, value in values.items() if value is not None}
    missing = [
        person for person, moments in _acts_of(model).items() if person not in values and given.intersection(moments)
    ]
    return {**values, **{person: signer(person) for person in missing}}


def sign(row: models.Model) -> models.Model:
    """Put the persons who are missing into the row's acts, and return the row; it is not saved."""
    values = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if not field.generated}
    for name, value in with_persons(type(row), {k: v for k, v in values.items() if v is not None}).items():
        setattr(row, name, value)
    return row


def signer(act: str) -> models.Model:
    """The person who does this act in rows that tests make."""
    user, _is_new = get_user_model().objects.get_or_create(
        username=f"signs-{act.replace('_', '-')}", defaults={"full_name": f"ผู้ลงนาม {act}"}
    )
    return user


def _acts_of(model: type[models.Model]) -> dict[str, set[str]]:
    """By the field of each person without whom the act is not complete: the fields that say when."""
    columns = {field.name: field for field in model._meta.concrete_fields}
    acts = {}
    for name, field in columns.items():
        if field.related_model is get_user_model() and re.fullmatch(r"(\w+_)?by", name):
            stem = name.removesuffix("by")
            moments = {moment for moment in (f"{stem}on", f"{stem}at") if moment in columns}
            if not field.null or all(columns[moment].null for moment in moments):
                acts[name] = moments
    return acts
