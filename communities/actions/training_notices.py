"""Who is told what of a training: the staff of the invited districts, and members who are named."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_noop

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import staff_by_district
from bkkplan.ground.core.thai import short_date
from communities.models import CourseSession
from communities.queries.trainings import invited_people


def tell_districts(session: CourseSession, districts: Collection[int], *, by: User, at: datetime) -> None:
    """Tell the staff of these districts that they are invited."""
    places = dict(session.invitations.filter(district__in=districts).values_list("district", "places"))
    for district, staff in staff_by_district(districts, at=at).items():
        notify(
            recipients=[person for person in staff if person.pk != by.pk],
            kind="communities.training_invitation",
            message=gettext_noop("เชิญเขตส่งผู้เข้าอบรม %(places)s คน: %(session)s %(day)s ที่%(place)s"),
            params={**_of(session), "places": places[district]},
            url=session.get_absolute_url(),
            at=at,
        )


def tell_members(session: CourseSession, people: Collection[User], *, by: User, at: datetime) -> None:
    """Send each of these members a notice of the invitation, except the person who acts."""
    notify(
        recipients=[person for person in people if person.pk != by.pk],
        kind="communities.training_invitation",
        message=gettext_noop("ขอเชิญท่านเข้าอบรม: %(session)s %(day)s ที่%(place)s"),
        params=_of(session),
        url=session.get_absolute_url(),
        at=at,
    )


def tell_invited(session: CourseSession, *, message: str, by: User, at: datetime) -> None:
    """Tell the staff of the invited districts and the named members something about the session."""
    districts = list(session.invitations.values_list("district", flat=True))
    staff = [person for people in staff_by_district(districts, at=at).values() for person in people]
    notify(
        recipients=[person for person in [*staff, *invited_people(session)] if person.pk != by.pk],
        kind="communities.training_changed",
        message=message,
        params=_of(session),
        url=session.get_absolute_url(),
        at=at,
    )


def _of(session: CourseSession) -> dict[str, object]:
    return {
        "session": session,
        "day": short_date(session.first_on),
        "place": session.place,
        "reason": session.cancel_reason,
    }
