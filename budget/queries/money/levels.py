"""What may not exceed what on any day, in one appropriation and in one allocation, and how much room there is."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from budget.enums import EntryKind, Level

ZERO = Decimal(0)
Levels = dict[Level, Decimal]


@dataclass(frozen=True, slots=True)
class Bound:
    """On every day the sum of the levels ``lower`` is at most that of ``upper``; no levels are zero."""

    upper: tuple[Level, ...]
    lower: tuple[Level, ...]

    def is_narrowed_by(self, kind: EntryKind) -> bool:
        """Whether an entry of this kind takes room away: it raises the lower side or lowers the upper one."""
        return kind.level in (self.lower if kind.sign > 0 else self.upper)

    def room(self, levels: Levels) -> Decimal:
        upper = sum((levels.get(level, ZERO) for level in self.upper), ZERO)
        return upper - sum((levels.get(level, ZERO) for level in self.lower), ZERO)


OF_A_SOURCE = (Bound((Level.GRANTED,), (Level.TRANSFERRED, Level.LAPSED)),)
# What was spent of an allotment stays within it, where the year's rule of spending says so.
ALLOTTED_FIRST = Bound((Level.ALLOTTED,), (Level.COMMITTED, Level.ADVANCED))
WITHIN_TRANSFERS = Bound((Level.TRANSFERRED,), (Level.ALLOTTED,))
NO_LESS_THAN_NOTHING = Bound((Level.ADVANCED,), ())
# What was paid, lent, kept for the next year or has lapsed is never the same baht.
SPENT_ONCE = Bound(
    (Level.TRANSFERRED,),
    (Level.DISBURSED, Level.ADVANCED, Level.CARRIED_BOUND, Level.CARRIED_FREE, Level.LAPSED),
)
# Of two bounds that leave the same room the first one is named in a refusal.
OF_A_PURSE = (
    Bound((Level.TRANSFERRED,), (Level.COMMITTED, Level.ADVANCED, Level.CARRIED_FREE)),
    WITHIN_TRANSFERS,
    Bound((Level.COMMITTED,), (Level.DISBURSED, Level.CARRIED_BOUND)),
    SPENT_ONCE,
    Bound((Level.ALLOTTED,), ()),
    Bound((Level.DISBURSED,), ()),
    NO_LESS_THAN_NOTHING,
    Bound((Level.LAPSED,), ()),
)
OF_A_CARRY = (Bound((Level.CARRIED_BOUND,), ()), Bound((Level.CARRIED_FREE,), ()))


def bounds_of_a_purse(*, needs_allotment: bool) -> tuple[Bound, ...]:
    return (*OF_A_PURSE, ALLOTTED_FIRST) if needs_allotment else OF_A_PURSE


def moves_its_source(kind: EntryKind, allocation: object) -> bool:
    """Return whether an entry changes the totals of its appropriation.

    Grants and transfers do. A lapse does only without an allocation: it is then of money that was never transferred.
    """
    return kind.level <= Level.TRANSFERRED or (kind.level is Level.LAPSED and allocation is None)


@dataclass(slots=True)
class Balance:
    """What changed on each day, by level, in one appropriation, one allocation or one advance."""

    days: dict[date, Levels]

    def add(self, on: date, kind: EntryKind, amount: Decimal) -> None:
        levels = self.days.setdefault(on, {})
        levels[kind.level] = levels.get(kind.level, ZERO) + kind.sign * amount

    def least_between(self, bound: Bound, *, since: date) -> tuple[Decimal, date]:
        """The smallest room of the bound on any day from ``since`` on, and the first day that has it."""
        left = ZERO
        least: tuple[Decimal, date] | None = None
        for day in sorted({*self.days, since}):
            left += bound.room(self.days.get(day, {}))
            if day >= since and (least is None or left < least[0]):
                least = left, day
        assert least is not None  # noqa: S101  (`since` is one of the days)
        return least
