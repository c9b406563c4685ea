"""Freeze a quarter's figures as they stand, and reopen them by a signed act."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.models import FrozenQuarter
from bkkplan.figures.kpi.queries import quarter_day
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from bkkplan.ground.core.refusals import Kind, Refusal
from bkkplan.ground.core.rows.basis import Basis


class QuarterError(Refusal):
    """An action on a quarter is refused. str() is the sentence to show."""

    kind = Kind.WRONG_MOMENT


class NotOverError(QuarterError):
    sentence = gettext_lazy("ตรึงตัวเลขได้เมื่อสิ้นไตรมาสแล้ว ไตรมาสที่ 4 เมื่อพ้นวันปิดข้อมูล")


class ReasonNeededError(QuarterError):
    kind, field = Kind.WRONG_INPUT, "reason"


@transaction.atomic
def freeze_quarter(
    *, year: FiscalYear, quarter: int, seen: Basis | None = None, by: User, at: datetime, on: date | None = None
) -> list[FrozenQuarter]:
    """Keep all KPIs of a quarter with every unit. With ``on``, today, a quarter whose day is not past is refused."""
    if not by.has_perm("kpi.freeze_quarter"):
        raise PermissionDenied
    if quarter not in QUARTERS or (on is not None and quarter_day(year, quarter) >= on):
        raise NotOverError
    as_of = quarter_day(year, quarter)
    figures = registry.figures(year, as_of, at=at)
    seen_as = registry.basis_of_figures(figures).demand(seen)
    rows = [
        FrozenQuarter(
            code=figure.definition.code,
            definition_version=figure.definition.version,
            fiscal_year=year.be,
            quarter=quarter,
            as_of=as_of,
            results=[result.as_json() for result in figure.results],
            notes=[note.as_json() for note in figure.notes],
            frozen_at=at,
            frozen_by=by,
        )
        for figure in figures
    ]
    try:
        with transaction.atomic():
            for row in rows:
                row.save(force_insert=True)
    except IntegrityError as error:
        raise QuarterError(_("ไตรมาสนี้ตรึงตัวเลขไว้แล้ว")) from error
    for row in rows:
        record("kpi.quarter_frozen", row, by=by, at=at, code=row.code, year=year.be, quarter=quarter, seen=seen_as)
    return rows


@transaction.atomic
def reopen_quarter(
    *, year: FiscalYear, quarter: int, reason: str, seen: Basis | None = None, by: User, at: datetime
) -> int:
    """Let a frozen quarter be computed live again. The frozen rows stay readable. Return how many were reopened."""
    if not by.has_perm("kpi.freeze_quarter"):
        raise PermissionDenied
    if not reason.strip():
        raise ReasonNeededError(_("การเปิดตัวเลขที่ตรึงไว้ต้องมีเหตุผล"))
    frozen = FrozenQuarter.objects.select_for_update(of=("self",), no_key=True).filter(
        fiscal_year=year.be, quarter=quarter, reopened_at=None
    )
    rows = list(frozen.order_by("pk"))
    if not rows:
        raise QuarterError(_("ไตรมาสนี้ไม่ได้ตรึงตัวเลขไว้แล้ว"))
    seen_as = registry.basis_of_figures(registry.figures(year, quarter_day(year, quarter), at=at)).demand(seen)
    for row in rows:
        row.reopened_at, row.reopened_by, row.reopen_reason = at, by, reason
        row.save(update_fields=["reopened_at", "reopened_by", "reopen_reason"])
        details: dict[str, Any] = {
            "code": row.code,
            "year": year.be,
            "quarter": quarter,
            "reason": reason,
            "seen": seen_as,
        }
        record("kpi.quarter_reopened", row, by=by, at=at, **details)
    return len(rows)
