"""Save the codes of KPIs in the city's own system, and results reported on paper. The strategy office does both."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy

from bkkplan.figures.kpi.models import ExternalCode, ReportedFigure
from bkkplan.figures.kpi.registry import get
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record, state_of
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Refusal

SAID = ("text", "source")


class SourceNeededError(Refusal):
    field = "source"
    sentence = gettext_lazy("เขียนที่มาของตัวเลข เช่น รายงานผลไตรมาสที่ 4 ของสำนักยุทธศาสตร์และประเมินผล")


@transaction.atomic
def save_external_codes(*, year: FiscalYear, codes: Mapping[str, str], by: User, at: datetime) -> int:
    """Save the codes of a year, by KPI; an empty code deletes its row. Return how many rows were changed."""
    _demand_right(by)
    rows = ExternalCode.objects.select_for_update(of=("self",), no_key=True).filter(fiscal_year=year.be)
    kept = {row.code: row for row in rows}
    changed = 0
    for code, text in codes.items():
        get(code)
        row = kept.get(code) or ExternalCode(code=code, fiscal_year=year.be)
        before = {"external_code": row.external_code}
        if before["external_code"] == text:
            continue
        changed += 1
        row.external_code = text
        if text:
            row.save()
        told = {"code": code, "year": year.be, **changes(before, {"external_code": text})}
        record("kpi.external_code_set", row, by=by, at=at, **told)
        if not text:
            row.delete()
    return changed


@transaction.atomic
def save_reported_figure(
    *,
    code: str,
    year: FiscalYear,
    quarter: int | None = None,
    district_id: int | None = None,
    text: str,
    source: str,
    by: User,
    at: datetime,
) -> ReportedFigure | None:
    """Keep a result as it was reported, in the place of the one kept before; an empty text takes it away."""
    _demand_right(by)
    get(code)
    if text and not source.strip():
        raise SourceNeededError
    place = {"code": code, "fiscal_year": year.be, "quarter": quarter, "district_id": district_id}
    rows = ReportedFigure.objects.select_for_update(of=("self",), no_key=True)
    kept = rows.filter(**place).first()
    if kept is None and not text:
        return None
    row = kept or ReportedFigure(**place)
    before = state_of(row, SAID)
    row.text, row.source, row.entered_at, row.entered_by = text, source, at, by
    if text:
        row.save()
    said = changes(before, state_of(row, SAID))
    record("kpi.figure_reported", row, by=by, at=at, code=code, year=year.be, quarter=quarter, **said)
    if not text:
        row.delete()
        return None
    return row


def _demand_right(by: User) -> None:
    if not by.has_perm("kpi.keep_reported"):
        raise PermissionDenied
