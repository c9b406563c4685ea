"""The acts of money: each checks the right of ``by`` and says which movements it has; `ledger.enter` enters them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Unpack
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import demand_permission
from bkkplan.ground.core.rows.basis import Bases, Basis
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.years.models import PlannedYear
from budget.actions.money.books import Movement
from budget.actions.money.ledger import (
    Entered,
    HowEntered,
    NotAvailableError,
    OutsideYearError,
    enter,
    opposite,
    purses_of,
)
from budget.actions.money.money_words import tell_section
from budget.actions.naming import demand_enough_of, demand_source
from budget.enums import EditionState, EntryKind, ItemProgress, Level
from budget.models import ActionPlanItem, Allocation, Appropriation, FlagshipProject, LedgerEntry, NamedSource
from budget.queries.money.money import basis_of_share


@transaction.atomic
def grant(
    *,
    flagship_id: int,
    amount: Decimal,
    from_source: NamedSource | None = None,
    **how: Unpack[HowEntered],
) -> Entered:
    """Enter money that the city received for a flagship project; without a source, from the yearly ordinance."""
    demand_permission(how["by"], "budget.manage_flagship_money")
    flagship = FlagshipProject.objects.get(pk=flagship_id)
    if PlannedYear.objects.drafts().filter(fiscal_year=flagship.fiscal_year).exists():
        raise NotAvailableError(_("ปีงบประมาณนี้ยังไม่เปิด จึงยังบันทึกงบประมาณที่ได้รับไม่ได้"))
    demand_source(from_source, year=FiscalYear(flagship.fiscal_year))
    appropriation, _created = Appropriation.objects.get_or_create(flagship=flagship, fiscal_year=flagship.fiscal_year)
    return _grant(appropriation, amount, from_source, **how)


@transaction.atomic
def grant_yearly_budget(
    *,
    district_id: int,
    year: FiscalYear,
    amount: Decimal,
    from_source: NamedSource | None = None,
    **how: Unpack[HowEntered],
) -> Entered:
    """Enter money of a district's yearly budget that is not yet for one item of its action plan."""
    demand_permission(how["by"], "budget.record_money", Appropriation(district_id=district_id))
    demand_source(from_source, year=year)
    budget, _created = Appropriation.objects.get_or_create(district_id=district_id, fiscal_year=year.be)
    return _grant(budget, amount, from_source, **how)


def _grant(
    appropriation: Appropriation, amount: Decimal, source: NamedSource | None, **how: Unpack[HowEntered]
) -> Entered:
    return enter(appropriation, lambda: [Movement(EntryKind.APPROPRIATION, amount, source=source)], **how)


@transaction.atomic
def cut(
    *,
    appropriation_id: int,
    amount: Decimal,
    from_source: NamedSource | None = None,
    **how: Unpack[HowEntered],
) -> Entered:
    """Take back money that was granted but not transferred, of a flagship project or of a district's yearly budget.

    Raises NotEnoughError if less than that was granted from this source.
    """
    appropriation = Appropriation.objects.get(pk=appropriation_id)
    _demand_of(how["by"], appropriation)
    demand_source(from_source, year=FiscalYear(appropriation.fiscal_year))

    def movements() -> list[Movement]:
        return [Movement(EntryKind.APPROPRIATION_CUT, amount, source=from_source)]

    def demand(_purses: Mapping[int, Allocation]) -> dict[str, object]:
        demand_enough_of(from_source, appropriation, amount)
        return {}

    return enter(appropriation, movements, demand, **how)


@transaction.atomic
def transfer_to_districts(
    *,
    flagship_id: int,
    shares: Mapping[int, Decimal],
    seen: Bases | None = None,
    **how: Unpack[HowEntered],
) -> Entered:
    """Transfer a flagship project's money to all these districts, or to none. ``shares`` is ``{district id: baht}``.

    Raises NotAvailableError if the project was granted nothing or ``shares`` is empty.
    """
    demand_permission(how["by"], "budget.manage_flagship_money")
    appropriation = Appropriation.objects.filter(flagship=flagship_id).first()
    if appropriation is None:
        raise NotAvailableError(_("โครงการนี้ยังไม่ได้รับงบประมาณ จึงยังโอนไม่ได้"))
    if not shares:
        raise NotAvailableError(_("ยังไม่ได้เลือกเขตที่จะโอน"))

    def movements() -> list[Movement]:
        purses = purses_of(appropriation, shares)
        return [Movement(EntryKind.TRANSFER, shares[d], purses[d]) for d in sorted(shares)]

    def demand(purses: Mapping[int, Allocation]) -> dict[str, object]:
        received = {
            purse.district.pk: basis_of_share(purse.district, purse.transferred)
            for purse in purses.values()
            if purse.district
        }
        return {"seen": Bases.of(received).demand(seen)}

    return enter(appropriation, movements, demand, **how)


