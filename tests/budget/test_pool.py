"""The page of the projects that wait for an action plan: chosen, seen, taken in, and taken back."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from budget.models import ActionPlanItem, Inclusion, TakingIn
from communities.models import PlanProject
from tests.factories.budget import ActionPlanEditionFactory, ActionPlanItemFactory, CheckFactory
from tests.factories.communities import CommunityFactory, PlanProjectFactory, PlanRevisionFactory
from tests.words import packed, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast):
    return ActionPlanEditionFactory(plan__district=cast.home, plan__fiscal_year=2567, number=0)


@pytest.fixture
def address(draft, cast):
    return reverse("budget:pool", args=[draft.plan.year, cast.home.code])


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return client


@pytest.fixture
def projects(cast):
    """Two of one community, one of another."""
    made = []
    other = CommunityFactory(subdistrict=cast.home_community.subdistrict)
    for community, titles in ((cast.home_community, ("ไฟทางเดิน", "ลอกท่อ")), (other, ("สนามเด็กเล่น",))):
        revision = PlanRevisionFactory(plan__community=community, plan__fiscal_year=2567, confirmed=True)
        made += [PlanProjectFactory(revision=revision, title=title, amount=10_000) for title in titles]
    for project in made:
        CheckFactory(project=project)
    return made


def sent(page, projects, **more):
    how = {"act": str(uuid4()), "how": "each", "projects": [project.pk for project in projects]}
    return {**how, **page.context["seen"], **more}


def chosen(page):
    return {row.project.title for row in page.context["rows"] if row.is_chosen}


def test_the_projects_stand_by_community_and_are_searched(officer, address, projects):
    page = officer.get(address)
    found = officer.get(address, {"q": "ลอก"})

    assert [(row.project.title, row.is_first) for row in page.context["rows"]].count(("ไฟทางเดิน", True)) == 1
    assert sum(row.is_first for row in page.context["rows"]) == 2
    assert page.content.decode().count("เลือกทั้งชุมชน") == 2
    assert [row.project.title for row in found.context["rows"]] == ["ลอกท่อ"]


def test_all_or_a_community_are_chosen_without_script_and_the_sum_is_told(officer, address, projects, draft):
    ActionPlanItemFactory(introduced_in=draft, planned_amount=5_000)
    page = officer.get(address)

    everything = officer.post(address, sent(page, [], pick="all"))
    without = officer.post(address, sent(page, projects, pick=str(projects[0].revision.plan.community_id)))
    nothing = officer.post(address, sent(page, projects, pick="all"))

    assert chosen(everything) == {"ไฟทางเดิน", "ลอกท่อ", "สนามเด็กเล่น"}
    assert (everything.context["sum"], everything.context["together"]) == (30_000, 35_000)
    assert "<strong data-choose-count>3</strong>" in packed(everything.content.decode())
    assert "เลือกอย่างน้อย 1 โครงการ" not in words_of(everything)
    assert chosen(without) == {"สนามเด็กเล่น"}
    assert chosen(nothing) == set()
    assert not TakingIn.objects.exists()


def test_the_chosen_ones_get_items_of_their_own_and_one_press_takes_them_back(officer, address, projects, draft):
    form = sent(officer.get(address), projects)

    after = officer.post(address, form, follow=True)
    officer.post(address, form)

    assert draft.plan.items.live().count() == 3
    undo = reverse("budget:taking-undo", args=[TakingIn.objects.get().uuid])
    assert undo in after.content.decode()
    assert undo in officer.get(draft.plan.items.first().get_absolute_url()).content.decode()
    officer.post(undo)
    assert not draft.plan.items.live().exists()
    assert len(officer.get(address).context["rows"]) == 3


@pytest.mark.parametrize("how", ["merged", "into"])
def test_one_item_for_several_is_seen_before_it_is_made(officer, address, projects, draft, how):
    item = ActionPlanItemFactory(introduced_in=draft, title="ไฟทั้งเขต")
    form = sent(officer.get(address), projects[:2], how=how, title="สองเรื่อง", item=item.pk if how == "into" else "")
    form[f"part_{projects[0].pk}"] = "๔,๐๐๐"

    preview = officer.post(address, form)

    assert preview.status_code == 200
    assert not Inclusion.objects.exists()
    assert preview.context["words"].title == ("ไฟทั้งเขต" if how == "into" else "สองเรื่อง")
    assert [share for _project, share in preview.context["lines"]] == [4_000, 10_000]
    back = officer.post(address, form | {"confirmed": "1", "change": "1"})
    assert chosen(back) == {"ไฟทางเดิน", "ลอกท่อ"}
    officer.post(address, form | {"confirmed": "1"})
    made = Inclusion.objects.order_by("pk")
    assert [(row.amount, row.item.title) for row in made] == [
        (4_000, preview.context["words"].title),
        (10_000, preview.context["words"].title),
    ]
    (left,) = [row.left for row in officer.get(address).context["rows"] if row.project == projects[0]]
    assert left == 6_000


def test_a_part_that_exceeds_its_project_is_told_at_its_row_and_nothing_is_written(officer, address, projects):
    page = officer.get(address)

    too_much = officer.post(address, sent(page, projects[:1], **{f"part_{projects[0].pk}": "10000.01"}))
    not_chosen = officer.post(address, sent(page, projects[:1], **{f"part_{projects[1].pk}": "500"}))

    assert (too_much.status_code, not_chosen.status_code) == (422, 422)
    assert "“ไฟทางเดิน” นำเข้าได้อีกไม่เกิน 10,000.00 บาท" in words_of(too_much)
    assert "ยังไม่ได้เลือกโครงการนี้" in words_of(not_chosen)
    assert not ActionPlanItem.objects.exists()


def test_what_changed_meanwhile_is_marked_and_the_others_are_taken_in(officer, address, projects, cast):
    form = sent(officer.get(address), projects)
    officer.post(address, sent(officer.get(address), projects[:1]))  # somebody was faster
    PlanProject.objects.filter(pk=projects[1].pk).update(amount=70_000)

    page = officer.post(address, form)

    assert page.status_code == 409
    assert len(page.context["changed"].changes) == 2
    assert page.context["gone"] == projects[:1]
    assert [row.project for row in page.context["rows"] if row.is_marked] == projects[1:2]
    assert chosen(page) == {"สนามเด็กเล่น"}
    assert "ทำอีก 1 โครงการ" in words_of(page)
    assert Inclusion.objects.count() == 1
    officer.post(address, {**form, **page.context["seen"], "projects": [projects[2].pk]})
    assert {row.project for row in Inclusion.objects.all()} == {projects[0], projects[2]}


def test_the_money_of_the_district_stands_beside_the_sum(officer, address, projects, cast):
    assert officer.get(address).context["money"].of_year == Decimal(0)
    assert "ยังไม่ได้รับเงินของปีนี้" in words_of(officer.get(address))
