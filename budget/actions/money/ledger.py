"""Entering money: the entries of one act and the running totals change together, under locks, or not at all.

The bounds of `queries.levels` hold on every day, not only today. An entry with an earlier day is refused if on any
day since then more would be committed than was transferred by that day, and so on for the other levels. The day of an
entry lies in the fiscal year of its money, and it may be entered after that year has ended. Only what is paid or
committed of money that was carried over (เงินกันไว้เบิกเหลื่อมปี), or lapses of it, has a later day.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import LogLine, log_line, write_line
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.wording import thai_date_short
from budget.actions.errors import MoneyError
from budget.actions.money.books import Book, Movement, book_of
from budget.actions.money.closed_books import demand_open_books
from budget.actions.money.money_words import tell_places, verb_of, why_no_room
from budget.enums import EntryKind
from budget.models import Advance, Allocation, Appropriation, Carry, LedgerEntry
from districts.models import District

ZERO = Decimal(0)
TOTALS = (
    "transferred",
    "allotted",
    "committed",
    "disbursed",
    "advanced",
    "carried_bound",
    "carried_free",
    "lapsed",
)


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


class PaperTexts(TypedDict, total=False):
    """The document by which money moves, a note, and why the act is entered late, where it is."""

    document_no: str
    note: str
    late_reason: str


class HowEntered(PaperTexts):
    """How an act with money is entered. ``act`` is the id that the form sent: one form sent twice is one act."""

    act: UUID
    on: date
    by: User | None
    at: datetime


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


def enter(
    appropriation: Appropriation,
    movements: Callable[[], Sequence[Movement]],
    demand: Callable[[Mapping[int, Allocation]], Mapping[str, object]] = lambda _purses: {},
    /,
    **how: Unpack[HowEntered],
) -> Entered:
    """Make the entries of one act and return them. The same act sent again returns the first entries and adds none.

    ``demand`` is asked under the locks, unless the act was entered already; it may refuse, and returns more for the
    log. ``movements`` is called under the appropriation's lock, so it may read what others write. ``late_reason`` is
    needed where the month or the year of the day is closed. Raises OutsideYearError, NotEnoughError,
    LateReasonNeededError, PermitNeededError, or AlreadyEnteredError if the same act was entered with other movements.
    """
    # Always the appropriation first, then allocations by id, so that two writers never wait for each other.
    rows = Appropriation.objects.select_for_update(of=("self",), no_key=True)
    appropriation = rows.select_related("flagship").get(pk=appropriation.pk)
    planned = movements()
    purses = _lock({m.allocation.pk for m in planned if m.allocation})
    advances = _lock_advances({m.advance.pk for m in planned if m.advance})
    carries = _lock_carries({m.carry.pk for m in planned if m.carry})
    earlier = tuple(LedgerEntry.objects.filter(act=how["act"]).order_by("pk"))
    if earlier:
        return _repeated(how["act"], earlier, planned)

    more = demand(purses)
    late_reason = how.get("late_reason", "")
    how["late_reason"] = demand_open_books(
        appropriation, purses.values(), on=how["on"], act=how["act"], late_reason=late_reason
    )
    entries, line = put_down(book_of(appropriation, purses, advances, carries), planned, **how)
    LedgerEntry.objects.bulk_create(entries)
    appropriation.save(update_fields=["amount", "transferred_total", "lapsed"])
    Allocation.objects.bulk_update(purses.values(), TOTALS)
    Advance.objects.bulk_update(advances.values(), ["outstanding"])
    Carry.objects.bulk_update(carries.values(), ["left_bound", "left_free"])
    write_line(line, **more)
    if appropriation.flagship and how["by"] is not None:
        tell_places(appropriation.flagship, entries, at=how["at"])
    return Entered(how["act"], tuple(entries))


def put_down(book: Book, planned: Sequence[Movement], **how: Unpack[HowEntered]) -> tuple[list[LedgerEntry], LogLine]:
    """Make the entries of one act in the book, and change the totals of its purses, all in memory.

    Raises OutsideYearError, and NotEnoughError if a movement has no room on some day since ``on``.
    """
    on = how["on"]
    is_carried = all(movement.carry for movement in planned)
    _demand_day_in_year(on, FiscalYear(book.appropriation.fiscal_year), is_carried=is_carried)
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
                uuid=uuid5(how["act"], f"{movement.kind}:{purse.pk if purse else ''}"),
                appropriation=book.appropriation,
                allocation=purse,
                kind=movement.kind,
                amount=movement.amount,
                advance=movement.advance,
                carry=movement.carry,
                reverses=movement.reverses,
                source=movement.source.row if movement.source else None,
                source_number=movement.source.number if movement.source else None,
                **how,
            )
        )
    return entries, _line(book.appropriation, entries, by=how["by"], at=how["at"])


def opposite(entries: Iterable[LedgerEntry]) -> list[Movement]:
    """The movements that take back these entries of one act, the last one first."""
    return [
        Movement(
            EntryKind(e.kind).opposite, e.amount, e.allocation, e.advance, e.carry, reverses=e, source=e.named_source
        )
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


def _lock_carries(ids: Iterable[int]) -> dict[int, Carry]:
    rows = Carry.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids)
    return {carry.pk: carry for carry in rows.order_by("pk")}


def _repeated(act: UUID, earlier: tuple[LedgerEntry, ...], planned: Sequence[Movement]) -> Entered:
    def sign(rows: Iterable[LedgerEntry | Movement]) -> list[tuple[str, Decimal, int]]:
        return sorted((str(r.kind), r.amount, r.allocation.pk if r.allocation else 0) for r in rows)

    if sign(earlier) != sign(planned):
        raise AlreadyEnteredError(_("แบบฟอร์มนี้บันทึกไปแล้วด้วยข้อมูลอื่น เปิดหน้าใหม่แล้วตรวจรายการก่อนบันทึกอีกครั้ง"))
    return Entered(act, earlier, is_repeated=True)


def _demand_room(book: Book, movement: Movement, *, on: date) -> None:
    """Raise NotEnoughError if a bound that the movement narrows would be broken on any day from ``on`` on."""
    found = book.room(movement, since=on)
    if found is not None and movement.amount > found[0]:
        left, day, bound = found
        sentence = why_no_room(movement.kind, bound, amount=movement.amount, left=left, day=day)
        raise NotEnoughError(sentence, left=left)


def _demand_day_in_year(on: date, year: FiscalYear, *, is_carried: bool) -> None:
    if on in year or (is_carried and year.has_ended(on)):
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
        _("%(day)s พ้นปีงบประมาณ %(year)s แล้ว รายการที่เกิดถึง %(end)s บันทึกย้อนหลังได้ ถ้ากันเงินไว้เบิกเหลื่อมปี ให้เบิกจ่ายจากหน้าเงินกัน")
        % values
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
