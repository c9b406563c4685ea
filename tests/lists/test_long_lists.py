"""Lists too long for a page to wait for: a worker writes them and takes them back, all at once or not at all."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core import jobs
from bkkplan.ground.core.jobs import JobState
from bkkplan.ground.lists import actions, registry
from bkkplan.ground.lists.builders import preview
from bkkplan.ground.lists.builders.preview import seal_of
from bkkplan.ground.lists.list_kinds.people import PeopleList
from bkkplan.ground.lists.models import ListWriting, RowList
from bkkplan.ground.lists.registry import ListKind, kinds
from bkkplan.ground.lists.tasks import write_long_list
from communities.actions import register
from communities.models import Community, CommunityEntry, RegisterImport
from tests.at_once import at_once
from tests.communities.conftest import places  # noqa: F401  (a fixture)
from tests.communities.test_register_import import DAY, ROW, as_csv, bring_in, check, keeper
from tests.factories.accounts import AT, AssignmentFactory, UserFactory
from tests.factories.communities import PlanFactory
from tests.waiting import eventually
from tests.words import words_of
from tests.workers import WITHIN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
HEADINGS = ["เลขทะเบียน", "เขต", "แขวง", "ชื่อชุมชน", "ประเภทชุมชน", "หลังคาเรือน"]
NAMES = ("วัดสน", "ท่าวัง", "บางใหม่", "คลองเก่า")


@pytest.fixture(autouse=True)
def long_from_three_rows(monkeypatch):
    monkeypatch.setattr(registry, "MOST_AT_ONCE", 2)
    monkeypatch.setattr("bkkplan.ground.core.pages.waiting.WAIT", 0)  # no worker runs
    monkeypatch.setattr(register, "BATCH", 1)


def table(houses="5", names=NAMES):
    return as_csv(*([*ROW[:3], name, ROW[4], houses] for name in names), headings=HEADINGS)


def other_keeper():
    return AssignmentFactory(role="social_development", district=None).user


def asked(upload, *, by=None, **more):
    """What a person is told who asks for the list as it was looked at."""
    upload = RowList.objects.get(pk=upload.pk)
    return actions.ask_to_confirm(list_id=upload.pk, seen=seal_of(upload.outcome), by=by or keeper(), at=AT, **more)


def work(upload):
    """What a worker does with it; the row afterwards."""
    write_long_list(job_id=ListWriting.objects.get(upload=upload).pk)
    return RowList.objects.select_related("writing").get(pk=upload.pk)


def lines_of(verb):
    return Entry.objects.filter(verb=verb)


# --- which lists


def test_a_list_of_a_page_s_length_is_written_by_the_page_and_a_longer_one_by_a_worker(client):
    short, long = check(table(names=NAMES[:2])), check(table())
    client.force_login(keeper())

    for upload in (short, long):
        client.post(f"/work/lists/of/{upload.uuid}/confirm/", {"seen": seal_of(upload.outcome)})

    assert [RowList.objects.get(pk=one.pk).state for one in (short, long)] == ["done", "checked"]
    assert ListWriting.objects.get().upload == long


def test_no_kind_that_sends_letters_once_its_rows_are_written_may_be_so_long():
    """`follow` is called by the page that confirms; a worker has no page."""
    assert PeopleList.follow is not ListKind.follow
    assert [kind.code for kind in kinds() if kind.most > 2000 and type(kind).follow is not ListKind.follow] == []


# --- asking, and what is shown meanwhile


def test_who_confirms_a_long_list_sees_how_far_it_is_and_in_the_end_what_it_did(client):
    upload = check(table())
    client.force_login(keeper())
    page = f"/work/lists/of/{upload.uuid}/"

    waiting = client.post(f"{page}confirm/", {"seen": client.get(page).context["seen"]}, follow=True)
    writing = ListWriting.objects.get()
    ListWriting.objects.update(state="running", lease_until=timezone.now(), claimed_by=upload.uuid)
    checking = words_of(client.get(page))
    ListWriting.objects.update(done=2, total=4)
    polled = client.get(page, headers={"HX-Request": "true"})
    lists = words_of(client.get("/work/lists/communities/city/"))
    ListWriting.objects.update(done=4)
    closing = words_of(client.get(page))
    ListWriting.objects.update(state="queued", lease_until=None, claimed_by=None)
    assert not Community.objects.exists()
    work(upload)
    refreshed = client.get(page, headers={"HX-Request": "true"})
    done = client.get(page)

    assert "ระบบจะเริ่มทันทีที่ว่าง" in words_of(waiting)
    assert "กำลังตรวจทุกแถวอีกครั้งก่อนเขียน" in checking
    assert 'hx-get="' in waiting.content.decode()
    assert "ดูความคืบหน้าล่าสุด" in waiting.content.decode()
    assert "/confirm/" not in waiting.content.decode()
    assert "เขียนแล้ว 2 จาก 4 แถว" in words_of(polled)
    assert "<html" not in polled.content.decode()
    assert "กำลังนำเข้า" in lists
    assert "เขียนครบ 4 แถวแล้ว" in closing
    assert refreshed["HX-Refresh"] == "true"
    assert "นำเข้าแล้ว" in words_of(done)
    assert Community.objects.count() == 4
    assert writing.requested_by == keeper()


def test_a_worker_that_is_fast_enough_is_waited_for_as_for_a_short_list(client, monkeypatch):
    upload = check(table())
    monkeypatch.setattr(jobs, "broker_is_reachable", lambda: True)
    monkeypatch.setattr("bkkplan.ground.lists.views.deciding.wait_for", lambda writing: work(writing.upload))
    client.force_login(keeper())
    page = f"/work/lists/of/{upload.uuid}/"

    done = client.post(f"{page}confirm/", {"seen": seal_of(upload.outcome)}, follow=True)
    undone = client.post(f"{page}undo/", follow=True)

    assert "นำเข้าแล้ว: ณ วันที่ 1 พ.ค. 2566 ชุมชนใหม่ 4 · แก้ไข 0" in words_of(done)
    assert done.redirect_chain[-1][0] == "/work/register/"
    assert "เลิกทำแล้ว" in words_of(undone)
    assert not Community.objects.exists()


def test_sent_twice_it_is_one_job_and_once_done(client):
    upload = check(table())

    first, second = asked(upload), asked(upload)
    work(upload)
    third = asked(upload)

    assert first == second == third
    assert ListWriting.objects.count() == 1
    assert (third.state, Community.objects.count()) == ("done", 4)
    assert not jobs.claim(ListWriting)
    assert [lines_of(verb).count() for verb in ("lists.confirm_asked", "lists.imported")] == [1, 1]


def test_while_a_worker_is_asked_nobody_else_changes_the_list_and_is_told_who_asked():
    upload, other = check(table()), other_keeper()
    asked(upload)
    sentence = f"{keeper()} สั่งนำตารางนี้เข้าแล้ว"
    given = {"list_id": upload.pk, "by": other, "at": AT}

    for act in (
        lambda: asked(upload, by=other),
        lambda: actions.confirm(**given, on=DAY),
        lambda: actions.cancel(**given),
        lambda: actions.answer_rows(**given, meant={}, on=DAY),
    ):
        with pytest.raises(actions.BeingWrittenError, match=sentence):
            act()

    assert work(upload).confirmed_by == keeper()


def test_what_can_be_refused_at_once_is_not_asked_of_a_worker():
    upload = check(table())

    with pytest.raises(actions.RowsChangedError, match="ตรวจใหม่ในอีกหน้าหนึ่ง"):
        actions.ask_to_confirm(list_id=upload.pk, seen="another", by=keeper(), at=AT)
    wrong = check(as_csv([*ROW[:4], ""]))
    with pytest.raises(actions.NotReadyError):
        asked(wrong)

    assert not ListWriting.objects.exists()


# --- what the worker does


def test_the_worker_writes_in_the_name_of_who_asked_and_of_who_made_their_link():
    upload, person = check(table()), keeper()
    person.entered_through = maker = other_keeper()
    asked(upload, by=person)

    done = work(upload)

    assert (done.state, done.confirmed_by, done.writing.state) == ("done", person, "done")
    lines = [lines_of(verb).first() for verb in ("lists.imported", "communities.community_registered")]
    assert {line.actor for line in lines} == {person}
    assert all(str(maker) in line.actor_label for line in lines)
    assert lines_of("communities.community_registered").count() == 4


def test_who_may_not_any_more_when_the_worker_comes_writes_nothing(client):
    upload, person = check(table()), keeper()
    asked(upload)
    person.assignments.update(ends_on=DAY)

    work(upload)

    assert not Community.objects.exists()
    assert "ไม่มีสิทธิ์" in ListWriting.objects.get().sentence
    assert RowList.objects.get().state == "checked"
    client.force_login(other_keeper())
    assert "ไม่มีสิทธิ์" in words_of(client.get(f"/work/lists/of/{upload.uuid}/"))


def test_rows_that_changed_meanwhile_bring_the_preview_back_and_nothing_is_written(client):
    bring_in(table(houses="5"))
    upload = check(table(houses="7"))
    asked(upload)
    Community.objects.filter(name_th="ท่าวัง").update(houses=6)
    CommunityEntry.objects.filter(name_th="ท่าวัง").update(houses=6)

    work(upload)
    client.force_login(keeper())
    page = client.get(f"/work/lists/of/{upload.uuid}/")

    assert set(CommunityEntry.objects.values_list("houses", flat=True)) == {5, 6}
    assert ListWriting.objects.get().state == JobState.FAILED
    assert "มีแถวที่เปลี่ยนไปหลังจากตรวจตารางนี้" in words_of(page)
    client.post(f"/work/lists/of/{upload.uuid}/confirm/", {"seen": page.context["seen"]})
    assert work(upload).state == "done"
    assert set(Community.objects.values_list("houses", flat=True)) == {7}


def test_what_the_person_saw_is_compared_by_the_worker_too():
    upload = check(table())
    asked(upload)
    upload.outcome["rows"][0]["cells"][0] = "ชื่ออื่น"
    upload.save(update_fields=["outcome"])

    work(upload)

    assert not Community.objects.exists()
    assert "ตรวจใหม่ในอีกหน้าหนึ่ง" in ListWriting.objects.get().sentence


def test_of_a_kind_that_leaves_rows_out_the_worker_marks_them_and_does_the_others(client, cast, forum, hand_in):
    def rows(amount):
        return "ข้อเสนอ,งบประมาณ\n" + "\n".join(f"ลอกคลองสาย {n},{amount}" for n in range(4))

    def ask(upload, **more):
        asked(upload, by=cast.officer, **more)
        return work(upload)

    ask(hand_in(rows(5)))
    upload = hand_in(rows(7))
    touched = forum.proposals.order_by("position")[1]
    asked(upload, by=cast.officer)
    type(touched).objects.filter(pk=touched.pk).update(requested_amount=6, version=2)
    back = work(upload)
    client.force_login(cast.officer)
    text = words_of(client.get(f"/work/lists/of/{upload.uuid}/"))

    assert back.outcome["marked"] == [3]
    assert text.count("เปลี่ยนระหว่างตรวจ") == 1
    assert "ทำอีก 3 รายการ" in text
    assert "กลับ" in text
    assert "มีแถวที่เปลี่ยนไปหลังจากตรวจตารางนี้" not in text, "the marks say it"
    ask(upload, leaves_out=True)
    amounts = list(forum.proposals.order_by("position").values_list("requested_amount", flat=True))
    assert amounts == [7, 6, 7, 7]


def test_another_look_at_the_list_ends_what_the_worker_said_of_it():
    upload = check(table())
    asked(upload)
    keeper().assignments.update(ends_on=DAY)
    work(upload)

    actions.answer_rows(list_id=upload.pk, meant={}, on=DAY, by=other_keeper(), at=AT)

    assert not ListWriting.objects.exists()


# --- taking back


def test_a_long_list_is_taken_back_by_a_worker(client):
    upload = check(table())
    asked(upload)
    work(upload)
    client.force_login(keeper())
    page = f"/work/lists/of/{upload.uuid}/"

    waiting = client.post(f"{page}undo/", follow=True)
    again = client.get(f"{page}undo/")
    work(upload)

    assert "กำลังเลิกทำ" in words_of(waiting)  # the badge of its state
    assert "สั่งเลิกทำการนำเข้าตารางนี้แล้ว" in words_of(again)
    assert not Community.objects.exists()
    assert RowList.objects.get().state == "undone"
    assert [lines_of(verb).get().actor for verb in ("lists.undo_asked", "lists.undone")] == [keeper()] * 2
    assert "เลิกทำเมื่อ" in words_of(client.get(page))


def test_what_something_was_built_on_meanwhile_is_not_taken_back_and_the_page_says_why(client):
    upload = check(table())
    asked(upload)
    work(upload)
    actions.ask_to_undo(list_id=upload.pk, by=keeper(), at=AT)
    PlanFactory(community=Community.objects.first())

    work(upload)
    client.force_login(keeper())

    assert Community.objects.count() == 4
    assert "จึงเลิกทำไม่ได้" in words_of(client.get(f"/work/lists/of/{upload.uuid}/"))
    assert RowList.objects.get().state == "done"


# --- stopping


def test_what_was_asked_for_is_stopped_while_it_waits(client):
    upload = check(table())
    asked(upload)
    job = ListWriting.objects.get().pk
    client.force_login(keeper())

    page = client.post(f"/work/lists/of/{upload.uuid}/stop/", follow=True)
    write_long_list(job_id=job)
    too_late = client.post(f"/work/lists/of/{upload.uuid}/stop/", follow=True)

    assert "หยุดแล้ว ไม่มีแถวใดเปลี่ยน" in words_of(page)
    assert page.context["can_confirm"]
    assert not Community.objects.exists()
    assert "หยุดแล้ว" not in words_of(too_late)
    assert lines_of("lists.stopped").count() == 1


def test_only_who_may_bring_the_list_in_asks_for_it_or_stops_it():
    upload, other = check(table()), UserFactory()

    with pytest.raises(PermissionDenied):
        asked(upload, by=other)
    asked(upload)
    with pytest.raises(PermissionDenied):
        actions.stop(list_id=upload.pk, by=other, at=AT)

    assert ListWriting.objects.get().is_live


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_progress_is_seen_while_the_transaction_is_open_and_stopped_then_it_leaves_nothing(monkeypatch):
    monkeypatch.setattr(jobs, "PROGRESS_EVERY", 0.02)
    upload = check(table())
    asked(upload)
    job = ListWriting.objects.get()
    seen, written = [], []

    def outside():
        """Another person, who sees the progress and stops it."""
        seen.append(eventually(lambda: ListWriting.objects.get(pk=job.pk).done))
        written.append(Community.objects.count())
        actions.stop(list_id=upload.pk, by=keeper(), at=AT)
        connection.close()

    claim = jobs.Claim.tell

    def tell(self, done, total):
        if done == 1:
            other = threading.Thread(target=outside)
            self._told = {"done": done, "total": total}
            other.start()
            other.join()
            assert eventually(self._is_lost.is_set)
        claim(self, done, total)

    monkeypatch.setattr(jobs.Claim, "tell", tell)
    work(upload)

    assert (seen, written) == ([1], [0])
    assert not Community.objects.exists()
    assert not RegisterImport.objects.exists()
    assert (ListWriting.objects.get().state, RowList.objects.get().state) == ("cancelled", "checked")


# --- workers that die, people at once


def test_a_worker_that_dies_leaves_nothing_and_the_next_one_does_it_or_the_page_says_that_it_failed(client):
    upload = check(table())
    asked(upload)
    for _ in range(jobs.MAX_ATTEMPTS):
        assert jobs.claim(ListWriting)  # and no more is heard of it
        ListWriting.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    client.force_login(keeper())

    work(upload)
    page = client.get(f"/work/lists/of/{upload.uuid}/")

    assert str(jobs.GAVE_UP) in words_of(page)
    assert not Community.objects.exists()
    asked(upload)
    assert jobs.claim(ListWriting)
    ListWriting.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert work(upload).state == "done"
    assert Community.objects.count() == 4


def test_a_worker_that_lost_its_list_to_another_writes_nothing():
    upload = check(table())
    asked(upload)
    slow = jobs.claim(ListWriting)
    ListWriting.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.claim(ListWriting)

    with pytest.raises(jobs.LostClaimError):
        actions.write_list(slow, on=DAY, at=AT)

    assert not Community.objects.exists()
    assert RowList.objects.get().state == "checked"


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_two_people_and_one_of_them_twice_ask_at_once_and_two_workers_come_it_is_in_once():
    upload, other = check(table()), other_keeper()
    people = [keeper(), keeper(), other]

    def said(by):
        try:
            return asked(upload, by=by).pk
        except actions.BeingWrittenError as error:
            return str(error)

    answers = at_once(said, people)
    writing = ListWriting.objects.get()
    at_once(lambda pk: write_long_list(job_id=pk), [writing.pk] * 2)

    faster = writing.requested_by
    sentence = f"{faster} สั่งนำตารางนี้เข้าแล้ว ระบบกำลังทำ รอให้เสร็จแล้วดูผล"
    assert answers == [upload.pk if by == faster else sentence for by in people]
    assert Community.objects.count() == 4
    assert lines_of("lists.imported").get().actor == faster


# --- with a worker of its own


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_writes_more_than_two_thousand_rows_and_takes_them_back(workers, monkeypatch):
    monkeypatch.setattr(registry, "MOST_AT_ONCE", 2000)
    upload = check(table(names=[f"บ้านที่ {n}" for n in range(2_100)]))
    assert actions.is_long(upload)

    asked(upload)
    workers.start()
    assert eventually(lambda: RowList.objects.get().state == "done", WITHIN)

    assert Community.objects.count() == 2_100
    writing = ListWriting.objects.get()
    assert (writing.state, writing.done, writing.total, writing.attempts) == ("done", 2_100, 2_100, 1)
    assert lines_of("communities.community_registered").count() == 2_100
    assert User.objects.get(pk=lines_of("lists.imported").get().actor_id) == keeper()
    actions.ask_to_undo(list_id=upload.pk, by=keeper(), at=AT)
    assert eventually(lambda: RowList.objects.get().state == "undone", WITHIN)
    assert not Community.objects.exists()


def test_what_is_kept_for_the_page_is_no_measure_of_how_long_a_list_is(monkeypatch):
    monkeypatch.setattr(preview, "MOST_ROWS", 1)
    upload = check(table())

    assert len(upload.outcome["rows"]) == 1
    assert actions.is_long(upload)
