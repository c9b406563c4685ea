from typing import Any

from celery import shared_task

from bkkplan.ground.core import jobs
from bkkplan.ground.core.clock import now
from communities import actions
from communities.models import RegisterReading
from communities.resources import read_register


@shared_task(name=RegisterReading.task_name)
def read(*, job_id: int, **_: Any) -> None:
    jobs.serve(RegisterReading, job_id, _work)


def _work(claim: jobs.Claim) -> None:
    def reader(data: Any, name: Any, day: Any, *, table: Any = None) -> Any:
        return read_register(data, name, day, table=table, progress=claim.progress)

    try:
        actions.read_upload(claim, read=reader, at=now())
    except actions.FileChangedError as error:
        raise jobs.JobFailedError(str(error.sentence)) from error
