"""How large a committee must be, and who sits on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from bkkplan.ground.accounts.models import User
from communities.models import Committee, CommitteeMember, Community

FEWEST, MOST = 7, 15
# The regulation of พ.ศ. ๒๕๕๕: over 100 houses one more per 50, and a remainder over 25 counts as 50.
HOUSES_FOR_FEWEST, HOUSES_PER_SEAT, COUNTED_REMAINDER = 100, 50, 25


def required_members(houses: int | None) -> int:
    """Where the number of houses is not known, the fewest."""
    full, rest = divmod(max((houses or 0) - HOUSES_FOR_FEWEST, 0), HOUSES_PER_SEAT)
    return min(FEWEST + full + (rest > COUNTED_REMAINDER), MOST)


@dataclass(frozen=True, slots=True)
class Seats:
    """A community's committee on a day."""

    committee: Committee | None
    members: tuple[CommitteeMember, ...]
    required: int

    @property
    def count(self) -> int:
        return len(self.members)

    @property
    def lacking(self) -> int:
        return max(self.required - self.count, 0)

    @property
    def is_complete(self) -> bool:
        return not self.lacking


POSITION_ORDER = ("chair", "vice_chair", "secretary", "treasurer", "registrar", "publicity", "member")


def seats_on(community: Community, day: date) -> Seats:
    members = list(
        CommitteeMember.objects.current(day)
        .filter(committee__community=community)
        .select_related("committee", "user")
        .order_by("pk")
    )
    members.sort(key=lambda member: POSITION_ORDER.index(member.position))
    begun = community.committees.filter(starts_on__lte=day).order_by("-term_no").first()
    standing = begun if begun and (begun.ends_on is None or begun.ends_on > day) else None
    return Seats(standing, tuple(members), required_members(community.houses))


def committees_of(communities: Iterable[int], *, on: date) -> dict[int, list[User]]:
    """By community: the members of its committee on a day who have an open account, each once. Those without any

    are left out.
    """
    seats = CommitteeMember.objects.current(on).filter(user__is_active=True, committee__community__in=communities)
    members: dict[int, dict[int, User]] = {}
    for seat in seats.select_related("user", "committee").order_by("user", "pk"):
        if seat.user is not None:
            members.setdefault(seat.committee.community_id, {})[seat.user.pk] = seat.user
    return {community: list(people.values()) for community, people in members.items()}


def count_members(communities: Iterable[int], day: date) -> dict[int, int]:
    """By community: how many sit on its committee on a day."""
    seats = CommitteeMember.objects.current(day).filter(committee__community__in=communities)
    return dict(seats.order_by().values_list("committee__community").annotate(Count("pk")))
