"""A plan's committee and its district comment on sections and projects; an answer closes a comment."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse

from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from communities.actions.comments import (
    AnsweredError,
    OwnCommentError,
    UnknownPlaceError,
    answer_comment,
    comment_on_plan,
)
from communities.models import PlanComment
from tests.factories.communities import PlanCommentFactory, PlanProjectFactory, PlanRevisionFactory
from tests.words import words_of

AT = datetime(2023, 6, 2, 3, 0, tzinfo=UTC)


@pytest.fixture
def draft(cast):
    revision = PlanRevisionFactory(plan__community=cast.home_community)
    PlanProjectFactory(revision=revision, rank=1, title="ซ่อมทางเดิน")
    return revision


def say(draft, by, *, about="section-vision", text="ขอรายละเอียด", uuid=None):
    return comment_on_plan(
        plan_id=draft.plan_id, uuid=uuid or uuid4(), about=about, text=text, by=by, at=AT, on=AT.date()
    )


def answer(comment, by):
    return answer_comment(comment_id=comment.pk, answer="เพิ่มแล้ว", by=by, at=AT)


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("recipient__username", flat=True))


@pytest.mark.parametrize("who", ["officer", "director", "member"])
def test_officer_director_and_committee_comment_and_the_other_side_is_told(cast, draft, who):
    comment = say(draft, cast.people[who])

    assert (comment.about, comment.by, comment.answered_at) == ("section-vision", cast.people[who], None)
    assert told("plan-commented") == ({"officer", "director"} if who == "member" else {"member"})
    assert Entry.objects.get().verb == "communities.plan_commented"


def test_others_do_not_comment(cast, draft):
    for who in ("stranger", "away_member", "away_officer", "strategy"):
        with pytest.raises(PermissionDenied):
            say(draft, cast.people[who])


def test_a_comment_sent_twice_is_one_and_is_about_something_that_the_plan_has(cast, draft):
    uuid, lineage = uuid4(), draft.projects.get().lineage
    for _ in range(2):
        say(draft, cast.officer, uuid=uuid, about=f"project-{lineage}")
    assert PlanComment.objects.get().lineage == lineage

    for about in ("section-none", f"project-{uuid4()}", "money"):
        with pytest.raises(UnknownPlaceError):
            say(draft, cast.officer, about=about)


def test_an_answer_closes_a_comment_once_and_its_author_is_told(cast, draft):
    comment = say(draft, cast.officer)

    answered = answer(comment, cast.member)

    assert (answered.answer, answered.answered_by, answered.answered_at) == ("เพิ่มแล้ว", cast.member, AT)
    assert told("plan-comment-answered") == {"officer"}
    assert Entry.objects.latest("pk").verb == "communities.comment_answered"
    with pytest.raises(AnsweredError):
        answer(comment, cast.director)


def test_nobody_answers_their_own_comment(cast, draft):
    comment = say(draft, cast.officer)

    with pytest.raises(OwnCommentError):
        answer(comment, cast.officer)
    with pytest.raises(IntegrityError, match="comment_is_answered_by_another_person"):
        PlanComment.objects.update(answer="ก", answered_at=AT, answered_by=cast.officer)


def test_a_comment_is_written_read_beside_its_place_and_answered_on_the_pages(client, cast, draft):
    code = cast.home_community.code
    lineage = draft.projects.get().lineage
    page = reverse("communities:comments", args=[2567, code])
    client.force_login(cast.officer)
    shown = client.get(page, {"about": f"project-{lineage}"})
    client.post(page, {"uuid": uuid4(), "about": f"project-{lineage}", "text": "ยาวกี่เมตร"})
    comment = PlanComment.objects.get()
    own = words_of(client.get(page))

    client.force_login(cast.member)
    seen = [
        words_of(client.get(one))
        for one in (page, f"/work/plans/2567/{code}/write/items/", f"/work/plans/2567/{code}/")
    ]
    client.post(reverse("communities:comment-answer", args=[2567, code, comment.uuid]), {"answer": "85 เมตร"})

    assert shown.context["form"]["about"].value() == f"project-{lineage}"
    assert "รอคำตอบ" in own
    assert all("ยาวกี่เมตร" in words for words in seen)
    assert "ตอบแล้ว" in words_of(client.get(page))
    assert "ยาวกี่เมตร" not in words_of(client.get(f"/work/plans/2567/{code}/write/items/"))


def test_comments_stay_among_those_who_work_on_the_plan(client, cast):
    confirmed = PlanRevisionFactory(plan__community=cast.home_community, confirmed=True)
    comment = PlanCommentFactory(plan=confirmed.plan, section="vision", text="เรื่องภายใน")

    for who in ("stranger", "away_member"):
        client.force_login(cast.people[who])
        assert "เรื่องภายใน" not in client.get(confirmed.plan.get_absolute_url()).content.decode()
        assert not PlanComment.objects.visible_to(cast.people[who]).exists()
    assert PlanComment.objects.visible_to(cast.social).get() == comment
