"""The person who acts, and whose rows the person reaches, for code that may not import the user model."""

from collections.abc import Collection, Sequence
from typing import Any, Protocol

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q


class Assignment(Protocol):
    """A role that is held today: in one district, in one bureau or, with neither, in the whole city."""

    role: str
    district_id: int | None
    bureau_id: int | None


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

EVERYTHING = ~Q(pk__in=[])


def works_for_the_city(user: Visitor, *roles: str) -> bool:
    """Whether a role of the person, or one of these, is for the whole city; one that is held in a bureau is not."""
    return user.is_authenticated and any(
        _is_for_the_city(held) for held in user.held_assignments if not roles or held.role in roles
    )


def _is_for_the_city(held: Assignment) -> bool:
    return held.district_id is None and held.bureau_id is None


def own_districts(user: Visitor, *roles: str) -> set[int]:
    """The districts in which a person holds a role today, or one of these roles."""
    if not user.is_authenticated:
        return set()
    return {
        held.district_id
        for held in user.held_assignments
        if held.district_id is not None and (not roles or held.role in roles)
    }


def own_bureaus(user: Visitor, *roles: str) -> set[int]:
    """The bureaus (ids of offices) in which a person holds a role today, or one of these roles."""
    if not user.is_authenticated:
        return set()
    return {
        held.bureau_id
        for held in user.held_assignments
        if held.bureau_id is not None and (not roles or held.role in roles)
    }


def within_reach(user: Visitor, district: str = "district", *, roles: Collection[str] = ()) -> Q:
    """The rows of the districts in which a person works; all for those who work for the city, none for a visitor.

    ``district`` is the path from the row to its district; with ``roles`` only these count. Every ``visible_to`` begins
    here.
    """
    if works_for_the_city(user, *roles):
        return EVERYTHING
    return Q(**{f"{district}__in": own_districts(user, *roles)})


def hands_of(person: Person) -> frozenset[int]:
    """The ids of everyone who may be behind an act.

    They are the person, and the maker of the one-time link that opened the session.
    """
    through = person.entered_through
    return frozenset({person.pk} if through is None else {person.pk, through.pk})
