"""What of the books is closed, and what the ledger says about a month that an office compares with its books."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, F, Min, Q, Sum, When
from django.utils.translation import gettext as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.core.thai import format_baht
from budget.enums import EntryKind, PermitState
from budget.models import (
    Advance,
    Allocation,
    Appropriation,
    Carry,
    LedgerEntry,
    MonthClosing,
    Payment,
    YearClosing,
    YearPermit,
)
from budget.models.closing import month_name
from districts.models import District, Office

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class MonthSums:
    """The sums of an office from the beginning of the fiscal year to a month's end, in baht."""

    committed: Decimal
    disbursed: Decimal
    carried: Decimal  # paid of earlier years' money


def sums_to(place: District | Office, month: date) -> MonthSums:
    """What the ledger says of the office's money up to the end of a month."""
    return sums_to_each(place, [month])[month]


def sums_to_each(place: District | Office, months: Sequence[date]) -> dict[date, MonthSums]:
    """What `sums_to` says, for several months of one fiscal year, by one question."""
    if not months:
        return {}
    year = FiscalYear.of(months[0])
    own = Q(allocation__district=place) if isinstance(place, District) else Q(allocation__bureau=place)
    of_year, earlier = Q(appropriation__fiscal_year=year.be), Q(appropriation__fiscal_year__lt=year.be)
    sums: dict[str, Sum] = {}
    for month in months:
        until = Q(on__lte=year.end_of(month.month))
        sums[f"committed_{month.month}"] = _moved(EntryKind.COMMITMENT, of_year & until)
        sums[f"disbursed_{month.month}"] = _moved(EntryKind.DISBURSEMENT, of_year & until)
        sums[f"carried_{month.month}"] = _moved(EntryKind.DISBURSEMENT, earlier & until)
    found = LedgerEntry.objects.filter(own, on__range=(year.start, year.end)).aggregate(**sums)
    names = ("committed", "disbursed", "carried")
    return {month: MonthSums(*(found[f"{name}_{month.month}"] or ZERO for name in names)) for month in months}


def _moved(kind: EntryKind, of: Q) -> Sum:
    signed = Case(When(kind=kind, then=F("amount")), When(kind=kind.opposite, then=-F("amount")))
    return Sum(signed, filter=of)


def basis_of_month(place: District | Office, month: date) -> Basis:
    """What a month is closed by: the ledger's sums as the page showed them."""
    return basis_of_sums(sums_to(place, month))


def basis_of_sums(sums: MonthSums) -> Basis:
    rows = [
        ("committed", _("ก่อหนี้ผูกพัน"), sums.committed),
        ("disbursed", _("เบิกจ่าย"), sums.disbursed),
        ("carried", _("เบิกจ่ายเหลื่อมปี"), sums.carried),
    ]
    return Basis.of([Point(code, label, f"{amount:.2f}", format_baht(amount)) for code, label, amount in rows])


@dataclass(frozen=True, slots=True)
class MonthState:
    """A month of an office's books: closed, or still open. ``ours`` is what the ledger says up to its end."""

    month: date
    closing: MonthClosing | None
    ours: MonthSums

    @property
    def name(self) -> str:
        return month_name(self.month)


def months_of(place: District | Office, year: FiscalYear, *, on: date) -> list[MonthState]:
    """The months of a year that are over on a day."""
    closed = {row.month: row for row in MonthClosing.objects.of(place).in_year(year).select_related("by")}
    ended = [month for month in year.months if year.end_of(month.month) < on]
    sums = sums_to_each(place, ended)
    return [MonthState(month, closed.get(month), sums[month]) for month in ended]


def closed_months(place: District | Office | None) -> list[date]:
    """Return the closed months of a district or bureau, the newest first; an empty list if ``place`` is None."""
    if place is None:
        return []
    return list(MonthClosing.objects.of(place).order_by("-month").values_list("month", flat=True))


def closed_in(place: District | Office | None, year: FiscalYear) -> list[str]:
    """The names of the closed months of a year, the newest first; an empty list if ``place`` is None."""
    return [month_name(month) for month in closed_months(place) if month in year]


