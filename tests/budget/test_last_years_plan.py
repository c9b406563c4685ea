"""Last year's plan is reviewed project by project, with what became of each; one act, and one undo."""

import pytest
from django.urls import reverse

from bkkplan.ground.audit.models import Entry
from budget.enums import CheckOutcome, ItemProgress
from budget.models import ActionPlan
from communities.actions import last_year as last_year_actions
from communities.enums import ProjectFate, ReviewDecision
from communities.models import PlanSection
from communities.queries.fates import Fate, fates_of
from communities.queries.last_year import last_years_projects, standing_review
from communities.queries.running import years_running
from tests.factories.budget import AT, ActionPlanFactory, ActionPlanItemFactory, CheckFactory, InclusionFactory
from tests.factories.communities import (
    PlanAreaFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
    PlanSectionFactory,
)
from tests.words import words_of


@pytest.fixture
def draft(cast):
    return PlanRevisionFactory(plan__community=cast.home_community, plan__fiscal_year=2567)


@pytest.fixture
def last_year(cast):
    revision = PlanRevisionFactory(plan__community=cast.home_community, plan__fiscal_year=2566, confirmed=True)
    PlanSectionFactory(revision=revision, text="วิสัยทัศน์ปีก่อน")
    problem = PlanProblemFactory(revision=revision, position=1)
    for rank, title in enumerate(("ไฟทางเดิน", "ลอกท่อ"), start=1):
        PlanProjectFactory(revision=revision, rank=rank, title=title, problem=problem)
    return revision


def finish(project, progress=ItemProgress.DONE):
    words = {"item__done_on": "2023-05-01", "item__result": "ติดตั้งแล้ว"} if progress == ItemProgress.DONE else {}
    district = project.revision.plan.community.district
    plan = ActionPlan.objects.filter(district=district).first() or ActionPlanFactory(
        district=district, fiscal_year=2566
    )
    item = ActionPlanItemFactory(
        introduced_in__plan=plan,
        introduced_in__approved=True,
        progress=progress,
        **{k[6:]: v for k, v in words.items()},
    )
    return InclusionFactory(project=project, item=item)


def decide(source, **titles):
    """Decisions on all projects of an edition: those of ``titles``, the others go on."""
    chosen = {title.replace("_", " "): decision for title, decision in titles.items()}
    return [
        last_year_actions.ReviewChoice(
            project.pk,
            decision := chosen.get(project.title, ReviewDecision.CONTINUE),
            "ไม่มีที่ดิน" if decision == ReviewDecision.DROP else "",
        )
        for project in source.projects.live()
    ]


def review(draft, cast, decisions):
    return last_year_actions.review_last_year(revision_id=draft.pk, decisions=decisions, by=cast.member, at=AT)


def undo(draft, cast):
    return last_year_actions.undo_review(revision_id=draft.pk, by=cast.member, at=AT)


def titles(draft):
    return list(draft.projects.live().order_by("rank").values_list("title", flat=True))


def fates(source):
    return {row.project.title: (row.fate.kind, row.fate.reason) for row in last_years_projects(source)}


def test_what_became_of_each_project_is_read_from_the_chain(draft, last_year):
    for rank, title in enumerate(("สนาม", "ศาลา", "ปลูกผัก", "ท่าน้ำ", "ถนน"), start=3):
        PlanProjectFactory(revision=last_year, rank=rank, title=title)
    find = last_year.projects.get
    finish(find(title="ไฟทางเดิน"))
    finish(find(title="ลอกท่อ"), ItemProgress.UNDER_WAY)
    finish(find(title="สนาม"), ItemProgress.NOT_STARTED)
    CheckFactory(project=find(title="ศาลา"), outcome=CheckOutcome.NOT_POSSIBLE, outcome_reason="ที่ดินเอกชน")
    CheckFactory(project=find(title="ปลูกผัก"), outcome=CheckOutcome.COMMUNITY)
    CheckFactory(project=find(title="ท่าน้ำ"), outcome=CheckOutcome.FORWARD, forwarded_to="กรมเจ้าท่า")

    assert fates(last_year) == {
        "ไฟทางเดิน": (ProjectFate.DONE, ""),
        "ลอกท่อ": (ProjectFate.UNDER_WAY, ""),
        "สนาม": (ProjectFate.NOT_FUNDED, ""),
        "ศาลา": (ProjectFate.NOT_POSSIBLE, "ที่ดินเอกชน"),
        "ปลูกผัก": (ProjectFate.COMMUNITY, ""),
        "ท่าน้ำ": (ProjectFate.FORWARDED, "กรมเจ้าท่า"),
        "ถนน": (ProjectFate.NOT_FUNDED, ""),
    }
    unchecked = PlanProjectFactory(revision=draft)
    assert fates_of([unchecked.pk]) == {unchecked.pk: Fate(ProjectFate.NOT_DECIDED)}


