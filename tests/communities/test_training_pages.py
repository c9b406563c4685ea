"""The pages of trainings, as people use them."""

from datetime import date

import pytest
from django.urls import reverse

from bkkplan.ground.core.fiscal import FiscalYear
from communities.enums import TrainingState
from communities.models import Course, CourseSession
from communities.queries.trainings import turnout_at
from communities.resources.trainees import find_members, read_names
from tests.communities.conftest import ON
from tests.deciding import decide
from tests.factories.communities import (
    CommitteeFactory,
    CommitteeMemberFactory,
    CourseInvitationFactory,
    CourseSessionFactory,
    TraineeFactory,
)
from tests.words import words_of

YEAR = FiscalYear(2566)


@pytest.fixture
def social(client, cast):
    client.force_login(cast.social)
    return client


@pytest.fixture
def member(cast):
    return cast.home_community.committees.get().members.get()


@pytest.fixture
def held(cast, member):
    """A session that was held, with the member at home on its list, and the district's row."""
    session = CourseSessionFactory(held=True, first_on=ON)
    row = CourseInvitationFactory(session=session, district=cast.home, places=3)
    TraineeFactory(invitation=row, member=member)
    return session


def page(name, *args):
    return reverse(f"communities:{name}", args=args)


def test_a_course_comes_from_nothing_to_the_invited_by_the_pages_alone(social, cast):
    answer = social.post(page("course-new", YEAR), {"name": "ปฐมนิเทศ", "subjects": "แผน", "uuid": "1" * 32})
    assert answer.status_code == 302
    course = Course.objects.get()
    sent = {"number": "๑", "first_on": "20 มิ.ย. 2566", "place": "ศาลาว่าการ", "seats": "๒๐", "uuid": "2" * 32}
    answer = social.post(page("training-new", course.pk), sent)
    session = CourseSession.objects.get()
    assert answer["Location"] == session.get_absolute_url()
    invite = page("training-invite", session.pk)
    seen = social.get(invite).context["seen"]

    answer = social.post(invite, {f"district_{cast.home.pk}": "25", "seen": seen})

    assert answer.status_code == 422
    assert "เชิญ 25 คน เกิน 20 ที่นั่งอยู่ 5 คน" in words_of(answer)
    assert 'value="25"' in answer.content.decode()
    assert social.post(invite, {f"district_{cast.home.pk}": "15", "seen": seen}).status_code == 302
    announce = page("training-announce", session.pk)
    social.post(announce, {"seen": social.get(announce).context["seen"]})
    session.refresh_from_db()
    assert session.state == TrainingState.ANNOUNCED


def test_a_decision_on_what_has_changed_comes_back_with_the_change(social, cast):
    session = CourseSessionFactory(seats=20)
    row = CourseInvitationFactory(session=session, district=cast.home, places=10)
    announce = page("training-announce", session.pk)
    seen = social.get(announce).context["seen"]
    row.places = 12
    row.save()

    answer = social.post(announce, {"seen": seen})

    assert answer.status_code == 409
    assert "เชิญ 12 คน" in words_of(answer)


def test_more_names_than_places_are_refused_and_the_ticks_stay(client, cast, member):
    session = CourseSessionFactory(announced=True, first_on=date(2023, 6, 20))
    row = CourseInvitationFactory(session=session, district=cast.home, places=1)
    other = CommitteeMemberFactory(committee=member.committee)
    client.force_login(cast.officer)

    answer = client.post(page("trainees", session.pk, row.pk), {"members": [member.pk, other.pk]})

    assert answer.status_code == 422
    assert "เลือกไว้ 2 คน เกินที่เชิญ 1 คนอยู่ 1 คน" in words_of(answer)
    assert answer.content.decode().count("checked") == 2
    assert not row.trainees.exists()
    assert client.post(page("trainees", session.pk, row.pk), {"members": [other.pk]}).status_code == 302
    assert row.trainees.get().member == other


