"""Who may act, as the floors beneath `accounts` know it."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.contrib.auth.models import AnonymousUser


class Assignment(Protocol):
    """A role that is held today, in one district or, with no district, in the whole city."""

    role: str
    district_id: int | None


class Person(Protocol):
    """Someone logged in. Code beneath `accounts` types against this and imports no user model."""

    pk: Any

    @property
    def is_authenticated(self) -> bool: ...

    @property
    def held_assignments(self) -> Sequence[Assignment]: ...

    @property
    def entered_through(self) -> "Person | None": ...

    def has_perm(self, perm: str, obj: Any = None) -> bool: ...


Visitor = Person | AnonymousUser


def hands_of(person: Person) -> frozenset[int]:
    """Who may be behind an act: the person, and whoever made the one-time link by which the person came in."""
    through = person.entered_through
    return frozenset({person.pk} if through is None else {person.pk, through.pk})
