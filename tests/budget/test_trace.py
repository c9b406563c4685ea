from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from bkkplan.faces.public.views.proposal_steps import steps_of
from bkkplan.ground.core.wording import thai_date_short
from budget.actions.money import money, payments
from budget.actions.stages import follow_all_proposals
from budget.enums import OPEN_STATES, CheckOutcome, EditionState, Ending, ItemProgress, Stage
from budget.models import ActionPlan, ConsistencyCheck
from budget.queries.checks.consequences import what_hangs_on
from budget.queries.origins import trace_back, trace_back_all
from budget.queries.stages import published_by_stage
from budget.queries.trace import ProposalStatus, statuses_of, trace
from communities.enums import RevisionState
from forums.enums import ForumKind
from forums.models import AdoptionMeeting, Uptake
from tests.factories.accounts import AT
from tests.factories.budget import (
    ActionPlanEditionFactory,
    ActionPlanFactory,
    ActionPlanItemFactory,
    CheckFactory,
    InclusionFactory,
)
from tests.factories.communities import PlanAdoptionFactory, PlanFactory, PlanProjectFactory, PlanRevisionFactory
from tests.factories.forums import ForumFactory, ProposalFactory, UptakeFactory
from tests.factories.signed import sign, signer
from tests.words import words_of

pytestmark = pytest.mark.django_db

MAY = date(2023, 5, 12)


@pytest.fixture
def proposal():
    return ProposalFactory(forum=ForumFactory(published=True, announced_on=date(2023, 4, 1)))


def take_up(proposal, **kwargs):
    plan = PlanFactory(community__subdistrict__district=proposal.district)
    project = PlanProjectFactory(revision=PlanRevisionFactory(plan=plan, submitted=True), **kwargs)
    return UptakeFactory(proposal=proposal, project=project, on=MAY).project


def confirm(project):
    revision = project.revision
    if not ConsistencyCheck.objects.filter(project=project).exists():
        check(project)
    revision.state, revision.confirmed_on, revision.confirmed_at = RevisionState.CONFIRMED, MAY, AT
    sign(revision).save()


def check(project, outcome=CheckOutcome.INCLUDE, **kwargs):
    return CheckFactory(project=project, outcome=outcome, checked_on=MAY, **kwargs)


def include(project, *, approved=True, **item):
    district = project.revision.plan.community.district
    plan = ActionPlan.objects.filter(district=district).first() or ActionPlanFactory(district=district)
    edition = plan.editions.filter(state__in=[EditionState.APPROVED] if approved else OPEN_STATES).first()
    edition = edition or ActionPlanEditionFactory(plan=plan, approved=approved)
    return InclusionFactory(project=project, item=ActionPlanItemFactory(introduced_in=edition, **item))


def test_a_proposal_that_no_plan_took_over_stands_at_the_first_step(proposal):
    assert trace(proposal).status.stage is Stage.PROPOSED


def test_each_step_is_seen_when_it_is_public(proposal):
    project = take_up(proposal)
    check(project)

    assert trace(proposal).status.stage is Stage.PLANNED
    assert trace(proposal, with_unpublished=True).status.stage is Stage.CHECKED

    confirm(project)

    assert trace(proposal).status.stage is Stage.CHECKED

    include(project, approved=False)

    assert trace(proposal).status.stage is Stage.CHECKED
    assert trace(proposal, with_unpublished=True).status.stage is Stage.INCLUDED


def test_the_count_by_stage_is_the_sum_of_the_traces(proposal):
    forum = proposal.forum
    checked, parent, child, done = (ProposalFactory(forum=forum) for _ in range(4))
    ProposalFactory(forum=ForumFactory())  # not published
    for one in (checked, done):
        project = take_up(one)
        check(project)
        confirm(project)
    include(project, progress=ItemProgress.DONE, done_on=MAY, result="ติดตั้งครบ")
    first = take_up(parent)
    heir = take_up(child, carried_from=first)
    check(heir)
    confirm(heir)

    follow_all_proposals()
    counts = published_by_stage()

    stages = [trace(p).status.stage for p in (proposal, checked, parent, child, done)]
    assert stages == [Stage.PROPOSED, Stage.CHECKED, Stage.CHECKED, Stage.CHECKED, Stage.DONE]
    assert counts == {stage: sum(s >= stage for s in stages) for stage in Stage}


