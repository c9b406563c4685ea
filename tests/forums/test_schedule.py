from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.models import StaleError
from forums.actions import schedule
from forums.actions.errors import ReasonNeededError, WrongDayError, WrongMomentError
from forums.actions.steps import Call
from forums.enums import ForumKind, ForumState
from forums.models import Forum
from forums.slots import SessionTime
from tests.factories.forums import AT, ForumFactory, ProposalFactory
from tests.words import words_of

DAY = date(2023, 6, 2)
CALL = Call(title="ทิศทางเขต", place="วัดสามพระยา", sessions=(SessionTime(date(2023, 7, 1)),))


def plan(cast, **changes):
    given = {"district": cast.home, "kind": ForumKind.DISTRICT_HEARING, "call": CALL, "by": cast.officer, "at": AT}
    return schedule.plan_forum(**{**given, **changes})


def test_forums_are_numbered_by_district_kind_and_fiscal_year(cast):
    next_year = Call(title="ทิศทางเขต", place="วัดสามพระยา", sessions=(SessionTime(date(2023, 10, 1)),))
    another = Call(title="ทิศทางเขต ครั้งหลัง", place="วัดสามพระยา", sessions=(SessionTime(date(2023, 7, 1)),))

    forums = [
        plan(cast),
        plan(cast, call=another),
        plan(cast, call=next_year),
        plan(cast, kind=ForumKind.OTHER),
        plan(cast, district=cast.away, by=cast.away_officer),
    ]

    assert [(f.number, f.fiscal_year) for f in forums] == [(1, 2566), (2, 2566), (1, 2567), (1, 2566), (1, 2566)]
    assert forums[0].state == ForumState.PLANNED
    assert Entry.objects.filter(verb="forums.forum_planned").count() == 5


def test_one_form_sent_twice_is_one_forum(cast):
    first = plan(cast)

    assert plan(cast, at=AT + timedelta(seconds=20)) == first
    assert plan(cast, at=AT + timedelta(minutes=2)) != first
    assert Entry.objects.filter(verb="forums.forum_planned").count() == 2


def test_another_district_s_officer_plans_nothing_here(cast):
    with pytest.raises(PermissionDenied):
        plan(cast, by=cast.away_officer)


def test_a_late_announcement_is_not_refused(cast):
    forum = plan(cast)

    schedule.announce(forum_id=forum.pk, on=date(2023, 6, 30), by=cast.officer, at=AT)

    forum.refresh_from_db()
    assert (forum.state, forum.announced_on) == (ForumState.ANNOUNCED, date(2023, 6, 30))


def test_nobody_announces_what_is_over(cast):
    forum = plan(cast)

    with pytest.raises(WrongDayError):
        schedule.announce(forum_id=forum.pk, on=date(2023, 7, 2), by=cast.officer, at=AT)


def test_announcing_at_once_is_one_act_and_twice_sent_it_is_one_forum(cast):
    asked = {"district": cast.home, "kind": ForumKind.DISTRICT_HEARING, "call": CALL, "by": cast.officer, "at": AT}

    with pytest.raises(WrongDayError):
        schedule.plan_and_announce(**asked, on=date(2023, 7, 2))
    assert not Forum.objects.exists()

    first = schedule.plan_and_announce(**asked, on=DAY)
    assert first.state == ForumState.ANNOUNCED
    assert schedule.plan_and_announce(**asked, on=DAY) == first


def test_a_draft_that_moves_to_another_fiscal_year_gets_that_year_s_number(cast):
    ForumFactory(district=cast.home, scheduled_on=date(2023, 11, 1), fiscal_year=2567, number=4)
    forum = plan(cast)
    moved = Call(title="ทิศทางเขต", place="วัดสามพระยา", sessions=(SessionTime(date(2023, 10, 20)),))

    schedule.edit_call(forum_id=forum.pk, seen=1, call=moved, by=cast.officer, at=AT)

    forum.refresh_from_db()
    assert (forum.fiscal_year, forum.number) == (2567, 5)
    assert Entry.objects.get(verb="forums.forum_edited").after["fiscal_year"] == 2567


