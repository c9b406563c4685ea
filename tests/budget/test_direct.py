"""A district takes a proposal that no community took up straight into its action plan, on a road of its own."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from bkkplan.figures.kpi.registry import Mark, Window, evidence_of, figure
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Refusal
from budget.actions.errors import (
    AlreadyBegunError,
    CarriesProposalError,
    ItemHasMoneyError,
    NotAnsweredError,
    NotIncludableError,
    OwnEditionError,
    ReasonNeededError,
)
from budget.actions.money import money
from budget.actions.plan import action_plan, direct, items
from budget.actions.stages import follow_all_proposals, follow_proposals
from budget.enums import EditionState, Ending, ItemProgress, Stage
from budget.models import ActionPlan, DirectInclusion
from budget.queries import stages
from budget.queries.plan.direct import direct_of
from budget.queries.stages import published_by_stage, unproved_stages
from budget.queries.strategy.trees import uses_of
from budget.queries.trace import leads_of, trace
from forums.actions import proposals as writing
from forums.actions import replies, successions, uptakes
from forums.enums import ReplyKind
from forums.models import Reply
from forums.queries.replies import waiting_for_an_answer
from tests.at_once import at_once
from tests.deciding import decide
from tests.factories.accounts import AT
from tests.factories.budget import (
    ActionPlanEditionFactory,
    ActionPlanItemFactory,
    InclusionFactory,
    StrategyNodeFactory,
    StrategyTreeFactory,
)
from tests.factories.communities import PlanFactory, PlanProjectFactory, PlanRevisionFactory
from tests.factories.forums import ForumFactory, ProposalFactory, ReplyFactory, UptakeFactory
from tests.words import words_of

ON = date(2023, 6, 2)
YES = {"fits_mission": True, "fits_area_strategy": True, "fits_city_strategy": True}
A_NO = {**YES, "fits_mission": False, "mission_reason": "เป็นหน้าที่ของการไฟฟ้า"}
TYPED = {"fits_mission": "yes", "fits_area_strategy": "yes", "fits_city_strategy": "yes", "amount": "20000"}


@pytest.fixture
def proposal(cast):
    forum = ForumFactory(district=cast.home, published=True, announced_on=date(2023, 4, 1))
    return ProposalFactory(forum=forum, title="ขอทางม้าลายหน้าโรงเรียน", detail="เด็กข้ามถนนลำบาก", requested_amount=20_000)


@pytest.fixture
def draft(cast):
    return ActionPlanEditionFactory(plan__district=cast.home, plan__fiscal_year=2567, number=0, reason="")


@pytest.fixture
def followed(monkeypatch):
    monkeypatch.setattr(stages, "READ_AGAIN", 0)

    def follow():
        follow_proposals()
        assert unproved_stages() == []

    return follow


def take_in(proposal, draft, by, answers=YES, amount=Decimal(20_000), **more):
    return direct.take_in(
        plan_id=draft.plan_id,
        proposal_id=proposal.pk,
        answers=answers,
        amount=amount,
        **{"act": uuid4(), **more},
        by=by,
        at=AT,
        on=ON,
    )


def take_back(row, by, reason="เขตอื่นทำแล้ว"):
    return direct.take_back(direct_id=row.pk, reason=reason, by=by, at=AT, on=ON)


def approve(plan_id, cast):
    action_plan.submit(plan_id=plan_id, by=cast.officer, at=AT, on=ON)
    return action_plan.approve(plan_id=plan_id, by=cast.director, at=AT, on=ON)


def amend(plan_id, cast):
    return action_plan.open_amendment(plan_id=plan_id, reason="ปรับแผน", by=cast.officer, at=AT)


def fund(item, amount):
    on = date(2023, 11, 5)
    money.approve_item_budget(item_id=item.pk, amount=Decimal(amount), act=uuid4(), by=None, at=AT, on=on)


def page(client, proposal):
    return words_of(client.get(reverse("public:proposal", args=[proposal.uuid])))


class TestTakingIn:
    def test_a_new_item_has_the_words_and_the_amount_of_the_proposal(self, cast, proposal, draft):
        row = take_in(proposal, draft, cast.officer)

        assert (row.item.title, row.item.objective, row.item.planned_amount) == (
            proposal.title,
            proposal.detail,
            Decimal(20_000),
        )
        assert (row.edition, row.item.introduced_in, row.reply.kind) == (draft, draft, ReplyKind.TAKEN_IN)
        assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
            "forums.proposal_taken_in",
            "budget.item_added",
            "budget.proposal_taken_in",
        ]

    def test_an_item_that_is_there_takes_it_and_keeps_its_words(self, cast, proposal, draft):
        item = ActionPlanItemFactory(introduced_in=draft, title="ปรับปรุงทางเท้า")

        row = take_in(proposal, draft, cast.officer, item_id=item.pk)

        item.refresh_from_db()
        assert (row.item, item.title) == (item, "ปรับปรุงทางเท้า")

    def test_sent_twice_it_is_done_once(self, cast, proposal, draft):
        act = uuid4()

        first, second = (take_in(proposal, draft, cast.officer, act=act) for _ in range(2))

        assert first == second
        assert draft.plan.items.count() == 1

    def test_the_three_questions_are_answered_and_a_no_is_explained(self, cast, proposal, draft):
        with pytest.raises(NotAnsweredError):
            take_in(proposal, draft, cast.officer, answers={"fits_mission": True})
        with pytest.raises(NotAnsweredError):
            take_in(proposal, draft, cast.officer, answers={**A_NO, "mission_reason": ""})
        with pytest.raises(ReasonNeededError):
            take_in(proposal, draft, cast.officer, answers=A_NO)
        assert not Reply.objects.exists()

        row = take_in(proposal, draft, cast.officer, answers=A_NO, reason="เร่งด่วน เด็กถูกรถชน")

        assert (row.fits_mission, row.reason) == (False, "เร่งด่วน เด็กถูกรถชน")

    def test_a_yes_takes_the_only_node_and_the_tree_says_that_it_is_used(self, cast, proposal, draft):
        tree = StrategyTreeFactory(kind="mission", district=cast.home, first_year=2567, last_year=2567)
        node = StrategyNodeFactory(tree=tree)

        row = take_in(proposal, draft, cast.officer)

        assert row.mission_node == node
        assert uses_of([node], year=FiscalYear(2567))[node.pk].total() == 1

    def test_only_who_checks_plans_and_writes_this_one_may(self, cast, proposal, draft):
        for stranger in (cast.away_officer, cast.member, cast.strategy):
            with pytest.raises(PermissionDenied):
                take_in(proposal, draft, stranger)
        away = ActionPlanEditionFactory(plan__district=cast.away, plan__fiscal_year=2567)
        with pytest.raises((PermissionDenied, NotIncludableError)):
            take_in(proposal, away, cast.officer)
        assert not DirectInclusion.objects.exists()

    def test_the_edition_is_approved_by_another_person_than_handed_it_in(self, cast, proposal, draft):
        take_in(proposal, draft, cast.director)
        action_plan.submit(plan_id=draft.plan_id, by=cast.director, at=AT, on=ON)

        with pytest.raises(OwnEditionError):
            action_plan.approve(plan_id=draft.plan_id, by=cast.director, at=AT, on=ON)


class TestOnlyOneThingBecomesOfIt:
    def test_what_is_taken_in_is_not_answered_forwarded_tied_taken_up_merged_split_or_removed(
        self, cast, proposal, draft
    ):
        row = take_in(proposal, draft, cast.officer)
        plan = PlanRevisionFactory(plan=PlanFactory(community=cast.home_community)).plan
        handed_in = PlanProjectFactory(
            revision=PlanRevisionFactory(plan__community__subdistrict__district=cast.home, submitted=True)
        )
        lead = ProposalFactory(forum=proposal.forum)
        by, why = cast.officer, {"on": ON, "by": cast.officer, "at": AT}

        for attempt in (
            lambda: replies.answer(proposal_id=proposal.pk, text="ทำแล้ว", **why),
            lambda: replies.forward(proposal_id=proposal.pk, agency="กฟน.", **why),
            lambda: uptakes.tie(proposal_id=proposal.pk, project_id=handed_in.pk, **why),
            lambda: uptakes.take_up(plan_id=plan.pk, proposal_id=proposal.pk, on=ON, by=cast.member, at=AT),
            lambda: successions.merge(into_id=lead.pk, proposal_ids=[proposal.pk], **why),
            lambda: successions.split(proposal_id=proposal.pk, parts=["ก", "ข"], reason="สอง", **why),
            lambda: replies.take_back(reply_id=row.reply_id, reason="พลาด", **why),
            lambda: take_in(proposal, draft, by),
            lambda: writing.remove_proposal(
                forum_id=proposal.forum_id, uuid=proposal.uuid, seen=proposal.version, reason="ซ้ำ", **why
            ),
        ):
            with pytest.raises(Refusal, match="แผนปฏิบัติราชการ"):
                attempt()
        assert proposal not in waiting_for_an_answer()

    def test_what_something_became_of_is_not_taken_in(self, cast, proposal, draft):
        answered = ReplyFactory(proposal__forum=proposal.forum).proposal
        taken = UptakeFactory(proposal=ProposalFactory(forum=proposal.forum)).proposal
        merged = ProposalFactory(forum=proposal.forum)
        successions.merge(into_id=proposal.pk, proposal_ids=[merged.pk], on=ON, by=cast.officer, at=AT)
        held = ProposalFactory(forum=ForumFactory(held=True, district=cast.home, announced_on=date(2023, 4, 1)))

        for one in (answered, taken, merged, held):
            with pytest.raises(Refusal):
                take_in(one, draft, cast.officer)
        assert not DirectInclusion.objects.exists()

    def test_the_database_refuses_what_no_act_would_write(self, cast, proposal, draft):
        row = take_in(proposal, draft, cast.officer)
        elsewhere = ReplyFactory(proposal=ProposalFactory(), kind=ReplyKind.TAKEN_IN, agency="")
        answer = ReplyFactory(proposal__forum=proposal.forum)
        other_plan = ActionPlanEditionFactory(plan__district=cast.home, plan__fiscal_year=2568)

        def write(rule, **fields):
            with pytest.raises(IntegrityError, match=rule), transaction.atomic():
                DirectInclusion.objects.create(**{"item": row.item, "edition": draft, **YES, **fields})

        write("an item answers proposals of its own district", reply=elsewhere)
        write("the office said something else to the proposal", reply=answer)
        write("reply_id", reply=row.reply)  # one item for one reply
        free = ReplyFactory(proposal=ProposalFactory(forum=proposal.forum), kind=ReplyKind.TAKEN_IN, agency="")
        write("the edition is of another plan than the item", reply=free, edition=other_plan)
        write("direct_inclusion_has_three_answers_and_reasons", reply=free, fits_mission=None)
        unexplained = {"fits_mission": False, "mission_reason": "ไม่ใช่หน้าที่"}
        write("direct_inclusion_against_a_no_is_explained", reply=free, **unexplained)
        with pytest.raises(IntegrityError, match="proposal_has_one_reply_at_a_time"), transaction.atomic():
            ReplyFactory(proposal=proposal, kind=ReplyKind.TAKEN_IN, agency="")
        with pytest.raises(IntegrityError, match="is not taken up by a plan"), transaction.atomic():
            UptakeFactory(proposal=proposal)
        with pytest.raises(IntegrityError, match="is not taken straight into an action plan"), transaction.atomic():
            ReplyFactory(
                proposal=UptakeFactory(proposal__forum=proposal.forum).proposal, kind=ReplyKind.TAKEN_IN, agency=""
            )


@pytest.mark.django_db(transaction=True)
def test_a_committee_and_the_district_at_once_do_one_of_the_two(cast, proposal, draft):
    plan = PlanRevisionFactory(plan=PlanFactory(community=cast.home_community)).plan

    def act(whose):
        try:
            if whose == "district":
                return take_in(proposal, draft, cast.officer)
            return uptakes.take_up(plan_id=plan.pk, proposal_id=proposal.pk, on=ON, by=cast.member, at=AT)
        except Refusal as refusal:
            return refusal

    done = at_once(act, ["district", "committee", "district"])

    assert sum(isinstance(one, Refusal) for one in done) == 2
    assert DirectInclusion.objects.count() + proposal.uptakes.count() == 1


class TestTakingBack:
    def test_from_a_draft_it_is_free_at_once_and_its_own_item_goes(self, cast, proposal, draft, followed):
        follow_all_proposals()
        row = take_in(proposal, draft, cast.officer)
        with pytest.raises(CarriesProposalError):
            items.drop_item(item_id=row.item_id, reason="", by=cast.officer, at=AT, on=ON)
        with pytest.raises(ReasonNeededError):
            take_back(row, cast.officer, reason=" ")

        take_back(row, cast.officer)
        take_back(row, cast.officer)  # sent twice

        assert not draft.plan.items.live().exists()
        assert proposal in waiting_for_an_answer()
        followed()
        verbs = list(Entry.objects.order_by("-pk").values_list("verb", flat=True)[:3])
        assert verbs == ["budget.proposal_taken_back", "budget.item_dropped", "forums.reply_taken_back"]
        replies.answer(proposal_id=proposal.pk, text="เขตอื่นทำแล้ว", on=ON, by=cast.officer, at=AT)

    def test_an_item_that_was_there_before_stays(self, cast, proposal, draft):
        item = ActionPlanItemFactory(introduced_in=draft)
        row = take_in(proposal, draft, cast.officer, item_id=item.pk)

        take_back(row, cast.officer)

        assert list(draft.plan.items.live()) == [item]

    def test_from_an_approved_plan_it_goes_by_an_amendment(self, client, cast, proposal, draft, followed):
        follow_all_proposals()
        row = take_in(proposal, draft, cast.officer)
        approve(draft.plan_id, cast)
        amend(draft.plan_id, cast)

        take_back(row, cast.officer)

        assert trace(proposal).status.ending is None
        action_plan.discard_amendment(plan_id=draft.plan_id, by=cast.officer, at=AT, on=ON)
        row.refresh_from_db()
        assert row.removed_in is None
        amend(draft.plan_id, cast)
        take_back(row, cast.officer)
        approve(draft.plan_id, cast)

        assert trace(proposal).status.ending == Ending.TAKEN_OUT
        assert "เขตอื่นทำแล้ว" in page(client, proposal)
        followed()
        replies.answer(proposal_id=proposal.pk, text="ทางหลวงทำให้แล้ว", on=ON, by=cast.officer, at=AT)
        assert "ทางหลวงทำให้แล้ว" in page(client, proposal)

    def test_an_amendment_that_is_given_up_gives_back_what_it_took_in(self, cast, proposal, draft):
        approve(ActionPlanItemFactory(introduced_in=draft).plan_id, cast)
        edition = amend(draft.plan_id, cast)
        row = take_in(proposal, edition, cast.officer)
        assert not action_plan.is_empty(edition)

        action_plan.discard_amendment(plan_id=draft.plan_id, by=cast.officer, at=AT, on=ON)

        row.reply.refresh_from_db()
        assert row.reply.ended_on == ON
        assert trace(proposal, with_unpublished=True).ways == ()

    def test_what_is_dropped_by_an_amendment_is_over_with_it(self, cast, proposal, draft):
        row = take_in(proposal, draft, cast.officer)
        approve(draft.plan_id, cast)
        amend(draft.plan_id, cast)
        items.drop_item(item_id=row.item_id, reason="ไม่มีที่", by=cast.officer, at=AT, on=ON)
        approve(draft.plan_id, cast)

        way = trace(proposal).ways[0]
        assert (way.ending, way.taken_out.reason) == (Ending.TAKEN_OUT, "ไม่มีที่")
        assert proposal in waiting_for_an_answer()

    def test_money_and_begun_work_keep_it(self, cast, proposal, draft):
        row = take_in(proposal, draft, cast.officer)
        approve(draft.plan_id, cast)
        amend(draft.plan_id, cast)
        type(row.item).objects.filter(pk=row.item_id).update(progress=ItemProgress.UNDER_WAY)
        with pytest.raises(AlreadyBegunError):
            take_back(row, cast.officer)
        fund(row.item, 10_000)
        with pytest.raises(ItemHasMoneyError):
            take_back(row, cast.officer)


class TestItsOwnRoad:
    def test_nobody_outside_sees_it_before_the_plan_is_approved(self, client, cast, proposal, draft):
        take_in(proposal, draft, cast.officer)

        assert trace(proposal).ways == ()
        assert trace(proposal, with_unpublished=True).status.stage is Stage.INCLUDED
        assert "ตอนนี้ยังไม่มีชุมชนใดรับไปทำต่อ" in page(client, proposal)

    def test_the_page_says_so_and_then_follows_item_money_and_progress(self, client, cast, proposal, draft, followed):
        follow_all_proposals()
        row = take_in(proposal, draft, cast.officer, answers=A_NO, reason="เร่งด่วน")
        approve(draft.plan_id, cast)
        followed()

        told = page(client, proposal)

        assert "เขตนำเข้าแผนปฏิบัติราชการโดยตรง" in told
        assert all(text in told for text in ("สอดคล้อง 2 ใน 3 ข้อ", "เป็นหน้าที่ของการไฟฟ้า", "เร่งด่วน", "รองบประมาณ"))
        item = row.item
        type(item).objects.filter(pk=item.pk).update(progress="done", done_on=ON, result="ตีเส้นแล้ว 2 จุด")
        assert "ตีเส้นแล้ว 2 จุด" in page(client, proposal)
        assert trace(proposal).status.stage is Stage.DONE
        for address in (reverse("public:item", args=[item.uuid]), reverse("budget:item", args=[item.uuid])):
            client.force_login(cast.officer)
            shown = client.get(address)
            assert reverse("public:proposal", args=[proposal.uuid]) in shown.content.decode()
            assert "ไม่นับเป็นโครงการของชุมชน" in words_of(shown)

    def test_it_shares_the_money_of_its_item_with_communities_and_the_sum_is_the_items(self, cast, proposal, draft):
        row = take_in(proposal, draft, cast.officer)
        beside = InclusionFactory(item=row.item, project__amount=60_000)
        approve(draft.plan_id, cast)
        fund(row.item, 40_000)

        [origin] = direct_of(row.item)

        assert origin.part.transferred == 10_000
        assert beside.item.direct_inclusions.get() == row

    def test_a_merged_proposal_goes_the_same_way(self, client, cast, proposal, draft, followed):
        other = ProposalFactory(forum=proposal.forum)
        successions.merge(into_id=proposal.pk, proposal_ids=[other.pk], on=ON, by=cast.officer, at=AT)
        take_in(proposal, draft, cast.officer)
        follow_all_proposals()
        approve(draft.plan_id, cast)

        followed()
        assert "เขตนำเข้าแผนปฏิบัติราชการโดยตรง" in page(client, other)
        ways = {pk: way for pk, (_status, way) in leads_of([proposal.pk, other.pk]).items()}
        assert (ways[proposal.pk].is_shared, ways[other.pk].is_shared) == (False, True)

    def test_it_is_counted_as_included_and_never_as_in_a_communitys_plan(self, cast, proposal, draft):
        take_in(proposal, draft, cast.officer)
        approve(draft.plan_id, cast)
        follow_all_proposals()

        counted = published_by_stage()

        assert (counted[Stage.PLANNED], counted[Stage.CHECKED], counted[Stage.INCLUDED]) == (0, 1, 1)

    def test_kpi_3_counts_neither_it_nor_its_district_and_its_evidence_has_nothing_of_it(self, cast, proposal, draft):
        take_in(proposal, draft, cast.officer)
        approve(draft.plan_id, cast)
        year, day = FiscalYear(2566), date(2023, 9, 30)

        def home():
            return next(r for r in figure("KPI-3", year, day, at=AT).results if r.unit == cast.home.pk)

        assert home().mark == Mark.MISSING
        assert evidence_of("KPI-3", cast.home.pk, Window.of(year, day, date(2023, 10, 15))) == ()

        InclusionFactory(item=ActionPlanItemFactory(introduced_in=draft), included_on=ON)  # a community's counts
        assert home().mark == Mark.COUNTED
        assert len(evidence_of("KPI-3", cast.home.pk, Window.of(year, day, date(2023, 10, 15)))) == 1


class TestThePages:
    def address(self, proposal):
        return reverse("budget:take-in", args=[proposal.uuid])

    def test_the_office_goes_there_from_the_proposal_and_comes_to_the_item(self, client, cast, proposal, draft):
        client.force_login(cast.officer)
        work = client.get(reverse("forums:proposal-work", args=[proposal.uuid])).content.decode()
        assert self.address(proposal) in work

        act = client.get(self.address(proposal)).context["form"]["act"].value()
        answer = decide(client, self.address(proposal), **TYPED, act=act)

        item = DirectInclusion.objects.get().item
        assert answer.url == item.get_absolute_url()
        assert client.get(self.address(proposal)).url == item.get_absolute_url()
        assert "เปิดรายการในแผน" in words_of(client.get(reverse("forums:proposal-work", args=[proposal.uuid])))
        plan = words_of(client.get(draft.plan.get_absolute_url()))
        assert "เขตนำเข้าโดยตรงจากข้อเสนอ" in plan
        row = DirectInclusion.objects.get()
        client.post(reverse("budget:take-back", args=[item.uuid, row.pk]), {"reason": "ผิดข้อ"})
        assert Reply.objects.get().ended_reason == "ผิดข้อ"

    def test_what_is_missing_is_said_at_its_field(self, client, cast, proposal, draft):
        client.force_login(cast.officer)

        answer = decide(client, self.address(proposal), act=uuid4(), fits_mission="no", fits_area_strategy="yes")

        assert answer.status_code == 422
        assert {"fits_city_strategy", "mission_reason"} <= answer.context["form"].errors.keys()

    def test_words_that_changed_meanwhile_come_back(self, client, cast, proposal, draft):
        client.force_login(cast.officer)
        seen = client.get(self.address(proposal)).context["seen"]
        type(proposal).objects.filter(pk=proposal.pk).update(requested_amount=99)

        answer = client.post(self.address(proposal), {**TYPED, "act": uuid4(), "seen": seen})

        assert answer.status_code == 409
        assert not Reply.objects.exists()

    def test_without_a_plan_in_the_making_it_says_what_to_do(self, client, cast, proposal):
        client.force_login(cast.officer)

        shown = client.get(self.address(proposal))

        assert "เริ่มแผนหรือเปิดการแก้ไขเพิ่มเติมก่อน" in words_of(shown)
        assert client.post(self.address(proposal), {**TYPED, "act": uuid4()}).status_code in {302, 409}
        assert not ActionPlan.objects.exists()

    def test_the_director_reads_it_where_the_plan_is_approved(self, client, cast, proposal, draft):
        take_in(proposal, draft, cast.officer)
        action_plan.submit(plan_id=draft.plan_id, by=cast.officer, at=AT, on=ON)
        client.force_login(cast.director)
        where = [draft.plan.year, cast.home.code]

        shown = words_of(client.get(reverse("budget:action-plan-approve", args=where)))

        assert "เขตนำเข้าโดยตรงจากข้อเสนอ" in shown
        draft.refresh_from_db()
        assert draft.state == EditionState.SUBMITTED
