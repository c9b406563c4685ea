from celery import shared_task

from bkkplan.ground.core import jobs
from bkkplan.ground.core.formfields import in_words
from bkkplan.ground.core.thai import NotUnderstoodError
from budget.actions.tree_lists import read_tree_list
from budget.models import TreeReading
from budget.resources.trees import check_tree, read_tree


@shared_task(name=TreeReading.task_name)
def read_list(*, job_id: int, **_: object) -> None:
    jobs.serve(TreeReading, job_id, _read)


def _read(claim: jobs.Claim) -> None:
    try:
        read_tree_list(claim, read=read_tree, check=check_tree)
    except NotUnderstoodError as error:
        raise jobs.JobFailedError(in_words(error)) from error