def test_an_announced_forum_stays_in_the_fiscal_year_in_which_it_is_numbered(cast):
    forum = ForumFactory(district=cast.home, scheduled_on=date(2023, 6, 20), announced_on=date(2023, 5, 10))
    by = {"forum_id": forum.pk, "by": cast.officer, "at": AT, "reason": "น้ำท่วม"}
    sentence = r"20 ต\.ค\. 2566 อยู่นอกปีงบประมาณ 2566 \(1 ต\.ค\. 2565 – 30 ก\.ย\. 2566\)"

    with pytest.raises(WrongDayError, match=sentence) as postponed:
        schedule.postpone(to_on=date(2023, 10, 20), **by)
    with pytest.raises(WrongDayError, match=sentence) as held:
        schedule.mark_held(held_on=date(2023, 10, 20), on=date(2023, 10, 21), **by)

    assert (postponed.value.field, held.value.field) == ("to_on", "held_on")


def test_a_forum_is_postponed_to_the_day_of_its_announcement_and_to_none_before(cast):
    forum = ForumFactory(district=cast.home, scheduled_on=date(2023, 6, 20), announced_on=date(2023, 6, 1))
    by = {"forum_id": forum.pk, "by": cast.officer, "at": AT, "reason": "น้ำท่วม"}

    with pytest.raises(WrongDayError, match="ก่อนวันประกาศ"):
        schedule.postpone(to_on=date(2023, 5, 31), **by)
    schedule.postpone(to_on=date(2023, 6, 1), **by)

    forum.refresh_from_db()
    assert forum.scheduled_on == date(2023, 6, 1)


def test_two_officers_in_one_announcement_are_both_told(cast):
    forum = plan(cast)
    mine = Call(title="ชื่อใหม่", place="ที่ใหม่", sessions=(SessionTime(CALL.scheduled_on),))
    schedule.edit_call(forum_id=forum.pk, seen=1, call=CALL, by=cast.director, at=AT)

    with pytest.raises(StaleError) as stale:
        schedule.edit_call(forum_id=forum.pk, seen=1, call=mine, by=cast.officer, at=AT)

    assert (stale.value.mine.title, stale.value.theirs.title) == ("ชื่อใหม่", "ทิศทางเขต")


def test_the_day_of_an_announced_forum_moves_by_postponing_with_a_reason(cast):
    forum = ForumFactory(district=cast.home, scheduled_on=date(2023, 6, 20), announced_on=date(2023, 6, 1))
    moved = Call(title="x", place="y", sessions=(SessionTime(date(2023, 7, 20)),))
    with pytest.raises(WrongDayError):
        schedule.edit_call(forum_id=forum.pk, seen=1, call=moved, by=cast.officer, at=AT)

    schedule.postpone(forum_id=forum.pk, to_on=date(2023, 7, 20), reason="น้ำท่วม", by=cast.officer, at=AT)

    forum.refresh_from_db()
    assert forum.scheduled_on == date(2023, 7, 20)
    assert forum.postponements.get().from_on == date(2023, 6, 20)
    assert Notice.objects.get().recipient == cast.director


def test_a_cancelled_forum_has_a_day_and_a_reason_and_stays(cast):
    forum = ForumFactory(district=cast.home)

    schedule.cancel(forum_id=forum.pk, on=DAY, reason="โรคระบาด", by=cast.officer, at=AT)

    forum.refresh_from_db()
    assert (forum.state, forum.cancelled_on, forum.ending_reason) == (ForumState.CANCELLED, DAY, "โรคระบาด")
    with pytest.raises(WrongMomentError):
        schedule.open_forum(forum_id=forum.pk, by=cast.officer, at=AT)


def test_a_forum_may_be_announced_held_and_recorded_on_one_day(cast):
    forum, day = plan(cast), CALL.scheduled_on
    by = {"forum_id": forum.pk, "by": cast.officer, "at": AT, "on": day}

    schedule.announce(**by)
    schedule.mark_held(held_on=day, **by)

    forum.refresh_from_db()
    assert (forum.announced_on, forum.held_on) == (day, day)


@pytest.mark.parametrize("held_on", [date(2023, 6, 3), date(2023, 5, 1)])
def test_a_forum_is_held_between_its_announcement_and_today(cast, held_on):
    forum = ForumFactory(district=cast.home, scheduled_on=date(2023, 6, 1), announced_on=date(2023, 5, 10))

    with pytest.raises(WrongDayError):
        schedule.mark_held(forum_id=forum.pk, held_on=held_on, on=DAY, by=cast.officer, at=AT)

    schedule.mark_held(forum_id=forum.pk, held_on=date(2023, 6, 1), on=DAY, by=cast.officer, at=AT)
    assert Forum.objects.get(pk=forum.pk).state == ForumState.HELD


