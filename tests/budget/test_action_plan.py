"""Opened, written, submitted, approved or sent back, amended: and what an amendment leaves alone until approval."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.queries import history_of
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import StaleError
from budget.actions import errors
from budget.actions.money import money
from budget.actions.plan import action_plan, items, progress
from budget.actions.plan.items import ItemWords
from budget.enums import EditionState
from budget.models import ActionPlan, ActionPlanItem, ConsistencyCheck, Inclusion, ItemChange
from communities.models import PlanRevision
from tests.at_once import at_once
from tests.factories.accounts import UserFactory
from tests.factories.budget import (
    AT,
    ActionPlanEditionFactory,
    ActionPlanFactory,
    ActionPlanItemFactory,
    ApprovedItemFactory,
    CheckFactory,
    InclusionFactory,
)
from tests.factories.communities import PlanProjectFactory, PlanRevisionFactory
from tests.factories.signed import signer
from tests.fixtures.people import WHO

ON = date(2023, 6, 2)
YEAR = FiscalYear(2566)


def by(person, on=None):
    return {"by": person, "at": AT} | ({"on": on} if on else {})


@pytest.fixture
def plan(cast):
    return action_plan.open_plan(district_id=cast.home.pk, year=YEAR, **by(cast.officer))


@pytest.fixture
def projects(cast):
    """Three projects of a confirmed plan at home, checked for inclusion."""
    revision = PlanRevisionFactory(
        plan__community=cast.home_community,
        state="confirmed",
        submitted_on=ON,
        submitted_at=AT,
        confirmed_on=ON,
        confirmed_at=AT,
    )
    made = PlanProjectFactory.create_batch(3, revision=revision, amount=30_000, objectives="ให้ชุมชนสว่าง")
    for project in made:
        CheckFactory(project=project)
    return made


def add(plan, cast, title="ติดตั้งไฟส่องสว่าง", **words):
    return items.add_item(plan_id=plan.pk, uuid=uuid4(), words=ItemWords(title=title, **words), **by(cast.officer))


def approve(plan, cast):
    action_plan.submit(plan_id=plan.pk, **by(cast.officer, ON))
    return action_plan.approve(plan_id=plan.pk, **by(cast.director, ON))


def include(plan, projects, cast, **how):
    return include_as(cast.officer, plan, projects, **how)


def include_as(person, plan, projects, **how):
    ids = [p.pk for p in projects]
    return items.include(plan_id=plan.pk, project_ids=ids, act=how.pop("act", uuid4()), **how, **by(person, ON))


def test_a_plan_is_opened_once(cast, plan):
    again = action_plan.open_plan(district_id=cast.home.pk, year=YEAR, **by(cast.director))

    assert again == plan
    assert plan.editions.get().number == 0


def test_only_the_office_of_the_district_opens_its_plan(cast):
    for name in ("member", "away_officer", "away_director", "social"):
        with pytest.raises(PermissionDenied):
            action_plan.open_plan(district_id=cast.home.pk, year=YEAR, **by(cast.people[name]))

    assert not ActionPlan.objects.exists()
    assert action_plan.open_plan(district_id=cast.home.pk, year=YEAR, **by(cast.officer)).district == cast.home


def test_an_item_sent_twice_is_one_item(cast, plan):
    sent = uuid4()
    for _ in range(2):
        items.add_item(plan_id=plan.pk, uuid=sent, words=ItemWords(title="ซ่อมทางเท้า"), **by(cast.officer))

    assert plan.items.get().position == 1


def test_projects_become_items_one_each(cast, plan, projects):
    include(plan, projects[:2], cast)

    first = plan.items.order_by("position").first()
    assert plan.items.count() == 2
    assert first.title == projects[0].title
    assert first.planned_amount == 30_000
    assert first.note == f"จากแผนพัฒนา{cast.home_community}"


def test_merged_projects_keep_their_originals(cast, plan, projects):
    include(plan, projects, cast, is_merged=True)

    item = plan.items.get()
    assert item.title == f"{projects[0].title} และอีก 2 โครงการ"
    assert item.planned_amount == 90_000
    assert [i.project for i in item.inclusions.order_by("pk")] == projects
    assert [i.amount for i in item.inclusions.all()] == [Decimal(30_000)] * 3


@pytest.mark.parametrize("is_merged", [True, False])
def test_projects_sent_twice_are_included_once(cast, plan, projects, is_merged):
    sent = uuid4()
    include(plan, projects[:2], cast, act=sent, is_merged=is_merged)
    include(plan, projects[:2], cast, act=sent, is_merged=is_merged)

    assert plan.items.count() == (1 if is_merged else 2)
    assert Inclusion.objects.count() == 2


def test_projects_not_checked_for_inclusion_are_refused(cast, plan, projects):
    forwarded = PlanProjectFactory(
        revision=projects[0].revision, check__outcome="forward", check__forwarded_to="สำนักการโยธา"
    )
    unconfirmed = CheckFactory(
        project__revision__plan__community=cast.home_community, project__revision__plan__fiscal_year=2565
    ).project
    elsewhere = CheckFactory(project__revision__plan__community=cast.away_community).project
    other = PlanProjectFactory(revision=projects[0].revision, check__outcome="community")

    for project, sentence in (
        (forwarded, "ไม่มีผลพิจารณา"),
        (other, "ไม่มีผลพิจารณา"),
        (unconfirmed, "ไม่ได้รับรอง"),
        (elsewhere, "ไม่พบโครงการ"),
    ):
        with pytest.raises(errors.NotIncludableError, match=sentence):
            include(plan, [project], cast)


def test_an_inclusion_ends_and_is_never_deleted(cast, plan, projects):
    (inclusion,) = include(plan, projects[:1], cast)

    items.withdraw_project(inclusion_id=inclusion.pk, reason="ซ้ำกับโครงการเดิม", **by(cast.officer, ON))

    inclusion.refresh_from_db()
    assert inclusion.ended_on == ON
    assert inclusion.ended_reason == "ซ้ำกับโครงการเดิม"
    include(plan, projects[:1], cast, item_id=inclusion.item_id)
    assert Inclusion.objects.filter(project=projects[0]).count() == 2


def test_an_empty_plan_is_not_submitted(cast, plan):
    with pytest.raises(errors.NothingToApproveError):
        action_plan.submit(plan_id=plan.pk, **by(cast.officer, ON))


def test_the_director_is_told_and_approves(cast, plan):
    add(plan, cast)

    action_plan.submit(plan_id=plan.pk, **by(cast.officer, ON))
    assert Notice.objects.get().recipient == cast.director
    edition = action_plan.approve(plan_id=plan.pk, **by(cast.director, ON))

    assert edition.state == EditionState.APPROVED
    assert edition.approved_on == ON
    assert Notice.objects.get(kind="action-plan-approved").recipient == cast.officer


def test_the_director_sends_back_with_a_reason(cast, plan):
    add(plan, cast)
    action_plan.submit(plan_id=plan.pk, **by(cast.officer, ON))

    with pytest.raises(errors.ReasonNeededError):
        action_plan.send_back(plan_id=plan.pk, reason=" ", **by(cast.director, ON))
    edition = action_plan.send_back(plan_id=plan.pk, reason="ขอตัวชี้วัด", **by(cast.director, ON))

    assert edition.state == EditionState.DRAFT
    assert edition.return_reason == "ขอตัวชี้วัด"
    notice = Notice.objects.get(kind="action-plan-sent-back")
    assert "ขอตัวชี้วัด" in notice.message % notice.params
    add(plan, cast)


def test_a_submitted_plan_is_closed_until_it_is_recalled(cast, plan):
    add(plan, cast)
    action_plan.submit(plan_id=plan.pk, **by(cast.officer, ON))
    with pytest.raises(errors.NotOpenError, match="เสนอไปแล้วและรออนุมัติ"):
        add(plan, cast)

    action_plan.recall(plan_id=plan.pk, **by(cast.officer, ON))

    add(plan, cast)


def test_the_second_of_two_decisions_is_told(cast, plan):
    add(plan, cast)
    approve(plan, cast)

    with pytest.raises(errors.NotSubmittedError):
        action_plan.send_back(plan_id=plan.pk, reason="ช้าไป", **by(cast.director, ON))


def test_the_community_is_told_that_its_projects_are_in_the_plan(cast, plan, projects):
    include(plan, projects, cast, is_merged=True)

    approve(plan, cast)

    notice = Notice.objects.get(kind="projects-included")
    assert notice.recipient == cast.member
    assert f"{cast.home_community} 3 โครงการ" in notice.message % notice.params


def test_the_first_edition_is_not_discarded(cast, plan):
    with pytest.raises(errors.NotAnAmendmentError):
        action_plan.discard_amendment(plan_id=plan.pk, **by(cast.officer, ON))


@pytest.mark.parametrize(("to", "order"), [(0, "cab"), (1, "cab"), (2, "acb"), (3, "abc"), (9, "abc")])
def test_a_line_is_moved_within_its_part(cast, plan, to, order):
    titles = {title: add(plan, cast, title=title) for title in "abc"}
    add(plan, cast, title="ประจำ", part="routine")

    items.move_item(item_id=titles["c"].pk, to=to, **by(cast.officer))

    assert "".join(plan.items.filter(part="strategic").order_by("position").values_list("title", flat=True)) == order
    assert plan.items.get(title="ประจำ").position == 4


def test_a_line_that_was_taken_out_is_not_changed(cast, plan):
    item = add(plan, cast)
    items.drop_item(item_id=item.pk, reason="", **by(cast.officer, ON))

    with pytest.raises(errors.NotLiveError):
        items.change_item(item_id=item.pk, words=ItemWords(title="ใหม่"), seen=item.version, **by(cast.officer))


class TestAnAmendment:
    @pytest.fixture
    def approved(self, cast, plan, projects):
        self.item = add(plan, cast, title="เดิม", target="10 จุด")
        self.inclusion = include(plan, projects[:1], cast, item_id=self.item.pk)[0]
        approve(plan, cast)
        return plan

    def amend(self, plan, cast):
        return action_plan.open_amendment(plan_id=plan.pk, reason="ได้รับงบเพิ่ม", **by(cast.officer))

    def test_is_needed_to_change_an_approved_plan(self, cast, approved):
        with pytest.raises(errors.NotOpenError, match="ต้องเปิดการแก้ไขเพิ่มเติม"):
            add(approved, cast)

    def test_is_numbered_and_has_a_reason(self, cast, approved):
        with pytest.raises(errors.ReasonNeededError):
            action_plan.open_amendment(plan_id=approved.pk, reason="", **by(cast.officer))

        assert self.amend(approved, cast).number == 1
        with pytest.raises(errors.NotOpenError):
            self.amend(approved, cast)

    def test_changes_an_item_when_it_is_approved(self, cast, approved):
        edition = self.amend(approved, cast)
        words = ItemWords(title="ใหม่", target="10 จุด", planned_amount=Decimal("1500.50"), starts_in=1)

        items.change_item(item_id=self.item.pk, words=words, seen=self.item.version, **by(cast.officer))
        self.item.refresh_from_db()
        assert self.item.title == "เดิม"
        assert ItemWords.of(self.item, edition.changes.get()).title == "ใหม่"

        approve(approved, cast)
        self.item.refresh_from_db()
        assert (self.item.title, self.item.planned_amount, self.item.starts_in) == ("ใหม่", Decimal("1500.50"), 1)
        assert edition.changes.get().before == {"title": "เดิม", "planned_amount": None, "starts_in": None}

    def test_that_changes_nothing_after_all_is_empty(self, cast, approved):
        edition = self.amend(approved, cast)
        for title in ("ใหม่", "เดิม"):
            self.item.refresh_from_db()
            words = ItemWords(title=title, target="10 จุด")
            items.change_item(item_id=self.item.pk, words=words, seen=self.item.version, **by(cast.officer))

        assert not edition.changes.exists()
        with pytest.raises(errors.NothingToApproveError):
            action_plan.submit(plan_id=approved.pk, **by(cast.officer, ON))

    def test_two_officers_who_change_one_item_are_told(self, cast, approved):
        self.amend(approved, cast)
        seen = ActionPlanItem.objects.get(pk=self.item.pk).version
        items.change_item(item_id=self.item.pk, words=ItemWords(title="หนึ่ง"), seen=seen, **by(cast.officer))

        with pytest.raises(StaleError):
            items.change_item(item_id=self.item.pk, words=ItemWords(title="สอง"), seen=seen, **by(cast.director))

    def test_drops_an_item_and_ends_its_projects_when_it_is_approved(self, cast, approved):
        self.amend(approved, cast)
        items.drop_item(item_id=self.item.pk, reason="ไม่ได้รับงบ", **by(cast.officer, ON))
        self.inclusion.refresh_from_db()
        assert self.inclusion.ended_on is None
        assert set(approved.items.carried()) == {self.item}

        approve(approved, cast)

        self.inclusion.refresh_from_db()
        assert (self.inclusion.ended_on, self.inclusion.ended_reason) == (ON, "ไม่ได้รับงบ")
        assert not approved.items.carried().exists()

    def test_can_be_thought_over(self, cast, approved):
        self.amend(approved, cast)
        items.drop_item(item_id=self.item.pk, reason="ไม่ได้รับงบ", **by(cast.officer, ON))

        items.restore_item(item_id=self.item.pk, **by(cast.officer))

        assert set(approved.items.live()) == {self.item}

    def test_that_is_discarded_leaves_the_plan_as_it_was(self, cast, approved, projects):
        other = ActionPlanItemFactory(introduced_in=approved.editions.get(), position=9)
        edition = self.amend(approved, cast)
        self.item.refresh_from_db()
        items.change_item(
            item_id=self.item.pk, words=ItemWords(title="ใหม่"), seen=self.item.version, **by(cast.officer)
        )
        items.withdraw_project(inclusion_id=self.inclusion.pk, reason="ชุมชนทำเอง", **by(cast.officer, ON))
        items.drop_item(item_id=other.pk, reason="ไม่ได้รับงบ", **by(cast.officer, ON))
        include(approved, projects[1:], cast)

        action_plan.discard_amendment(plan_id=approved.pk, **by(cast.officer, ON))

        assert {item.title for item in approved.items.carried()} == {"เดิม", other.title}
        assert set(approved.items.live()) == set(approved.items.carried())
        assert set(Inclusion.objects.live()) == {self.inclusion}
        edition.refresh_from_db()
        assert (edition.state, edition.discarded_by) == (EditionState.DISCARDED, cast.officer)
        assert history_of(edition)[0].verb == "budget.amendment_discarded"

    def test_that_was_discarded_gives_its_number_to_the_next(self, cast, approved):
        self.amend(approved, cast)
        action_plan.discard_amendment(plan_id=approved.pk, **by(cast.officer, ON))

        assert self.amend(approved, cast).number == 1
        assert approved.editions.count() == 3

    def test_is_not_discarded_while_the_director_reads_it(self, cast, approved):
        self.amend(approved, cast)
        add(approved, cast)
        action_plan.submit(plan_id=approved.pk, **by(cast.officer, ON))

        with pytest.raises(errors.NotOpenError, match="ดึงกลับมาก่อน"):
            action_plan.discard_amendment(plan_id=approved.pk, **by(cast.officer, ON))

    def test_lists_its_own_lines_in_another_order_and_no_others(self, cast, approved):
        self.amend(approved, cast)
        first, second = add(approved, cast, title="หนึ่ง"), add(approved, cast, title="สอง")

        items.move_item(item_id=second.pk, to=1, **by(cast.officer))

        assert [i.title for i in approved.items.order_by("position")] == ["เดิม", "สอง", "หนึ่ง"]
        with pytest.raises(errors.NotMovableError):
            items.move_item(item_id=self.item.pk, to=3, **by(cast.officer))
        assert history_of(second)[0].details["became"] == 1
        assert not [act for act in history_of(first) if act.verb == "budget.item_moved"]

    def test_drops_no_item_that_has_money(self, cast, approved):
        money.approve_item_budget(item_id=self.item.pk, amount=Decimal(10), act=uuid4(), **by(cast.officer, ON))
        self.amend(approved, cast)

        with pytest.raises(errors.ItemHasMoneyError, match="ต้องโอนเงินกลับก่อน"):
            items.drop_item(item_id=self.item.pk, reason="ไม่ได้รับงบ", **by(cast.officer, ON))

    def test_is_not_approved_once_money_came_back_to_what_it_drops(self, cast, approved):
        money.approve_item_budget(item_id=self.item.pk, amount=Decimal(10), act=uuid4(), **by(cast.officer, ON))
        purse = self.item.allocation.pk
        back = money.transfer_back(allocation_id=purse, amount=Decimal(10), act=uuid4(), **by(cast.officer, ON))
        self.amend(approved, cast)
        items.drop_item(item_id=self.item.pk, reason="ไม่ทำแล้ว", **by(cast.officer, ON))
        edition = action_plan.submit(plan_id=approved.pk, **by(cast.officer, ON))
        money.undo(undone=back.act, act=uuid4(), **by(cast.officer))

        with pytest.raises(errors.ItemHasMoneyError, match="ต้องโอนเงินกลับก่อน"):
            action_plan.approve(plan_id=approved.pk, **by(cast.director, ON))

        edition.refresh_from_db()
        assert edition.state == EditionState.SUBMITTED

    def test_takes_a_project_out_when_it_is_approved(self, cast, approved):
        self.amend(approved, cast)
        items.withdraw_project(inclusion_id=self.inclusion.pk, reason="ชุมชนทำเอง", **by(cast.officer, ON))
        self.inclusion.refresh_from_db()
        assert self.inclusion.ended_on is None

        approve(approved, cast)

        self.inclusion.refresh_from_db()
        assert self.inclusion.ended_on == ON

    def test_carries_the_projects_that_it_brings(self, cast, approved, projects):
        edition = self.amend(approved, cast)

        (inclusion,) = include(approved, projects[1:2], cast, item_id=self.item.pk)

        assert inclusion.edition == edition


def test_a_draft_item_that_is_dropped_leaves_with_its_projects_and_comes_back_with_them(cast, plan, projects):
    (inclusion,) = include(plan, projects[:1], cast)

    items.drop_item(item_id=inclusion.item_id, reason="", **by(cast.officer, ON))
    inclusion.refresh_from_db()
    assert inclusion.ended_on == ON
    assert not plan.items.live().exists()

    items.restore_item(item_id=inclusion.item_id, **by(cast.officer))
    assert inclusion.item.inclusions.live().get().project == projects[0]


class TestProgress:
    def report(self, item, person, **what):
        return progress.report_progress(item_id=item.pk, seen=item.version, **what, **by(person, ON))

    def test_done_needs_a_day_and_a_result(self, cast):
        item = ApprovedItemFactory(introduced_in__plan__district=cast.home)

        with pytest.raises(errors.ReasonNeededError):
            self.report(item, cast.officer, progress="done", done_on=ON)
        item = self.report(item, cast.officer, progress="done", done_on=ON, result="ติดตั้งครบ 10 จุด")

        assert item.done_on == ON

    def test_the_communities_behind_a_done_item_are_told(self, cast, plan, projects):
        include(plan, projects, cast, is_merged=True)
        approve(plan, cast)
        item = plan.items.get()

        self.report(item, cast.officer, progress="done", done_on=ON, result="เสร็จ")

        assert Notice.objects.get(kind="item-done").recipient == cast.member

    def test_a_cancelled_project_says_why_and_keeps_the_day(self, cast, plan, projects):
        include(plan, projects, cast, is_merged=True)
        approve(plan, cast)
        item = plan.items.get()

        with pytest.raises(errors.ReasonNeededError):
            self.report(item, cast.officer, progress="cancelled", result=" ")
        item = self.report(item, cast.officer, progress="cancelled", result="เจ้าของที่ดินไม่อนุญาต")

        assert item.cancelled_on == ON
        assert Notice.objects.get(kind="item-cancelled").recipient == cast.member
        assert self.report(item, cast.officer, progress="under_way").cancelled_on is None

    def test_is_reported_on_approved_items_only(self, cast):
        item = ActionPlanItemFactory(introduced_in__plan__district=cast.home)

        with pytest.raises(errors.NotCarriedError):
            self.report(item, cast.officer, progress="under_way")


MAY = {
    "budget.edit_action_plan": {"officer", "director"},
    "budget.approve_action_plan": {"director"},
    "budget.view_draft": {"officer", "director", "social", "strategy", "administrator"},
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("perm", MAY)
def test_who_may_do_what_with_the_plan_at_home(cast, who, perm):
    plan = ActionPlanFactory(district=cast.home)

    assert cast.people[who].has_perm(perm, plan) == (who in MAY[perm])


@pytest.mark.parametrize("who", sorted(set(WHO) - {"officer", "director"}))
def test_nobody_else_writes_the_plan(cast, plan, who):
    with pytest.raises(PermissionDenied):
        items.add_item(plan_id=plan.pk, uuid=uuid4(), words=ItemWords(title="x"), **by(cast.people[who]))


def test_an_officer_does_not_approve(cast, plan):
    add(plan, cast)
    action_plan.submit(plan_id=plan.pk, **by(cast.officer, ON))

    with pytest.raises(PermissionDenied):
        action_plan.approve(plan_id=plan.pk, **by(cast.officer, ON))


@pytest.mark.parametrize("who", WHO)
def test_lists_and_rules_agree_on_plans_and_items(cast, who):
    person = cast.people[who]
    for district in (cast.home, cast.away):
        for year, trait in ((2566, {}), (2567, {"submitted": True}), (2565, {"approved": True})):
            edition = ActionPlanEditionFactory(plan__district=district, plan__fiscal_year=year, number=0, **trait)
            ActionPlanItemFactory(introduced_in=edition)

    assert set(ActionPlan.objects.visible_to(person)) == {
        p for p in ActionPlan.objects.all() if person.has_perm("budget.view_action_plan", p)
    }
    assert set(ActionPlanItem.objects.visible_to(person)) == {
        i
        for i in ActionPlanItem.objects.select_related("plan", "introduced_in")
        if person.has_perm("budget.view_item", i)
    }


def confirm_unchecked():
    project = PlanProjectFactory(revision__submitted=True)
    PlanRevision.objects.filter(pk=project.revision_id).update(
        state="confirmed", confirmed_on=ON, confirmed_at=AT, confirmed_by=UserFactory()
    )


def include_twice():
    first = InclusionFactory(project__amount=100, amount=60)
    second = ActionPlanItemFactory(introduced_in=first.item.introduced_in)
    InclusionFactory(project=first.project, item=second, amount=41)


def include_whole_and_part():
    first = InclusionFactory(project__amount=100, amount=None)
    second = ActionPlanItemFactory(introduced_in=first.item.introduced_in)
    InclusionFactory(project=first.project, item=second, amount=1)


def take_up_a_dropped_line():
    dropped = InclusionFactory(project__amount=100, amount=100)
    item, edition = dropped.item, dropped.item.introduced_in
    item.dropped_in, item.drop_reason = edition, "ซ้ำ"
    item.save()
    InclusionFactory(project=dropped.project, item=ActionPlanItemFactory(introduced_in=edition), amount=100)
    ActionPlanItem.objects.filter(pk=item.pk).update(dropped_in=None, drop_reason="")


BREACHES = {
    "confirmed_plan_has_its_signed_checks": confirm_unchecked,
    "confirmed_plan_has_its_signed_checks, a check reopened": lambda: ConsistencyCheck.objects.filter(
        project=PlanProjectFactory(revision__confirmed=True)
    ).update(checked_on=None, checked_at=None, checked_by=None),
    "confirmed_plan_has_its_signed_checks, a check deleted": lambda: ConsistencyCheck.objects.filter(
        project=PlanProjectFactory(revision__confirmed=True)
    ).delete(),
    "inclusion_stays_in_one_district": lambda: InclusionFactory(
        project=PlanProjectFactory(), item=ActionPlanItemFactory()
    ),
    "inclusions_stay_within_the_amount_of_their_project, two parts": include_twice,
    "inclusions_stay_within_the_amount_of_their_project, the whole and a part": include_whole_and_part,
    "inclusions_stay_within_the_amount_of_their_project, a line put back": take_up_a_dropped_line,
    "item_and_edition_are_of_one_plan": lambda: InclusionFactory(edition=ActionPlanEditionFactory()),
    "inclusion_amount_is_not_negative": lambda: InclusionFactory(amount=-1),
    "ended_inclusion_is_signed_and_has_a_reason": lambda: InclusionFactory(ended_by=UserFactory()),
}


@pytest.mark.parametrize("name", BREACHES)
def test_a_broken_promise_is_refused_by_its_name(db, name):
    def breach():
        BREACHES[name]()
        connection.check_constraints()  # what is asked at the end of the transaction is asked now

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        breach()

    assert refusal.value.__cause__.diag.constraint_name == name.split(",")[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("years", [(YEAR, YEAR), (YEAR, YEAR.next)], ids=["one plan", "the plans of two years"])
def test_two_officers_at_once_take_a_project_in_once(cast, projects, years):
    plans = [action_plan.open_plan(district_id=cast.home.pk, year=year, **by(cast.officer)) for year in years]

    def take_in(work):
        person, plan = work
        try:
            return len(include_as(person, plan, projects[:1]))
        except errors.NotIncludableError as refusal:
            return str(refusal)

    answers = at_once(take_in, zip([cast.officer, cast.director], plans, strict=True))

    assert 1 in answers
    assert any("แล้วเต็มวงเงิน" in str(answer) for answer in answers)
    assert Inclusion.objects.count() == 1
    assert ActionPlanItem.objects.count() == 1


def test_an_amendment_changes_items_of_its_own_plan_only(db):
    item, edition = ActionPlanItemFactory(), ActionPlanEditionFactory()

    with pytest.raises(IntegrityError, match="of one plan"), transaction.atomic():
        ItemChange.objects.create(edition=edition, item=item, after={}, at=AT, by=signer("by"))
