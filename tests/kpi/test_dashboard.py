from datetime import date, timedelta

import pytest
from django.urls import reverse

from bkkplan.figures.kpi import tasks
from bkkplan.figures.kpi.models import KpiRun
from bkkplan.ground.core.fiscal import FiscalYear
from tests.factories.districts import DistrictFactory
from tests.factories.forums import ForumFactory
from tests.fixtures.people import WHO

URL = reverse("kpi:dashboard", args=[FiscalYear(2566)])
SEES = {"officer", "away_officer", "director", "away_director", "social", "strategy", "administrator"}


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("url", [URL, reverse("kpi:units", args=[FiscalYear(2566), "KPI-1"])])
def test_staff_see_the_dashboard(client, cast, who, url):
    if who != "visitor":
        client.force_login(cast.people[who])

    status = client.get(url).status_code

    assert status == (200 if who in SEES else 302 if who == "visitor" else 403)


@pytest.mark.parametrize("code", ["KPI-1", "KPI-2", "KPI-3"])
def test_each_figure_shows_its_two_parts_and_the_units_that_do_not_count(client, cast, code):
    ForumFactory(published=True, district=cast.home, announced_on="2023-04-01")
    client.force_login(cast.strategy)

    html = client.get(URL, {"kpi": code}).content.decode()

    assert "50.00" in html
    assert cast.away.name_th in html
    assert "2 มิ.ย. 2566" in html


def test_the_latest_stand_first_and_every_district_that_does_not_count_is_named(client, cast):
    others = DistrictFactory.create_batch(6)
    for district, on in zip(others[3:5], (date(2023, 4, 20), date(2023, 5, 11)), strict=True):
        ForumFactory(held=True, district=district, announced_on=on - timedelta(days=20), scheduled_on=on, held_on=on)
    client.force_login(cast.strategy)

    page = client.get(URL)

    named = [item.text for item in (*page.context["not_counted"], *page.context["not_counted_more"])]
    assert named[:2] == [others[3].name_th, others[4].name_th]
    assert len(named) == len(set(named)) == 8
    assert "อีก 3 เขต" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_query_count_does_not_grow_with_the_forums(client, cast, django_assert_max_num_queries, count):
    ForumFactory.create_batch(count, district=cast.home)
    client.force_login(cast.strategy)

    with django_assert_max_num_queries(34):
        client.get(URL)


def test_an_unreadable_day_is_answered_beside_the_field(client, cast):
    client.force_login(cast.strategy)

    html = client.get(URL, {"as_of": "31 กันยายน 2565"}).content.decode()

    assert 'id="as-of-error"' in html
    assert "31 กันยายน 2565" in html


def test_asking_for_a_run_twice_is_one_run(client, cast):
    client.force_login(cast.officer)

    for _ in range(2):
        client.post(reverse("kpi:run", args=[FiscalYear(2566)]))

    assert KpiRun.objects.get().requested_by == cast.officer


def test_a_run_is_told_of_until_it_ends_and_after_to_who_asked(client, cast):
    client.force_login(cast.officer)

    asked = client.post(reverse("kpi:run", args=[FiscalYear(2566)]))
    run = KpiRun.objects.get()
    progress = reverse("kpi:run-progress", args=[run.pk])

    assert progress in client.get(asked["Location"]).content.decode()
    assert "HX-Refresh" not in client.get(progress)
    tasks.run(job_id=run.pk)
    assert client.get(progress)["HX-Refresh"] == "true"
    assert "คำนวณตัวชี้วัดปีงบประมาณ 2566" in client.get(asked["Location"]).content.decode()
    assert client.get(URL).context["run"] is None


def test_a_unit_no_one_knows_is_not_found(client, cast):
    client.force_login(cast.strategy)

    assert client.get(reverse("kpi:units", args=[FiscalYear(2566), "KPI-9"])).status_code == 404
