"""Every act that the log knows is named by a test: its verb stands in the tests' own words."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bkkplan.trial.embedded import ROOT
from budget.enums import EntryKind

CODE = ("bkkplan", "budget", "communities", "districts", "forums")
WRITERS = {"record", "record_many", "log_line", "_line"}
CALLS = re.compile(rf"\b({'|'.join(WRITERS)})\s*\(|\bverb\s*=")

# Verbs that are put together: what they begin or end with, and what makes the rest.
MADE_OF = {
    "communities.{}_taken_out": ["problem", "project"],
    "communities.{}_put_back": ["problem", "project"],
    "communities.{}_moved": ["problem", "project"],
    "budget.money_{}": list(EntryKind.values),
}


@cache
def verbs() -> frozenset[str]:
    return frozenset(_verbs())


def _verbs() -> Iterator[str]:
    for path in (path for folder in CODE for path in sorted((ROOT / folder).glob("**/*.py"))):
        source = path.read_text(encoding="utf-8")
        if not CALLS.search(source):
            continue  # to parse all takes seconds
        tree = ast.parse(source)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in WRITERS and call.args:
                yield from spoken(call.args[0], tree)
            for given in call.keywords:  # to a function that writes the line for several acts
                if given.arg == "verb":
                    yield from (text for text in spoken(given.value, tree) if "." in text)


@cache
def returns() -> dict[str, list[tuple[ast.expr, ast.Module]]]:
    """What the functions of our code return, by their names; each with the module in which it stands."""
    found = defaultdict(list)
    for path in (path for folder in CODE for path in sorted((ROOT / folder).glob("**/*.py"))):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
            values = (node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value)
            found[function.name] += [(value, tree) for value in values]
    return found


def spoken(verb: ast.expr, tree: ast.Module) -> Iterator[str]:
    """A verb as it is written: as text, as a choice of two, as a name that is given one of them, or put together."""
    match verb:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from spoken(one, tree)
            yield from spoken(other, tree)
        case ast.JoinedStr(values=parts):
            text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in parts)
            yield from (text.format(noun) for noun in MADE_OF.get(text, []))
        case ast.Call(func=ast.Name(id=name)):
            for returned, where in returns().get(name, ()):
                yield from spoken(returned, where)
        case ast.Name(id=name):
            for node in ast.walk(tree):
                if isinstance(node, ast.Assign) and name in {getattr(target, "id", "") for target in node.targets}:
                    yield from spoken(node.value, tree)


def named() -> Iterator[str]:
    for path in sorted((ROOT / "tests").glob("**/*.py")):
        if path != Path(__file__):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def test_every_verb_of_the_log_is_named_by_a_test():
    words = "\n".join(named())

    assert sorted(verb for verb in verbs() if verb not in words) == []


def test_the_verbs_are_found():
    found = set(verbs())

    assert len(found) > 70
    assert {"communities.problem_taken_out", "budget.item_moved", "forums.proposal_changed"} <= found
