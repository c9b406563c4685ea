"""A part of a project is taken in; a project that fits waits for money, over the years."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from budget.actions.checks.checks import answer, confirm_plan, keep_earlier_answers
from budget.actions.errors import NotIncludableError, PartError
from budget.actions.flagship.requests import add_chosen, begin_for_district
from budget.actions.plan.items import include
from budget.actions.plan.taking_in import confirm_and_take_in
from budget.actions.stages import follow_all_proposals
from budget.enums import CheckOutcome
from budget.models import ConsistencyCheck, Inclusion
from budget.queries.checks.check_table import ask_money, money_in
from budget.queries.flagship.requests import projects_to_ask_for
from budget.queries.plan.pool import pool
from budget.queries.stages import standing_at, unproved_stages
from budget.queries.trace import statuses_of
from budget.queries.waiting import waiting_projects
from communities.enums import ProjectFate
from communities.queries.fates import fates_of
from forums.models import Proposal
from tests.factories.budget import AT, ActionPlanEditionFactory, CheckFactory
from tests.factories.communities import CommunityFactory, PlanFactory, PlanProjectFactory, PlanRevisionFactory
from tests.factories.forums import ProposalFactory, UptakeFactory

ON = date(2023, 6, 2)
PARTLY = {
    "fits_mission": True,
    "fits_area_strategy": True,
    "fits_city_strategy": True,
    "outcome": CheckOutcome.PARTLY,
    "outcome_reason": "ทำช่วงแรกก่อน",
}


def by(person):
    return {"by": person, "at": AT, "on": ON}


def part(project, person, amount, *, seen=0):
    answers = {**PARTLY, "granted_amount": Decimal(amount)}
    return answer(project_id=project.pk, answers=answers, seen=seen, **by(person))


@pytest.fixture
def first(submitted):
    return submitted.projects.order_by("rank").first()


@pytest.fixture
def waiting(cast):
    """A project of last year's plan that waits."""
    revision = PlanRevisionFactory(
        plan__community=cast.home_community, plan__fiscal_year=2566, confirmed=True, submitted_on=date(2022, 5, 1)
    )
    project = PlanProjectFactory(revision=revision, amount=40_000, title="ลานกีฬา")
    CheckFactory(project=project, outcome="waiting", checked_on=date(2022, 6, 1))
    return project


def draft_of(project, year=2567):
    return ActionPlanEditionFactory(plan__district=project.revision.plan.community.district, plan__fiscal_year=year)


class TestPartly:
    def test_a_part_is_written_with_its_reason_and_finishes_the_check(self, cast, first):
        check = part(first, cast.officer, "12000.50")

        check.refresh_from_db()
        assert (check.granted_amount, check.checked_on) == (Decimal("12000.50"), ON)

    @pytest.mark.parametrize("amount", ["0", "30000", "30000.01", "-5"])
    def test_the_part_is_more_than_nothing_and_less_than_the_whole(self, cast, first, amount):
        with pytest.raises(PartError, match=r"น้อยกว่า 30,000"):
            part(first, cast.officer, amount)

        assert not ConsistencyCheck.objects.exists()

    def test_without_an_amount_or_a_reason_it_is_not_finished(self, cast, first):
        for missing in ("outcome_reason", "granted_amount"):
            answers = {**PARTLY, "granted_amount": Decimal(5), missing: "" if missing == "outcome_reason" else None}
            seen = ConsistencyCheck.objects.values_list("version", flat=True).first() or 0
            check = answer(project_id=first.pk, answers=answers, seen=seen, **by(cast.officer))

            assert check.checked_on is None

    def test_another_outcome_takes_the_amount_away(self, cast, first):
        check = part(first, cast.officer, "12000")

        answer(project_id=first.pk, answers={"outcome": "include"}, seen=check.version, **by(cast.officer))

        check.refresh_from_db()
        assert (check.outcome, check.granted_amount) == ("include", None)

    def test_the_part_goes_into_the_action_plan_and_into_every_sum(self, cast, submitted, first):
        part(first, cast.officer, "12000.50")
        for project in submitted.projects.exclude(pk=first.pk):
            CheckFactory(project=project, outcome="community")
        home = cast.home_community
        neighbour = CommunityFactory(district=home.district, subdistrict=home.subdistrict)
        plan = PlanFactory(community=neighbour)
        assert money_in(plan, ask_money(plan)).elsewhere == Decimal("12000.50")

        (made,) = confirm_and_take_in(revision_id=submitted.pk, act=uuid4(), **by(cast.officer))

        assert (made.amount, made.item.planned_amount) == (Decimal("12000.50"), Decimal("12000.50"))

    def test_the_database_holds_inclusions_to_the_part(self, cast, first):
        CheckFactory(project=first, outcome="partly", granted_amount=100, outcome_reason="ช่วงแรก")
        edition = draft_of(first)
        first.revision.__class__.objects.filter(pk=first.revision_id).update(state="submitted")
        item = edition.plan.items.create(introduced_in=edition, position=1, title="ไฟ")

        def put(amount):
            with transaction.atomic():
                Inclusion.objects.create(
                    project=first, item=item, edition=edition, included_on=ON, amount=amount, at=AT, by=cast.officer
                )
                with transaction.get_connection().cursor() as cursor:
                    cursor.execute("set constraints all immediate")

        for too_much in (Decimal("100.01"), None):
            with pytest.raises(IntegrityError, match="inclusions_stay_within_what_is_granted"):
                put(too_much)
        put(Decimal(100))

    def test_the_database_refuses_a_part_that_is_the_whole(self, first):
        with pytest.raises(IntegrityError, match="part_taken_in_is_less_than_its_project"), transaction.atomic():
            CheckFactory(project=first, outcome="partly", granted_amount=30_000, outcome_reason="ทั้งหมด")

    def test_the_page_saves_the_amount_and_shows_it_in_the_outcomes(self, client, cast, submitted, first):
        client.force_login(cast.officer)
        address = reverse("budget:answer", args=[submitted.pk, first.pk])
        at_once = client.post(address, {"at_once": "partly", "version": "0"}, follow=True)
        assert "นำเข้าแผนกี่บาท" in at_once.content.decode()

        said = {
            "fits_mission": "yes",
            "fits_area_strategy": "yes",
            "fits_city_strategy": "yes",
            "outcome": "partly",
            "granted_amount": "๑๒,๐๐๐.๕๐",
            "outcome_reason": "ทำช่วงแรกก่อน",
            "version": "1",
        }
        client.post(address, said)

        html = client.get(reverse("budget:outcomes", args=[submitted.pk])).content.decode()
        assert "12,000.50 จาก 30,000.00 บาท" in html
        refused = client.post(address, {**said, "granted_amount": "30,000", "version": "2"})
        assert refused.status_code == 422
        assert "น้อยกว่า 30,000.00 บาท" in refused.content.decode()


