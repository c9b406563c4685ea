"""What money is called, the strategy path, and the flagship projects of the years whose source plan we have."""

from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from django.db import transaction

from bkkplan.ground.audit.reference import Loaded, load_rows
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.reference import read_csv
from bkkplan.ground.years.actions import begin_year, open_year
from bkkplan.ground.years.queries import planned
from budget.actions.money import money
from budget.actions.strategy import nodes, trees
from budget.catalog import flagship_plan, flagship_years
from budget.models import (
    Appropriation,
    FlagshipProject,
    MoneyCategory,
    MoneySource,
    StrategyNode,
    StrategyTree,
    TreeInForce,
)
from districts.models import Office

LOADED = "ตามแผนปฏิบัติราชการประจำปี"


@transaction.atomic
def load_reference(*, at: datetime) -> dict[str, Loaded]:
    strategy = projects = Loaded()
    for year in flagship_years():
        plan = flagship_plan(year)
        if planned(year) is None:
            begin_year(year=year, by=None, at=at)
        strategy += load_rows(StrategyTree, [plan["tree"]], key=("name_th",), at=at)
        tree = StrategyTree.objects.get(name_th=plan["tree"]["name_th"])
        for row in plan["strategy"]:  # one by one: a parent stands before its children
            parent = tree.nodes.get(code=row["parent"]) if "parent" in row else None
            place = {"tree": tree, "parent": parent, "level": parent.level + 1 if parent else 1}
            strategy += load_rows(StrategyNode, [row | place], key=("tree_id", "code"), at=at)
        nodes.save_order(tree.nodes.all())
        if not TreeInForce.objects.filter(fiscal_year=year.be).exists():
            trees.put_in_force(year=year, trees=[tree.pk], reason=LOADED, on=plan["granted_on"], by=None, at=at)
        objective = tree.nodes.get(code=plan["strategy"][-1]["code"])
        bureaus = Office.objects.bureaus().in_bulk(field_name="code")
        projects += load_rows(
            FlagshipProject,
            (
                row
                | {"fiscal_year": year.be, "objective": objective, "is_detailed": "reason" in row}
                | {"bureau": bureaus.get(row.get("bureau", ""))}
                for row in plan["project"]
            ),
            key=("fiscal_year", "position"),
            at=at,
        )
    return {"budget.strategy": strategy, "budget.flagship": projects, **_load_names(at=at)}


def _load_names(*, at: datetime) -> dict[str, Loaded]:
    """What money is called, in the order of the files."""
    sources = [
        {**row, "position": place, "is_numbered": bool(row["is_numbered"]), "is_granted": bool(row["is_granted"])}
        for place, row in enumerate(read_csv("budget", "money_sources.csv"), 1)
    ]
    categories = [{**row, "position": place} for place, row in enumerate(read_csv("budget", "money_categories.csv"), 1)]
    return {
        "budget.money_source": load_rows(MoneySource, sources, key=("code",), at=at),
        "budget.money_category": load_rows(MoneyCategory, categories, key=("code",), at=at),
    }


@transaction.atomic
def open_reference_years(*, at: datetime) -> dict[str, Loaded]:
    """Open the years whose source plan we have, once every part of them is loaded, and enter their money."""
    opened = grants = Loaded()
    for year in flagship_years():
        row = planned(year)
        if row is not None and row.is_draft:
            open_year(year=year, on=flagship_plan(year)["granted_on"], by=None, at=at)
            opened += Loaded(created=1)
        else:
            opened += Loaded(unchanged=1)
        grants += _grant(year, at=at)
    return {"years.planned_year": opened, "budget.appropriation": grants}


def _grant(year: FiscalYear, *, at: datetime) -> Loaded:
    """Enter the money of each flagship project once. A project whose money is in the ledger already is left alone."""
    loaded = Loaded()
    for flagship in FlagshipProject.objects.filter(fiscal_year=year.be, budget__isnull=False).order_by("position"):
        if Appropriation.objects.filter(flagship=flagship).exists():
            loaded += Loaded(unchanged=1)
            continue
        money.grant(
            flagship_id=flagship.pk,
            amount=Decimal(flagship.budget or 0),
            act=uuid4(),
            on=flagship_plan(year)["granted_on"],
            by=None,
            at=at,
            note=LOADED,
        )
        loaded += Loaded(created=1)
    return loaded
