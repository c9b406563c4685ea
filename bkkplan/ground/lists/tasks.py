from celery import shared_task

from bkkplan.ground.core import jobs
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.formfields import in_words
from bkkplan.ground.core.thai import NotUnderstoodError
from bkkplan.ground.lists.actions import read_rows
from bkkplan.ground.lists.models import ListReading


@shared_task(name=ListReading.task_name)
def read_list(*, job_id: int, **_: object) -> None:
    jobs.serve(ListReading, job_id, _read)


def _read(claim: jobs.Claim) -> None:
    try:
        read_rows(claim, on=today(), at=now())
    except NotUnderstoodError as error:
        raise jobs.JobFailedError(in_words(error)) from error
