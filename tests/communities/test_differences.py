"""Two editions of a plan side by side, and what changed since the return."""

from decimal import Decimal

import pytest
from django.urls import reverse

from communities.actions.copying import copy_into
from communities.queries.differences import Difference, changed_since_return, differences_of, side_by_side
from tests.factories.communities import (
    BudgetLineFactory,
    PlanAreaFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
    PlanSectionFactory,
)
from tests.words import words_of


@pytest.fixture
def before(cast):
    revision = PlanRevisionFactory(plan__community=cast.home_community, returned=True)
    PlanSectionFactory(revision=revision, text="ชุมชนน่าอยู่")
    walk = PlanProblemFactory(revision=revision, position=1, problem="ทางเดินริมคลองทรุด")
    PlanProblemFactory(revision=revision, position=2, problem="น้ำท่วมขังหน้าซอย")
    project = PlanProjectFactory(
        revision=revision, rank=1, title="ซ่อมทางเดิน", problem=walk, target="ทางเดิน 85 เมตร", amount=1000
    )
    project.areas.add(PlanAreaFactory())
    BudgetLineFactory(project=project, item="ปูน", quantity=2, unit_price=500, amount=1000)
    PlanProjectFactory(revision=revision, rank=2, title="ลอกท่อ", amount=300)
    return revision


@pytest.fixture
def after(before):
    revision = PlanRevisionFactory(plan=before.plan, number=2, submitted=True)
    copy_into(revision, source=before)
    return revision


def test_editions_that_say_the_same_have_no_differences(before, after):
    assert not differences_of(before, after)
    assert changed_since_return(after) == {}


def test_each_changed_word_is_marked_in_both_texts():
    before, after = side_by_side("ทางเดิน 85 เมตร", "ทางเดิน 120 เมตร")

    assert "".join(piece.text for piece in before) == "ทางเดิน 85 เมตร"
    assert [piece.text for piece in before if piece.is_changed] == ["85"]
    assert [piece.text for piece in after if piece.is_changed] == ["120"]


def test_thai_is_compared_word_by_word():
    before, after = side_by_side("ซ่อมทางเดินริมคลอง", "ซ่อมสะพานริมคลอง")

    assert [piece.text for piece in after if piece.is_changed] == ["สะพาน"]
    assert [piece.text for piece in before if piece.is_changed] == ["ทางเดิน"]


def test_words_and_money_of_a_project_are_told(before, after):
    project = after.projects.get(title="ซ่อมทางเดิน")
    project.target, project.amount = "ทางเดิน 120 เมตร", Decimal(1500)
    project.save()
    project.budget_lines.update(quantity=3, amount=1500)

    found = differences_of(before, after)

    [row] = found.projects
    assert (row.kind, row.lineage, row.money) == (Difference.CHANGED, project.lineage, (Decimal(1000), Decimal(1500)))
    assert [field.label for field in row.fields] == ["เป้าหมาย", "รายการงบประมาณ"]
    assert (found.before_total, found.after_total, found.more) == (Decimal(1300), Decimal(1800), Decimal(500))
    assert [one.title for one in found.money] == ["ซ่อมทางเดิน"]


def test_rows_that_came_and_went_are_told(before, after):
    after.projects.get(title="ลอกท่อ").delete()
    new = PlanProjectFactory(revision=after, rank=2, title="ปลูกต้นไม้", amount=200)
    after.problems.filter(problem="น้ำท่วมขังหน้าซอย").update(problem="น้ำท่วมขังหน้าซอย 5")
    after.sections.update(text="")

    found = differences_of(before, after)

    assert [(row.kind, row.title) for row in found.projects] == [
        (Difference.ADDED, "ปลูกต้นไม้"),
        (Difference.REMOVED, "ลอกท่อ"),
    ]
    assert [(row.kind, row.title) for row in found.problems] == [(Difference.CHANGED, "น้ำท่วมขังหน้าซอย 5")]
    assert [row.kind for row in found.sections] == [Difference.REMOVED]
    assert changed_since_return(after).keys() == {new.lineage}


def test_the_page_shows_both_and_compares_with_any_earlier_edition(client, cast, before, after):
    after.projects.filter(title="ซ่อมทางเดิน").update(target="ทางเดิน <120> เมตร")
    client.force_login(cast.officer)
    page = reverse("communities:differences", args=[2567, cast.home_community.code, 2])

    shown = client.get(page)

    assert "<del>85</del>" in shown.content.decode()
    assert "&lt;" in shown.content.decode()
    assert client.get(page, {"with": "1"}).status_code == 200
    assert client.get(page, {"with": "7"}).status_code == 404
    assert client.get(reverse("communities:differences", args=[2567, cast.home_community.code, 1])).status_code == 404


def test_nobody_compares_with_an_edition_that_is_closed_to_them(client, cast, before):
    confirmed = PlanRevisionFactory(plan=before.plan, number=2, confirmed=True)
    client.force_login(cast.stranger)
    where = [2567, cast.home_community.code, 2]

    assert client.get(reverse("communities:edition", args=where)).status_code == 200
    assert client.get(reverse("communities:differences", args=where)).status_code == 404
    assert confirmed.number == 2


def test_the_officer_sees_which_projects_changed_since_the_return(client, cast, before, after):
    after.projects.filter(title="ลอกท่อ").update(title="ลอกท่อทั้งซอย")
    client.force_login(cast.officer)

    words = words_of(client.get(reverse("budget:check", args=[after.pk])))

    assert words.count("แก้หลังส่งกลับ") == 1
    assert "ใหม่หลังส่งกลับ" not in words
