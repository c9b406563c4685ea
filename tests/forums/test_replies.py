"""An official answer to what no community took up, before its day, and what is passed on to an agency."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from bkkplan.ground.audit.models import Entry
from budget.actions.stages import follow_all_proposals, follow_proposals
from budget.queries.stages import unproved_stages
from forums.actions import replies, successions, uptakes
from forums.actions.errors import NotToBeAnsweredError, ReasonNeededError, WrongMomentError
from forums.models import Reply
from forums.queries.my_work import todos_for
from forums.queries.replies import waiting_for_an_answer
from tests.factories.communities import PlanFactory, PlanRevisionFactory
from tests.factories.forums import AT, ForumFactory, ProposalFactory, ReplyFactory
from tests.words import words_of

DAY = date(2023, 6, 2)
AGENCY = "การไฟฟ้านครหลวง"


@pytest.fixture
def proposal(published):
    return ProposalFactory(forum=published, title="ขอติดไฟ")


def answer(proposal, by, text="จะทำพร้อมงานวางท่อ"):
    return replies.answer(proposal_id=proposal.pk, text=text, on=DAY, by=by, at=AT)


def forward(proposal, by, **words):
    return replies.forward(proposal_id=proposal.pk, agency=AGENCY, **words, on=DAY, by=by, at=AT)


def agency_answers(reply, by, **words):
    return replies.record_agency_answer(reply_id=reply.pk, agency_answer="ติดแล้ว", **words, on=DAY, by=by, at=AT)


def take_back(reply, by, reason="ตอบผิดข้อ"):
    return replies.take_back(reply_id=reply.pk, reason=reason, on=DAY, by=by, at=AT)


def public(client, proposal):
    return words_of(client.get(reverse("public:proposal", args=[proposal.uuid])))


def test_an_answer_is_read_by_its_proposer_and_can_be_taken_back(client, cast, proposal):
    follow_all_proposals()
    reply = answer(proposal, cast.officer)

    assert "สำนักงานเขตตอบเมื่อ" in public(client, proposal)
    assert "จะทำพร้อมงานวางท่อ" in public(client, proposal)

    with pytest.raises(ReasonNeededError):
        take_back(reply, cast.officer, reason=" ")
    take_back(reply, cast.officer)
    assert "จะทำพร้อมงานวางท่อ" not in public(client, proposal)
    with pytest.raises(WrongMomentError):
        take_back(reply, cast.officer)
    follow_proposals()
    assert unproved_stages() == []
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "forums.proposal_answered",
        "forums.reply_taken_back",
    ]


def test_what_is_passed_on_has_the_agency_its_number_and_its_answer(client, cast, proposal):
    reply = forward(proposal, cast.officer, case_number="2023-ABC")

    assert all(text in public(client, proposal) for text in (AGENCY, "2023-ABC", "กำลังรอคำตอบของหน่วยงาน"))

    agency_answers(reply, cast.officer)

    told = public(client, proposal)
    assert "ติดแล้ว" in told
    assert "กำลังรอคำตอบ" not in told
    assert Reply.objects.get().case_number == "2023-ABC"
    assert {"forums.proposal_forwarded", "forums.agency_answered"} <= set(Entry.objects.values_list("verb", flat=True))


def test_only_the_own_office_answers_and_only_once(cast, proposal):
    for stranger in (cast.away_officer, cast.member, cast.strategy):
        with pytest.raises(PermissionDenied):
            answer(proposal, stranger)
    reply = answer(proposal, cast.officer)
    with pytest.raises(PermissionDenied):
        take_back(reply, cast.away_officer)
    with pytest.raises(NotToBeAnsweredError, match="ถอนคำตอบเดิมก่อน"):
        forward(proposal, cast.officer)
    with pytest.raises(WrongMomentError, match="ไม่ได้ส่งต่อ"):
        agency_answers(reply, cast.officer)


def test_what_became_something_else_is_not_answered(cast, proposal, held):
    plan = PlanRevisionFactory(plan=PlanFactory(community=cast.home_community)).plan
    other = ProposalFactory(forum=proposal.forum)
    successions.merge(into_id=proposal.pk, proposal_ids=[other.pk], on=DAY, by=cast.officer, at=AT)

    with pytest.raises(NotToBeAnsweredError, match="ตอบที่ข้อเสนอนั้น"):
        answer(other, cast.officer)
    uptakes.take_up(plan_id=plan.pk, proposal_id=proposal.pk, on=DAY, by=cast.member, at=AT)
    with pytest.raises(NotToBeAnsweredError, match="อยู่ในแผน"):
        answer(proposal, cast.officer)
    with pytest.raises(NotToBeAnsweredError, match="เผยแพร่"):
        answer(ProposalFactory(forum=held), cast.officer)


def test_the_answer_to_a_merged_proposal_is_read_on_the_page_of_each_original(client, cast, proposal):
    other = ProposalFactory(forum=proposal.forum)
    successions.merge(into_id=proposal.pk, proposal_ids=[other.pk], on=DAY, by=cast.officer, at=AT)

    answer(proposal, cast.officer)

    assert "จะทำพร้อมงานวางท่อ" in public(client, other)
    assert list(waiting_for_an_answer()) == []


def test_what_is_unanswered_waits_for_the_district_when_it_is_due(client, cast, settings):
    settings.PROPOSAL_ANSWER_WITHIN_DAYS = 30
    soon, late, early, old = (
        ForumFactory(district=cast.home, published=True, scheduled_on=DAY - timedelta(days=days))
        for days in (20, 40, 5, 500)
    )
    for forum in (soon, late, early, old):
        ProposalFactory.create_batch(2, forum=forum)
    answer(soon.proposals.earliest("pk"), cast.officer)

    found = [todo for todo in todos_for(cast.officer, on=DAY) if "ตอบข้อเสนอ" in todo.act]

    assert [(todo.forum, todo.days_late) for todo in found] == [(late.pk, 10), (soon.pk, -10)]
    assert "1 ข้อ" in found[1].act
    assert [todo for todo in todos_for(cast.away_officer, on=DAY) if "ตอบข้อเสนอ" in todo.act] == []
    client.force_login(cast.officer)
    assert len(client.get(found[0].url).context["page"]) == 7


def test_the_pages_answer_pass_on_and_keep_the_agency_s_word(client, cast, proposal):
    client.force_login(cast.officer)
    sent = client.post(
        reverse("forums:forward", args=[proposal.uuid]), {"agency": AGENCY, "case_number": "1"}, follow=True
    )
    assert "บันทึกการส่งต่อแล้ว" in words_of(sent)
    reply = Reply.objects.get()

    told = client.post(reverse("forums:agency-answer", args=[reply.pk]), {"agency_answer": "ติดแล้ว"}, follow=True)
    back = client.post(reverse("forums:reply-take-back", args=[reply.pk]), {"reason": "ผิดข้อ"}, follow=True)
    done = client.post(reverse("forums:answer", args=[proposal.uuid]), {"text": "จะทำ"}, follow=True)

    assert "ติดแล้ว" in words_of(told)
    assert "ถอนคำตอบแล้ว" in words_of(back)
    assert "ตอบข้อเสนอแล้ว" in words_of(done)
    assert client.get(reverse("forums:reply-take-back", args=[reply.pk])).status_code == 404


def reply_twice():
    ReplyFactory(proposal=ReplyFactory().proposal)


BREACHES = {
    "proposal_has_one_reply_at_a_time": reply_twice,
    "only_a_forwarded_proposal_has_an_agency": lambda: ReplyFactory(kind="answer", text="ตอบ"),
    "answer_of_an_office_has_words": lambda: ReplyFactory(kind="answer", agency=""),
    "answer_of_an_agency_is_signed": lambda: ReplyFactory(agency_answer="ติดแล้ว"),
    "ended_reply_is_signed_and_has_a_reason": lambda: ReplyFactory(ended_reason="ผิด"),
}


@pytest.mark.parametrize("name", BREACHES)
def test_a_broken_promise_is_refused_by_its_name(db, name):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREACHES[name]()

    assert refusal.value.__cause__.diag.constraint_name == name
