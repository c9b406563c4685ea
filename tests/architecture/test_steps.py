"""Each rule of an act stands once, in ``steps`` of its subject: the single action and the sample city both call it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bkkplan.trial.embedded import ROOT
from tests.architecture.house import place

STEPS = sorted(
    path
    for folder in ("bkkplan", "budget", "communities", "districts", "forums")
    for path in (ROOT / folder).rglob("actions/steps.py")
)
CITY = sorted((ROOT / "bkkplan" / "trial" / "actions").glob("*.py"))
# What the city's writer sets on a row: values that the builders tell, and addresses that stay the same.
TOLD = {"areas_reason", "attendance_total", "carried_from", "password", "pk", "recorder", "summary", "user", "uuid"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def acts(path: Path) -> set[str]:
    """The public functions that return a line of the log."""
    return {
        node.name
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.returns is not None
        and "LogLine" in ast.unparse(node.returns)
    }


def called(paths: list[Path], of: Path) -> set[str]:
    """The names of this module that these modules use."""
    used: set[str] = set()
    module = ".".join(of.relative_to(ROOT).with_suffix("").parts)
    package = module.removesuffix(".steps")
    for path in paths:
        source = tree(path)
        aliases = {
            alias.asname or alias.name
            for node in ast.walk(source)
            if isinstance(node, ast.ImportFrom) and node.module == package
            for alias in node.names
            if alias.name == "steps"
        }
        used |= {
            node.attr
            for node in ast.walk(source)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases
        }
    return used


def test_there_are_steps():
    assert len(STEPS) == 4
    assert sum(len(acts(path)) for path in STEPS) > 25


@pytest.mark.parametrize("steps", STEPS, ids=place)
def test_every_act_of_the_steps_is_called_by_the_single_action_and_by_the_city(steps):
    beside = [path for path in steps.parent.rglob("*.py") if path != steps]

    assert acts(steps) - called(beside, steps) == set()
    assert acts(steps) - called(CITY, steps) == set()


@pytest.mark.parametrize("steps", STEPS, ids=place)
def test_a_step_asks_the_database_nothing(steps):
    asking = {
        "objects",
        "_base_manager",
        "_default_manager",
        "save",
        "save_over",
        "select_for_update",
        "filter",
        "refresh_from_db",
    }

    found = [
        f"{node.lineno} {node.attr}"
        for node in ast.walk(tree(steps))
        if isinstance(node, ast.Attribute) and node.attr in asking
    ]

    assert found == []


def test_the_city_decides_nothing_itself():
    assert {name for path in CITY for name in set_on_rows(path)} <= TOLD


def set_on_rows(path: Path) -> Iterator[str]:
    """Attributes that a module gives to something other than itself."""
    for node in ast.walk(tree(path)):
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            for each in target.elts if isinstance(target, ast.Tuple) else [target]:
                if isinstance(each, ast.Attribute) and ast.unparse(each.value) not in {"self", "fresh"}:
                    yield each.attr
