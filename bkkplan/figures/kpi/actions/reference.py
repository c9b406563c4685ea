"""The public targets of the three KPIs, for the city."""

from collections.abc import Iterator
from datetime import datetime

from bkkplan.figures.kpi.models import Target
from bkkplan.ground.audit.reference import Loaded, load_rows
from bkkplan.ground.core.reference import read_csv


def load_reference(*, at: datetime) -> dict[str, Loaded]:
    key = ("code", "fiscal_year", "district_id")
    return {"kpi.target": load_rows(Target, _targets(), key=key, at=at, is_only_a_start=True)}


def _targets() -> Iterator[dict[str, object]]:
    for row in read_csv("kpi", "targets.csv"):
        for year in range(int(row["first_year"] or 0), int(row["last_year"] or 0) + 1):
            yield {"code": row["code"], "fiscal_year": year, "district": None, "percent": row["percent"]}