def test_a_done_item_is_the_end_of_the_way(proposal):
    project = take_up(proposal)
    confirm(project)
    check(project)
    include(project, progress=ItemProgress.DONE, done_on=MAY, result="ติดตั้งครบ")

    found = trace(proposal)

    assert found.status.stage is Stage.DONE
    assert found.ways[0].inclusion.item.result == "ติดตั้งครบ"


def test_a_later_revision_of_the_same_project_is_the_same_way(proposal):
    project = take_up(proposal)
    later = PlanProjectFactory(
        revision=PlanRevisionFactory(plan=project.revision.plan, number=2, confirmed=True), lineage=project.lineage
    )
    project.revision.state = RevisionState.RETURNED
    project.revision.returned_on, project.revision.returned_at, project.revision.return_reason = MAY, AT, "ขาดวงเงิน"
    check(later)

    found = trace(proposal)

    assert [way.project for way in found.ways] == [later]
    assert found.status.stage is Stage.CHECKED


def test_a_project_carried_over_to_the_next_year_is_followed(proposal):
    first = take_up(proposal)
    next_year = PlanFactory(community=first.revision.plan.community, fiscal_year=2568)
    carried = PlanProjectFactory(revision=PlanRevisionFactory(plan=next_year, confirmed=True), carried_from=first)
    check(carried)

    assert trace(proposal).ways[0].project == carried


def confirmed(proposal, outcome=CheckOutcome.INCLUDE, **kwargs):
    project = take_up(proposal)
    confirm(project)
    check(project, outcome, **kwargs)
    return project


def end(inclusion, on=date(2023, 6, 1)):
    inclusion.ended_on, inclusion.ended_at, inclusion.ended_reason = on, AT, "ไม่ได้รับงบ"
    sign(inclusion).save()


class TestDrafts:
    """A take-up in a plan that nobody submitted is its committee's own."""

    @pytest.fixture
    def uptake(self, proposal):
        plan = PlanFactory(community__subdistrict__district=proposal.district)
        project = PlanProjectFactory(revision=PlanRevisionFactory(plan=plan))
        return UptakeFactory(proposal=proposal, project=project, on=MAY)

    def submit(self, uptake):
        revision = uptake.project.revision
        revision.state, revision.submitted_on, revision.submitted_at = RevisionState.SUBMITTED, MAY, AT
        sign(revision).save()

    def test_it_is_seen_by_staff_and_by_nobody_else(self, proposal, uptake):
        assert trace(proposal).ways == ()
        assert statuses_of([proposal.pk]) == {proposal.pk: ProposalStatus(Stage.PROPOSED)}
        assert trace(proposal, with_unpublished=True).status.stage is Stage.PLANNED

        self.submit(uptake)

        assert trace(proposal).status == ProposalStatus(Stage.PLANNED)

    def test_one_that_ended_before_the_plan_was_submitted_never_was(self, proposal, uptake):
        Uptake.objects.update(
            ended_on=MAY, ended_at=AT - timedelta(days=1), ended_by=signer("ended_by"), ended_reason="ภายใน"
        )
        self.submit(uptake)

        assert trace(proposal).ended_uptakes == ()
        assert statuses_of([proposal.pk]) == {proposal.pk: ProposalStatus(Stage.PROPOSED)}
        assert len(trace(proposal, with_unpublished=True).ended_uptakes) == 1

    def test_the_next_years_draft_changes_no_word_of_the_way(self, proposal):
        first = take_up(proposal)
        next_year = PlanFactory(community=first.revision.plan.community, fiscal_year=2568)
        PlanProjectFactory(revision=PlanRevisionFactory(plan=next_year), carried_from=first)

        assert trace(proposal).ways[0].project == first


