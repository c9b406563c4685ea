"""The templates of plans that come with the code."""

from collections.abc import Mapping

from bkkplan.ground.core.reference import read_toml


def templates() -> list[Mapping[str, object]]:
    found: list[Mapping[str, object]] = read_toml("communities", "plan_templates.toml")["template"]
    return found
