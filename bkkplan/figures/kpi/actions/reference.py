"""The public targets of the KPIs, for the city."""

from collections.abc import Iterator
from datetime import datetime

from bkkplan.figures.kpi.catalog import public_targets
from bkkplan.figures.kpi.models import Target
from bkkplan.ground.audit.reference import Loaded, load_rows
from bkkplan.ground.years.models import PlannedYear

KEY = ("code", "fiscal_year", "quarter", "office_id", "group_id", "district_id", "change_id")
FACTS = ("code", "fiscal_year", "quarter", "office", "group", "district", "change", "text", "percent", "is_compared")


def load_reference(*, at: datetime) -> dict[str, Loaded]:
    return {"kpi.target": load_rows(Target, _targets(), key=KEY, at=at, is_only_a_start=True)}


def _targets() -> Iterator[dict[str, object]]:
    # What the strategy office has begun to prepare is its own: a target that it took away must not come back.
    prepared = set(PlannedYear.objects.values_list("fiscal_year", flat=True))
    for row in public_targets():
        if row.fiscal_year not in prepared:
            yield {name: getattr(row, name) for name in FACTS}
