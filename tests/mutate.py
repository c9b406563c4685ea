"""Break the portal in many places, one at a time, and see whether the tests notice.

    python -m tests.mutate              all of them, on two processes
    python -m tests.mutate ledger       those whose line has this word
    python -m tests.mutate --processes 1
    python -m tests.mutate --list       only say what would be broken, and that each place is still there

Places are found by the name of a function or a permission, so that moving code changes nothing here. The tree is
copied; a run ends with how many were caught, and with 1 if one survived or has lost its place.
"""

import argparse
import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bkkplan.trial import embedded
from tests.mutations import MUTATIONS, Mutation

SHARED = ("build", "node_modules", ".venv")
CODE = ("bkkplan", "budget", "communities", "districts", "forums")
PATIENCE = 600  # seconds: a test that waits for ever has noticed


class LostPlaceError(Exception):
    """What is to be broken is not in the code, or there twice."""


@dataclass(frozen=True)
class Edit:
    """These characters of a source become others."""

    start: int
    end: int
    text: str


def edited(mutation: Mutation, root: Path) -> tuple[Path, str]:
    """The file that the mutation breaks, and its broken source."""
    if mutation.kind == "allow":
        found = [(path, edit) for path in _sources(root, mutation.app) for edit in _permission(path, mutation)]
    else:
        found = [(path, edit) for path in _sources(root, mutation.app) for edit in _in_function(path, mutation)]
    if len(found) != 1:
        raise LostPlaceError(f"{len(found)} places")
    path, edit = found[0]
    source = path.read_text(encoding="utf-8")
    broken = source[: edit.start] + edit.text + source[edit.end :]
    ast.parse(broken)
    return path, broken


def _sources(root: Path, app: str) -> Iterator[Path]:
    place = root.joinpath(*app.split("."))
    if place.with_suffix(".py").exists():
        yield place.with_suffix(".py")
    for path in sorted(place.glob("**/*.py")):
        if not {"migrations", "trial"} & set(path.parts):
            yield path


def _permission(path: Path, mutation: Mutation) -> Iterator[Edit]:
    """``rules.add_perm("this", …)``: everyone may."""
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func) == "add_perm" and len(node.args) == 2:
            name, rule = node.args
            if isinstance(name, ast.Constant) and name.value == mutation.place:
                yield _edit(source, rule, "rules.always_allow")


def _in_function(path: Path, mutation: Mutation) -> Iterator[Edit]:
    source = path.read_text(encoding="utf-8")
    if mutation.place.split(".")[-1] not in source:
        return
    for function in _functions(ast.parse(source), mutation.place.split(".")):
        edits = list(KINDS[mutation.kind](source, function, mutation))
        if mutation.which < len(edits):
            yield edits[mutation.which]


def _functions(tree: ast.AST, names: list[str]) -> Iterator[ast.FunctionDef]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and node.name == names[0]:
            if names[1:]:
                yield from _functions(node, names[1:])
            elif isinstance(node, ast.FunctionDef):
                yield node


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _offset(source: str, line: int, column: int) -> int:
    lines = source.splitlines(keepends=True)
    return sum(map(len, lines[: line - 1])) + len(lines[line - 1].encode()[:column].decode())


def _edit(source: str, node: ast.AST, text: str) -> Edit:
    return Edit(
        _offset(source, node.lineno, node.col_offset),  # type: ignore[attr-defined]
        _offset(source, node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
        text,
    )


# --- kinds of mutation; each function yields the places in the source where its kind applies, in their order


def _in_order(function: ast.FunctionDef, kind: type | tuple[type, ...]) -> list[ast.AST]:
    nodes = [node for node in ast.walk(function) if isinstance(node, kind)]
    return sorted(nodes, key=lambda node: (node.lineno, node.col_offset))  # type: ignore[attr-defined]


def guard(source: str, function: ast.FunctionDef, _mutation: Mutation) -> Iterator[Edit]:
    """A refusal is never made: ``if …: raise``."""
    for node in _in_order(function, ast.If):
        if any(isinstance(each, ast.Raise) for each in node.body):  # type: ignore[attr-defined]
            yield _edit(source, node.test, "False")  # type: ignore[attr-defined]


OTHER: dict[type, str] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip


def compare(source: str, function: ast.FunctionDef, _mutation: Mutation) -> Iterator[Edit]:
    """A comparison at its boundary: ``<`` becomes ``<=``; ``==`` becomes ``!=``."""
    for node in _in_order(function, ast.Compare):
        left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])  # type: ignore[attr-defined]
        if len(node.ops) == 1:  # type: ignore[attr-defined]
            yield _edit(source, node, f"{left} {OTHER[type(node.ops[0])]} {right}")  # type: ignore[attr-defined]


def unlock(source: str, function: ast.FunctionDef, _mutation: Mutation) -> Iterator[Edit]:
    for node in _in_order(function, ast.Call):
        if _name(node.func) == "select_for_update":  # type: ignore[attr-defined]
            yield _edit(source, node, f"{ast.unparse(node.func.value)}.all()")  # type: ignore[attr-defined]