@transaction.atomic
def transfer_to_bureau(
    *, flagship_id: int, amount: Decimal, seen: Basis | None = None, **how: Unpack[HowEntered]
) -> Entered:
    """Transfer money of a flagship project to the bureau in charge of it.

    Raises NotAvailableError if the project names no bureau or was granted nothing, and BasisChangedError if the bureau
    has not what ``seen`` says.
    """
    demand_permission(how["by"], "budget.manage_flagship_money")
    flagship = FlagshipProject.objects.get(pk=flagship_id)
    appropriation = Appropriation.objects.filter(flagship=flagship).first()
    bureau = flagship.bureau
    if bureau is None:
        raise NotAvailableError(_("โครงการนี้ไม่ได้ระบุสำนักที่ใช้งบประมาณ จึงโอนให้สำนักไม่ได้"))
    if appropriation is None:
        raise NotAvailableError(_("โครงการนี้ยังไม่ได้รับงบประมาณ จึงยังโอนไม่ได้"))

    def movements() -> list[Movement]:
        purse, _new = Allocation.objects.get_or_create(appropriation=appropriation, bureau=bureau)
        return [Movement(EntryKind.TRANSFER, amount, purse)]

    def demand(purses: Mapping[int, Allocation]) -> dict[str, object]:
        [purse] = purses.values()
        return {"seen": basis_of_share(bureau, purse.transferred).demand(seen)}

    return enter(appropriation, movements, demand, **how)


@transaction.atomic
def approve_item_budget(
    *,
    item_id: int,
    amount: Decimal,
    is_new: bool = True,
    from_source: NamedSource | None = None,
    **how: Unpack[HowEntered],
) -> Entered:
    """Enter the budget approved for an item of an action plan.

    With ``is_new`` the district received the money for this item: it enters the yearly budget and the item in one act.
    Otherwise it is taken from what the yearly budget still has. Raises NotAvailableError unless the item is in an
    approved plan, not dropped and not cancelled.
    """
    # Locked, so that no amendment drops the item meanwhile.
    items = ActionPlanItem.objects.select_for_update(of=("self",), no_key=True)
    item = items.select_related("plan__district", "introduced_in", "section__merged_into").get(pk=item_id)
    demand_permission(how["by"], "budget.record_money", item.plan)
    demand_live(item)
    demand_source(from_source, year=item.plan.year)
    appropriation, _created = Appropriation.objects.get_or_create(
        district=item.plan.district, fiscal_year=item.plan.fiscal_year
    )

    def movements() -> list[Movement]:
        purse, _new = Allocation.objects.get_or_create(
            item=item, defaults={"appropriation": appropriation, "district": item.plan.district}
        )
        return budget_of(purse, amount, is_new=is_new, source=from_source)

    entered = enter(appropriation, movements, **how)
    if not entered.is_repeated:
        tell_section(item, amount=amount, besides=how["by"], at=how["at"])
    return entered


@transaction.atomic
def _move(
    kind: EntryKind,
    *,
    allocation_id: int,
    amount: Decimal,
    **how: Unpack[HowEntered],
) -> Entered:
    purse = Allocation.objects.select_related("appropriation").get(pk=allocation_id)
    _demand_of(how["by"], purse, kind=kind)
    return enter(purse.appropriation, lambda: [Movement(kind, amount, purse)], **how)


commit = partial(_move, EntryKind.COMMITMENT)
# release: a contract was cheaper than planned, or was not signed.
release = partial(_move, EntryKind.COMMITMENT_RELEASE)
# allot: a part of the transferred money may be spent from a day on, by a paper of the finance office.
allot = partial(_move, EntryKind.ALLOTMENT)
cut_allotment = partial(_move, EntryKind.ALLOTMENT_CUT)
# refund: disbursed money came back. It stays committed until it is released.
refund = partial(_move, EntryKind.REFUND)
# transfer_back: money that is not committed goes back to the appropriation.
transfer_back = partial(_move, EntryKind.TRANSFER_BACK)


@transaction.atomic
def undo(*, undone: UUID, act: UUID, by: User | None, at: datetime, note: str = "") -> Entered:
    """Cancel a whole act by entries of the opposite kind on the days of its own entries; ``note`` is the reason.

    Raises NotAvailableError if the act is unknown, is itself an undoing, or was undone before, and NotEnoughError if
    its money has been used since.
    """
    first = _first_of(undone, by=by)
    return _take_back(first, act=act, on=first.on, by=by, at=at, note=note, late_reason=note)


