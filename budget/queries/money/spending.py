"""How money is spent in a year: whether committing it needs an allotment."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.years.registry import Touch
from budget.enums import EntryKind
from budget.models import Allocation, LedgerEntry, SpendingRule
from budget.models.spending import rules_of_years
from budget.queries.money.levels import ALLOTTED_FIRST, Balance, Bound, bounds_of_a_purse


def needs_allotment(year: FiscalYear) -> bool:
    """True if no more may be committed than is allotted in this year. False for a year whose rule nobody set."""
    return SpendingRule.of(year).needs_allotment


def room_for(kind: EntryKind, purse: Allocation, bounds: Sequence[Bound] = ()) -> Decimal:
    """The most that a movement of this kind may be, by what stands in the purse as a whole.

    ``bounds`` are those of the year of the purse; they are asked for where they are not given.
    """
    bounds = bounds or bounds_of(purse)
    return min(bound.room(purse.levels) for bound in bounds if bound.is_narrowed_by(kind))


def bounds_of(purse: Allocation) -> tuple[Bound, ...]:
    return bounds_of_a_purse(needs_allotment=needs_allotment(FiscalYear(purse.appropriation.fiscal_year)))


def years_that_allot_first() -> frozenset[int]:
    return frozenset(be for be, rule in rules_of_years().items() if rule.needs_allotment)


def over_their_allotments(year: FiscalYear) -> dict[Allocation, Decimal]:
    """The allocations of a year that on some day had more committed and advanced than allotted, and how much more."""
    purses = Allocation.objects.filter(appropriation__fiscal_year=year.be).select_related("district", "bureau")
    entries = LedgerEntry.objects.filter(allocation__in=purses).values_list("allocation", "on", "kind")
    balances: dict[int, Balance] = defaultdict(lambda: Balance({}))
    for pk, on, kind, total in entries.annotate(total=Sum("amount")).order_by():
        balances[pk].add(on, EntryKind(kind), total)
    rooms = {purse: balances[purse.pk].least_between(ALLOTTED_FIRST, since=year.start)[0] for purse in purses}
    return {purse: -room for purse, room in rooms.items() if room < 0}


def touched_by_rule(year: FiscalYear) -> list[Touch]:
    """What rests on the rule of an opened year: the allocations that its money was transferred to."""
    purses = Allocation.objects.filter(appropriation__fiscal_year=year.be, transferred__gt=0)
    return [touch for touch in [Touch(_("งบที่จัดสรรแล้ว"), purses.count())] if touch.count]
