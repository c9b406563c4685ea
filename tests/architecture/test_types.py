"""What mypy is asked, and what it can't see: a signature that says Any promises nothing."""

import ast
import tomllib
from collections.abc import Iterator

import pytest

from tests.architecture.house import ROOT, place, rooms, tree

WORKROOMS = ("actions", "queries", "permissions", "models")


def _says_any(annotation: ast.AST | None, aliases: frozenset[str] = frozenset()) -> bool:
    if annotation is None:
        return False
    for part in ast.walk(annotation):
        match part:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in {"Any", *aliases}:
                return True
            case ast.Constant(value=str(text)) if _says_any(_expression(text), aliases):  # an annotation in quotes
                return True
    return False


def _expression(text: str) -> ast.AST | None:
    try:
        return ast.parse(text, mode="eval")
    except SyntaxError:  # the text of a Literal
        return None


def _aliases(module: ast.Module) -> frozenset[str]:
    """The module's own names for types that say Any, such as `Draw = Callable[[Any], bytes]`."""
    found = set()
    for node in module.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found |= {name} if _says_any(value) else set()
    return frozenset(found)


def _annotations(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.expr | None]:
    taken = function.args
    yield from (
        argument.annotation
        for argument in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs, taken.vararg, taken.kwarg)
        if argument is not None
    )
    yield function.returns


def functions_that_say_any(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    aliases = _aliases(module)
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and any(
            _says_any(annotation, aliases) for annotation in _annotations(node)
        ):
            yield node


@pytest.mark.parametrize("path", list(rooms(*WORKROOMS)), ids=place)
def test_the_signatures_of_the_workrooms_say_what_they_take_and_return(path):
    vague = [f"{place(path, node)} {node.name}" for node in functions_that_say_any(tree(path))]
    assert vague == []


@pytest.mark.parametrize(
    "source",
    [
        "def log_details(plan) -> dict[str, Any]: ...",
        "def save(*, text: Mapping[str, Any]): ...",
        "def find(*rows: typing.Any): ...",
        'def rows() -> "QuerySet[Any]": ...',
        "def find(**more: Any): ...",
        "Draw = Callable[[Any], bytes]\ndef make(draw: Draw): ...",
        "class Book:\n    async def open(self, page: Any): ...",
    ],
)
def test_a_signature_that_says_any_is_found(source):
    assert list(functions_that_say_any(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "def log_details(plan: Plan) -> LogDetails: ...",
        "def keep(value: object): ...",
        'def read(kind: Literal["a b", "if"]): ...',
        "def rows():\n    found: Any = None",
        "ROWS = tuple[Any]\ndef rows(): ...",
    ],
)
def test_a_signature_that_says_what_it_takes_is_passed_over(source):
    assert not list(functions_that_say_any(ast.parse(source)))


def test_mypy_is_strict_everywhere():
    """A module is looser only to gather names, or for a library's class without types, or with some in stubs alone."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert settings["strict"] is True
    loosened = {name for override in settings["overrides"] for name in override} - {"module"}
    assert loosened == {
        "ignore_missing_imports",
        "disallow_subclassing_any",
        "disallow_any_generics",
        "implicit_reexport",
    }
    named = {module for override in settings["overrides"] for module in override["module"]}
    ours = {name for name in named if not name.endswith(".*")}
    files = {name: ROOT / name.replace(".", "/") for name in ours}
    gone = [name for name, path in files.items() if not (path.with_suffix(".py").exists() or path.is_dir())]
    assert gone == []
