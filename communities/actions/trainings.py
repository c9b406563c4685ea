"""Courses and their sessions: planned, announced, held, closed with results, or cancelled."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record, state_of
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Kind, Refusal
from bkkplan.ground.core.rows.basis import Basis
from communities.actions.training_notices import tell_districts, tell_invited, tell_members
from communities.enums import CourseFileKind, TrainingState
from communities.models import Course, CourseInvitation, CourseSession, Trainee
from communities.queries.trainings import basis_of_training, districts_at, invited_people, turnout_at


class TrainingError(Refusal):
    """An act on a training is refused."""

    sentence = gettext_lazy("ทำรายการของการอบรมนี้ไม่ได้")


class WrongStateError(TrainingError):
    kind = Kind.WRONG_MOMENT
    sentence = gettext_lazy("การอบรมรุ่นนี้อยู่ในขั้นตอนอื่นแล้ว")


class NotBegunError(TrainingError):
    kind = Kind.WRONG_MOMENT
    sentence = gettext_lazy("ยังไม่ถึงวันแรกของการอบรม")


class OutsideYearError(TrainingError):
    field = "first_on"
    sentence = gettext_lazy("วันอบรมต้องอยู่ในปีงบประมาณของหลักสูตร")


class NumberTakenError(TrainingError):
    field = "number"
    sentence = gettext_lazy("หลักสูตรนี้มีรุ่นที่นี้แล้ว")


class TooManyError(TrainingError):
    """More people than places or seats; the sentence says how many."""


class NobodyInvitedError(TrainingError):
    sentence = gettext_lazy("ยังไม่ได้เชิญเขตใด เชิญก่อนจึงแจ้งได้")


class PeopleNamedError(TrainingError):
    """Raised when a district is taken off the invited ones while its list names people."""


class NotRecordedError(TrainingError):
    """Something that the results of a session must have is missing."""


class ReasonMissingError(TrainingError):
    field = "reason"
    sentence = gettext_lazy("ต้องระบุเหตุผล")


class SatisfactionError(TrainingError):
    field = "satisfaction"
    sentence = gettext_lazy("ใส่ร้อยละ จำนวนผู้ตอบ และไฟล์ให้ครบ หรือเว้นว่างทั้งหมด")


@dataclass(frozen=True, slots=True)
class CourseWords:
    name: str
    objectives: str = ""
    subjects: str = ""


@dataclass(frozen=True, slots=True)
class SessionWords:
    number: int
    first_on: date
    last_on: date
    place: str
    seats: int
    starts_at: time | None = None
    ends_at: time | None = None


COURSE = ("name", "objectives", "subjects")
SESSION = ("number", "first_on", "last_on", "starts_at", "ends_at", "place", "seats")
WHEN_AND_WHERE = ("first_on", "last_on", "starts_at", "ends_at", "place")
OPEN = (TrainingState.PLANNED, TrainingState.ANNOUNCED, TrainingState.HELD)


@transaction.atomic
def add_course(
    *, uuid: UUID, year: FiscalYear, district_id: int | None, words: CourseWords, by: User, at: datetime
) -> Course:
    """Add a course of the bureau, or of a district, and return it. Sent twice with one ``uuid``, it is one course."""
    course = Course(
        uuid=uuid, fiscal_year=year.be, district_id=district_id, created_at=at, created_by=by, **asdict(words)
    )
    if not by.has_perm("communities.manage_course", course):
        raise PermissionDenied
    if (made := Course.objects.filter(uuid=uuid).first()) is not None:
        return made
    course.save(force_insert=True)
    record("communities.course_added", course, by=by, at=at, after=state_of(course, COURSE), year=year)
    return course


@transaction.atomic
def change_course(*, course_id: int, words: CourseWords, seen: int, by: User, at: datetime) -> Course:
    """Save another name, other objectives or subjects. Raises StaleError over a version that was not seen."""
    course = take_course(course_id, by=by)
    was = state_of(course, COURSE)
    for name, value in asdict(words).items():
        setattr(course, name, value)
    if (after := state_of(course, COURSE)) == was:
        return course
    course.save_over(seen, update_fields=COURSE)
    record("communities.course_changed", course, by=by, at=at, **changes(was, after))
    return course


@transaction.atomic
def plan_session(*, course_id: int, uuid: UUID, words: SessionWords, by: User, at: datetime) -> CourseSession:
    """Add a session and return it. A district's own course invites that district with all seats."""
    course = take_course(course_id, by=by)
    if (made := CourseSession.objects.filter(uuid=uuid).first()) is not None:
        return made
    demand_possible(course, words)
    session = CourseSession(course=course, uuid=uuid, created_at=at, created_by=by, **asdict(words))
    session.save(force_insert=True)
    if course.district_id is not None:
        CourseInvitation.objects.create(session=session, district_id=course.district_id, places=words.seats)
    record("communities.training_planned", session, by=by, at=at, after=state_of(session, SESSION))
    return session


