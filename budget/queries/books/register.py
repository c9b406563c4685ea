"""What the finance section paid in a month, what our ledger has of it, and from what missing lines can be entered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import Bases, Basis, Point
from bkkplan.ground.core.thai import format_baht
from budget.enums import EntryKind, Level, LotAct
from budget.models import Allocation, Cost, LedgerEntry, Lot, LotLine, LotShare, Payment, RegisterLine
from budget.queries.books.reconciling import LotPaid, Paid, Reconciliation, reconcile, sum_of
from budget.queries.lots.lot_shares import NO_MONEY, money_of_lots, share_by_rest
from budget.queries.money.costs import forums_payable_by
from budget.queries.money.hearing_money import purse_of_hearings
from budget.queries.money.money import ZERO
from budget.queries.money.money_table import title_of
from districts.models import District
from forums.models import Forum

PAYING = [kind for kind in EntryKind if kind.level is Level.DISBURSED]
NAMED = ("item", "appropriation__flagship")


@dataclass(frozen=True, slots=True)
class Means:
    """From what missing lines are entered: purses and lots by their ids, and what is unpaid of the lots' lines.

    ``unpaid`` has it by lot and line, and ``payers`` the purse that pays for each line.
    """

    purses: Mapping[int, Allocation]
    lots: Mapping[int, Lot]
    unpaid: Mapping[int, Mapping[int, Decimal]]
    payers: Mapping[int, int]


def paid_in(district: District, month: date) -> list[Paid]:
    """What our ledger paid in a month, of whatever year the money is, and the payments that wait.

    What was undone on its own day happened on no day; what a later document took back is a correction of its own day.
    A payment of a joint purchase is one, with those of its items as parts.
    """
    span = (month, last_of(month))
    named = [f"allocation__{name}" for name in NAMED]
    entries = LedgerEntry.objects.filter(allocation__district=district, on__range=span, kind__in=PAYING)
    entries = entries.exclude(reverses__isnull=False, on=F("reverses__on")).exclude(reversed_by__on=F("on"))
    entries = entries.annotate(own_act=Coalesce("reverses__act", "act"), tied=Coalesce("advance__act", "own_act"))
    entries = entries.annotate(of_lot=_lot_paid_by("own_act"), of_forum=_forum_paid_by("tied"))
    waiting = Payment.objects.waiting().filter(allocation__district=district, on__range=span, amount__gt=0)
    waiting = waiting.annotate(of_lot=_lot_paid_by("act"), of_forum=_forum_paid_by("act"))
    found = [
        _of_ours(entry, EntryKind(entry.kind).sign * entry.amount)
        for entry in entries.select_related(*named).order_by("on", "pk")
    ]
    found += [_of_ours(one, one.amount, waits=True) for one in waiting.select_related(*named).order_by("pk")]
    return _lots_as_one(found)


def _lot_paid_by(act: str) -> Subquery:
    """The payment of a lot to which an act belongs; ``act`` names its field."""
    shares = LotShare.objects.filter(act=OuterRef(act), entry__kind=LotAct.PAYMENT)
    found = JSONObject(entry="entry", pk="entry__lot", uuid="entry__lot__uuid", title="entry__lot__title")
    return Subquery(shares.values(found=found)[:1])


def _forum_paid_by(act: str) -> Subquery:
    """The forum that an act paid for; ``act`` names its field."""
    costs = Cost.objects.in_force().filter(act=OuterRef(act), forum__isnull=False)
    names = {name: f"forum__{name}" for name in ("pk", "kind", "number", "number_year")}
    return Subquery(costs.values(found=JSONObject(**names))[:1])


def _of_ours(
    row: LedgerEntry | Payment, amount: Decimal, *, waits: bool = False
) -> tuple[Paid, tuple[int, LotPaid] | None]:
    """An entry of the ledger or a payment that waits, and the entry of a lot to which it belongs, if it does."""
    purse, of_forum, of_lot = row.allocation, getattr(row, "of_forum", None), getattr(row, "of_lot", None)
    assert purse is not None  # noqa: S101  (a constraint says so: entry_below_the_appropriation_names_its_allocation)
    forum = Forum(**of_forum) if of_forum else None
    paid = Paid(
        row.pk,
        purse.pk,
        _title(purse, forum),
        row.document_no,
        row.on,
        amount,
        row.note,
        waits,
        forum=forum.pk if forum else None,
    )
    if not of_lot:
        return paid, None
    return paid, (of_lot["entry"], LotPaid(of_lot["pk"], UUID(of_lot["uuid"]), of_lot["title"]))


def _title(purse: Allocation, forum: Forum | None) -> str:
    return f"{title_of(purse)} · {forum}" if forum else title_of(purse)


def _lots_as_one(found: Iterable[tuple[Paid, tuple[int, LotPaid] | None]]) -> list[Paid]:
    """The payments, those of one entry of a lot joined where the first of them stood."""
    joined: dict[object, tuple[list[Paid], LotPaid | None]] = {}
    for paid, of_lot in found:
        key = (of_lot[0], paid.amount < 0, paid.document_no, paid.on) if of_lot else (paid.pk, paid.waits)
        joined.setdefault(key, ([], of_lot[1] if of_lot else None))[0].append(paid)
    return [_as_one(parts, lot) if lot else parts[0] for parts, lot in joined.values()]


def _as_one(parts: list[Paid], lot: LotPaid) -> Paid:
    first, waits = parts[0], any(part.waits for part in parts)
    return replace(
        first, purse=0, title=lot.title, amount=sum_of(parts), waits=waits, lot=lot, forum=None, parts=tuple(parts)
    )


def registered(district: District, month: date) -> list[Paid]:
    """The lines of the finance section's register of a month."""
    lines = RegisterLine.objects.in_force().filter(district=district, month=month)
    lines = lines.select_related(*[f"purse__{name}" for name in NAMED], "lot", "forum")
    return [_of_theirs(line) for line in lines.order_by("on", "pk")]


