"""Payments that wait for a second person, and advances that are not cleared."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from bkkplan.ground.accounts.enums import BUREAU_ROLES, DISTRICT_ROLES
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import why_another_decides
from budget.models import Advance, Allocation, Payment
from districts.models import Office


def office_of(purse: Allocation) -> Office | None:
    """The office that spends the money; None for a district that has no office here."""
    if purse.bureau is not None:
        return purse.bureau
    return Office.objects.filter(district=purse.district_id).first()


def needs_confirmation(purse: Allocation) -> bool:
    office = office_of(purse)
    return office is not None and office.payments_need_confirmation


def why_not_confirmed_by(by: User, payment: Payment, *, on: date) -> str:
    """The sentence that says why ``by`` may not confirm the payment and who may; "" if ``by`` may."""
    return why_another_decides(
        by=by,
        handed_in_by=(payment.by_id, payment.through_id),
        roles=[*DISTRICT_ROLES, *BUREAU_ROLES],
        district=payment.allocation.district,
        bureau=payment.allocation.bureau,
        on=on,
    )


def payments_waiting(purses: Collection[int] | QuerySet[Allocation]) -> QuerySet[Payment]:
    rows = Payment.objects.waiting().filter(allocation__in=purses)
    return rows.select_related("by", "advance", "allocation").order_by("at", "pk")


def advances_of(purse: Allocation) -> QuerySet[Advance]:
    """Those that are outstanding first, the earliest due day first; then what is over, the newest first."""
    return purse.advances.order_by("-outstanding", "due_on", "-pk")