def why_not_entered(place: District | Office | None, year: FiscalYear) -> str:
    """The sentence for a closed year into which nobody has allowed an entry of this office; otherwise empty."""
    if not YearClosing.objects.filter(fiscal_year=year.be).exists():
        return ""
    if YearPermit.objects.of(place).filter(fiscal_year=year.be, state=PermitState.ALLOWED).exists():
        return ""
    return _("บัญชีปี %(year)s ปิดแล้ว การลงรายการต้องขออนุญาตพร้อมเหตุผล และให้อีกคนหนึ่งอนุญาตก่อน") % {"year": year}


def closing_of(year: FiscalYear) -> YearClosing | None:
    return YearClosing.objects.filter(fiscal_year=year.be).select_related("by").first()


@dataclass(frozen=True, slots=True)
class OpenMonths:
    """The months of an office's books that are not closed yet."""

    place: District | Office
    months: tuple[date, ...]


def open_months(year: FiscalYear) -> list[OpenMonths]:
    """Return the months of a year that offices have not closed, districts first, each in the order of its code.

    An office closes the months from its first entry of the year to the year's end. Without an entry it has none.
    """
    entries = LedgerEntry.objects.filter(on__range=(year.start, year.end), allocation__isnull=False)
    first = entries.values_list("allocation__district", "allocation__bureau").annotate(first=Min("on")).order_by()
    closed = set(MonthClosing.objects.in_year(year).values_list("district", "bureau", "month"))
    left = {}
    for district, bureau, day in first:
        months = [month for month in year.months if month >= day.replace(day=1)]
        if owed := tuple(month for month in months if (district, bureau, month) not in closed):
            left[district, bureau] = owed
    districts = District.objects.in_bulk([district for district, _bureau in left if district])
    bureaus = Office.objects.in_bulk([bureau for _district, bureau in left if bureau])
    found = [
        OpenMonths(bureaus[bureau] if bureau else districts[district], left[district, bureau])
        for district, bureau in left
    ]
    return sorted(found, key=lambda row: (isinstance(row.place, Office), row.place.code))


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Facts for the page that closes a year: what must be finished before, and the money (baht) that will lapse."""

    carries: tuple[Carry, ...]
    payments: tuple[Payment, ...]
    advances: tuple[Advance, ...]
    months: tuple[OpenMonths, ...]
    purses: tuple[Allocation, ...]
    sources: tuple[Appropriation, ...]

    @property
    def lapses(self) -> Decimal:
        return sum((purse.rest for purse in self.purses), ZERO) + sum(
            (source.left_to_transfer for source in self.sources), ZERO
        )

    @property
    def obstacles(self) -> list[str]:
        waiting = [
            (len(self.carries), _("คำขอกันเงินที่รออนุมัติ %(n)s รายการ")),
            (len(self.payments), _("รายการจ่ายที่รอยืนยัน %(n)s รายการ")),
            (len(self.advances), _("เงินยืมที่ยังไม่ล้าง %(n)s สัญญา")),
            (len(self.months), _("หน่วยงานที่ยังปิดบัญชีไม่ครบทุกเดือน %(n)s แห่ง")),
        ]
        return [words % {"n": n} for n, words in waiting if n]


def open_work(year: FiscalYear) -> OpenWork:
    named = ("allocation__district", "allocation__bureau", "allocation__item", "allocation__appropriation__flagship")
    of_year = {"allocation__appropriation__fiscal_year": year.be}
    purses = Allocation.objects.filter(appropriation__fiscal_year=year.be).select_related(
        "appropriation__flagship", "district", "bureau", "item"
    )
    sources = Appropriation.objects.filter(fiscal_year=year.be, amount__gt=F("transferred_total") + F("lapsed"))
    payments = Payment.objects.waiting().filter(**of_year, on__lte=year.end)
    advances = Advance.objects.outstanding().filter(**of_year)
    return OpenWork(
        carries=tuple(Carry.objects.waiting().filter(**of_year).with_purse().order_by("pk")),
        payments=tuple(payments.select_related(*named).order_by("pk")),
        advances=tuple(advances.select_related(*named).order_by("pk")),
        months=tuple(open_months(year)),
        purses=tuple(purse for purse in purses.order_by("pk") if purse.rest > 0),
        sources=tuple(sources.select_related("flagship", "district").order_by("pk")),
    )


def basis_of_year(year: FiscalYear) -> Basis:
    """What a year is closed by: the sum that will lapse."""
    lapses = open_work(year).lapses
    return Basis.of([Point("lapses", _("พับไป"), f"{lapses:.2f}", format_baht(lapses))])
