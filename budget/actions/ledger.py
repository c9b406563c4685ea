"""How an act of money is entered: its entries and the totals change together, under locks, or not at all.

The four levels of `enums.Level` hold on every day, not only today: an entry dated back is refused if on any day
since it would leave more committed than was transferred by then, and so on. An entry's day lies in the fiscal year
of its money; what happened in the year may be entered after it has ended, what happens afterwards may not: money
carried over to the next year (เงินกันไว้เบิกเหลื่อมปี) is not kept here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import staff_by_district
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.templatetags.thai import thai_date_short
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.thai.errors import N_
from budget.enums import EntryKind, Level
from budget.models import Allocation, Appropriation, FlagshipProject, LedgerEntry
from districts.models import District

ZERO = Decimal(0)


class MoneyError(Refusal):
    """A movement that cannot be entered."""

    field = "amount"


class NotEnoughError(MoneyError):
    """More than there is; ``left`` is how much would do."""

    def __init__(self, sentence: str, *, left: Decimal) -> None:
        super().__init__(sentence)
        self.left = left


class OutsideYearError(MoneyError):
    """The day is not one of the money's fiscal year."""

    field = "on"


class NotAvailableError(MoneyError):
    """Nothing to move: the source was never granted, the item is not in an approved plan, the act is unknown."""


class AlreadyEnteredError(MoneyError):
    """The form was used before, for something else."""


@dataclass(frozen=True, slots=True)
class Movement:
    kind: EntryKind
    amount: Decimal
    allocation: Allocation | None = None
    reverses: LedgerEntry | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """What an act left in the ledger; ``is_repeated`` when the same act had been entered already."""

    act: UUID
    entries: tuple[LedgerEntry, ...]
    is_repeated: bool = False

    @property
    def total(self) -> Decimal:
        return sum((entry.amount for entry in self.entries), ZERO)


@dataclass(slots=True)
class Balance:
    """One appropriation or one allocation, level by level and day by day."""

    days: dict[date, dict[Level, Decimal]]

    def add(self, on: date, kind: EntryKind, amount: Decimal) -> None:
        levels = self.days.setdefault(on, {})
        levels[kind.level] = levels.get(kind.level, ZERO) + kind.sign * amount

    def least_between(self, upper: Level | None, lower: Level | None, *, since: date) -> tuple[Decimal, date]:
        """The smallest difference of two levels on any day from ``since`` on, and that day."""
        standing = ZERO
        least: tuple[Decimal, date] | None = None
        for day in sorted({*self.days, since}):
            levels = self.days.get(day, {})
            standing += levels.get(upper, ZERO) if upper is not None else ZERO
            standing -= levels.get(lower, ZERO) if lower is not None else ZERO
            if day >= since and (least is None or standing < least[0]):
                least = standing, day
        assert least is not None  # noqa: S101  (`since` is one of the days)
        return least


def enter(
    appropriation: Appropriation,
    movements: Callable[[], Sequence[Movement]],
    demand: Callable[[Mapping[int, Allocation]], Mapping[str, Any]] = lambda _purses: {},
    /,
    *,
    act: UUID,
    on: date,
    by: User | None,
    at: datetime,
    document_no: str = "",
    note: str = "",
) -> Entered:
    """``demand`` is asked under the locks, unless the act was entered already; it may refuse, and says more for the
    log.
    """
    _demand_day_in_year(on, FiscalYear(appropriation.fiscal_year))
    # Always the appropriation first, then allocations by id. NO KEY: rows that only refer to them need not wait.
    rows = Appropriation.objects.select_for_update(of=("self",), no_key=True)
    appropriation = rows.select_related("flagship").get(pk=appropriation.pk)
    planned = movements()
    purses = _lock({m.allocation.pk for m in planned if m.allocation})
    earlier = tuple(LedgerEntry.objects.filter(act=act).order_by("pk"))
    if earlier:
        return _repeated(act, earlier, planned)

    more = demand(purses)
    balance, balances = _balances(appropriation, purses)
    transferred = [movement.amount for movement in planned if movement.kind == EntryKind.TRANSFER]
    if len(transferred) > 1:  # refused as a whole, with the whole sum in the sentence
        _demand_room(Movement(EntryKind.TRANSFER, sum(transferred, ZERO)), on=on, above=balance, own=balance)
    for movement in planned:
        purse = purses[movement.allocation.pk] if movement.allocation else None
        _demand_room(movement, on=on, above=balance, own=balances[purse.pk] if purse else balance)
        balance.add(on, movement.kind, movement.amount)
        if purse:
            balances[purse.pk].add(on, movement.kind, movement.amount)
        _add_to_totals(movement, appropriation, purse)

    entries = LedgerEntry.objects.bulk_create(
        LedgerEntry(
            uuid=uuid5(act, f"{m.kind}:{m.allocation.pk if m.allocation else ''}"),
            appropriation=appropriation,
            allocation=purses[m.allocation.pk] if m.allocation else None,
            kind=m.kind,
            amount=m.amount,
            on=on,
            document_no=document_no,
            note=note,
            act=act,
            reverses=m.reverses,
            at=at,
            by=by,
        )
        for m in planned
    )
    appropriation.save(update_fields=["amount", "transferred_total"])
    Allocation.objects.bulk_update(purses.values(), ["transferred", "committed", "disbursed"])
    _record(appropriation, entries, by=by, at=at, **more)
    if appropriation.flagship and by is not None:
        _tell_districts(appropriation.flagship, entries, at=at)
    return Entered(act, tuple(entries))


