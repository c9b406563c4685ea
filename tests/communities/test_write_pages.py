"""A plan is written on five pages, one after the other; the same ones on a phone and on a desk."""

from decimal import Decimal

import pytest
from django.urls import reverse

from communities.enums import ProjectItem, WritingStep
from communities.models.template import usual_items
from tests.factories.communities import (
    BudgetLineFactory,
    PlanAreaFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
)
from tests.words import words_of


@pytest.fixture
def draft(cast):
    revision = PlanRevisionFactory(plan__community=cast.home_community)
    template = revision.plan.template
    template.items = usual_items()
    template.save(update_fields=["items"])
    return revision


@pytest.fixture
def project(draft):
    project = PlanProjectFactory(
        revision=draft, title="ซ่อมทางเดิน", problem=PlanProblemFactory(revision=draft), risk="น้ำขึ้น", score_size=4
    )
    BudgetLineFactory(project=project, item="ปูน", quantity=2, unit_price=500, amount=1000)
    project.areas.add(PlanAreaFactory())
    return project


def page_of(draft, step=""):
    return f"/work/plans/2567/{draft.plan.community.code}/write/{step}"


def items_of(project):
    plan = project.revision.plan
    return reverse("communities:project-items", args=[plan.year, plan.community.code, project.uuid])


def test_each_page_leads_to_the_next_and_the_last_one_submits(client, cast, draft):
    client.force_login(cast.member)

    pages = [page_of(draft)]
    while (page := client.get(pages[-1]).context["place_after"]) is not None:
        pages.append(page.href)

    assert pages == [
        page_of(draft),
        page_of(draft, "last-year/"),
        page_of(draft, "projects/"),
        page_of(draft, "items/"),
        f"/work/plans/2567/{draft.plan.community.code}/submit/",
    ]


def test_there_are_no_other_pages(client, cast, draft):
    client.force_login(cast.member)

    assert client.get(page_of(draft, "money/")).status_code == 404
    assert client.get(page_of(draft, "send/")).status_code == 404


def test_what_is_missing_is_counted_on_the_page_where_it_is_written(client, cast, draft, project):
    client.force_login(cast.member)

    context = client.get(page_of(draft)).context

    by_step = dict(zip(WritingStep, (place.lacks for place in context["places"]), strict=True))
    assert by_step[WritingStep.ITEMS] == 1
    assert [href for one, href in context["missing"] if one.project] == [
        page_of(draft, f"items/#project-{project.uuid}-id_reason")
    ]


def test_the_items_are_those_that_the_template_requires(client, cast, draft, project):
    client.force_login(cast.member)

    page = client.get(page_of(draft, "items/"))

    [(_project, sheet, is_lacking, _comments)] = page.context["sheets"]
    assert sheet.items == {ProjectItem.REASON, ProjectItem.OBJECTIVES, ProjectItem.TARGET, ProjectItem.MONEY}
    assert is_lacking
    assert 'name="risk"' not in page.content.decode()
    assert 'name="kind"' not in page.content.decode()


def test_what_is_written_there_leaves_the_rest_of_the_project_as_it_was(client, cast, draft, project):
    client.force_login(cast.member)
    area = project.areas.get()
    line = {"line-0-item": "ปูน", "line-0-quantity": "3", "line-0-unit_price": "500", "line-0-source": "district"}
    words = {"reason": "ทรุด", "objectives": "เดินได้", "target": "85 เมตร", f"area_{area.code}": "on"}

    answer = client.post(items_of(project), {**words, **line, "version": project.version})

    assert answer.url == page_of(draft, f"items/#project-{project.uuid}")
    project.refresh_from_db()
    assert (project.reason, project.target, project.amount) == ("ทรุด", "85 เมตร", Decimal(1500))
    assert (project.title, project.risk, project.score_size) == ("ซ่อมทางเดิน", "น้ำขึ้น", 4)
    assert project.problem == draft.problems.get()
    assert [found.code for found in project.areas.all()] == [area.code]


def test_a_half_typed_line_comes_back_with_its_sentence(client, cast, draft, project):
    client.force_login(cast.member)

    answer = client.post(items_of(project), {"line-0-item": "ปูน", "version": project.version})

    assert answer.status_code == 422
    assert "ใส่ราคาต่อหน่วย" in words_of(answer)


def test_each_page_shows_how_many_projects_serve_each_area(client, cast, draft, project):
    PlanAreaFactory(code="mental", position=9)
    client.force_login(cast.member)

    areas = client.get(page_of(draft, "projects/")).context["complete"].areas

    assert {area.code: count for area, count in areas} == {"physical": 1, "mental": 0}


def test_a_project_is_added_where_the_projects_are_listed(client, cast, draft):
    client.force_login(cast.member)
    page = client.get(page_of(draft, "projects/"))
    uuid = page.context["new_project"].initial["uuid"]
    where = reverse("communities:add-project", args=[draft.plan.year, draft.plan.community.code])

    answer = client.post(where, {"title": "ลอกท่อ", "uuid": uuid})

    assert answer.url == page_of(draft, f"projects/#project-{uuid}")
