"""How large a community's committee must be, and who sits on it."""

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
    """How many members the committee of a community with so many houses must have; FEWEST if ``houses`` is None."""
    full, rest = divmod(max((houses or 0) - HOUSES_FOR_FEWEST, 0), HOUSES_PER_SEAT)
    return min(FEWEST + full + (rest > COUNTED_REMAINDER), MOST)


@dataclass(frozen=True, slots=True)
class Seats:
    """The committee of a community on a day: None and no members where there was none."""

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
    committee = begun if begun and (begun.ends_on is None or begun.ends_on > day) else None
    return Seats(committee, tuple(members), required_members(community.houses))


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
    """How many people sit on each community's committee on a day, by the community's id; without an entry, nobody."""
    seats = CommitteeMember.objects.current(day).filter(committee__community__in=communities)
    return dict(seats.order_by().values_list("committee__community").annotate(Count("pk")))
