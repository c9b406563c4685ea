from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from bkkplan.faces.public import queries
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.fiscal import FiscalYear


@shared_task(name="public.follow_proposals", ignore_result=True)
def follow_proposals(**_: Any) -> None:
    """Ahead of the visitors, because the way of each proposal is walked."""
    queries.follow_proposals(today(), at=now())


@shared_task(name="public.measure_figures", ignore_result=True)
def measure_figures(**_: Any) -> None:
    """Ahead of the visitors, after an act that the figures may depend on."""
    queries.city_figures(FiscalYear.of(today()), today(), at=now())


@worker_ready.connect
def begin(**_: Any) -> None:
    """The first visitors after a start do not wait for the clock either."""
    follow_proposals.delay()
    measure_figures.delay()
