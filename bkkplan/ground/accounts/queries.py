"""Who is told when something happens in a district."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.utils.timezone import localdate  # noqa: TID251  (of a moment that is given; no clock is read)

from bkkplan.ground.accounts.enums import DISTRICT_ROLES, Role
from bkkplan.ground.accounts.models import Assignment, User
from bkkplan.ground.core.people import Person


def staff_by_district(
    districts: Collection[int], *, at: datetime, roles: Collection[Role] = DISTRICT_ROLES
) -> dict[int, list[User]]:
    """By district: the people who hold one of the roles there on the day of ``at``, each once, the first first."""
    held = Assignment.objects.current(localdate(at)).filter(
        role__in=roles, district__in=districts, user__is_active=True
    )
    people: dict[int, dict[int, User]] = defaultdict(dict)
    for assignment in held.select_related("user").order_by("user", "pk"):
        people[assignment.district_id or 0][assignment.user_id] = assignment.user
    return {district: list(people[district].values()) for district in districts}


def staff_of(
    district: int, *, at: datetime, roles: Collection[Role] = DISTRICT_ROLES, besides: Person | None = None
) -> list[User]:
    """The same for one district, without the person who acted."""
    staff = staff_by_district([district], at=at, roles=roles)[district]
    return [user for user in staff if besides is None or user.pk != besides.pk]
