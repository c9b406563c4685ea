"""A whole worker killed in the middle of a report: another makes it, one file, one row."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from django.conf import settings
from django.db import connection

from bkkplan.core import jobs
from bkkplan.core.jobs import JobState
from bkkplan.reports.models import ReportRequest
from tests.factories.communities import CommunityFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
WITHIN = 120  # seconds, as promised


@pytest.fixture
def environment(tmp_path):
    """For workers on the tests' database, with a broker and files of their own."""
    broker = urlunsplit(urlsplit(settings.REDIS_URL)._replace(path="/13"))
    redis.Redis.from_url(broker).flushdb()
    place = connection.settings_dict
    database = f"postgresql://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}/{place['NAME']}"
    if place["HOST"].startswith("/"):
        database = f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}&port={place['PORT']}"
    named = {
        "DJANGO_SETTINGS_MODULE": "bkkplan.settings.dev",  # the tests' own ring a bell that nobody hears
        "DATABASE_URL": database,
        "REDIS_URL": broker,
        "BKKPLAN_DATA": str(tmp_path),
        "BKKPLAN_TODAY": "2023-06-02",
    }
    return os.environ | named


@contextmanager
def worker(environment, folder: Path, number: int):
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "bkkplan.celery",
        "worker",
        "--beat",
        "-s",
        folder / f"beat{number}",
        "-c",
        "1",
        "-n",
        f"w{number}@%h",
    ]
    with (folder / f"worker{number}.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(state: JobState, seconds: float) -> ReportRequest:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        request = ReportRequest.objects.get()
        if request.state == state:
            return request
        time.sleep(0.02)
    raise AssertionError(f"still {ReportRequest.objects.get().state} after {seconds} s")


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_s_report_is_finished_by_another(environment, tmp_path):
    for _ in range(20):
        CommunityFactory()
    asked = ReportRequest(kind="kpi", format="pdf", fiscal_year=2566, as_of=date(2023, 6, 2), key="one")
    jobs.submit(asked, by=None, at=AT, ring=False)

    with ExitStack() as workers:
        first = workers.enter_context(worker(environment, tmp_path, 1))
        wait_for(JobState.RUNNING, 60)
        os.killpg(first.pid, signal.SIGKILL)
        killed_at = time.monotonic()
        assert ReportRequest.objects.get().state == JobState.RUNNING
        workers.enter_context(worker(environment, tmp_path, 2))
        done = wait_for(JobState.DONE, WITHIN)

    assert time.monotonic() - killed_at < WITHIN
    assert done.attempts == 2
    [file] = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert file == tmp_path / "files" / done.file.name
    assert file.read_bytes().endswith(b"%%EOF\n")
    assert ReportRequest.objects.count() == 1
