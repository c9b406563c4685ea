"""The sample city's first work for the worker: until this is done, nothing has shown that a worker is there."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bkkplan.core.clock import now, today
from bkkplan.core.fiscal import FiscalYear
from bkkplan.core.jobs import Job, JobState
from bkkplan.kpi.actions.runs import request_run
from bkkplan.kpi.models import KpiRun

PATIENCE = 120.0


class Command(BaseCommand):
    help = "Let the worker compute the figures of the working day, and wait until they are there. Again does nothing."

    def handle(self, *_: Any, **__: Any) -> None:
        if KpiRun.objects.filter(state=JobState.DONE, as_of=today()).exists():
            return
        job = request_run(year=FiscalYear.of(today()), as_of=today(), by=None, at=now())
        self.await_end(job, "the figures")

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
