"""What the finance section paid in a month beside what our ledger has: matched, different, or on one side only."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import F, Q, QuerySet

from bkkplan.ground.core.basis import Bases, Basis, Point
from bkkplan.ground.core.columns import plain
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.thai import format_baht, from_thai_digits
from budget.enums import EntryKind, Level
from budget.models import Allocation, LedgerEntry, Payment, RegisterLine
from budget.queries.money import ZERO
from budget.queries.money_table import title_of
from districts.models import District

Key = TypeVar("Key", str, int)
PAYING = [kind for kind in EntryKind if kind.level is Level.DISBURSED]


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment or correction, of ours or of theirs; ``waits`` is ours that a second person has to confirm yet."""

    pk: int
    purse: int
    title: str
    document_no: str
    on: date
    amount: Decimal
    text: str = ""
    waits: bool = False

    @property
    def number(self) -> str:
        return number_key(self.document_no)


@dataclass(frozen=True, slots=True)
class Match:
    """Payments that belong together, some of each side."""

    ours: tuple[Paid, ...]
    theirs: tuple[Paid, ...]
    numbers_differ: bool = False

    @property
    def our_sum(self) -> Decimal:
        return sum_of(self.ours)

    @property
    def their_sum(self) -> Decimal:
        return sum_of(self.theirs)

    @property
    def difference(self) -> Decimal:
        """Theirs less ours."""
        return self.their_sum - self.our_sum


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """``missing`` stands in their register only, ``unknown`` in our ledger only; ``differing`` has other amounts."""

    matched: tuple[Match, ...]
    differing: tuple[Match, ...]
    missing: tuple[Paid, ...]
    unknown: tuple[Paid, ...]
    our_sum: Decimal
    their_sum: Decimal
    waiting: int

    @property
    def difference(self) -> Decimal:
        return self.their_sum - self.our_sum

    @property
    def is_begun(self) -> bool:
        """Whether their register of the month was handed in."""
        return any(match.theirs for match in self.matched) or bool(self.differing or self.missing)

    @property
    def is_even(self) -> bool:
        """Whether every line has its counterpart, to the satang, and nothing waits."""
        return self.is_begun and not (self.differing or self.missing or self.unknown or self.waiting)


def number_key(document_no: str) -> str:
    """By what two numbers of documents are the same: neither spaces, dots nor the kind of digits matter."""
    return plain(from_thai_digits(document_no))


def sum_of(payments: Iterable[Paid]) -> Decimal:
    return sum((one.amount for one in payments), ZERO)


def reconcile(ours: Sequence[Paid], theirs: Sequence[Paid]) -> Reconciliation:
    """Match the payments of two books of one month.

    First each line with its equal (number, allocation, amount); then what is left of a document as a whole, which finds
    a line split in two and one payment for several items; then by allocation within a document; last of all equal
    amounts of one allocation under other numbers, which are told.
    """
    matched, left_ours, left_theirs = _pairs(ours, theirs, lambda one: (one.number, one.purse, one.amount))
    differing: list[Match] = []
    missing, unknown = list[Paid](), list[Paid]()
    for number, (of_us, of_them) in _grouped(left_ours, left_theirs, lambda one: one.number).items():
        if number and sum_of(of_us) == sum_of(of_them):
            matched.append(Match(tuple(of_us), tuple(of_them)))
            continue
        for mine, other in _grouped(of_us, of_them, lambda one: one.purse).values():
            if not number or not (mine and other):
                unknown += mine
                missing += other
            elif sum_of(mine) == sum_of(other):
                matched.append(Match(tuple(mine), tuple(other)))
            else:
                differing.append(Match(tuple(mine), tuple(other)))
    renumbered, unknown, missing = _pairs(unknown, missing, lambda one: (one.purse, one.amount))
    matched += [Match(match.ours, match.theirs, numbers_differ=True) for match in renumbered]
    return Reconciliation(
        matched=tuple(matched),
        differing=tuple(differing),
        missing=tuple(missing),
        unknown=tuple(unknown),
        our_sum=sum_of(ours),
        their_sum=sum_of(theirs),
        waiting=sum(one.waits for one in ours),
    )


def _pairs(
    ours: Iterable[Paid], theirs: Iterable[Paid], key: Callable[[Paid], object]
) -> tuple[list[Match], list[Paid], list[Paid]]:
    """One of ours with each of theirs that has its key, and what is left on both sides."""
    by_key: dict[object, list[Paid]] = defaultdict(list)
    for one in ours:
        by_key[key(one)].append(one)
    matched, left = [], []
    for other in theirs:
        if of_it := by_key[key(other)]:
            matched.append(Match((of_it.pop(0),), (other,)))
        else:
            left.append(other)
    return matched, [one for of_it in by_key.values() for one in of_it], left


