"""What a forum or a training cost: the payments and advances that are tied to it, each with the money that paid."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from budget.enums import EntryKind, Level
from budget.models import Allocation, Cost, LedgerEntry
from communities.enums import TrainingState
from communities.models import CourseSession
from forums.enums import ForumState
from forums.models import Forum

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class CostLine:
    """One payment or advance: what was paid of it, and what of an advance is not cleared yet, in baht."""

    act: UUID
    purse: Allocation
    on: date
    note: str
    paid: Decimal
    outstanding: Decimal

    @property
    def source(self) -> str:
        """The flagship project or the item whose money paid."""
        return str(self.purse.item or self.purse.appropriation.flagship)


@dataclass(frozen=True, slots=True)
class Costs:
    lines: tuple[CostLine, ...] = ()

    @property
    def paid(self) -> Decimal:
        return sum((line.paid for line in self.lines), ZERO)

    @property
    def outstanding(self) -> Decimal:
        return sum((line.outstanding for line in self.lines), ZERO)

    def paid_from(self, purse: Allocation) -> Decimal:
        return sum((line.paid for line in self.lines if line.purse == purse), ZERO)

    @property
    def sources(self) -> tuple[str, ...]:
        """The flagship projects and items whose money paid, each once."""
        return tuple(dict.fromkeys(line.source for line in self.lines))


def forums_payable_by(purse: Allocation) -> QuerySet[Forum]:
    """The forums that this money may pay for: those of its district and year that were not cancelled."""
    rows = Forum.objects.filter(district=purse.district_id, fiscal_year=purse.appropriation.fiscal_year)
    return rows.exclude(state=ForumState.CANCELLED).order_by("scheduled_on", "pk")


def sessions_payable_by(purse: Allocation) -> QuerySet[CourseSession]:
    """The trainings that this money may pay for: those of its district, or of the bureau, in its year."""
    rows = CourseSession.objects.filter(
        course__district=purse.district_id, course__fiscal_year=purse.appropriation.fiscal_year
    )
    return rows.exclude(state=TrainingState.CANCELLED).select_related("course").order_by("first_on", "number", "pk")


def flagship_money_for(paid_for: Forum | CourseSession) -> QuerySet[Allocation]:
    """The flagship money that may pay for a forum or a training: its district's, or all bureaus' if it has none."""
    held = paid_for if isinstance(paid_for, Forum) else paid_for.course
    district, year = held.district_id, held.fiscal_year
    whose = Q(district=district) if district else Q(bureau__isnull=False)
    rows = Allocation.objects.filter(whose, appropriation__fiscal_year=year, item=None)
    rows = rows.select_related("appropriation__flagship", "district", "bureau")
    return rows.order_by("appropriation__flagship__position", "pk")


def costs_of(paid_for: Forum | CourseSession) -> Costs:
    """What it cost. What was taken back counts nothing, and a payment that waits is not paid yet."""
    is_forum = isinstance(paid_for, Forum)
    rows = Cost.objects.in_force().filter(Q(forum=paid_for) if is_forum else Q(session=paid_for))
    rows = rows.select_related("allocation__appropriation__flagship", "allocation__item", "allocation__district")
    costs = {cost.act: cost for cost in rows.order_by("pk")}
    entries: dict[UUID, list[LedgerEntry]] = defaultdict(list)
    of_these = Q(act__in=costs) | Q(advance__act__in=costs)
    for entry in LedgerEntry.objects.filter(of_these).select_related("advance", "reversed_by").order_by("on", "pk"):
        entries[entry.act if entry.act in costs else entry.advance.act].append(entry)  # type: ignore[union-attr]
    lines = [line for act, cost in costs.items() if (line := _line(cost, entries[act]))]
    return Costs(tuple(sorted(lines, key=lambda line: line.on)))


def paid_for_by_act(acts: Collection[UUID]) -> dict[UUID, Forum | CourseSession]:
    rows = Cost.objects.in_force().filter(act__in=acts).select_related("forum", "session__course")
    return {cost.act: cost.paid_for for cost in rows}


def _line(cost: Cost, entries: list[LedgerEntry]) -> CostLine | None:
    # The entries that take back an advance or its clearing name the advance; those of a plain payment are left out.
    standing = [entry for entry in entries if entry.advance_id or not hasattr(entry, "reversed_by")]
    sums: dict[Level, Decimal] = defaultdict(Decimal)
    for entry in standing:
        kind = EntryKind(entry.kind)
        sums[kind.level] += kind.sign * entry.amount
    if not sums[Level.DISBURSED] and not sums[Level.ADVANCED]:
        return None
    first = standing[0]
    return CostLine(
        act=cost.act,
        purse=cost.allocation,
        on=first.on,
        note=first.note,
        paid=sums[Level.DISBURSED],
        outstanding=sums[Level.ADVANCED],
    )
