from typing import Any

from celery import shared_task

from bkkplan.core import jobs
from bkkplan.core.clock import now
from bkkplan.reports import actions
from bkkplan.reports.models import ReportRequest
from bkkplan.reports.renderers import draw
from bkkplan.reports.renderers.pdf import RenderError


@shared_task(name=ReportRequest.task_name)
def make(*, job_id: int, **_: Any) -> None:
    jobs.serve(ReportRequest, job_id, _work)


def _work(claim: jobs.Claim) -> None:
    try:
        actions.fulfil(claim, at=now(), draw=draw)
    except RenderError as error:
        raise jobs.JobFailedError(str(error)) from error
