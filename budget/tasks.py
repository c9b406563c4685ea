from celery import shared_task

from bkkplan.ground.core import jobs
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.forms.fields import in_words
from bkkplan.ground.core.thai import NotUnderstoodError
from budget.actions.books.carried_money import lapse_overdue
from budget.actions.stages import follow_all_proposals, follow_proposals
from budget.actions.strategy.tree_lists import read_tree_list
from budget.actions.waiting import ask_communities
from budget.models import TreeReading
from budget.resources.trees import check_tree, read_tree


@shared_task(name="budget.lapse_overdue")
def let_overdue_money_lapse(**_: object) -> None:
    """Carried money that was not used by its last day lapses. A second message for the same night does nothing."""
    lapse_overdue(on=today(), by=None, at=now())


@shared_task(name="budget.ask_communities")
def ask_about_waiting_projects(**_: object) -> None:
    """Communities are asked whether they still want what waited for years. A second message finds nothing to ask."""
    ask_communities(on=today(), at=now())


@shared_task(name="budget.follow_proposals")
def follow_after_acts(**_: object) -> None:
    """Keeps the stages of the proposals that acts moved. A second message finds nothing to do."""
    follow_proposals()


@shared_task(name="budget.follow_all_proposals")
def follow_all(**_: object) -> None:
    """At night all ways are walked, so that nothing stays wrong for longer than a day."""
    follow_all_proposals()


@shared_task(name=TreeReading.task_name)
def read_list(*, job_id: int, **_: object) -> None:
    jobs.serve(TreeReading, job_id, _read)


def _read(claim: jobs.Claim) -> None:
    try:
        read_tree_list(claim, read=read_tree, check=check_tree)
    except NotUnderstoodError as error:
        raise jobs.JobFailedError(in_words(error)) from error
