"""The sample city closes each month of a year with the sums that the month's page would show."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.money import money, payments
from budget.models import Allocation
from budget.queries.books.closing import sums_to, sums_to_each
from tests.factories.budget import AT, FlagshipProjectFactory

pytestmark = pytest.mark.django_db


def test_the_months_of_the_city_are_closed_by_the_sums_that_a_page_would_show(cast):
    year = FiscalYear(2566)
    facts = {"by": None, "at": AT}
    flagship = FlagshipProjectFactory()
    money.grant(flagship_id=flagship.pk, amount=Decimal(1_000), act=uuid4(), on=year.start, **facts)
    shares = {cast.home.pk: Decimal(600), cast.away.pk: Decimal(400)}
    money.transfer_to_districts(flagship_id=flagship.pk, shares=shares, act=uuid4(), on=year.start, **facts)
    for number, purse in enumerate(Allocation.objects.order_by("pk"), 1):
        money.commit(allocation_id=purse.pk, amount=Decimal(300), act=uuid4(), on=date(2023, 1, number), **facts)
        for month in (2, 3, 5):
            paid = {"allocation_id": purse.pk, "amount": Decimal(10 * number), "on": date(2023, month, 9)}
            payments.disburse(**paid, act=uuid4(), **facts)
    money.release(allocation_id=purse.pk, amount=Decimal(5), act=uuid4(), on=date(2023, 4, 3), **facts)

    for place in (cast.home, cast.away):
        assert sums_to_each(place, year.months) == {month: sums_to(place, month) for month in year.months}
