"""Carrying over by several people at once, and two years of acts in any order against a model."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.books import carried_money, carrying, closing
from budget.actions.money import money, payments
from budget.actions.money.closed_books import LateReasonNeededError, PermitNeededError
from budget.actions.money.ledger import NotAvailableError, NotEnoughError
from budget.enums import CarryKind, CarryState, EntryKind
from budget.models import Allocation, Carry, LedgerEntry, MonthClosing, YearClosing
from budget.queries.books.carrying import sums_of_carries
from budget.queries.money.ledger import ledger_state
from tests.budget.test_ledger import at_once
from tests.factories.budget import AT, FlagshipProjectFactory, close_months
from tests.fixtures.people import call_the_cast

YEAR, DAY, NEXT = FiscalYear(2566), date(2023, 9, 20), date(2023, 10, 2)
ASKED = {"document_no": "กท 5001/77", "reason": "ส่งมอบเดือนตุลาคม", "at": AT}


def act(**given):
    return {"act": uuid4(), "on": DAY, "by": None, "at": AT, **given}


def money_of(district):
    """100,000 for a district, of which 60,000 are committed and 40,000 paid."""
    flagship = FlagshipProjectFactory()
    money.grant(flagship_id=flagship.pk, amount=Decimal(100_000), **act(on=YEAR.start))
    shares = {district.pk: Decimal(100_000)}
    money.transfer_to_districts(flagship_id=flagship.pk, shares=shares, **act(on=date(2023, 1, 1)))
    purse = Allocation.objects.get()
    money.commit(allocation_id=purse.pk, amount=Decimal(60_000), **act(on=date(2023, 5, 1)))
    payments.disburse(allocation_id=purse.pk, amount=Decimal(40_000), **act(on=date(2023, 6, 1)))
    return purse


@pytest.fixture
def cast(transactional_db):
    return call_the_cast()


@pytest.fixture
def purse(cast):
    return money_of(cast.home)


def carried(cast, purse, kind, amount):
    carry = carrying.ask(
        allocation_id=purse.pk, kind=kind, amount=Decimal(amount), act=uuid4(), on=DAY, by=cast.officer, **ASKED
    )
    by = cast.strategy if carry.is_free else cast.director
    return carrying.approve(carry_id=carry.pk, decision="มติ 1", on=DAY, by=by, at=AT)


def kinds_of(errors):
    return sorted(type(error).__name__ for error in errors)


@pytest.mark.slow
def test_money_is_asked_for_once_by_people_at_once(cast, purse):
    def ask():
        carrying.ask(
            allocation_id=purse.pk,
            kind=CarryKind.FREE,
            amount=Decimal(1_000),
            act=uuid4(),
            on=DAY,
            by=cast.officer,
            **ASKED,
        )

    errors = at_once(*[ask] * 4)

    assert kinds_of(errors) == ["CarriedTwiceError"] * 3
    assert Carry.objects.count() == 1


@pytest.mark.slow
def test_a_request_is_approved_once_and_never_more_than_a_payment_leaves(cast, purse):
    carry = carrying.ask(
        allocation_id=purse.pk,
        kind=CarryKind.BOUND,
        amount=Decimal(20_000),
        act=uuid4(),
        on=DAY,
        by=cast.officer,
        **ASKED,
    )

    def approve():
        carrying.approve(carry_id=carry.pk, decision="มติ 1", on=DAY, by=cast.director, at=AT)

    def disburse():
        payments.disburse(allocation_id=purse.pk, amount=Decimal(15_000), **act())

    errors = at_once(approve, disburse, approve)

    purse.refresh_from_db()
    carry.refresh_from_db()
    is_carried = carry.state == CarryState.APPROVED
    assert (purse.carried_bound, purse.disbursed) == ((20_000, 40_000) if is_carried else (0, 55_000))
    assert len(errors) == 2
    assert not ledger_state().faults


@pytest.mark.slow
def test_carried_money_is_paid_once_by_people_at_once(cast, purse):
    carry = carried(cast, purse, CarryKind.BOUND, 20_000)

    def pay():
        facts = act(on=NEXT, document_no="ฎ 1")
        carried_money.pay_carried(carry_id=carry.pk, amount=Decimal(8_000), **facts)

    def lapse():
        carried_money.lapse_carried(carry_id=carry.pk, amount=Decimal(8_000), **act(on=NEXT))

    errors = at_once(*[pay] * 3, *[lapse] * 2)

    carry.refresh_from_db()
    assert kinds_of(errors) == ["NotEnoughError"] * 3
    assert carry.left_bound == 4_000
    assert not ledger_state().faults


@pytest.mark.slow
def test_what_is_overdue_lapses_once_by_jobs_at_once(cast, purse):
    carry = carried(cast, purse, CarryKind.FREE, 40_000)
    after = date(2024, 10, 1)

    errors = at_once(*[lambda: carried_money.lapse_overdue(on=after, by=None, at=AT)] * 3)

    carry.refresh_from_db()
    assert errors == []
    assert carry.left == 0
    assert LedgerEntry.objects.filter(kind=EntryKind.LAPSE).count() == 1


@pytest.mark.slow
def test_a_month_and_an_entry_into_it_at_once_leave_no_entry_without_a_reason(cast, purse):
    def close():
        closing.close_month(
            place=cast.home,
            month=date(2023, 8, 1),
            committed=Decimal(60_000),
            disbursed=Decimal(40_000),
            carried=Decimal(0),
            difference="อีกคนลงรายการ",
            on=DAY,
            by=cast.officer,
            at=AT,
        )

    def disburse():
        payments.disburse(allocation_id=purse.pk, amount=Decimal(1_000), **act(on=date(2023, 8, 9)))

    errors = at_once(close, *[disburse] * 3)

    closed = MonthClosing.objects.get()
    late = LedgerEntry.objects.filter(on=date(2023, 8, 9))
    assert all(isinstance(error, LateReasonNeededError) for error in errors)
    assert closed.our_disbursed == 40_000 + 1_000 * late.count()


@pytest.mark.slow
def test_a_year_and_entries_into_it_at_once_leave_nothing_that_is_neither_paid_nor_lapsed(cast, purse):
    def close():
        closing.close_year(year=YEAR, document_no="กท 1", act=uuid4(), on=NEXT, by=cast.strategy, at=AT)

    def disburse():
        payments.disburse(allocation_id=purse.pk, amount=Decimal(1_000), late_reason="ใบสำคัญมาช้า", **act())

    close_months(cast.home, YEAR, by=cast.officer)
    errors = at_once(disburse, close, disburse, close)

    purse.refresh_from_db()
    assert {type(error) for error in errors} <= {PermitNeededError, closing.ClosingError}
    assert YearClosing.objects.count() == 1
    assert purse.disbursed + purse.lapsed == purse.transferred
    assert not ledger_state().faults


class CarryingMachine(RuleBasedStateMachine):
    """Two years of one purse, each with its acts on its last day: a model of five numbers is enough."""

    amounts = st.decimals(min_value="0.01", max_value=40_000, places=2)
    kinds = st.sampled_from(CarryKind)

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.cast = call_the_cast()
        self.purse = money_of(self.cast.home)
        self.model = SimpleNamespace(committed=60_000, paid=40_000, bound=0, free=0, lapsed=0)

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def carry(self, kind):
        return Carry.objects.filter(kind=kind, state=CarryState.APPROVED).first()

    def rest(self):
        m = self.model
        return Decimal(100_000) - m.paid - m.bound - m.free - m.lapsed

    def attempt(self, may, work, **changes):
        try:
            with transaction.atomic():
                work()
        except (NotEnoughError, carrying.TooMuchCarriedError):
            assert not may
            return
        assert may
        for name, change in changes.items():
            setattr(self.model, name, getattr(self.model, name) + change)

    @rule(amount=amounts)
    def commit(self, amount):
        m = self.model
        may = m.committed + m.free + amount <= 100_000
        self.attempt(
            may,
            lambda: money.commit(allocation_id=self.purse.pk, amount=amount, **act(on=YEAR.end)),
            committed=amount,
        )

    @rule(amount=amounts)
    def pay(self, amount):
        m = self.model
        may = m.paid + m.bound + amount <= m.committed and amount <= self.rest()
        self.attempt(
            may,
            lambda: payments.disburse(allocation_id=self.purse.pk, amount=amount, **act(on=YEAR.end)),
            paid=amount,
        )

    @rule(kind=kinds, amount=amounts)
    def carry_over(self, kind, amount):
        if Carry.objects.live().filter(kind=kind).exists():
            return
        m = self.model
        room = m.committed - m.paid - m.bound if kind is CarryKind.BOUND else 100_000 - m.committed - m.free
        changes = {"bound" if kind is CarryKind.BOUND else "free": amount}
        may = amount <= min(room, self.rest())
        self.attempt(may, lambda: carried(self.cast, self.purse, kind, amount), **changes)

    @rule(kind=kinds)
    def withdraw(self, kind):
        carry = self.carry(kind)
        if carry is None or carry.left != carry.amount or (carry.is_free and carry.left_bound):
            return
        kept = {"bound": -carry.left_bound, "free": -carry.left_free}
        self.attempt(
            may=True,
            work=lambda: carrying.withdraw(carry_id=carry.pk, reason="ผิด", by=self.cast.officer, at=AT),
            **kept,
        )

    @rule(amount=amounts)
    def commit_of_carried(self, amount):
        if carry := self.carry(CarryKind.FREE):
            self.attempt(
                amount <= carry.left_free,
                lambda: carried_money.commit_carried(carry_id=carry.pk, amount=amount, **act(on=YEAR.next.end)),
                committed=amount,
                free=-amount,
                bound=amount,
            )

    @rule(kind=kinds, amount=amounts)
    def pay_of_carried(self, kind, amount):
        if carry := self.carry(kind):
            paid = act(on=YEAR.next.end, document_no="ฎ 1")
            self.attempt(
                amount <= carry.left_bound,
                lambda: carried_money.pay_carried(carry_id=carry.pk, amount=amount, **paid),
                paid=amount,
                bound=-amount,
            )

    @rule(kind=kinds, amount=amounts)
    def lapse_of_carried(self, kind, amount):
        if carry := self.carry(kind):
            free = min(amount, carry.left_free)
            self.attempt(
                amount <= carry.left,
                lambda: carried_money.lapse_carried(carry_id=carry.pk, amount=amount, **act(on=YEAR.next.end)),
                lapsed=amount,
                free=-free,
                bound=free - amount,
            )

    @rule()
    def undo_the_last_use(self):
        last = LedgerEntry.objects.filter(on__gt=YEAR.end, reverses=None, reversed_by=None).order_by("-pk").first()
        if last is None:
            return
        entries = list(LedgerEntry.objects.filter(act=last.act))
        changes = {"committed": 0, "paid": 0, "free": 0, "bound": 0, "lapsed": 0}
        named = {
            "COMMITTED": "committed",
            "DISBURSED": "paid",
            "CARRIED_FREE": "free",
            "CARRIED_BOUND": "bound",
            "LAPSED": "lapsed",
        }
        for entry in entries:
            kind = EntryKind(entry.kind)
            changes[named[kind.level.name]] -= kind.sign * entry.amount
        try:
            with transaction.atomic():
                money.undo(undone=last.act, act=uuid4(), by=None, at=AT)
        except (NotEnoughError, NotAvailableError):
            return
        for name, change in changes.items():
            setattr(self.model, name, getattr(self.model, name) + change)

    @invariant()
    def the_totals_are_the_models(self):
        purse, m = Allocation.objects.get(), self.model
        found = (purse.committed, purse.disbursed, purse.carried_bound, purse.carried_free, purse.lapsed)
        assert found == (m.committed, m.paid, m.bound, m.free, m.lapsed)
        carries = list(Carry.objects.all())
        assert sum(carry.left_bound for carry in carries) == purse.carried_bound
        assert sum(carry.left_free for carry in carries) == purse.carried_free
        for carry in carries:
            if sums := sums_of_carries([carry]).get(carry.pk):
                assert sums.left == carry.left
        assert not ledger_state().faults


@pytest.mark.slow
def test_any_order_of_acts_over_two_years_leaves_the_totals_of_the_model(db):
    run_state_machine_as_test(
        CarryingMachine,
        settings=settings(
            max_examples=20,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