def _grouped(
    ours: Iterable[Paid], theirs: Iterable[Paid], key: Callable[[Paid], Key]
) -> dict[Key, tuple[list[Paid], list[Paid]]]:
    """By key: those of ours, and those of theirs."""
    groups: dict[Key, tuple[list[Paid], list[Paid]]] = {}
    for side, payments in enumerate((ours, theirs)):
        for one in payments:
            groups.setdefault(key(one), ([], []))[side].append(one)
    return groups


def paid_in(district: District, month: date) -> list[Paid]:
    """What our ledger paid in a month, of whatever year the money is, and the payments that wait.

    What was undone on its own day happened on no day; what a later document took back is a correction of its own day.
    """
    span = (month, last_of(month))
    named = ("allocation__item", "allocation__appropriation__flagship")
    entries = LedgerEntry.objects.filter(allocation__district=district, on__range=span, kind__in=PAYING)
    entries = entries.exclude(reverses__isnull=False, on=F("reverses__on")).exclude(reversed_by__on=F("on"))
    found = [
        _of_ours(entry, EntryKind(entry.kind).sign * entry.amount)
        for entry in entries.select_related(*named).order_by("on", "pk")
    ]
    waiting = Payment.objects.waiting().filter(allocation__district=district, on__range=span, amount__gt=0)
    return found + [_of_ours(one, one.amount, waits=True) for one in waiting.select_related(*named).order_by("pk")]


def _of_ours(row: LedgerEntry | Payment, amount: Decimal, *, waits: bool = False) -> Paid:
    purse = row.allocation
    assert purse is not None  # noqa: S101  (a constraint says so: entry_below_the_appropriation_names_its_allocation)
    return Paid(row.pk, purse.pk, title_of(purse), row.document_no, row.on, amount, row.note, waits)


def registered(district: District, month: date) -> list[Paid]:
    """The lines of the finance section's register of a month."""
    lines = RegisterLine.objects.in_force().filter(district=district, month=month)
    lines = lines.select_related("purse__item", "purse__appropriation__flagship").order_by("on", "pk")
    return [
        Paid(line.pk, line.purse.pk, title_of(line.purse), line.document_no, line.on, line.amount, line.text)
        for line in lines
    ]


def reconciliation_of(district: District, month: date) -> Reconciliation:
    return reconcile(paid_in(district, month), registered(district, month))


def last_of(month: date) -> date:
    return FiscalYear.of(month).end_of(month.month)


def purses_paid_in(district: District, month: date) -> QuerySet[Allocation]:
    """The allocations that a payment of a month may be of: those of its year, and earlier ones with carried money."""
    year = FiscalYear.of(month)
    is_carried = Q(carried_bound__gt=0) | Q(carried_free__gt=0) | Q(entries__on__gte=month, entries__kind__in=PAYING)
    of_year = Q(appropriation__fiscal_year=year.be)
    earlier = Q(appropriation__fiscal_year__lt=year.be) & is_carried
    rows = Allocation.objects.filter(of_year | earlier, district=district).distinct()
    return rows.select_related("item", "appropriation__flagship").order_by("pk")


def purse_by_document(ours: Collection[Paid]) -> Callable[[str, Decimal], int | None]:
    """Returns a function that finds the allocation of a payment by its document's number and its amount.

    It knows none where our ledger has the number for several allocations, unless they are this amount together.
    """
    by_number: dict[str, list[Paid]] = defaultdict(list)
    for one in ours:
        by_number[one.number].append(one)

    def find(document_no: str, amount: Decimal) -> int | None:
        of_it = by_number.get(number_key(document_no), []) if document_no else []
        exact = {one.purse for one in of_it if one.amount == amount}
        purses = {one.purse for one in of_it}
        if len(exact) == 1 or len(purses) == 1:
            return next(iter(exact if len(exact) == 1 else purses))
        return min(purses) if purses and sum_of(of_it) == amount else None

    return find


def basis_of_lines(lines: Iterable[Paid], purses: Mapping[int, Allocation]) -> Bases:
    """What lines of a register are entered by, by their ids: each amount, and what was moved of its allocation."""
    return Bases.of({one.pk: _basis_of(one, purses[one.purse]) for one in lines})


def _basis_of(one: Paid, purse: Allocation) -> Basis:
    rests_on = f"{one.amount:.2f} {purse.transferred:.2f} {purse.committed:.2f} {purse.disbursed:.2f}"
    return Basis.of([Point(f"line-{one.pk}", one.title, rests_on, format_baht(purse.left))])
