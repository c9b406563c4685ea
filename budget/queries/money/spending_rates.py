"""How far each district's spending of a year came, beside what is to be disbursed by the quarter's end."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_UP, Decimal

from django.db.models import Sum

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.thai import percent
from bkkplan.ground.years.queries import of_opened_year
from budget.enums import EntryKind, Level
from budget.models import LedgerEntry, SpendingRule
from budget.queries.money.money import ZERO, Sums, money_of_districts

SATANG = Decimal("0.01")
MOVES = [kind for kind in EntryKind if kind.level in (Level.TRANSFERRED, Level.DISBURSED)]


def spending_targets(year: FiscalYear) -> tuple[Decimal, ...]:
    """What is to be disbursed by the end of each quarter of an opened year, in per cent; of others the usual ones."""
    return (of_opened_year(year, SpendingRule) or SpendingRule()).targets


@dataclass(frozen=True, slots=True)
class SpendingFact:
    """A district's money of the year on a day, and the target of the quarter of that day; exact to the satang."""

    district: int
    transferred: Decimal
    disbursed: Decimal
    quarter: int
    target: Decimal
    # Of the quarter before; zero in the first one.
    target_before: Decimal

    @property
    def percent(self) -> Decimal | None:
        return percent(self.disbursed, self.transferred)

    @property
    def is_reached(self) -> bool:
        return is_reached(self.disbursed, self.transferred, self.target)

    @property
    def is_behind(self) -> bool:
        """Whether not even the target of the quarter before is reached."""
        return not is_reached(self.disbursed, self.transferred, self.target_before)

    @property
    def short(self) -> Decimal:
        """The least sum in baht that has to be disbursed before the target is reached."""
        return shortfall(self.disbursed, self.transferred, self.target)


def is_reached(disbursed: Decimal, transferred: Decimal, target: Decimal) -> bool:
    """Compared before anything is rounded: a rate of 24.999 is below 25."""
    return disbursed * 100 >= transferred * target


def shortfall(disbursed: Decimal, transferred: Decimal, target: Decimal) -> Decimal:
    """The least sum in baht that has to be disbursed before the target is reached."""
    missing = transferred * target / 100 - disbursed
    return max(missing.quantize(SATANG, ROUND_UP), ZERO)


def spending_facts(*, year: FiscalYear, day: date) -> dict[int, SpendingFact]:
    """By district's id: those that have money of the year on ``day``, a day of that year.

    Money carried over and paid later lies on days after the year, and is not in it.
    """
    targets, quarter = spending_targets(year), year.quarter_of(day)
    before = targets[quarter - 2] if quarter > 1 else ZERO
    return {
        district: SpendingFact(district, sums.transferred, sums.disbursed, quarter, targets[quarter - 1], before)
        for district, sums in money_of_districts(year, as_of=day).items()
        if sums.transferred > 0
    }


def days_of_spending(district: int, year: FiscalYear, *, until: date) -> Iterator[tuple[date, Sums]]:
    """What stood in a district's money of the year at the end of each day on which something moved."""
    rows = LedgerEntry.objects.filter(
        appropriation__fiscal_year=year.be, allocation__district=district, on__lte=until, kind__in=MOVES
    )
    moved: dict[date, Sums] = defaultdict(Sums)
    for on, kind, total in rows.values_list("on", "kind").annotate(total=Sum("amount")).order_by("on", "kind"):
        entry = EntryKind(kind)
        signed = entry.sign * total
        of_level = {"transferred": signed} if entry.level is Level.TRANSFERRED else {"disbursed": signed}
        moved[on] += Sums(**of_level)
    standing = Sums()
    for on in sorted(moved):
        standing += moved[on]
        yield on, standing
