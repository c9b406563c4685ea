"""Entering money: the entries of one act and the running totals change together, under locks, or not at all.

The four levels of `enums.Level` hold on every day, not only today. An entry with an earlier day is refused if on any
day since then more would be committed than was transferred by that day, and so on for the other levels. The day of an
entry lies in the fiscal year of its money. It may be entered after that year has ended. Money that is carried over to
the next year (เงินกันไว้เบิกเหลื่อมปี) is not kept here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID, uuid5

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import staff_by_district
from bkkplan.ground.audit.record import LogLine, log_line, write_line
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.thai.errors import N_
from bkkplan.ground.core.wording import thai_date_short
from budget.enums import EntryKind, Level
from budget.models import Allocation, Appropriation, FlagshipProject, LedgerEntry, NamedSource
from districts.models import District

ZERO = Decimal(0)


class MoneyError(Refusal):
    """The money cannot be entered. str() is the sentence to show."""

    field = "amount"


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

    Without an allocation it changes the appropriation itself.
    """

    kind: EntryKind
    amount: Decimal
    allocation: Allocation | None = None
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


@dataclass(slots=True)
class Balance:
    """What changed on each day, by level, in one appropriation or one allocation."""

    days: dict[date, dict[Level, Decimal]]

    def add(self, on: date, kind: EntryKind, amount: Decimal) -> None:
        levels = self.days.setdefault(on, {})
        levels[kind.level] = levels.get(kind.level, ZERO) + kind.sign * amount

    def least_between(self, upper: Level | None, lower: Level | None, *, since: date) -> tuple[Decimal, date]:
        """The smallest difference ``upper - lower`` on any day from ``since`` on, and the first day that has it.

        None counts as zero.
        """
        left = ZERO
        least: tuple[Decimal, date] | None = None
        for day in sorted({*self.days, since}):
            levels = self.days.get(day, {})
            left += levels.get(upper, ZERO) if upper is not None else ZERO
            left -= levels.get(lower, ZERO) if lower is not None else ZERO
            if day >= since and (least is None or left < least[0]):
                least = left, day
        assert least is not None  # noqa: S101  (`since` is one of the days)
        return least


@dataclass(frozen=True, slots=True)
class Book:
    """An appropriation, allocations of it by id, and what moved in it and in each of them on every day."""

    appropriation: Appropriation
    purses: dict[int, Allocation]
    balance: Balance
    balances: dict[int, Balance]

    @classmethod
    def of(cls, appropriation: Appropriation, purses: Iterable[Allocation] = ()) -> Self:
        """A book without entries."""
        book = cls(appropriation, {}, Balance({}), {})
        for purse in purses:
            book.open(purse)
        return book

    def open(self, purse: Allocation) -> None:
        """Add an allocation that has its key and no entries."""
        self.purses[purse.pk], self.balances[purse.pk] = purse, Balance({})


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
    earlier = tuple(LedgerEntry.objects.filter(act=act).order_by("pk"))
    if earlier:
        return _repeated(act, earlier, planned)

    more = demand(purses)
    entries, line = put_down(
        book_of(appropriation, purses), planned, act=act, on=on, by=by, at=at, document_no=document_no, note=note
    )
    LedgerEntry.objects.bulk_create(entries)
    appropriation.save(update_fields=["amount", "transferred_total"])
    Allocation.objects.bulk_update(purses.values(), ["transferred", "committed", "disbursed"])
    write_line(line, **more)
    if appropriation.flagship and by is not None:
        _tell_districts(appropriation.flagship, entries, at=at)
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
        _demand_room(whole, on=on, above=book.balance, own=book.balance)
    entries = []
    for movement in planned:
        purse = book.purses[movement.allocation.pk] if movement.allocation else None
        own = book.balances[purse.pk] if purse else book.balance
        _demand_room(movement, on=on, above=book.balance, own=own)
        book.balance.add(on, movement.kind, movement.amount)
        if purse:
            own.add(on, movement.kind, movement.amount)
        _add_to_totals(movement, book.appropriation, purse)
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
    return [Movement(EntryKind(e.kind).opposite, e.amount, e.allocation, e, e.named_source) for e in entries]


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
    return {a.district_id: a for a in appropriation.allocations.filter(district__in=wanted)}


def _lock(allocation_ids: Iterable[int]) -> dict[int, Allocation]:
    rows = Allocation.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=allocation_ids)
    return {purse.pk: purse for purse in rows.select_related("district", "item").order_by("pk")}


def _repeated(act: UUID, earlier: tuple[LedgerEntry, ...], planned: Sequence[Movement]) -> Entered:
    def sign(rows: Iterable[LedgerEntry | Movement]) -> list[tuple[str, Decimal, int]]:
        return sorted((str(r.kind), r.amount, r.allocation.pk if r.allocation else 0) for r in rows)

    if sign(earlier) != sign(planned):
        raise AlreadyEnteredError(_("แบบฟอร์มนี้บันทึกไปแล้วด้วยข้อมูลอื่น เปิดหน้าใหม่แล้วตรวจรายการก่อนบันทึกอีกครั้ง"))
    return Entered(act, earlier, is_repeated=True)


