"""Freeze a quarter's figures as they stand, and reopen them by a signed act."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.models import FrozenQuarter
from bkkplan.figures.kpi.queries import quarter_day
from bkkplan.figures.kpi.registry import Figure
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.basis import Basis, Point
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Kind, Refusal


class QuarterError(Refusal):
    """An action on a quarter is refused. str() is the sentence to show."""

    kind = Kind.WRONG_MOMENT


def figures_of(year: FiscalYear, quarter: int, *, at: datetime) -> tuple[Figure, ...]:
    return registry.figures(year, quarter_day(year, quarter), at=at)


def basis_of_quarter(year: FiscalYear, quarter: int, *, at: datetime) -> Basis:
    """What whoever freezes a quarter has seen: each figure by its two parts."""
    return Basis.of(
        Point(
            figure.definition.code,
            figure.definition.short,
            f"{figure.ratio.counted}/{figure.ratio.units}",
            f"{figure.ratio.counted} / {figure.ratio.units}",
        )
        for figure in figures_of(year, quarter, at=at)
    )


@transaction.atomic
def freeze_quarter(
    *, year: FiscalYear, quarter: int, seen: Basis | None = None, by: User, at: datetime
) -> list[FrozenQuarter]:
    """Store all KPIs of a quarter with each unit; return the stored rows.

    The caller checks that the quarter is over. A person freezes the figures that the page showed, ``seen``; a command
    has seen none.
    """
    if not by.has_perm("kpi.freeze_quarter"):
        raise PermissionDenied
    if seen is not None:
        basis_of_quarter(year, quarter, at=at).demand(seen)
    as_of = quarter_day(year, quarter)
    rows = [
        FrozenQuarter(
            code=figure.definition.code,
            definition_version=figure.definition.version,
            fiscal_year=year.be,
            quarter=quarter,
            as_of=as_of,
            results=[result.as_json() for result in figure.results],
            frozen_at=at,
            frozen_by=by,
        )
        for figure in registry.figures(year, as_of, at=at)
    ]
    try:
        with transaction.atomic():
            for row in rows:
                row.save(force_insert=True)
    except IntegrityError as error:
        raise QuarterError(_("ไตรมาสนี้ตรึงตัวเลขไว้แล้ว")) from error
    for row in rows:
        record("kpi.quarter_frozen", row, by=by, at=at, code=row.code, year=year.be, quarter=quarter)
    return rows


@transaction.atomic
def reopen_quarter(*, year: FiscalYear, quarter: int, reason: str, by: User, at: datetime) -> int:
    """Let a frozen quarter be computed live again. The frozen rows stay readable. Return how many were reopened."""
    if not by.has_perm("kpi.freeze_quarter"):
        raise PermissionDenied
    if not reason.strip():
        raise QuarterError(_("การเปิดตัวเลขที่ตรึงไว้ต้องมีเหตุผล"))
    rows = FrozenQuarter.objects.select_for_update(of=("self",), no_key=True).filter(
        fiscal_year=year.be, quarter=quarter, reopened_at=None
    )
    for row in rows:
        row.reopened_at, row.reopened_by, row.reopen_reason = at, by, reason
        row.save(update_fields=["reopened_at", "reopened_by", "reopen_reason"])
        record("kpi.quarter_reopened", row, by=by, at=at, code=row.code, year=year.be, quarter=quarter, reason=reason)
    return len(rows)
