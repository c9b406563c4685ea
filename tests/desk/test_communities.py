"""The communities of a district by the five steps of their plans."""

from datetime import date

import pytest
from django.urls import reverse

from bkkplan.ground.core.fiscal import FiscalYear
from budget.queries.checks.community_steps import community_steps
from tests.factories.budget import ActionPlanItemFactory, CheckFactory, InclusionFactory
from tests.factories.communities import CommunityFactory, PlanFactory, PlanProjectFactory, PlanRevisionFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db

YEAR = FiscalYear(2567)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


@pytest.fixture
def city(cast):
    """Five communities at home: nothing, begun, sent back, handed in with one of two checked, taken in."""
    at = cast.home_community.subdistrict

    def plan(name, **traits):
        return PlanRevisionFactory(plan=PlanFactory(community=CommunityFactory(subdistrict=at, name_th=name)), **traits)

    plan("ชุมชนเริ่ม")
    plan("ชุมชนแก้", number=2)
    handed_in = plan("ชุมชนส่ง", submitted=True)
    checked = PlanProjectFactory(revision=handed_in)
    PlanProjectFactory(revision=handed_in)
    CheckFactory(project=checked)
    confirmed = plan("ชุมชนเสร็จ", confirmed=True)
    project = PlanProjectFactory(revision=confirmed)
    CheckFactory(project=project)
    item = ActionPlanItemFactory(introduced_in__plan__district=cast.home, introduced_in__plan__fiscal_year=YEAR.be)
    InclusionFactory(project=project, item=item, edition=item.introduced_in)
    return cast


def page_of(cast):
    return reverse("desk:communities", args=[YEAR, cast.home.code])


def test_each_community_has_the_steps_that_it_has_done_the_least_far_first(city, django_assert_num_queries):
    with django_assert_num_queries(3):
        rows = community_steps(city.home, YEAR, on=date(2023, 6, 2))

    assert [(row.community.name_th, sum(row.done)) for row in rows] == [
        (city.home_community.name_th, 0),
        ("ชุมชนแก้", 1),
        ("ชุมชนเริ่ม", 1),
        ("ชุมชนส่ง", 2),
        ("ชุมชนเสร็จ", 5),
    ]


def test_a_dot_is_written_in_words_too(client, city):
    client.force_login(city.officer)

    words = words_of(client.get(page_of(city)))

    assert "ส่งกลับให้แก้ไข" in words
    assert "ตรวจแล้ว 1 จาก 2 โครงการ" in words


def test_the_officer_has_them_on_the_first_page_and_a_director_has_not(client, city):
    client.force_login(city.officer)
    assert page_of(city) in client.get(reverse("desk:my-work")).content.decode()
    part = client.get(page_of(city), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "ชุมชนเสร็จ" in part

    client.force_login(city.director)
    assert page_of(city) not in client.get(reverse("desk:my-work")).content.decode()
    client.force_login(city.away_officer)
    assert client.get(page_of(city)).status_code == 404
