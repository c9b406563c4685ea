from typing import Any

from celery import shared_task

from bkkplan.figures.reports import actions
from bkkplan.figures.reports.models import ReportRequest
from bkkplan.figures.reports.renderers import draw
from bkkplan.figures.reports.renderers.pdf import RenderError
from bkkplan.ground.core import jobs
from bkkplan.ground.core.clock import now


@shared_task(name=ReportRequest.task_name)
def make(*, job_id: int, **_: Any) -> None:
    jobs.serve(ReportRequest, job_id, _work)


def _work(claim: jobs.Claim) -> None:
    try:
        actions.fulfil(claim, at=now(), draw=draw)
    except RenderError as error:
        raise jobs.JobFailedError(str(error)) from error