@transaction.atomic
def change_session(
    *, session_id: int, words: SessionWords, seen: Basis | None = None, by: User, at: datetime
) -> CourseSession:
    """Save other days, another place or other seats. Once it is announced, the invited are told of day and place."""
    session = take_training(session_id, by=by, during=OPEN)
    basis_of_training(session).demand(seen)
    demand_possible(session.course, words, besides=session.pk)
    is_own, turnout = session.course.district_id is not None, turnout_at(session)
    invited = turnout.named if is_own else turnout.places
    if invited > words.seats:
        sentence = _("เชิญไว้แล้ว %(invited)s คน เกิน %(seats)s ที่นั่งอยู่ %(over)s คน ลดจำนวนที่เชิญก่อน หรือเพิ่มที่นั่ง")
        raise TooManyError(sentence % _over(invited=invited, seats=words.seats), field="seats")
    was = state_of(session, SESSION)
    for name, value in asdict(words).items():
        setattr(session, name, value)
    changed = changes(was, state_of(session, SESSION))
    if not changed["after"]:
        return session
    session.save_over(session.version, update_fields=SESSION)
    if is_own:
        session.invitations.update(places=words.seats)
    record("communities.training_changed", session, by=by, at=at, **changed)
    if session.state == TrainingState.ANNOUNCED and changed["after"].keys() & set(WHEN_AND_WHERE):
        tell_invited(
            session,
            message=gettext_noop("การอบรม%(session)s เปลี่ยนวันหรือสถานที่: %(day)s ที่%(place)s"),
            by=by,
            at=at,
        )
    return session


@transaction.atomic
def invite_districts(
    *, session_id: int, places: Mapping[int, int], seen: Basis | None = None, by: User, at: datetime
) -> CourseSession:
    """Give each district of ``places``, by its id, so many places; one that is left out is invited no more.

    Raises TooManyError for more people than seats, and PeopleNamedError for a district whose people are on its list.
    """
    session = take_training(session_id, by=by, during=[TrainingState.PLANNED, TrainingState.ANNOUNCED])
    basis_of_training(session).demand(seen)
    wanted = {district: count for district, count in places.items() if count}
    if (invited := sum(wanted.values())) > session.seats:
        sentence = _("เชิญ %(invited)s คน เกิน %(seats)s ที่นั่งอยู่ %(over)s คน ลดจำนวนที่เชิญ หรือเพิ่มที่นั่งของรุ่นนี้ก่อน")
        raise TooManyError(sentence % _over(invited=invited, seats=session.seats))
    for row in districts_at(session):
        if row.named > wanted.get(row.invitation.district_id, 0):
            sentence = _("%(district)sระบุชื่อไว้แล้ว %(named)s คน จึงเชิญน้อยกว่านั้นไม่ได้ ให้เขตนำชื่อออกก่อน")
            raise PeopleNamedError(sentence % {"district": row.invitation.district, "named": row.named})
    was = {row.district_id: row for row in session.invitations.all()}
    before = _places_of(session)
    gone = [row.pk for district, row in was.items() if district not in wanted]
    Trainee.objects.filter(invitation__in=gone).delete()  # taken off the list before, so nobody is on it
    CourseInvitation.objects.filter(pk__in=gone).delete()
    for district, count in wanted.items():
        if (invitation := was.get(district)) is None:
            CourseInvitation.objects.create(session=session, district_id=district, places=count)
        elif invitation.places != count:
            invitation.places = count
            invitation.save_over(invitation.version, update_fields=["places"])
    if before != (after := _places_of(session)):
        record("communities.districts_invited", session, by=by, at=at, **changes({"places": before}, {"places": after}))
        if session.state == TrainingState.ANNOUNCED and (new := wanted.keys() - was.keys()):
            tell_districts(session, new, by=by, at=at)
    return session


