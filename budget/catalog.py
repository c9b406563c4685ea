"""Facts that ship with the code: the flagship plan as its source words it, and how districts call their levels."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.reference import data_file, read_toml


@dataclass(frozen=True, slots=True)
class Indicator:
    """A ตัวชี้วัดเป้าประสงค์ of the source. ``type`` ("output") and others are empty where the source says nothing."""

    kpi_code: str
    title_th: str
    title_en: str
    importance: str = ""
    importance_en: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class LevelName:
    """What the one level of a district's tree is called."""

    name_th: str
    name_en: str


@cache
def levels_of_districts() -> dict[str, LevelName]:
    """By the kind of tree."""
    return {kind: LevelName(**names) for kind, names in read_toml("budget", "levels_of_districts.toml").items()}


def flagship_years() -> tuple[FiscalYear, ...]:
    names = data_file("budget", "").glob("flagship_*.toml")
    return tuple(sorted(FiscalYear(int(path.stem.removeprefix("flagship_"))) for path in names))


@cache
def flagship_plan(year: FiscalYear) -> dict[str, Any]:
    return read_toml("budget", f"flagship_{year.be}.toml")


def indicators(year: FiscalYear) -> tuple[Indicator, ...]:
    """Those of the year's source, or of the latest source before it: the three have not changed since 2563."""
    source = max((y for y in flagship_years() if y <= year), default=flagship_years()[0])
    return tuple(Indicator(**row) for row in flagship_plan(source)["indicator"])
