"""The flagship plan as its source words it: what is stored as rows, and the indicators that stand above them."""

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
