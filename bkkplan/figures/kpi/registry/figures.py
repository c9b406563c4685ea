"""What a KPI measured on a day: with its units, or as sums by district."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bkkplan.figures.kpi.queries import Aim
from bkkplan.figures.kpi.registry.definition import Definition, Ratio, Reason, Result, get
from bkkplan.ground.core.fiscal import FiscalYear


@dataclass(frozen=True, slots=True)
class Figure:
    definition: Definition
    year: FiscalYear
    as_of: date
    measured_at: datetime
    results: tuple[Result, ...]
    aim: Aim | None
    frozen_at: datetime | None = None
    quarter: int | None = None
    # The year had not begun on as_of: there is no figure.
    is_before_the_year: bool = False
    # What a reader has to know besides: of a frozen figure, as it was when it was frozen.
    notes: tuple[Reason, ...] = ()

    @property
    def ratio(self) -> Ratio:
        return Ratio.of(self.results)

    def by_district(self) -> dict[int, Ratio]:
        return by_district(self.results)

    @property
    def counted(self) -> tuple[Result, ...]:
        return tuple(r for r in self.results if r.is_counted)

    @property
    def not_counted(self) -> tuple[Result, ...]:
        return tuple(r for r in self.results if not r.is_counted)

    @property
    def target(self) -> Decimal | None:
        """The number that the figure is compared with, in per cent."""
        return self.aim.percent if self.aim else None

    @property
    def target_text(self) -> str:
        return self.aim.text if self.aim else ""

    @property
    def distance(self) -> Decimal | None:
        return distance_between(self.ratio, self.target)

    @property
    def summary(self) -> "Summary":
        return Summary(
            code=self.definition.code,
            year=self.year,
            as_of=self.as_of,
            measured_at=self.measured_at,
            aim=self.aim,
            ratio=self.ratio,
            districts=self.by_district(),
            results=self.results if self.definition.is_unit_district else (),
            frozen_at=self.frozen_at,
            is_before_the_year=self.is_before_the_year,
            quarter=self.quarter,
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """A figure without its communities: two thousand results become a few numbers, small enough for the cache."""

    code: str
    year: FiscalYear
    as_of: date
    measured_at: datetime
    aim: Aim | None
    ratio: Ratio
    districts: dict[int, Ratio]
    # Of the districts where they are the units, otherwise none.
    results: tuple[Result, ...]
    frozen_at: datetime | None = None
    is_before_the_year: bool = False
    # What a reader has to know besides, where one KPI alone was asked for: on its own pages.
    notes: tuple[Reason, ...] = ()
    quarter: int | None = None  # that was frozen

    @property
    def definition(self) -> Definition:
        return get(self.code)

    @property
    def target(self) -> Decimal | None:
        return self.aim.percent if self.aim else None

    @property
    def target_text(self) -> str:
        return self.aim.text if self.aim else ""

    @property
    def distance(self) -> Decimal | None:
        return distance_between(self.ratio, self.target)


def by_district(results: Iterable[Result]) -> dict[int, Ratio]:
    groups: dict[int, list[Result]] = {}
    for result in results:
        groups.setdefault(result.district, []).append(result)
    return {district: Ratio.of(members) for district, members in groups.items()}


def distance_between(ratio: Ratio, target: Decimal | None) -> Decimal | None:
    """Percentage points above (positive) or below the target."""
    return None if ratio.percent is None or target is None else ratio.percent - target