@transaction.atomic
def announce_training(*, session_id: int, seen: Basis | None = None, by: User, at: datetime) -> CourseSession:
    """Let the invited districts and people see the session, and tell them."""
    session = take_training(session_id, by=by, during=[TrainingState.PLANNED])
    seen_as = basis_of_training(session).demand(seen)
    invited = set(session.invitations.values_list("district", flat=True))
    if not invited:
        raise NobodyInvitedError
    session.state, session.announced_at, session.announced_by = TrainingState.ANNOUNCED, at, by
    session.save_over(session.version, update_fields=["state", "announced_at", "announced_by"])
    record("communities.training_announced", session, by=by, at=at, seen=seen_as)
    tell_districts(session, invited, by=by, at=at)
    tell_members(session, invited_people(session), by=by, at=at)
    return session


@transaction.atomic
def hold_training(*, session_id: int, on: date, by: User, at: datetime) -> CourseSession:
    """From its first day on: the session takes place, and attendance can be recorded."""
    session = take_training(session_id, by=by, during=[TrainingState.ANNOUNCED])
    if not session.has_begun(on):
        raise NotBegunError
    session.state, session.held_at, session.held_by = TrainingState.HELD, at, by
    session.save_over(session.version, update_fields=["state", "held_at", "held_by"])
    record("communities.training_held", session, by=by, at=at)
    return session


@transaction.atomic
def take_back_holding(*, session_id: int, by: User, at: datetime) -> CourseSession:
    """The session did not take place after all. Refused once somebody's attendance is recorded."""
    session = take_training(session_id, by=by, during=[TrainingState.HELD])
    if session.invitations.exclude(recorded_at=None).exists():
        raise WrongStateError(_("บันทึกผู้เข้าอบรมไว้แล้ว จึงกลับไปเป็นยังไม่ได้จัดไม่ได้"))
    session.state, session.held_at, session.held_by = TrainingState.ANNOUNCED, None, None  # type: ignore[assignment]
    session.save_over(session.version, update_fields=["state", "held_at", "held_by"])
    record("communities.training_not_held", session, by=by, at=at)
    return session


@transaction.atomic
def close_training(
    *,
    session_id: int,
    satisfaction: Decimal | None,
    answers: int | None,
    file_id: int | None,
    seen: Basis | None = None,
    by: User,
    at: datetime,
) -> CourseSession:
    """Close a session with its results. Attendance, a signed sheet and a seat for everyone who came must be there.

    The satisfaction in per cent needs the number of answers and the file that says so.
    """
    session = take_training(session_id, by=by, during=[TrainingState.HELD])
    seen_as = basis_of_training(session).demand(seen)
    if missing := why_not_closed(session):
        raise NotRecordedError(missing)
    given = (satisfaction is not None, answers is not None, file_id is not None)
    if any(given) and not all(given):
        raise SatisfactionError
    came = turnout_at(session).came
    if answers is not None and answers > came:
        sentence = _("ผู้ตอบ %(answers)s คน มากกว่าผู้เข้าอบรม %(came)s คน")
        raise SatisfactionError(sentence % {"answers": answers, "came": came}, field="answers")
    if file_id is not None and not session.files.kept().filter(pk=file_id).exists():
        raise SatisfactionError(_("ไฟล์นี้ไม่ได้แนบไว้กับรุ่นนี้"), field="file")
    session.satisfaction, session.satisfaction_answers = satisfaction, answers
    session.satisfaction_file_id = file_id
    session.state, session.closed_at, session.closed_by = TrainingState.CLOSED, at, by
    results = ["satisfaction", "satisfaction_answers", "satisfaction_file"]
    session.save_over(session.version, update_fields=["state", "closed_at", "closed_by", *results])
    record(
        "communities.training_closed",
        session,
        by=by,
        at=at,
        seen=seen_as,
        people=came,
        satisfaction=satisfaction,
        satisfaction_answers=answers,
    )
    return session