def book_of(appropriation: Appropriation, purses: dict[int, Allocation]) -> Book:
    book = Book.of(appropriation, purses.values())
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
    return book


def _demand_room(movement: Movement, *, on: date, above: Balance, own: Balance) -> None:
    """Raise NotEnoughError if the four levels would be out of order on any day from ``on`` on.

    A movement that raises a level needs room under the level above it; one that lowers a level must leave at least what
    the level beneath it has.
    """
    level = movement.kind.level
    if movement.kind.sign > 0:
        if level is Level.GRANTED:
            return
        upper: Level | None = Level(level - 1)
        lower: Level | None = level
        balance = above if level is Level.TRANSFERRED else own
    else:
        upper, lower = level, Level(level + 1) if level < Level.DISBURSED else None
        balance = above if level is Level.GRANTED else own
    left, day = balance.least_between(upper, lower, since=on)
    if movement.amount > left:
        raise NotEnoughError(_refusal(movement, left=left, day=day), left=left)


def _refusal(movement: Movement, *, left: Decimal, day: date) -> str:
    values = {"amount": format_baht(movement.amount), "left": format_baht(max(left, ZERO)), "day": thai_date_short(day)}
    return {
        EntryKind.APPROPRIATION_CUT: _("ปรับลด %(amount)s บาทไม่ได้ ณ %(day)s งบที่ยังไม่ได้โอนเหลือ %(left)s บาท"),
        EntryKind.TRANSFER: _("โอน %(amount)s บาทไม่ได้ ณ %(day)s งบที่ยังไม่ได้โอนเหลือ %(left)s บาท"),
        EntryKind.TRANSFER_BACK: _("โอนกลับ %(amount)s บาทไม่ได้ ณ %(day)s เงินที่ยังไม่ก่อหนี้ผูกพันเหลือ %(left)s บาท"),
        EntryKind.COMMITMENT: _("ก่อหนี้ผูกพัน %(amount)s บาทไม่ได้ ณ %(day)s เงินจัดสรรเหลือให้ก่อหนี้ผูกพัน %(left)s บาท"),
        EntryKind.COMMITMENT_RELEASE: _("ลดหนี้ผูกพัน %(amount)s บาทไม่ได้ ณ %(day)s หนี้ผูกพันที่ยังไม่เบิกจ่ายเหลือ %(left)s บาท"),
        EntryKind.DISBURSEMENT: _("เบิกจ่าย %(amount)s บาทไม่ได้ ณ %(day)s หนี้ผูกพันที่ยังไม่เบิกจ่ายเหลือ %(left)s บาท"),
        EntryKind.REFUND: _("คืนเงิน %(amount)s บาทไม่ได้ ณ %(day)s เบิกจ่ายแล้ว %(left)s บาท"),
    }[movement.kind] % values


def _add_to_totals(movement: Movement, appropriation: Appropriation, purse: Allocation | None) -> None:
    change = movement.kind.sign * movement.amount
    match movement.kind.level:
        case Level.GRANTED:
            appropriation.amount += change
        case Level.TRANSFERRED:
            appropriation.transferred_total += change
            purse.transferred += change  # type: ignore[union-attr]
        case Level.COMMITTED:
            purse.committed += change  # type: ignore[union-attr]
        case Level.DISBURSED:
            purse.disbursed += change  # type: ignore[union-attr]


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
    return log_line(
        "budget.money_undone" if first.reverses_id else f"budget.money_{first.kind}",
        first.allocation if len(entries) == 1 and first.allocation else appropriation,
        by=by,
        at=at,
        act=first.act,
        on=first.on,
        document_no=first.document_no,
        **more,
        entries=[{"kind": e.kind, "amount": e.amount, "allocation": e.allocation_id} for e in entries],
    )


NOTICES = {
    EntryKind.TRANSFER: N_("สยป. โอนเงิน %(amount)s บาท ให้%(district)s สำหรับ%(project)s บันทึกก่อหนี้ผูกพันได้แล้ว"),
    EntryKind.TRANSFER_BACK: N_("สยป. โอนเงิน %(amount)s บาท กลับจาก%(district)s จาก%(project)s"),
}


def _tell_districts(flagship: FlagshipProject, entries: Sequence[LedgerEntry], *, at: datetime) -> None:
    """Tell the staff of each district how much money was transferred to it or back, with a link to the purse."""
    moved = [(entry, purse) for entry in entries if entry.kind in NOTICES and (purse := entry.allocation)]
    people = staff_by_district([purse.district_id for _entry, purse in moved], at=at)
    for entry, purse in moved:
        notify(
            recipients=people[purse.district_id],
            kind=f"money-{entry.kind.replace('_', '-')}",
            message=NOTICES[EntryKind(entry.kind)],
            params={
                "amount": format_baht(entry.amount, decimals=False),
                "district": purse.district,
                "project": flagship,
            },
            url=reverse("budget:allocation", args=[purse.pk]),
            at=at,
        )