def test_attendance_is_ticked_on_one_page_and_saved_as_it_is_ticked(client, cast, held):
    client.force_login(cast.officer)
    row = held.invitations.get()
    trainee = row.trainees.get()
    shown = client.get(page("attendance", held.pk))
    assert str(trainee.member) in words_of(shown)

    answer = client.post(
        page("attendance-row", held.pk, row.pk),
        {f"came_{trainee.pk}": "on", "officers": "๒", "version": "1"},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 200
    assert answer.json()["shown"][f"came_{trainee.pk}"] == "on"
    assert turnout_at(held).came == 3
    late = client.post(
        page("attendance-row", held.pk, row.pk),
        {"officers": "5", "version": "1"},
        headers={"Accept": "application/json"},
    )
    assert late.status_code == 409
    assert late.json()["theirs"]["officers"] == "2"


def test_more_people_than_seats_are_said_on_the_page_and_not_lost(client, cast, held):
    CourseSession.objects.filter(pk=held.pk).update(seats=2)
    client.force_login(cast.officer)
    row = held.invitations.get()

    client.post(page("attendance-row", held.pk, row.pk), {"officers": "6", "version": "1"})

    assert "ผู้เข้าอบรมเกิน 2 ที่นั่งอยู่ 4 คน" in words_of(client.get(page("attendance", held.pk)))


def test_more_than_a_hundred_per_cent_of_satisfaction_comes_back_with_what_was_typed(social, held):
    answer = decide(social, page("training-close", held.pk), satisfaction="104.5", answers="12")

    assert answer.status_code == 422
    assert "ร้อยละต้องไม่เกิน 100" in words_of(answer)
    assert [answer.context["form"][name].value() for name in ("satisfaction", "answers")] == ["104.5", "12"]


def test_a_district_records_its_own_people_at_the_bureaus_session_and_sees_no_other(client, cast, held):
    away = CourseInvitationFactory(session=held, district=cast.away)
    stranger = TraineeFactory(invitation=away, member=cast.away_community.committees.get().members.get())
    client.force_login(cast.officer)

    shown = client.get(page("attendance", held.pk))

    assert str(stranger.member) not in words_of(shown)
    assert client.get(page("attendance-row", held.pk, away.pk)).status_code == 403


def test_a_pasted_list_is_shown_asked_about_and_then_recorded(client, cast, held, member):
    committee = member.committee
    second = CommitteeFactory(community__subdistrict=cast.home_community.subdistrict, starts_on=date(2021, 10, 1))
    somchai = CommitteeMemberFactory(committee=committee, full_name="นายสมชาย ใจดี")
    twins = [CommitteeMemberFactory(committee=one, full_name="มาลี ศรีสุข") for one in (committee, second)]
    client.force_login(cast.officer)
    address = page("attendance-list", held.pk)
    text = "ลำดับ\tชื่อ-นามสกุล\n1\tสมชาย ใจดี\n2\tนางสาวมาลี ศรีสุข\n3\tใครก็ไม่รู้ เลย\n4\tนาย สมชาย ใจดี"

    asked = client.post(address, {"text": text})

    assert asked.status_code == 200
    words = words_of(asked)
    for said in ("พบแล้ว", "ต้องเลือก", "ไม่พบชื่อ", "ซ้ำกับแถวที่ 2"):
        assert said in words
    assert not held.invitations.get().trainees.filter(has_attended=True).exists()
    sent = {"text": text, "read": asked.context["form"]["read"].value()}
    unanswered = client.post(address, sent)
    assert unanswered.status_code == 422
    assert "สมชาย ใจดี" in unanswered.content.decode()

    answer = client.post(address, {**sent, "row-3": str(twins[1].pk), "row-4": "skip"})

    assert answer.status_code == 302
    came = held.invitations.get().trainees.filter(has_attended=True).values_list("member", flat=True)
    assert set(came) == {somchai.pk, twins[1].pk}


def test_a_list_without_headings_is_read_and_one_without_names_is_refused_with_a_sentence(client, cast, held, member):
    rows = read_names("1\tสมชาย ใจดี\n2\tมาลี ศรีสุข")
    assert [name for _number, name, _community in rows] == ["สมชาย ใจดี", "มาลี ศรีสุข"]
    sounds_alike = CommitteeMemberFactory(committee=member.committee, full_name="สมชัย ใจดี")
    (found,) = find_members([(1, "สมไชย ใจดี", "")], [sounds_alike])
    assert not found.is_sure
    client.force_login(cast.officer)

    refused = client.post(page("attendance-list", held.pk), {"text": "ชื่อ\tชุมชน\n\t"})

    assert refused.status_code == 422


def test_a_member_sees_the_call_and_the_own_part_and_nobody_elses_name(client, cast, member):
    session = CourseSessionFactory(announced=True, first_on=date(2023, 6, 20))
    row = CourseInvitationFactory(session=session, district=cast.home)
    TraineeFactory(invitation=row, member=member)
    other = TraineeFactory(invitation=row, member=CommitteeMemberFactory(committee=member.committee))
    client.force_login(cast.member)

    words = words_of(client.get(session.get_absolute_url()))

    assert "ท่านได้รับเชิญเข้าอบรมรุ่นนี้" in words
    assert str(other.member) not in words
    assert str(session) in words_of(client.get(page("my-trainings")))
    client.force_login(cast.away_member)
    assert str(session) not in words_of(client.get(page("my-trainings")))


def test_who_was_never_trained_is_a_list_to_take_along(client, cast, member):
    client.force_login(cast.director)

    assert str(member) in words_of(client.get(page("untrained", cast.home.code)))
    lines = b"".join(client.get(page("untrained-export", cast.home.code))).decode()
    assert str(member) in lines
    assert cast.home_community.code in lines
    TraineeFactory(
        invitation__session=CourseSessionFactory(closed=True),
        invitation__district=cast.home,
        member=member,
        has_attended=True,
    )
    assert str(member) not in words_of(client.get(page("untrained", cast.home.code)))


def test_a_district_is_shown_the_figures_of_its_own_people_alone(client, cast):
    client.force_login(cast.officer)
    words = words_of(client.get(page("training-figures", YEAR)))
    assert cast.away.name_th not in words

    client.force_login(cast.strategy)
    assert cast.away.name_th in words_of(client.get(page("training-figures", YEAR)))