class TestStatus:
    """Where a proposal stands and how its way ended: one answer for one proposal and for many."""

    def stands(self, proposal):
        (status,) = statuses_of([proposal.pk]).values()
        assert status == trace(proposal).status
        return status

    @pytest.mark.parametrize(
        ("outcome", "ending"),
        [
            (CheckOutcome.INCLUDE, None),
            (CheckOutcome.FORWARD, Ending.FORWARDED),
            (CheckOutcome.COMMUNITY, Ending.COMMUNITY),
            (CheckOutcome.NOT_POSSIBLE, Ending.NOT_POSSIBLE),
        ],
    )
    def test_a_check_carries_the_proposal_on_or_ends_its_way(self, proposal, outcome, ending):
        confirmed(proposal, outcome, outcome_reason="พื้นที่เอกชน", forwarded_to="สำนักการโยธา")

        assert self.stands(proposal) == ProposalStatus(Stage.CHECKED, ending)

    def test_a_cancelled_project_is_an_ending_however_far_it_came(self, proposal):
        include(confirmed(proposal), cancelled=True)

        assert self.stands(proposal) == ProposalStatus(Stage.INCLUDED, Ending.CANCELLED)

    def test_a_project_that_was_taken_out_of_the_plan_is_at_its_end(self, proposal):
        end(include(confirmed(proposal)))

        assert self.stands(proposal) == ProposalStatus(Stage.CHECKED, Ending.TAKEN_OUT)

    def test_a_project_that_comes_again_in_a_later_year_goes_on(self, proposal):
        first = confirmed(proposal)
        end(include(first), on=date(2023, 6, 1))
        again = PlanProjectFactory(
            revision=PlanRevisionFactory(
                plan=PlanFactory(community=first.revision.plan.community, fiscal_year=2568), confirmed=True
            ),
            carried_from=first,
        )
        check(again)
        ConsistencyCheck.objects.filter(project=again).update(checked_on=date(2024, 3, 1))

        assert self.stands(proposal) == ProposalStatus(Stage.CHECKED)

    def test_a_proposal_that_its_community_gave_up_says_so(self, proposal):
        take_up(proposal)
        Uptake.objects.update(ended_on=MAY, ended_at=AT, ended_by=signer("ended_by"), ended_reason="ซ้ำกับโครงการอื่น")

        assert self.stands(proposal) == ProposalStatus(Stage.PROPOSED, Ending.GIVEN_UP)

    def test_a_way_that_goes_on_leads_before_one_that_ended(self, proposal):
        confirmed(proposal, CheckOutcome.NOT_POSSIBLE, outcome_reason="พื้นที่เอกชน")
        take_up(proposal)

        assert self.stands(proposal) == ProposalStatus(Stage.PLANNED)

    def test_the_word_is_that_of_the_ending_where_there_is_one(self):
        assert ProposalStatus(Stage.INCLUDED).word == "บรรจุในแผนเขต"
        assert ProposalStatus(Stage.INCLUDED, Ending.CANCELLED).word == "ยกเลิกโครงการ"

    @pytest.mark.parametrize("count", [1, 3])
    def test_many_are_asked_for_at_once(self, proposal, django_assert_num_queries, count):
        proposals = ProposalFactory.create_batch(count, forum=proposal.forum)
        for one in proposals:
            include(confirmed(one))

        # merges, uptakes, editions, carried over, adoptions, checks, inclusions, money
        with django_assert_num_queries(9):
            assert len(statuses_of([p.pk for p in proposals])) == count


def test_the_farthest_way_stands_first(proposal):
    take_up(proposal)
    farther = take_up(proposal)
    confirm(farther)
    check(farther)

    found = trace(proposal)

    assert [way.stage for way in found.ways] == [Stage.CHECKED, Stage.PLANNED]


def test_an_ended_uptake_is_told_apart(proposal):
    take_up(proposal)
    Uptake.objects.update(ended_on=MAY, ended_at=AT, ended_by=signer("ended_by"), ended_reason="ซ้ำกับโครงการอื่น")

    found = trace(proposal)

    assert found.ways == ()
    assert found.ended_uptakes[0].ended_reason == "ซ้ำกับโครงการอื่น"


@pytest.mark.parametrize("count", [1, 3])
def test_the_query_count_does_not_grow_with_the_ways(proposal, django_assert_num_queries, count):
    for _ in range(count):
        project = take_up(proposal)
        confirm(project)
        check(project)
        include(project)

    # Heirs, uptakes, editions, carried over, adoptions, checks, inclusions, those straight in, money, requests.
    with django_assert_num_queries(10):
        assert len(trace(proposal).ways) == count


