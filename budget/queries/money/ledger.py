"""A check of the whole ledger: do the running totals equal the sums of the entries?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from bkkplan.ground.core.fiscal import FiscalYear
from budget.enums import EntryKind, Level
from budget.models import Advance, Allocation, Appropriation, Carry, LedgerEntry
from budget.queries.money.levels import (
    NO_LESS_THAN_NOTHING,
    OF_A_CARRY,
    OF_A_SOURCE,
    Bound,
    bounds_of_a_purse,
    moves_its_source,
)
from budget.queries.money.spending import years_that_allot_first

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Fault:
    """A total that differs from the sum of its entries, or a day on which one level exceeded another."""

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
    """Check the ledger: each total against its entries, the bounds on each day, each day against its year."""
    granted: dict[int, Days] = defaultdict(lambda: defaultdict(lambda: defaultdict(Decimal)))
    spent: dict[int, Days] = defaultdict(lambda: defaultdict(lambda: defaultdict(Decimal)))
    lent: dict[int, Days] = defaultdict(lambda: defaultdict(lambda: defaultdict(Decimal)))
    kept_over: dict[int, Days] = defaultdict(lambda: defaultdict(lambda: defaultdict(Decimal)))
    ordinary: dict[int, set[date]] = defaultdict(set)  # the days of entries that name no carry-over
    rows = LedgerEntry.objects.values_list("appropriation", "allocation", "advance", "carry", "on", "kind")
    for appropriation, allocation, loan, carry, on, name, total in rows.annotate(total=Sum("amount")).order_by():
        kind = EntryKind(name)
        if moves_its_source(kind, allocation):
            granted[appropriation][on][kind.level] += kind.sign * total
        if allocation is not None:
            spent[allocation][on][kind.level] += kind.sign * total
        if loan is not None and kind.level is Level.ADVANCED:
            lent[loan][on][kind.level] += kind.sign * total
        if carry is not None and kind.level in (Level.CARRIED_BOUND, Level.CARRIED_FREE):
            kept_over[carry][on][kind.level] += kind.sign * total
        if carry is None and allocation is not None:
            ordinary[allocation].add(on)

    allots_first = years_that_allot_first()
    faults: list[Fault] = []
    appropriations = list(Appropriation.objects.order_by("pk"))
    for source in appropriations:
        kept = {Level.GRANTED: source.amount, Level.TRANSFERRED: source.transferred_total, Level.LAPSED: source.lapsed}
        faults += _compare(f"appropriation {source.pk}", kept, granted[source.pk], OF_A_SOURCE)
        faults += _out_of_year(f"appropriation {source.pk}", FiscalYear(source.fiscal_year), granted[source.pk])
    allocations = list(Allocation.objects.select_related("appropriation").order_by("pk"))
    for purse in allocations:
        name = f"allocation {purse.pk}"
        bounds = bounds_of_a_purse(needs_allotment=purse.appropriation.fiscal_year in allots_first)
        faults += _compare(name, purse.levels, spent[purse.pk], bounds)
        faults += _out_of_year(name, FiscalYear(purse.appropriation.fiscal_year), ordinary[purse.pk])
    for advance in Advance.objects.order_by("pk"):
        kept = {Level.ADVANCED: advance.outstanding}
        faults += _compare(f"advance {advance.pk}", kept, lent[advance.pk], [NO_LESS_THAN_NOTHING])
    for row in Carry.objects.order_by("pk"):
        kept = {Level.CARRIED_BOUND: row.left_bound, Level.CARRIED_FREE: row.left_free}
        faults += _compare(f"carry-over {row.pk}", kept, kept_over[row.pk], OF_A_CARRY)
    return LedgerState(LedgerEntry.objects.count(), len(appropriations), len(allocations), tuple(faults))


def _compare(row: str, kept: dict[Level, Decimal], days: Days, bounds: Sequence[Bound]) -> Iterator[Fault]:
    balances = dict.fromkeys(kept, ZERO)
    for day in sorted(days):
        for level, change in days[day].items():
            balances[level] += change
        for bound in bounds:
            if (room := bound.room(balances)) < 0:
                upper, lower = _names(bound.upper) or "nothing", _names(bound.lower) or "nothing"
                yield Fault(row, f"on {day} {upper} less {lower}", room, "at least 0")
    for level, total in kept.items():
        if total != balances[level]:
            yield Fault(row, level.name.lower(), total, balances[level])


def _names(levels: tuple[Level, ...]) -> str:
    return " and ".join(level.name.lower() for level in levels)


def _out_of_year(row: str, year: FiscalYear, days: Iterable[date]) -> Iterator[Fault]:
    for day in sorted(days):
        if day not in year:
            yield Fault(row, "an entry's day", day, f"a day from {year.start} to {year.end}")
