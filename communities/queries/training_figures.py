"""How far the training of committees has come: by year, by district, and who was never trained."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.db import ThaiOrder
from bkkplan.ground.core.thai.names import name_key
from communities.enums import TrainingState
from communities.models import CommitteeMember, Course, CourseInvitation, CourseSession, Trainee
from communities.models.training import TOOK_PLACE
from communities.queries.trainings import COUNTED_TOGETHER, seats_to_train
from districts.models import District

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Of several sessions: the mean of their percentages, weighed by the answers, and how many answers."""

    percent: Decimal
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """People trained in a year; the committees in office on a day, and those with a trained member."""

    members: int
    others: int
    committees: int
    trained_committees: int

    @property
    def percent(self) -> Decimal | None:
        return Decimal(100 * self.trained_committees) / self.committees if self.committees else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictFigures(Trained):
    district: District
    never_trained: int


@dataclass(frozen=True, slots=True)
class TrainingFigures:
    courses: int
    sessions: int
    held: int
    satisfaction: Satisfaction | None
    districts: tuple[DistrictFigures, ...]

    @property
    def total(self) -> Trained:
        sums = {one.name: sum(getattr(row, one.name) for row in self.districts) for one in fields(Trained)}
        return Trained(**sums)


def training_figures(year: FiscalYear, *, on: date, districts: Collection[int] | None = None) -> TrainingFigures:
    """The figures of a year, of all districts or of some. Which committees sit is asked for the day ``on``.

    Of some districts, courses and sessions are those to which they are invited. A committee counts as trained if a
    member in office came to a session by the seat that the member holds now.
    """
    sessions = CourseSession.objects.filter(course__fiscal_year=year.be).exclude(state=TrainingState.CANCELLED)
    places = District.objects.order_by(ThaiOrder("name_th"), "pk")
    if districts is not None:
        places = places.filter(pk__in=districts)
        sessions = sessions.filter(
            Exists(CourseInvitation.objects.filter(session=OuterRef("pk"), district__in=districts))
        )
    held = sessions.filter(state__in=TOOK_PLACE)
    return TrainingFigures(
        courses=Course.objects.filter(pk__in=sessions.values("course")).count(),
        sessions=sessions.count(),
        held=held.count(),
        satisfaction=_satisfaction(held.values_list("satisfaction", "satisfaction_answers")),
        districts=_of_districts(list(places), year, on),
    )


def _satisfaction(rows: Collection[tuple[Decimal | None, int | None]]) -> Satisfaction | None:
    known = [(percent, answers) for percent, answers in rows if percent is not None and answers]
    total = sum(answers for _percent, answers in known)
    if not total:
        return None
    return Satisfaction(sum((percent * answers for percent, answers in known), Decimal()) / total, total)


def _of_districts(places: list[District], year: FiscalYear, on: date) -> tuple[DistrictFigures, ...]:
    of_year = Q(invitation__session__course__fiscal_year=year.be)
    came = Trainee.objects.trained().filter(of_year).order_by().values_list("invitation__district")
    members: dict[int, int] = dict(came.annotate(Count("member", distinct=True)))
    counted = CourseInvitation.objects.filter(session__course__fiscal_year=year.be, session__state__in=TOOK_PLACE)
    others: dict[int, int] = dict(counted.order_by().values_list("district").annotate(people=Sum(COUNTED_TOGETHER)))
    trained = Exists(Trainee.objects.trained().filter(member=OuterRef("pk")))
    seats = CommitteeMember.objects.current(on).annotate(is_trained=trained).order_by()
    committees = {
        row["place"]: row
        for row in seats.values(place=F("committee__community__district")).annotate(
            committees_=Count("committee", distinct=True),
            trained_=Count("committee", distinct=True, filter=Q(is_trained=True)),
            never_=Count("pk", filter=Q(is_trained=False)),
        )
    }
    nothing = {"committees_": 0, "trained_": 0, "never_": 0}
    return tuple(
        DistrictFigures(
            district=place,
            members=members.get(place.pk, 0),
            others=others.get(place.pk, 0),
            committees=committees.get(place.pk, nothing)["committees_"],
            trained_committees=committees.get(place.pk, nothing)["trained_"],
            never_trained=committees.get(place.pk, nothing)["never_"],
        )
        for place in places
    )


def never_trained(district: District, *, on: date, in_this_term: bool) -> list[CommitteeMember]:
    """The members in office who came to no session: in the term that they sit in now, or ever.

    Somebody of the same name who sat on the same community's committee before is taken for the same person, and so is
    another seat of the same account.
    """
    return list(untrained(district, on=on, in_this_term=in_this_term))


def never_trained_of(seats: Iterable[CommitteeMember], district: District) -> set[int]:
    """Of these seats of a district those whose people never came to a session, by the same rule."""
    came = Trainee.objects.trained().filter(member__committee__community__district=district)
    trained = came.values_list("member", "member__user", "member__committee__community", "member__full_name")
    by_seat, by_account = set(), set()
    names: dict[int, set[str]] = {}
    for seat, user, community, name in trained.distinct():
        by_seat.add(seat)
        by_account.add(user)
        names.setdefault(community, set()).add(name_key(name))
    by_account.discard(None)

    def came_by_another_seat(seat: CommitteeMember) -> bool:
        known = names.get(seat.committee.community_id)
        return seat.user_id in by_account or (known is not None and name_key(seat.full_name) in known)

    return {seat.pk for seat in seats if seat.pk not in by_seat and not came_by_another_seat(seat)}


def untrained(district: District, *, on: date, in_this_term: bool) -> Iterator[CommitteeMember]:
    """What `never_trained` gives, read some hundred at a time, for long files."""
    came = Trainee.objects.trained().filter(member__committee__community__district=district)
    by_seat = came.filter(member=OuterRef("pk"))
    seats = seats_to_train(district.pk, on=on).filter(~Exists(by_seat)).iterator(chunk_size=AT_ONCE)
    if in_this_term:
        yield from seats
        return
    trained = came.values_list("member__user", "member__committee__community", "member__full_name").distinct()
    by_account, by_name = set(), set()
    for user, community, name in trained.iterator(chunk_size=AT_ONCE):
        by_account.add(user)
        by_name.add((community, name_key(name)))
    by_account.discard(None)
    for seat in seats:
        if seat.user_id not in by_account and (seat.committee.community_id, name_key(seat.full_name)) not in by_name:
            yield seat