def test_a_project_that_an_amendment_took_out_says_when_and_why(proposal):
    project = take_up(proposal)
    confirm(project)
    check(project)
    inclusion = include(project)
    inclusion.ended_on, inclusion.ended_at, inclusion.ended_reason = date(2023, 6, 1), AT, "ไม่ได้รับงบ"
    sign(inclusion).save()

    way = trace(proposal).ways[0]

    assert way.stage is Stage.CHECKED
    assert (way.taken_out.on, way.taken_out.reason) == (date(2023, 6, 1), "ไม่ได้รับงบ")


def test_a_draft_that_never_was_approved_leaves_no_mark(proposal):
    project = take_up(proposal)
    confirm(project)
    check(project)
    inclusion = include(project, approved=False)
    inclusion.ended_on, inclusion.ended_at, inclusion.ended_reason = date(2023, 6, 1), AT, "ซ้ำ"
    sign(inclusion).save()

    assert trace(proposal).ways[0].taken_out is None


def test_money_tells_its_days_and_forgets_mistakes(proposal):
    project = take_up(proposal)
    confirm(project)
    check(project)
    item = include(project).item
    act = {"by": None, "at": AT}
    for day, amount in ((1, 500), (2, 300)):
        on = date(2023, 11, day)
        money.approve_item_budget(item_id=item.pk, amount=Decimal(amount), act=uuid4(), on=on, **act)
    purse = item.allocation
    money.commit(allocation_id=purse.pk, amount=Decimal(400), act=uuid4(), on=date(2023, 11, 5), **act)
    mistake = payments.disburse(allocation_id=purse.pk, amount=Decimal(9), act=uuid4(), on=date(2023, 11, 9), **act)
    money.undo(undone=mistake.act, act=uuid4(), **act)

    found = trace(proposal).ways[0].money

    assert (found.part.transferred, found.part.committed, found.part.disbursed) == (800, 400, 0)
    assert (found.funded_on, found.disbursed_on) == (date(2023, 11, 1), None)


def test_money_that_was_taken_back_whole_is_no_money(proposal):
    project = take_up(proposal)
    confirm(project)
    check(project)
    item = include(project).item
    entered = money.approve_item_budget(
        item_id=item.pk, amount=Decimal(500), act=uuid4(), on=date(2023, 11, 1), by=None, at=AT
    )
    money.undo(undone=entered.act, act=uuid4(), by=None, at=AT)

    assert trace(proposal).status.stage is Stage.INCLUDED


class TestBack:
    def test_an_item_leads_back_to_the_proposals_behind_it(self, proposal):
        first = take_up(proposal)
        next_year = PlanFactory(community=first.revision.plan.community, fiscal_year=2568)
        carried = PlanProjectFactory(revision=PlanRevisionFactory(plan=next_year, confirmed=True), carried_from=first)
        item = include(carried).item

        (origin,) = trace_back(item)

        assert origin.title == carried.title
        assert [voice.title for voice in origin.voices] == [proposal.title]

    def test_what_is_not_public_is_told_to_staff_only(self):
        unpublished = ProposalFactory(forum=ForumFactory())
        item = include(take_up(unpublished)).item

        assert trace_back(item)[0].voices == ()
        assert trace_back(item, with_unpublished=True)[0].voices[0].is_public is False

    def test_many_items_are_asked_for_at_once(self, proposal, django_assert_num_queries):
        items = [include(take_up(proposal)).item for _ in range(3)]

        with django_assert_num_queries(3):  # inclusions, proposals, money
            found = trace_back_all(items)

        assert found == {item.pk: trace_back(item) for item in items}

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_query_count_does_not_grow(self, proposal, django_assert_num_queries, count):
        item = include(take_up(proposal)).item
        for _ in range(count):
            InclusionFactory(project=take_up(proposal), item=item)

        with django_assert_num_queries(3):  # inclusions, proposals, money
            assert len(trace_back(item)) == count + 1


