"""What an entry needs whose month or year is closed: a reason, and in a closed year a second person."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.errors import MoneyError
from budget.enums import PermitState
from budget.models import Allocation, Appropriation, MonthClosing, YearClosing, YearPermit
from budget.queries.books.closing import why_not_entered
from districts.models import District, Office


class LateReasonNeededError(MoneyError):
    """The month of the entry was closed, and no reason was given for entering it afterwards."""

    field = "late_reason"


class PermitNeededError(MoneyError):
    """The year of the entry was closed, and nobody has allowed this entry."""

    field = None


def demand_open_books(
    appropriation: Appropriation, purses: Collection[Allocation], *, on: date, act: UUID, late_reason: str
) -> str:
    """The reason to keep with the entries of an act; empty where nothing is closed.

    In a closed year it uses up a permit of the place. The caller holds the appropriation's lock, which whoever
    closes a month or a year takes, too. Raises PermitNeededError and LateReasonNeededError.
    """
    year = FiscalYear(appropriation.fiscal_year)
    if on in year and YearClosing.objects.filter(fiscal_year=year.be).exists():
        places: set[District | Office] = {purse.place for purse in purses}
        place = places.pop() if len(places) == 1 else appropriation.district
        permitted = _use_permit(place, year, act=act)
        return late_reason.strip() or permitted
    _demand_reason(appropriation, purses, on=on, late_reason=late_reason)
    return late_reason.strip()


def demand_reason(purse: Allocation, *, on: date, late_reason: str) -> None:
    """Raise LateReasonNeededError if the month is closed and no reason is given: asked before a payment waits."""
    if not YearClosing.objects.filter(fiscal_year=purse.appropriation.fiscal_year).exists():
        _demand_reason(purse.appropriation, [purse], on=on, late_reason=late_reason)


def _demand_reason(appropriation: Appropriation, purses: Collection[Allocation], *, on: date, late_reason: str) -> None:
    if not late_reason.strip() and (closed := _closed_month(appropriation, purses, on)):
        raise LateReasonNeededError(
            _("บัญชีเดือน%(month)sปิดแล้ว ใส่เหตุผลที่ลงรายการหลังปิดบัญชี แล้วบันทึกอีกครั้ง") % {"month": f" {closed} "}
        )


def _use_permit(place: District | Office | None, year: FiscalYear, *, act: UUID) -> str:
    rows = YearPermit.objects.select_for_update(of=("self",), no_key=True).of(place)
    permit = rows.filter(fiscal_year=year.be, state=PermitState.ALLOWED).order_by("pk").first()
    if permit is None:
        raise PermitNeededError(why_not_entered(place, year))
    permit.state, permit.used_act = PermitState.USED, act
    permit.save(update_fields=["state", "used_act"])
    return permit.reason


def _closed_month(appropriation: Appropriation, purses: Collection[Allocation], on: date) -> MonthClosing | None:
    districts = {purse.district_id for purse in purses} | {appropriation.district_id}
    bureaus = {purse.bureau_id for purse in purses}
    of_them = Q(district__in=districts - {None}) | Q(bureau__in=bureaus - {None})
    return MonthClosing.objects.filter(of_them, month=on.replace(day=1)).order_by("pk").first()
