"""A whole worker killed in the middle of a report: another makes it, one file, one row."""

import time
from datetime import UTC, date, datetime

import pytest

from bkkplan.figures.reports.models import ReportRequest
from bkkplan.ground.core import jobs
from bkkplan.ground.core.jobs import JobState
from tests.factories.communities import CommunityFactory
from tests.waiting import eventually
from tests.workers import WITHIN

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)


def is_in(state):
    return lambda: ReportRequest.objects.get().state == state


@pytest.mark.services
@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_s_report_is_finished_by_another(workers, tmp_path):
    for _ in range(20):
        CommunityFactory()
    asked = ReportRequest(kind="kpi", format="pdf", fiscal_year=2566, as_of=date(2023, 6, 2), key="one")
    jobs.submit(asked, by=None, at=AT)

    workers.start()
    assert eventually(is_in(JobState.RUNNING), 60)
    workers.kill_all()
    killed_at = time.monotonic()
    assert ReportRequest.objects.get().state == JobState.RUNNING
    workers.start()
    assert eventually(is_in(JobState.DONE), WITHIN)

    assert time.monotonic() - killed_at < WITHIN
    done = ReportRequest.objects.get()
    assert done.attempts == 2
    [file] = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert file == tmp_path / "files" / done.file.name
    assert file.read_bytes().endswith(b"%%EOF\n")
