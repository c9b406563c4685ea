"""The sample city's first work for the worker: until it is done, nothing has shown that a worker is there."""

import time
from typing import Any

from django.core.management.base import CommandError

from bkkplan.figures.kpi.actions.runs import request_run
from bkkplan.figures.kpi.models import KpiRun
from bkkplan.figures.reports.actions import request_report
from bkkplan.figures.reports.enums import ReportFormat
from bkkplan.figures.reports.models import ReportRequest
from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.commands import PortalCommand
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.jobs import Job, JobState

PATIENCE = 120.0


class Command(PortalCommand):
    help = "Let the worker compute the working day's figures and render a report, and wait for both; once is enough."

    def handle(self, *_: Any, **__: Any) -> None:
        day, by = today(), User.objects.get(username="strategy")
        year = FiscalYear.of(day)
        if not KpiRun.objects.filter(state=JobState.DONE, as_of=day).exists():
            self.await_end(request_run(year=year, as_of=day, by=by, at=now()), "the figures")
        if not ReportRequest.objects.filter(state=JobState.DONE, as_of=day).exists():
            asked = request_report(kind="kpi", file_format=ReportFormat.PDF, year=year, as_of=day, by=by, at=now())
            self.await_end(asked, "a report as PDF")

    def await_end(self, job: Job, what: str) -> None:
        begun = time.monotonic()
        while job.is_live:
            if time.monotonic() - begun > PATIENCE:
                raise CommandError(f"no worker made {what} within {PATIENCE:.0f} s")
            time.sleep(0.2)
            job.refresh_from_db()
        if job.state != JobState.DONE:
            raise CommandError(f"{what}: {job.sentence or job.get_state_display()}")
        self.stdout.write(f"The worker made {what} in {time.monotonic() - begun:.1f} s.")
