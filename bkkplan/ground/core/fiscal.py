"""The fiscal year of the Thai state. Only this module knows the 543 years between the eras, and October."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

BE_OFFSET = 543
FIRST_MONTH = 10
FIRST_YEAR, LAST_YEAR = 2500, 2599
QUARTERS = (1, 2, 3, 4)
# Days after a fiscal year in which its facts may still be confirmed: until 15 October. The hearing rule gives 15 days
# to publish, so a hearing of 30 September may be published until then. A year's own day is its part
# “days” (bkkplan.ground.years).
CLOSING_DAYS = 15


def buddhist_year(day: date) -> int:
    return day.year + BE_OFFSET


def gregorian_year(be: int) -> int:
    return be - BE_OFFSET


def place_in_year(month: int) -> int:
    """The place of a month in the fiscal year: 0 for October, 11 for September."""
    return (month - FIRST_MONTH) % 12


@dataclass(frozen=True, order=True, slots=True)
class FiscalYear:
    """A year of the state's budget, called by its Buddhist year: 2563 runs from 1 October 2019 to 30 September 2020."""

    be: int

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.be <= LAST_YEAR:
            raise ValueError(f"{self.be} is no Buddhist year between {FIRST_YEAR} and {LAST_YEAR}")

    @classmethod
    def of(cls, day: date) -> Self:
        # October already belongs to the next year's budget.
        return cls(buddhist_year(day) + (day.month >= FIRST_MONTH))

    def __str__(self) -> str:
        return str(self.be)

    def __int__(self) -> int:
        return self.be

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def label(self) -> str:
        return f"ปีงบประมาณ {self.be}"

    @property
    def start(self) -> date:
        return date(gregorian_year(self.be) - 1, FIRST_MONTH, 1)

    @property
    def end(self) -> date:
        return date(gregorian_year(self.be), FIRST_MONTH, 1) - timedelta(days=1)

    def end_of(self, month: int) -> date:
        """The last day of a month of this fiscal year. October (10) is the first month, September (9) the last."""
        year = gregorian_year(self.be) - (month >= FIRST_MONTH)
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    @property
    def default_closing_on(self) -> date:
        """The last day on which the year's facts are confirmed, unless the year says another: `years.queries` knows."""
        return self.end + timedelta(days=CLOSING_DAYS)

    @property
    def next(self) -> Self:
        return type(self)(self.be + 1)

    @property
    def previous(self) -> Self:
        return type(self)(self.be - 1)

    def has_begun(self, on: date) -> bool:
        return self.start <= on

    def has_ended(self, on: date) -> bool:
        return self.end < on

    def quarter_of(self, day: date) -> int:
        if day not in self:
            raise ValueError(f"{day} is outside fiscal year {self.be}")
        return (day.month - FIRST_MONTH) % 12 // 3 + 1

    def quarter(self, number: int) -> tuple[date, date]:
        """The first and the last day of a quarter, 1 to 4."""
        if number not in QUARTERS:
            raise ValueError(f"a year has quarters 1 to 4, not {number}")
        months = self.months[(number - 1) * 3 :]
        end = months[3] - timedelta(days=1) if len(months) > 3 else self.end
        return months[0], end

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month, October first."""
        ce = gregorian_year(self.be)
        return tuple(date(ce - (month >= FIRST_MONTH), month, 1) for month in (10, 11, 12, *range(1, 10)))

    def through(self, last: Self) -> Iterator[Self]:
        """This year and each later one up to and including ``last``."""
        return (type(self)(be) for be in range(self.be, last.be + 1))
