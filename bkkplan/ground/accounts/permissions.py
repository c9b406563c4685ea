"""Who may do what with accounts, and `holds`, by which higher floors say who may."""

from collections.abc import Callable, Iterable
from operator import attrgetter

import rules
from django.db.models import Model
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import (
    ABOVE_THE_SECTIONS,
    BELOW_THE_DIRECTOR,
    BUREAU_ROLES,
    CITY_ROLES,
    DISTRICT_ROLES,
    READING_ROLES,
    Duty,
    Role,
)
from bkkplan.ground.accounts.models import Assignment, User, offices_not_ended
from bkkplan.ground.core.people import Assignment as HeldAssignment
from bkkplan.ground.core.people import OfficeSection, Person, is_for_year, tell_why


def holds(*roles: Role, district: str = "district_id", bureau: str = "", year: str = "") -> rules.Predicate:
    """True for a person who holds one of the roles today: in the city, or in the object's district or bureau.

    ``district`` is the path from the object to the id of its district (``"community.district_id"``), ``bureau`` the
    path to that of its bureau; without one a role in a bureau does not count for the object. ``year`` is the path to
    its fiscal year, which an auditor's role may not be for.
    Without an object a role in any place will do: that answers "may this person ever …?" for menus.
    """
    counts = _counting(district, bureau, year)

    def predicate(user: Person, obj: object = None) -> bool:
        if not user.is_authenticated:
            return False
        mine = [held for held in user.held_assignments if held.role in roles]
        return bool(mine) if obj is None else any(counts(held, obj) for held in mine)

    return rules.Predicate(predicate, name=f"holds({', '.join(roles)})")


def _counting(district: str, bureau: str, year: str = "") -> Callable[[HeldAssignment, object], bool]:
    """The question whether a role counts for an object, which has its place at these paths."""
    district_of: Callable[[object], int | None] = attrgetter(district)
    bureau_of: Callable[[object], int | None] = attrgetter(bureau) if bureau else lambda _obj: None
    year_of: Callable[[object], int | None] = attrgetter(year) if year else lambda _obj: None

    def counts(held: HeldAssignment, obj: object) -> bool:
        if not is_for_year(held, year_of(obj)):
            return False
        if held.district_id is not None:
            return district_of(obj) == held.district_id
        return held.bureau_id is None or bureau_of(obj) == held.bureau_id

    return counts


def sections_in_charge(user: Person, held: HeldAssignment, duty: Duty) -> list[OfficeSection]:
    """The sections that do a duty in the place of a role; empty where the duty is everybody's there."""
    there = [
        section
        for section in user.sections_of_offices
        if (section.district_id == held.district_id if held.district_id else section.office_id == held.bureau_id)
    ]
    return [section for section in there if duty in section.duties]


def _is_on_duty(user: Person, held: HeldAssignment, duty: Duty) -> bool:
    if held.role in ABOVE_THE_SECTIONS:
        return True
    in_charge = sections_in_charge(user, held, duty)
    return not in_charge or any(section.is_own for section in in_charge)


def on_duty(duty: Duty, *, district: str = "district_id", bureau: str = "") -> rules.Predicate:
    """True for a person who works in the office of the object's district or bureau and does this duty there.

    A director and an assistant director do all; others what is given to their section, or to no section of the office.
    The paths are those of `holds`; a bureau's people count only where ``bureau`` is given.
    """
    roles = (*DISTRICT_ROLES, *BUREAU_ROLES) if bureau else DISTRICT_ROLES
    counts = _counting(district, bureau)

    def predicate(user: Person, obj: object = None) -> bool:
        if not user.is_authenticated:
            return False
        mine = [held for held in user.held_assignments if held.role in roles and (obj is None or counts(held, obj))]
        if any(_is_on_duty(user, held, duty) for held in mine):
            return True
        for held in mine:
            names = ", ".join(section.name for section in sections_in_charge(user, held, duty))
            sentence = _("งาน “%(duty)s” เป็นของ%(sections)s ท่านอยู่ฝ่ายอื่น ผู้อำนวยการมอบงานให้ฝ่ายของท่านได้")
            tell_why(sentence % {"duty": duty.label, "sections": names})
        return False

    return rules.Predicate(predicate, name=f"on_duty({duty})")


