"""The person who acts, for code beneath `accounts`, which may not import the user model."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.contrib.auth.models import AnonymousUser


class Assignment(Protocol):
    """A role that is held today, in one district or, with no district, in the whole city."""

    role: str
    district_id: int | None


class Person(Protocol):
    """A person who is logged in. Code beneath `accounts` uses this type."""

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
    """The ids of everyone who may be behind an act.

    They are the person, and the maker of the one-time link that opened the session.
    """
    through = person.entered_through
    return frozenset({person.pk} if through is None else {person.pk, through.pk})
