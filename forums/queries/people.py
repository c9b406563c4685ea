"""Who is told when something happens to a forum."""

from datetime import date

from bkkplan.ground.accounts.enums import DISTRICT_ROLES, Role
from bkkplan.ground.accounts.models import User
from communities.models import CommitteeMember
from forums.models import Forum


def _in_district(forum: Forum, roles: tuple[Role, ...]) -> list[User]:
    # Who holds a role that has ended has lost interest too; the exact day is the door's business, not the notice's.
    return list(
        User.objects.filter(
            is_active=True,
            assignments__role__in=roles,
            assignments__district=forum.district_id,
            assignments__ended_at=None,
        )
        .distinct()
        .order_by("pk")
    )


def colleagues_of(forum: Forum, *, besides: User) -> list[User]:
    return [person for person in _in_district(forum, DISTRICT_ROLES) if person.pk != besides.pk]


def directors_of(forum: Forum) -> list[User]:
    return _in_district(forum, (Role.DISTRICT_DIRECTOR,))


def committee_members_of(forum: Forum, *, on: date) -> list[User]:
    """Those who may take the forum's proposals over: the committees of its district, or of its own community."""
    seats = CommitteeMember.objects.current(on).filter(user__is_active=True)
    if forum.community_id:
        seats = seats.filter(committee__community=forum.community_id)
    else:
        seats = seats.filter(committee__community__district=forum.district_id)
    return list(User.objects.filter(pk__in=seats.values("user")).order_by("pk"))
