"""The strategy path and the flagship projects of each year whose source plan we have, with their money."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from bkkplan.audit.record import record
from bkkplan.audit.reference import Loaded, load_rows
from bkkplan.core.fiscal import FiscalYear
from budget.catalog import flagship_plan, flagship_years
from budget.enums import EntryKind
from budget.models import Appropriation, FlagshipProject, LedgerEntry, StrategyNode


@transaction.atomic
def load_reference(*, at: datetime) -> dict[str, Loaded]:
    strategy = projects = money = Loaded()
    for year in flagship_years():
        plan = flagship_plan(year)
        for node in plan["strategy"]:  # one by one: a parent stands before its children
            parent = StrategyNode.objects.get(code=node["parent"]) if "parent" in node else None
            strategy += load_rows(StrategyNode, [node | {"parent": parent}], key=("code",), at=at)
        objective = StrategyNode.objects.get(code=plan["strategy"][-1]["code"])
        projects += load_rows(
            FlagshipProject,
            (
                row | {"fiscal_year": year.be, "objective": objective, "is_detailed": "reason" in row}
                for row in plan["project"]
            ),
            key=("fiscal_year", "position"),
            at=at,
        )
        money += _grant(year, at=at)
    return {"budget.strategy": strategy, "budget.flagship": projects, "budget.appropriation": money}


def _grant(year: FiscalYear, *, at: datetime) -> Loaded:
    """Enter each project's money once. What the ledger says afterwards is nobody's reference data."""
    loaded = Loaded()
    for flagship in FlagshipProject.objects.filter(fiscal_year=year.be, budget__isnull=False).order_by("position"):
        if Appropriation.objects.filter(flagship=flagship).exists():
            loaded += Loaded(unchanged=1)
            continue
        amount = Decimal(flagship.budget or 0)
        appropriation = Appropriation.objects.create(flagship=flagship, fiscal_year=year.be, amount=amount)
        LedgerEntry.objects.create(
            appropriation=appropriation,
            kind=EntryKind.APPROPRIATION,
            amount=amount,
            on=flagship_plan(year)["granted_on"],
            note="ตามแผนปฏิบัติราชการประจำปี",
            at=at,
        )
        record("budget.appropriation_granted", appropriation, by=None, at=at, amount=str(amount))
        loaded += Loaded(created=1)
    return loaded
