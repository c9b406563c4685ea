"""Closing the books: a month of an office, the year of the city; and permits for what is entered into a closed year."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import LogLine, log_line, record, write_line
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import demand_permission
from bkkplan.ground.core.rows.basis import Basis
from budget.actions.errors import MoneyError, MoneyMomentError
from budget.actions.money.books import Movement
from budget.actions.money.ledger import enter
from budget.actions.money.spending import lock_sources
from budget.enums import EntryKind, PermitState
from budget.models import Allocation, Appropriation, MonthClosing, YearClosing, YearPermit
from budget.models.closing import month_name
from budget.queries.books.closing import MonthSums, basis_of_sums, basis_of_year, open_work, sums_to
from districts.models import District, Office


class ClosingError(MoneyMomentError):
    """It is the wrong moment: not over yet, closed before, or something still waits."""


class DifferenceError(MoneyError):
    """The books differ from the ledger, and no reason was given."""

    field = "difference"


class OwnPermitError(ClosingError):
    pass


@transaction.atomic
def close_month(
    *,
    place: District | Office,
    month: date,
    committed: Decimal,
    disbursed: Decimal,
    carried: Decimal,
    difference: str = "",
    seen: Basis | None = None,
    on: date,
    by: User,
    at: datetime,
) -> MonthClosing:
    """Close a month of an office: the sums of the finance section's books beside the ledger's.

    ``month`` is its first day. Raises ClosingError, DifferenceError, and BasisChangedError if something was entered
    into the ledger since the page was shown.
    """
    year = FiscalYear.of(month)
    whose = Allocation(district=place) if isinstance(place, District) else Allocation(bureau=place)
    demand_permission(by, "budget.record_money", whose)
    # Whoever enters money into this month holds one of these.
    _lock_all_sources()
    if on <= year.end_of(month.month):
        raise ClosingError(_("เดือน %(month)s ยังไม่สิ้นสุด จึงยังปิดบัญชีไม่ได้") % {"month": month_name(month)})
    if MonthClosing.objects.of(place).filter(month=month).exists():
        raise ClosingError(_("บัญชีเดือน %(month)s ปิดแล้ว") % {"month": month_name(month)})
    ours, books = sums_to(place, month), MonthSums(committed, disbursed, carried)
    seen_as = basis_of_sums(ours).demand(seen)
    closing = MonthClosing(district=whose.district, bureau=whose.bureau, month=month)
    line = reconcile(closing, ours=ours, books=books, difference=difference, by=by, at=at)
    closing.save(force_insert=True)
    write_line(line, seen=seen_as)
    return closing


def reconcile(
    closing: MonthClosing, *, ours: MonthSums, books: MonthSums, difference: str = "", by: User, at: datetime
) -> LogLine:
    """Fill the row by which a month is closed, and return its line of the log; the database is not asked.

    ``ours`` are the ledger's sums. Raises DifferenceError if the books differ from them without a reason.
    """
    if ours != books and not difference.strip():
        raise DifferenceError(_("ยอดตามบัญชีการคลังไม่ตรงกับระบบนี้ ใส่เหตุที่ต่างกัน หรือแก้รายการให้ตรงก่อน"))
    closing.our_committed, closing.our_disbursed, closing.our_carried = ours.committed, ours.disbursed, ours.carried
    closing.committed, closing.disbursed, closing.carried = books.committed, books.disbursed, books.carried
    closing.difference, closing.at, closing.by = difference, at, by
    committed, disbursed = books.committed, books.disbursed
    return log_line(
        "budget.month_closed", closing, by=by, at=at, on=closing.month, committed=committed, disbursed=disbursed
    )


@transaction.atomic
def close_year(
    *, year: FiscalYear, document_no: str, act: UUID, seen: Basis | None = None, on: date, by: User, at: datetime
) -> YearClosing:
    """Close the books of a year for the whole city. What is neither paid nor carried over lapses on its last day.

    Raises ClosingError while the year goes on, or something of its money still waits.
    """
    demand_permission(by, "budget.close_year")
    sources = lock_sources(year)
    if not year.has_ended(on):
        raise ClosingError(_("ปีงบประมาณ %(year)s ยังไม่สิ้นสุด จึงยังปิดบัญชีไม่ได้") % {"year": year})
    if YearClosing.objects.filter(fiscal_year=year.be).exists():
        raise ClosingError(_("บัญชีปี %(year)s ปิดแล้ว") % {"year": year})
    work = open_work(year)
    if work.obstacles:
        raise ClosingError(_("ยังปิดบัญชีปีไม่ได้ มี%(what)s") % {"what": " · ".join(work.obstacles)})
    seen_as = basis_of_year(year).demand(seen)
    reason = _("ปิดบัญชีปี %(year)s") % {"year": year}
    for source in sources:
        _let_lapse(source, work.purses, act=act, reason=reason, document_no=document_no, by=by, at=at)
    closing = YearClosing.objects.create(
        fiscal_year=year.be, document_no=document_no, lapsed=work.lapses, on=on, at=at, by=by
    )
    record(
        "budget.year_closed", closing, by=by, at=at, on=on, document_no=document_no, lapsed=work.lapses, seen=seen_as
    )
    return closing


@transaction.atomic
def ask_permit(
    *,
    place: District | Office | None,
    year: FiscalYear,
    what: str,
    reason: str,
    act: UUID,
    by: User,
    at: datetime,
) -> YearPermit:
    """Ask that one act may be entered into a closed year; another person decides."""
    permit = YearPermit(fiscal_year=year.be, what=what, reason=reason, act=act, by=by, at=at)
    permit.through = by.entered_through
    if isinstance(place, District):
        permit.district = place
    else:
        permit.bureau = place
    demand_permission(by, "budget.record_money" if place else "budget.manage_flagship_money", permit if place else None)
    if not YearClosing.objects.filter(fiscal_year=year.be).exists():
        raise ClosingError(_("บัญชีปี %(year)s ยังไม่ปิด ลงรายการได้ตามปกติ") % {"year": year})
    if earlier := YearPermit.objects.filter(act=act).first():
        return earlier
    permit.save()
    record("budget.permit_asked", permit, by=by, at=at, act=act, year=year, what=what, reason=reason)
    return permit


@transaction.atomic
def decide_permit(*, permit_id: int, is_allowed: bool, by: User, at: datetime) -> YearPermit:
    """Allow one act in a closed year, or not. Whoever asked does not decide."""
    permit = YearPermit.objects.select_for_update(of=("self",), no_key=True).get(pk=permit_id)
    demand_permission(by, "budget.decide_permit", permit)
    if permit.state != PermitState.ASKED:
        raise ClosingError(_("คำขอนี้ตัดสินไปแล้ว: %(state)s") % {"state": permit.get_state_display()})
    deciding = {by.pk, by.entered_through.pk if by.entered_through else None} - {None}
    if deciding & {permit.by_id, permit.through_id}:
        raise OwnPermitError(_("ผู้ขอลงรายการอนุญาตคำขอของตนเองไม่ได้ ให้อีกคนหนึ่งอนุญาต"))
    permit.state = PermitState.ALLOWED if is_allowed else PermitState.REFUSED
    permit.decided_at, permit.decided_by, permit.decided_through = at, by, by.entered_through
    permit.save(update_fields=["state", "decided_at", "decided_by", "decided_through"])
    verb = "budget.permit_allowed" if is_allowed else "budget.permit_refused"
    record(verb, permit, by=by, at=at, year=permit.fiscal_year, what=permit.what, reason=permit.reason)
    return permit


def _let_lapse(
    source: Appropriation,
    purses: tuple[Allocation, ...],
    *,
    act: UUID,
    reason: str,
    document_no: str,
    by: User | None,
    at: datetime,
) -> None:
    """One act for each appropriation: what was not transferred of it, and the rest of its allocations."""
    own = [Movement(EntryKind.LAPSE, purse.rest, purse) for purse in purses if purse.appropriation_id == source.pk]
    if source.left_to_transfer > 0:
        own.append(Movement(EntryKind.LAPSE, source.left_to_transfer))
    if own:
        enter(
            source,
            lambda: own,
            act=uuid5(act, str(source.pk)),
            on=FiscalYear(source.fiscal_year).end,
            by=by,
            at=at,
            document_no=document_no,
            note=reason,
            late_reason=reason,
        )


def _lock_all_sources() -> None:
    """Wait for everyone who enters money: carried money of any earlier year may be paid in the month, too."""
    rows = Appropriation.objects.select_for_update(of=("self",), no_key=True)
    list(rows.order_by("pk").values_list("pk", flat=True))
