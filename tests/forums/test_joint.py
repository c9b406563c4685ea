"""A forum of several districts: one host, and a row for each district that publishes its own proposals."""

from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from bkkplan.figures.kpi.registry import figure
from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from forums.actions import joint, results, schedule
from forums.actions.errors import WrongGuestError, WrongMomentError
from forums.actions.minutes import save_attendance
from forums.actions.schedule import Call
from forums.actions.sessions import set_sessions
from forums.enums import ForumState
from forums.models import Forum, Proposal
from forums.queries import hearing_facts
from forums.queries.sessions import slots_of
from forums.slots import SessionTime
from tests.factories.districts import DistrictFactory, DistrictGroupFactory
from tests.factories.forums import AT, ForumFactory, ParticipantSectorFactory, ProposalFactory
from tests.words import words_of

ON = date(2023, 6, 2)
DAY = date(2023, 6, 20)
YEAR = FiscalYear(2566)


@pytest.fixture
def host(cast):
    forum = ForumFactory(district=cast.home, scheduled_on=DAY, announced_on=date(2023, 6, 1), title="เวทีของกลุ่ม")
    return joint.open_to_group(forum_id=forum.pk, by=cast.officer, at=AT)


def join(host, cast, **more):
    return joint.join(
        **{"forum_id": host.pk, "district": cast.away, "on": ON, "by": cast.away_officer, "at": AT} | more
    )


def hold(host, cast, on=DAY):
    return schedule.mark_held(forum_id=host.pk, held_on=on, on=on, by=cast.officer, at=AT)


def publish(forum, by, on=date(2023, 6, 25)):
    forum.refresh_from_db()
    people = {ParticipantSectorFactory().pk: 50}
    save_attendance(forum_id=forum.pk, seen=forum.version, people=people, total=None, by=by, at=AT)
    return results.publish(forum_id=forum.pk, is_free_of_personal_data=True, on=on, by=by, at=AT)


def test_the_group_is_told_and_a_district_takes_part_once(host, cast):
    assert Notice.objects.filter(kind="forums.opened_to_group", recipient=cast.away_officer).exists()

    mine, again = join(host, cast), join(host, cast)

    assert mine == again
    assert (mine.host, mine.district, mine.state) == (host, cast.away, ForumState.ANNOUNCED)
    assert (mine.announced_on, mine.title, slots_of(mine)) == (ON, host.title, slots_of(host))
    assert Entry.objects.get(verb="forums.forum_joined").details["host"] == host.pk
    assert Entry.objects.filter(verb="forums.opened_to_group").count() == 1


def test_only_another_district_of_the_group_takes_part_and_only_where_it_was_opened(host, cast):
    elsewhere = DistrictFactory(group=DistrictGroupFactory(code="north"))
    closed = ForumFactory(district=cast.home, scheduled_on=DAY)

    with pytest.raises(PermissionDenied):
        join(host, cast, by=cast.officer)
    with pytest.raises(PermissionDenied):
        join(host, cast, district=elsewhere)
    with pytest.raises(WrongMomentError):
        join(closed, cast)
    cast.away.group = elsewhere.group
    cast.away.save()
    with pytest.raises(WrongGuestError):
        join(host, cast)


def test_each_district_is_counted_once_by_what_it_published_itself(host, cast):
    mine = join(host, cast)
    hold(host, cast)
    mine.refresh_from_db()
    assert (mine.state, mine.held_on) == (ForumState.HELD, DAY)
    proposal = ProposalFactory(forum=mine)

    publish(host, cast.officer)
    facts = hearing_facts(year=YEAR, day=YEAR.end, known=YEAR.end)
    assert [facts[district.pk].is_counted for district in (cast.home, cast.away)] == [True, False]
    assert not Proposal.objects.visible_to(cast.stranger).filter(pk=proposal.pk).exists()

    publish(mine, cast.away_officer)
    facts = hearing_facts(year=YEAR, day=YEAR.end, known=YEAR.end)
    assert [facts[district.pk].is_counted for district in (cast.home, cast.away)] == [True, True]
    assert [facts[district.pk].forum for district in (cast.home, cast.away)] == [host.pk, mine.pk]
    assert Proposal.objects.visible_to(cast.stranger).filter(pk=proposal.pk).exists()
    found = figure("KPI-1", YEAR, as_of=YEAR.end, at=AT)
    assert (found.ratio.counted, found.ratio.units) == (2, 2)


