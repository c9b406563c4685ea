"""What becomes of a proposal that stands for others becomes of them, on every page and in the kept stages."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from bkkplan.ground.audit.record import record
from budget.actions.stages import follow_all_proposals, follow_proposals
from budget.enums import ItemProgress, Stage
from budget.queries import stages
from budget.queries.stages import published_by_stage, unproved_stages
from budget.queries.trace import ProposalStatus, statuses_of, trace
from forums.actions import steps, successions
from forums.models import Proposal
from tests.budget.test_trace import MAY, confirm, include, take_up
from tests.factories.accounts import AT
from tests.factories.forums import ForumFactory, ProposalFactory
from tests.words import words_of

DAY = date(2023, 6, 2)


@pytest.fixture
def forum(cast, settings):
    settings.WORKING_DAY = DAY.isoformat()
    return ForumFactory(district=cast.home, published=True, announced_on=date(2023, 4, 1))


@pytest.fixture
def followed(monkeypatch):
    """Only what the acts touched is followed, and it is compared with what the records say."""
    monkeypatch.setattr(stages, "READ_AGAIN", 0)

    def follow():
        follow_proposals()
        assert unproved_stages() == []

    return follow


def merge(into, *others, by):
    ids = [one.pk for one in others]
    return successions.merge(into_id=into.pk, proposal_ids=ids, on=DAY, by=by, at=AT)


def stage_of(proposal):
    return statuses_of([proposal.pk])[proposal.pk].stage


def test_the_kept_stages_follow_every_kind_of_act(cast, forum, followed):
    lead, other, far, whole = ProposalFactory.create_batch(4, forum=forum)
    project = take_up(lead)
    confirm(project)
    include(project)
    follow_all_proposals()

    [row] = merge(lead, other, by=cast.officer)
    followed()
    assert stage_of(other) is Stage.INCLUDED

    merge(lead, far, by=cast.officer)
    followed()
    assert stage_of(far) is Stage.INCLUDED

    successions.take_out(succession_id=row.pk, reason="คนละเรื่อง", on=DAY, by=cast.officer, at=AT)
    followed()
    assert (stage_of(other), stage_of(far)) == (Stage.PROPOSED, Stage.INCLUDED)

    made = successions.split(proposal_id=whole.pk, parts=["ก", "ข"], reason="สองเรื่อง", on=DAY, by=cast.officer, at=AT)
    followed()
    assert stage_of(whole) is Stage.PROPOSED
    merge(lead, made[0].into, by=cast.officer)
    followed()
    assert stage_of(whole) is Stage.INCLUDED


def test_undoing_a_split_puts_the_whole_back(cast, forum, followed):
    whole = ProposalFactory(forum=forum)
    made = successions.split(proposal_id=whole.pk, parts=["ก", "ข"], reason="สองเรื่อง", on=DAY, by=cast.officer, at=AT)
    uptake = take_up(made[1].into).uptakes.get()
    follow_all_proposals()
    assert stage_of(whole) is Stage.PLANNED
    steps.end_uptake(uptake, reason="พลาด", on=DAY, by=cast.member, at=AT)
    uptake.save()
    record("forums.uptake_ended", uptake, by=cast.member, at=AT)

    successions.join_again(proposal_id=whole.pk, reason="แยกผิด", on=DAY, by=cast.officer, at=AT)

    followed()
    assert statuses_of([whole.pk])[whole.pk] == ProposalStatus(Stage.PROPOSED)


def test_parts_are_not_counted_and_originals_are(cast, forum):
    lead, other, whole = ProposalFactory.create_batch(3, forum=forum)
    take_up(lead)
    merge(lead, other, by=cast.officer)
    made = successions.split(proposal_id=whole.pk, parts=["ก", "ข"], reason="สองเรื่อง", on=DAY, by=cast.officer, at=AT)
    take_up(made[0].into)
    follow_all_proposals()

    counted = published_by_stage()

    assert (counted[Stage.PROPOSED], counted[Stage.PLANNED]) == (3, 3)
    assert Proposal.objects.count() == 5


def test_the_public_page_of_each_original_leads_on_and_tells_what_became_of_it(client, cast, forum):
    lead = ProposalFactory(forum=forum, title="ติดไฟทั้งซอย")
    other = ProposalFactory(forum=forum, title="ขอไฟสว่าง")
    project = take_up(lead)
    confirm(project)
    include(project, progress=ItemProgress.DONE, done_on=MAY, result="ติดครบ 12 ต้น", planned_amount=Decimal(100))
    merge(lead, other, by=cast.officer)

    of_other = client.get(reverse("public:proposal", args=[other.uuid]))
    of_lead = client.get(reverse("public:proposal", args=[lead.uuid]))

    assert reverse("public:proposal", args=[lead.uuid]) in of_other.content.decode()
    for page in (of_other, of_lead):
        assert "สำนักงานเขตทำเรื่องนี้เสร็จแล้วเมื่อ" in words_of(page)
        assert "ติดครบ 12 ต้น" in words_of(page)
    assert "รวมจาก 2 ข้อเสนอ" in words_of(of_lead)
    assert reverse("public:proposal", args=[other.uuid]) in of_lead.content.decode()
    assert "ขอไฟสว่าง" in words_of(of_other)


def test_the_public_page_of_a_split_proposal_leads_to_its_parts_and_back(client, cast, forum):
    whole = ProposalFactory(forum=forum)
    made = successions.split(
        proposal_id=whole.pk, parts=["ซ่อมทาง", "ติดไฟ"], reason="สองเรื่อง", on=DAY, by=cast.officer, at=AT
    )

    of_whole = client.get(reverse("public:proposal", args=[whole.uuid])).content.decode()
    of_part = client.get(reverse("public:proposal", args=[made[0].into.uuid])).content.decode()

    assert all(reverse("public:proposal", args=[row.into.uuid]) in of_whole for row in made)
    assert reverse("public:proposal", args=[whole.uuid]) in of_part


def test_the_money_of_a_merged_proposal_stands_once(cast, forum):
    lead, other = ProposalFactory.create_batch(2, forum=forum)
    take_up(lead)
    merge(lead, other, by=cast.officer)

    [own], [shared] = trace(lead).ways, trace(other).ways

    assert (own.uptake.is_shared, shared.uptake.is_shared) == (False, True)
    assert shared.uptake.through == lead.pk
