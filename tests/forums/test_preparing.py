"""A forum's day is prepared: a programme, publicity, bodies and communities; and a forum is planned like another."""

import re
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.rows.basis import BasisChangedError
from forums.actions import preparing, schedule
from forums.actions.copying import copy_forum
from forums.actions.errors import WrongDayError, WrongGuestError, WrongMomentError, WrongProgrammeError
from forums.actions.preparing import Activity
from forums.enums import BodyPart, ForumState
from forums.models import Body, Forum
from forums.queries.meetings import adoption_meetings
from forums.queries.people import committee_members_of
from forums.queries.preparing import (
    basis_of_programme,
    bodies_of,
    guests_of,
    publicity_of,
    turns_of,
)
from forums.slots import SessionTime, Turn, usual_programme
from tests.factories.communities import CommitteeMemberFactory, CommunityFactory, PlanFactory
from tests.factories.forums import AT, BodyFactory, ForumFactory
from tests.words import SPACES, words_of

DAY = date(2023, 6, 20)
OPENING = Turn(1, time(9, 0), "ลงทะเบียน", time(9, 30))
HEARING = Turn(1, time(9, 30), "รับฟังข้อเสนอ")
POSTER = Activity(date(2023, 6, 5), "poster", "ป้ายหน้าตลาด", 300)


@pytest.fixture
def forum(cast):
    return ForumFactory(district=cast.home, scheduled_on=DAY, announced_on=date(2023, 6, 1), title="เวทีปี 2566")


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return client


def read(page):
    return SPACES.sub(" ", re.sub(r"<[^>]+>", " ", words_of(page)))


def write(forum, cast, *turns, **more):
    return preparing.save_programme(forum_id=forum.pk, turns=turns, **{"by": cast.officer, "at": AT} | more)


def tell(forum, cast, *activities):
    return preparing.save_publicity(forum_id=forum.pk, activities=activities, by=cast.officer, at=AT)


def invite(forum, cast, bodies=(), communities=()):
    return preparing.save_guests(
        forum_id=forum.pk,
        bodies={body.pk: part for body, part in dict(bodies).items()},
        communities=[community.pk for community in communities],
        by=cast.officer,
        at=AT,
    )


def community_of(district, **more):
    return CommunityFactory(subdistrict__district=district, district=district, **more)


def test_a_programme_is_kept_in_its_order_and_sent_twice_is_logged_once(forum, cast):
    write(forum, cast, HEARING, OPENING)
    write(forum, cast, OPENING, HEARING)

    assert turns_of(forum) == (OPENING, HEARING)
    line = Entry.objects.get(verb="forums.programme_saved")
    assert line.after == {"programme": ["1 09:00-09:30 ลงทะเบียน", "1 09:30- รับฟังข้อเสนอ"]}


@pytest.mark.parametrize(
    "turns",
    [
        (OPENING, Turn(1, time(9, 0), "เปิดเวที")),
        (Turn(1, time(9, 0), "ลงทะเบียน", time(8, 0)),),
        (Turn(2, time(9, 0), "ลงทะเบียน"),),
        tuple(Turn(1, time(9, minute), "รับฟัง") for minute in range(31)),
    ],
    ids=["same time", "ends before", "no such day", "too many"],
)
def test_an_impossible_programme_is_refused(forum, cast, turns):
    with pytest.raises(WrongProgrammeError):
        write(forum, cast, *turns)


def test_a_programme_that_somebody_else_wrote_meanwhile_is_not_replaced(forum, cast):
    seen = basis_of_programme(forum)
    write(forum, cast, OPENING, seen=seen)

    with pytest.raises(BasisChangedError):
        write(forum, cast, HEARING, seen=seen)

    assert turns_of(forum) == (OPENING,)


def test_a_postponed_forum_keeps_its_programme(forum, cast):
    write(forum, cast, OPENING)

    schedule.postpone(forum_id=forum.pk, to_on=date(2023, 6, 27), reason="น้ำท่วม", by=cast.officer, at=AT)

    assert turns_of(forum) == (OPENING,)


def test_what_was_published_is_not_prepared_any_more(published, cast):
    with pytest.raises(WrongMomentError):
        write(published, cast, OPENING)
    with pytest.raises(WrongMomentError):
        invite(published, cast)


