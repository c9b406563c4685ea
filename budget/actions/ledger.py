"""Entering money: the entries of one act and the running totals change together, under locks, or not at all.

The bounds of `queries.levels` hold on every day, not only today. An entry with an earlier day is refused if on any
day since then more would be committed than was transferred by that day, and so on for the other levels. The day of an
entry lies in the fiscal year of its money. It may be entered after that year has ended. Money that is carried over to
the next year (เงินกันไว้เบิกเหลื่อมปี) is not kept here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID, uuid5

from django.db.models import Sum
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import LogLine, log_line, write_line
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.wording import thai_date_short
from budget.actions.money_words import tell_places, verb_of, why_no_room
from budget.enums import EntryKind, Level
from budget.models import Advance, Allocation, Appropriation, LedgerEntry, NamedSource
from budget.queries.levels import NO_LESS_THAN_NOTHING, OF_A_PURSE, OF_A_SOURCE, Balance, Bound, bounds_of_a_purse
from budget.queries.spending import needs_allotment
from districts.models import District

ZERO = Decimal(0)
TOTALS = ("transferred", "allotted", "committed", "disbursed", "advanced")


class MoneyError(Refusal):
    """The money cannot be entered. str() is the sentence to show."""

    field: str | None = "amount"


class NotEnoughError(MoneyError):
    """The amount is larger than what is available; ``left`` is the largest amount that would be accepted, in baht."""

    def __init__(self, sentence: str, *, left: Decimal) -> None:
        super().__init__(sentence)
        self.left = left


class OutsideYearError(MoneyError):
    """The day lies outside the fiscal year of the money."""

    field = "on"


class NotAvailableError(MoneyError):
    """There is no such money: nothing granted, no item of an approved plan, or no act that could be undone."""


class AlreadyEnteredError(MoneyError):
    """The form's act was entered before, with other amounts or purses."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One entry to be made: an amount in baht that raises or lowers the level of its kind.

    Without an allocation it changes the appropriation itself. ``advance`` is the one that is lent or cleared.
    """

    kind: EntryKind
    amount: Decimal
    allocation: Allocation | None = None
    advance: Advance | None = None
    reverses: LedgerEntry | None = None
    source: NamedSource | None = None  # of granted money; None is the yearly ordinance


@dataclass(frozen=True, slots=True)
class Entered:
    """The entries of an act.

    ``is_repeated`` says that the same act had been entered before and nothing was added now.
    """

    act: UUID
    entries: tuple[LedgerEntry, ...]
    is_repeated: bool = False

    @property
    def total(self) -> Decimal:
        return sum((entry.amount for entry in self.entries), ZERO)


@dataclass(frozen=True, slots=True)
class Book:
    """An appropriation, allocations of it by id, and what moved in it and in each of them on every day.

    ``bounds`` are those of an allocation; ``loans`` are the advances that the act is about, each with what moved in it.
    """

    appropriation: Appropriation
    purses: dict[int, Allocation]
    balance: Balance
    balances: dict[int, Balance]
    bounds: tuple[Bound, ...]
    loans: dict[int, tuple[Advance, Balance]] = field(default_factory=dict)

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

    def room(self, movement: Movement, *, since: date) -> tuple[Decimal, date, Bound] | None:
        """The least room that any bound leaves for the movement on any day; None where nothing bounds it."""
        kept = [(self.balance, bound) for bound in OF_A_SOURCE]
        if movement.allocation:
            own = self.balances[movement.allocation.pk]
            kept += [(own, bound) for bound in self.bounds]
        if movement.advance:
            kept.append((self.loans[movement.advance.pk][1], NO_LESS_THAN_NOTHING))
        asked = [(balance, bound) for balance, bound in kept if bound.is_narrowed_by(movement.kind)]
        found = [(*balance.least_between(bound, since=since), bound) for balance, bound in asked]
        return min(found, key=lambda row: row[0], default=None)

    def put(self, movement: Movement, on: date) -> None:
        """Let the movement change the days and the totals of what it is about."""
        change = movement.kind.sign * movement.amount
        level = movement.kind.level
        if level <= Level.TRANSFERRED:
            self.balance.add(on, movement.kind, movement.amount)
        if level is Level.GRANTED:
            self.appropriation.amount += change
        if level is Level.TRANSFERRED:
            self.appropriation.transferred_total += change
        if movement.allocation:
            purse = self.purses[movement.allocation.pk]
            self.balances[purse.pk].add(on, movement.kind, movement.amount)
            name = level.name.lower()
            setattr(purse, name, getattr(purse, name) + change)
        if movement.advance and level is Level.ADVANCED:
            advance, days = self.loans[movement.advance.pk]
            days.add(on, movement.kind, movement.amount)
            advance.outstanding += change


def enter(
    appropriation: Appropriation,
    movements: Callable[[], Sequence[Movement]],
    demand: Callable[[Mapping[int, Allocation]], Mapping[str, object]] = lambda _purses: {},
    /,
    *,
    act: UUID,
    on: date,
    by: User | None,
    at: datetime,
    document_no: str = "",
    note: str = "",
) -> Entered:
    """Make the entries of one act and return them. The same act sent again returns the first entries and adds none.

    ``demand`` is asked under the locks, unless the act was entered already; it may refuse, and returns more for the
    log. ``movements`` is called under the appropriation's lock, so it may read what others write. Raises
    OutsideYearError, NotEnoughError, or AlreadyEnteredError if the same act was entered with other movements.
    """
    # Always the appropriation first, then allocations by id, so that two writers never wait for each other.
    rows = Appropriation.objects.select_for_update(of=("self",), no_key=True)
    appropriation = rows.select_related("flagship").get(pk=appropriation.pk)
    planned = movements()
    purses = _lock({m.allocation.pk for m in planned if m.allocation})
    advances = _lock_advances({m.advance.pk for m in planned if m.advance})
    earlier = tuple(LedgerEntry.objects.filter(act=act).order_by("pk"))
    if earlier:
        return _repeated(act, earlier, planned)

    more = demand(purses)
    entries, line = put_down(
        book_of(appropriation, purses, advances),
        planned,
        act=act,
        on=on,
        by=by,
        at=at,
        document_no=document_no,
        note=note,
    )
    LedgerEntry.objects.bulk_create(entries)
    appropriation.save(update_fields=["amount", "transferred_total"])
    Allocation.objects.bulk_update(purses.values(), TOTALS)
    Advance.objects.bulk_update(advances.values(), ["outstanding"])
    write_line(line, **more)
    if appropriation.flagship and by is not None:
        tell_places(appropriation.flagship, entries, at=at)
    return Entered(act, tuple(entries))


def put_down(
    book: Book,
    planned: Sequence[Movement],
    *,
    act: UUID,
    on: date,
    by: User | None,
    at: datetime,
    document_no: str = "",
    note: str = "",
) -> tuple[list[LedgerEntry], LogLine]:
    """Make the entries of one act in the book, and change the totals of its purses, all in memory.

    Raises OutsideYearError, and NotEnoughError if a movement has no room on some day since ``on``.
    """
    _demand_day_in_year(on, FiscalYear(book.appropriation.fiscal_year))
    transferred = [movement.amount for movement in planned if movement.kind == EntryKind.TRANSFER]
    if len(transferred) > 1:  # the sentence of the refusal names the whole sum, not the first share that is too much
        whole = Movement(EntryKind.TRANSFER, sum(transferred, ZERO))
        _demand_room(book, whole, on=on)
    entries = []
    for movement in planned:
        purse = book.purses[movement.allocation.pk] if movement.allocation else None
        _demand_room(book, movement, on=on)
        book.put(movement, on)
        entries.append(
            LedgerEntry(
                uuid=uuid5(act, f"{movement.kind}:{purse.pk if purse else ''}"),
                appropriation=book.appropriation,
                allocation=purse,
                kind=movement.kind,
                amount=movement.amount,
                on=on,
                document_no=document_no,
                note=note,
                advance=movement.advance,
                act=act,
                reverses=movement.reverses,
                source=movement.source.row if movement.source else None,
                source_number=movement.source.number if movement.source else None,
                at=at,
                by=by,
            )
        )
    return entries, _line(book.appropriation, entries, by=by, at=at)


def opposite(entries: Iterable[LedgerEntry]) -> list[Movement]:
    """The movements that take back these entries of one act, the last one first."""
    return [
        Movement(EntryKind(e.kind).opposite, e.amount, e.allocation, e.advance, reverses=e, source=e.named_source)
        for e in entries
    ]


def purses_of(appropriation: Appropriation, districts: Iterable[int]) -> dict[int, Allocation]:
    """The allocations of these districts, by the district's id; missing ones are created.

    The caller holds the appropriation's lock.
    """
    wanted = set(districts)
    if missing := wanted - set(
        appropriation.allocations.filter(district__in=wanted).values_list("district", flat=True)
    ):
        rows = District.objects.filter(pk__in=missing)
        Allocation.objects.bulk_create(Allocation(appropriation=appropriation, district=district) for district in rows)
    found = appropriation.allocations.filter(district__in=wanted)
    return {purse.district_id: purse for purse in found if purse.district_id is not None}


def _lock(allocation_ids: Iterable[int]) -> dict[int, Allocation]:
    rows = Allocation.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=allocation_ids)
    return {purse.pk: purse for purse in rows.select_related("district", "bureau", "item").order_by("pk")}


def _lock_advances(ids: Iterable[int]) -> dict[int, Advance]:
    rows = Advance.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids)
    return {advance.pk: advance for advance in rows.order_by("pk")}


def _repeated(act: UUID, earlier: tuple[LedgerEntry, ...], planned: Sequence[Movement]) -> Entered:
    def sign(rows: Iterable[LedgerEntry | Movement]) -> list[tuple[str, Decimal, int]]:
        return sorted((str(r.kind), r.amount, r.allocation.pk if r.allocation else 0) for r in rows)

    if sign(earlier) != sign(planned):
        raise AlreadyEnteredError(_("แบบฟอร์มนี้บันทึกไปแล้วด้วยข้อมูลอื่น เปิดหน้าใหม่แล้วตรวจรายการก่อนบันทึกอีกครั้ง"))
    return Entered(act, earlier, is_repeated=True)


def book_of(
    appropriation: Appropriation, purses: dict[int, Allocation], advances: Mapping[int, Advance] | None = None
) -> Book:
    year = FiscalYear(appropriation.fiscal_year)
    bounds = bounds_of_a_purse(needs_allotment=needs_allotment(year))
    book = Book.of(appropriation, purses.values(), bounds=bounds)
    for advance in (advances or {}).values():
        book.lend(advance)
    upper = [kind for kind in EntryKind if kind.level <= Level.TRANSFERRED]
    entries = LedgerEntry.objects.filter(appropriation=appropriation)
    by_day = entries.values_list("on", "kind").annotate(total=Sum("amount")).order_by()
    for on, kind, total in by_day.filter(kind__in=upper):
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
    return book


def _demand_room(book: Book, movement: Movement, *, on: date) -> None:
    """Raise NotEnoughError if a bound that the movement narrows would be broken on any day from ``on`` on."""
    found = book.room(movement, since=on)
    if found is not None and movement.amount > found[0]:
        left, day, bound = found
        sentence = why_no_room(movement.kind, bound, amount=movement.amount, left=left, day=day)
        raise NotEnoughError(sentence, left=left)


def _demand_day_in_year(on: date, year: FiscalYear) -> None:
    if on in year:
        return
    values = {
        "day": thai_date_short(on),
        "start": thai_date_short(year.start),
        "end": thai_date_short(year.end),
        "year": year,
    }
    if on < year.start:
        raise OutsideYearError(_("%(day)s อยู่ก่อนปีงบประมาณ %(year)s เงินของปีนี้ลงวันที่ได้ตั้งแต่ %(start)s ถึง %(end)s") % values)
    raise OutsideYearError(
        _("%(day)s พ้นปีงบประมาณ %(year)s แล้ว รายการที่เกิดถึง %(end)s บันทึกย้อนหลังได้ ส่วนเงินกันไว้เบิกเหลื่อมปีไม่ได้บันทึกที่นี่") % values
    )


def _line(appropriation: Appropriation, entries: Sequence[LedgerEntry], *, by: User | None, at: datetime) -> LogLine:
    first = entries[0]
    more: dict[str, Any] = {"reason": first.note} if first.reverses_id and first.note else {}
    if first.named_source:
        more["source"] = str(first.named_source)
    purses = {entry.allocation_id: entry.allocation for entry in entries}
    purse = first.allocation if len(purses) == 1 else None
    return log_line(
        "budget.money_undone" if first.reverses_id else verb_of(entries),
        purse or appropriation,
        by=by,
        at=at,
        act=first.act,
        on=first.on,
        document_no=first.document_no,
        **more,
        entries=[{"kind": e.kind, "amount": e.amount, "allocation": e.allocation_id} for e in entries],
    )