def forget(source: str, function: ast.FunctionDef, mutation: Mutation) -> Iterator[Edit]:
    """A statement is left out that calls this: a line of the log, a notice, a demand."""
    for node in _in_order(function, ast.Expr):
        if isinstance(node.value, ast.Call) and _name(node.value.func) == mutation.what:  # type: ignore[attr-defined]
            yield _edit(source, node, "pass")


def answer(source: str, function: ast.FunctionDef, mutation: Mutation) -> Iterator[Edit]:
    """What is returned is this."""
    for node in _in_order(function, ast.Return):
        if node.value is not None:  # type: ignore[attr-defined]
            yield _edit(source, node.value, mutation.what)  # type: ignore[attr-defined]


def keyword(source: str, function: ast.FunctionDef, mutation: Mutation) -> Iterator[Edit]:
    """One argument of a filter is left out, or a suffix of its name becomes another: ``gte>gt``."""
    was, _, becomes = mutation.what.partition(">")
    for call in _in_order(function, ast.Call):
        for node in call.keywords:  # type: ignore[attr-defined]
            if node.arg and node.arg == was:
                text = f"{becomes}={ast.unparse(node.value)}" if becomes else ""
                edit = _edit(source, node, text)
                end = edit.end + (1 if not becomes and source[edit.end] == "," else 0)
                yield Edit(edit.start, end, text)


def operator(source: str, function: ast.FunctionDef, _mutation: Mutation) -> Iterator[Edit]:
    """``+`` becomes ``-``, ``and`` becomes ``or``, and the other way round."""
    for node in _in_order(function, (ast.BinOp, ast.BoolOp)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub, ast.Mult)):
            sign = {ast.Add: "-", ast.Sub: "+", ast.Mult: "+"}[type(node.op)]
            yield _edit(source, node, f"({ast.unparse(node.left)} {sign} {ast.unparse(node.right)})")
        elif isinstance(node, ast.BoolOp):
            word = " or " if isinstance(node.op, ast.And) else " and "
            yield _edit(source, node, "(" + word.join(f"({ast.unparse(value)})" for value in node.values) + ")")


KINDS: dict[str, Callable[[str, ast.FunctionDef, Mutation], Iterator[Edit]]] = {
    each.__name__: each for each in (guard, compare, unlock, forget, answer, keyword, operator)
}


# --- trying them


def copy_of_the_tree(place: Path) -> Path:
    root = place / "tree"
    names = subprocess.check_output(["git", "ls-files", "-z"], cwd=embedded.ROOT, text=True).split("\0")
    for name in filter(None, names):
        if (embedded.ROOT / name).exists():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(embedded.ROOT / name, root / name)
    for compiled in embedded.ROOT.glob("locale/*/LC_MESSAGES/*.mo"):
        shutil.copy2(compiled, root / compiled.relative_to(embedded.ROOT))
    for name in SHARED:
        (root / name).symlink_to(embedded.ROOT / name)
    return root


def database_of_its_own(server: str, number: int) -> str:
    name = f"mutate{number}"
    with psycopg.connect(server, autocommit=True) as line:
        line.execute(f"create database {name}")
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def is_caught(mutation: Mutation, root: Path, database: str) -> bool:
    path, broken = edited(mutation, root)
    whole = path.read_text(encoding="utf-8")
    path.write_text(broken, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *mutation.selection]
    # One file is written again and again within a second: what Python compiled of it would pass for the next.
    environment = os.environ | {"DATABASE_URL": database, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_text(whole, encoding="utf-8")
    if done.returncode not in {0, 1}:  # neither passed nor failed: the tests did not run
        raise LostPlaceError(done.stdout.decode()[-400:] + done.stderr.decode()[-400:])
    return done.returncode == 1


def run(chosen: list[Mutation], processes: int) -> int:
    """Says of each whether it was caught, as soon as that is known; the number that were not."""
    with embedded.temporary() as folder, ThreadPoolExecutor(processes) as pool:
        server = os.environ["DATABASE_URL"]
        free: Queue[tuple[Path, str]] = Queue()
        for number in range(processes):
            free.put((copy_of_the_tree(folder / str(number)), database_of_its_own(server, number)))

        def attempt(mutation: Mutation) -> tuple[Mutation, str]:
            place = free.get()
            try:
                return mutation, "caught" if is_caught(mutation, *place) else "SURVIVED"
            except LostPlaceError as error:
                return mutation, f"LOST: {error}"
            finally:
                free.put(place)

        missed = 0
        for mutation, outcome in pool.map(attempt, chosen):
            missed += outcome != "caught"
            print(f"{outcome:9} {mutation}", flush=True)  # noqa: T201  (a command prints)
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("word", nargs="?", default="")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--list", action="store_true")
    words = parser.parse_args()
    chosen = [mutation for mutation in MUTATIONS if words.word in str(mutation)]
    if words.list:
        lost = 0
        for mutation in chosen:
            try:
                path, _ = edited(mutation, embedded.ROOT)
                where = str(path.relative_to(embedded.ROOT))
            except LostPlaceError as error:
                where, lost = f"LOST: {error}", lost + 1
            print(f"{mutation}  ({where})")  # noqa: T201  (a command prints)
        return min(lost, 1)
    missed = run(chosen, words.processes)
    print(f"{len(chosen) - missed} of {len(chosen)} caught")  # noqa: T201  (a command prints)
    return min(missed, 1)


if __name__ == "__main__":
    sys.exit(main())
