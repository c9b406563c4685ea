from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from bkkplan.faces.public import queries
from bkkplan.figures.kpi.builders.by_group import measure_ahead
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.fiscal import FiscalYear
from budget.tasks import follow_after_acts
from districts.queries import shown_in_being


@shared_task(name="public.measure_figures", ignore_result=True)
def measure_figures(**_: Any) -> None:
    """Ahead of the visitors, after an act that the figures may depend on."""
    year = FiscalYear.of(today())
    if shown_in_being(today(), "").is_by_group:
        measure_ahead(year, today(), at=now())
    else:
        queries.city_figures(year, today(), at=now())


@worker_ready.connect
def begin(**_: Any) -> None:
    """The first visitors after a start do not wait for the clock."""
    follow_after_acts.delay()
    measure_figures.delay()
