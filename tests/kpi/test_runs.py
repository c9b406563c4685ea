from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.figures.kpi import queries, tasks
from bkkplan.figures.kpi.actions import runs
from bkkplan.figures.kpi.models import DailyFigure, KpiRun
from bkkplan.figures.kpi.registry import all_definitions
from bkkplan.ground.accounts.models import User
from bkkplan.ground.core import jobs
from bkkplan.ground.core.fiscal import FiscalYear
from tests.factories.forums import ForumFactory
from tests.fixtures.people import WHO

pytestmark = pytest.mark.django_db

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
YEAR = FiscalYear(2566)
DAY = date(2023, 6, 2)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


def measure():
    return runs.take_day(code="KPI-1", year=YEAR, as_of=DAY, at=AT)


def test_running_a_day_again_replaces_its_rows(cast):
    measure()
    ForumFactory(published=True, district=cast.home, announced_on="2023-04-01")

    measure()

    assert {row.district_id: row.counted for row in DailyFigure.objects.all()} == {cast.home.pk: 1, cast.away.pk: 0}


def test_a_run_measures_every_indicator_and_says_so(cast):
    run = runs.request_run(year=YEAR, as_of=DAY, by=cast.officer, at=AT)

    tasks.run(job_id=run.pk)

    run.refresh_from_db()
    assert (run.state, run.done, run.total) == (jobs.JobState.DONE, len(all_definitions()), len(all_definitions()))
    assert set(DailyFigure.objects.values_list("code", flat=True)) == {"KPI-1", "KPI-2", "KPI-3"}


def test_a_message_delivered_twice_finds_nothing_to_do(cast):
    run = runs.request_run(year=YEAR, as_of=DAY, by=None, at=AT)
    tasks.run(job_id=run.pk)
    finished_at = KpiRun.objects.get().finished_at

    tasks.run(job_id=run.pk)

    assert KpiRun.objects.get().finished_at == finished_at


def test_the_night_measures_the_closing_year_too(settings, db):
    settings.WORKING_DAY = "2023-10-05"

    tasks.nightly()

    assert sorted(KpiRun.objects.values_list("fiscal_year", flat=True)) == [2566, 2567]


def test_the_trend_adds_the_districts_up(cast):
    ForumFactory(published=True, district=cast.home, announced_on="2023-04-01")
    measure()

    point = queries.trends(YEAR, until=DAY)["KPI-1"][0]

    assert (point.counted, point.units, str(point.percent)) == (1, 2, "50.00")


def test_a_run_is_ended_by_who_asked_for_it_or_keeps_the_figures(cast, client):
    """The city waits for it; so every person of the cast tries to end each run."""
    for asked_by in (None, "officer", "strategy"):
        may = {"strategy", "administrator", asked_by}
        for who in WHO:
            run = runs.request_run(year=YEAR, as_of=DAY, by=cast.people.get(asked_by), at=AT)
            client.logout()
            if who != "visitor":
                client.force_login(cast.people[who])
                page = client.get(reverse("kpi:run-progress", args=[run.pk]))
                offers = reverse("kpi:run-cancel", args=[run.pk]) in page.content.decode()
                assert offers == (who in may), (asked_by, who)

            answer = client.post(reverse("kpi:run-cancel", args=[run.pk]))

            run.refresh_from_db()
            assert (run.state == jobs.JobState.CANCELLED) == (who in may), (asked_by, who)
            assert answer.status_code == (302 if who in may or who == "visitor" else 403)
            KpiRun.objects.all().delete()


def test_a_right_that_ended_ends_nothing(cast):
    run = runs.request_run(year=YEAR, as_of=DAY, by=cast.officer, at=AT)
    cast.officer.assignments.update(ends_on=DAY)

    with pytest.raises(PermissionDenied):
        runs.cancel_run(run_id=run.pk, by=User.objects.get(pk=cast.officer.pk), at=AT)


@pytest.mark.parametrize("who", WHO)
def test_who_asks_for_a_run_works_in_the_city_or_a_district(cast, who):
    person = cast.people[who]

    if person.has_perm("kpi.run"):
        runs.request_run(year=YEAR, as_of=DAY, by=person, at=AT)
    else:
        with pytest.raises(PermissionDenied):
            runs.request_run(year=YEAR, as_of=DAY, by=person, at=AT)
