"""A plan's path: begun, submitted, returned or confirmed, adopted; each step by whom and when, or a refusal."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from communities.actions import errors, plans, writing
from communities.actions import steps as steps_actions
from communities.enums import RevisionState
from communities.models import Plan, PlanRevision
from tests.communities.conftest import AT, ON
from tests.factories.budget import CheckFactory
from tests.factories.communities import (
    BudgetLineFactory,
    CommitteeMemberFactory,
    PlanAdoptionFactory,
    PlanAreaFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
    PlanSectionFactory,
    PlanTemplateFactory,
)

NEXT = FiscalYear(2567)
WHEN = {"at": AT, "on": ON}
RESOLVED = steps_actions.Meeting(words="เห็นชอบให้ส่ง", met_on=ON, present=24, chair_name="นางประธาน ดี")


@pytest.fixture
def draft(cast):
    """A draft that can be submitted."""
    template = PlanTemplateFactory(sections=[{"code": "vision", "title_th": "วิสัยทัศน์", "required": True}])
    revision = PlanRevisionFactory(plan__community=cast.home_community, plan__template=template)
    PlanSectionFactory(revision=revision)
    problem = PlanProblemFactory(revision=revision)
    project = PlanProjectFactory(
        revision=revision, problem=problem, reason="ชำรุด", objectives="เดินปลอดภัย", target="200 เมตร"
    )
    project.areas.add(PlanAreaFactory())
    BudgetLineFactory(project=project)
    return revision


@pytest.fixture
def submitted(draft, cast):
    return plans.submit(revision_id=draft.pk, meeting=RESOLVED, by=cast.member, **WHEN)


def test_a_member_begins_next_years_plan(cast):
    PlanTemplateFactory(version=1, from_year=2563)
    newest = PlanTemplateFactory(version=2, from_year=2566)
    PlanTemplateFactory(version=3, from_year=2568)

    revision = plans.begin_plan(community_id=cast.home_community.pk, year=NEXT, by=cast.member, **WHEN)

    assert (revision.number, revision.state) == (1, RevisionState.DRAFT)
    assert (revision.plan.community, revision.plan.fiscal_year) == (cast.home_community, 2567)
    assert revision.plan.template == newest
    entry = Entry.objects.get(verb="communities.plan_begun")
    assert entry.actor == cast.member


@pytest.mark.parametrize(("year", "is_open"), [(2565, False), (2566, True), (2567, True), (2568, False)])
def test_a_plan_is_made_for_this_year_or_the_next(cast, year, is_open):
    PlanTemplateFactory()

    def begin():
        plans.begin_plan(community_id=cast.home_community.pk, year=FiscalYear(year), by=cast.member, **WHEN)

    if is_open:
        begin()
    else:
        with pytest.raises(errors.WrongYearError):
            begin()

    assert Plan.objects.exists() == is_open


def test_a_second_plan_for_the_year_is_refused_and_leads_to_the_first(cast):
    PlanTemplateFactory()
    first = plans.begin_plan(community_id=cast.home_community.pk, year=NEXT, by=cast.member, **WHEN)

    with pytest.raises(errors.AlreadyBegunError) as refusal:
        plans.begin_plan(community_id=cast.home_community.pk, year=NEXT, by=cast.member, **WHEN)

    assert refusal.value.plan == first.plan


def test_a_complete_draft_is_submitted(draft, cast):
    revision = plans.submit(revision_id=draft.pk, meeting=RESOLVED, by=cast.member, **WHEN)

    revision.refresh_from_db()
    assert (revision.state, revision.submitted_on, revision.submitted_by) == (RevisionState.SUBMITTED, ON, cast.member)
    assert Entry.objects.get(verb="communities.plan_submitted").details["revision"] == 1


def test_an_empty_draft_is_refused_with_all_that_it_lacks(cast):
    template = PlanTemplateFactory(
        sections=[
            {"code": "vision", "title_th": "วิสัยทัศน์", "required": True},
            {"code": "history", "title_th": "ประวัติ", "required": False},
        ]
    )
    draft = PlanRevisionFactory(plan__community=cast.home_community, plan__template=template)
    PlanProjectFactory(revision=draft, title="ศาลา", kind="joint")
    PlanProjectFactory(revision=draft, title="ปลูกผัก", kind="self", reason="ก", objectives="ข", target="ค")

    with pytest.raises(errors.IncompleteError) as refusal:
        plans.submit(revision_id=draft.pk, meeting=RESOLVED, by=cast.member, **WHEN)

    assert [missing.sentence for missing in refusal.value.missing] == [
        "ยังไม่ได้เขียน “วิสัยทัศน์”",
        "ยังไม่มีปัญหาและความต้องการ ต้องมีอย่างน้อย 1 ข้อ",
        "โครงการลำดับที่ 1 “ศาลา” ยังขาดด้าน หลักการและเหตุผล วัตถุประสงค์ เป้าหมาย งบประมาณ",
        "โครงการลำดับที่ 2 “ปลูกผัก” ยังขาดด้าน",
    ]
    draft.refresh_from_db()
    assert draft.state == RevisionState.DRAFT


def test_what_was_taken_out_does_not_make_a_plan_complete(draft, cast):
    writing.take_out(row=draft.projects.get(), by=cast.member, at=AT)

    with pytest.raises(errors.IncompleteError) as refusal:
        plans.submit(revision_id=draft.pk, meeting=RESOLVED, by=cast.member, **WHEN)

    assert [missing.anchor for missing in refusal.value.missing] == ["projects"]


def test_a_plan_without_a_project_in_an_area_says_why(draft, cast):
    PlanAreaFactory(code="mind", name_th="ด้านจิตใจ", position=5)

    with pytest.raises(errors.AreasUnexplainedError):
        plans.submit(revision_id=draft.pk, meeting=RESOLVED, areas_reason=" ", by=cast.member, **WHEN)
    revision = plans.submit(
        revision_id=draft.pk, meeting=RESOLVED, areas_reason="ใช้กิจกรรมของวัด", by=cast.member, **WHEN
    )

    revision.refresh_from_db()
    assert (revision.state, revision.areas_reason) == (RevisionState.SUBMITTED, "ใช้กิจกรรมของวัด")


def test_a_plan_with_every_area_keeps_no_reason(draft, cast):
    revision = plans.submit(revision_id=draft.pk, meeting=RESOLVED, areas_reason="ไม่ต้องแล้ว", by=cast.member, **WHEN)

    revision.refresh_from_db()
    assert revision.areas_reason == ""


def test_submitting_twice_is_refused_the_second_time(submitted, cast):
    with pytest.raises(errors.NotADraftError):
        plans.submit(revision_id=submitted.pk, meeting=RESOLVED, by=cast.member, **WHEN)


def test_a_returned_plan_goes_on_as_a_copy(submitted, cast):
    draft = plans.return_plan(revision_id=submitted.pk, reason="เพิ่มเป้าหมายเป็นตัวเลข", by=cast.officer, **WHEN)

    submitted.refresh_from_db()
    assert (submitted.state, submitted.return_reason) == (RevisionState.RETURNED, "เพิ่มเป้าหมายเป็นตัวเลข")
    assert (draft.number, draft.state) == (2, RevisionState.DRAFT)
    old, new = submitted.projects.get(), draft.projects.get()
    assert new.lineage == old.lineage
    assert new.uuid != old.uuid
    assert (new.title, new.objectives, new.amount) == (old.title, old.objectives, old.amount)
    assert [area.pk for area in new.areas.all()] == [area.pk for area in old.areas.all()]
    assert new.budget_lines.get().amount == old.budget_lines.get().amount
    assert new.problem == draft.problems.get()
    assert new.problem != old.problem
    assert draft.sections.get().text == submitted.sections.get().text


def test_the_committee_is_told_why_a_plan_came_back(submitted, cast):
    CommitteeMemberFactory(committee__community=cast.home_community, user=None)
    former = CommitteeMemberFactory(committee__community=cast.home_community, user=cast.stranger, ends_on=ON)

    plans.return_plan(revision_id=submitted.pk, reason="เพิ่มเป้าหมาย", by=cast.officer, **WHEN)

    notice = Notice.objects.get()
    assert notice.recipient == cast.member != former.user
    assert notice.message % notice.params == (
        f"แผนพัฒนาชุมชน{cast.home_community.name_th} ปี 2567 ถูกส่งกลับให้แก้ไข: เพิ่มเป้าหมาย"
    )
    assert notice.url == f"/work/plans/2567/{cast.home_community.code}/"


def test_a_return_needs_a_reason(submitted, cast):
    with pytest.raises(errors.ReasonNeededError):
        plans.return_plan(revision_id=submitted.pk, reason="  ", by=cast.officer, **WHEN)


def test_confirming_records_the_day_and_tells_the_committee(submitted, cast):
    for project in submitted.projects.live():
        CheckFactory(project=project)
    revision = plans.confirm(revision_id=submitted.pk, by=cast.officer, **WHEN)

    assert (revision.state, revision.confirmed_on, revision.confirmed_by) == ("confirmed", ON, cast.officer)
    assert Notice.objects.get().kind == "plan-confirmed"


@pytest.mark.parametrize("act", [plans.confirm, plans.return_plan])
def test_only_a_submitted_plan_is_decided(draft, cast, act):
    reason = {"reason": "ไม่ครบ"} if act is plans.return_plan else {}

    with pytest.raises(errors.NotSubmittedError):
        act(revision_id=draft.pk, by=cast.officer, **reason, **WHEN)


def test_a_withdrawn_confirmation_keeps_its_day_and_opens_the_next_draft(submitted, cast):
    for project in submitted.projects.live():
        CheckFactory(project=project)
    plans.confirm(revision_id=submitted.pk, by=cast.officer, at=AT, on=date(2023, 6, 1))

    draft = plans.withdraw_confirmation(revision_id=submitted.pk, reason="พบโครงการซ้ำ", by=cast.officer, **WHEN)

    submitted.refresh_from_db()
    assert (submitted.confirmed_on, submitted.confirmation_withdrawn_on) == (date(2023, 6, 1), ON)
    assert (draft.number, draft.state) == (2, RevisionState.DRAFT)
    with pytest.raises(errors.NotConfirmedError):
        plans.withdraw_confirmation(revision_id=submitted.pk, reason="อีกครั้ง", by=cast.officer, **WHEN)


def test_adoption_is_recorded_on_the_latest_revision(submitted, cast):
    draft = plans.return_plan(revision_id=submitted.pk, reason="เพิ่ม", by=cast.officer, **WHEN)

    adoption = plans.adopt(
        plan_id=submitted.plan_id,
        adopted_on=date(2023, 5, 28),
        method="community_meeting",
        by=cast.officer,
        **WHEN,
    )

    assert (adoption.revision, adoption.adopted_on) == (draft, date(2023, 5, 28))


def test_a_meeting_that_has_not_been_held_adopts_nothing(draft, cast):
    with pytest.raises(errors.NotYetError):
        plans.adopt(
            plan_id=draft.plan_id, adopted_on=date(2023, 6, 3), method="community_meeting", by=cast.officer, **WHEN
        )


def test_a_meeting_of_today_adopts_the_plan(draft, cast):
    adoption = plans.adopt(
        plan_id=draft.plan_id, adopted_on=WHEN["on"], method="community_meeting", by=cast.officer, **WHEN
    )
    assert adoption.adopted_on == WHEN["on"]


def test_no_community_adopted_its_plan_before_the_year_in_which_it_is_made(draft, cast):
    adopted = {"plan_id": draft.plan_id, "method": "community_meeting", "by": cast.officer, **WHEN}

    with pytest.raises(errors.BeforeItsYearError):
        plans.adopt(adopted_on=date(2022, 9, 30), **adopted)

    assert plans.adopt(adopted_on=date(2022, 10, 1), **adopted).adopted_on == date(2022, 10, 1)


def test_a_wrong_day_of_adoption_is_cancelled_and_recorded_anew(draft, cast):
    adopted = {"plan_id": draft.plan_id, "method": "community_meeting", "by": cast.officer, **WHEN}
    wrong = plans.adopt(adopted_on=date(2023, 5, 1), **adopted)
    with pytest.raises(errors.AlreadyAdoptedError):
        plans.adopt(adopted_on=date(2023, 5, 11), **adopted)

    plans.cancel_adoption(adoption_id=wrong.pk, reason="พิมพ์วันที่ผิด", by=cast.officer, **WHEN)
    right = plans.adopt(adopted_on=date(2023, 5, 11), **adopted)

    wrong.refresh_from_db()
    assert (wrong.adopted_on, wrong.cancelled_on, wrong.cancel_reason) == (date(2023, 5, 1), ON, "พิมพ์วันที่ผิด")
    assert list(draft.adoptions.live()) == [right]


DECIDERS = {"officer", "director"}


@pytest.mark.parametrize("who", ["member", "away_member", "officer", "away_officer", "director", "social", "stranger"])
def test_each_step_refuses_the_wrong_person(cast, submitted, who):
    person = cast.people[who]
    PlanTemplateFactory()
    adoption = PlanAdoptionFactory(revision=submitted)
    open_draft = PlanRevisionFactory(plan__community=cast.home_community, plan__fiscal_year=2560)
    confirmed = PlanRevisionFactory(plan__community=cast.home_community, plan__fiscal_year=2565, confirmed=True)
    steps = {
        "begin": lambda: plans.begin_plan(
            community_id=cast.home_community.pk, year=FiscalYear(2566), by=person, **WHEN
        ),
        "submit": lambda: plans.submit(revision_id=open_draft.pk, meeting=RESOLVED, by=person, **WHEN),
        "write": lambda: writing.save_section(
            revision_id=open_draft.pk, code="vision", text="ก", seen=0, by=person, at=AT
        ),
        "return": lambda: plans.return_plan(revision_id=submitted.pk, reason="ก", by=person, **WHEN),
        "confirm": lambda: plans.confirm(revision_id=submitted.pk, by=person, **WHEN),
        "withdraw": lambda: plans.withdraw_confirmation(revision_id=confirmed.pk, reason="ก", by=person, **WHEN),
        "adopt": lambda: plans.adopt(plan_id=confirmed.plan_id, adopted_on=ON, method="forum", by=person, **WHEN),
        "cancel": lambda: plans.cancel_adoption(adoption_id=adoption.pk, reason="ก", by=person, **WHEN),
    }
    refused = set()

    for step, take in steps.items():
        try:
            take()
        except PermissionDenied:
            refused.add(step)
        except errors.PlanError:
            pass  # the wrong moment, for a person who may

    writes = {"begin", "submit", "write"}
    expected = set(steps) - (writes if who == "member" else set())
    assert refused == ({"submit", "write"} if who in DECIDERS else expected)


def test_a_plan_has_one_open_revision(draft):
    assert PlanRevision.objects.filter(plan=draft.plan).count() == 1
