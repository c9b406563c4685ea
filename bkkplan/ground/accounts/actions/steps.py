"""The rule of opening an account and of giving a role, on rows in memory: row checked, line returned.

No function here asks the database; what a rule needs is given to it. The actions beside this module lock, load, save
and write the line; the writer of the sample city does the same for many people.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Duty
from bkkplan.ground.accounts.models import Assignment, Section, User
from bkkplan.ground.audit.record import LogLine, log_line
from bkkplan.ground.core.refusals import Refusal
from districts.models import Office


class AccountError(Refusal):
    """An action on an account is refused. str() is the sentence to show."""


class AlreadyHeldError(AccountError):
    """The person holds this role in this place in an overlapping span."""


def new_person(
    *, username: str, full_name: str, email: str = "", phone: str = "", by: User | None, at: datetime
) -> tuple[User, LogLine]:
    """An account that nobody can open yet."""
    user = User(username=username, full_name=full_name, email=email, phone=phone, date_joined=at)
    return user, log_line("accounts.person_created", user, by=by, at=at, username=username)


def give_role(assignment: Assignment, *, held: Iterable[Assignment], by: User | None, at: datetime) -> LogLine:
    """Sign a role that is to be given; ``held`` are all that the person has or had.

    Raises AlreadyHeldError if the person has the same role in the same place on a day of it.
    """
    if any(_overlap(assignment, other) for other in held):
        raise AlreadyHeldError(_("ผู้ใช้มีบทบาทนี้ในช่วงเวลานี้อยู่แล้ว"))
    assignment.appointed_at, assignment.appointed_by = at, by
    where: dict[str, Any] = {"district": assignment.district.code if assignment.district else None}
    if assignment.bureau:
        where["bureau"] = assignment.bureau.code
    if assignment.acting:
        where |= {"acting": assignment.acting, "order": assignment.order_number}
    if assignment.first_year:
        where["years"] = f"{assignment.first_year}–{assignment.last_year}"
    return log_line(
        "accounts.role_given",
        assignment,
        by=by,
        at=at,
        user=assignment.user.username,
        role=assignment.role,
        **where,
        starts_on=assignment.starts_on,
        ends_on=assignment.ends_on,
    )


def in_order(duties: Iterable[str]) -> list[str]:
    chosen = set(duties)
    return [duty.value for duty in Duty if duty in chosen]


def make_section(
    office: Office, *, name: str, position: int, duties: Iterable[str] = (), by: User, at: datetime
) -> tuple[Section, LogLine]:
    """A section of an office, without people."""
    given = in_order(duties)
    section = Section(office=office, name=name, position=position, duties=given, made_at=at, made_by=by)
    return section, log_line("accounts.section_made", section, by=by, at=at, office=office.code, duties=given)


def put_in_sections(assignment: Assignment, sections: Iterable[Section], *, by: User | None, at: datetime) -> LogLine:
    """Say in which sections the holder of a role works from now on."""
    names = [section.name for section in sections]
    line: LogLine = log_line(
        "accounts.sections_chosen", assignment, by=by, at=at, user=assignment.user.username, sections=names
    )
    return line


def _overlap(one: Assignment, other: Assignment) -> bool:
    is_same = (one.role, one.district_id, one.bureau_id) == (other.role, other.district_id, other.bureau_id)
    return (
        is_same
        and (other.ends_on is None or other.ends_on > one.starts_on)
        and (one.ends_on is None or other.starts_on < one.ends_on)
    )
