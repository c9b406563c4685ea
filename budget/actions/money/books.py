"""The book in which an act is tried: the totals and the days of what it touches, in memory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Self

from django.db.models import Q, Sum

from bkkplan.ground.core.fiscal import FiscalYear
from budget.enums import EntryKind, Level
from budget.models import Advance, Allocation, Appropriation, Carry, LedgerEntry, NamedSource
from budget.queries.money.levels import (
    NO_LESS_THAN_NOTHING,
    OF_A_CARRY,
    OF_A_PURSE,
    OF_A_SOURCE,
    Balance,
    Bound,
    bounds_of_a_purse,
    moves_its_source,
)
from budget.queries.money.spending import needs_allotment

# Where a carry-over keeps what is left of each level.
CARRIED = {Level.CARRIED_BOUND: "left_bound", Level.CARRIED_FREE: "left_free"}


@dataclass(frozen=True, slots=True)
class Movement:
    """One entry to be made: an amount in baht that raises or lowers the level of its kind.

    Without an allocation it changes the appropriation itself. ``advance`` is the one that is lent or cleared,
    ``carry`` the carry-over that is made, used or lapses.
    """

    kind: EntryKind
    amount: Decimal
    allocation: Allocation | None = None
    advance: Advance | None = None
    carry: Carry | None = None
    reverses: LedgerEntry | None = None
    source: NamedSource | None = None  # of granted money; None is the yearly ordinance


@dataclass(frozen=True, slots=True)
class Book:
    """An appropriation, allocations of it by id, and what moved in it and in each of them on every day.

    ``bounds`` are those of an allocation; ``loans`` and ``carries`` are its advances and carry-overs, each with what
    moved in it.
    """

    appropriation: Appropriation
    purses: dict[int, Allocation]
    balance: Balance
    balances: dict[int, Balance]
    bounds: tuple[Bound, ...]
    loans: dict[int, tuple[Advance, Balance]] = field(default_factory=dict)
    carries: dict[int, tuple[Carry, Balance]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        appropriation: Appropriation,
        purses: Iterable[Allocation] = (),
        *,
        bounds: tuple[Bound, ...] = OF_A_PURSE,
    ) -> Self:
        """A book without entries."""
        book = cls(appropriation, {}, Balance({}), {}, bounds)
        for purse in purses:
            book.open(purse)
        return book

    def open(self, purse: Allocation) -> None:
        """Add an allocation that has its key and no entries."""
        self.purses[purse.pk], self.balances[purse.pk] = purse, Balance({})

    def lend(self, advance: Advance) -> None:
        """Add an advance that has its key and no entries."""
        self.loans[advance.pk] = advance, Balance({})

    def keep(self, carry: Carry) -> None:
        """Add a carry-over that has its key and no entries."""
        self.carries[carry.pk] = carry, Balance({})

    def room(self, movement: Movement, *, since: date) -> tuple[Decimal, date, Bound] | None:
        """The least room that any bound leaves for the movement on any day; None where nothing bounds it."""
        is_of_source = moves_its_source(movement.kind, movement.allocation)
        kept = [(self.balance, bound) for bound in OF_A_SOURCE] if is_of_source else []
        if movement.allocation:
            own = self.balances[movement.allocation.pk]
            kept += [(own, bound) for bound in self.bounds]
        if movement.advance:
            kept.append((self.loans[movement.advance.pk][1], NO_LESS_THAN_NOTHING))
        if movement.carry:
            kept += [(self.carries[movement.carry.pk][1], bound) for bound in OF_A_CARRY]
        asked = [(balance, bound) for balance, bound in kept if bound.is_narrowed_by(movement.kind)]
        found = [(*balance.least_between(bound, since=since), bound) for balance, bound in asked]
        return min(found, key=lambda row: row[0], default=None)

    def put(self, movement: Movement, on: date) -> None:
        """Let the movement change the days and the totals of what it is about."""
        change = movement.kind.sign * movement.amount
        level = movement.kind.level
        if moves_its_source(movement.kind, movement.allocation):
            self.balance.add(on, movement.kind, movement.amount)
        if level is Level.GRANTED:
            self.appropriation.amount += change
        if level is Level.TRANSFERRED:
            self.appropriation.transferred_total += change
        if level is Level.LAPSED and movement.allocation is None:
            self.appropriation.lapsed += change
        if movement.allocation:
            purse = self.purses[movement.allocation.pk]
            self.balances[purse.pk].add(on, movement.kind, movement.amount)
            name = level.name.lower()
            setattr(purse, name, getattr(purse, name) + change)
        if movement.advance and level is Level.ADVANCED:
            advance, days = self.loans[movement.advance.pk]
            days.add(on, movement.kind, movement.amount)
            advance.outstanding += change
        if movement.carry and level in CARRIED:
            carry, days = self.carries[movement.carry.pk]
            days.add(on, movement.kind, movement.amount)
            name = CARRIED[level]
            setattr(carry, name, getattr(carry, name) + change)


def book_of(
    appropriation: Appropriation,
    purses: dict[int, Allocation],
    advances: Mapping[int, Advance] | None = None,
    carries: Mapping[int, Carry] | None = None,
) -> Book:
    """The book of these rows, with what the ledger has of them."""
    year = FiscalYear(appropriation.fiscal_year)
    bounds = bounds_of_a_purse(needs_allotment=needs_allotment(year))
    book = Book.of(appropriation, purses.values(), bounds=bounds)
    for advance in (advances or {}).values():
        book.lend(advance)
    for carry in (carries or {}).values():
        book.keep(carry)
    upper = [kind for kind in EntryKind if kind.level <= Level.TRANSFERRED]
    untransferred = Q(kind__in=[EntryKind.LAPSE, EntryKind.LAPSE_BACK], allocation=None)
    entries = LedgerEntry.objects.filter(appropriation=appropriation)
    by_day = entries.values_list("on", "kind").annotate(total=Sum("amount")).order_by()
    for on, kind, total in by_day.filter(Q(kind__in=upper) | untransferred):
        book.balance.add(on, EntryKind(kind), total)
    for pk, on, kind, total in (
        entries.filter(allocation__in=purses)
        .values_list("allocation", "on", "kind")
        .annotate(total=Sum("amount"))
        .order_by()
    ):
        book.balances[pk].add(on, EntryKind(kind), total)
    for loan in LedgerEntry.objects.filter(advance__in=book.loans).order_by("pk"):
        if (kind := EntryKind(loan.kind)).level is Level.ADVANCED:
            book.loans[loan.advance_id or 0][1].add(loan.on, kind, loan.amount)
    for kept in LedgerEntry.objects.filter(carry__in=book.carries).order_by("pk"):
        if (kind := EntryKind(kept.kind)).level in CARRIED:
            book.carries[kept.carry_id or 0][1].add(kept.on, kind, kept.amount)
    return book