class TestWaiting:
    def test_it_is_in_the_pool_and_in_the_requests_of_any_later_year(self, cast, waiting):
        far = draft_of(waiting, year=2575).plan
        request = begin_for_district(district_id=far.district_id, year=far.year.__class__(2575), by=cast.officer, at=AT)

        assert list(pool(far)) == [waiting]
        assert list(projects_to_ask_for(request)) == [waiting]
        (line,) = add_chosen(request_id=request.pk, projects=[waiting.pk], by=cast.officer, at=AT)
        assert line.amount == 40_000

    def test_it_goes_into_an_item_without_a_new_check_and_waits_no_more(self, cast, waiting):
        plan = draft_of(waiting).plan

        (made,) = include(plan_id=plan.pk, project_ids=[waiting.pk], act=uuid4(), **by(cast.officer))

        assert made.amount == 40_000
        assert not waiting_projects(None).exists()

    def test_confirming_a_plan_does_not_take_in_what_waits(self, cast, submitted):
        waits, goes_in = submitted.projects.order_by("rank")
        CheckFactory(project=waits, outcome="waiting")
        CheckFactory(project=goes_in)

        (made,) = confirm_and_take_in(revision_id=submitted.pk, act=uuid4(), **by(cast.officer))

        assert made.project == goes_in
        assert list(waiting_projects([submitted.plan.community.district_id])) == [waits]

    def test_carried_on_in_the_same_words_it_keeps_its_answers(self, cast, waiting, submitted):
        same = {"title": waiting.title, "reason": waiting.reason, "objectives": waiting.objectives}
        same |= {"target": waiting.target, "amount": waiting.amount, "kind": waiting.kind, "place": waiting.place}
        again = PlanProjectFactory(revision=submitted, carried_from=waiting, nature=waiting.nature, **same)
        changed = PlanProjectFactory(revision=submitted, carried_from=waiting, **{**same, "amount": 50_000})

        assert keep_earlier_answers(revision_id=submitted.pk, **by(cast.officer)) == 1

        assert again.check_result.outcome == "waiting"
        assert not ConsistencyCheck.objects.filter(project=changed).exists()
        assert not waiting_projects(None).filter(pk=waiting.pk).exists()  # the newer plan's check decides
        plan = draft_of(waiting).plan
        with pytest.raises(NotIncludableError):
            include(plan_id=plan.pk, project_ids=[changed.pk], act=uuid4(), **by(cast.officer))

    def test_the_next_years_review_says_that_it_waits(self, waiting):
        assert fates_of([waiting.pk])[waiting.pk].kind == ProjectFate.WAITING

    def test_the_public_trace_and_the_kept_stage_say_that_it_waits(self, client, waiting):
        proposal = ProposalFactory(forum__published=True, forum__district=waiting.revision.plan.community.district)
        UptakeFactory(proposal=proposal, project=waiting)

        follow_all_proposals()

        assert statuses_of([proposal.pk])[proposal.pk].code == "waiting"
        assert unproved_stages() == []
        assert list(Proposal.objects.filter(standing_at("waiting"))) == [proposal]
        assert not Proposal.objects.filter(standing_at("checked")).exists()
        html = client.get(reverse("public:proposal", args=[proposal.uuid])).content.decode()
        assert "อยู่ในบัญชีโครงการรอรับการสนับสนุนของเขต" in html

    def test_the_community_is_told_how_many_wait(self, cast, submitted):
        for project in submitted.projects.all():
            CheckFactory(project=project, outcome="waiting")

        confirm_plan(revision_id=submitted.pk, **by(cast.officer))

        (line,) = {n.text for n in cast.member.notices.filter(kind="plan-checked")} or {""}
        assert "รอรับการสนับสนุน 2" in line