def test_publicity_has_a_day_a_channel_and_a_reach_and_may_be_completed_after_the_day(published, cast):
    published.scheduled_on = published.last_on
    before = Activity(date(2023, 5, 5), "poster", "ป้าย")
    tell(published, cast, before)

    tell(published, cast, Activity(before.on, "poster", "ป้าย", 500), Activity(before.on, "car"))

    assert [(row.channel, row.reach) for row in publicity_of(published)] == [("poster", 500), ("car", None)]
    assert Entry.objects.filter(verb="forums.publicity_saved").count() == 2
    with pytest.raises(WrongDayError):
        tell(published, cast, Activity(date(2023, 5, 21), "poster"))


def test_bodies_host_or_attend_while_they_are_valid(forum, cast):
    council = BodyFactory(valid_from=date(2022, 10, 1))
    ended = BodyFactory(valid_until=DAY)
    ahead = BodyFactory(valid_from=date(2023, 6, 21))

    invite(forum, cast, {council: BodyPart.HOST})

    assert [(row.body, row.part) for row in bodies_of(forum)] == [(council, "host")]
    assert Entry.objects.get(verb="forums.guests_saved").after["bodies"] == [f"{council.name_th} (ร่วมจัด)"]
    for body in (ended, ahead):
        with pytest.raises(WrongGuestError):
            invite(forum, cast, {body: BodyPart.GUEST})


def test_a_body_that_stood_there_stays_when_its_time_is_over(forum, cast):
    body, other = BodyFactory(), BodyFactory()
    invite(forum, cast, {body: BodyPart.HOST})
    Body.objects.filter(pk=body.pk).update(valid_until=date(2023, 1, 1))

    invite(forum, cast, {body: BodyPart.HOST, other: BodyPart.GUEST})

    assert len(bodies_of(forum)) == 2


def test_a_forum_for_several_communities_tells_their_committees_and_may_adopt_their_plans(cast):
    one, two, third = (community_of(cast.home) for _ in range(3))
    seats = [
        CommitteeMemberFactory(committee__community=community, user=user)
        for community, user in ((one, cast.member), (third, cast.officer))
    ]
    meeting = ForumFactory(district=cast.home, kind="adoption_meeting", held=True, scheduled_on=date(2023, 5, 20))
    invite(meeting, cast, communities=[one, two])

    assert guests_of(meeting) == sorted([one, two], key=lambda row: row.name_th)
    assert [person.pk for person in committee_members_of(meeting, on=date(2023, 6, 2))] == [seats[0].user_id]
    plans = {community: PlanFactory(community=community, fiscal_year=2567) for community in (one, third)}
    assert list(adoption_meetings(plans[one])) == [meeting]
    assert list(adoption_meetings(plans[third])) == []


def test_a_community_of_another_district_is_no_guest(forum, cast):
    with pytest.raises(WrongGuestError):
        invite(forum, cast, communities=[community_of(cast.away)])


def test_a_forum_like_last_year_s_has_its_programme_bodies_and_communities(forum, cast):
    body, ended, community = BodyFactory(), BodyFactory(valid_until=date(2023, 12, 1)), community_of(cast.home)
    write(forum, cast, OPENING, HEARING)
    tell(forum, cast, POSTER)
    invite(forum, cast, {body: BodyPart.HOST, ended: BodyPart.GUEST}, [community])
    call = schedule.Call(
        title="เวทีปี 2567", place="วัด", sessions=(SessionTime(date(2024, 1, 10), time(9, 0), time(12, 0)),)
    )

    copies = [
        copy_forum(forum_id=forum.pk, kind=forum.kind, call=call, by=cast.officer, at=AT + timedelta(seconds=seconds))
        for seconds in (0, 1)
    ]

    copy = copies[0]
    assert copies[1] == copy
    assert copy.state == ForumState.PLANNED
    assert turns_of(copy) == (OPENING, HEARING)
    assert [row.body for row in bodies_of(copy)] == [body]
    assert guests_of(copy) == [community]
    assert publicity_of(copy) == []
    assert Entry.objects.get(verb="forums.forum_copied").details["source"] == forum.pk
    with pytest.raises(PermissionDenied):
        copy_forum(forum_id=forum.pk, kind=forum.kind, call=call, by=cast.away_officer, at=AT)


def test_the_usual_programme_fills_a_morning_and_leaves_a_short_or_open_session_alone():
    morning = usual_programme([SessionTime(DAY, time(9, 0), time(12, 0))])

    assert (morning[0].starts_at, morning[-1].ends_at) == (time(9, 0), time(12, 0))
    assert [turn.starts_at for turn in morning] == sorted(turn.starts_at for turn in morning)
    assert usual_programme([SessionTime(DAY, time(9, 0), time(10, 0))]) == []
    assert usual_programme([SessionTime(DAY, time(9, 0))]) == []
    assert usual_programme([]) == []


