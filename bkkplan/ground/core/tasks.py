from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from bkkplan.ground.core import jobs

SWEEP = "core.sweep_jobs"


@shared_task(name=SWEEP)
def sweep_jobs(**_: object) -> None:
    jobs.sweep()


@worker_ready.connect
def serve_what_waited(**_: Any) -> None:
    """Sweep when a worker starts: rows may have waited for it."""
    jobs.sweep()