def _of_theirs(line: RegisterLine) -> Paid:
    lot = LotPaid(line.lot.pk, line.lot.uuid, line.lot.title) if line.lot else None
    purse, forum = line.purse, line.forum
    return Paid(
        line.pk,
        purse.pk if purse else 0,
        _title(purse, forum) if purse else str(line.lot),
        line.document_no,
        line.on,
        line.amount,
        line.text,
        lot=lot,
        forum=forum.pk if forum else None,
    )


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
    return rows.select_related(*NAMED).order_by("pk")


def lots_paid_in(district: District, month: date) -> QuerySet[Lot]:
    """The joint purchases that a payment of a month may be of: those of its year that have a contract or an order."""
    rows = Lot.objects.filter(district=district, fiscal_year=FiscalYear.of(month).be, ordered_on__isnull=False)
    return rows.order_by("pk")


def forums_paid_in(district: District, month: date) -> tuple[Allocation | None, list[Forum]]:
    """The money for the hearings of the month's year, and the forums that it may pay for; none without that money."""
    purse = purse_of_hearings(FiscalYear.of(month), district.pk)
    return purse, list(forums_payable_by(purse)) if purse else []


def means_of(lines: Iterable[Paid], purses: Mapping[int, Allocation]) -> Means:
    """From what these lines of a register are entered; ``purses`` are those of the office and the year."""
    wanted = {one.lot.pk for one in lines if one.lot}
    if not wanted:
        return Means(purses, {}, {}, {})
    by_item = {purse.item_id: pk for pk, purse in purses.items() if purse.item_id}
    money, unpaid = money_of_lots(wanted), dict[int, dict[int, Decimal]]()
    payers: dict[int, int] = {}
    for line in LotLine.objects.standing().filter(lot__in=wanted).select_related("inclusion").order_by("pk"):
        unpaid.setdefault(line.lot_id, {})[line.pk] = max(money.get(line.pk, NO_MONEY).unpaid, ZERO)
        payers[line.pk] = by_item.get(line.inclusion.item_id, 0)
    return Means(purses, Lot.objects.in_bulk(wanted), unpaid, payers)


def payments_of_lots(lines: Iterable[Paid], means: Means) -> Iterator[tuple[Paid, Mapping[int, Decimal], Decimal]]:
    """The lines of lots in the order in which they are paid: what each purse pays, and what is then unpaid of the lot.

    A line that is more than is unpaid is paid by no purse.
    """
    rests = {lot: dict(rest) for lot, rest in means.unpaid.items()}
    for one in in_order(line for line in lines if line.lot):
        rest = rests.get(one.lot.pk, {}) if one.lot else {}
        shares = share_by_rest(one.amount, rest) if 0 < one.amount <= sum(rest.values(), ZERO) else {}
        by_purse: dict[int, Decimal] = defaultdict(Decimal)
        for line, share in shares.items():
            rest[line] -= share
            by_purse[means.payers[line]] += share
        yield one, by_purse, sum(rest.values(), ZERO)


def in_order(lines: Iterable[Paid]) -> list[Paid]:
    """Lines of a register by their days; of one day, what is paid before what came back."""
    return sorted(lines, key=lambda one: (one.on, one.amount < 0, one.pk))


def basis_of_lines(lines: Iterable[Paid], means: Means) -> Bases:
    """What lines of a register are entered by, by their ids: each amount, and what was moved of its purse or lot."""
    return Bases.of({one.pk: _basis_of(one, means) for one in lines})


def _basis_of(one: Paid, means: Means) -> Basis:
    if one.lot:
        lot, rest = means.lots[one.lot.pk], means.unpaid.get(one.lot.pk, {})
        moved = " ".join(_moved(means.purses[pk]) for pk in sorted({means.payers[line] for line in rest}) if pk)
        told, shown = f"{lot.state} {lot.version} {moved}", format_baht(sum(rest.values(), ZERO))
    else:
        purse = means.purses[one.purse]
        told, shown = _moved(purse), format_baht(purse.left)
    return Basis.of([Point(f"line-{one.pk}", one.title, f"{one.amount:.2f} {told}", shown)])


def _moved(purse: Allocation) -> str:
    return f"{purse.transferred:.2f} {purse.committed:.2f} {purse.disbursed:.2f}"
