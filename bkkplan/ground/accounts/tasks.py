from celery import shared_task

from bkkplan.ground.accounts.actions import lists, personal, wrong_passwords
from bkkplan.ground.accounts.models import PeopleReading
from bkkplan.ground.accounts.resources.people import check_people, read_people
from bkkplan.ground.core import jobs
from bkkplan.ground.core.clock import now, real_now, today
from bkkplan.ground.core.formfields import in_words
from bkkplan.ground.core.thai import NotUnderstoodError


@shared_task(name=PeopleReading.task_name)
def read_list(*, job_id: int, **_: object) -> None:
    jobs.serve(PeopleReading, job_id, _read)


def _read(claim: jobs.Claim) -> None:
    try:
        lists.read_people_list(claim, read=read_people, check=check_people, on=today())
    except NotUnderstoodError as error:
        raise jobs.JobFailedError(in_words(error)) from error


@shared_task(name="accounts.forget_wrong_passwords", ignore_result=True)
def forget_wrong_passwords(**_: object) -> None:
    wrong_passwords.forget(at=real_now())


@shared_task(name="accounts.tidy")
def tidy(**_: object) -> None:
    """Run each night; see docs/operations.md, What runs by the clock."""
    personal.tidy(on=today(), at=now(), real_at=real_now())
