"""Goods that are bought together: lines are gathered, received, handed over to communities, and the lot is closed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record, state_of
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import demand_permission
from bkkplan.ground.core.refusals import Kind
from bkkplan.ground.core.rows.basis import Bases
from budget.actions.errors import MoneyError, MoneyMomentError
from budget.enums import LotState, ProcurementWay
from budget.models import ActionPlan, Handover, Lot, LotInspection, LotLine, LotPieces
from budget.queries.lots.lot_shares import money_of_lots
from budget.queries.lots.lots import basis_of_lines, basis_of_pieces, chosen_lines, lines_of, received_of
from districts.models import District

DESCRIBED = ["title", "way", "egp_number", "egp_link"]
TOLD = ["on", "asset_numbers"]  # of a handover; the log keeps no name of who keeps the goods


class LotMomentError(MoneyMomentError):
    """The lot is at another step."""


class NoLineError(MoneyError):
    field = "lines"
    sentence = gettext_lazy("เลือกรายการอย่างน้อย 1 รายการ")


class LineTakenError(MoneyError):
    """Lines that stand in another lot, or belong to no project of the plan in force; the sentence counts them."""

    kind = Kind.WRONG_MOMENT
    field = "lines"


class TooManyPiecesError(MoneyError):
    field = None


class NotItsCommunityError(MoneyError):
    field = None
    sentence = gettext_lazy("ชุมชนนี้ไม่มีของในการจัดซื้อนี้")


@dataclass(frozen=True, slots=True)
class Description:
    """What is bought and how; all but the title may be empty until it is known."""

    title: str
    way: ProcurementWay | str = ""
    egp_number: str = ""
    egp_link: str = ""


@transaction.atomic
def open_lot(
    *, district: District, year: FiscalYear, described: Description, uuid: UUID, by: User, at: datetime
) -> Lot:
    """Begin to gather lines for one procurement. The same form sent again returns the first lot."""
    demand_permission(by, "budget.commit_money", Lot(district=district, fiscal_year=year.be))
    facts = {"fiscal_year": year.be, "created_by": by, "created_at": at, **_fields(described)}
    lot, is_new = Lot.objects.get_or_create(uuid=uuid, district=district, defaults=facts)
    if is_new:
        record("budget.lot_opened", lot, by=by, at=at, year=year)
    return lot


@transaction.atomic
def describe_lot(*, lot_id: int, described: Description, by: User, at: datetime) -> Lot:
    """Say what is bought, in which way, and under which number of e-GP; also after the order, while it is not over."""
    lot = take_lot(lot_id, by=by)
    demand_open(lot)
    before = state_of(lot, DESCRIBED)
    for name, value in _fields(described).items():
        setattr(lot, name, value)
    if changed := changes(before, state_of(lot, DESCRIBED))["after"]:
        lot.save_over(lot.version, update_fields=DESCRIBED)
        record("budget.lot_described", lot, by=by, at=at, before={n: before[n] for n in changed}, after=changed)
    return lot


@transaction.atomic
def gather(
    *, lot_id: int, lines: Collection[tuple[int, int]], seen: Bases | None = None, by: User, at: datetime
) -> list[LotLine]:
    """Put lines into a lot; each is the id of a budget line, and of the inclusion whose item pays for it.

    Raises LineTakenError for all if one of them stands in a lot already or its project is not in the plan in force.
    """
    lot = take_lot(lot_id, by=by)
    demand_gathering(lot)
    if not lines:
        raise NoLineError
    # Whoever gathers in this district and year holds its plan, so no line gets into two lots.
    plans = ActionPlan.objects.select_for_update(no_key=True)
    plans.get(district=lot.district_id, fiscal_year=lot.fiscal_year)
    found = chosen_lines(lot, lines)
    if len(found) < len(lines) or len({one.budget_line_id for one in found}) < len(found):
        missing = len(lines) - len({one.budget_line_id for one in found})
        raise LineTakenError(
            _("มี %(n)s รายการที่อยู่ในการจัดซื้ออื่นแล้ว หรือโครงการไม่อยู่ในแผนที่อนุมัติ จึงยังไม่ได้เพิ่มรายการใด ดูรายการที่เหลือแล้วเลือกอีกครั้ง")
            % {"n": missing}
        )
    seen_as = basis_of_lines({line.budget_line_id: line for line in found}).demand(seen)
    for line in found:
        line.at, line.by = at, by
    made = LotLine.objects.bulk_create(found)
    _touch(lot)
    record("budget.lot_gathered", lot, by=by, at=at, lines=[_told(line) for line in made], seen=seen_as)
    return made


@transaction.atomic
def take_out(*, lot_id: int, lines: Collection[int], by: User, at: datetime) -> list[LotLine]:
    """Take lines out of a lot before it is ordered; they may be gathered again."""
    lot = take_lot(lot_id, by=by)
    demand_gathering(lot)
    taken = list(lot.lines.standing().filter(pk__in=lines).order_by("pk"))
    if not taken:
        raise NoLineError
    release_lines(lot.lines.filter(pk__in=[line.pk for line in taken]), by=by, at=at)
    _touch(lot)
    record("budget.lot_lines_taken_out", lot, by=by, at=at, lines=[_told(line) for line in taken])
    return taken


@transaction.atomic
def cancel_lot(*, lot_id: int, reason: str, on: date, by: User, at: datetime) -> Lot:
    """Give up a lot that was not ordered; its lines may be gathered into another one."""
    lot = take_lot(lot_id, by=by)
    demand_gathering(lot)
    return end_lot(lot, LotState.CANCELLED, on=on, reason=reason, by=by, at=at, verb="budget.lot_cancelled")


@transaction.atomic
def inspect(
    *,
    lot_id: int,
    on: date,
    inspectors: str,
    pieces: Mapping[int, Decimal],
    note: str = "",
    uuid: UUID,
    seen: Bases | None = None,
    by: User,
    at: datetime,
) -> LotInspection:
    """Record what was received of each line on a day: fewer pieces than ordered are allowed, more are not.

    The same form sent again returns the first inspection. Raises TooManyPiecesError.
    """
    lot = take_lot(lot_id, by=by)
    if earlier := LotInspection.objects.filter(uuid=uuid, lot=lot).first():
        return earlier
    demand_ordered(lot)
    lines = {line.pk: line for line in lot.lines.standing()}
    counted = {pk: n for pk, n in pieces.items() if n and pk in lines}
    if not counted:
        raise MoneyError(_("ใส่จำนวนที่รับจริงอย่างน้อย 1 รายการ"), field=None)
    if lot.ordered_on and on < lot.ordered_on:
        raise MoneyError(_("วันที่ตรวจรับต้องไม่ก่อนวันที่ทำสัญญาหรือใบสั่งซื้อ"), field="on")
    received = received_of([lot.pk])
    seen_as = basis_of_pieces([lines[pk] for pk in counted], received).demand(seen)
    for pk, n in counted.items():
        left = lines[pk].quantity - received.get(pk, Decimal(0))
        if n > left:
            values = {"item": lines[pk].item, "n": f"{n.normalize():f}", "left": f"{left.normalize():f}"}
            sentence = _("%(item)s: รับ %(n)s เกินจำนวนที่สั่งและยังไม่ได้รับ %(left)s") % values
            raise TooManyPiecesError(sentence, field=f"line_{pk}")
    inspection = LotInspection.objects.create(lot=lot, on=on, inspectors=inspectors, note=note, uuid=uuid, by=by, at=at)
    LotPieces.objects.bulk_create(
        LotPieces(inspection=inspection, line=lines[pk], received=n) for pk, n in counted.items()
    )
    record("budget.lot_inspected", lot, by=by, at=at, on=on, received=sum(counted.values()), seen=seen_as)
    return inspection


@transaction.atomic
def undo_inspection(*, inspection_id: int, by: User, at: datetime) -> LotInspection:
    """Take back an inspection that was recorded by mistake."""
    lot = take_lot(LotInspection.objects.values_list("lot", flat=True).get(pk=inspection_id), by=by)
    demand_ordered(lot)
    inspection = lot.inspections.get(pk=inspection_id)
    if inspection.undone_at:
        raise LotMomentError(_("การตรวจรับนี้เลิกทำไปแล้ว"))
    inspection.undone_at, inspection.undone_by = at, by
    inspection.save(update_fields=["undone_at", "undone_by"])
    record("budget.lot_inspection_undone", lot, by=by, at=at, on=inspection.on)
    return inspection


@transaction.atomic
def hand_over(
    *, lot_id: int, community_id: int, on: date, asset_numbers: str, keeper: str, by: User, at: datetime
) -> Handover:
    """Record that a community received its goods, with their asset numbers and who keeps them. Sent again, it corrects.

    Raises LotMomentError where nothing of the community was received yet.
    """
    lot = take_lot(lot_id, by=by)
    lines = [line for line in lines_of(lot) if line.community.pk == community_id]
    if not lines:
        raise NotItsCommunityError
    received = received_of([lot.pk])
    if not any(received.get(line.pk) for line in lines):
        raise LotMomentError(_("ยังไม่ได้ตรวจรับของของชุมชนนี้ จึงยังส่งมอบไม่ได้"))
    handover = lot.handovers.filter(community=community_id).first()
    before = state_of(handover, TOLD) if handover else {}
    if handover is None:
        handover = Handover(lot=lot, community_id=community_id)
    handover.on, handover.asset_numbers, handover.keeper = on, asset_numbers, keeper
    handover.by, handover.at = by, at
    handover.save()
    record("budget.lot_handed_over", handover, by=by, at=at, **changes(before, state_of(handover, TOLD)))
    return handover


def take_lot(lot_id: int, *, by: User, permission: str = "budget.commit_money") -> Lot:
    """Lock a lot, and ask whether ``by`` may do this with it."""
    rows = Lot.objects.select_for_update(of=("self",), no_key=True).select_related("district")
    lot = rows.get(pk=lot_id)
    demand_permission(by, permission, lot)
    return lot


def demand_gathering(lot: Lot) -> None:
    if lot.state != LotState.GATHERING:
        raise LotMomentError(_("การจัดซื้อนี้ไม่ได้อยู่ในขั้นรวบรวมรายการแล้ว"))


def demand_ordered(lot: Lot) -> None:
    if lot.state != LotState.ORDERED:
        raise LotMomentError(_("การจัดซื้อนี้ยังไม่ได้สั่งซื้อ หรือสิ้นสุดไปแล้ว"))


def demand_open(lot: Lot) -> None:
    if lot.state not in (LotState.GATHERING, LotState.ORDERED):
        raise LotMomentError(_("การจัดซื้อนี้สิ้นสุดไปแล้ว"))


def end_lot(lot: Lot, state: LotState, *, on: date, reason: str = "", by: User, at: datetime, verb: str) -> Lot:
    """Close or cancel a lot; lines of a cancelled one of which nothing came and was paid are free for another lot."""
    if state == LotState.CANCELLED and not reason.strip():
        raise MoneyError(_("ต้องระบุเหตุผล"), field="reason")
    lot.state, lot.end_reason = state, reason
    lot.ended_on, lot.ended_at, lot.ended_by = on, at, by
    lot.save_over(lot.version, update_fields=["state", "end_reason", "ended_on", "ended_at", "ended_by"])
    if state == LotState.CANCELLED:
        came = {pk for pk, n in received_of([lot.pk]).items() if n}
        paid = {pk for pk, money in money_of_lots([lot.pk]).items() if money.paid}
        release_lines(lot.lines.standing().exclude(pk__in=came | paid), by=by, at=at)
    told: dict[str, Any] = {"reason": reason} if reason else {}
    record(verb, lot, by=by, at=at, on=on, **told)
    return lot


def release_lines(lines: QuerySet[LotLine], *, by: User, at: datetime) -> None:
    lines.update(removed_at=at, removed_by=by)


def _fields(described: Description) -> dict[str, str]:
    return {name: str(getattr(described, name)) for name in DESCRIBED}


def _touch(lot: Lot) -> None:
    """What a page showed of the lot is old now."""
    lot.save_over(lot.version, update_fields=["state"])


def _told(line: LotLine) -> str:
    return f"{line.item} × {line.quantity.normalize():f}"
