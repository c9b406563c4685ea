"""What may be bought together, what was, and what of it belongs to one project."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.questions.with_rows import with_rows
from bkkplan.ground.core.rows.basis import Bases, Basis, Point
from bkkplan.ground.core.spreadsheets.columns import plain
from bkkplan.ground.core.thai import format_baht
from budget.enums import EditionState, LotAct, LotState
from budget.models import Allocation, Handover, Inclusion, Lot, LotEntry, LotLine, LotPieces
from budget.models.lots import whole_if_it_is
from budget.queries.lots.lot_shares import NO_MONEY, LineMoney, money_of_lots
from budget.queries.money.money import ZERO
from communities.enums import PlannedSource
from communities.models import BudgetLine, Community
from districts.models import District


class LotStep(IntEnum):
    """How far goods that are bought together have come; a later step has a higher number."""

    GATHERING = 1
    ORDERED = 2
    RECEIVED = 3
    HANDED_OVER = 4
    PAID = 5

    @property
    def label(self) -> str:
        return str(STEP_WORDS[self])


STEP_WORDS = {
    LotStep.GATHERING: gettext_lazy("รวบรวมรายการ"),
    LotStep.ORDERED: gettext_lazy("สั่งซื้อ"),
    LotStep.RECEIVED: gettext_lazy("ตรวจรับ"),
    LotStep.HANDED_OVER: gettext_lazy("ส่งมอบให้ชุมชน"),
    LotStep.PAID: gettext_lazy("เบิกจ่าย"),
}


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a lot with what was received of it and its money.

    ``is_dropped`` says that its project is not in the approved plan any more.
    """

    line: LotLine
    received: Decimal
    money: LineMoney
    is_dropped: bool

    @property
    def short(self) -> Decimal:
        """How many pieces are still missing."""
        return whole_if_it_is(self.line.quantity - self.received)

    @property
    def in_words(self) -> str:
        """How many pieces were ordered, and how many came."""
        values = {"item": self.line.item, "n": f"{self.line.ordered:,}", "unit": self.line.unit}
        return _("%(item)s สั่ง %(n)s %(unit)s รับแล้ว %(came)s") % {**values, "came": f"{self.received:,}"}


@dataclass(frozen=True, slots=True)
class CommunityRows:
    community: Community
    rows: tuple[LineRow, ...]
    handover: Handover | None

    @property
    def name(self) -> str:
        return str(self.community)

    @property
    def is_received(self) -> bool:
        """Whether something of it was delivered, so that it can be handed over."""
        return any(row.received for row in self.rows)


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A lot with its lines by community. ``contract`` is what its entries come to, those taken back left out."""

    lot: Lot
    groups: tuple[CommunityRows, ...]
    contract: Decimal = ZERO
    fines: Decimal = ZERO
    money: LineMoney = NO_MONEY
    rows: tuple[LineRow, ...] = field(default=())

    @property
    def planned(self) -> Decimal:
        return sum((row.line.amount for row in self.rows), ZERO)

    @property
    def dropped(self) -> tuple[LineRow, ...]:
        return tuple(row for row in self.rows if row.is_dropped)

    @property
    def short(self) -> tuple[LineRow, ...]:
        return tuple(row for row in self.rows if row.short > 0)

    @property
    def is_received(self) -> bool:
        return bool(self.rows) and not self.short

    @property
    def is_handed_over(self) -> bool:
        return bool(self.groups) and all(group.handover for group in self.groups)

    @property
    def is_paid(self) -> bool:
        return bool(self.money.bound) and self.money.paid == self.money.bound

    @property
    def differs_from_ledger(self) -> bool:
        """Whether somebody took back a single entry of the lot on the pages of money."""
        return self.contract != self.money.bound

    @property
    def step(self) -> LotStep:
        """The furthest step that is done, with all before it."""
        done = LotStep.GATHERING
        if self.lot.ordered_on is None:
            return done
        done = LotStep.ORDERED
        for step, is_done in (
            (LotStep.RECEIVED, self.is_received),
            (LotStep.HANDED_OVER, self.is_handed_over),
            (LotStep.PAID, self.is_paid),
        ):
            if not is_done:
                break
            done = step
        return done


@dataclass(frozen=True, slots=True)
class Offered:
    """A budget line that may be gathered; ``key`` is what a form sends of it."""

    line: BudgetLine
    inclusion: Inclusion

    @property
    def pieces(self) -> Decimal:
        return whole_if_it_is(self.line.quantity)

    @property
    def key(self) -> str:
        return f"{self.line.pk}-{self.inclusion.pk}"

    @property
    def community(self) -> Community:
        return self.inclusion.project.revision.plan.community

    @property
    def name(self) -> str:
        return str(self.community)


@dataclass(frozen=True, slots=True)
class OwnGoods:
    """What one project gets out of a lot, and the part of the lot's money that is its own."""

    lot: Lot
    rows: tuple[LineRow, ...]
    received_on: date | None
    handover: Handover | None

    @property
    def handed_over_on(self) -> date | None:
        return self.handover.on if self.handover else None

    @property
    def money(self) -> LineMoney:
        return sum((row.money for row in self.rows), NO_MONEY)


