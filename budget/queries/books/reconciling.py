"""Matching of two books of one month: payments that belong together, that differ, and that stand on one side only."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.urls import reverse

from bkkplan.ground.core.spreadsheets.columns import plain
from bkkplan.ground.core.thai import from_thai_digits
from budget.queries.money.money import ZERO

Key = TypeVar("Key", bound=Hashable)
LOT, FORUM = "lot-", "forum-"


@dataclass(frozen=True, slots=True)
class LotPaid:
    """The joint purchase that was paid."""

    pk: int
    uuid: UUID
    title: str


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment or correction, of ours or of theirs; ``waits`` is ours that a second person has to confirm yet.

    That of a joint purchase has ``lot`` and no ``purse`` (0); ``parts`` are the payments of its items in our ledger.
    ``forum`` is the forum that the money of ``purse`` paid for.
    """

    pk: int
    purse: int
    title: str
    document_no: str
    on: date
    amount: Decimal
    text: str = ""
    waits: bool = False
    lot: LotPaid | None = None
    forum: int | None = None
    parts: tuple["Paid", ...] = ()

    @property
    def number(self) -> str:
        return number_key(self.document_no)

    @property
    def place(self) -> tuple[str, int]:
        """What was paid for, by which lines of both books are compared."""
        return (LOT, self.lot.pk) if self.lot else ("", self.purse)

    @property
    def target(self) -> str:
        """What was paid for, as a line of the register is told."""
        return target_of(purse=self.purse, lot=self.lot.pk if self.lot else None, forum=self.forum)

    @property
    def page(self) -> str:
        """The address of the money."""
        return (
            reverse("budget:lot", args=[self.lot.uuid]) if self.lot else reverse("budget:allocation", args=[self.purse])
        )

    @property
    def is_lot_correction(self) -> bool:
        """Whether it takes back money of a joint purchase, which is done on the page of that purchase alone."""
        return self.lot is not None and self.amount < 0


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


def target_of(*, purse: int | None, lot: int | None, forum: int | None) -> str:
    """The word by which a line says what it pays for: a purse by its id, a lot or a forum with its prefix."""
    if lot:
        return f"{LOT}{lot}"
    return f"{FORUM}{forum}" if forum else str(purse)


def number_key(document_no: str) -> str:
    """By what two numbers of documents are the same: neither spaces, dots nor the kind of digits matter."""
    return plain(from_thai_digits(document_no))


def sum_of(payments: Iterable[Paid]) -> Decimal:
    return sum((one.amount for one in payments), ZERO)


def reconcile(ours: Sequence[Paid], theirs: Sequence[Paid]) -> Reconciliation:
    """Match the payments of two books of one month.

    First each line with its equal (number, what it paid for, amount); then what is left of a document as a whole, which
    finds a line split in two and one payment for several items; then by what was paid for within a document; last of
    all equal amounts of one purse or lot under other numbers, which are told.
    """
    as_they_write = _as_they_write(ours, theirs)
    matched, left_ours, left_theirs = _pairs(as_they_write, theirs, lambda one: (one.number, one.place, one.amount))
    differing: list[Match] = []
    missing, unknown = list[Paid](), list[Paid]()
    for number, (of_us, of_them) in _grouped(left_ours, left_theirs, lambda one: one.number).items():
        if number and sum_of(of_us) == sum_of(of_them):
            matched.append(Match(tuple(of_us), tuple(of_them)))
            continue
        for mine, other in _grouped(of_us, of_them, lambda one: one.place).values():
            if not number or not (mine and other):
                unknown += mine
                missing += other
            elif sum_of(mine) == sum_of(other):
                matched.append(Match(tuple(mine), tuple(other)))
            else:
                differing.append(Match(tuple(mine), tuple(other)))
    renumbered, unknown, missing = _pairs(unknown, missing, lambda one: (one.place, one.amount))
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


def target_by_document(ours: Collection[Paid]) -> Callable[[str, Decimal], str | None]:
    """Returns a function that finds what a payment is for by its document's number and its amount.

    It knows a joint purchase as a whole, and an item's part of it. It knows nothing where our ledger has the number for
    several purses and lots, unless they are this amount together.
    """
    by_number: dict[str, list[Paid]] = defaultdict(list)
    for one in ours:
        by_number[one.number].append(one)

    def find(document_no: str, amount: Decimal) -> str | None:
        of_it = by_number.get(number_key(document_no), []) if document_no else []
        parts = [part for one in of_it for part in one.parts]
        exact = {one.target for one in of_it if one.amount == amount}
        exact_part = {part.target for part in parts if part.amount == amount}
        everything = dict.fromkeys(one.target for one in of_it)
        for found in (exact, exact_part if not exact else set(), everything):
            if len(found) == 1:
                return next(iter(found))
        return next(iter(everything)) if everything and sum_of(of_it) == amount else None

    return find


def _as_they_write(ours: Iterable[Paid], theirs: Iterable[Paid]) -> list[Paid]:
    """Ours, with each payment of a lot by its items where their document names some of them and not the lot."""
    places: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for other in theirs:
        places[other.number].add(other.place)
    found: list[Paid] = []
    for one in ours:
        there = places[one.number]
        is_by_items = one.place not in there and any(part.place in there for part in one.parts)
        found += one.parts if is_by_items else [one]
    return found


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
    """For each key: our payments that have it, and those of the finance section that have it."""
    groups: dict[Key, tuple[list[Paid], list[Paid]]] = {}
    for side, payments in enumerate((ours, theirs)):
        for one in payments:
            groups.setdefault(key(one), ([], []))[side].append(one)
    return groups
