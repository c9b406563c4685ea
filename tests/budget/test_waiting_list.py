"""The list of projects that wait, and the communities that are asked whether they still want them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.errors import CheckError, ReasonNeededError
from budget.actions.stages import follow_all_proposals, follow_proposals
from budget.actions.waiting import answer_whether_wanted, ask_communities
from budget.models import SpendingRule, WaitingQuestion
from budget.queries.my_work import todos_for
from budget.queries.stages import kept_statuses
from budget.queries.waiting import to_be_asked, waiting_list, waiting_projects
from tests.factories.budget import AT, CheckFactory, InclusionFactory, WaitingQuestionFactory
from tests.factories.communities import PlanAreaFactory, PlanProjectFactory, PlanRevisionFactory
from tests.factories.forums import ProposalFactory, UptakeFactory
from tests.factories.years import PlannedYearFactory
from tests.words import words_of

ON = date(2023, 6, 2)


def project_of(place, year, *, since, **more):
    revision = PlanRevisionFactory(plan__community=place, plan__fiscal_year=year, confirmed=True)
    project = PlanProjectFactory(revision=revision, **more)
    CheckFactory(project=project, outcome="waiting", checked_on=since)
    return project


@pytest.fixture
def old(cast):
    """It has waited for three years today."""
    return project_of(cast.home_community, 2564, since=date(2020, 6, 2), title="ลานกีฬา", amount=40_000)


@pytest.fixture
def new(cast):
    return project_of(cast.home_community, 2566, since=date(2022, 6, 3), title="ไฟทางเดิน", amount=90_000)


def answer(question, person, *, is_wanted, why=""):
    return answer_whether_wanted(question_id=question.pk, is_wanted=is_wanted, why=why, by=person, at=AT, on=ON)


class TestTheList:
    def test_the_longest_waiting_come_first_over_the_years(self, old, new):
        assert [row.project for row in waiting_list(None)] == [old, new]
        assert [row.years(ON) for row in waiting_list(None)] == [3, 0]

    def test_a_project_carried_on_waits_since_its_first_check(self, cast, old):
        heir = project_of(cast.home_community, 2567, since=date(2023, 5, 1), carried_from=old)

        assert [(row.project, row.since) for row in waiting_list(None)] == [(heir, date(2020, 6, 2))]

    def test_the_page_filters_sorts_and_its_file_has_the_same_rows(self, client, cast, old, new):
        area = PlanAreaFactory()
        new.areas.set([area])
        client.force_login(cast.officer)

        def titles(name, **query):
            page = client.get(reverse(f"budget:{name}"), query)
            text = b"".join(page.streaming_content).decode() if page.streaming else words_of(page)
            return [title for title in ("ลานกีฬา", "ไฟทางเดิน") if title in text]

        for name in ("waiting", "waiting-file"):
            assert titles(name) == ["ลานกีฬา", "ไฟทางเดิน"]
            assert titles(name, area=area.pk) == ["ไฟทางเดิน"]
            assert titles(name, most="50,000") == ["ลานกีฬา"]
            assert titles(name, years="2") == ["ลานกีฬา"]
            assert titles(name, community=cast.home_community.pk) == ["ลานกีฬา", "ไฟทางเดิน"]
        page = words_of(client.get(reverse("budget:waiting"), {"sort": "-amount"}))
        assert page.index("ไฟทางเดิน") < page.index("ลานกีฬา")

    def test_another_district_sees_none_of_it(self, client, cast, old):
        client.force_login(cast.away_officer)

        assert "ลานกีฬา" not in words_of(client.get(reverse("budget:waiting")))


class TestAsking:
    def test_a_community_is_asked_once_its_project_has_waited_for_the_years_of_the_rule(self, cast, old, new):
        assert to_be_asked(on=date(2023, 6, 1)) == []

        assert ask_communities(on=ON, at=AT) == 1
        assert ask_communities(on=ON, at=AT) == 0

        question = WaitingQuestion.objects.get()
        assert question.project == old
        assert Notice.objects.get(kind="still-wanted").recipient == cast.member
        assert Entry.objects.get(verb="budget.community_asked").actor is None
        (todo,) = [one for one in todos_for(cast.member, on=ON) if "บัญชีรอ" in one.text]
        assert todo.url == question.get_absolute_url()

    def test_the_years_are_set_with_the_rules_of_the_year(self, old, new):
        planned = PlannedYearFactory(fiscal_year=FiscalYear.of(ON).be, opened=True)
        SpendingRule.objects.create(planned=planned, ask_after_years=1)

        assert to_be_asked(on=date(2023, 6, 3)) == [old, new]

    def test_a_yes_keeps_it_on_the_list_and_asks_again_years_later(self, cast, old):
        ask_communities(on=ON, at=AT)

        answer(WaitingQuestion.objects.get(), cast.member, is_wanted=True)

        assert [row.project for row in waiting_list(None)] == [old]
        assert to_be_asked(on=date(2026, 6, 1)) == []
        assert to_be_asked(on=date(2026, 6, 2)) == [old]

    def test_a_no_takes_it_off_tells_the_district_and_ends_the_proposals_way(self, cast, old):
        proposal = ProposalFactory(forum__published=True, forum__district=cast.home_community.district)
        UptakeFactory(proposal=proposal, project=old)
        follow_all_proposals()
        question = WaitingQuestionFactory(project=old)

        answer(question, cast.member, is_wanted=False, why="ชุมชนทำเองแล้ว")
        follow_proposals()

        assert not waiting_projects(None).exists()
        assert Notice.objects.filter(kind="not-wanted", recipient=cast.officer).exists()
        assert Entry.objects.filter(verb="budget.waiting_answered", actor=cast.member).exists()
        assert kept_statuses([proposal.pk])[proposal.pk].code == "not_wanted"
        answer(question, cast.member, is_wanted=True)
        assert waiting_projects(None).exists()

    def test_a_no_needs_a_reason_and_only_the_committee_answers(self, cast, old):
        question = WaitingQuestionFactory(project=old)

        with pytest.raises(ReasonNeededError):
            answer(question, cast.member, is_wanted=False, why=" ")
        with pytest.raises(PermissionDenied):
            answer(question, cast.officer, is_wanted=True)

    def test_what_went_into_a_plan_meanwhile_needs_no_answer(self, cast, old):
        question = WaitingQuestionFactory(project=old)
        InclusionFactory(project=old, item__introduced_in__plan__district=cast.home)

        with pytest.raises(CheckError):
            answer(question, cast.member, is_wanted=True)

    def test_the_page_asks_and_takes_the_answer(self, client, cast, old):
        question = WaitingQuestionFactory(project=old)
        client.force_login(cast.member)

        page = client.get(question.get_absolute_url())
        refused = client.post(question.get_absolute_url(), {"is_wanted": "no", "why": ""})
        client.post(question.get_absolute_url(), {"is_wanted": "no", "why": "ทำเองแล้ว"})

        assert "ตั้งแต่ปีงบประมาณ 2563" in words_of(page)
        assert refused.status_code in (409, 422)
        question.refresh_from_db()
        assert (question.is_wanted, question.why, question.answered_by) == (False, "ทำเองแล้ว", cast.member)
