from celery import shared_task

from bkkplan.ground.accounts.actions import personal
from bkkplan.ground.core.clock import now, today


@shared_task(name="accounts.tidy")
def tidy(**_: object) -> None:
    """Each night."""
    personal.tidy(on=today(), at=now())
