from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from bkkplan.faces.public import queries
from bkkplan.ground.core.clock import now, today


@shared_task(name="public.follow_proposals", ignore_result=True)
def follow_proposals(**_: Any) -> None:
    """Ahead of the visitors, because the way of each proposal is walked."""
    queries.follow_proposals(today(), at=now())


@worker_ready.connect
def begin(**_: Any) -> None:
    """The first visitors after a start do not wait for the clock either."""
    follow_proposals.delay()