def lines_of(lot: Lot) -> list[LotLine]:
    """The lines that stand in a lot, in a fixed order, with their items, projects and communities."""
    return list(with_their_places(lot.lines.standing()).order_by("pk"))


def received_of(lots: Collection[int]) -> dict[int, Decimal]:
    """How many pieces of each line were received at inspections that stand, by the line's id."""
    pieces = LotPieces.objects.filter(inspection__lot__in=lots, inspection__undone_at=None)
    return dict(pieces.values_list("line").annotate(n=Sum("received")).order_by().values_list("line", "n"))


def look_at(lot: Lot) -> LookedAt:
    return look_at_all([lot])[0]


def look_at_all(lots: Collection[Lot]) -> list[LookedAt]:
    """Each lot with its lines, receipts and money; the number of questions does not grow with the lots."""
    ids = [lot.pk for lot in lots]
    received, money = received_of(ids), money_of_lots(ids)
    lines: dict[int, list[LineRow]] = defaultdict(list)
    for line in with_their_places(LotLine.objects.filter(lot__in=ids).standing()).order_by("pk"):
        came = whole_if_it_is(received.get(line.pk, ZERO))
        lines[line.lot_id].append(LineRow(line, came, money.get(line.pk, NO_MONEY), is_dropped(line.inclusion)))
    handovers: dict[tuple[int, int], Handover] = {}
    contracts: dict[int, Decimal] = defaultdict(Decimal)
    fines: dict[int, Decimal] = defaultdict(Decimal)
    with_both: Any = with_rows(
        Lot.objects.filter(pk__in=ids),
        handovers=Handover.objects.filter(lot=OuterRef("pk")),
        entries_in_force=LotEntry.objects.filter(lot=OuterRef("pk"), table__undone_at=None),
    )
    for lot in with_both:
        handovers |= {(lot.pk, one.community_id): one for one in lot.handovers.all()}
        for entry in lot.entries_in_force:
            contracts[lot.pk] += SIGNS[LotAct(entry.kind)] * entry.amount
            fines[lot.pk] += entry.fine
    return [
        LookedAt(
            lot,
            _by_community(lot, lines[lot.pk], handovers),
            contracts[lot.pk],
            fines[lot.pk],
            sum((row.money for row in lines[lot.pk]), NO_MONEY),
            tuple(lines[lot.pk]),
        )
        for lot in lots
    ]


SIGNS = {LotAct.ORDER: 1, LotAct.RAISE: 1, LotAct.LOWER: -1, LotAct.PAYMENT: 0}


def is_dropped(inclusion: Inclusion) -> bool:
    """Whether an amendment that is approved took the project out of the plan, or dropped its item."""
    dropped_in = inclusion.item.dropped_in
    return inclusion.ended_on is not None or (dropped_in is not None and dropped_in.state == EditionState.APPROVED)


def offered(district: District, year: FiscalYear, *, word: str = "") -> list[Offered]:
    """The lines that the district pays of projects in its plan in force, and that stand in no lot; by community."""
    inclusions = Inclusion.objects.in_force().filter(item__plan__district=district, item__plan__fiscal_year=year.be)
    inclusions = inclusions.filter(project__removed_at=None).select_related(
        "item", "project__revision__plan__community"
    )
    found = list(inclusions.order_by("project__revision__plan__community__code", "pk"))
    lines = BudgetLine.objects.filter(project__in={one.project_id for one in found}, source=PlannedSource.DISTRICT)
    lines = lines.exclude(pk__in=LotLine.objects.standing().values("budget_line"))
    if word:
        lines = lines.filter(item__icontains=word)
    by_project: dict[int, list[BudgetLine]] = defaultdict(list)
    for line in lines.order_by("project", "position", "pk"):
        by_project[line.project_id].append(line)
    return [Offered(line, one) for one in found for line in by_project[one.project_id]]


def chosen_lines(lot: Lot, keys: Collection[tuple[int, int]]) -> list[LotLine]:
    """Lines of a lot, not saved, for those of these keys that are offered."""
    wanted = set(keys)
    return [
        LotLine(
            lot=lot,
            budget_line=one.line,
            inclusion=one.inclusion,
            **{name: getattr(one.line, name) for name in ("item", "quantity", "unit", "unit_price", "amount")},
        )
        for one in offered(lot.district, lot.year)
        if (one.line.pk, one.inclusion.pk) in wanted
    ]


