"""The house as its import contracts draw it: which app stands on which floor, and where its source is."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import AppConfig, apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bkkplan", "districts", "communities", "forums", "budget")


def floors() -> list[list[str]]:
    """From the highest to the lowest, each with the modules that share it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    [contract] = [contract for contract in contracts if contract["id"] == "floors"]
    return [[name.strip() for name in layer.split("|")] for layer in contract["layers"]]


def our_apps() -> list[AppConfig]:
    return [config for config in apps.get_app_configs() if config.name.split(".")[0] in PACKAGES]


def our_models() -> list[type[Model]]:
    return [model for config in our_apps() for model in config.get_models() if model.__module__.startswith(PACKAGES)]


def height(label: str) -> int | None:
    """How high an app stands, the lowest being 0; None for an app that is not ours."""
    name = apps.get_app_config(label).name
    for number, layer in enumerate(reversed(floors())):
        if name in layer:
            return number
    return None


def sources(*, under: str = "") -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts and under in path.as_posix():
                yield path


def rooms(*names: str) -> Iterator[Path]:
    """The modules of these rooms in every app: actions.py as well as everything in actions/."""
    for path in sources():
        parts = path.relative_to(ROOT).with_suffix("").parts
        if set(parts) & set(names):
            yield path


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """As an editor opens it: path and line."""
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{path.relative_to(ROOT)}{line}"


def dotted(node: ast.AST) -> str:
    """`timezone.now` of the expression timezone.now; empty for anything else."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return ""
