"""Money granted, transferred, committed and disbursed, in baht: of a purse, a district, a flagship project, a year."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Max, Q, QuerySet, Sum, When

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.core.thai import format_baht, percent
from budget.enums import EntryKind, ItemProgress, Level
from budget.models import (
    ActionPlanItem,
    Allocation,
    Appropriation,
    Carry,
    FlagshipProject,
    LedgerEntry,
    Payment,
)
from budget.queries.money.costs import paid_for_by_act
from communities.models import CourseSession
from districts.models import District, Office
from forums.models import Forum

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sums:
    """Baht transferred, committed, disbursed, allotted and lapsed.

    What was granted is left out: it does not belong to one district.
    """

    transferred: Decimal = ZERO
    committed: Decimal = ZERO
    disbursed: Decimal = ZERO
    allotted: Decimal = ZERO
    lapsed: Decimal = ZERO

    @classmethod
    def of(cls, purse: Allocation) -> "Sums":
        return cls(purse.transferred, purse.committed, purse.disbursed, purse.allotted, purse.lapsed)

    @property
    def left_to_commit(self) -> Decimal:
        return self.transferred - self.committed

    @property
    def left_to_disburse(self) -> Decimal:
        return self.committed - self.disbursed

    @property
    def left(self) -> Decimal:
        return self.transferred - self.disbursed - self.lapsed

    @property
    def used(self) -> Decimal | None:
        """Disbursed money in percent of transferred money; None if nothing was transferred."""
        return percent(self.disbursed, self.transferred)

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.transferred + other.transferred,
            self.committed + other.committed,
            self.disbursed + other.disbursed,
            self.allotted + other.allotted,
            self.lapsed + other.lapsed,
        )


# The parts of `Sums` over many purses, asked of the database.
TOTALS: dict[str, Sum] = {field.name: Sum(field.name) for field in fields(Sums)}


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the ledger as a page shows it, with what stood on its level afterwards."""

    pk: int
    act: UUID
    on: date
    kind: str
    amount: Decimal
    signed: Decimal
    document_no: str
    note: str
    by: str
    at: datetime
    reverses: int | None
    is_reversed: bool
    source: str = ""
    confirmed_by: str = ""
    paid_for: Forum | CourseSession | None = None

    @property
    def may_be_tied(self) -> bool:
        """Whether it is a payment or an advance, of which one may say what it was for."""
        is_spent = self.kind in (EntryKind.DISBURSEMENT, EntryKind.ADVANCE)
        return is_spent and not self.reverses and not self.is_reversed

    @property
    def label(self) -> str:
        return str(EntryKind(self.kind).label)


def movements(purse: Allocation | Appropriation, *, until: date | None = None) -> tuple[LedgerLine, ...]:
    """The entries of one allocation, or the grants and cuts of an appropriation; the newest day first.

    With ``until``, only the entries up to that day.
    """
    rows = LedgerEntry.objects.select_related("by", "reversed_by", "source")
    if until is not None:
        rows = rows.filter(on__lte=until)
    if isinstance(purse, Allocation):
        rows = rows.filter(allocation=purse)
    else:
        rows = rows.filter(appropriation=purse, allocation=None)
    entries = list(rows.order_by("-on", "-pk"))
    acts = {entry.act for entry in entries}
    paid_for = paid_for_by_act(acts)
    payments = {row.act: row for row in Payment.objects.filter(act__in=acts).select_related("by")}
    return tuple(
        LedgerLine(
            pk=entry.pk,
            act=entry.act,
            on=entry.on,
            kind=entry.kind,
            amount=entry.amount,
            signed=EntryKind(entry.kind).sign * entry.amount,
            document_no=entry.document_no,
            note=entry.note,
            by=str(payment.by if (payment := payments.get(entry.act)) else entry.by or ""),
            at=entry.at,
            reverses=entry.reverses_id,
            is_reversed=hasattr(entry, "reversed_by"),
            source=str(entry.named_source or ""),
            confirmed_by=str(entry.by) if entry.act in payments else "",
            paid_for=paid_for.get(entry.act),
        )
        for entry in entries
    )


def movements_of_carry(carry: Carry) -> tuple[LedgerLine, ...]:
    """The entries that name a carry-over, the newest day first."""
    own = set(carry.entries.values_list("pk", flat=True))
    return tuple(line for line in movements(carry.allocation) if line.pk in own)


