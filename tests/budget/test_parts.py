"""A project goes into items whole or in parts, and what one act took in is taken back by one."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions import errors
from budget.actions.plan import action_plan, items
from budget.actions.plan.taking_in import undo_taking_in
from budget.models import ActionPlanItem, Inclusion, ItemWords, TakingIn
from budget.queries.plan.pool import pool, taken_of
from budget.queries.trace import trace
from communities.enums import ProjectKind
from communities.models import PlanProject
from tests.at_once import at_once
from tests.factories.budget import AT, CheckFactory
from tests.factories.communities import PlanProjectFactory, PlanRevisionFactory
from tests.factories.forums import ForumFactory, ProposalFactory, UptakeFactory

ON = date(2023, 6, 2)


@pytest.fixture
def plan(cast):
    return action_plan.open_plan(district_id=cast.home.pk, year=FiscalYear(2567), by=cast.officer, at=AT)


@pytest.fixture
def project(cast):
    revision = PlanRevisionFactory(plan__community=cast.home_community, plan__fiscal_year=2567, confirmed=True)
    project = PlanProjectFactory(revision=revision, title="ไฟทางเดิน", amount=100_000)
    CheckFactory(project=project)
    return project


def take(plan, projects, by, amount=None, **how):
    amounts = {project.pk: Decimal(amount) for project in projects} if amount else None
    how = {"act": uuid4(), "amounts": amounts, **how}
    return items.include(plan_id=plan.pk, project_ids=[project.pk for project in projects], **how, by=by, at=AT, on=ON)


def undo(act, by):
    return undo_taking_in(taking_id=TakingIn.objects.get(uuid=act).pk, by=by, at=AT, on=ON)


def left(plan):
    rows = list(pool(plan))
    taken = taken_of(rows)
    return {row.title: row.amount - taken[row.pk].amount for row in rows}


class TestParts:
    def test_go_into_several_items_and_the_rest_stays_in_the_pool(self, cast, plan, project):
        (first,) = take(plan, [project], cast.officer, 60_000)
        assert (first.amount, first.item.planned_amount) == (60_000, 60_000)
        assert left(plan) == {"ไฟทางเดิน": 40_000}

        (rest,) = take(plan, [project], cast.officer)

        assert (rest.amount, rest.item.planned_amount) == (40_000, 40_000)
        assert rest.item != first.item
        assert left(plan) == {}
        told = Entry.objects.filter(verb="budget.project_included").order_by("pk")
        assert [Decimal(entry.details["amount"]) for entry in told] == [60_000, 40_000]

    @pytest.mark.parametrize("amount", ["100000.01", "40000.01"])
    def test_that_exceed_the_project_are_refused_with_a_sentence_and_nothing_is_written(
        self, cast, plan, project, amount
    ):
        if amount == "40000.01":
            take(plan, [project], cast.officer, 60_000)
        before = (ActionPlanItem.objects.count(), Inclusion.objects.count(), TakingIn.objects.count())

        sentence = r"“ไฟทางเดิน” นำเข้าได้อีกไม่เกิน (40,000|100,000).00 บาท"
        with pytest.raises(errors.PartTooLargeError, match=sentence) as refused:
            take(plan, [project], cast.officer, amount)

        assert refused.value.field == f"part_{project.pk}"
        assert (ActionPlanItem.objects.count(), Inclusion.objects.count(), TakingIn.objects.count()) == before

    def test_of_what_is_granted_in_part_are_parts_of_that(self, cast, plan, project):
        project.check_result.delete()
        CheckFactory(project=project, outcome="partly", outcome_reason="งบจำกัด", granted_amount=70_000)
        take(plan, [project], cast.officer, 50_000)

        with pytest.raises(errors.PartTooLargeError):
            take(plan, [project], cast.officer, 20_001)

        assert take(plan, [project], cast.officer)[0].amount == 20_000
        assert left(plan) == {}

    def test_of_a_project_that_waited_leave_the_rest_in_the_pool(self, cast, plan, project):
        project.check_result.delete()
        CheckFactory(project=project, outcome="waiting")

        take(plan, [project], cast.officer, 60_000)

        assert left(plan) == {"ไฟทางเดิน": 40_000}

    def test_are_not_made_of_a_project_without_money(self, cast, plan, project):
        PlanProject.objects.filter(pk=project.pk).update(amount=0)

        with pytest.raises(errors.PartTooLargeError, match="ไม่มีวงเงิน"):
            take(plan, [project], cast.officer, 5)
        assert take(plan, [project], cast.officer)[0].amount is None
        assert left(plan) == {}

    def test_a_second_part_does_not_go_into_the_same_item(self, cast, plan, project):
        (first,) = take(plan, [project], cast.officer, 60_000)

        with pytest.raises(errors.NotIncludableError, match="อยู่ในรายการนี้แล้ว"):
            take(plan, [project], cast.officer, 5_000, item_id=first.item_id)

    def test_an_item_comes_back_only_while_its_projects_are_free(self, cast, plan, project):
        (first,) = take(plan, [project], cast.officer)
        dropped = items.drop_item(item_id=first.item_id, reason="", by=cast.officer, at=AT, on=ON)
        take(plan, [project], cast.officer, 60_000)

        with pytest.raises(errors.PartTooLargeError):
            items.restore_item(item_id=dropped.pk, by=cast.officer, at=AT)


def test_the_trace_of_a_proposal_has_each_part(cast, plan, project):
    proposal = ProposalFactory(forum=ForumFactory(published=True, district=cast.home))
    UptakeFactory(proposal=proposal, project=project, on=ON)
    for amount in (60_000, None):
        take(plan, [project], cast.officer, amount)
    action_plan.submit(plan_id=plan.pk, by=cast.officer, at=AT, on=ON)
    action_plan.approve(plan_id=plan.pk, by=cast.director, at=AT, on=ON)

    ways = trace(proposal).ways

    assert [way.inclusion.amount for way in ways] == [60_000, 40_000]
    assert len({way.inclusion.item for way in ways}) == 2


class TestWords:
    def test_of_an_item_come_from_its_projects(self, cast, plan, project):
        others = {
            "title": "สนามเด็กเล่น",
            "target": "1 สนาม",
            "place": "ลานวัด",
            "kind": ProjectKind.JOINT,
            "amount": 5_000,
        }
        other = PlanProjectFactory(
            revision=project.revision, work_plan=[{"activity": "ก่อสร้าง", "months": [11, 2]}], **others
        )
        check = CheckFactory(project=other)
        PlanProject.objects.filter(pk=project.pk).update(
            starts_in=1, ends_in=3, objectives="ให้ชุมชนสว่าง", target="20 จุด", place="ซอย 5"
        )

        made = take(plan, [project, other], cast.officer, is_merged=True)

        words = ItemWords.of(made[0].item)
        assert (words.title, words.objective, words.target) == (
            "ไฟทางเดิน และอีก 1 โครงการ",
            "ให้ชุมชนสว่าง",
            "20 จุด\n1 สนาม",
        )
        assert (words.starts_in, words.ends_in) == (11, 3)
        assert words.responsible == str(cast.home_community)
        assert words.note == f"จากแผนพัฒนา{cast.home_community}\nสถานที่: ซอย 5, ลานวัด"
        assert words.strategy in (check.strategy, project.check_result.strategy)
        assert words.planned_amount == 105_000


class TestUndo:
    def test_takes_back_the_items_that_the_act_made(self, cast, plan, project):
        act = uuid4()
        take(plan, [project], cast.officer, act=act)

        done = undo(act, cast.officer)

        assert not plan.items.live().exists()
        assert left(plan) == {"ไฟทางเดิน": 100_000}
        assert undo(act, cast.officer) == done
        told = Entry.objects.get(verb="budget.taking_in_undone")
        assert (told.details["items"], told.details["projects"]) == (1, ["ไฟทางเดิน"])

    def test_leaves_an_older_item_and_takes_the_projects_out_of_it(self, cast, plan, project):
        act = uuid4()
        item = items.add_item(plan_id=plan.pk, uuid=uuid4(), words=ItemWords(title="ไฟทั้งเขต"), by=cast.officer, at=AT)
        take(plan, [project], cast.officer, item_id=item.pk, act=act)

        undo(act, cast.officer)

        assert plan.items.live().get() == item
        assert left(plan) == {"ไฟทางเดิน": 100_000}

    def test_is_refused_once_somebody_wrote_in_an_item(self, cast, plan, project):
        act = uuid4()
        (made,) = take(plan, [project], cast.officer, act=act)
        items.change_item(
            item_id=made.item_id, words=ItemWords(title="ไฟ"), seen=made.item.version, by=cast.officer, at=AT
        )

        with pytest.raises(errors.ChangedSinceError, match="แก้ไขหลังนำเข้าแล้ว"):
            undo(act, cast.officer)

        assert plan.items.live().count() == 1

    def test_is_refused_once_the_edition_is_approved(self, cast, plan, project):
        act = uuid4()
        take(plan, [project], cast.officer, act=act)
        action_plan.submit(plan_id=plan.pk, by=cast.officer, at=AT, on=ON)
        action_plan.approve(plan_id=plan.pk, by=cast.director, at=AT, on=ON)

        with pytest.raises(errors.NotOpenError):
            undo(act, cast.officer)
        action_plan.open_amendment(plan_id=plan.pk, reason="งบเพิ่ม", by=cast.officer, at=AT)
        with pytest.raises(errors.ChangedSinceError, match="ไม่ใช่ฉบับที่กำลังจัดทำ"):
            undo(act, cast.officer)


@pytest.mark.django_db(transaction=True)
def test_parts_that_two_officers_take_at_once_never_exceed_the_project(cast, plan, project):
    def act(person):
        try:
            return take(plan, [project], person, 60_000)[0].amount
        except errors.PartTooLargeError:
            return "refused"

    assert sorted(map(str, at_once(act, [cast.officer, cast.director]))) == ["60000", "refused"]
    assert Inclusion.objects.get().amount == 60_000
