"""The first administrator of a portal, who is opened by whoever runs the server and opens everybody else."""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.actions import Invitation, create_person, make_link, steps
from bkkplan.ground.accounts.actions.steps import AccountError
from bkkplan.ground.accounts.enums import LinkPurpose, Role
from bkkplan.ground.accounts.models import Assignment, User
from bkkplan.ground.audit.record import write_line

FIRST_LOCK = 20_664_002  # the advisory lock that lets two commands at once make one administrator


class AlreadyOpenError(AccountError):
    """An administrator has set a password: everyone else comes by invitation."""

    sentence = _("มีผู้ดูแลระบบที่ตั้งรหัสผ่านแล้ว ให้ผู้ดูแลระบบเชิญผู้ใช้คนอื่นจากหน้าผู้ใช้และบทบาท")


@transaction.atomic
def open_portal(*, username: str, full_name: str, email: str = "", on: date, at: datetime) -> Invitation:
    """Make the first administrator and a one-time link. Raises AlreadyOpenError once one has set a password.

    Called again before that, it makes a new link for the same account, and the earlier link is void. The log names
    nobody as the person who acted: it was the server's command line.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [FIRST_LOCK])
    held = Assignment.objects.current(on).filter(role=Role.ADMINISTRATOR, user__is_active=True)
    people = [assignment.user for assignment in held.select_related("user").order_by("pk")]
    if any(person.has_usable_password() for person in people):
        raise AlreadyOpenError
    user = people[0] if people else _new_administrator(username, full_name, email, on=on, at=at)
    return Invitation(user, make_link(user=user, purpose=LinkPurpose.INVITATION, made_by=user, by=None, at=at))


def _new_administrator(username: str, full_name: str, email: str, *, on: date, at: datetime) -> User:
    user = create_person(username=username, full_name=full_name, email=email, by=None, at=at)
    role = Assignment(user=user, role=Role.ADMINISTRATOR, district=None, starts_on=on)
    line = steps.give_role(role, held=(), by=None, at=at)
    role.save()
    write_line(line)
    return user