def test_what_goes_on_or_is_changed_is_brought_over_and_the_rest_is_kept_with_its_reason(draft, last_year, cast):
    PlanProjectFactory(revision=last_year, rank=3, title="ศาลา", problem=PlanProblemFactory(revision=last_year))

    copied = review(draft, cast, decide(last_year, ลอกท่อ=ReviewDecision.CHANGE, ศาลา=ReviewDecision.DROP))

    assert titles(draft) == ["ไฟทางเดิน", "ลอกท่อ"]
    assert (copied.projects, copied.problems, copied.sections) == (2, 1, 1)
    kept = standing_review(draft.plan)
    assert {row.project.title: (row.decision, row.reason) for row in kept.projects.all()} == {
        "ไฟทางเดิน": (ReviewDecision.CONTINUE, ""),
        "ลอกท่อ": (ReviewDecision.CHANGE, ""),
        "ศาลา": (ReviewDecision.DROP, "ไม่มีที่ดิน"),
    }
    said = Entry.objects.get(verb="communities.last_year_reviewed").details
    assert (said["continue_projects"], said["change_projects"], said["drop_projects"]) == (1, 1, 1)


def test_sent_twice_it_is_done_once_and_other_decisions_wait_for_the_undo(draft, last_year, cast):
    review(draft, cast, decide(last_year))

    assert not review(draft, cast, decide(last_year))
    with pytest.raises(last_year_actions.ReviewedAlreadyError):
        review(draft, cast, decide(last_year, ลอกท่อ=ReviewDecision.FINISHED))

    assert titles(draft) == ["ไฟทางเดิน", "ลอกท่อ"]
    undo(draft, cast)
    review(draft, cast, decide(last_year, ลอกท่อ=ReviewDecision.FINISHED))
    assert titles(draft) == ["ไฟทางเดิน"]


def test_every_project_is_decided_about_and_what_is_given_up_has_a_reason(draft, last_year, cast):
    decisions = decide(last_year)
    stranger = PlanProjectFactory()

    with pytest.raises(last_year_actions.NotAllDecidedError):
        review(draft, cast, decisions[:1])
    with pytest.raises(last_year_actions.NotAllDecidedError):
        review(draft, cast, [decisions[0], last_year_actions.ReviewChoice(stranger.pk, ReviewDecision.CONTINUE)])
    with pytest.raises(last_year_actions.NoReasonError):
        review(draft, cast, [last_year_actions.ReviewChoice(one.project, ReviewDecision.DROP) for one in decisions])

    assert titles(draft) == []


def test_undoing_leaves_the_draft_as_it_was(draft, last_year, cast):
    PlanProjectFactory(revision=draft, rank=1, title="ของปีนี้")
    review(draft, cast, decide(last_year))
    assert titles(draft) == ["ของปีนี้", "ไฟทางเดิน", "ลอกท่อ"]

    done = undo(draft, cast)

    assert titles(draft) == ["ของปีนี้"]
    assert not draft.problems.exists()
    assert PlanSection.objects.get(revision=draft).text == ""
    assert done == last_year_actions.TakenBack(rows=4, kept=0)
    entry = Entry.objects.get(verb="communities.last_year_review_undone")
    assert (entry.actor, entry.details["rows"], entry.details["kept"]) == (cast.member, 4, 0)
    with pytest.raises(last_year_actions.NotReviewedError):
        undo(draft, cast)


def test_what_was_changed_since_stays(draft, last_year, cast):
    review(draft, cast, decide(last_year))
    changed = draft.projects.get(title="ลอกท่อ")
    changed.title = "ลอกท่อทั้งซอย"
    changed.save_over(changed.version, update_fields=["title"])

    done = undo(draft, cast)

    assert titles(draft) == ["ลอกท่อทั้งซอย"]
    assert draft.projects.get(rank=1).problem == draft.problems.get()
    assert done.kept == 2


