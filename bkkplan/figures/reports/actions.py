"""Asking for a report, and making its file."""

import os
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from bkkplan.figures.reports import registry
from bkkplan.figures.reports.enums import ReportFormat
from bkkplan.figures.reports.models import ReportRequest, place_of_file
from bkkplan.figures.reports.registry import Report
from bkkplan.ground.audit.record import record
from bkkplan.ground.core import jobs
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Person
from bkkplan.ground.years.queries import hidden_years

Progress = Callable[[int, int], None]
READABLE = 0o644  # as any file that a command writes; the folder of the portal's own files is closed

Draw = Callable[[Report, object, ReportFormat, Progress], bytes]


@transaction.atomic
def request_report(
    *, kind: str, file_format: ReportFormat, year: FiscalYear, as_of: date, by: Person, at: datetime
) -> ReportRequest:
    """Queue a report and return the request. If the same report waits or is being made, that request is returned."""
    if not by.has_perm("reports.request_report") or year.be in hidden_years(by):
        raise PermissionDenied
    asked = ReportRequest(
        kind=registry.get(kind).kind,
        format=file_format,
        fiscal_year=year.be,
        as_of=as_of,
        key=f"{kind}:{file_format}:{year.be}:{as_of.isoformat()}",
    )
    request, is_new = jobs.submit(asked, by=by, at=at)
    if is_new:
        record("reports.report_requested", request, by=by, at=at, name=request.download_name)
    return request


@transaction.atomic
def cancel_report(*, request_id: int, by: Person, at: datetime) -> bool:
    """Cancel a report that waits or is being made. False if it had ended."""
    if not by.has_perm("reports.request_report"):
        raise PermissionDenied
    is_ended = jobs.cancel(ReportRequest, request_id)
    if is_ended:
        record("reports.report_cancelled", ReportRequest.objects.get(pk=request_id), by=by, at=at)
    return is_ended


def fulfil(claim: jobs.Claim, *, at: datetime, draw: Draw) -> None:
    """A worker's job: gather the data, draw the file, store it. A worker that lost its claim leaves no file."""
    request: ReportRequest = claim.job
    report = registry.get(request.kind)
    data = report.gather(request.year, request.as_of, at)
    content = draw(report, data, ReportFormat(request.format), claim.progress)
    name = place_of_file(request, "")
    path = Path(settings.MEDIA_ROOT) / name
    put(content, path)
    try:
        claim.finish(file=name)
    except jobs.ClaimEndedError:
        path.unlink(missing_ok=True)
        raise


def put(content: bytes, path: Path) -> None:
    """Write a whole file or none: it is written beside its place and then moved there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            os.fchmod(handle, READABLE)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
