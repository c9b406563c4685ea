"""The districts whose spending reached the quarter's target: to the satang, by the ledger of the day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as some

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.registry import Mark, Ratio, Window, evidence_of
from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.money import money, payments, spending
from budget.actions.money.spending import TargetsFallError
from budget.models import Allocation, LedgerEntry, SpendingRule
from budget.queries.money.spending_rates import SpendingFact, is_reached, spending_facts, spending_targets
from tests.factories.budget import FlagshipProjectFactory
from tests.factories.years import PlannedYearFactory

CODE = "KPI-5"
AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
YEAR = FiscalYear(2566)
CLOSING = YEAR.default_closing_on
SATANG = Decimal("0.01")
baht = some.decimals(0, 10**9, places=2)


def act(on):
    return {"act": uuid4(), "on": on, "by": None, "at": AT}


@pytest.fixture
def purse(cast):
    """The home district received 200,000.01 baht in January, the other one nothing."""
    flagship = FlagshipProjectFactory()
    money.grant(flagship_id=flagship.pk, amount=Decimal(1_000_000), **act(date(2022, 10, 1)))
    shares = {cast.home.pk: Decimal("200000.01")}
    money.transfer_to_districts(flagship_id=flagship.pk, shares=shares, **act(date(2023, 1, 3)))
    return Allocation.objects.get()


def pay(purse, amount, on):
    payments.pay_at_once(allocation_id=purse.pk, amount=Decimal(amount), document_no="ฎ 1", **act(on))


def marks(as_of):
    return [result.mark for result in registry.figure(CODE, YEAR, as_of, at=AT).results]


def test_a_district_counts_when_it_reaches_the_target_to_the_satang(purse):
    pay(purse, "100000", date(2023, 2, 1))
    assert marks(date(2023, 2, 1)) == [Mark.UNDER_WAY]

    pay(purse, "0.01", date(2023, 2, 2))
    assert marks(date(2023, 2, 1)) == [Mark.UNDER_WAY]
    assert marks(date(2023, 2, 2)) == [Mark.COUNTED]


def test_a_district_without_money_is_no_unit(purse):
    assert registry.figure(CODE, YEAR, date(2023, 1, 2), at=AT).ratio == Ratio(0, 0)
    assert registry.figure(CODE, YEAR, date(2023, 1, 3), at=AT).ratio == Ratio(0, 1)


def test_who_missed_the_quarter_before_or_its_own_last_day_is_late(purse):
    pay(purse, "60000", date(2023, 2, 1))

    assert marks(date(2023, 3, 30)) == [Mark.UNDER_WAY]
    assert marks(date(2023, 3, 31)) == [Mark.LATE]
    assert marks(date(2023, 4, 1)) == [Mark.LATE]


def test_the_reason_says_how_much_is_missing(purse):
    pay(purse, "60000", date(2023, 2, 1))
    [result] = registry.figure(CODE, YEAR, date(2023, 2, 1), at=AT).results

    assert "60,000.00 จาก 200,000.01 บาท" in str(result.reason)
    assert "ขาดอีก 40,000.01 บาท" in str(result.reason)


def test_the_targets_are_the_year_s_once_it_is_opened(purse):
    planned = PlannedYearFactory(fiscal_year=2566)
    SpendingRule.objects.create(planned=planned, target_1=10, target_2=20, target_3=60, target_4=90)
    pay(purse, "60000", date(2023, 2, 1))

    assert spending_targets(YEAR) == (25, 50, 75, 100)
    assert marks(date(2023, 2, 1)) == [Mark.UNDER_WAY]
    planned.state, planned.opened_on, planned.opened_at = "opened", date(2022, 10, 1), AT
    planned.save()
    assert marks(date(2023, 2, 1)) == [Mark.COUNTED]
    assert "ไตรมาสที่ 2 ร้อยละ 20" in str(registry.figure(CODE, YEAR, date(2023, 2, 1), at=AT).notes[0])


def test_the_evidence_is_the_day_since_which_the_target_stays_reached(purse, cast):
    window = Window.of(YEAR, date(2023, 3, 1), CLOSING)
    assert not evidence_of(CODE, cast.home.pk, window)[0].counts

    pay(purse, "120000", date(2023, 2, 7))
    [one] = evidence_of(CODE, cast.home.pk, window)

    assert one.counts
    assert (one.happened.on, one.confirmed.on) == (date(2023, 1, 3), date(2023, 2, 7))


def test_what_was_entered_after_the_closing_day_is_told(purse):
    definition, window = registry.get(CODE), Window.of(YEAR, date(2023, 12, 1), CLOSING)
    assert registry.count_back_dated(definition, window) == 0

    late = {**act(date(2023, 9, 29)), "at": datetime(2023, 10, 16, 3, 0, tzinfo=UTC)}
    payments.pay_at_once(allocation_id=purse.pk, amount=Decimal(100), document_no="ฎ 2", **late)

    assert registry.count_back_dated(definition, window) == 1


def test_the_sums_are_those_of_the_ledger_line_by_line(purse, cast):
    for number in range(1, 6):
        pay(purse, f"{number}000.07", date(2023, 1, 3) + timedelta(days=number * 20))

    for day in (date(2023, 1, 3), date(2023, 3, 1), date(2023, 9, 30)):
        sums = {"transferred": Decimal(0), "disbursed": Decimal(0)}
        for entry in LedgerEntry.objects.filter(allocation=purse, on__lte=day):
            if entry.kind in sums or entry.kind in ("transfer", "disbursement"):
                sums["transferred" if entry.kind == "transfer" else "disbursed"] += entry.amount
        fact = spending_facts(year=YEAR, day=day)[cast.home.pk]

        assert (fact.transferred, fact.disbursed) == (sums["transferred"], sums["disbursed"])


@given(transferred=baht.filter(bool), disbursed=baht, target=some.decimals(0, 100, places=2))
def test_what_is_said_to_be_missing_is_the_least_that_reaches_the_target(transferred, disbursed, target):
    fact = SpendingFact(1, transferred, disbursed, 1, target, Decimal(0))

    assert fact.is_reached == (fact.short == 0)
    assert is_reached(disbursed + fact.short, transferred, target)
    if fact.short:
        assert not is_reached(disbursed + fact.short - SATANG, transferred, target)


def save(targets, **kwargs):
    spending.save_rule(
        year=YEAR, needs_allotment=False, targets=targets, reason="มติ", on=date(2023, 1, 1), by=None, at=AT, **kwargs
    )


@pytest.mark.parametrize(
    ("targets", "field"),
    [((25, 20, 75, 100), "target_2"), ((-1, 20, 75, 100), "target_1"), ((1, 2, 3, 101), "target_4")],
)
def test_targets_that_fall_or_leave_the_scale_are_refused_at_their_field(db, targets, field):
    PlannedYearFactory(fiscal_year=2566, opened=True)

    with pytest.raises(TargetsFallError) as refused:
        save([Decimal(target) for target in targets])

    assert refused.value.field == field


def test_the_database_holds_the_targets_to_it(db):
    planned = PlannedYearFactory(fiscal_year=2566)

    with pytest.raises(IntegrityError, match="spending_targets_rise"), transaction.atomic():
        SpendingRule.objects.create(planned=planned, target_1=60)


def test_a_year_begins_with_the_targets_of_the_year_that_it_copies(db):
    PlannedYearFactory(fiscal_year=2566, opened=True)
    save([Decimal(20), Decimal(45), Decimal(70), Decimal("92.5")])
    PlannedYearFactory(fiscal_year=2567)

    spending.begin_rule(year=FiscalYear(2567), source=YEAR, by=None, at=AT)

    assert SpendingRule.of(FiscalYear(2567)).targets == (20, 45, 70, Decimal("92.5"))
