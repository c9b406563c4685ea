"""The rule of opening an account and of giving a role, on rows in memory: row checked, line returned.

No function here asks the database; what a rule needs is given to it. The actions beside this module lock, load, save
and write the line; the writer of the sample city does the same for many people.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import Assignment, User
from bkkplan.ground.audit.record import LogLine, log_line
from bkkplan.ground.core.refusals import Refusal


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


def _overlap(one: Assignment, other: Assignment) -> bool:
    is_same = (one.role, one.district_id, one.bureau_id) == (other.role, other.district_id, other.bureau_id)
    return (
        is_same
        and (other.ends_on is None or other.ends_on > one.starts_on)
        and (one.ends_on is None or other.starts_on < one.ends_on)
    )
