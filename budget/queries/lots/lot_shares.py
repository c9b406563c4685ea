"""How the money of goods that are bought together is shared by their lines, to the satang.

An order and what is added to it are shared by what the lines were planned to cost. What is taken off, and what is paid,
is shared by what is unpaid of each line, so no line is ever paid more than is bound for it, and the last payment pays
each line out. What a share counts is read from the ledger: it counts as long as the act stands in which it was entered.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from budget.enums import LotAct, PaymentState
from budget.models import LedgerEntry, LotShare, Payment
from budget.queries.money.money import ZERO
from budget.queries.money.shares import apportion


@dataclass(frozen=True, slots=True)
class LineMoney:
    """What is bound and paid of one line, in baht; ``waiting`` is paid once a second person confirms it."""

    bound: Decimal = ZERO
    paid: Decimal = ZERO
    waiting: Decimal = ZERO

    @property
    def unpaid(self) -> Decimal:
        return self.bound - self.paid - self.waiting

    def __add__(self, other: "LineMoney") -> "LineMoney":
        return LineMoney(self.bound + other.bound, self.paid + other.paid, self.waiting + other.waiting)


NO_MONEY = LineMoney()


def share_by_plan(amount: Decimal, planned: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """``amount`` shared by what the lines were planned to cost; lines that get nothing are left out."""
    parts = zip(planned, apportion(amount, list(planned.values())), strict=True)
    return {line: part for line, part in parts if part}


def share_by_rest(amount: Decimal, rest: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """``amount`` shared by what is left of each line; no share exceeds it. ``amount`` is at most the whole rest."""
    weights = [max(left, ZERO) for left in rest.values()]
    parts = zip(rest, apportion(amount, weights, at_most=weights), strict=True)
    return {line: part for line, part in parts if part}


def money_of_lots(lots: Collection[int], *, as_of: date | None = None) -> dict[int, LineMoney]:
    """What is bound and paid of each line of these lots, by the line's id: as it is, or as it stood on a day."""
    standing = LedgerEntry.objects.filter(act=OuterRef("act"), reverses=None)
    if as_of is None:
        standing = standing.filter(reversed_by=None)
    else:
        standing = standing.filter(Q(reversed_by=None) | Q(reversed_by__on__gt=as_of), on__lte=as_of)
    waiting = Payment.objects.filter(act=OuterRef("act"), state=PaymentState.WAITING)
    shares = LotShare.objects.filter(entry__lot__in=lots).annotate(stands=Exists(standing), waits=Exists(waiting))
    found: dict[int, LineMoney] = defaultdict(LineMoney)
    for line, kind, amount, stands, waits in shares.values_list("line", "entry__kind", "amount", "stands", "waits"):
        if stands:
            found[line] += _counted(LotAct(kind), amount)
        elif waits and as_of is None:
            found[line] += LineMoney(waiting=amount)
    return dict(found)


def _counted(kind: LotAct, amount: Decimal) -> LineMoney:
    match kind:
        case LotAct.ORDER | LotAct.RAISE:
            return LineMoney(bound=amount)
        case LotAct.LOWER:
            return LineMoney(bound=-amount)
        case LotAct.PAYMENT:
            return LineMoney(paid=amount)
