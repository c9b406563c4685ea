"""Trainings: courses, sessions, the invited, attendance, results."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.files.evidence import PNG
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import StaleError
from bkkplan.ground.core.rows.basis import BasisChangedError
from communities.actions import course_files, trainees, trainings
from communities.actions.trainings import CourseWords, SessionWords
from communities.enums import CourseFileKind, TrainingState
from communities.models import Course, CourseSession
from communities.queries import todos_for
from communities.queries.training_figures import never_trained, training_figures
from communities.queries.trainings import basis_of_training, turnout_at
from tests.communities.conftest import AT, ON
from tests.factories.communities import (
    CommitteeFactory,
    CommitteeMemberFactory,
    CourseFactory,
    CourseFileFactory,
    CourseInvitationFactory,
    CourseSessionFactory,
    TraineeFactory,
)

YEAR = FiscalYear(2566)
WORDS = SessionWords(number=1, first_on=date(2023, 6, 20), last_on=date(2023, 6, 21), place="ศาลาว่าการ", seats=12)


@pytest.fixture
def member(cast):
    return cast.home_community.committees.get().members.get()


@pytest.fixture
def course(cast):
    words = CourseWords(name="ปฐมนิเทศคณะกรรมการชุมชน", subjects="แผนพัฒนาชุมชน")
    return trainings.add_course(uuid=uuid4(), year=YEAR, district_id=None, words=words, by=cast.social, at=AT)


@pytest.fixture
def session(cast, course):
    return trainings.plan_session(course_id=course.pk, uuid=uuid4(), words=WORDS, by=cast.social, at=AT)


def invite(cast, session, **places):
    by_id = {getattr(cast, name).pk: count for name, count in places.items()}
    return trainings.invite_districts(session_id=session.pk, places=by_id, by=cast.social, at=AT)


def held_session(cast, *, seats=12, places=10):
    session = CourseSessionFactory(held=True, seats=seats)
    return session, CourseInvitationFactory(session=session, district=cast.home, places=places)


def record(cast, row, came=(), by=None, **counts):
    row.refresh_from_db()
    return trainees.record_attendance(
        invitation_id=row.pk, came=came, counts=counts, seen=row.version, by=by or cast.social, at=AT
    )


def test_a_course_sent_twice_is_one_course(cast):
    sent = {"uuid": uuid4(), "year": YEAR, "district_id": None, "words": CourseWords(name="ผู้นำชุมชน")}
    for _ in range(2):
        trainings.add_course(**sent, by=cast.social, at=AT)

    assert Course.objects.count() == 1


def test_a_bureau_holds_its_courses_and_a_district_its_own(cast):
    of_home = CourseFactory(district=cast.home)
    of_bureau = CourseFactory()

    allowed = {
        (name, course.pk)
        for name in ("officer", "away_officer", "director", "social", "strategy", "administrator", "member")
        for course in (of_home, of_bureau)
        if cast.people[name].has_perm("communities.manage_course", course)
    }

    assert allowed == {("officer", of_home.pk), ("director", of_home.pk), ("social", of_bureau.pk)}
    with pytest.raises(PermissionDenied):
        trainings.plan_session(course_id=of_bureau.pk, uuid=uuid4(), words=WORDS, by=cast.officer, at=AT)


def test_more_people_than_seats_are_not_invited_and_the_sentence_says_how_many_over(cast, session):
    with pytest.raises(trainings.TooManyError, match="เชิญ 15 คน เกิน 12 ที่นั่งอยู่ 3 คน"):
        invite(cast, session, home=10, away=5)

    invite(cast, session, home=10, away=2)

    fewer = replace(WORDS, seats=11)
    with pytest.raises(trainings.TooManyError, match="เกิน 11 ที่นั่งอยู่ 1 คน"):
        trainings.change_session(session_id=session.pk, words=fewer, by=cast.social, at=AT)
    assert turnout_at(session).places == 12


def test_a_session_lies_in_the_year_of_its_course_and_has_its_own_number(cast, session):
    late = replace(WORDS, number=2, last_on=date(2023, 10, 1))
    with pytest.raises(trainings.OutsideYearError):
        trainings.plan_session(course_id=session.course_id, uuid=uuid4(), words=late, by=cast.social, at=AT)

    with pytest.raises(trainings.NumberTakenError):
        trainings.plan_session(course_id=session.course_id, uuid=uuid4(), words=WORDS, by=cast.social, at=AT)


def test_the_invited_are_told_when_the_session_is_announced_and_not_before(cast, session, member):
    invite(cast, session, home=10)
    row = session.invitations.get()
    trainees.name_trainees(invitation_id=row.pk, added=[member.pk], left_out=[], by=cast.officer, at=AT)
    assert not Notice.objects.exists()
    assert not CourseSession.objects.visible_to(cast.officer).exists()

    trainings.announce_training(session_id=session.pk, by=cast.social, at=AT)

    told = set(Notice.objects.values_list("recipient__username", flat=True))
    assert told == {"officer", "director", "member"}
    for name in ("officer", "member", "social", "strategy"):
        assert CourseSession.objects.visible_to(cast.people[name]).exists(), name
    for name in ("away_officer", "away_member", "stranger", "visitor"):
        assert not CourseSession.objects.visible_to(cast.people[name]).exists(), name


def test_nobody_is_told_of_a_session_to_which_no_district_is_invited(cast, session):
    with pytest.raises(trainings.NobodyInvitedError):
        trainings.announce_training(session_id=session.pk, by=cast.social, at=AT)


def test_a_change_of_day_and_a_cancellation_are_told_to_the_invited(cast, session):
    invite(cast, session, home=10)
    trainings.announce_training(session_id=session.pk, by=cast.social, at=AT)
    moved = replace(WORDS, first_on=date(2023, 6, 25), last_on=date(2023, 6, 25))

    trainings.change_session(session_id=session.pk, words=moved, by=cast.social, at=AT)
    trainings.cancel_training(session_id=session.pk, reason="วิทยากรป่วย", by=cast.social, at=AT)

    texts = list(cast.officer.notices.order_by("pk").values_list("params", flat=True))
    assert [text["day"] for text in texts] == ["20 มิ.ย. 2566", "25 มิ.ย. 2566", "25 มิ.ย. 2566"]
    assert texts[-1]["reason"] == "วิทยากรป่วย"


def test_a_session_that_was_cancelled_before_it_was_announced_stays_unknown_to_the_invited(cast, session):
    invite(cast, session, home=10)

    trainings.cancel_training(session_id=session.pk, reason="งบไม่พอ", by=cast.social, at=AT)

    assert not CourseSession.objects.visible_to(cast.officer).exists()
    assert not Notice.objects.exists()


def test_a_cancellation_needs_a_reason_and_is_the_end(cast, session):
    with pytest.raises(trainings.ReasonMissingError):
        trainings.cancel_training(session_id=session.pk, reason="", by=cast.social, at=AT)
    trainings.cancel_training(session_id=session.pk, reason="งบไม่พอ", by=cast.social, at=AT)

    with pytest.raises(trainings.WrongStateError):
        invite(cast, session, home=1)


def test_nobody_decides_about_a_session_that_changed_meanwhile(cast, session):
    invite(cast, session, home=10)
    session.refresh_from_db()
    seen = basis_of_training(session)
    invite(cast, session, home=5)

    with pytest.raises(BasisChangedError):
        trainings.announce_training(session_id=session.pk, seen=seen, by=cast.social, at=AT)


def test_a_district_names_its_own_members_in_office_and_no_more_than_its_places(cast, session, member):
    committee = cast.home_community.committees.get()
    others = [CommitteeMemberFactory(committee=committee).pk for _ in range(2)]
    left = CommitteeMemberFactory(committee=committee, ends_on=date(2023, 1, 1))
    away = cast.away_community.committees.get().members.get()
    invite(cast, session, home=2)
    row = session.invitations.get()

    def name(added, left_out=(), by=cast.officer):
        trainees.name_trainees(invitation_id=row.pk, added=added, left_out=left_out, by=by, at=AT)

    with pytest.raises(trainings.TooManyError, match="เลือกไว้ 3 คน เกินที่เชิญ 2 คนอยู่ 1 คน"):
        name([member.pk, *others])
    for stranger in (left, away):
        with pytest.raises(trainees.NotInOfficeError):
            name([stranger.pk])
    with pytest.raises(PermissionDenied):
        name([member.pk], by=cast.away_officer)
    name([member.pk, others[0]])
    name([others[1]], left_out=[member.pk])

    named = row.trainees.filter(is_invited=True).values_list("member", flat=True)
    assert set(named) == set(others)
    with pytest.raises(trainings.PeopleNamedError):
        invite(cast, session, home=1)


def test_a_district_with_its_own_course_invites_itself_with_all_seats(cast):
    course = CourseFactory(district=cast.home)

    session = trainings.plan_session(course_id=course.pk, uuid=uuid4(), words=WORDS, by=cast.officer, at=AT)

    row = session.invitations.get()
    assert row.places == WORDS.seats
    TraineeFactory.create_batch(2, invitation=row)
    with pytest.raises(trainings.TooManyError, match="เกิน 1 ที่นั่งอยู่ 1 คน"):
        trainings.change_session(session_id=session.pk, words=replace(WORDS, seats=1), by=cast.officer, at=AT)
    trainings.change_session(session_id=session.pk, words=replace(WORDS, seats=2), by=cast.officer, at=AT)
    row.refresh_from_db()
    assert row.places == 2


def test_a_session_is_held_from_its_first_day_on_and_that_can_be_taken_back(cast, session):
    invite(cast, session, home=10)
    trainings.announce_training(session_id=session.pk, by=cast.social, at=AT)
    with pytest.raises(trainings.NotBegunError):
        trainings.hold_training(session_id=session.pk, on=ON, by=cast.social, at=AT)
    trainings.hold_training(session_id=session.pk, on=WORDS.first_on, by=cast.social, at=AT)

    trainings.take_back_holding(session_id=session.pk, by=cast.social, at=AT)

    session.refresh_from_db()
    assert session.state == TrainingState.ANNOUNCED
    trainings.hold_training(session_id=session.pk, on=WORDS.first_on, by=cast.social, at=AT)
    record(cast, session.invitations.get(), officers=3)
    with pytest.raises(trainings.WrongStateError):
        trainings.take_back_holding(session_id=session.pk, by=cast.social, at=AT)


def test_attendance_of_a_district_is_one_row_with_names_and_counts(cast, member):
    session, row = held_session(cast)
    came, absent = TraineeFactory(invitation=row, member=member), TraineeFactory(invitation=row)

    record(cast, row, came=[came.pk], by=cast.officer, officers=2, others=1)

    assert turnout_at(session).members == 1
    assert turnout_at(session).came == 4
    absent.refresh_from_db()
    assert not absent.has_attended
    record(cast, row, came=[], by=cast.officer, officers=2)
    assert turnout_at(session).came == 2


def test_two_people_who_record_one_district_do_not_write_over_each_other(cast):
    _session, row = held_session(cast)
    seen = row.version
    record(cast, row, officers=2)

    with pytest.raises(StaleError):
        trainees.record_attendance(
            invitation_id=row.pk, came=[], counts={"officers": 3}, seen=seen, by=cast.officer, at=AT
        )


def test_more_people_than_seats_are_kept_and_only_the_results_wait(cast, files):
    session, row = held_session(cast, seats=3, places=3)
    CourseFileFactory(session=session)

    record(cast, row, officers=5)

    assert turnout_at(session).over(session.seats) == 2
    with pytest.raises(trainings.NotRecordedError, match="เกิน 3 ที่นั่งอยู่ 2 คน"):
        close(cast, session)
    session.refresh_from_db()
    more = replace(WORDS, number=session.number, first_on=session.first_on, last_on=session.last_on, seats=5)
    trainings.change_session(session_id=session.pk, words=more, by=cast.social, at=AT)
    close(cast, session)


def close(cast, session, satisfaction=None, answers=None, file_id=None):
    return trainings.close_training(
        session_id=session.pk, satisfaction=satisfaction, answers=answers, file_id=file_id, by=cast.social, at=AT
    )


def test_results_need_attendance_a_signed_sheet_and_for_satisfaction_answers_and_a_file(cast, files):
    session, row = held_session(cast)
    with pytest.raises(trainings.NotRecordedError, match="ยังไม่ได้บันทึกผู้เข้าอบรม"):
        close(cast, session)
    record(cast, row, officers=4)
    with pytest.raises(trainings.NotRecordedError, match="ใบลงชื่อ"):
        close(cast, session)
    CourseFileFactory(session=session)
    evaluation = CourseFileFactory(session=session, kind=CourseFileKind.EVALUATION)
    with pytest.raises(trainings.SatisfactionError):
        close(cast, session, Decimal("91.5"))
    with pytest.raises(trainings.SatisfactionError, match="ผู้ตอบ 5 คน มากกว่าผู้เข้าอบรม 4 คน"):
        close(cast, session, Decimal("91.5"), 5, evaluation.pk)

    close(cast, session, Decimal("91.5"), 4, evaluation.pk)

    session.refresh_from_db()
    assert (session.state, session.satisfaction) == (TrainingState.CLOSED, Decimal("91.5"))
    assert Entry.objects.get(verb="communities.training_closed").details["satisfaction"] == "91.5"
    trainings.reopen_training(session_id=session.pk, reason="นับซ้ำ", by=cast.social, at=AT)
    record(cast, row, officers=3)


def test_a_list_of_names_records_who_came_whether_named_before_or_not(cast, member):
    session, row = held_session(cast)
    walk_in = CommitteeMemberFactory(committee=cast.home_community.committees.get())
    TraineeFactory(invitation=row, member=member)

    kept = trainees.record_names(session_id=session.pk, members=[member.pk, walk_in.pk], by=cast.officer, at=AT)

    assert kept == 2
    assert turnout_at(session).members == 2
    stranger = cast.away_community.committees.get().members.get()
    with pytest.raises(trainees.NotInvitedError):
        trainees.record_names(session_id=session.pk, members=[stranger.pk], by=cast.social, at=AT)


def test_files_are_cleaned_kept_and_taken_off_but_not_the_one_that_results_rest_on(cast, files):
    session, _row = held_session(cast)
    drawn = BytesIO()
    Image.new("RGB", (20, 20)).save(drawn, "PNG")
    picture = SimpleUploadedFile("ใบลงชื่อ.png", drawn.getvalue())

    (file,) = course_files.keep_course_files(
        session_id=session.pk, uploads=[(picture, PNG)], kind=CourseFileKind.SHEET, by=cast.social, at=AT
    )

    assert file.sha256
    course_files.remove_course_file(uuid=file.uuid, on=ON, by=cast.social, at=AT)
    assert not session.files.kept().exists()
    closed = CourseSessionFactory(closed=True)
    sheet = CourseFileFactory(session=closed)
    with pytest.raises(trainings.WrongStateError):
        course_files.remove_course_file(uuid=sheet.uuid, on=ON, by=cast.social, at=AT)


def test_never_trained_in_this_term_or_ever(cast, member):
    committee = member.committee
    before = CommitteeFactory(community=cast.home_community, starts_on=date(2018, 1, 1), ends_on=date(2021, 10, 1))
    earlier = CommitteeMemberFactory(committee=before, full_name="นางสมศรี ใจดี")
    again = CommitteeMemberFactory(committee=committee, full_name="สมศรี ใจดี")
    fresh = CommitteeMemberFactory(committee=committee)
    for seat, came in ((earlier, True), (fresh, False)):
        TraineeFactory(
            invitation__session=CourseSessionFactory(closed=True),
            invitation__district=cast.home,
            member=seat,
            has_attended=came,
        )

    def names(**scope):
        return {seat.pk for seat in never_trained(cast.home, on=ON, **scope)}

    assert names(in_this_term=True) == {member.pk, again.pk, fresh.pk}
    assert names(in_this_term=False) == {member.pk, fresh.pk}


def test_the_figures_of_a_year_count_people_committees_and_weigh_satisfaction(cast, member, files):
    for percent, answers in ((Decimal(80), 30), (Decimal(100), 10)):
        session = CourseSessionFactory(closed=True)
        evaluation = CourseFileFactory(session=session, kind=CourseFileKind.EVALUATION)
        session.satisfaction, session.satisfaction_answers, session.satisfaction_file = percent, answers, evaluation
        session.save()
        row = CourseInvitationFactory(session=session, district=cast.home, officers=3)
        TraineeFactory(invitation=row, member=member, has_attended=True)
    CommitteeMemberFactory(committee=member.committee)
    CourseInvitationFactory(session=CourseSessionFactory(cancelled=True), district=cast.home, officers=99)

    figures = training_figures(YEAR, on=ON)

    home = next(row for row in figures.districts if row.district == cast.home)
    assert (figures.sessions, figures.held) == (2, 2)
    assert figures.satisfaction
    assert (figures.satisfaction.percent, figures.satisfaction.answers) == (85, 40)
    assert (home.members, home.others, home.committees, home.trained_committees) == (1, 6, 1, 1)
    assert (home.percent, home.never_trained) == (100, 1)
    assert training_figures(YEAR, on=ON, districts=[cast.away.pk]).sessions == 0


def test_what_waits_at_a_training_stands_on_the_page_of_work(cast, member):
    session = CourseSessionFactory(announced=True, first_on=date(2023, 6, 20))
    row = CourseInvitationFactory(session=session, district=cast.home, places=3)
    TraineeFactory(invitation=row, member=member)

    def texts(person):
        return [todo.text.split(" · ")[0] for todo in todos_for(person, on=ON) if str(session) in todo.text]

    assert texts(cast.social) == ["จัดอบรม"]
    assert texts(cast.officer) == ["เลือกผู้เข้าอบรมอีก 2 คน"]
    assert texts(cast.member) == ["เข้าอบรม"]
    assert texts(cast.away_officer) == []
    CourseSession.objects.filter(pk=session.pk).update(
        state=TrainingState.HELD, held_at=AT, held_by=cast.social, first_on=ON, last_on=ON
    )
    assert texts(cast.social) == texts(cast.officer) == ["บันทึกผู้เข้าอบรม"]
    record(cast, row, officers=1)
    assert texts(cast.social) == ["แนบใบลงชื่อผู้เข้าอบรม"]
    CourseFileFactory(session=session)
    assert texts(cast.social) == ["สรุปผลการอบรม"]
