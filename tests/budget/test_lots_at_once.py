"""Two people and one procurement in the same moment: a line gets into one lot, and money is entered once."""

from decimal import Decimal
from uuid import uuid4

import pytest

from bkkplan.ground.core.refusals import Refusal
from budget.actions.lots import lots
from budget.models import LotLine
from budget.queries.money.ledger import ledger_state
from tests.at_once import at_once
from tests.budget.lots import build_shop
from tests.fixtures.people import call_the_cast


@pytest.fixture
def shop(transactional_db):
    return build_shop(call_the_cast())


def outcome(work):
    try:
        work()
    except Refusal as refusal:
        return type(refusal).__name__
    return ""


def test_two_people_who_gather_the_same_lines_get_them_into_one_lot(shop):
    keys, both = shop.keys(), [shop.open("โต๊ะ 1"), shop.open("โต๊ะ 2")]

    answers = at_once(lambda lot: outcome(lambda: lots.gather(lot_id=lot.pk, lines=keys, **shop.given())), both)

    assert sorted(answers) == ["", "LineTakenError"]
    assert LotLine.objects.standing().count() == 3


def test_an_order_that_comes_twice_at_once_is_entered_once(shop):
    shop.gather()
    uuid = uuid4()

    entries = at_once(lambda _n: shop.order("10000", uuid=uuid).pk, range(2))

    assert len(set(entries)) == 1
    assert sum(purse.committed for purse in shop.purses) == 10_000


def test_two_payments_at_once_stay_within_what_is_bound(shop):
    shop.gather()
    shop.order("10000")

    answers = at_once(lambda _n: outcome(lambda: shop.pay("6000")), range(2))

    assert sorted(answers) == ["", "NotSoMuchError"]
    assert sum(purse.disbursed for purse in shop.purses) == Decimal(6_000)
    assert not ledger_state().faults
