"""The person who acts, and whose rows the person reaches, for code that may not import the user model."""

from collections.abc import Callable, Collection, Sequence
from contextvars import ContextVar
from datetime import date
from typing import Any, Protocol

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet


class Assignment(Protocol):
    """A role that is held today: in one district, in one bureau or, with neither, in the whole city."""

    role: str
    district_id: int | None
    bureau_id: int | None
    # Of an auditor who looks at some fiscal years only; None for all.
    first_year: int | None
    last_year: int | None


class OfficeSection(Protocol):
    """A section in use of an office in which the person works; ``is_own`` where the person works in it."""

    pk: Any

    @property
    def name(self) -> str: ...

    @property
    def duties(self) -> Sequence[str]: ...

    @property
    def is_own(self) -> bool: ...

    @property
    def office_id(self) -> int: ...

    @property
    def district_id(self) -> int | None: ...


class Person(Protocol):
    """A person who is logged in. Code beneath `accounts` uses this type."""

    pk: Any

    @property
    def is_authenticated(self) -> bool: ...

    @property
    def held_assignments(self) -> Sequence[Assignment]: ...

    @property
    def sections_of_offices(self) -> Sequence[OfficeSection]: ...

    @property
    def entered_through(self) -> "Person | None": ...

    def has_perm(self, perm: str, obj: Any = None) -> bool: ...


Visitor = Person | AnonymousUser

# By the name of an attribute: the question, for a day, of what every page has to know about its reader. It speaks of
# the person by ``OuterRef``, and is asked with the person of the session (`bkkplan.ground.accounts.adapters`).
COMES_WITH_A_PERSON: dict[str, Callable[[date], QuerySet[Any]]] = {}

EVERYTHING = ~Q(pk__in=[])
READS_THE_LOG = (
    "auditor"  # the role whose holders read the log as far as the role reaches; `accounts.enums.Role` has it
)


def works_for_the_city(user: Visitor, *roles: str, in_year: int | None = None) -> bool:
    """Whether a role of the person, or one of these, is for the whole city; one that is held in a bureau is not.

    With ``in_year`` (พ.ศ.) an auditor's role counts only if it is for that fiscal year.
    """
    return any(_is_for_the_city(held) for held in _held(user, roles) if is_for_year(held, in_year))


def holds_role(user: Visitor, *roles: str) -> bool:
    """Whether the person holds a role today, or one of these roles, in whatever place. False for a visitor."""
    return bool(_held(user, roles))


def own_districts(user: Visitor, *roles: str, in_year: int | None = None) -> set[int]:
    """The districts in which a person holds a role today, or one of these roles; ``in_year`` as above."""
    return {
        held.district_id for held in _held(user, roles) if held.district_id is not None and is_for_year(held, in_year)
    }


def is_for_year(held: Assignment, year: int | None) -> bool:
    """Whether a role counts in a fiscal year; without a year it counts in any."""
    return (
        year is None or held.first_year is None or held.last_year is None or held.first_year <= year <= held.last_year
    )


def _held(user: Visitor, roles: Collection[str]) -> list[Assignment]:
    if not user.is_authenticated:
        return []
    return [held for held in user.held_assignments if not roles or held.role in roles]


def _is_for_the_city(held: Assignment) -> bool:
    return held.district_id is None and held.bureau_id is None


def own_bureaus(user: Visitor, *roles: str) -> set[int]:
    """The bureaus (ids of offices) in which a person holds a role today, or one of these roles."""
    return {held.bureau_id for held in _held(user, roles) if held.bureau_id is not None}


def within_reach(
    user: Visitor,
    district: str = "district",
    *,
    bureau: str = "",
    year: str = "",
    in_year: int | None = None,
    roles: Collection[str] = (),
) -> Q:
    """The rows of the districts in which a person works; all for those who work for the city, none for a visitor.

    ``district`` is the path from the row to its district, ``bureau`` that to its bureau where it may have one, ``year``
    that to its fiscal year, by which the rows of an auditor of some years are chosen; rows without a year are of the
    fiscal year ``in_year``, or of any. With ``roles`` only these count. Every ``visible_to`` begins here.
    """
    reached, of_all_years = Q(pk__in=[]), set[int]()
    for held in _held(user, roles):
        if not is_for_year(held, in_year) or (held.bureau_id is not None and not bureau):
            continue
        is_bound = bool(year) and held.first_year is not None
        years = Q(**{f"{year}__range": (held.first_year, held.last_year)}) if is_bound else EVERYTHING
        if held.bureau_id is not None:
            reached |= years & Q(**{bureau: held.bureau_id})
        elif held.district_id is None and not is_bound:
            return EVERYTHING
        elif held.district_id is None:
            reached |= years
        elif is_bound:
            reached |= years & Q(**{district: held.district_id})
        else:
            of_all_years.add(held.district_id)
    return reached | Q(**{f"{district}__in": of_all_years})


_reasons: ContextVar[list[str] | None] = ContextVar("reasons", default=None)


def tell_why(reason: str) -> None:
    """Called by a rule of rights that says no: the sentence is for the page of the refusal, where one is drawn."""
    if (reasons := _reasons.get()) is not None:
        reasons.append(reason)


def why_refused(user: Person, permission: str, thing: object) -> str:
    """The sentence that a rule has for its refusal; "" where the rule has none, as most have."""
    reasons: list[str] = []
    token = _reasons.set(reasons)
    try:
        return "" if user.has_perm(permission, thing) or not reasons else reasons[-1]
    finally:
        _reasons.reset(token)


def demand_permission(by: Person | None, permission: str, thing: object = None) -> None:
    """Raise PermissionDenied unless ``by`` has the permission for the thing.

    None, where no person acts (reference data, a command, a job), may do everything.
    """
    if by is not None and not by.has_perm(permission, thing):
        raise PermissionDenied


def hands_of(person: Person) -> frozenset[int]:
    """The ids of everyone who may be behind an act.

    They are the person, and the maker of the one-time link that opened the session.
    """
    through = person.entered_through
    return frozenset({person.pk} if through is None else {person.pk, through.pk})
