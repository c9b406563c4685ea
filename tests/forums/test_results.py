from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.rows.basis import BY_COMMAND, BasisChangedError
from forums.actions import results
from forums.actions.errors import NotReadyError, PersonalDataError, WrongMomentError
from forums.enums import ForumState
from forums.models import Forum
from forums.queries.readiness import basis_of_results
from tests.factories.forums import (
    AT,
    AttachmentFactory,
    AttendanceFactory,
    ForumFactory,
    ParticipantSectorFactory,
    ProposalFactory,
)

DAY = date(2023, 6, 2)


def publish(forum, by, *, free=True, seen=None):
    return results.publish(forum_id=forum.pk, seen=seen, is_free_of_personal_data=free, on=DAY, by=by, at=AT)


@pytest.fixture
def complete(held):
    held.attendance_total = 310
    held.save(update_fields=["attendance_total"])
    return held


def test_results_without_attendance_are_not_ready(cast, held):
    with pytest.raises(NotReadyError):
        publish(held, cast.officer)


def test_someone_answers_for_it_that_no_names_stand_in_the_text(cast, complete):
    with pytest.raises(PersonalDataError):
        publish(complete, cast.officer, free=False)


def test_nobody_answers_for_texts_that_came_after_the_check(cast, complete):
    seen = basis_of_results(complete)
    late = ProposalFactory(forum=complete, title="โทรหาผู้ประสานงาน 089-999-8888")

    with pytest.raises(BasisChangedError):
        publish(complete, cast.officer, seen=seen)

    late.delete()
    publish(complete, cast.officer, seen=seen)


def test_the_log_says_what_was_seen_or_that_a_command_decided(cast, complete, published):
    seen = basis_of_results(complete)

    publish(complete, cast.officer, seen=seen)
    results.withdraw(forum_id=published.pk, on=DAY, reason="มีชื่อบุคคล", by=cast.officer, at=AT)

    assert Entry.objects.get(verb="forums.forum_published").details["seen"] == seen.digest
    assert Entry.objects.get(verb="forums.forum_withdrawn").details["seen"] == BY_COMMAND


@pytest.mark.parametrize("change", ["text", "file"])
def test_the_check_is_of_the_texts_and_of_the_files_that_go_public(complete, change):
    proposal, file = ProposalFactory(forum=complete), AttachmentFactory(forum=complete)
    before = basis_of_results(complete).digest
    if change == "text":
        proposal.detail = "รายละเอียดใหม่"
        proposal.save(update_fields=["detail"])
    else:
        file.is_public = True
        file.save(update_fields=["is_public"])

    after = basis_of_results(complete).digest

    assert before != after
    with translation.override("en"):
        assert basis_of_results(complete).digest == after


def test_publishing_is_signed_and_told_to_the_committees(cast, complete):
    publish(complete, cast.officer)

    forum = Forum.objects.get(pk=complete.pk)
    assert (forum.state, forum.published_on, forum.published_by) == (ForumState.PUBLISHED, DAY, cast.officer)
    told = {notice.recipient for notice in Notice.objects.all()}
    assert told == {cast.director, cast.member}


def test_a_second_click_publishes_nothing_twice(cast, complete):
    publish(complete, cast.officer)

    with pytest.raises(WrongMomentError):
        publish(complete, cast.officer)


def test_where_the_director_publishes_the_officer_s_results_wait(cast, complete):
    cast.home.publishing_needs_director = True
    cast.home.save(update_fields=["publishing_needs_director"])

    results.finish_recording(forum_id=complete.pk, on=DAY, by=cast.officer, at=AT)

    assert Notice.objects.get().recipient == cast.director
    with pytest.raises(PermissionDenied):
        publish(complete, cast.officer)
    publish(complete, cast.director)


def test_the_director_may_send_results_back_with_a_reason(cast):
    forum = ForumFactory(district=cast.home, recorded=True)

    results.resume_recording(forum_id=forum.pk, reason="ขาดผู้เข้าร่วมภาคเอกชน", by=cast.director, at=AT, on=DAY)

    assert Forum.objects.get(pk=forum.pk).state == ForumState.HELD
    assert Notice.objects.get().recipient == cast.officer


def test_withdrawal_is_dated_and_leaves_the_publication_s_day(cast, published):
    results.withdraw(forum_id=published.pk, on=DAY, reason="มีชื่อบุคคล", by=cast.officer, at=AT)

    forum = Forum.objects.get(pk=published.pk)
    assert (forum.state, forum.withdrawn_on) == (ForumState.WITHDRAWN, DAY)
    assert forum.published_on == published.published_on


def test_the_officer_is_told_before_publishing_why_the_public_reads_at_least(client, cast, complete):
    sector = ParticipantSectorFactory(name_th="สื่อมวลชน")
    AttendanceFactory(forum=complete, sector=sector, people=3)
    AttendanceFactory(forum=complete, people=307)
    client.force_login(cast.officer)

    page = client.get(reverse("forums:publish", args=[complete.pk])).content.decode()

    assert "น้อยกว่า 5 คน เพราะอาจรู้ว่าเป็นใคร: สื่อมวลชน" in page
    assert "ยอดรวมที่เผยแพร่จึงเป็น “อย่างน้อย 307” ไม่ใช่ 310" in page
