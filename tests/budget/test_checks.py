"""Three answers and an outcome per project; then the plan is confirmed or sent back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.models import StaleError
from budget.actions import errors
from budget.actions.checks import checks
from budget.enums import CheckOutcome
from budget.models import ConsistencyCheck
from budget.queries.checks.checks import what_is_missing
from communities.enums import RevisionState
from communities.models import PlanProject, PlanRevision
from tests.factories.budget import AT, CheckFactory
from tests.factories.communities import PlanFactory
from tests.fixtures.people import WHO

ON = date(2023, 6, 2)
YES = {"fits_mission": True, "fits_area_strategy": True, "fits_city_strategy": True, "outcome": CheckOutcome.INCLUDE}


def by(person):
    return {"by": person, "at": AT, "on": ON}


def project_of(revision):
    return revision.projects.order_by("rank").first()


def test_each_answer_is_saved_as_it_is_given(cast, submitted):
    project, seen = project_of(submitted), 0
    for name, value in YES.items():
        check = checks.answer(project_id=project.pk, answers={name: value}, seen=seen, **by(cast.officer))
        assert (check.checked_on is not None) == (name == "outcome")
        seen = check.version

    check.refresh_from_db()
    assert check.checked_on == ON
    assert check.checked_by == cast.officer


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        ({**YES, "fits_mission": False}, ("mission_reason", "outcome_reason")),
        ({**YES, "fits_city_strategy": False, "city_reason": "อยู่นอกยุทธศาสตร์"}, ("outcome_reason",)),
        ({**YES, "fits_city_strategy": False, "city_reason": "อยู่นอกยุทธศาสตร์", "outcome_reason": "จำเป็นเร่งด่วน"}, ()),
        ({**YES, "outcome": ""}, ("outcome",)),
        ({**YES, "outcome": CheckOutcome.NOT_POSSIBLE}, ("outcome_reason",)),
        ({**YES, "outcome": CheckOutcome.FORWARD}, ("forwarded_to",)),
        ({**YES, "outcome": CheckOutcome.FORWARD, "forwarded_to": "สำนักการโยธา"}, ()),
    ],
)
def test_a_check_is_finished_when_nothing_is_missing(cast, submitted, answers, missing):
    check = checks.answer(project_id=project_of(submitted).pk, answers=answers, seen=0, **by(cast.officer))

    assert what_is_missing(check) == missing
    assert (check.checked_on is None) == bool(missing)


def test_taking_an_answer_back_opens_the_check_again(cast, submitted):
    check = CheckFactory(project=project_of(submitted))

    check = checks.answer(
        project_id=check.project_id, answers={"fits_mission": None}, seen=check.version, **by(cast.officer)
    )

    assert check.checked_on is None


def test_a_yes_has_no_reason_left_from_a_no(cast, submitted):
    check = CheckFactory(
        project=project_of(submitted), fits_mission=False, mission_reason="ไม่ใช่ภารกิจ", outcome="community"
    )

    check = checks.answer(
        project_id=check.project_id, answers={"fits_mission": True}, seen=check.version, **by(cast.officer)
    )

    check.refresh_from_db()
    assert (check.fits_mission, check.mission_reason) == (True, "")


def test_the_second_of_two_officers_is_told(cast, submitted):
    project = project_of(submitted)
    checks.answer(project_id=project.pk, answers={"fits_mission": True}, seen=0, **by(cast.officer))

    with pytest.raises(StaleError) as stale:
        checks.answer(
            project_id=project.pk,
            answers={"fits_mission": False, "mission_reason": "ไม่ใช่ภารกิจ"},
            seen=0,
            **by(cast.director),
        )

    assert stale.value.theirs.fits_mission is True
    assert stale.value.mine.mission_reason == "ไม่ใช่ภารกิจ"


def test_a_plan_is_confirmed_when_every_project_was_checked(cast, submitted):
    first, second = submitted.projects.order_by("rank")
    CheckFactory(project=first)

    with pytest.raises(errors.UnansweredError, match="ยังตรวจไม่ครบ 1 โครงการ") as refusal:
        checks.confirm_plan(revision_id=submitted.pk, **by(cast.officer))
    assert refusal.value.projects == [second]

    CheckFactory(project=second, outcome=CheckOutcome.COMMUNITY)
    checks.confirm_plan(revision_id=submitted.pk, **by(cast.officer))

    submitted.refresh_from_db()
    assert submitted.state == RevisionState.CONFIRMED
    assert submitted.confirmed_on == ON


def test_the_community_is_told_the_outcome(cast, submitted):
    for project, outcome in zip(submitted.projects.all(), ("include", "community"), strict=True):
        CheckFactory(project=project, outcome=outcome)

    checks.confirm_plan(revision_id=submitted.pk, **by(cast.officer))

    notice = Notice.objects.get(kind="plan-checked")
    assert notice.recipient == cast.member
    assert (
        "นำเข้าแผนของเขต 1 นำเข้าบางส่วน 0 รอรับการสนับสนุน 0 ส่งต่อหน่วยงาน 0 ชุมชนดำเนินการเอง 1"
        in notice.message % notice.params
    )


def test_a_plan_goes_back_with_reasons_at_any_time(cast, submitted):
    draft = checks.return_plan(revision_id=submitted.pk, reason="ขอรายละเอียดสถานที่", **by(cast.officer))

    assert draft.number == 2
    assert Notice.objects.get(kind="plan-returned").recipient == cast.member


def test_answers_on_unchanged_projects_can_be_kept(cast, submitted):
    for project in submitted.projects.all():
        CheckFactory(project=project, city_reason="สอดคล้อง")
    draft = checks.return_plan(revision_id=submitted.pk, reason="แก้โครงการแรก", **by(cast.officer))
    PlanProject.objects.filter(pk=project_of(draft).pk).update(amount=99)
    PlanRevision.objects.filter(pk=draft.pk).update(
        state="submitted", submitted_on=ON, submitted_at=AT, submitted_by=cast.member
    )

    kept = checks.keep_earlier_answers(revision_id=draft.pk, **by(cast.officer))

    assert kept == 1
    twin = ConsistencyCheck.objects.get(project__revision=draft)
    assert twin.project != project_of(draft)
    assert twin.city_reason == "สอดคล้อง"


def test_a_confirmed_plan_is_not_checked_again(cast, submitted):
    for project in submitted.projects.all():
        CheckFactory(project=project)
    checks.confirm_plan(revision_id=submitted.pk, **by(cast.officer))

    with pytest.raises(errors.NotAwaitingCheckError):
        checks.answer(project_id=project.pk, answers={"outcome": "community"}, seen=1, **by(cast.officer))


@pytest.mark.parametrize("who", WHO)
def test_who_checks(cast, submitted, who):
    person = cast.people[who]
    if who in {"officer", "director"}:
        checks.answer(project_id=project_of(submitted).pk, answers=YES, seen=0, **by(person))
        assert Entry.objects.filter(verb="budget.project_checked").exists()
    else:
        with pytest.raises(PermissionDenied):
            checks.answer(project_id=project_of(submitted).pk, answers=YES, seen=0, **by(person))


@pytest.mark.parametrize("who", WHO)
def test_who_sees_the_queue(cast, who):
    plan = PlanFactory(community=cast.home_community)

    allowed = cast.people[who].has_perm("budget.view_checks", plan)

    assert allowed == (who in {"officer", "director", "social", "strategy", "administrator"})


@pytest.mark.parametrize(
    "broken",
    [
        {"fits_mission": None},
        {"outcome": ""},
        {"fits_mission": False},
        {"outcome": CheckOutcome.NOT_POSSIBLE},
        {"outcome": CheckOutcome.FORWARD},
    ],
)
def test_the_database_refuses_a_finished_check_that_is_not(submitted, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckFactory(project=project_of(submitted), **broken)


class TestRecall:
    """A committee takes its submitted plan back, until the district has begun."""

    def test_the_plan_is_a_draft_again_and_can_be_submitted_anew(self, cast, submitted):
        first = submitted.submitted_on

        revision = checks.recall_plan(revision_id=submitted.pk, by=cast.member, at=AT)

        revision.refresh_from_db()
        assert (revision.state, revision.number, revision.submitted_on) == (RevisionState.DRAFT, submitted.number, None)
        assert Entry.objects.get(verb="communities.plan_recalled").details["submitted_on"] == first.isoformat()

    def test_one_answer_of_the_district_is_too_late(self, cast, submitted):
        answers = {"fits_mission": True}
        checks.answer(project_id=project_of(submitted).pk, answers=answers, seen=0, **by(cast.officer))

        with pytest.raises(errors.CheckError, match="เขตเริ่มตรวจ"):
            checks.recall_plan(revision_id=submitted.pk, by=cast.member, at=AT)

    @pytest.mark.parametrize("who", ["officer", "away_member", "social"])
    def test_nobody_else_does(self, cast, submitted, who):
        with pytest.raises(PermissionDenied):
            checks.recall_plan(revision_id=submitted.pk, by=cast.people[who], at=AT)