def districts_on_duty(user: Person, duty: Duty) -> set[int]:
    """The districts in whose offices the person does this duty."""
    if not user.is_authenticated:
        return set()
    return {
        held.district_id
        for held in user.held_assignments
        if held.district_id is not None and held.role in DISTRICT_ROLES and _is_on_duty(user, held, duty)
    }


has_city_role = holds(*CITY_ROLES, *READING_ROLES)
is_administrator = holds(Role.ADMINISTRATOR)

rules.add_perm("accounts.manage_people", is_administrator)
# To see what has to be done before the portal is in use; each step asks for a right of its own.
rules.add_perm("accounts.set_up", holds(Role.STRATEGY, Role.ADMINISTRATOR))
# The log: all of it, or what was done in the offices and years that one audits.
rules.add_perm("accounts.view_whole_audit", is_administrator)
rules.add_perm("accounts.view_audit", holds(Role.ADMINISTRATOR, Role.AUDITOR))
# What is held about anyone, forgetting a person, and lists of destruction; one's own data are everyone's to see.
rules.add_perm("accounts.look_after_personal_data", is_administrator)
# An administrator invites staff; a director the people below in the own office (obj: a District).
leads_an_office = holds(Role.DISTRICT_DIRECTOR, Role.BUREAU_DIRECTOR, district="pk")
rules.add_perm("accounts.invite_officer", is_administrator | leads_an_office)


@rules.predicate
def is_below_the_district_director(user: Person, assignment: Assignment) -> bool:
    return assignment.role in BELOW_THE_DIRECTOR


@rules.predicate
def is_a_bureau_officers(user: Person, assignment: Assignment) -> bool:
    return assignment.role == Role.BUREAU_OFFICER


# Giving and ending a role (obj: the Assignment, saved or not).
directs_its_district = is_below_the_district_director & holds(Role.DISTRICT_DIRECTOR)
directs_its_bureau = is_a_bureau_officers & holds(Role.BUREAU_DIRECTOR, bureau="bureau_id")
rules.add_perm("accounts.appoint", is_administrator | directs_its_district | directs_its_bureau)

# Sections, who works in them and what they do (obj: an Office).
leads_it = holds(Role.DISTRICT_DIRECTOR, Role.BUREAU_DIRECTOR, bureau="pk")
rules.add_perm("accounts.arrange_office", is_administrator | leads_it)

# What a person holds, each with the permission to give it. Higher floors add what they keep (committee seats).
Holding = tuple[str, Model]
sources_of_holdings: list[Callable[[Person], Iterable[Holding]]] = []


def offices_of(person: Person) -> Iterable[Holding]:
    """The person's roles, each with the permission to give it.

    Acting and later ones are included: a session may last until they begin.
    """
    for assignment in offices_not_ended(person):
        yield "accounts.appoint", assignment


sources_of_holdings.append(offices_of)


@rules.predicate
def may_give_all_that_it_holds(user: Person, person: User) -> bool:
    """Whether ``user`` has the right to give everything that the account holds.

    False for an account that holds nothing: only administrators open it.
    """
    if person.is_superuser:
        return False
    held = [holding for source in sources_of_holdings for holding in source(person)]
    return bool(held) and all(user.has_perm(permission, thing) for permission, thing in held)


# Making a one-time link into an account (obj: a User).
rules.add_perm("accounts.open_account", is_administrator | may_give_all_that_it_holds)


@rules.predicate
def is_the_person(user: Person, person: User) -> bool:
    return bool(user.pk == person.pk)


# Giving an address that reaches (obj: a User); whoever may open an account reaches as far.
rules.add_perm("accounts.mend_address", is_the_person | is_administrator | may_give_all_that_it_holds)
