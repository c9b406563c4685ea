"""The table of a plan's check: decided by one press, and what stands beside each project."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from budget.enums import CheckOutcome
from budget.models import ConsistencyCheck
from budget.queries.checks import check_table
from budget.queries.checks.check_table import Votes
from forums.enums import SuccessionKind
from tests.factories.budget import ActionPlanItemFactory, CheckFactory
from tests.factories.communities import CommunityFactory, PlanProjectFactory, PlanRevisionFactory
from tests.factories.forums import ForumFactory, ProposalFactory, SuccessionFactory, UptakeFactory
from tests.words import packed, words_of


@pytest.fixture
def row(submitted):
    return submitted.projects.order_by("rank").first()


@pytest.fixture
def press(client, cast, submitted, row):
    client.force_login(cast.officer)
    page = reverse("budget:answer", args=[submitted.pk, row.pk])
    return lambda outcome, version="0": client.post(page, {"at_once": outcome, "version": version})


@pytest.fixture
def neighbour(submitted):
    """A plan of the same year and district, of another community."""
    community = CommunityFactory(subdistrict=submitted.plan.community.subdistrict)
    return PlanRevisionFactory(plan__community=community, plan__fiscal_year=submitted.plan.fiscal_year, submitted=True)


class TestPressing:
    @pytest.mark.parametrize("outcome", [CheckOutcome.INCLUDE, CheckOutcome.COMMUNITY])
    def test_one_press_answers_all_three_and_signs_the_check(self, cast, submitted, row, press, outcome):
        answer = press(outcome)

        check = ConsistencyCheck.objects.get(project=row)
        assert (check.outcome, check.checked_by) == (outcome, cast.officer)
        assert (check.fits_mission, check.fits_area_strategy, check.fits_city_strategy) == (True, True, True)
        assert answer.url == f"{reverse('budget:check', args=[submitted.pk])}#row-{row.pk}"

    @pytest.mark.parametrize("outcome", [CheckOutcome.FORWARD, CheckOutcome.NOT_POSSIBLE])
    def test_an_outcome_that_needs_words_leads_to_where_they_are_written(self, submitted, row, press, outcome):
        answer = press(outcome)

        assert answer.url == reverse("budget:answer", args=[submitted.pk, row.pk])
        check = ConsistencyCheck.objects.get(project=row)
        assert (check.outcome, check.checked_on) == (outcome, None)

    def test_what_was_answered_before_stays_unless_the_project_is_taken_in(self, row, press):
        CheckFactory(
            project=row, outcome="", checked_on=None, checked_at=None, checked_by=None,
            fits_mission=False, mission_reason="ของการไฟฟ้า", fits_area_strategy=None,
        )  # fmt: skip

        press(CheckOutcome.COMMUNITY, version="1")
        check = ConsistencyCheck.objects.get(project=row)
        assert (check.fits_mission, check.mission_reason, check.fits_area_strategy) == (False, "ของการไฟฟ้า", True)

        press(CheckOutcome.INCLUDE, version=str(check.version))
        check.refresh_from_db()
        assert (check.fits_mission, check.mission_reason, check.outcome) == (True, "", CheckOutcome.INCLUDE)

    def test_a_press_on_what_somebody_answered_meanwhile_comes_back_with_both(self, cast, row, press):
        CheckFactory(project=row, outcome="community", checked_by=cast.director)

        answer = press(CheckOutcome.INCLUDE)

        assert answer.status_code == 409
        assert ConsistencyCheck.objects.get(project=row).outcome == "community"

    def test_an_outcome_that_is_none_changes_nothing(self, row, press):
        press("perhaps")

        assert not ConsistencyCheck.objects.filter(project=row).exclude(outcome="").exists()


class TestBeside:
    def beside(self, revision, row):
        projects = list(revision.projects.select_related("carried_from").order_by("rank"))
        return check_table.beside_in(projects, check_table.ask_beside(projects, revision.plan))[row.pk]

    def test_the_votes_of_its_living_proposals_are_added(self, submitted, row):
        district = submitted.plan.community.district
        for votes in (31, 24, None):
            UptakeFactory(project=row, proposal=ProposalFactory(votes=votes, forum__district=district))

        assert self.beside(submitted, row).votes == Votes(55, 2)

    def test_a_proposal_stands_with_those_merged_into_it_each_once(self, cast, submitted, row):
        forum = ForumFactory(published=True, district=cast.home, announced_on=date(2023, 4, 1))
        lead, tied, merged, shared = (ProposalFactory(forum=forum, votes=n) for n in (10, 20, 3, 4))
        for proposal in (lead, tied):
            UptakeFactory(project=row, proposal=proposal)
        SuccessionFactory(proposal=merged, into=lead)
        SuccessionFactory(proposal=shared, into=merged)  # behind the one that is behind the lead

        assert self.beside(submitted, row).votes == Votes(37, 4)

    def test_a_part_stands_with_the_whole_that_people_voted_on(self, cast, submitted, row):
        forum = ForumFactory(published=True, district=cast.home, announced_on=date(2023, 4, 1))
        whole = ProposalFactory(forum=forum, votes=12)
        parts = [ProposalFactory(forum=forum, is_part=True) for _ in range(2)]
        for part in parts:
            SuccessionFactory(proposal=whole, into=part, kind=SuccessionKind.SPLIT)
            UptakeFactory(project=row, proposal=part)

        assert self.beside(submitted, row).votes == Votes(12, 1)

    def test_the_row_says_from_how_many_proposals_its_votes_are(self, client, cast, submitted, row):
        for votes in (31, 24):
            UptakeFactory(project=row, proposal=ProposalFactory(votes=votes, forum__district=cast.home))
        client.force_login(cast.officer)

        page = client.get(reverse("budget:check", args=[submitted.pk]))
        assert "55<small>จาก 2 ข้อเสนอ</small>" in packed(words_of(page)).replace(' class="quiet"', "")

    def test_a_project_that_no_forum_voted_on_shows_no_votes(self, submitted, row):
        assert self.beside(submitted, row).votes is None

    def test_last_years_decision_is_that_of_the_project_which_it_continues(self, submitted, row):
        plan = submitted.plan
        before = PlanRevisionFactory(
            plan__community=plan.community, plan__fiscal_year=plan.fiscal_year - 1, confirmed=True
        )
        row.carried_from = PlanProjectFactory(revision=before)
        row.save()
        CheckFactory(project=row.carried_from, outcome="forward", forwarded_to="สำนักการโยธา")

        assert self.beside(submitted, row).last_year.outcome == CheckOutcome.FORWARD

    def test_like_it_are_projects_of_neighbours_and_items_with_a_title_of_the_same_letters(
        self, submitted, row, neighbour
    ):
        row.title = "โครงการติดตั้งไฟส่องสว่างในซอย 5"
        row.save()
        PlanProjectFactory(revision=neighbour, title="ติดตั้งไฟ ส่องสว่างในซอย 7")
        PlanProjectFactory(revision=neighbour, title="ขุดลอกท่อระบายน้ำ")
        away = PlanRevisionFactory(plan__fiscal_year=submitted.plan.fiscal_year, submitted=True)
        PlanProjectFactory(revision=away, title=row.title)
        item = ActionPlanItemFactory(
            title="ติดตั้งไฟส่องสว่างในซอย",
            introduced_in__plan__district=submitted.plan.community.district,
            introduced_in__plan__fiscal_year=submitted.plan.fiscal_year,
        )

        found = self.beside(submitted, row).like_it

        assert {(one.title, one.where, one.item) for one in found} == {
            ("ติดตั้งไฟส่องสว่างในซอย", "", str(item.uuid)),
            ("ติดตั้งไฟ ส่องสว่างในซอย 7", str(neighbour.plan.community), ""),
        }


class TestMoney:
    def test_what_neighbours_take_in_is_added_and_nothing_else(self, submitted, row, neighbour):
        for amount, outcome in ((40_000, "include"), (7_000, "community")):
            CheckFactory(project=PlanProjectFactory(revision=neighbour, amount=amount), outcome=outcome)
        CheckFactory(project=row)

        assert check_table.money_in(submitted.plan, check_table.ask_money(submitted.plan)).elsewhere == Decimal(40_000)


class TestPhrases:
    def test_what_the_district_wrote_most_stands_first(self, submitted, neighbour):
        written = ("ไม่มีที่ดิน", "เป็นที่ดินเอกชน", "เป็นที่ดินเอกชน", "สองบรรทัด\nไม่ใช่วลี")
        for reason in written:
            CheckFactory(project=PlanProjectFactory(revision=neighbour), outcome="not_possible", outcome_reason=reason)
        CheckFactory(outcome="not_possible", outcome_reason="ของเขตอื่น")

        phrases = check_table.phrases_of(submitted.plan.community.district)

        assert list(phrases.reasons) == ["เป็นที่ดินเอกชน", "ไม่มีที่ดิน"]
