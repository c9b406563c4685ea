"""The money of an office in one table: a row for each item and flagship project, as of a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import Bases, Basis, Point
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.years.enums import YearState
from bkkplan.ground.years.queries import of_opened_year
from budget.enums import EntryKind
from budget.models import ActionPlanItem, Allocation, LedgerEntry, SpendingRule
from budget.queries.money.money import ZERO, Sums, flagship_purses, item_purses, stood_on, unfunded_items
from budget.queries.money.spending_rates import is_reached, shortfall
from districts.models import District, Office


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One row: a purse, or an item of the plan that has no money yet. ``approved`` is before anything went back."""

    title: str
    item: ActionPlanItem | None
    purse: Allocation | None
    approved: Decimal
    sums: Sums


@dataclass(frozen=True, slots=True)
class SpendingTarget:
    """How much of the money of a table is to be disbursed by the end of a quarter, in per cent, beside what is."""

    quarter: int
    percent: Decimal
    sums: Sums

    @property
    def is_reached(self) -> bool:
        return is_reached(self.sums.disbursed, self.sums.transferred, self.percent)

    @property
    def short(self) -> Decimal:
        return shortfall(self.sums.disbursed, self.sums.transferred, self.percent)

    @property
    def points_missing(self) -> Decimal:
        """By how many percentage points the money is below the target; zero where it is reached, and without money."""
        return max(self.percent - self.sums.used, ZERO) if self.sums.used is not None else ZERO


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """``target`` is None where the year's rule of spending has none: nobody has opened the year, or set it."""

    items: tuple[MoneyRow, ...]
    flagships: tuple[MoneyRow, ...]
    approved: Decimal
    total: Sums
    target: SpendingTarget | None

    @property
    def rows(self) -> tuple[MoneyRow, ...]:
        return (*self.items, *self.flagships)


def money_table(place: District | Office, year: FiscalYear, *, day: date, as_of: date | None = None) -> MoneyTable:
    """The table as it is, or with ``as_of`` as it stood on that day; ``day`` chooses the quarter of the target.

    Items of the approved plan that have no money are rows of today's table only.
    """
    in_items = stood_on(item_purses(place, year), as_of) if isinstance(place, District) else []
    in_flagships = stood_on(flagship_purses(place, year), as_of)
    approved = approved_for([*in_items, *in_flagships], as_of=as_of)

    def row_of(purse: Allocation) -> MoneyRow:
        return MoneyRow(title_of(purse), purse.item, purse, approved.get(purse.pk, ZERO), Sums.of(purse))

    items = [row_of(purse) for purse in in_items]
    if isinstance(place, District) and as_of is None:
        there = {purse.item_id for purse in in_items}
        missing = [item for item in unfunded_items(place, year) if item.pk not in there]
        items += [MoneyRow(item.title, item, None, ZERO, Sums()) for item in missing]
    flagships = [row_of(purse) for purse in in_flagships]
    total = sum((row.sums for row in [*items, *flagships]), Sums())
    found = target_on(year, day)
    return MoneyTable(
        items=tuple(items),
        flagships=tuple(flagships),
        approved=sum(approved.values(), ZERO),
        total=total,
        target=SpendingTarget(*found, total) if found else None,
    )


def title_of(purse: Allocation) -> str:
    return purse.item.title if purse.item else str(purse.appropriation.flagship)


def approved_for(purses: Collection[Allocation], *, as_of: date | None = None) -> dict[int, Decimal]:
    """What was transferred to each purse before anything went back, by its id; what was a mistake is left out."""
    entries = standing_transfers(as_of).filter(allocation__in=purses)
    rows: Any = entries.values("allocation").annotate(approved=Sum("amount")).order_by()
    return {row["allocation"]: row["approved"] for row in rows}


def standing_transfers(as_of: date | None) -> QuerySet[LedgerEntry]:
    """The transfers to purses that nobody has taken back as a mistake, today or as of a day."""
    entries = LedgerEntry.objects.filter(kind=EntryKind.TRANSFER, reverses=None)
    if as_of is None:
        return entries.filter(reversed_by=None)
    return entries.filter(on__lte=as_of).exclude(reversed_by__on__lte=as_of)


def target_on(year: FiscalYear, day: date) -> tuple[int, Decimal] | None:
    """The quarter of a day and its target in per cent; None before the year, and where no target was set for it."""
    quarter, targets = quarter_on(year, day), targets_of(year)
    return None if quarter is None or targets is None else (quarter, targets[quarter - 1])


def quarter_on(year: FiscalYear, day: date) -> int | None:
    """The quarter whose target is looked at on a day: after the year the last one, before it none."""
    return None if day < year.start else year.quarter_of(min(day, year.end))


def targets_of(year: FiscalYear) -> tuple[Decimal, ...] | None:
    """The targets of the four quarters in per cent; None where nobody has opened the year, or set them."""
    rule = of_opened_year(year, SpendingRule)
    return rule.targets if rule else None


def rules_in_force(year: FiscalYear) -> QuerySet[SpendingRule]:
    return SpendingRule.objects.filter(planned__fiscal_year=year.be, planned__state=YearState.OPENED)


def basis_of_purses(purses: Iterable[Allocation]) -> Bases:
    """What a table is entered by: what was committed and paid of each purse, so that nobody enters a payment twice."""
    return Bases.of({purse.pk: _basis_of(purse) for purse in purses})


def _basis_of(purse: Allocation) -> Basis:
    moved = f"{purse.transferred:.2f} {purse.committed:.2f} {purse.disbursed:.2f}"
    return Basis.of([Point(f"purse-{purse.pk}", title_of(purse), moved, format_baht(purse.left))])
