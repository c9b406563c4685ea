from celery import shared_task

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.years.actions.reminders import complete_reminders


@shared_task(name="years.complete_reminders", ignore_result=True)
def tell_newcomers(**_: object) -> None:
    complete_reminders(on=today(), at=now())
