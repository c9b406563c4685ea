"""How large a community's committee must be, and who sits on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.rows.basis import Bases, Basis, Point
from bkkplan.ground.core.wording import thai_date_short
from communities.models import Committee, CommitteeMember, Community, PlanAssistant, TermRule

FEWEST, MOST = 7, 15
# The regulation of พ.ศ. ๒๕๕๕: over 100 houses one more per 50, and a remainder over 25 counts as 50.
HOUSES_FOR_FEWEST, HOUSES_PER_SEAT, COUNTED_REMAINDER = 100, 50, 25


def required_members(houses: int | None) -> int:
    """How many members the committee of a community with so many houses must have; FEWEST if ``houses`` is None."""
    full, rest = divmod(max((houses or 0) - HOUSES_FOR_FEWEST, 0), HOUSES_PER_SEAT)
    return min(FEWEST + full + (rest > COUNTED_REMAINDER), MOST)


@dataclass(frozen=True, slots=True)
class Seats:
    """The committee of a community on a day: None and no members where there was none.

    ``goes_on`` where its term was over, and it stayed in office until the next one takes over.
    """

    committee: Committee | None
    members: tuple[CommitteeMember, ...]
    required: int
    goes_on: bool

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


def in_order(seats: QuerySet[CommitteeMember]) -> list[CommitteeMember]:
    """Seats as a committee is told: the chair first, members of one position as they were seated."""
    return sorted(seats.order_by("pk"), key=lambda seat: POSITION_ORDER.index(seat.position))


def seats_on(community: Community, day: date) -> Seats:
    held = CommitteeMember.objects.current(day).filter(committee__community=community)
    members = in_order(held.select_related("committee", "user"))
    committee = community.committees.in_office(day).order_by("-term_no").first()
    goes_on = committee is not None and committee.ends_on is not None and committee.ends_on <= day
    return Seats(committee, tuple(members), required_members(community.houses), goes_on)


def rule_of_terms(day: date) -> TermRule | None:
    """What the regulation of a day says of committees whose term is over; None where no rule was entered."""
    return TermRule.objects.filter(valid_from__lte=day).order_by("-valid_from").first()


def assistants_on(community: Community, day: date) -> list[PlanAssistant]:
    """Who writes the community's plan on a day for its committee, in the order in which they were named."""
    assistants = PlanAssistant.objects.current(day).filter(committee__community=community)
    return list(assistants.select_related("user").order_by("pk"))


def committees_of(communities: Iterable[int], *, on: date) -> dict[int, list[User]]:
    """By community: the members of its committee on a day who have an open account, each once.

    A community of which nobody has one is left out.
    """
    seats = CommitteeMember.objects.current(on).filter(user__is_active=True, committee__community__in=communities)
    members: dict[int, dict[int, User]] = {}
    for seat in seats.select_related("user", "committee").order_by("user", "pk"):
        if seat.user is not None:
            members.setdefault(seat.committee.community_id, {})[seat.user.pk] = seat.user
    return {community: list(people.values()) for community, people in members.items()}


def who_may_submit(community: int, *, on: date) -> list[CommitteeMember]:
    """The seats on a day whose people have an open account, and so may submit the community's plan; the chair first."""
    seats = CommitteeMember.objects.current(on).filter(user__is_active=True, committee__community=community)
    return in_order(seats)


def count_members(communities: Iterable[int], day: date) -> dict[int, int]:
    """How many people sit on each community's committee on a day, by the community's id; without an entry, nobody."""
    seats = CommitteeMember.objects.current(day).filter(committee__community__in=communities)
    return dict(seats.order_by().values_list("committee__community").annotate(Count("pk")))


def bases_of_seats(committee: Committee) -> Bases:
    """What stands in the table of a committee's seats when it is changed or invited: all its seats as one basis."""
    seats = committee.members.select_related("user").order_by("pk")
    return Bases.of({"seats": Basis.of(_point_of(seat) for seat in seats)})


def _point_of(seat: CommitteeMember) -> Point:
    until = _("พ้น %(day)s") % {"day": thai_date_short(seat.ends_on)} if seat.ends_on else ""
    account = seat.user.username if seat.user else ""
    shown = " · ".join(filter(None, (seat.full_name, seat.get_position_display(), until, account)))
    return Point(f"seat-{seat.pk}", seat.full_name, [seat.full_name, seat.position, str(seat.ends_on), account], shown)


def free_usernames(community: Community, count: int) -> list[str]:
    """So many user names after the community's code, which nobody has: ``1001-01.1``, ``1001-01.2`` and so on."""
    stem = f"{community.code.lower()}."
    taken = set(User.objects.filter(username__istartswith=stem).values_list("username", flat=True))
    numbers = range(1, len(taken) + count + 1)
    free = (name for number in numbers if (name := f"{stem}{number}") not in taken)
    return [next(free) for _n in range(count)]
