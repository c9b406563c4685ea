"""A KPI over the years: what the portal computed or froze, and beside it what was reported elsewhere."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bkkplan.figures.kpi.models import ReportedFigure
from bkkplan.figures.kpi.queries import CITY, Owner, OwnerKind
from bkkplan.figures.kpi.queries.over_years import frozen_years, reported_years, targets_of_years
from bkkplan.figures.kpi.registry import Definition, Ratio, Summary, counted_live
from bkkplan.figures.kpi.validators import read_target
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.questions.keeping import kept_where_great
from bkkplan.ground.core.thai import NotUnderstoodError

YEARS = 5


@dataclass(frozen=True, slots=True)
class YearPoint:
    """One year of a KPI. ``ratio`` is ours, None where the portal has no figure; ``reported`` is from elsewhere."""

    year: FiscalYear
    ratio: Ratio | None
    as_of: date | None
    version: int | None
    is_frozen: bool
    target: Decimal | None
    target_text: str
    reported: ReportedFigure | None

    @property
    def percent(self) -> Decimal | None:
        return self.ratio.percent if self.ratio else None

    @property
    def reported_percent(self) -> Decimal | None:
        """The percentage in what was reported; None where there is none, or one that can't be."""
        if self.reported is None:
            return None
        try:
            read = read_target(self.reported.text)
        except NotUnderstoodError:
            return None
        return read.percent if read.is_compared else None

    @property
    def is_empty(self) -> bool:
        return self.ratio is None and self.reported is None


def over_years(figure: Summary, *, district: int | None = None) -> tuple[YearPoint, ...]:
    """The year of the figure and those before it, the oldest first; of the city, or of one district.

    An earlier year has a figure of ours once its last quarter is frozen; the year just before also until then, as far
    as anything counted in it. A year without any figure is left out: no records are not the same as nothing done.
    """
    this = figure.year
    years = [FiscalYear(be) for be in range(this.be - YEARS + 1, this.be + 1)]
    code, earlier = figure.definition.code, years[:-1]
    frozen = frozen_years(code, earlier, known=figure.as_of)
    reported = reported_years(code, years, district)
    targets = targets_of_years(code, years)
    owner = CITY if district is None else Owner(OwnerKind.DISTRICT, district)
    points = []
    for year in years:
        kept = frozen.get(year)
        ratio, as_of, version = None, None, None
        if year == this:
            ratio = None if figure.is_before_the_year else _share(figure.districts, district)
            as_of, version = figure.as_of, figure.definition.version
        elif kept:
            ratio = _share({pk: Ratio(*counts) for pk, counts in kept.districts.items()}, district)
            as_of, version = kept.as_of, kept.version
        elif year == this.previous:
            ratio = _share(_counted_live(figure.definition, year, figure.as_of), district)
            ratio = ratio if ratio.counted else None
            as_of, version = figure.as_of, figure.definition.version
        on = figure.as_of if year == this else year.end + timedelta(days=1)
        aim = targets[year].aim(code, owner, on=on) or targets[year].aim(code, on=on)
        points.append(
            YearPoint(
                year=year,
                ratio=ratio,
                as_of=as_of if ratio else None,
                version=version,
                is_frozen=kept is not None or (year == this and figure.frozen_at is not None),
                target=aim.percent if aim else None,
                target_text=aim.text if aim else "",
                reported=reported.get(year),
            )
        )
    return tuple(point for point in points if not point.is_empty)


def _counted_live(definition: Definition, year: FiscalYear, as_of: date) -> dict[int, Ratio]:
    """The counts of a year that is not frozen yet; of thousands of units they may be a minute old."""

    def count() -> dict[int, tuple[int, int]]:
        return {pk: (ratio.counted, ratio.units) for pk, ratio in counted_live(definition, year, as_of).items()}

    def size(counts: dict[int, tuple[int, int]]) -> int:
        return sum(units for _counted, units in counts.values())

    counts = kept_where_great("kpi:counts", (definition.code, year.be, as_of), count, size=size)
    return {pk: Ratio(*both) for pk, both in counts.items()}


def _share(districts: dict[int, Ratio], district: int | None) -> Ratio:
    return Ratio.of_sum(districts.values()) if district is None else districts.get(district, Ratio(0, 0))