def purses_of(appropriation: Appropriation, districts: Iterable[int]) -> dict[int, Allocation]:
    """The districts' allocations of a flagship project, made where there are none. The appropriation is locked."""
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


def _balances(appropriation: Appropriation, purses: Mapping[int, Allocation]) -> tuple[Balance, dict[int, Balance]]:
    balance, balances = Balance({}), {pk: Balance({}) for pk in purses}
    upper = [kind for kind in EntryKind if kind.level <= Level.TRANSFERRED]
    entries = LedgerEntry.objects.filter(appropriation=appropriation)
    by_day = entries.values_list("on", "kind").annotate(total=Sum("amount")).order_by()
    for on, kind, total in by_day.filter(kind__in=upper):
        balance.add(on, EntryKind(kind), total)
    for pk, on, kind, total in (
        entries.filter(allocation__in=purses)
        .values_list("allocation", "on", "kind")
        .annotate(total=Sum("amount"))
        .order_by()
    ):
        balances[pk].add(on, EntryKind(kind), total)
    return balance, balances


def _demand_room(movement: Movement, *, on: date, above: Balance, own: Balance) -> None:
    """Raising a level needs room under the level above it; lowering one must not sink below the level beneath."""
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


def _record(
    appropriation: Appropriation, entries: Sequence[LedgerEntry], *, by: User | None, at: datetime, **more: Any
) -> None:
    first = entries[0]
    record(
        "budget.money_undone" if first.reverses_id else f"budget.money_{first.kind}",
        first.allocation if len(entries) == 1 and first.allocation else appropriation,
        by=by,
        at=at,
        act=first.act,
        on=first.on,
        document_no=first.document_no,
        entries=[{"kind": e.kind, "amount": e.amount, "allocation": e.allocation_id} for e in entries],
        **more,
    )


TOLD = {
    EntryKind.TRANSFER: N_("สยป. โอนเงิน %(amount)s บาท ให้%(district)s สำหรับ%(project)s บันทึกก่อหนี้ผูกพันได้แล้ว"),
    EntryKind.TRANSFER_BACK: N_("สยป. โอนเงิน %(amount)s บาท กลับจาก%(district)s จาก%(project)s"),
}


def _tell_districts(flagship: FlagshipProject, entries: Sequence[LedgerEntry], *, at: datetime) -> None:
    """Put before each district's people that money came, or went back, and where they go on with it."""
    moved = [(entry, purse) for entry in entries if entry.kind in TOLD and (purse := entry.allocation)]
    people = staff_by_district([purse.district_id for _entry, purse in moved], at=at)
    for entry, purse in moved:
        notify(
            recipients=people[purse.district_id],
            kind=f"money-{entry.kind.replace('_', '-')}",
            message=TOLD[EntryKind(entry.kind)],
            params={
                "amount": format_baht(entry.amount, decimals=False),
                "district": purse.district,
                "project": flagship,
            },
            url=reverse("budget:allocation", args=[purse.pk]),
            at=at,
        )
