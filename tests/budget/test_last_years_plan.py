"""Last year's plan is copied without what is finished, and the copying can be taken back."""

import pytest
from django.urls import reverse

from bkkplan.ground.audit.models import Entry
from budget.enums import ItemProgress
from budget.models import ActionPlan
from communities import actions
from communities.models import PlanSection
from tests.factories.budget import AT, ActionPlanFactory, ActionPlanItemFactory, InclusionFactory
from tests.factories.communities import (
    PlanAreaFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
    PlanSectionFactory,
)


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


def copy(draft, cast):
    return actions.copy_last_year(revision_id=draft.pk, by=cast.member, at=AT)


def take_back(draft, copied, cast):
    return actions.take_back_copies(revision_id=draft.pk, versions=copied.versions, by=cast.member, at=AT)


def titles(draft):
    return list(draft.projects.live().order_by("rank").values_list("title", flat=True))


def test_a_finished_project_is_left_out_and_named(draft, last_year, cast):
    finish(last_year.projects.get(title="ลอกท่อ"))
    finish(last_year.projects.get(title="ไฟทางเดิน"), ItemProgress.UNDER_WAY)

    copied = copy(draft, cast)

    assert titles(draft) == ["ไฟทางเดิน"]
    assert copied.finished == ("ลอกท่อ",)


def test_taking_back_leaves_the_draft_as_it_was(draft, last_year, cast):
    PlanProjectFactory(revision=draft, rank=1, title="ของปีนี้")
    copied = copy(draft, cast)
    assert titles(draft) == ["ของปีนี้", "ไฟทางเดิน", "ลอกท่อ"]

    done = take_back(draft, copied, cast)

    assert titles(draft) == ["ของปีนี้"]
    assert not draft.problems.exists()
    assert PlanSection.objects.get(revision=draft).text == ""
    assert done == actions.TakenBack(rows=4, kept=0)
    entry = Entry.objects.get(verb="communities.last_year_taken_back")
    assert (entry.actor, entry.details["rows"], entry.details["kept"]) == (cast.member, 4, 0)
    assert copy(draft, cast).projects == 2


def test_what_was_changed_since_stays(draft, last_year, cast):
    copied = copy(draft, cast)
    changed = draft.projects.get(title="ลอกท่อ")
    changed.title = "ลอกท่อทั้งซอย"
    changed.save_over(changed.version, update_fields=["title"])

    done = take_back(draft, copied, cast)

    assert titles(draft) == ["ลอกท่อทั้งซอย"]
    assert draft.projects.get(rank=1).problem == draft.problems.get()
    assert done.kept == 2


def test_the_page_offers_to_take_back_what_was_just_copied(client, draft, last_year, cast):
    finish(last_year.projects.get(title="ลอกท่อ"))
    client.force_login(cast.member)
    where = [draft.plan.year, cast.home_community.code]

    page = client.post(reverse("communities:copy", args=where), follow=True).content.decode()
    assert "ไม่ได้คัดลอกโครงการที่แล้วเสร็จ: ลอกท่อ" in page
    undo = reverse("communities:copy-take-back", args=where)
    assert undo in page

    after = client.post(undo, follow=True).content.decode()
    assert "เลิกทำการคัดลอกแล้ว" in after
    assert undo not in after
    assert titles(draft) == []


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