def test_held_on_another_day_than_announced_needs_a_reason_and_keeps_both_days(cast):
    forum = ForumFactory(district=cast.home, scheduled_on=date(2023, 6, 20), announced_on=date(2023, 5, 10))
    held = {"forum_id": forum.pk, "held_on": date(2023, 6, 1), "on": DAY, "by": cast.officer, "at": AT}

    with pytest.raises(WrongDayError, match=r"20 มิ\.ย\. 2566") as refused:
        schedule.mark_held(**held)
    schedule.mark_held(**held, reason="เลื่อนขึ้นเพราะน้ำท่วม")

    assert refused.value.field == "reason"
    change = forum.postponements.get()
    assert (change.from_on, change.to_on, change.reason) == (
        date(2023, 6, 20),
        date(2023, 6, 1),
        "เลื่อนขึ้นเพราะน้ำท่วม",
    )


def test_the_page_asks_why_beside_the_day_that_was_typed(client, cast):
    forum = ForumFactory(district=cast.home, scheduled_on=date(2023, 6, 20), announced_on=date(2023, 5, 10))
    client.force_login(cast.officer)
    address = reverse("forums:held", args=[forum.pk])

    asked = client.post(address, {"held_on": "1 มิ.ย. 66"})
    page = words_of(asked)

    assert asked.status_code == 422
    assert "ประกาศไว้ว่าจัด 20 มิ.ย. 2566" in page
    assert 'value="1 มิ.ย. 66"' in page
    assert '<textarea name="reason"' in page
    assert client.post(address, {"held_on": "1 มิ.ย. 66", "reason": "ฝนมาเร็ว"}).status_code == 302
    assert Forum.objects.get(pk=forum.pk).held_on == date(2023, 6, 1)


def test_tomorrow_was_not_held(client, cast):
    forum = ForumFactory(district=cast.home, scheduled_on=date(2023, 6, 3), announced_on=date(2023, 5, 10))
    client.force_login(cast.officer)

    answer = client.post(reverse("forums:held", args=[forum.pk]), {"held_on": "3 มิ.ย. 66", "reason": "x"})

    assert "ต้องไม่หลัง 2 มิ.ย. 2566" in words_of(answer)
    assert Forum.objects.get(pk=forum.pk).held_on is None


class TestHeldByMistake:
    """What was said by mistake is taken back, as long as nothing hangs on it."""

    @pytest.fixture
    def announced(self, cast):
        return ForumFactory(district=cast.home, scheduled_on=date(2023, 6, 1), announced_on=date(2023, 5, 1))

    def hold(self, forum, cast, **facts):
        return schedule.mark_held(forum_id=forum.pk, on=DAY, by=cast.officer, at=AT, **facts)

    def take_back(self, forum, cast, reason="กดผิดเวที"):
        return schedule.take_back_held(forum_id=forum.pk, reason=reason, by=cast.officer, at=AT)

    def test_the_forum_is_announced_again_and_the_log_says_why(self, cast, announced):
        self.hold(announced, cast, held_on=date(2023, 6, 1))

        forum = self.take_back(announced, cast)

        assert (forum.state, forum.held_on, forum.scheduled_on) == (ForumState.ANNOUNCED, None, date(2023, 6, 1))
        entry = Entry.objects.get(verb="forums.held_taken_back")
        assert entry.details == {"held_on": "2023-06-01", "reason": "กดผิดเวที"}

    def test_a_day_that_was_changed_with_it_is_the_first_one_again(self, cast, announced):
        self.hold(announced, cast, held_on=date(2023, 5, 30), reason="ห้องว่าง")

        assert self.take_back(announced, cast).scheduled_on == date(2023, 6, 1)

    def test_results_come_first(self, cast, announced):
        self.hold(announced, cast, held_on=date(2023, 6, 1))
        ProposalFactory(forum=announced)

        with pytest.raises(WrongMomentError, match="มีผลที่บันทึกแล้ว"):
            self.take_back(announced, cast)

    def test_it_needs_a_reason_and_the_right(self, cast, announced):
        self.hold(announced, cast, held_on=date(2023, 6, 1))

        with pytest.raises(ReasonNeededError):
            self.take_back(announced, cast, reason=" ")
        with pytest.raises(PermissionDenied):
            schedule.take_back_held(forum_id=announced.pk, reason="x", by=cast.away_officer, at=AT)