def like_lots(lot: Lot, looked: LookedAt, *, limit: Decimal) -> list[tuple[Lot, Decimal]]:
    """Other lots of the office in the year with goods like those of this one, none of them above ``limit``.

    Empty where this lot is above it. Goods are alike where the name of one is in the name of the other.
    """
    amount = looked.contract or looked.planned
    if not looked.rows or amount > limit:
        return []
    own = {plain(row.line.item) for row in looked.rows}
    others = Lot.objects.filter(district=lot.district_id, fiscal_year=lot.fiscal_year).exclude(pk=lot.pk)
    others = others.exclude(state=LotState.CANCELLED).order_by("pk")
    return [
        (other.lot, other.contract or other.planned)
        for other in look_at_all(list(others))
        if (other.contract or other.planned) <= limit
        and any(_alike(name, plain(row.line.item)) for row in other.rows for name in own)
    ]


def _alike(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)


def basis_of_lot(lot: Lot, purses: Mapping[int, Allocation]) -> Basis:
    """What money of a lot is entered by: its lines and entries (every change raises its version), and its purses."""
    points = [Point("lot", str(lot), f"{lot.state} {lot.version}", lot.get_state_display())]
    for item, purse in sorted(purses.items()):
        moved = f"{purse.transferred:.2f} {purse.committed:.2f} {purse.disbursed:.2f}"
        points.append(Point(f"item-{item}", str(purse.item), moved, format_baht(purse.left)))
    return Basis.of(points)


def basis_of_lines(lines: Mapping[int, BudgetLine | LotLine]) -> Bases:
    """What lines are gathered by, by the budget line's id: what is bought of each, and what it is planned to cost."""
    return Bases.of(
        {
            pk: Basis.of([Point(f"line-{pk}", line.item, f"{line.quantity:.2f} {line.amount:.2f}")])
            for pk, line in lines.items()
        }
    )


def basis_of_pieces(lines: Iterable[LotLine], received: Mapping[int, Decimal]) -> Bases:
    """What pieces are counted by, by the line's id: how many were received before."""
    return Bases.of(
        {
            line.pk: Basis.of([Point(f"line-{line.pk}", line.item, f"{received.get(line.pk, ZERO):.2f}")])
            for line in lines
        }
    )


def purses_of_lot(lines: Iterable[LotLine]) -> dict[int, Allocation]:
    """The allocations of the items that pay for these lines, by the item's id; an item without money has none."""
    items = {line.inclusion.item_id for line in lines}
    rows = Allocation.objects.filter(item__in=items).select_related("item", "appropriation__flagship")
    return {purse.item_id: purse for purse in rows.order_by("pk") if purse.item_id is not None}


def is_in_a_lot() -> Exists:
    """Of a row of `Inclusion`: whether a lot that was ordered has a line of it. Else `goods_of` is empty."""
    return Exists(LotLine.objects.standing().filter(inclusion=OuterRef("pk"), lot__ordered_on__isnull=False))


def goods_of(inclusions: Collection[int]) -> dict[int, tuple[OwnGoods, ...]]:
    """What the projects of these inclusions get out of lots that were ordered, by the inclusion's id."""
    lines = LotLine.objects.standing().filter(inclusion__in=inclusions, lot__ordered_on__isnull=False)
    lots = list({line.lot_id: line.lot for line in lines.select_related("lot").order_by("lot", "pk")}.values())
    if not lots:
        return {}
    received_on = _last_receipts([lot.pk for lot in lots])
    found: dict[int, list[OwnGoods]] = defaultdict(list)
    for looked in look_at_all(lots):
        for group in looked.groups:
            for inclusion, rows in groupby(group.rows, key=lambda row: row.line.inclusion_id):
                if inclusion in inclusions:
                    own = tuple(rows)
                    days = [received_on[row.line.pk] for row in own if row.line.pk in received_on]
                    found[inclusion].append(OwnGoods(looked.lot, own, max(days, default=None), group.handover))
    return {inclusion: tuple(goods) for inclusion, goods in found.items()}


def _last_receipts(lots: Collection[int]) -> dict[int, date]:
    pieces = LotPieces.objects.filter(inspection__lot__in=lots, inspection__undone_at=None)
    return dict(pieces.order_by("inspection__on", "pk").values_list("line", "inspection__on"))


def with_their_places(lines: QuerySet[LotLine]) -> QuerySet[LotLine]:
    return lines.select_related(
        "inclusion__item__dropped_in", "inclusion__item__section", "inclusion__project__revision__plan__community"
    )


def _by_community(
    lot: Lot, rows: list[LineRow], handovers: Mapping[tuple[int, int], Handover]
) -> tuple[CommunityRows, ...]:
    of_community: dict[Community, list[LineRow]] = defaultdict(list)
    for row in rows:
        of_community[row.line.community].append(row)
    return tuple(
        CommunityRows(
            community,
            tuple(sorted(of_it, key=lambda row: (row.line.inclusion_id, row.line.pk))),
            handovers.get((lot.pk, community.pk)),
        )
        for community, of_it in sorted(of_community.items(), key=lambda pair: pair[0].code)
    )