@transaction.atomic
def reverse(
    *, reversed_act: UUID, act: UUID, on: date, document_no: str, reason: str, by: User | None, at: datetime
) -> Entered:
    """Take back an older act by a document: the opposite entries stand on the document's day, earlier days stay."""
    first = _first_of(reversed_act, by=by)
    if not document_no.strip() or not reason.strip():
        raise NotAvailableError(_("การกลับรายการต้องมีเลขที่เอกสารและเหตุผล"))
    if on < first.on:
        raise OutsideYearError(_("วันที่กลับรายการต้องไม่ก่อนวันที่ของรายการเดิม %(day)s") % {"day": thai_date_short(first.on)})
    how = HowEntered(act=act, on=on, by=by, at=at, document_no=document_no, note=reason, late_reason=reason)
    return _take_back(first, **how)


def may_take_back(entry: LedgerEntry, *, by: User) -> bool:
    """Whoever may enter it may take it back."""
    return entry.kind in kinds_taken_back(entry.allocation or entry.appropriation, by=by)


def kinds_taken_back(purse: Appropriation | Allocation, *, by: User) -> frozenset[str]:
    """The kinds of this purse's entries that ``by`` may enter and so take back; empty for whoever only looks."""
    kinds = set()
    for kind in EntryKind:
        try:
            _demand_of(by, purse, kind=kind)
        except PermissionDenied:
            continue
        kinds.add(str(kind))
    return frozenset(kinds)


def _first_of(act: UUID, *, by: User | None) -> LedgerEntry:
    first = LedgerEntry.objects.select_related("appropriation", "allocation").filter(act=act).first()
    if first is None:
        raise NotAvailableError(_("ไม่พบรายการที่จะยกเลิก"))
    if first.reverses_id:
        raise NotAvailableError(_("รายการนี้เป็นการยกเลิกอยู่แล้ว หากต้องการบันทึกใหม่ให้บันทึกเป็นรายการใหม่"))
    _demand_of(by, first.allocation or first.appropriation, kind=EntryKind(first.kind))
    return first


def _take_back(first: LedgerEntry, **how: Unpack[HowEntered]) -> Entered:
    undone = first.act

    def movements() -> list[Movement]:
        mistaken = list(LedgerEntry.objects.select_related("allocation").filter(act=undone).order_by("-pk"))
        if LedgerEntry.objects.filter(reverses__in=mistaken).exclude(act=how["act"]).exists():
            raise NotAvailableError(_("รายการนี้ถูกยกเลิกไปแล้ว"))
        return opposite(mistaken)

    return enter(first.appropriation, movements, **how)


def budget_of(purse: Allocation, amount: Decimal, *, is_new: bool, source: NamedSource | None = None) -> list[Movement]:
    """The movements of an item's budget; money that is new enters the yearly budget first."""
    granted = [Movement(EntryKind.APPROPRIATION, amount, source=source)] if is_new else []
    return [*granted, Movement(EntryKind.TRANSFER, amount, purse)]


def demand_live(item: ActionPlanItem) -> None:
    """Raise NotAvailableError unless the item stands in an approved plan and goes on."""
    if item.introduced_in.state != EditionState.APPROVED:
        raise NotAvailableError(_("โครงการนี้อยู่ในแผนที่ผู้อำนวยการเขตยังไม่อนุมัติ จึงยังบันทึกงบประมาณไม่ได้"))
    if item.dropped_in_id or item.progress == ItemProgress.CANCELLED:
        raise NotAvailableError(_("โครงการนี้ถูกตัดออกหรือยกเลิกแล้ว จึงบันทึกงบประมาณไม่ได้"))


PROCURED = (EntryKind.COMMITMENT, EntryKind.COMMITMENT_RELEASE, EntryKind.CARRY_FREE_USED)
# What was decided on is withdrawn as a whole (`actions.carrying`), not entry by entry.
DECIDED = (EntryKind.CARRY_BOUND, EntryKind.CARRY_FREE)


def _demand_of(by: User | None, purse: Appropriation | Allocation, *, kind: EntryKind | None = None) -> None:
    """Raise PermissionDenied unless ``by`` may move this money.

    Grants and transfers of a flagship project belong to the strategy office, everything else to the office that holds
    the money: commitments to whoever does its procurement, the rest to whoever keeps its money.
    """
    if by is not None and kind in DECIDED:
        raise PermissionDenied
    appropriation = purse.appropriation if isinstance(purse, Allocation) else purse
    if appropriation.flagship_id and (kind is None or kind.level <= Level.TRANSFERRED):
        demand_permission(by, "budget.manage_flagship_money")
    else:
        demand_permission(by, "budget.commit_money" if kind in PROCURED else "budget.record_money", purse)
