from typing import Any

from celery import shared_task

from bkkplan.figures.kpi.actions import runs
from bkkplan.figures.kpi.models import KpiRun
from bkkplan.ground.core import jobs
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.years.queries import closing_on


@shared_task(name=KpiRun.task_name)
def run(*, job_id: int, **_: Any) -> None:
    jobs.serve(KpiRun, job_id, lambda claim: runs.measure_run(claim, at=now()))


@shared_task(name="kpi.nightly")
def nightly(**_: Any) -> None:
    """Each night: the year under way, and the one before until its data are closed."""
    day = today()
    year = FiscalYear.of(day)
    runs.request_run(year=year, as_of=day, by=None, at=now())
    if day <= closing_on(year.previous):
        runs.request_run(year=year.previous, as_of=day, by=None, at=now())