# --- pages


def test_the_pages_write_what_is_typed_and_everyone_reads_the_programme_and_the_bodies(officer, forum, cast):
    body, community = BodyFactory(name_th="ประชาคมเขต"), community_of(cast.home, name_th="วัดสน")
    pages = {name: reverse(f"forums:{name}", args=[forum.pk]) for name in ("programme", "publicity", "guests")}
    typed = {
        "programme": {"starts_1": "9.00-9.30", "topic_1": "ลงทะเบียน", "starts_3": "10.00", "topic_3": "รับฟังข้อเสนอ"},
        "publicity": {"on_1": "5/6/2566", "channel_1": "poster", "detail_1": "ป้ายหน้าตลาด", "reach_1": "๓๐๐"},
        "guests": {f"body_{body.pk}": "host", "communities": community.pk},
    }
    for name, page in pages.items():
        seen = officer.get(page).context["seen"]
        assert officer.post(page, typed[name] | {"seen": seen}).status_code == 302, name

    prepared = read(officer.get(reverse("forums:preparing", args=[forum.pk])))
    officer.logout()
    public = read(officer.get(reverse("public:hearing", args=[forum.pk])))

    assert "ป้ายหน้าตลาด 300" in prepared
    for page in (prepared, public):
        assert "09.00–09.30 น. ลงทะเบียน 10.00 น. รับฟังข้อเสนอ" in page
        assert "ประชาคมเขต (ร่วมจัด) ชุมชนที่ร่วมเวที: ชุมชนวัดสน" in page
    assert "ป้ายหน้าตลาด" not in public


@pytest.mark.parametrize(
    ("page", "typed", "field"),
    [
        ("programme", {"topic_1": "ลงทะเบียน"}, "starts_1"),
        ("programme", {"starts_2": "9.00"}, "topic_2"),
        ("programme", {"starts_1": "9.00", "topic_1": "ก", "starts_2": "9.00", "topic_2": "ข"}, "starts_2"),
        ("programme", {"starts_1": "9.00", "ends_1": "8.00", "topic_1": "ก"}, "ends_1"),
        ("publicity", {"detail_1": "ป้าย"}, "on_1"),
        ("publicity", {"on_1": "21/6/2566"}, "on_1"),
        ("publicity", {"on_1": "5/6/2566", "reach_1": "มาก"}, "reach_1"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_cell(officer, forum, page, typed, field):
    address = reverse(f"forums:{page}", args=[forum.pk])

    answer = officer.post(address, typed | {"seen": officer.get(address).context["seen"]})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_an_item_says_on_which_of_several_days_it_is(officer, cast):
    forum = ForumFactory(district=cast.home, scheduled_on=DAY, last_on=date(2023, 6, 21))
    address = reverse("forums:programme", args=[forum.pk])
    seen = officer.get(address).context["seen"]

    officer.post(address, {"day_1": "2", "starts_1": "9.00", "topic_1": "ลงพื้นที่", "day_2": "1", "seen": seen})

    assert turns_of(forum) == (Turn(2, time(9, 0), "ลงพื้นที่"),)
    assert "21 มิถุนายน 2566" in read(officer.get(reverse("forums:preparing", args=[forum.pk])))


def test_a_copy_asks_for_the_day_and_brings_the_title_into_its_year(officer, forum, cast):
    write(forum, cast, OPENING)
    Forum.objects.filter(pk=forum.pk).update(fiscal_year=2565, number_year=2565)
    address = reverse("forums:copy", args=[forum.pk])
    form = officer.get(address).context["form"]

    assert (form["title"].value(), form["place"].value()) == ("เวทีปี 2567", forum.place)
    assert not form["scheduled_on"].value()

    typed = {"kind": "district_hearing", "title": "เวทีใหม่", "place": "วัด"}
    assert officer.post(address, typed).status_code == 422
    answer = officer.post(address, typed | {"scheduled_on": "20/7/2566"})
    copy = Forum.objects.get(title="เวทีใหม่")
    assert answer.url == reverse("forums:preparing", args=[copy.pk])
    assert turns_of(copy) == (OPENING,)


def test_planning_offers_the_district_s_last_hearing(officer, held):
    links = officer.get(reverse("forums:plan")).context["instead"]

    assert [link.href for link in links] == [reverse("forums:copy", args=[held.pk])]
