"""What a KPI is to reach in a year, in the city or in one district: set by the strategy office."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from bkkplan.figures.kpi.models import Target
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.fiscal import FiscalYear


@transaction.atomic
def set_target(
    *, code: str, year: FiscalYear, district_id: int | None, percent: Decimal | None, by: User, at: datetime
) -> Target | None:
    """Set it, change it, or with no ``percent`` take it away; what was set before stays in the log."""
    if not by.has_perm("kpi.set_target"):
        raise PermissionDenied
    rows = Target.objects.select_for_update(of=("self",), no_key=True)
    place = Q(district=None) if district_id is None else Q(district=district_id)
    kept = rows.filter(place, code=code, fiscal_year=year.be).first()
    before = {"percent": kept.percent} if kept else {}
    if percent is None:
        if kept is not None:
            record("kpi.target_removed", kept, by=by, at=at, before=before, code=code, year=year.be)
            kept.delete()
        return None
    # Two forms at once are one target: whoever comes second changes the row of the first.
    unit: Any = {"code": code, "fiscal_year": year.be, "district_id": district_id}
    target, _is_new = Target.objects.update_or_create(**unit, defaults={"percent": percent})
    after = {"percent": percent}
    record("kpi.target_set", target, by=by, at=at, before=before, after=after, code=code, year=year.be)
    return target
