"""A check of the whole ledger: do the running totals equal the sums of the entries?"""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from bkkplan.ground.core.fiscal import FiscalYear
from budget.enums import EntryKind, Level
from budget.models import Allocation, Appropriation, LedgerEntry

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Fault:
    """A total that differs from the sum of its entries, or a day on which the order of the four levels was broken."""

    row: str
    what: str
    kept: object
    expected: object

    def __str__(self) -> str:
        return f"{self.row}: {self.what} is {self.kept}, the entries say {self.expected}"


@dataclass(frozen=True, slots=True)
class LedgerState:
    entries: int
    appropriations: int
    allocations: int
    faults: tuple[Fault, ...]


Days = dict[date, dict[Level, Decimal]]


def ledger_state() -> LedgerState:
    """Check the ledger: each total against its entries, the four levels on each day, each day against its year."""
    granted: dict[int, Days] = defaultdict(lambda: defaultdict(lambda: defaultdict(Decimal)))
    spent: dict[int, Days] = defaultdict(lambda: defaultdict(lambda: defaultdict(Decimal)))
    rows = LedgerEntry.objects.values_list("appropriation", "allocation", "on", "kind")
    for appropriation, allocation, on, name, total in rows.annotate(total=Sum("amount")).order_by():
        kind = EntryKind(name)
        if kind.level <= Level.TRANSFERRED:
            granted[appropriation][on][kind.level] += kind.sign * total
        if allocation is not None:
            spent[allocation][on][kind.level] += kind.sign * total

    faults: list[Fault] = []
    appropriations = list(Appropriation.objects.order_by("pk"))
    for source in appropriations:
        kept = {Level.GRANTED: source.amount, Level.TRANSFERRED: source.transferred_total}
        faults += _compare(f"appropriation {source.pk}", kept, granted[source.pk])
        faults += _out_of_year(f"appropriation {source.pk}", FiscalYear(source.fiscal_year), granted[source.pk])
    allocations = list(Allocation.objects.select_related("appropriation").order_by("pk"))
    for purse in allocations:
        name = f"allocation {purse.pk}"
        kept = {
            Level.TRANSFERRED: purse.transferred,
            Level.COMMITTED: purse.committed,
            Level.DISBURSED: purse.disbursed,
        }
        faults += _compare(name, kept, spent[purse.pk])
        faults += _out_of_year(name, FiscalYear(purse.appropriation.fiscal_year), spent[purse.pk])
    return LedgerState(LedgerEntry.objects.count(), len(appropriations), len(allocations), tuple(faults))


def _compare(row: str, kept: dict[Level, Decimal], days: Days) -> Iterator[Fault]:
    balances = dict.fromkeys(kept, ZERO)
    for day in sorted(days):
        for level, change in days[day].items():
            balances[level] += change
        levels = sorted(kept)
        for upper, lower in itertools.pairwise(levels):
            if balances[lower] > balances[upper]:
                what = f"on {day} {lower.name.lower()} against {upper.name.lower()}"
                yield Fault(row, what, balances[lower], f"at most {balances[upper]}")
        if balances[levels[-1]] < 0:
            yield Fault(row, f"on {day} {levels[-1].name.lower()}", balances[levels[-1]], "at least 0")
    for level, total in kept.items():
        if total != balances[level]:
            yield Fault(row, level.name.lower(), total, balances[level])


def _out_of_year(row: str, year: FiscalYear, days: Days) -> Iterator[Fault]:
    for day in sorted(days):
        if day not in year:
            yield Fault(row, "an entry's day", day, f"a day from {year.start} to {year.end}")
