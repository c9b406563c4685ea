from typing import Any

from celery import shared_task

from bkkplan.ground.core import jobs
from bkkplan.ground.core.clock import now
from forums.actions import evidence
from forums.models import Cleaning


@shared_task(name=Cleaning.task_name)
def clean_file(*, job_id: int, **_: Any) -> None:
    jobs.serve(Cleaning, job_id, lambda claim: evidence.clean_attachment(claim, at=now()))
