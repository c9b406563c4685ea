"""The money of the district offices beside one another, as the table of each office adds it up."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q, Subquery, Sum

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.questions.together import asks_first, later
from budget.models import Allocation, LedgerEntry
from budget.queries.money.money import TOTALS, ZERO, Sums, money_of_districts
from budget.queries.money.money_table import SpendingTarget, quarter_on, rules_in_force, standing_transfers, targets_of
from budget.queries.money.spending_rates import is_reached
from districts.models import District


@dataclass(frozen=True, slots=True)
class OfficeMoney:
    """The sum row of one district's table. ``last_on`` is the day of its newest entry, None without any.

    ``target`` is None where the year has none; ``target_before`` is that of the quarter before, in per cent.
    """

    district: District
    approved: Decimal
    sums: Sums
    target: SpendingTarget | None
    target_before: Decimal
    last_on: date | None

    @property
    def has_money(self) -> bool:
        return self.sums.transferred > 0

    @property
    def is_behind(self) -> bool:
        """Whether not even the target of the quarter before is reached."""
        return not is_reached(self.sums.disbursed, self.sums.transferred, self.target_before)

    def quiet_days(self, day: date) -> int:
        """For how many days nothing was entered; 0 without money or where all of it is disbursed or has lapsed."""
        return (day - self.last_on).days if self.last_on and self.sums.left > 0 else 0


OFFICE_SORTS = {
    "district": lambda row: row.district.code,
    "approved": lambda row: row.approved,
    "transferred": lambda row: row.sums.transferred,
    "allotted": lambda row: row.sums.allotted,
    "committed": lambda row: row.sums.committed,
    "disbursed": lambda row: row.sums.disbursed,
    "left": lambda row: row.sums.left,
    "used": lambda row: -1 if row.sums.used is None else row.sums.used,
    "missing": lambda row: row.target.points_missing if row.target else ZERO,
}


def money_of_offices(
    districts: Collection[District], year: FiscalYear, *, day: date, as_of: date | None = None
) -> tuple[OfficeMoney, ...]:
    """A row for each district by code, as it is or with ``as_of`` as it stood then; ``day`` chooses the target.

    The number of questions does not depend on the number of districts.
    """
    sums = money_of_districts(year, as_of=as_of)
    of_year = Q(appropriation__fiscal_year=year.be, allocation__district__isnull=False)
    granted: Any = standing_transfers(as_of).filter(of_year).values("allocation__district")
    approved = {row["allocation__district"]: row["total"] for row in granted.annotate(total=Sum("amount")).order_by()}
    entries: Any = LedgerEntry.objects.filter(of_year, on__lte=day).values("allocation__district")
    last = {row["allocation__district"]: row["last"] for row in entries.annotate(last=Max("on")).order_by()}
    quarter, targets = quarter_on(year, day), targets_of(year)
    aimed = (quarter, targets[quarter - 1]) if quarter and targets else None
    return tuple(
        OfficeMoney(
            district=district,
            approved=approved.get(district.pk, ZERO),
            sums=(own := sums.get(district.pk, Sums())),
            target=SpendingTarget(*aimed, own) if aimed else None,
            target_before=targets[quarter - 2] if aimed and targets and quarter and quarter > 1 else ZERO,
            last_on=last.get(district.pk),
        )
        for district in sorted(districts, key=lambda district: district.code)
    )


@dataclass(frozen=True, slots=True)
class OfficeSpending:
    """What an office has disbursed of its money, beside the target of the quarter; see `OfficeMoney`."""

    sums: Sums
    target: SpendingTarget | None


def standing_of(district: int, year: FiscalYear, *, day: date) -> OfficeSpending:
    """The sum row of one district's table of today, in one question; an office without money has no target."""
    return next(ask_standing(district, year, day=day))


@asks_first
def ask_standing(district: int, year: FiscalYear, *, day: date) -> Iterator[OfficeSpending | None]:
    """The same, as the only one, asked with what else a page asks."""
    quarter = quarter_on(year, day) or 1
    percent = Subquery(rules_in_force(year).values(f"target_{quarter}")[:1])
    purses = Allocation.objects.filter(district=district, appropriation__fiscal_year=year.be)
    rows: Any = purses.order_by().values("district").annotate(**TOTALS, percent=Max(percent))
    totals = later(rows.values(*TOTALS, "percent"))
    yield None
    found: dict[str, Decimal | None] = {**totals[0]} if totals else {}
    aim = found.pop("percent", None)
    sums = Sums(**{name: total or ZERO for name, total in found.items()})
    yield OfficeSpending(sums, None if aim is None else SpendingTarget(quarter, aim, sums))


def sorted_offices(rows: Collection[OfficeMoney], sort: str) -> list[OfficeMoney]:
    """The rows in the order asked for, alike ones by code."""
    by_code = sorted(rows, key=OFFICE_SORTS["district"])
    column = OFFICE_SORTS.get(sort.lstrip("-"), OFFICE_SORTS["district"])
    return sorted(by_code, key=column, reverse=sort.startswith("-"))
