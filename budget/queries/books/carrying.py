"""Money that is carried over: who decides, what an office has open at the year's end, and the board of the city."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import why_another_decides
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.years.catalog import due_day
from budget.enums import CarryKind, CarryState, EntryKind, Level
from budget.models import Allocation, Carry, CarryExtension, LedgerEntry
from budget.models.carrying import LIVE, MOST_EXTENSIONS
from budget.queries.money.money import flagship_purses, item_purses, stood_on
from districts.models import District, Office

ZERO = Decimal(0)
SOON = timedelta(days=92)
# The steps of the year's calendar by which money is asked to be carried over, and by which it lapses.
ASKING_STEP, LAPSING_STEP = "carry_over", "carried_lapses"


def last_day_to_ask(year: FiscalYear) -> date:
    """The last day on which money of the year may be asked to be carried over."""
    return due_day(year, ASKING_STEP) or year.end


def last_day_to_commit(year: FiscalYear) -> date:
    """The last day on which money that was carried over without an obligation is committed."""
    return due_day(year, LAPSING_STEP) or year.next.end


def why_not_extended(carry: Carry, *, on: date) -> str:
    """The sentence that says why no later day of carried money may be asked for on a day; "" if it may."""
    extensions = carry.extensions.live()
    if carry.until is None:
        return _("เงินกันนี้ไม่มีวันสิ้นสุด จึงไม่ต้องขยายเวลา")
    if extensions.filter(state=CarryState.ASKED).exists():
        return _("มีคำขอขยายเวลาที่รออนุมัติอยู่แล้ว")
    if (earlier := extensions.count()) >= MOST_EXTENSIONS:
        return _("ขยายเวลาไปแล้ว %(n)s ครั้ง ขยายอีกไม่ได้") % {"n": earlier}
    if not (carry.left_free if carry.is_free else carry.left_bound):
        return _("เงินกันนี้ไม่มีเงินที่จะขยายเวลาแล้ว")
    if carry.is_over(on):
        return _("พ้นวันสุดท้ายของเงินกันนี้แล้ว (%(day)s) จึงขยายเวลาไม่ได้") % {"day": thai_date_short(carry.until)}
    return ""


def why_not_decided_by(by: User, carry: Carry, *, on: date, extension: CarryExtension | None = None) -> str:
    """The sentence that says why ``by`` may not approve the carry-over and who may; "" if ``by`` may.

    With ``extension`` the same about that one.
    """
    is_citys = carry.is_the_citys_decision
    asked = extension or carry
    return why_another_decides(
        by=by,
        handed_in_by=(asked.by_id, asked.through_id),
        roles=[Role.STRATEGY] if is_citys else [Role.DISTRICT_DIRECTOR, Role.BUREAU_DIRECTOR],
        district=None if is_citys else carry.allocation.district,
        bureau=None if is_citys else carry.allocation.bureau,
        on=on,
    )


@dataclass(frozen=True, slots=True)
class OpenMoney:
    """What of one allocation is neither paid nor gone at the year's end, in baht; and what was asked for it."""

    purse: Allocation  # with the totals that it had then
    carries: tuple[Carry, ...]

    @property
    def approved(self) -> list[Carry]:
        return [carry for carry in self.carries if carry.state == CarryState.APPROVED]

    @property
    def may_be_carried(self) -> bool:
        """Whether something is open that nobody asked to carry over yet."""
        live = {CarryKind(carry.kind) for carry in self.carries if carry.state in LIVE}
        return any(left > 0 for kind, left in self.purse.most_carried.items() if kind not in live)

    @property
    def bound(self) -> Decimal:
        """Committed and not paid."""
        return self.purse.left_to_disburse

    @property
    def free(self) -> Decimal:
        """Neither committed nor lent."""
        return max(self.purse.transferred - self.purse.committed - self.purse.advanced, ZERO)

    @property
    def advanced(self) -> Decimal:
        return self.purse.advanced


def open_money(place: District | Office, year: FiscalYear) -> list[OpenMoney]:
    """The allocations of an office that had something open on the last day of the year, or carried something over."""
    rows = [*flagship_purses(place, year)]
    if isinstance(place, District):
        rows += item_purses(place, year)
    carries: dict[int, list[Carry]] = {}
    asked = Carry.objects.filter(allocation__in=rows).select_related("allocation__appropriation")
    for carry in asked.order_by("pk"):
        carries.setdefault(carry.allocation_id, []).append(carry)
    found = [OpenMoney(purse, tuple(carries.get(purse.pk, ()))) for purse in stood_on(rows, year.end)]
    return [row for row in found if row.bound or row.free or row.advanced or row.carries]


