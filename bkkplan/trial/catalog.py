"""The words of the sample city, read once. All invented: none is taken from a register."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from bkkplan.ground.core.reference import read_csv, read_toml

# The word with which each official type of community is called in the lists here and in the types' codes.
COMMUNITY_TYPES = ("crowded", "urban", "suburban", "high_rise")
PASSWORD = "sample-city-2566"  # noqa: S105  (printed by script/demo; accounts with it exist in the sample city only)


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One line of a project's money."""

    item: str
    quantity: int
    unit: str
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class Idea:
    """Something that people of a community may ask for; ``phrase`` follows ขอให้ or โครงการ and ends in {place}."""

    areas: tuple[str, ...]
    kind: str
    nature: str
    phrase: str
    need: str
    objective: str
    measure: str
    lines: tuple[SampleLine, ...]
    bureau: str


AREAS = ("physical", "economy", "social", "health", "mind")
NATURES = {"buy": "procurement", "train": "training", "hold": "activity"}


@dataclass(frozen=True, slots=True)
class SampleTrees:
    """The trees of the city as they are typed, and what districts write, by the kind of tree.

    ``policy`` is what a district's policy says of the proposals of each area, by the area's code.
    """

    city: tuple[dict[str, Any], ...]
    districts: dict[str, tuple[str, ...]]
    policy: dict[str, str]


@cache
def sample_trees() -> SampleTrees:
    kept = read_toml("demo", "trees.toml")
    districts = {kind: tuple(names) for kind, names in kept["districts"].items()}
    return SampleTrees(tuple(kept["city"]), districts, kept["policy"])


@cache
def ideas() -> tuple[Idea, ...]:
    return tuple(_idea(row) for row in read_csv("demo", "projects.csv"))


def _idea(row: Mapping[str, str | None]) -> Idea:
    lines = []
    for line in (row["lines"] or "").split(";"):
        item, quantity, unit, price = line.rsplit(":", 3)
        lines.append(SampleLine(item, int(quantity), unit, Decimal(price)))
    numbers = [row["area"], row["also"]]
    return Idea(
        areas=tuple(AREAS[int(number) - 1] for number in numbers if number),
        kind=row["kind"] or "",
        nature=NATURES[row["nature"] or ""],
        phrase=row["phrase"] or "",
        need=row["need"] or "",
        objective=row["objective"] or "",
        measure=row["measure"] or "",
        lines=tuple(lines),
        bureau=row["bureau"] or "",
    )


@cache
def places() -> dict[str, Any]:
    return read_toml("demo", "places.toml")


@cache
def people() -> dict[str, Any]:
    return read_toml("demo", "people.toml")


@cache
def phrases() -> dict[str, Any]:
    return read_toml("demo", "phrases.toml")


@cache
def communities_by_district() -> dict[str, dict[str, int]]:
    """How many communities of each type a district has in the register of 2566: facts."""
    return {
        str(row["district"]): {kind: int(row[kind] or 0) for kind in COMMUNITY_TYPES}
        for row in read_csv("demo", "communities_by_district.csv")
    }


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """An account of the sample city and what to try with it."""

    username: str
    role: str
    role_en: str
    task: str
    task_en: str


@cache
def accounts() -> tuple[SampleAccount, ...]:
    return tuple(SampleAccount(**row) for row in read_toml("demo", "accounts.toml")["account"])
