"""A community asks once for another look, and the district decides anew."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.rows.basis import BasisChangedError
from budget.actions.checks.second_looks import ask_for_second_look, decide_second_look
from budget.actions.errors import CheckError, ReasonNeededError
from budget.models import ConsistencyCheck, SecondLook
from budget.queries.checks.second_looks import basis_of_second_look
from budget.queries.my_work import todos_for
from budget.queries.plan.pool import pool
from budget.queries.trace import trace
from communities.models import PlanRevision
from tests.factories.budget import AT, ActionPlanFactory, CheckFactory, InclusionFactory, SecondLookFactory
from tests.factories.communities import PlanProjectFactory, PlanRevisionFactory
from tests.factories.forums import ProposalFactory, UptakeFactory
from tests.words import words_of

ON = date(2023, 6, 2)
BEFORE = date(2023, 5, 1)
YES = {"fits_mission": True, "fits_area_strategy": True, "fits_city_strategy": True}


def by(person):
    return {"by": person, "at": AT, "on": ON}


@pytest.fixture
def refused(cast):
    """A project that the district called impossible a month ago."""
    revision = PlanRevisionFactory(plan__community=cast.home_community, plan__fiscal_year=2567, confirmed=True)
    project = PlanProjectFactory(revision=revision, title="ลานกีฬา", amount=30_000)
    CheckFactory(project=project, outcome="not_possible", outcome_reason="ที่ดินเอกชน", checked_on=BEFORE)
    return project


@pytest.fixture
def look(refused):
    return SecondLook.objects.get(pk=SecondLookFactory(project=refused).pk)


def ask(project, person, reason="เจ้าของที่ดินยินยอมแล้ว"):
    return ask_for_second_look(project_id=project.pk, reason=reason, **by(person))


def decide(project, person, **more):
    answers = {**YES, "outcome": "include", **more.pop("answers", {})}
    return decide_second_look(project_id=project.pk, answers=answers, reply="ทำได้แล้ว", **more, **by(person))


class TestAsking:
    def test_the_district_is_told_and_has_it_among_its_work(self, cast, refused):
        look = ask(refused, cast.member)

        assert (look.asked_on, look.asked_by) == (ON, cast.member)
        assert Notice.objects.filter(kind="second-look-asked", recipient=cast.officer).exists()
        assert Entry.objects.filter(verb="budget.second_look_asked").exists()
        assert any("พิจารณาใหม่" in todo.text for todo in todos_for(cast.officer, on=ON))

    def test_it_is_asked_once_even_in_another_edition_of_the_plan(self, cast, refused):
        earlier = PlanRevisionFactory(plan__community=cast.home_community, plan__fiscal_year=2566)
        SecondLookFactory(project=PlanProjectFactory(revision=earlier, lineage=refused.lineage))

        with pytest.raises(CheckError, match="ครั้งเดียว"):
            ask(refused, cast.member)

    def test_what_goes_into_the_plan_is_not_asked_again(self, cast, refused):
        CheckFactory(project=refused, outcome="include")

        with pytest.raises(CheckError, match="นำเข้าแผนแล้ว"):
            ask(refused, cast.member)

    def test_before_the_confirmation_there_is_nothing_to_ask(self, cast, submitted):
        project = submitted.projects.first()
        CheckFactory(project=project, outcome="community")

        with pytest.raises(CheckError, match="รับรองแผนแล้ว"):
            ask(project, cast.member)

    def test_only_the_committee_asks_and_with_a_reason(self, cast, refused):
        with pytest.raises(PermissionDenied):
            ask(refused, cast.officer)
        with pytest.raises(ReasonNeededError):
            ask(refused, cast.member, reason=" ")
        with pytest.raises(IntegrityError, match="second_look_is_asked_with_a_reason"), transaction.atomic():
            SecondLookFactory(project=refused, asked_reason="")


class TestDeciding:
    def test_the_new_check_counts_from_its_day_and_the_confirmation_stands(self, cast, refused, look):
        decide(refused, cast.officer, seen=basis_of_second_look(look))

        check = ConsistencyCheck.objects.get(project=refused)
        look.refresh_from_db()
        assert (check.outcome, check.checked_on, check.checked_by) == ("include", ON, cast.officer)
        assert (look.earlier_outcome, look.reply) == ("ดำเนินการไม่ได้", "ทำได้แล้ว")
        refused.revision.refresh_from_db()
        assert refused.revision.is_confirmed
        plan = ActionPlanFactory(district=cast.home, fiscal_year=2567)
        assert list(pool(plan)) == [refused]

    def test_the_committee_is_told_and_the_log_has_both_lines(self, cast, refused, look):
        decide(refused, cast.officer)

        told = Notice.objects.get(kind="second-look-decided", recipient=cast.member)
        assert "ทำได้แล้ว" in told.text
        verbs = list(Entry.objects.filter(actor=cast.officer).order_by("pk").values_list("verb", flat=True))
        assert verbs == ["budget.project_checked", "budget.second_look_decided"]
        assert not any("พิจารณาใหม่" in todo.text for todo in todos_for(cast.officer, on=ON))

    def test_an_answer_that_lacks_something_changes_nothing(self, cast, refused, look):
        with pytest.raises(CheckError, match="ยังขาด"):
            decide(refused, cast.officer, answers={"fits_mission": None})

        assert ConsistencyCheck.objects.get(project=refused).outcome == "not_possible"
        assert SecondLook.objects.open().exists()

    def test_what_changed_meanwhile_is_shown_before_it_is_decided(self, cast, refused, look):
        seen = basis_of_second_look(look)
        CheckFactory(project=refused, outcome="community")

        with pytest.raises(BasisChangedError):
            decide(refused, cast.officer, seen=seen)

    def test_it_is_decided_once(self, cast, refused, look):
        decide(refused, cast.officer)

        with pytest.raises(CheckError):
            decide(refused, cast.officer)

    def test_no_less_is_granted_than_an_action_plan_has_taken_in(self, cast, refused, look):
        CheckFactory(project=refused, outcome="partly", granted_amount=20_000, outcome_reason="ช่วงแรก")
        item = {"item__introduced_in__plan__district": cast.home}
        InclusionFactory(project=refused, amount=20_000, **item)

        part = {"outcome": "partly", "granted_amount": 19_999, "outcome_reason": "น้อยลง"}
        with pytest.raises(CheckError, match="เกินวงเงินใหม่"):
            decide(refused, cast.officer, answers=part)
        with pytest.raises(CheckError, match="ถอนออกจากแผนก่อน"):
            decide(refused, cast.officer, answers={"outcome": "community"})
        decide(refused, cast.officer)

    def test_a_withdrawn_confirmation_leaves_nothing_to_decide(self, cast, refused, look):
        PlanRevision.objects.filter(pk=refused.revision_id).update(
            confirmation_withdrawn_on=ON,
            confirmation_withdrawn_at=AT,
            confirmation_withdrawn_by=cast.director,
            withdrawal_reason="ผิดฉบับ",
        )

        with pytest.raises(CheckError):
            decide(refused, cast.officer)


class TestPages:
    def test_the_committee_finds_it_beside_the_outcome_and_the_officer_answers(self, client, cast, refused):
        outcomes = reverse("budget:outcomes", args=[refused.revision_id])
        asking = reverse("budget:second-look-ask", args=[refused.revision_id, refused.pk])
        client.force_login(cast.member)
        assert asking in client.get(outcomes).content.decode()
        client.post(asking, {"reason": "เจ้าของที่ดินยินยอมแล้ว"})
        assert asking not in client.get(outcomes).content.decode()

        client.force_login(cast.officer)
        deciding = reverse("budget:second-look", args=[refused.revision_id, refused.pk])
        assert deciding in client.get(reverse("budget:check", args=[refused.revision_id])).content.decode()
        page = client.get(deciding)
        assert "เจ้าของที่ดินยินยอมแล้ว" in words_of(page)
        said = {**dict.fromkeys(YES, "yes"), "outcome": "waiting", "reply": "รอเงินปีหน้า"}
        client.post(deciding, {**said, "seen": page.context["seen"]})

        assert ConsistencyCheck.objects.get(project=refused).outcome == "waiting"
        assert "เดิม ดำเนินการไม่ได้" in words_of(client.get(outcomes))

    def test_the_public_trace_tells_of_both(self, client, cast, refused, look):
        proposal = ProposalFactory(forum__published=True, forum__district=cast.home)
        UptakeFactory(proposal=proposal, project=refused)
        decide(refused, cast.officer)

        html = words_of(client.get(reverse("public:proposal", args=[proposal.uuid])))

        assert "เดิมดำเนินการไม่ได้" in html
        assert trace(proposal).status.code == "checked"
