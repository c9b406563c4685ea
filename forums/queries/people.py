"""Who is told when something happens to a forum."""

from datetime import date, datetime

from bkkplan.ground.accounts.enums import Duty, Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import staff_of
from communities.models import CommitteeMember
from forums.models import Forum


def colleagues_of(forum: Forum, *, besides: User, at: datetime) -> list[User]:
    return staff_of(forum.district_id, duty=Duty.FORUMS, besides=besides, at=at)


def directors_of(forum: Forum, *, besides: User, at: datetime) -> list[User]:
    return staff_of(forum.district_id, roles=[Role.DISTRICT_DIRECTOR], besides=besides, at=at)


def committee_members_of(forum: Forum, *, on: date) -> list[User]:
    """Those who may take the forum's proposals over: the committees of its communities, or else of its district."""
    seats = CommitteeMember.objects.current(on).filter(user__is_active=True)
    communities = {*forum.guests.values_list("community", flat=True), *filter(None, [forum.community_id])}
    if communities:
        seats = seats.filter(committee__community__in=communities)
    else:
        seats = seats.filter(committee__community__district=forum.district_id)
    return list(User.objects.filter(pk__in=seats.values("user")).order_by("pk"))
