"""How last year ended: what districts carried over of it, what they used of that, and how it was closed; act by act."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.actions.batch import Batch
from bkkplan.trial.actions.small_payments import facts_of, paper_of
from bkkplan.trial.builders import staff, story
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.catalog import phrases
from budget.actions.books import carried_money, carrying, closing, extending
from budget.enums import CarryKind
from budget.models import Allocation, Carry, MonthClosing
from budget.queries.books import carrying as carrying_queries
from budget.queries.books.closing import MonthSums, open_months, sums_to, sums_to_each
from districts.models import District

CARRYING = 3  # so many districts
HALF = Decimal("0.5")


def end_last_year(crew: staff.Staff) -> None:
    """Money of flagship projects that a few districts had not paid is carried over, and the year is closed.

    A later day of what is not committed was given to the first of them, and the second asks for one.
    """
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
    _ask_for_later_days(year, crew)
    if purses.exists():  # a city of this year alone has nothing to close
        _close_year(year, crew)
    batch = Batch()
    for district in District.objects.filter(code__in=story.SHOWCASE[:2]).order_by("code"):
        for month in story.THIS_YEAR.months[:3]:
            _close_month(district, month, sums_to(district, month), crew, batch)
    batch.write()


def _ask_for_later_days(year: FiscalYear, crew: staff.Staff) -> None:
    free = carrying_queries.approved(year).filter(kind=CarryKind.FREE).order_by("allocation__district__code", "pk")
    for number, carry in enumerate(free[:2]):
        code = carry.place.code
        extension = extending.ask_extension(
            carry_id=carry.pk,
            until=date(year.next.next.start.year, 12, 31),
            document_no=paper_of("allotment", 90 + number),
            reason=phrases()["extended_because"],
            **facts_of(f"later/{code}", crew.officer(code), date(2023, 5, 15 + number)),
        )
        if number == 0:
            decided = Dice(f"later/{code}/decided").act(date(2023, 5, 24), crew.strategy)
            extending.approve_extension(extension_id=extension.pk, decision=phrases()["carried_by"], **decided.dated)


def _close_year(year: FiscalYear, crew: staff.Staff) -> None:
    """Every office closes its months, one of them with a difference; then the strategy office closes the year."""
    batch = Batch()
    for number, row in enumerate(open_months(year)):
        assert isinstance(row.place, District)  # noqa: S101  (no bureau had money of that year)
        for month, ours in sums_to_each(row.place, row.months).items():
            is_other = number == 0 and month == year.months[-1]
            _close_month(row.place, month, ours, crew, batch, is_other=is_other)
    batch.write()
    closed = facts_of(f"year/{year}", crew.strategy, date(year.end.year, 11, 30))
    closing.close_year(year=year, document_no=paper_of("allotment", 80), **closed)


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
    decided = Dice(f"carry/{kind.value}/{code}/{purse.pk}/decided").act(date(year.end.year, 9, 26), by)
    return carrying.approve(carry_id=carry.pk, decision=phrases()["carried_by"], **decided.dated)


def _close_month(
    place: District, month: date, ours: MonthSums, crew: staff.Staff, batch: Batch, *, is_other: bool = False
) -> None:
    """Close a month; ``is_other``: by books that say one baht less was paid."""
    last = FiscalYear.of(month).end_of(month.month)
    closed = Dice(f"month/{place.code}/{month}").act(last + timedelta(days=16), crew.officer(place.code))
    row = MonthClosing(district=place, month=month)
    line = closing.reconcile(
        row,
        ours=ours,
        books=replace(ours, disbursed=ours.disbursed - is_other),
        difference=phrases()["books_differ_because"] if is_other else "",
        **closed.signed,
    )
    batch.put(row, line)
