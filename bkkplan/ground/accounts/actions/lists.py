"""People who come in as a list: accounts and roles, the links by which they enter, and taking back what nobody used.

Each account and each role is made by the action that makes one, and leaves the same line in the log. The list itself,
its reading and its pages are those of all lists (`bkkplan.ground.lists`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.actions import (
    Invitation,
    assign,
    close_account,
    create_person,
    end_assignment,
    issue_link,
)
from bkkplan.ground.accounts.actions.sections import SectionClosedError, choose_sections
from bkkplan.ground.accounts.actions.steps import AccountError
from bkkplan.ground.accounts.enums import Acting, LinkPurpose, Role
from bkkplan.ground.accounts.models import Assignment, OneTimeLink, PeopleImport, PeopleQuerySet, Section, User
from bkkplan.ground.accounts.queries import office_of
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.forms.lists import ListState
from bkkplan.ground.core.refusals import Kind
from districts.models import District, Office

PEOPLE_LOCK = 20_664_003  # the advisory lock that lets only one list be written at a time


class PeopleChangedError(AccountError):
    kind: ClassVar[Kind] = Kind.WRONG_MOMENT
    sentence = _("ผู้ใช้ในระบบเปลี่ยนไปหลังจากตรวจรายชื่อนี้ ตรวจผลใหม่แล้วยืนยันอีกครั้ง")


class NobodyToUndoError(AccountError):
    kind: ClassVar[Kind] = Kind.WRONG_MOMENT
    sentence = _("ไม่มีบัญชีหรือบทบาทที่เลิกทำได้ เพราะมีผู้ใช้แล้วทั้งหมด")


@dataclass(slots=True, kw_only=True)
class WantedRole:
    """A role that a list asks to give. Without a day of its own it begins on the day of the list.

    ``person`` is "user:ID", or "row:NUMBER": the first row of that number makes the account.
    """

    person: str = ""
    name: str
    username: str
    email: str
    role: Role
    place: District | Office | None
    sections: list[str] = field(default_factory=list)
    acting: bool
    starts_on: date | None
    ends_on: date | None
    years: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """A role that was given; ``is_new`` where its account came with the same list."""

    assignment: Assignment
    is_new: bool
    makes_account: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """How many roles an undo ended, and how many it left because somebody has used them."""

    ended: int
    kept: int


def hold_people(*, by: User) -> None:
    """Lock the lists of people until the transaction ends: another list waits for this one.

    Raises PermissionDenied if ``by`` may not manage people.
    """
    if not by.has_perm("accounts.manage_people"):
        raise PermissionDenied
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [PEOPLE_LOCK])


@transaction.atomic
def admit(*, wanted: Sequence[WantedRole], on: date, by: User, at: datetime) -> list[Admitted]:
    """Make the accounts and give the roles, in their order. Raises PeopleChangedError if one of them can't be."""
    hold_people(by=by)
    known = [int(one.person.removeprefix("user:")) for one in wanted if one.person.startswith("user:")]
    people = {f"user:{pk}": user for pk, user in User.objects.in_bulk(known).items()}
    admitted = []
    try:
        for one in wanted:
            makes_account = one.person not in people
            if makes_account:
                named = {"username": one.username, "full_name": one.name, "email": one.email}
                people[one.person] = create_person(**named, by=by, at=at)
            role = _give(one, people[one.person], on=on, by=by, at=at)
            admitted.append(Admitted(role, one.person.startswith("row:"), makes_account))
    except (ValidationError, AccountError) as error:  # somebody was invited by hand meanwhile
        raise PeopleChangedError from error
    return admitted


def _give(one: WantedRole, user: User, *, on: date, by: User, at: datetime) -> Assignment:
    first_year, last_year = one.years or (None, None)
    role = assign(
        user=user,
        role=one.role,
        district=one.place if isinstance(one.place, District) else None,
        bureau=one.place if isinstance(one.place, Office) else None,
        starts_on=one.starts_on or on,
        ends_on=one.ends_on,
        acting=Acting.IN_PLACE if one.acting else "",
        first_year=first_year,
        last_year=last_year,
        by=by,
        at=at,
    )
    if one.sections:
        _put_in_sections(role, one.sections, by=by, at=at)
    return role


