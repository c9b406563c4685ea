"""A forum sits on several days and at several times, and is numbered as its paper says."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from bkkplan.ground.audit.models import Entry
from forums.actions import schedule
from forums.actions.errors import ReasonNeededError, WrongDayError, WrongNumberError
from forums.actions.schedule import Call
from forums.actions.sessions import set_sessions
from forums.enums import ForumState
from forums.models import Forum, ForumSession
from forums.queries import HearingRule, timeliness_of
from forums.queries.sessions import days_of, in_one_line, slots_of
from forums.slots import SessionTime
from tests.factories.forums import AT, ForumFactory
from tests.words import words_of

DAY = date(2023, 6, 2)
FIRST, SECOND = date(2023, 6, 20), date(2023, 6, 21)
MORNING, AFTERNOON = SessionTime(FIRST, time(8, 30), time(12, 0)), SessionTime(FIRST, time(13, 30), time(16, 30))
NEXT_DAY = SessionTime(SECOND, time(9, 0), time(12, 0))


def plan(cast, *slots, **more):
    call = Call(title="ทิศทางเขต", place="วัดสามพระยา", sessions=slots, **more)
    return schedule.plan_forum(district=cast.home, kind="district_hearing", call=call, by=cast.officer, at=AT)


def test_a_forum_has_several_days_and_times_in_their_order(cast):
    forum = plan(cast, NEXT_DAY, AFTERNOON, MORNING)

    assert slots_of(forum) == (MORNING, AFTERNOON, NEXT_DAY)
    assert (forum.scheduled_on, forum.last_on) == (FIRST, SECOND)
    assert in_one_line(forum) == "20 มิ.ย. 2566 08.30–12.00 น. และ 13.30–16.30 น. · 21 มิ.ย. 2566 09.00–12.00 น."


@pytest.mark.parametrize(
    "slots",
    [
        (),
        (MORNING, SessionTime(FIRST, time(11, 0), time(14, 0))),
        (MORNING, SessionTime(FIRST)),
        (SessionTime(FIRST, time(8, 30)), AFTERNOON),
        (SessionTime(FIRST, time(12, 0), time(12, 0)),),
        (MORNING, SessionTime(date(2023, 10, 1), time(9, 0), time(12, 0))),
        tuple(SessionTime(FIRST + timedelta(days=days)) for days in range(11)),
    ],
    ids=["none", "overlap", "whole day", "open end", "no length", "another year", "too many"],
)
def test_impossible_times_are_refused(cast, slots):
    with pytest.raises(WrongDayError):
        plan(cast, *slots)

    assert not Forum.objects.exists()


def at_commit(change=lambda: None):
    change()
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def test_the_database_refuses_sessions_that_overlap_and_days_that_are_not_theirs(cast):
    forum = plan(cast, MORNING, AFTERNOON)
    at_commit()

    times = {"starts_at": time(11, 0), "ends_at": time(14, 0)}
    overlap, other_days = "two sessions of one forum overlap", "are not those of its sessions"
    for rule, change in (
        (overlap, lambda: ForumSession.objects.create(forum=forum, on=FIRST, **times)),
        (overlap, lambda: ForumSession.objects.create(forum=forum, on=FIRST)),
        (other_days, lambda: ForumSession.objects.create(forum=forum, on=SECOND)),
        (other_days, lambda: forum.sessions.all().delete()),
        (other_days, lambda: Forum.objects.filter(pk=forum.pk).update(last_on=SECOND)),
    ):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            at_commit(change)


def test_the_announcement_is_counted_to_the_first_day_and_the_results_from_the_last(cast):
    forum = plan(cast, MORNING, NEXT_DAY)
    forum.announced_on, forum.held_on = FIRST - timedelta(days=15), SECOND
    rule = HearingRule(announce_before=15, publish_within=15)

    figures = timeliness_of(forum, on=SECOND, rule=rule)

    assert (figures.days_before, figures.is_announced_late) == (15, False)
    assert figures.publish_by == SECOND + timedelta(days=15)


def announced(cast, *slots):
    return schedule.announce(forum_id=plan(cast, *slots).pk, on=DAY, by=cast.officer, at=AT)


def test_a_forum_is_held_only_after_its_last_day(cast):
    forum = announced(cast, MORNING, NEXT_DAY)
    held = {"forum_id": forum.pk, "by": cast.officer, "at": AT}

    with pytest.raises(WrongDayError, match="วันและเวลา"):
        schedule.mark_held(held_on=FIRST, on=FIRST, **held)
    with pytest.raises(WrongDayError, match="อนาคต"):
        schedule.mark_held(held_on=SECOND, on=FIRST, **held)

    assert schedule.mark_held(held_on=SECOND, on=SECOND, **held).held_on == SECOND


def test_postponing_moves_every_session_by_as_many_days(cast):
    forum = announced(cast, MORNING, AFTERNOON, NEXT_DAY)

    schedule.postpone(forum_id=forum.pk, to_on=date(2023, 7, 3), reason="น้ำท่วม", by=cast.officer, at=AT)

    forum.refresh_from_db()
    assert [day.on for day in days_of(forum)] == [date(2023, 7, 3), date(2023, 7, 4)]
    assert forum.last_on == date(2023, 7, 4)


def changed(cast, forum, *slots, reason="", on=DAY):
    return set_sessions(
        forum_id=forum.pk, seen=forum.version, slots=slots, reason=reason, on=on, by=cast.officer, at=AT
    )


def test_times_of_an_announced_forum_change_freely_and_days_with_a_reason(cast):
    forum = changed(cast, announced(cast, MORNING), MORNING, AFTERNOON)

    with pytest.raises(ReasonNeededError):
        changed(cast, forum, MORNING, NEXT_DAY)
    forum = changed(cast, forum, MORNING, NEXT_DAY, reason="มีผู้ลงทะเบียนมาก")

    moved = forum.postponements.get()
    assert (moved.from_on, moved.to_on, forum.last_on) == (FIRST, SECOND, SECOND)
    assert Entry.objects.filter(verb="forums.sessions_changed").latest("pk").after == {
        "sessions": ["2023-06-20 08:30-12:00", "2023-06-21 09:00-12:00"]
    }


def test_a_held_forum_keeps_the_days_on_which_it_took_place(cast):
    forum = announced(cast, MORNING, NEXT_DAY)
    forum = schedule.mark_held(forum_id=forum.pk, held_on=SECOND, on=SECOND, by=cast.officer, at=AT)

    with pytest.raises(WrongDayError, match="อนาคต"):
        changed(cast, forum, MORNING, SessionTime(date(2023, 6, 25)), reason="จัดเพิ่ม", on=SECOND)
    forum = changed(cast, forum, MORNING, reason="วันที่สองไม่ได้จัด", on=SECOND)

    assert (forum.held_on, forum.last_on) == (FIRST, FIRST)


def test_published_results_keep_their_days_and_a_corrected_time_is_told(cast):
    forum = ForumFactory(
        district=cast.home, published=True, scheduled_on=date(2023, 5, 20), announced_on=date(2023, 5, 1)
    )

    with pytest.raises(ReasonNeededError):
        changed(cast, forum, SessionTime(date(2023, 5, 20), time(9, 0), time(12, 0)))
    with pytest.raises(WrongDayError, match="เฉพาะเวลา"):
        changed(cast, forum, SessionTime(date(2023, 5, 21)), reason="พิมพ์ผิด")
    changed(cast, forum, SessionTime(date(2023, 5, 20), time(9, 0), time(12, 0)), reason="ไม่ได้ใส่เวลา")

    assert forum.corrections.get().reason == "ไม่ได้ใส่เวลา"


def test_taking_held_back_undoes_only_the_day_that_came_with_it(cast):
    forum = announced(cast, MORNING)
    schedule.postpone(forum_id=forum.pk, to_on=SECOND, reason="น้ำท่วม", by=cast.officer, at=AT)
    schedule.mark_held(forum_id=forum.pk, held_on=SECOND, on=SECOND, by=cast.officer, at=AT)

    forum = schedule.take_back_held(forum_id=forum.pk, reason="ยังไม่ได้จัด", by=cast.officer, at=AT)

    assert (forum.state, forum.scheduled_on) == (ForumState.ANNOUNCED, SECOND)


OLD = SessionTime(date(2020, 10, 26), time(9, 0), time(12, 0))


def test_a_forum_is_numbered_as_on_its_paper_and_counted_in_its_fiscal_year(cast):
    forum = plan(cast, OLD, number=6, number_year=2563)
    own = plan(cast, SessionTime(date(2020, 11, 2)))

    assert (str(forum), forum.fiscal_year) == ("เวทีรับฟังความคิดเห็นของเขต ครั้งที่ 6/2563", 2564)
    assert (own.number, own.number_year) == (1, 2564)


def test_a_papers_number_is_free_and_its_year_one_in_which_the_day_is_counted(cast):
    plan(cast, OLD, number=6, number_year=2563)

    with pytest.raises(WrongNumberError, match="6/2563 มีแล้ว"):
        plan(cast, SessionTime(date(2020, 11, 2)), number=6, number_year=2563)
    with pytest.raises(WrongNumberError, match="ปีงบประมาณ 2564 หรือปีปฏิทิน 2563"):
        plan(cast, SessionTime(date(2020, 11, 2)), number=7, number_year=2562)


def test_the_number_of_a_paper_stays_when_the_draft_moves_to_another_year(cast):
    forum = plan(cast, SessionTime(date(2020, 9, 26)), number=6, number_year=2563)

    call = Call(title="ทิศทางเขต", place="วัด", sessions=(OLD,), number=6, number_year=2563)
    forum = schedule.edit_call(forum_id=forum.pk, seen=1, call=call, by=cast.officer, at=AT)

    assert (forum.number, forum.number_year, forum.fiscal_year) == (6, 2563, 2564)


FORM = {"kind": "district_hearing", "title": "ทิศทางเขต", "place": "วัดสามพระยา", "scheduled_on": "26 ต.ค. 2563"}


def test_sessions_number_and_code_are_typed_in_one_form(client, cast):
    client.force_login(cast.officer)
    typed = FORM | {
        "starts_at": "08.30–12.00", "starts_2": "13.30", "ends_2": "16.30", "on_3": "27 ต.ค. 2563",
        "number": "๖", "number_year": "2563", "external_code": "2100-1037", "second": "",
    }  # fmt: skip

    answer = client.post(reverse("forums:plan"), typed)

    forum = Forum.objects.get()
    assert answer.status_code == 302
    assert [(day.on.day, day.times) for day in days_of(forum)] == [(26, "08.30–12.00 น. และ 13.30–16.30 น."), (27, "")]
    assert (forum.number, forum.number_year, forum.external_code) == (6, 2563, "2100-1037")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"starts_at": "09.00", "ends_at": "12.00", "starts_2": "11.00", "ends_2": "13.00"}, "starts_2"),
        ({"starts_at": "09.00", "ends_at": "08.00"}, "ends_at"),
        ({"on_2": "25 ต.ค. 2563"}, "on_2"),
        ({"number_year": "2563"}, "number"),
    ],
)
def test_a_wrong_row_is_told_at_its_field(client, cast, typed, field):
    client.force_login(cast.officer)

    page = client.post(reverse("forums:plan"), FORM | typed | {"second": ""})

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert ('<details class="more" open>' in page.content.decode()) == (field != "ends_at")


def test_days_and_times_are_changed_on_a_page_and_shown_everywhere(client, cast):
    forum = announced(cast, MORNING)
    client.force_login(cast.officer)
    url = reverse("forums:sessions", args=[forum.pk])
    typed = {"version": forum.version, "scheduled_on": "20 มิ.ย. 2566", "starts_at": "08.30", "ends_at": "12.00"}

    refused = client.post(url, typed | {"on_2": "21 มิ.ย. 2566"})
    saved = client.post(
        url, typed | {"on_2": "21 มิ.ย. 2566", "starts_2": "13.30", "ends_2": "16.30", "reason": "เพิ่มวัน"}
    )

    assert (refused.status_code, saved.status_code) == (422, 302)
    for page in (forum.get_absolute_url(), reverse("public:hearing", args=[forum.pk]), reverse("public:home")):
        said = client.get(page).content.decode()
        assert "08.30–12.00 น." in said
        assert "13.30–16.30 น." in said
    paper = words_of(client.get(reverse("forums:print", args=[forum.pk]))).replace("\xa0", " ")
    assert "๐๘.๓๐–๑๒.๐๐ น." in paper
    assert "วันพุธที่ ๒๑ มิถุนายน ๒๕๖๖" in paper


def test_the_list_finds_a_forum_by_the_code_of_the_citys_own_system(client, cast):
    ForumFactory(district=cast.home, external_code="2100-1037", title="เวทีที่หา")
    ForumFactory(district=cast.home, title="เวทีอื่นใด")
    client.force_login(cast.officer)

    page = client.get(reverse("forums:list", args=[2566]), {"q": "2100-1"}).content.decode()

    assert "เวทีที่หา" in page
    assert "เวทีอื่นใด" not in page
