"""The bureau's course of this year, its sessions and who came, by the single actions: there are few."""

from datetime import datetime, time
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from bkkplan.ground.accounts.actions import mark_read
from bkkplan.ground.accounts.models import Notice, User
from bkkplan.ground.core.files.evidence import PDF
from bkkplan.trial.actions.batch import uuid_of
from bkkplan.trial.builders import pictures, story
from bkkplan.trial.builders import trainings as told
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.staff import Staff
from communities.actions import course_files, trainees, trainings
from communities.enums import CourseFileKind
from communities.models import Course, CourseFile, CourseInvitation, CourseSession
from communities.queries.trainings import seats_to_train, trainees_of, turnout_at
from districts.models import District

DAY = (time(8, 30), time(16, 0))


def hold_trainings(crew: Staff) -> None:
    """A course of this year with its sessions; those that are over have their results."""
    by, first = crew.social, told.SESSIONS[0]
    words = trainings.CourseWords(name=told.NAME, objectives=told.OBJECTIVES, subjects=told.SUBJECTS)
    at = Dice("course").moment(first.announced_on)
    uuid = uuid_of("course")
    course = trainings.add_course(uuid=uuid, year=story.THIS_YEAR, district_id=None, words=words, by=by, at=at)
    for number, facts in enumerate(told.SESSIONS, 1):
        _hold(course, number, facts, crew)


def _hold(course: Course, number: int, facts: told.SessionFacts, crew: Staff) -> None:
    dice, by = Dice("training", number), crew.social
    at = dice.moment(facts.announced_on)
    words = trainings.SessionWords(
        number=number,
        first_on=facts.first_on,
        last_on=facts.last_on,
        place=told.PLACE,
        seats=told.PLACES_A_DISTRICT * len(facts.districts),
        starts_at=DAY[0],
        ends_at=DAY[1],
    )
    uuid = uuid_of(f"training-{number}")
    session = trainings.plan_session(course_id=course.pk, uuid=uuid, words=words, by=by, at=at)
    places = District.objects.filter(code__in=facts.districts).values_list("pk", flat=True)
    invited = dict.fromkeys(places, told.PLACES_A_DISTRICT)
    trainings.invite_districts(session_id=session.pk, places=invited, by=by, at=at)
    trainings.announce_training(session_id=session.pk, by=by, at=at)
    rows = list(session.invitations.select_related("district").order_by("district__code"))
    for row in rows[: facts.named]:
        _name(session, row, crew.officer(row.district.code), at=at)
    if facts.closed_on is None or facts.percent is None:
        return
    _read_notices(session)
    held = dice.moment(facts.last_on)
    trainings.hold_training(session_id=session.pk, on=facts.last_on, by=by, at=held)
    for row in rows:
        _come(row, crew.officer(row.district.code), dice, at=held)
    closed = dice.moment(facts.closed_on)
    _keep(session, CourseFileKind.SHEET, told.SHEET_NAME, pictures.sheet(dice), by=by, at=closed)
    chart = pictures.bars(dice)
    evaluation = _keep(session, CourseFileKind.EVALUATION, told.EVALUATION_NAME, chart, by=by, at=closed)
    trainings.close_training(
        session_id=session.pk,
        satisfaction=facts.percent,
        answers=int(turnout_at(session).came * Decimal("0.9")),
        file_id=evaluation.pk,
        by=by,
        at=closed,
    )


def _name(session: CourseSession, row: CourseInvitation, by: User, *, at: datetime) -> None:
    """Name the first member of each community, until the places of the invitation are used."""
    communities: dict[int, int] = {}
    for seat in seats_to_train(row.district_id, on=session.first_on):
        communities.setdefault(seat.committee.community_id, seat.pk)
    chosen = list(communities.values())[: row.places]
    trainees.name_trainees(invitation_id=row.pk, added=chosen, left_out=[], by=by, at=at)


def _come(row: CourseInvitation, by: User, dice: Dice, *, at: datetime) -> None:
    came = [trainee.pk for trainee in trainees_of([row.pk])[row.pk] if dice.chance(0.85)]
    counts = {"officers": 1}  # the officer who came along
    row.refresh_from_db()
    trainees.record_attendance(invitation_id=row.pk, came=came, counts=counts, seen=row.version, by=by, at=at)


def _keep(
    session: CourseSession, kind: CourseFileKind, name: str, content: bytes, *, by: User, at: datetime
) -> CourseFile:
    upload = SimpleUploadedFile(name, content)
    kept = course_files.keep_course_files(session_id=session.pk, uploads=[(upload, PDF)], kind=kind, by=by, at=at)
    return kept[0]


def _read_notices(session: CourseSession) -> None:
    """Whoever was told of a session that is over has read it."""
    for notice in Notice.objects.filter(url=session.get_absolute_url(), read_at=None).select_related("recipient"):
        mark_read(notice_ids=[notice.pk], by=notice.recipient, at=notice.created_at)