def money_of_districts(year: FiscalYear, *, as_of: date | None = None) -> dict[int, Sums]:
    """By district's id: flagship money and items' money together.

    Without ``as_of``, the running totals; with it, the ledger's sums on that day.
    """
    if as_of is None:
        kept = Allocation.objects.filter(appropriation__fiscal_year=year.be, district__isnull=False)
        rows: Any = kept.values("district").annotate(**TOTALS).order_by()
        return {row.pop("district"): Sums(**row) for row in rows}
    entries = LedgerEntry.objects.filter(
        appropriation__fiscal_year=year.be, allocation__district__isnull=False, on__lte=as_of
    )
    rows = entries.values("allocation__district").annotate(**_by_level()).order_by()
    return {row["allocation__district"]: Sums(**{name: row[name] or ZERO for name in TOTALS}) for row in rows}


def money_of_bureaus(year: FiscalYear, *, as_of: date | None = None) -> dict[Office, Sums]:
    """By bureau, in the order of their codes; as kept, or the ledger's sums on a day."""
    rows = Allocation.objects.filter(appropriation__fiscal_year=year.be, bureau__isnull=False)
    found: dict[Office, Sums] = {}
    for purse in stood_on(rows.select_related("bureau").order_by("bureau__code", "pk"), as_of):
        if purse.bureau is not None:
            found[purse.bureau] = found.get(purse.bureau, Sums()) + sums_of([purse])
    return found


def transferred_to(district: int, year: FiscalYear) -> QuerySet[Allocation, tuple[int, Decimal]]:
    """What a district got for a year and for the year before, by year; a year in which it has no money is left out."""
    rows = Allocation.objects.filter(district=district, appropriation__fiscal_year__in=(year.be, year.previous.be))
    return rows.order_by().values_list("appropriation__fiscal_year").annotate(sum=Sum("transferred"))


def bureau_purses(flagship: FlagshipProject, *, as_of: date | None = None) -> list[Allocation]:
    """What bureaus have of a flagship project."""
    rows = Allocation.objects.filter(appropriation__flagship=flagship, bureau__isnull=False)
    return stood_on(rows.select_related("bureau").order_by("bureau__code", "pk"), as_of)


def given_to(purse: Allocation) -> Decimal:
    """What was transferred to a purse before anything went back; what was taken back as a mistake is left out."""
    if purse.pk is None:
        return ZERO
    entries = LedgerEntry.objects.filter(allocation=purse, kind=EntryKind.TRANSFER, reverses=None, reversed_by=None)
    return entries.aggregate(total=Sum("amount"))["total"] or ZERO


def _by_level() -> Mapping[str, Sum]:
    down = [kind for kind in EntryKind if kind.sign < 0]
    signed = Case(When(kind__in=down, then=-F("amount")), default=F("amount"))
    return {
        level.name.lower(): Sum(signed, filter=Q(kind__in=[kind for kind in EntryKind if kind.level is level]))
        for level in Level
    }


def granted_on(source: Appropriation | None, day: date | None) -> tuple[Decimal, Decimal] | None:
    """What it was granted and what of that was transferred; as of a day, or as kept."""
    if source is None:
        return None
    if day is None:
        return source.amount, source.transferred_total
    sums = LedgerEntry.objects.filter(appropriation=source, on__lte=day).aggregate(**_by_level())
    return sums["granted"] or ZERO, sums["transferred"] or ZERO


def stood_on(purses: Iterable[Allocation], day: date | None) -> list[Allocation]:
    """The purses with the totals that they had on a day; without one as they are. Not to be saved: they are a view."""
    purses = list(purses)
    if day is None:
        return purses
    entries = LedgerEntry.objects.filter(allocation__in=purses, on__lte=day)
    rows: Any = entries.values("allocation").annotate(**_by_level()).order_by()
    found = {row["allocation"]: row for row in rows}
    for purse in purses:
        row = found.get(purse.pk, {})
        for level in (level.name.lower() for level in Level if level is not Level.GRANTED):
            setattr(purse, level, row.get(level) or ZERO)
    return [purse for purse in purses if purse.pk in found]


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A flagship project's money in one district, in baht."""

    district: District
    allocation: int | None
    sums: Sums
    last_on: date | None


