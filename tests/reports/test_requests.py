"""The page of reports: who may, what it shows, and the file that leaves."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.figures.reports import actions, tasks
from bkkplan.figures.reports.enums import ReportFormat
from bkkplan.figures.reports.models import ReportRequest
from bkkplan.ground.core import jobs
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.jobs import JobState
from tests.fixtures.people import WHO
from tests.reports.readers import read

pytestmark = pytest.mark.django_db

URL = reverse("reports:reports")
AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
MAY = {"strategy", "administrator"}


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.WORKING_DAY = "2023-06-02"
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def asked_for(cast, **kwargs):
    given = {"kind": "kpi", "file_format": ReportFormat.XLSX, "year": FiscalYear(2566), "as_of": date(2023, 6, 2)}
    return actions.request_report(**(given | kwargs), by=cast.strategy, at=AT)


@pytest.fixture
def made(cast):
    request = asked_for(cast)
    tasks.make(job_id=request.pk)
    request.refresh_from_db()
    return request


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", ["reports", "progress", "file"])
def test_strategy_staff_and_administrators_may(client, cast, made, who, name):
    if who != "visitor":
        client.force_login(cast.people[who])

    answer = client.get(reverse(f"reports:{name}", args=[] if name == "reports" else [made.pk]))

    assert answer.status_code == (200 if who in MAY else 302 if who == "visitor" else 403)
    answer.close()


@pytest.mark.parametrize("who", WHO)
def test_the_door_and_the_rule_agree(cast, made, who):
    person = cast.people[who]

    assert list(ReportRequest.objects.visible_to(person)) == (
        [made] if person.has_perm("reports.request_report") else []
    )


def test_asking_queues_one_report_and_leaves_a_trace(client, cast):
    from bkkplan.ground.audit.models import Entry

    client.force_login(cast.strategy)

    for _ in range(2):
        answer = client.post(URL, {"kind": "kpi", "year": "2566", "file_format": "pdf"})

    assert answer.status_code == 302
    request = ReportRequest.objects.get()
    assert (request.state, request.requested_by, request.format) == (JobState.QUEUED, cast.strategy, "pdf")
    assert Entry.objects.filter(verb="reports.report_requested").count() == 1


def test_what_was_typed_wrong_is_told_and_kept(client, cast):
    client.force_login(cast.strategy)

    answer = client.post(URL, {"kind": "kpi", "year": "2500", "file_format": "pdf"})

    assert answer.status_code == 422
    assert "2500" in answer.content.decode()
    assert not ReportRequest.objects.exists()


def test_a_queued_report_is_asked_for_again_until_it_ends(client, cast):
    request = asked_for(cast)
    client.force_login(cast.strategy)
    poll = reverse("reports:progress", args=[request.pk])

    before = client.get(poll).content.decode()
    tasks.make(job_id=request.pk)
    after = client.get(poll).content.decode()

    assert f'hx-get="{poll}"' in before
    assert "hx-get" not in after
    assert reverse("reports:file", args=[request.pk]) in after


def test_a_cancelled_report_is_not_made(client, cast, place):
    request = asked_for(cast)
    client.force_login(cast.strategy)

    client.post(reverse("reports:cancel", args=[request.pk]))
    tasks.make(job_id=request.pk)

    request.refresh_from_db()
    assert (request.state, request.file.name) == (JobState.CANCELLED, "")
    assert not list(place.rglob("*.*"))


def test_a_report_cancelled_in_the_making_leaves_no_file(cast, place):
    request = asked_for(cast, file_format=ReportFormat.PDF)

    def draw(report, data, file_format, progress):
        jobs.cancel(ReportRequest, request.pk)
        return b"%PDF"

    jobs.serve(ReportRequest, request.pk, lambda claim: actions.fulfil(claim, at=AT, draw=draw))

    request.refresh_from_db()
    assert request.state == JobState.CANCELLED
    assert not list(place.rglob("*.pdf"))


def test_the_file_is_an_attachment_that_nobody_keeps(client, cast, made):
    client.force_login(cast.strategy)

    answer = client.get(reverse("reports:file", args=[made.pk]))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="kpi-2566-2023-06-02.xlsx"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_a_message_delivered_twice_makes_one_file(made, place):
    tasks.make(job_id=made.pk)

    assert [path.name for path in place.rglob("*.xlsx")] == [made.file.name.rpartition("/")[2]]


def test_a_letter_that_cannot_be_drawn_stops_no_report_and_is_listed_in_it(cast):
    from tests.factories.communities import CommunityFactory

    CommunityFactory(subdistrict=cast.home_community.subdistrict, name_th="ร่มเย็น \U0001f600")
    request = asked_for(cast, file_format=ReportFormat.PDF)

    tasks.make(job_id=request.pk)

    made = ReportRequest.objects.get()
    assert made.state == JobState.DONE
    with made.file.open() as file:
        text = read("pdfium", file.read())
    assert "U+1F600 GRINNING FACE" in text
    assert "ร่มเย็น □" in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_query_count_does_not_grow(client, cast, django_assert_max_num_queries, count):
    for year in range(2566, 2566 - count, -1):
        asked_for(cast, year=FiscalYear(year))
    client.force_login(cast.strategy)

    with django_assert_max_num_queries(10):
        client.get(URL)


@pytest.mark.parametrize("who", WHO)
def test_a_report_is_asked_for_and_called_off_by_whoever_may_see_it(cast, who):
    request, person = asked_for(cast), cast.people[who]
    other = {"kind": "kpi", "file_format": ReportFormat.PDF, "year": FiscalYear(2565), "as_of": date(2023, 6, 2)}

    for act in (
        lambda: actions.request_report(**other, by=person, at=AT),
        lambda: actions.cancel_report(request_id=request.pk, by=person, at=AT),
    ):
        if who in MAY:
            act()
        else:
            with pytest.raises(PermissionDenied):
                act()


def test_a_report_asked_from_a_past_day_is_of_that_day(client, cast, settings):
    settings.WORKING_DAY = "2023-06-02"
    client.force_login(cast.strategy)
    dashboard = client.get(reverse("kpi:dashboard", args=[2566]), {"as_of": "2023-03-31"}).content.decode()

    asked = client.get(reverse("reports:reports"), {"year": "2566", "as_of": "2023-03-31"})
    client.post(
        reverse("reports:reports"), {"kind": "kpi", "year": "2566", "as_of": "31 มี.ค. 2566", "file_format": "pdf"}
    )

    assert "year=2566&amp;as_of=2023-03-31" in dashboard
    assert 'value="31 มี.ค. 2566"' in asked.content.decode()
    assert ReportRequest.objects.get().as_of == date(2023, 3, 31)


@pytest.mark.parametrize("day", ["2023-06-03", "2021-01-01"])
def test_a_day_outside_the_year_or_to_come_makes_no_report(client, cast, settings, day):
    settings.WORKING_DAY = "2023-06-02"
    client.force_login(cast.strategy)

    answer = client.post(
        reverse("reports:reports"), {"kind": "kpi", "year": "2566", "as_of": day, "file_format": "pdf"}
    )

    assert answer.status_code == 422
    assert not ReportRequest.objects.exists()
