"""A bureau's money and two people in one moment: no more is allotted than transferred, or committed than allotted."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.money import money, spending
from budget.actions.money.ledger import NotEnoughError
from budget.actions.money.spending import RuleError
from budget.models import Allocation, SpendingRule
from budget.queries.money.ledger import ledger_state
from tests.at_once import at_once
from tests.factories.budget import AT, FlagshipProjectFactory
from tests.factories.districts import OfficeFactory
from tests.factories.years import PlannedYearFactory

DAY = date(2023, 6, 2)
YEAR = FiscalYear(2566)


def act(**given):
    return {"act": uuid4(), "on": DAY, "by": None, "at": AT, **given}


@pytest.fixture
def purse(transactional_db):
    """A bureau that received 200,000, in a year whose commitments need an allotment."""
    planned = PlannedYearFactory(fiscal_year=2566, opened=True)
    SpendingRule.objects.create(planned=planned, needs_allotment=True)
    bureau = OfficeFactory(kind="bureau", code="2400")
    flagship = FlagshipProjectFactory(bureau=bureau, sharing="none", share_per_district=None)
    money.grant(flagship_id=flagship.pk, amount=Decimal(200_000), **act())
    money.transfer_to_bureau(flagship_id=flagship.pk, amount=Decimal(200_000), **act())
    return Allocation.objects.get(bureau=bureau)


def outcome(work):
    try:
        work()
    except (NotEnoughError, RuleError) as refusal:
        return type(refusal)
    return None


def one_is_refused(answers, error):
    return sorted(map(str, answers)) == sorted(map(str, [None, error]))


def test_two_allotments_at_once_stay_within_what_was_transferred(purse):
    def allot(_n):
        return outcome(lambda: money.allot(allocation_id=purse.pk, amount=Decimal(150_000), **act()))

    assert one_is_refused(at_once(allot, range(2)), NotEnoughError)

    purse.refresh_from_db()
    assert purse.allotted == 150_000
    assert not ledger_state().faults


def test_two_commitments_at_once_stay_within_what_is_allotted(purse):
    money.allot(allocation_id=purse.pk, amount=Decimal(100_000), **act())

    def commit(_n):
        return outcome(lambda: money.commit(allocation_id=purse.pk, amount=Decimal(80_000), **act()))

    assert one_is_refused(at_once(commit, range(2)), NotEnoughError)

    purse.refresh_from_db()
    assert purse.committed == 80_000
    assert not ledger_state().faults


def test_the_rule_and_a_commitment_in_the_same_moment_do_not_break_each_other(purse):
    SpendingRule.objects.update(needs_allotment=False)
    works = [
        lambda: money.commit(allocation_id=purse.pk, amount=Decimal(80_000), **act()),
        lambda: spending.save_rule(year=YEAR, needs_allotment=True, reason="ตามระเบียบ", on=DAY, by=None, at=AT),
    ]

    answers = at_once(outcome, works)

    assert sum(answer is not None for answer in answers) == 1
    assert not ledger_state().faults


def test_the_database_keeps_allotments_within_the_money(purse):
    with pytest.raises(IntegrityError, match="allotted_stays_within_transferred"), transaction.atomic():
        Allocation.objects.filter(pk=purse.pk).update(allotted=Decimal("200000.01"))
