from celery import shared_task
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from bkkplan.ground.core import jobs
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.forms.fields import in_words
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.thai import NotUnderstoodError
from bkkplan.ground.lists.actions import read_rows, write_list
from bkkplan.ground.lists.models import ListReading, ListWriting


@shared_task(name=ListReading.task_name)
def read_list(*, job_id: int, **_: object) -> None:
    jobs.serve(ListReading, job_id, _read)


def _read(claim: jobs.Claim) -> None:
    try:
        read_rows(claim, on=today(), at=now())
    except NotUnderstoodError as error:
        raise jobs.JobFailedError(in_words(error)) from error


@shared_task(name=ListWriting.task_name)
def write_long_list(*, job_id: int, **_: object) -> None:
    jobs.serve(ListWriting, job_id, _write)


def _write(claim: jobs.Claim) -> None:
    try:
        write_list(claim, on=today(), at=now())
    except PermissionDenied as error:
        raise jobs.JobFailedError(_("ผู้สั่งไม่มีสิทธิ์ทำรายการนี้แล้ว จึงไม่มีแถวใดเปลี่ยน")) from error
    except Refusal as refusal:
        if claim.job.is_live:  # rows that changed have ended the job already, together with their marks
            raise jobs.JobFailedError(str(refusal)) from refusal
