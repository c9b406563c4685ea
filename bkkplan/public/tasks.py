from typing import Any

from celery import shared_task

from bkkplan.core.clock import now, today
from bkkplan.public import queries


@shared_task(name="public.follow_proposals", ignore_result=True)
def follow_proposals(**_: Any) -> None:
    """Ahead of the visitors: it takes half a second, because the way of each proposal is walked."""
    queries.follow_proposals(today(), at=now())