def why_not_closed(session: CourseSession) -> str:
    """What a session that was held still lacks before its results can be closed; "" if nothing."""
    rows = districts_at(session)
    waiting = [str(row.invitation.district) for row in rows if row.invitation.recorded_at is None]
    if waiting:
        return _("ยังไม่ได้บันทึกผู้เข้าอบรมของ %(districts)s") % {"districts": ", ".join(waiting)}
    if over := turnout_at(session).over(session.seats):
        sentence = _("ผู้เข้าอบรมเกิน %(seats)s ที่นั่งอยู่ %(over)s คน แก้จำนวนที่นั่งของรุ่นนี้ หรือตรวจรายชื่อผู้เข้าอบรม")
        return sentence % {"seats": session.seats, "over": over}
    if not session.files.kept().filter(kind=CourseFileKind.SHEET).exists():
        return _("ยังไม่ได้แนบใบลงชื่อผู้เข้าอบรม")
    return ""


@transaction.atomic
def reopen_training(
    *, session_id: int, reason: str, seen: Basis | None = None, by: User, at: datetime
) -> CourseSession:
    """Take the results back, so that attendance and satisfaction can be corrected."""
    session = take_training(session_id, by=by, during=[TrainingState.CLOSED])
    seen_as = basis_of_training(session).demand(seen)
    if not reason:
        raise ReasonMissingError
    session.state, session.closed_at, session.closed_by = TrainingState.HELD, None, None  # type: ignore[assignment]
    session.save_over(session.version, update_fields=["state", "closed_at", "closed_by"])
    record("communities.training_reopened", session, by=by, at=at, reason=reason, seen=seen_as)
    return session


@transaction.atomic
def cancel_training(
    *, session_id: int, reason: str, seen: Basis | None = None, by: User, at: datetime
) -> CourseSession:
    """Cancel a session that was not held; the invited are told why. It can't be taken back: plan another one."""
    session = take_training(session_id, by=by, during=[TrainingState.PLANNED, TrainingState.ANNOUNCED])
    seen_as = basis_of_training(session).demand(seen)
    if not reason:
        raise ReasonMissingError
    was = session.state
    session.state, session.cancelled_at, session.cancelled_by = TrainingState.CANCELLED, at, by
    session.cancel_reason = reason
    session.save_over(session.version, update_fields=["state", "cancelled_at", "cancelled_by", "cancel_reason"])
    record("communities.training_cancelled", session, by=by, at=at, reason=reason, seen=seen_as)
    if was == TrainingState.ANNOUNCED:
        message = gettext_noop("การอบรม%(session)s วันที่ %(day)s ยกเลิก: %(reason)s")
        tell_invited(session, message=message, by=by, at=at)
    return session


def take_course(course_id: int, *, by: User) -> Course:
    """Lock the course and return it. Raises PermissionDenied for whoever does not hold it."""
    courses = Course.objects.select_for_update(of=("self",), no_key=True).select_related("district")
    course = courses.get(pk=course_id)
    if not by.has_perm("communities.manage_course", course):
        raise PermissionDenied
    return course


def take_training(session_id: int, *, by: User, during: Collection[str]) -> CourseSession:
    """Lock the session, check the right and the moment, and return it."""
    session = locked_session(session_id)
    if not by.has_perm("communities.manage_training", session):
        raise PermissionDenied
    demand_during(session, during)
    return session


def locked_session(session_id: int) -> CourseSession:
    sessions = CourseSession.objects.select_for_update(of=("self",), no_key=True).select_related("course__district")
    return sessions.get(pk=session_id)


def demand_during(session: CourseSession, during: Collection[str]) -> None:
    if session.state not in during:
        words = _("การอบรมรุ่นนี้อยู่ในขั้น “%(state)s” แล้ว จึงทำรายการนี้ไม่ได้")
        raise WrongStateError(words % {"state": session.get_state_display()})


def demand_possible(course: Course, words: SessionWords, *, besides: int | None = None) -> None:
    if words.first_on not in course.year or words.last_on not in course.year:
        raise OutsideYearError
    others = course.sessions.filter(number=words.number)
    if (others if besides is None else others.exclude(pk=besides)).exists():
        raise NumberTakenError


def _places_of(session: CourseSession) -> dict[str, int]:
    """By the district's Thai name, for the log."""
    rows = session.invitations.select_related("district").order_by("district__code")
    return {row.district.name_th: row.places for row in rows}


def _over(*, invited: int, seats: int) -> dict[str, int]:
    return {"invited": invited, "seats": seats, "over": invited - seats}
