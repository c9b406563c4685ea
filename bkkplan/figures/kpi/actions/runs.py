"""Compute the KPIs of a day and store them, at night or when a person asks."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.models import DailyFigure, KpiRun
from bkkplan.ground.audit.record import record
from bkkplan.ground.core import jobs
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Person


def new_run(year: FiscalYear, as_of: date) -> KpiRun:
    return KpiRun(fiscal_year=year.be, as_of=as_of, key=f"{year.be}:{as_of.isoformat()}")


@transaction.atomic
def request_run(*, year: FiscalYear, as_of: date, by: Person | None, at: datetime) -> KpiRun:
    """Ask a worker to compute. If the same run waits or is under way, that one is returned."""
    if by is not None and not by.has_perm("kpi.run"):
        raise PermissionDenied
    run, is_new = jobs.submit(new_run(year, as_of), by=by, at=at)
    if is_new:
        record("kpi.run_requested", run, by=by, at=at, year=year.be, as_of=as_of)
    return run


@transaction.atomic
def cancel_run(*, run_id: int, by: Person, at: datetime) -> bool:
    """Cancel a run that waits or is under way. False if it had ended."""
    run = KpiRun.objects.get(pk=run_id)
    if not by.has_perm("kpi.cancel_run", run):
        raise PermissionDenied
    is_ended = jobs.cancel(KpiRun, run_id)
    if is_ended:
        record("kpi.run_cancelled", run, by=by, at=at)
    return is_ended


def measure_run(claim: jobs.Claim, *, at: datetime) -> None:
    """A worker's job: compute each KPI of the year and store it."""
    run: KpiRun = claim.job
    year = FiscalYear(run.fiscal_year)
    definitions = registry.all_definitions()
    for number, definition in enumerate(definitions):
        claim.progress(number, len(definitions))
        take_day(code=definition.code, year=year, as_of=run.as_of, at=at)
    claim.progress(len(definitions), len(definitions))


@transaction.atomic
def take_day(*, code: str, year: FiscalYear, as_of: date, at: datetime) -> int:
    """Compute one KPI and replace the rows of that day; return how many rows. Running it twice does no harm."""
    figure = registry.figure(code, year, as_of, at=at)
    # Deleted and inserted, not updated: a district that is no unit any more must not keep its old row.
    DailyFigure.objects.filter(code=code, fiscal_year=year.be, as_of=as_of).delete()
    rows = DailyFigure.objects.bulk_create(
        DailyFigure(
            code=code,
            definition_version=figure.definition.version,
            fiscal_year=year.be,
            as_of=as_of,
            district_id=district,
            counted=ratio.counted,
            units=ratio.units,
            measured_at=at,
        )
        for district, ratio in figure.by_district().items()
    )
    return len(rows)