@dataclass(frozen=True, slots=True)
class CarrySums:
    """The columns of the board of carried money, in baht."""

    carried: Decimal = ZERO  # เงินกันสุทธิ
    paid: Decimal = ZERO
    left_bound: Decimal = ZERO
    left_free: Decimal = ZERO
    lapsed: Decimal = ZERO

    @property
    def left(self) -> Decimal:
        return self.left_bound + self.left_free

    def __add__(self, other: "CarrySums") -> "CarrySums":
        return CarrySums(
            self.carried + other.carried,
            self.paid + other.paid,
            self.left_bound + other.left_bound,
            self.left_free + other.left_free,
            self.lapsed + other.lapsed,
        )


def sums_of_carries(carries: Collection[Carry], *, until: date | None = None) -> dict[int, CarrySums]:
    """By the carry's id; what is left stands in the column of the kind by which it was carried over."""
    return _sums(carries, moved_of(carries, until=until))


def _sums(carries: Iterable[Carry], moved: dict[tuple[int, Level], Decimal]) -> dict[int, CarrySums]:
    found = {}
    for carry in carries:
        if carry.state != CarryState.APPROVED:
            continue
        gone, spent = moved.get((carry.pk, Level.LAPSED), ZERO), moved.get((carry.pk, Level.DISBURSED), ZERO)
        left = carry.amount - gone - spent
        is_free = carry.is_free
        found[carry.pk] = CarrySums(carry.amount, spent, ZERO if is_free else left, left if is_free else ZERO, gone)
    return found


def moved_of(carries: Iterable[Carry], *, until: date | None = None) -> dict[tuple[int, Level], Decimal]:
    """How much each carry-over has at each level of the ledger, by its id and the level; without entries no key.

    Entries that take back count against it. LAPSED and DISBURSED are what is gone of it; CARRIED_FREE is what is not
    committed yet, and CARRIED_BOUND what is committed and not paid.
    """
    rows = LedgerEntry.objects.filter(carry__in=list(carries))
    if until is not None:
        rows = rows.filter(on__lte=until)
    found: dict[tuple[int, Level], Decimal] = {}
    for pk, kind, total in rows.values_list("carry", "kind").annotate(total=Sum("amount")).order_by():
        entry = EntryKind(kind)
        key = (pk, entry.level)
        found[key] = found.get(key, ZERO) + entry.sign * total
    return found


def paid_of_carried(purse: Allocation) -> Decimal:
    """What was paid of an allocation after its year; it stands in its disbursed total."""
    if purse.pk is None:
        return ZERO
    carries = Carry.objects.filter(allocation=purse, approved_on__isnull=False)
    return sum((total for (_pk, level), total in moved_of(carries).items() if level is Level.DISBURSED), ZERO)


def approved(year: FiscalYear) -> QuerySet[Carry]:
    """The carry-overs of a year's money that were approved."""
    rows = Carry.objects.of_year(year).filter(state=CarryState.APPROVED)
    return rows.select_related("allocation__district", "allocation__bureau", "allocation__appropriation")


def board(year: FiscalYear, *, until: date | None = None) -> list[tuple[District | Office, CarrySums]]:
    """The carried money of a year by office, districts first, each in the order of its code."""
    carries = list(approved(year).order_by("pk"))
    sums = sums_of_carries(carries, until=until)
    by_place: dict[District | Office, CarrySums] = {}
    for carry in carries:
        by_place[carry.place] = by_place.get(carry.place, CarrySums()) + sums[carry.pk]
    return sorted(by_place.items(), key=lambda row: (isinstance(row[0], Office), row[0].code))


@dataclass(frozen=True, slots=True)
class CarriedMoney:
    """Where money that was carried over stands on a day, in baht."""

    carry: Carry
    sums: CarrySums
    free: Decimal  # not committed yet: it lapses after the last day
    bound: Decimal  # committed and not paid

    def is_near_its_end(self, on: date) -> bool:
        """Whether what is left lapses within three months, or has passed its last day."""
        until = self.carry.until
        return bool(until is not None and self.sums.left and until - on <= SOON)


def carried_into(place: District | Office, year: FiscalYear) -> list[CarriedMoney]:
    """What an office has of earlier years' money in this year: what is left, and what moved of it this year."""
    of_place = Q(allocation__district=place) if isinstance(place, District) else Q(allocation__bureau=place)
    rows = Carry.objects.filter(of_place, state=CarryState.APPROVED, allocation__appropriation__fiscal_year__lt=year.be)
    carries = list(rows.with_purse().order_by("-allocation__appropriation__fiscal_year", "pk"))
    totals = moved_of(carries, until=year.end)
    sums = _sums(carries, totals)
    moved = set(
        LedgerEntry.objects.filter(carry__in=carries, on__range=(year.start, year.end)).values_list("carry", flat=True)
    )
    return [
        CarriedMoney(
            carry,
            sums[carry.pk],
            free=totals.get((carry.pk, Level.CARRIED_FREE), ZERO),
            bound=totals.get((carry.pk, Level.CARRIED_BOUND), ZERO),
        )
        for carry in carries
        if sums[carry.pk].left or carry.pk in moved
    ]
