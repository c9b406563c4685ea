"""The strategy trees of the sample city, written node by node as people type them, and put in force year by year."""

from dataclasses import replace
from datetime import date, datetime

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.reference import read_csv
from bkkplan.ground.core.thai.codes import code_above
from bkkplan.trial.builders import staff, story
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.catalog import sample_trees
from budget.actions.flagship.flagships import FlagshipWords, save_flagship
from budget.actions.strategy import nodes, trees
from budget.actions.strategy.nodes import NodeWords
from budget.actions.strategy.trees import TreeWords
from budget.enums import TreeKind
from budget.models import FlagshipProject, StrategyNode
from budget.queries.strategy.trees import trees_of
from districts.models import District


def plant_trees(*, on: date, by: User, at: datetime) -> None:
    """The city's trees with all their nodes."""
    for sample in sample_trees().city:
        words = TreeWords(
            name_th=sample["name_th"],
            name_en=sample["name_en"],
            first_year=sample["first_year"],
            last_year=sample["last_year"],
            levels=tuple(sample["levels"]),
            levels_en=tuple(sample["levels_en"]),
        )
        tree = trees.add_tree(words=words, by=by, at=at)
        made: dict[str, StrategyNode] = {}
        for row in read_csv("demo", sample["nodes"]):
            code = row["code"] or ""
            node = NodeWords(name_th=row["name_th"] or "", code=code, parent=made.get(code_above(code)))
            made[code] = nodes.add_node(tree_id=tree.pk, words=node, on=on, by=by, at=at)


def aim_at_trees(year: FiscalYear, *, on: date, by: User, at: datetime) -> None:
    """Put the trees that cover a draft in force, and let its flagship projects serve a node of them."""
    in_force = trees_of(year)
    trees.put_in_force(year=year, trees=[tree.pk for tree in in_force], on=on, by=by, at=at)
    served = {sample["name_th"]: sample["objective"] for sample in sample_trees().city}
    aims = StrategyNode.objects.filter(tree__in=in_force, code__in=served.values())
    for flagship in FlagshipProject.objects.of_year(year).exclude(objective__tree__in=in_force):
        words = replace(FlagshipWords.of(flagship), objective=aims.get(code=served[in_force[0].name_th]))
        save_flagship(flagship_id=flagship.pk, seen=flagship.version, words=words, on=on, by=by, at=at)


def write_district_trees(crew: staff.Staff) -> None:
    """The mission and the area strategy of the showcase districts, for this year and copied into the next."""
    for district in District.objects.filter(code__in=story.SHOWCASE).order_by("code"):
        officer = crew.officer(district.code)
        on = story.THIS_YEAR.start
        at = Dice("strategy", district.code).moment(on)
        for kind in (TreeKind.MISSION, TreeKind.AREA):
            tree = trees.begin_district_tree(
                district=district, year=story.THIS_YEAR, kind=kind, source=None, by=officer, at=at
            )
            for number, name in enumerate(sample_trees().districts[kind], 1):
                words = NodeWords(name_th=name, code=str(number))
                nodes.add_node(tree_id=tree.pk, words=words, on=on, by=officer, at=at)
            trees.begin_district_tree(
                district=district, year=story.THIS_YEAR.next, kind=kind, source=tree, by=officer, at=at
            )
