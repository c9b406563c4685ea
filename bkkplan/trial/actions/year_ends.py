"""How last year ended: what districts carried over of it, and what they used of that; called act by act."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.actions.small_payments import facts_of, paper_of
from bkkplan.trial.builders import staff, story
from bkkplan.trial.catalog import phrases
from budget.actions import carried_money, carrying, closing
from budget.enums import CarryKind
from budget.models import Allocation, Carry
from budget.queries.closing import sums_to
from districts.models import District

CARRYING = 3  # so many districts
HALF = Decimal("0.5")


def end_last_year(crew: staff.Staff) -> None:
    """Money of flagship projects that a few districts had not paid is carried over; showcase districts close months."""
    year = story.THIS_YEAR.previous
    purses = Allocation.objects.filter(appropriation__fiscal_year=year.be, district__isnull=False, item=None)
    rows = purses.select_related("appropriation", "district").order_by("district__code", "pk")
    unpaid = [purse for purse in rows if purse.most_carried[CarryKind.BOUND] > 0]
    for number, purse in enumerate(unpaid[:CARRYING]):
        bound = _carry(purse, CarryKind.BOUND, year, crew)
        # The first is paid as a whole, the second in part, the third waits.
        if number < CARRYING - 1:
            amount = bound.amount if number == 0 else (bound.amount * HALF).quantize(Decimal(1), rounding=ROUND_HALF_UP)
            carried_money.pay_carried(
                carry_id=bound.pk,
                amount=amount,
                document_no=paper_of("receipt", 12 + number),
                **facts_of(f"carried/{purse.pk}", crew.officer(purse.place.code), date(2022, 11, 9 + number)),
            )
        purse.refresh_from_db()
        if purse.most_carried[CarryKind.FREE] > 0:
            _carry(purse, CarryKind.FREE, year, crew)
    for district in District.objects.filter(code__in=story.SHOWCASE[:2]).order_by("code"):
        _close_months(district, crew)


def _carry(purse: Allocation, kind: CarryKind, year: FiscalYear, crew: staff.Staff) -> Carry:
    code = purse.place.code
    asked = facts_of(f"carry/{kind.value}/{code}/{purse.pk}", crew.officer(code), date(year.end.year, 9, 13))
    carry = carrying.ask(
        allocation_id=purse.pk,
        kind=kind,
        amount=purse.most_carried[kind],
        document_no=paper_of("allotment", 20 + purse.pk % 50),
        reason=phrases()["carried_because"],
        **asked,
    )
    by = crew.strategy if carry.is_free else crew.director(code)
    decided = facts_of(f"carry/{kind.value}/{code}/{purse.pk}/decided", by, date(year.end.year, 9, 26))
    return carrying.approve(
        carry_id=carry.pk, decision=phrases()["carried_by"], on=decided["on"], by=by, at=decided["at"]
    )


def _close_months(district: District, crew: staff.Staff) -> None:
    for month in story.THIS_YEAR.months[:3]:
        sums = sums_to(district, month)
        closed = facts_of(f"month/{district.code}/{month}", crew.officer(district.code), date(2023, 1, 16))
        closing.close_month(
            place=district,
            month=month,
            committed=sums.committed,
            disbursed=sums.disbursed,
            carried=sums.carried,
            on=closed["on"],
            by=closed["by"],
            at=closed["at"],
        )