def test_the_way_tells_at_which_meeting_the_community_adopted_its_plan(proposal, client):
    revision = take_up(proposal).revision
    cancelled = PlanAdoptionFactory(
        revision=revision, adopted_on=MAY, cancelled_on=MAY, cancelled_at=AT, cancel_reason="ผิดวัน"
    )
    meeting = ForumFactory(published=True, kind=ForumKind.ADOPTION_MEETING, number=7)
    AdoptionMeeting.objects.create(adoption=cancelled, forum=ForumFactory(published=True), at=AT, by=signer("by"))
    adoption = PlanAdoptionFactory(revision=revision, adopted_on=date(2023, 5, 10))
    AdoptionMeeting.objects.create(adoption=adoption, forum=meeting, at=AT, by=signer("by"))

    assert trace(proposal).ways[0].adoption == adoption

    page = words_of(client.get(reverse("public:proposal", args=[proposal.uuid])))
    assert f"ชุมชนรับรอง 10 พ.ค. 2566 · {meeting}" in page
    assert reverse("public:hearing", args=[meeting.pk]) in page


class TestAfterTheConfirmationWasWithdrawn:
    """What was done stays done, and the path tells what came after what."""

    @pytest.fixture
    def paid(self, proposal):
        project = take_up(proposal)
        confirm(project)
        item = include(project, progress=ItemProgress.DONE, done_on=date(2023, 11, 20), result="ติดตั้งครบ").item
        act = {"by": None, "at": AT, "on": date(2023, 11, 5)}
        money.approve_item_budget(item_id=item.pk, amount=Decimal(500), act=uuid4(), **act)
        money.commit(allocation_id=item.allocation.pk, amount=Decimal(500), act=uuid4(), **act)
        payments.disburse(allocation_id=item.allocation.pk, amount=Decimal(500), act=uuid4(), **act)
        return project

    def withdraw(self, project, on):
        revision = project.revision
        revision.confirmation_withdrawn_on, revision.confirmation_withdrawn_at = on, AT
        revision.withdrawal_reason = "เหตุผลภายใน"
        sign(revision).save()

    @pytest.mark.parametrize(
        ("on", "after"),
        [
            (date(2023, 12, 1), "หลังโครงการแล้วเสร็จ"),
            (date(2023, 11, 6), "หลังเบิกจ่ายงบประมาณแล้ว"),
            (date(2023, 6, 2), "หลังบรรจุในแผนปฏิบัติราชการแล้ว"),
        ],
    )
    def test_no_step_behind_a_step_that_was_made_waits(self, proposal, paid, client, on, after):
        self.withdraw(paid, on)

        steps = steps_of(trace(proposal), trace(proposal).ways[0], on=date(2024, 1, 5))
        page = client.get(reverse("public:proposal", args=[proposal.uuid])).content.decode()

        assert [step.state for step in steps] == ["done", "done", "info", "done", "done", "done"]
        assert f"สำนักงานเขตถอนการรับรองแผนพัฒนาชุมชนเมื่อ {thai_date_short(on)} {after}" in steps[2].note
        assert trace(proposal).status == ProposalStatus(Stage.DONE)
        assert "ครบทั้ง 6 ขั้น" in page
        assert "เหตุผลภายใน" not in page

    def test_a_plan_confirmed_again_says_nothing_of_it(self, proposal, paid):
        self.withdraw(paid, date(2023, 12, 1))
        again = PlanRevisionFactory(plan=paid.revision.plan, number=2, confirmed=True)
        check(PlanProjectFactory(revision=again, lineage=paid.lineage))

        assert trace(proposal).ways[0].withdrawn_on is None

    def test_without_an_item_the_check_is_to_be_made_again(self, proposal):
        project = take_up(proposal)
        confirm(project)
        self.withdraw(project, date(2023, 6, 2))

        found = trace(proposal)

        assert found.status == ProposalStatus(Stage.PLANNED)
        assert "ถอนการรับรองแผนพัฒนาชุมชนเมื่อ" in steps_of(found, found.ways[0], on=date(2023, 6, 3))[2].note

    def test_the_page_that_withdraws_says_what_hangs_on_it(self, paid):
        hanging = what_hangs_on(paid.revision)

        assert (hanging.projects, hanging.items, hanging.done) == (1, 1, 1)
        assert (hanging.sums.transferred, hanging.sums.disbursed) == (500, 500)
