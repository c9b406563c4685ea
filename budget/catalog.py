"""Facts that ship with the code: the flagship plan as its source words it, and how districts call their levels."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.reference import place_file, read_tables, read_toml, shipped_file


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
    """The years of which the place has a source plan: Bangkok's as it ships, those of its folder for another place."""
    return tuple(_year(path) for path in _plans(place_file("budget", "")))


def flagship_plan(year: FiscalYear) -> dict[str, Any]:
    return _plan(place_file("budget", f"flagship_{year.be}.toml"))


def indicators(year: FiscalYear) -> tuple[Indicator, ...]:
    """Those of the year's source, or of the latest source before it: the three have not changed since 2563.

    A place without a source plan has them as they ship.
    """
    plans = _plans(place_file("budget", "")) or _plans(shipped_file("budget", ""))
    source = max((path for path in plans if _year(path) <= year), default=plans[0])
    return tuple(Indicator(**row) for row in _plan(source)["indicator"])


def _plans(folder: Path) -> list[Path]:
    """The files of the years, the earliest first: their names sort as their years do."""
    return sorted(folder.glob("flagship_*.toml"))


def _year(path: Path) -> FiscalYear:
    return FiscalYear(int(path.stem.removeprefix("flagship_")))


@cache
def _plan(path: Path) -> dict[str, Any]:
    return read_tables(path)