SHARE_SORTS = {
    "district": lambda row: row.district.code,
    "transferred": lambda row: row.sums.transferred,
    "committed": lambda row: row.sums.committed,
    "disbursed": lambda row: row.sums.disbursed,
    "used": lambda row: -1 if row.sums.used is None else row.sums.used,
    "last": lambda row: row.last_on or date.min,
}


def shares_of(
    flagship: FlagshipProject, districts: Collection[District], *, sort: str = "district", as_of: date | None = None
) -> tuple[ShareRow, ...]:
    """Every district, whether or not it received anything, in the order asked for; as of a day, or as kept."""
    rows_of = Allocation.objects.filter(appropriation__flagship=flagship)
    purses = {a.district_id: a for a in stood_on(rows_of.filter(district__isnull=False), as_of)}
    until = Q() if as_of is None else Q(on__lte=as_of)
    last = dict(
        LedgerEntry.objects.filter(until, appropriation__flagship=flagship, allocation__isnull=False)
        .values_list("allocation")
        .annotate(on=Max("on"))
        .order_by()
    )
    rows = []
    for district in districts:
        purse = purses.get(district.pk)
        sums = Sums.of(purse) if purse else Sums()
        rows.append(ShareRow(district, purse.pk if purse else None, sums, last.get(purse.pk) if purse else None))
    rows.sort(key=lambda row: row.district.code)
    rows.sort(key=SHARE_SORTS.get(sort.lstrip("-"), SHARE_SORTS["district"]), reverse=sort.startswith("-"))
    return tuple(rows)


def basis_of_share(place: District | Office, received: Decimal) -> Basis:
    """What the strategy office decides by when it transfers to a place: what the place has of this project."""
    key, shown = f"{place._meta.model_name}-{place.pk}", format_baht(received, decimals=False)
    return Basis.of([Point(key, place, f"{received:.2f}", shown)])


def flagship_purses(place: District | Office, year: FiscalYear) -> QuerySet[Allocation]:
    """What the district or the bureau received of the year's flagship projects."""
    owner = Q(district=place) if isinstance(place, District) else Q(bureau=place)
    return (
        Allocation.objects.filter(owner, appropriation__fiscal_year=year.be, item=None)
        .select_related("appropriation__flagship")
        .order_by("appropriation__flagship__position", "pk")
    )


def item_purses(district: District, year: FiscalYear) -> QuerySet[Allocation]:
    """The yearly budget's money by action-plan item."""
    return (
        Allocation.objects.filter(district=district, appropriation__fiscal_year=year.be, item__isnull=False)
        .select_related("item", "appropriation")
        .order_by("item__position", "pk")
    )


def unfunded_items(district: District, year: FiscalYear) -> QuerySet[ActionPlanItem]:
    """Approved items that were planned with money and have none entered yet."""
    return (
        ActionPlanItem.objects.carried()
        .filter(plan__district=district, plan__fiscal_year=year.be, planned_amount__isnull=False)
        .filter(Q(allocation=None) | Q(allocation__transferred=0))
        .exclude(progress=ItemProgress.CANCELLED)
        .order_by("position", "pk")
    )


def sums_of_items(items: Iterable[int]) -> dict[int, Sums]:
    """Of those that have money."""
    purses = Allocation.objects.filter(item__in=list(items), transferred__gt=0)
    return {purse.item_id: Sums.of(purse) for purse in purses if purse.item_id is not None}


def sums_of(purses: Collection[Allocation]) -> Sums:
    return sum((Sums.of(purse) for purse in purses), Sums())


@dataclass(frozen=True, slots=True)
class ActJustDone:
    """The act that a page offers to undo."""

    act: UUID
    kind: str
    total: Decimal
    entries: int


def undoable(act: str | UUID | None, *, by: int | None) -> ActJustDone | None:
    """The act with this id, if this person did it and nobody undid it; otherwise None."""
    try:
        wanted = UUID(str(act))
    except ValueError:
        return None
    rows = list(LedgerEntry.objects.filter(act=wanted, by=by, reverses=None, reversed_by=None).order_by("pk"))
    if not rows:
        return None
    total = sum((row.amount for row in rows if row.kind == rows[-1].kind), ZERO)
    return ActJustDone(wanted, rows[-1].kind, total, len(rows))