def test_a_district_that_takes_part_follows_its_host_until_the_day(host, cast):
    mine = join(host, cast)
    slots = (SessionTime(date(2023, 6, 27), time(9, 0), time(12, 0)), SessionTime(date(2023, 6, 28)))

    schedule.postpone(forum_id=host.pk, to_on=date(2023, 6, 26), reason="น้ำท่วม", by=cast.officer, at=AT)
    host.refresh_from_db()
    set_sessions(forum_id=host.pk, seen=host.version, slots=slots, reason="เพิ่มวัน", on=ON, by=cast.officer, at=AT)
    host.refresh_from_db()
    call = Call(title="ชื่อใหม่", place="ที่ใหม่", sessions=slots)
    schedule.edit_call(forum_id=host.pk, seen=host.version, call=call, by=cast.officer, at=AT)

    mine.refresh_from_db()
    assert (slots_of(mine), mine.last_on, mine.title, mine.place) == (slots, date(2023, 6, 28), "ชื่อใหม่", "ที่ใหม่")
    assert Notice.objects.filter(kind="forums.host_followed", recipient=cast.away_officer).exists()
    schedule.open_forum(forum_id=host.pk, by=cast.officer, at=AT)
    mine.refresh_from_db()
    assert mine.state == ForumState.OPEN
    schedule.cancel(forum_id=host.pk, on=ON, reason="น้ำท่วม", by=cast.officer, at=AT)
    mine.refresh_from_db()
    assert (mine.state, mine.ending_reason) == (ForumState.CANCELLED, "น้ำท่วม")
    assert Entry.objects.filter(verb="forums.host_followed").count() == 5


def test_a_district_that_takes_part_has_no_days_of_its_own_but_may_leave(host, cast):
    mine = join(host, cast)
    named = {"forum_id": mine.pk, "by": cast.away_officer, "at": AT}

    for act in (
        lambda: schedule.postpone(to_on=date(2023, 6, 26), reason="น้ำท่วม", **named),
        lambda: schedule.open_forum(**named),
        lambda: schedule.mark_held(held_on=DAY, on=DAY, **named),
        lambda: schedule.edit_call(
            seen=mine.version, call=Call(title="ก", place="ข", sessions=slots_of(mine)), **named
        ),
        lambda: set_sessions(seen=mine.version, slots=[SessionTime(DAY, time(9, 0))], reason="", on=ON, **named),
    ):
        with pytest.raises(WrongMomentError):
            act()

    schedule.cancel(on=ON, reason="จัดเอง", **named)
    assert join(host, cast, at=AT.replace(hour=5)).pk != mine.pk


def test_held_is_not_taken_back_where_a_district_has_recorded(host, cast):
    mine = join(host, cast)
    hold(host, cast)
    ProposalFactory(forum=mine)

    with pytest.raises(WrongMomentError):
        schedule.take_back_held(forum_id=host.pk, reason="ยังไม่จัด", by=cast.officer, at=AT)

    mine.proposals.all().delete()
    schedule.take_back_held(forum_id=host.pk, reason="ยังไม่จัด", by=cast.officer, at=AT)
    mine.refresh_from_db()
    assert (mine.state, mine.held_on) == (ForumState.ANNOUNCED, None)


def test_a_day_does_not_move_under_a_district_that_has_published(host, cast):
    mine = join(host, cast)
    hold(host, cast)
    publish(mine, cast.away_officer)
    host.refresh_from_db()

    with pytest.raises(WrongMomentError), transaction.atomic():
        set_sessions(
            forum_id=host.pk, seen=host.version, slots=[SessionTime(date(2023, 6, 19))], reason="ผิดวัน", on=DAY,
            by=cast.officer, at=AT,
        )  # fmt: skip


def test_the_database_refuses_a_host_that_is_not_joint_and_other_days(host, cast):
    mine = join(host, cast)
    closed = ForumFactory(district=cast.home, scheduled_on=DAY)

    def at_commit(change):
        change()
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")

    no_host, once = "its host is a joint forum", "district_takes_part_once_in_a_joint_forum"
    for rule, change in (
        (no_host, lambda: Forum.objects.filter(pk=mine.pk).update(host=closed)),
        (no_host, lambda: Forum.objects.filter(pk=host.pk).update(host=closed)),
        (no_host, lambda: ForumFactory(district=cast.home, scheduled_on=DAY, host=host)),
        (once, lambda: ForumFactory(district=cast.away, scheduled_on=DAY, host=host)),
        (
            "other days than its host",
            lambda: ForumFactory(district=DistrictFactory(), scheduled_on=date(2023, 6, 21), host=host),
        ),
    ):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            at_commit(change)


def test_the_pages_name_the_host_and_the_districts(client, host, cast):
    client.force_login(cast.away_officer)
    assert reverse("forums:join", args=[host.pk]) in words_of(client.get(host.get_absolute_url()))

    answer = client.post(reverse("forums:join", args=[host.pk]))
    mine = Forum.objects.get(host=host)

    assert answer.url == mine.get_absolute_url()
    own = words_of(client.get(mine.get_absolute_url()))
    assert "เขตเจ้าภาพ" in own
    assert reverse("forums:held", args=[mine.pk]) not in own
    assert reverse("forums:cancel", args=[mine.pk]) in own
    client.logout()
    for forum, other in ((host, mine), (mine, host)):
        assert reverse("public:hearing", args=[other.pk]) in words_of(
            client.get(reverse("public:hearing", args=[forum.pk]))
        )