def test_the_page_preselects_what_is_finished_shows_what_will_happen_and_does_it_once(client, draft, last_year, cast):
    done, going = last_year.projects.get(title="ลอกท่อ"), last_year.projects.get(title="ไฟทางเดิน")
    finish(done)
    client.force_login(cast.member)
    where = [draft.plan.year, cast.home_community.code]
    page = reverse("communities:review", args=where)

    shown = client.get(page)
    fields = {name: shown.context["form"][name].value() for name in shown.context["form"].fields}
    sent = {**fields, **shown.context["seen"]}
    preview = client.post(page, sent)

    assert fields[f"decision-{done.pk}"] == ReviewDecision.FINISHED
    assert fields[f"decision-{going.pk}"] == ReviewDecision.CONTINUE
    assert preview.status_code == 200
    assert 'name="confirm"' in preview.content.decode()
    assert titles(draft) == []
    without = client.post(page, {**sent, f"decision-{going.pk}": "drop", "confirm": "yes"})
    assert without.status_code == 422
    after = client.post(page, {**sent, "confirm": "yes"}, follow=True).content.decode()
    assert titles(draft) == ["ไฟทางเดิน"]
    assert reverse("communities:review-undo", args=where) in after
    undone = client.post(reverse("communities:review-undo", args=where), follow=True)
    assert "เลิกทำการทบทวนแล้ว" in words_of(undone)
    assert titles(draft) == []


def test_what_happened_to_a_project_meanwhile_is_said_before_anything_is_done(client, draft, last_year, cast):
    client.force_login(cast.member)
    page = reverse("communities:review", args=[draft.plan.year, cast.home_community.code])
    shown = client.get(page)
    sent = {name: shown.context["form"][name].value() for name in shown.context["form"].fields}
    finish(last_year.projects.get(title="ลอกท่อ"))

    answer = client.post(page, {**sent, **shown.context["seen"], "confirm": "yes"})

    assert answer.status_code == 409
    assert "ลอกท่อ" in answer.content.decode()
    assert titles(draft) == []


def test_how_many_years_running_a_project_is_asked_for_stands_on_it(client, draft, last_year, cast):
    asked = last_year.projects.get(title="ลอกท่อ")
    for year in (2565, 2564, 2562):
        earlier = PlanProjectFactory(revision__plan__community=cast.home_community, revision__plan__fiscal_year=year)
        asked.carried_from = earlier
        asked.save(update_fields=["carried_from"])
        asked = earlier
    review(draft, cast, decide(last_year))
    again, once = draft.projects.get(title="ลอกท่อ"), draft.projects.get(title="ไฟทางเดิน")

    assert years_running([again.pk, once.pk]) == {again.pk: 4, once.pk: 2}  # 2562 is not the year before 2564
    client.force_login(cast.member)
    page = client.get(reverse("communities:write-step", args=[draft.plan.year, cast.home_community.code, "projects"]))
    assert "ขอต่อเนื่อง 4 ปี" in words_of(page)


def test_committee_and_district_read_the_same_of_areas_without_a_project(client, cast):
    revision = PlanRevisionFactory(plan__community=cast.home_community, returned=True)
    first = PlanAreaFactory()
    second = PlanAreaFactory(code="mental", name_th="ด้านจิตใจ", position=9)
    PlanProjectFactory(revision=revision, rank=1).areas.add(first)
    draft = PlanRevisionFactory(plan=revision.plan, number=revision.number + 1)
    PlanProjectFactory(revision=draft, rank=1).areas.add(first)

    client.force_login(cast.member)
    write = client.get(reverse("communities:write", args=[revision.plan.year, cast.home_community.code]))
    client.force_login(cast.officer)
    check = client.get(reverse("budget:check", args=[revision.pk]))

    assert write.context["complete"].areas_left == check.context["complete"].areas_left
    assert second in check.context["complete"].areas_left
    assert first not in check.context["complete"].areas_left
    assert "ยังไม่มีโครงการใน" in check.content.decode()
    assert "ครบแล้ว ส่งให้เขตตรวจได้" not in write.content.decode()
