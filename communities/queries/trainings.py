"""Trainings: who is invited, who came, and what a decision about a session rests on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.core.rows.db import ThaiOrder
from bkkplan.ground.core.wording import thai_date_short
from communities.enums import CourseFileKind
from communities.models import CommitteeMember, CourseInvitation, CourseSession, Trainee

COUNTED_TOGETHER = F("officers") + F("leaders") + F("volunteers") + F("others")


@dataclass(frozen=True, slots=True)
class SessionTurnout:
    """The numbers of people of one session.

    ``places`` is how many the districts may send, ``named`` how many of them have a name. Of those who came,
    ``members`` are members of committees, each recorded by name, and ``others`` were only counted.
    """

    places: int = 0
    named: int = 0
    members: int = 0
    others: int = 0

    @property
    def came(self) -> int:
        return self.members + self.others

    def over(self, seats: int) -> int:
        """How many more people came than there are seats; 0 where all had one."""
        return max(self.came - seats, 0)


def turnouts(sessions: Collection[int]) -> dict[int, SessionTurnout]:
    """The places and the people of each of these sessions, by the session's id."""
    invited = CourseInvitation.objects.filter(session__in=sessions).values("session").order_by()
    places = {
        row["session"]: (row["places_"], row["others_"])
        for row in invited.annotate(places_=Sum("places"), others_=Sum(COUNTED_TOGETHER))
    }
    people = Trainee.objects.filter(invitation__session__in=sessions).values("invitation__session").order_by()
    named = {
        row["invitation__session"]: (row["named_"], row["came_"])
        for row in people.annotate(
            named_=Count("pk", filter=Q(is_invited=True)), came_=Count("pk", filter=Q(has_attended=True))
        )
    }
    return {
        session: SessionTurnout(
            places=places.get(session, (0, 0))[0],
            named=named.get(session, (0, 0))[0],
            members=named.get(session, (0, 0))[1],
            others=places.get(session, (0, 0))[1],
        )
        for session in sessions
    }


def turnout_at(session: CourseSession) -> SessionTurnout:
    return turnouts([session.pk])[session.pk]


@dataclass(frozen=True, slots=True)
class DistrictTurnout:
    """The people of one district at a session: how many are named, and how many of them came."""

    invitation: CourseInvitation
    named: int
    members: int

    @property
    def came(self) -> int:
        return self.members + self.invitation.counted


def districts_at(session: CourseSession) -> list[DistrictTurnout]:
    """Every invited district, in the order of Thai names."""
    rows = CourseInvitation.objects.filter(session=session).select_related("district")
    rows = rows.order_by(ThaiOrder("district__name_th"), "pk")
    named, came = people_by_invitation([row.pk for row in rows])
    return [DistrictTurnout(row, named.get(row.pk, 0), came.get(row.pk, 0)) for row in rows]


def people_by_invitation(invitations: Collection[int]) -> tuple[dict[int, int], dict[int, int]]:
    """How many are named, and how many of a committee came, by the invitation's id; without an entry, nobody."""
    rows = Trainee.objects.filter(invitation__in=invitations).order_by().values_list("invitation")
    named, came = Count("pk", filter=Q(is_invited=True)), Count("pk", filter=Q(has_attended=True))
    counted = list(rows.annotate(named=named, came=came))
    return {pk: n for pk, n, _came in counted if n}, {pk: n for pk, _named, n in counted if n}


def trainees_of(invitations: Iterable[int]) -> dict[int, list[Trainee]]:
    """By the invitation's id: everyone who is or was on its list, with community and seat."""
    found: dict[int, list[Trainee]] = defaultdict(list)
    rows = Trainee.objects.filter(invitation__in=invitations)
    for trainee in rows.select_related("member__committee__community").in_order():
        found[trainee.invitation_id].append(trainee)
    return found


def seats_to_train(district: int, *, on: date) -> QuerySet[CommitteeMember]:
    """The members in office on a day in a district, by community and position."""
    seats = CommitteeMember.objects.current(on).filter(committee__community__district=district)
    return seats.select_related("committee__community").order_by("committee__community__code", "pk")


def invited_people(session: CourseSession) -> list[User]:
    """The named members who have an open account."""
    named = Trainee.objects.filter(invitation__session=session, is_invited=True)
    return list(User.objects.filter(pk__in=named.values("member__user"), is_active=True).order_by("pk"))


def own_trainings(person: Person) -> QuerySet[Trainee]:
    """What a person is invited to or came to, by any seat; the latest first."""
    seen = CourseSession.objects.visible_to(person)
    own = Trainee.objects.live().filter(member__user=person.pk, invitation__session__in=seen)
    own = own.select_related("invitation__session__course__district", "member__committee__community")
    return own.order_by("-invitation__session__first_on", "-pk")


def basis_of_training(session: CourseSession) -> Basis:
    """What a person sees before deciding about a session: its state, days, place, seats, the invited and who came."""
    return Basis.of(_points(session))


def _points(session: CourseSession) -> Iterator[Point]:
    yield Point("state", _("สถานะ"), session.state, session.get_state_display())
    yield Point("first_on", _("วันแรก"), session.first_on, thai_date_short(session.first_on))
    yield Point("last_on", _("วันสุดท้าย"), session.last_on, thai_date_short(session.last_on))
    yield Point("place", _("สถานที่"), session.place)
    yield Point("seats", _("จำนวนที่นั่ง"), session.seats)
    for row in districts_at(session):
        facts = (row.invitation.places, row.named, row.came)
        words = _("เชิญ %(places)s คน ระบุชื่อ %(named)s คน มา %(came)s คน")
        shown = words % dict(zip(("places", "named", "came"), facts, strict=True))
        yield Point(f"district-{row.invitation.district_id}", row.invitation.district, facts, shown)
    for file in session.files.kept().filter(kind__in=[CourseFileKind.SHEET, CourseFileKind.EVALUATION]).order_by("pk"):
        yield Point(f"file-{file.uuid}", file.get_kind_display(), file.sha256, file.original_name)