def _put_in_sections(role: Assignment, names: Collection[str], *, by: User, at: datetime) -> None:
    office = office_of(role)
    there = Section.objects.in_use().filter(office=office, name__in=names)
    if there.count() != len(names):  # a section was closed or renamed meanwhile
        raise SectionClosedError
    keys = list(there.values_list("pk", flat=True))
    choose_sections(assignment_id=role.pk, sections=keys, on=role.starts_on, by=by, at=at)


@transaction.atomic
def take_back(*, given: Mapping[int, bool], since: datetime, on: date, by: User, at: datetime) -> Undone:
    """End roles that a list gave, and close its accounts, where nobody has used them since.

    ``given`` says by the role's id whether its account came with the list. A new account is unused while nobody has
    logged in with it; a role of somebody who was there before, while that person has done nothing since. Raises
    NobodyToUndoError if all are in use.
    """
    hold_people(by=by)
    roles = list(Assignment.objects.filter(pk__in=given).select_related("user").order_by("pk"))
    acts = Entry.objects.filter(actor__in=[role.user_id for role in roles], at__gt=since)
    active = set(acts.values_list("actor", flat=True))
    unused = [role for role in roles if not (role.user.last_login if given[role.pk] else role.user_id in active)]
    if not unused:
        raise NobodyToUndoError
    running = [role for role in unused if role.ends_on is None or role.ends_on > on]
    for role in running:
        end_assignment(assignment_id=role.pk, on=on, by=by, at=at)
    for user in {role.user_id: role.user for role in unused if given[role.pk]}.values():
        if user.is_active and not user.assignments.not_ended(on).exists():  # nothing else was given to it meanwhile
            close_account(user_id=user.pk, on=on, by=by, at=at)
    return Undone(ended=len(running), kept=len(roles) - len(unused))


@transaction.atomic
def invite_all(*, assignments: Collection[int], by: User, at: datetime) -> list[Invitation]:
    """Links for the people with these roles who have an e-mail and never had a link. Twice asked is once done."""
    hold_people(by=by)
    had = OneTimeLink.objects.filter(purpose=LinkPurpose.INVITATION).values("user")
    return _links(_never_here(assignments).exclude(email="").exclude(pk__in=had), by=by, at=at)


@transaction.atomic
def links_to_hand(*, assignments: Collection[int], by: User, at: datetime) -> list[Invitation]:
    """New one-time links for the people with these roles who have no e-mail and have not logged in yet."""
    hold_people(by=by)
    return _links(people_to_hand(assignments), by=by, at=at)


def people_to_hand(assignments: Collection[int]) -> PeopleQuerySet:
    """Of the people with these roles those whose link has to be printed: they have no e-mail, and were never here."""
    return _never_here(assignments).filter(email="")


def _links(people: PeopleQuerySet, *, by: User, at: datetime) -> list[Invitation]:
    in_order = people.order_by("full_name", "pk")
    return [Invitation(user, issue_link(user=user, purpose=LinkPurpose.INVITATION, by=by, at=at)) for user in in_order]


def _never_here(assignments: Collection[int]) -> PeopleQuerySet:
    roles = Assignment.objects.filter(pk__in=assignments)
    people: PeopleQuerySet = User.objects.filter(pk__in=roles.values("user"), last_login=None, is_active=True)
    return people


def drop_lists(before: datetime) -> int:
    """Lists that came in before they were lists of rows, and that nobody confirmed, hold names of people who have no
    account: they go after a time.
    """
    old = PeopleImport.objects.filter(uploaded_at__lt=before, state__in=(ListState.WAITING, ListState.CHECKED))
    return old.update(state=ListState.CANCELLED, table=None, data=None, outcome={}, answers={})
