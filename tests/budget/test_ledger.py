"""The totals under concurrent writers, against a model, and the command that proves them."""

import threading
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.db.models import F
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from budget.actions.money import ledger, money, payments
from budget.enums import EntryKind, Level
from budget.models import Advance, Allocation, Appropriation, LedgerEntry, SpendingRule
from budget.queries.money.ledger import ledger_state
from budget.queries.money.levels import WITHIN_TRANSFERS, Balance
from tests.factories.budget import AT, ApprovedItemFactory, FlagshipProjectFactory
from tests.factories.districts import DistrictFactory
from tests.factories.years import PlannedYearFactory

DAY = date(2023, 6, 2)
AGREED = {"agreement_no": "บย 1/2566", "borrower": "นางสมศรี ใจดี", "purpose": "จัดเวที", "due_on": date(2023, 7, 2)}


def act(**given):
    return {"act": uuid4(), "on": DAY, "by": None, "at": AT, **given}


def at_once(*works):
    """Run each in a thread with its own connection, all starting together; the errors that came out."""
    start, errors = threading.Barrier(len(works)), []

    def run(work):
        start.wait()
        try:
            work()
        except Exception as error:  # noqa: BLE001  (whatever it is, the test wants to see it)
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.fixture
def flagship(transactional_db):
    flagship = FlagshipProjectFactory()
    money.grant(flagship_id=flagship.pk, amount=Decimal(1_000_000), **act(on=date(2022, 10, 1)))
    return flagship


@pytest.mark.slow
def test_concurrent_transfers_never_exceed_the_appropriation(flagship):
    districts = DistrictFactory.create_batch(4)

    def transfer():
        shares = {d.pk: Decimal(100_000) for d in districts}
        money.transfer_to_districts(flagship_id=flagship.pk, shares=shares, **act())

    errors = at_once(*[transfer] * 6)

    assert [type(error) for error in errors] == [ledger.NotEnoughError] * 4
    assert Appropriation.objects.get().transferred_total == 800_000
    assert not ledger_state().faults


@pytest.mark.slow
def test_concurrent_spending_never_exceeds_the_allocation(flagship):
    district = DistrictFactory()
    money.transfer_to_districts(flagship_id=flagship.pk, shares={district.pk: Decimal(100_000)}, **act())
    purse = Allocation.objects.get()

    def spend():
        money.commit(allocation_id=purse.pk, amount=Decimal(30_000), **act())
        payments.disburse(allocation_id=purse.pk, amount=Decimal(30_000), **act())

    def give_back():
        money.transfer_back(allocation_id=purse.pk, amount=Decimal(20_000), **act())

    errors = at_once(*[spend] * 5, *[give_back] * 2)

    purse.refresh_from_db()
    assert {type(error) for error in errors} == {ledger.NotEnoughError}
    assert purse.disbursed == purse.committed
    assert purse.committed <= purse.transferred
    assert purse.transferred - purse.committed < 30_000
    assert not ledger_state().faults


@pytest.mark.slow
def test_one_form_sent_by_parallel_clicks_is_entered_once(flagship):
    districts, sent = DistrictFactory.create_batch(3), uuid4()

    def transfer():
        shares = {d.pk: Decimal(100_000) for d in districts}
        money.transfer_to_districts(flagship_id=flagship.pk, shares=shares, **act(act=sent))

    errors = at_once(*[transfer] * 5)

    assert errors == []
    assert LedgerEntry.objects.filter(act=sent).count() == 3


@pytest.mark.slow
def test_transfers_in_opposite_orders_do_not_wait_for_each_other_forever(flagship):
    first, second = DistrictFactory.create_batch(2)
    for district in (second, first):
        money.transfer_to_districts(flagship_id=flagship.pk, shares={district.pk: Decimal(1_000)}, **act())
    purses = {a.district_id: a for a in Allocation.objects.all()}

    def both(*order):
        def work():
            shares = {d.pk: Decimal(10) for d in order}
            money.transfer_to_districts(flagship_id=flagship.pk, shares=shares, **act())
            for district in order:
                money.commit(allocation_id=purses[district.pk].pk, amount=Decimal(10), **act())

        return work

    errors = at_once(*[both(first, second), both(second, first)] * 4)

    assert errors == []
    assert not ledger_state().faults


@pytest.mark.slow
def test_an_item_budget_approved_by_parallel_clicks_makes_one_allocation(transactional_db):
    item = ApprovedItemFactory()

    def approve():
        money.approve_item_budget(item_id=item.pk, amount=Decimal(10), **act())

    errors = at_once(*[approve] * 5)

    assert errors == []
    assert Allocation.objects.get().transferred == 50
    assert not ledger_state().faults


@pytest.mark.slow
def test_an_advance_is_cleared_once_by_parallel_clicks(flagship):
    district = DistrictFactory()
    money.transfer_to_districts(flagship_id=flagship.pk, shares={district.pk: Decimal(100_000)}, **act())
    payments.lend(allocation_id=Allocation.objects.get().pk, amount=Decimal(9_000), **AGREED, **act())
    advance = Advance.objects.get()

    def clear():
        payments.clear(advance_id=advance.pk, papers=Decimal(8_000), cash=Decimal(1_000), document_no="บค 9", **act())

    errors = at_once(*[clear] * 4)

    assert [type(error) for error in errors] == [payments.AlreadyClearedError] * 3
    assert Allocation.objects.get().disbursed == 8_000
    assert not ledger_state().faults


@pytest.mark.slow
def test_advances_and_commitments_at_once_never_exceed_the_allocation(flagship):
    district = DistrictFactory()
    money.transfer_to_districts(flagship_id=flagship.pk, shares={district.pk: Decimal(100_000)}, **act())
    purse = Allocation.objects.get()

    def lend():
        payments.lend(allocation_id=purse.pk, amount=Decimal(30_000), **AGREED, **act())

    def commit():
        money.commit(allocation_id=purse.pk, amount=Decimal(30_000), **act())

    errors = at_once(*[lend, commit] * 3)

    purse.refresh_from_db()
    assert [type(error) for error in errors] == [ledger.NotEnoughError] * 3
    assert purse.committed + purse.advanced == 90_000
    assert not ledger_state().faults


class LedgerMachine(RuleBasedStateMachine):
    """Acts in any order, on any day, against a list of what was accepted."""

    acts = Bundle("acts")
    amounts = st.decimals(min_value="0.01", max_value=5_000, places=2)
    days = st.integers(0, 364).map(lambda n: date(2022, 10, 1) + timedelta(days=n))
    districts_count = 3
    needs_allotment = False

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.flagship = FlagshipProjectFactory()
        self.districts = DistrictFactory.create_batch(self.districts_count)
        self.accepted = []  # (kind, district or None, amount, day)
        if self.needs_allotment:
            year = PlannedYearFactory(fiscal_year=2566, opened=True)
            SpendingRule.objects.create(planned=year, needs_allotment=True)

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def totals_on(self, day, district=None):
        levels = dict.fromkeys(Level, Decimal(0))
        for kind, place, amount, on in self.accepted:
            if on <= day and (place == district or (district is None and kind.level is Level.TRANSFERRED)):
                levels[kind.level] += kind.sign * amount
        return levels

    def holds(self, extra):
        """Would every promise hold on every day with these rows too?"""
        kept, self.accepted = self.accepted, self.accepted + extra
        try:
            for day in {on for *_, on in self.accepted}:
                city = self.totals_on(day)
                if not 0 <= city[Level.TRANSFERRED] <= city[Level.GRANTED]:
                    return False
                for district in self.districts:
                    t = self.totals_on(day, district.pk)
                    if not 0 <= t[Level.DISBURSED] <= t[Level.COMMITTED]:
                        return False
                    if not 0 <= t[Level.ALLOTTED] <= t[Level.TRANSFERRED] or t[Level.ADVANCED] < 0:
                        return False
                    spent = t[Level.COMMITTED] + t[Level.ADVANCED]
                    if spent > (t[Level.ALLOTTED] if self.needs_allotment else t[Level.TRANSFERRED]):
                        return False
            return True
        finally:
            self.accepted = kept

    def enter(self, rows, work):
        sent = uuid4()
        try:
            work({"act": sent, "by": None, "at": AT})
        except ledger.NotEnoughError:
            assert not self.holds(rows)
            return None
        except ledger.NotAvailableError:
            return None
        assert self.holds(rows)
        self.accepted += rows
        return sent, rows

    @rule(target=acts, amount=amounts, day=days)
    def grant(self, amount, day):
        return self.enter(
            [(EntryKind.APPROPRIATION, None, amount, day)],
            lambda a: money.grant(flagship_id=self.flagship.pk, amount=amount, on=day, **a),
        )

    @rule(target=acts, amount=amounts, day=days, n=st.integers(1, districts_count))
    def transfer(self, amount, day, n):
        some = self.districts[:n]
        return self.enter(
            [(EntryKind.TRANSFER, d.pk, amount, day) for d in some],
            lambda a: money.transfer_to_districts(
                flagship_id=self.flagship.pk, shares={d.pk: amount for d in some}, on=day, **a
            ),
        )

    @rule(
        target=acts,
        amount=amounts,
        day=days,
        n=st.integers(0, districts_count - 1),
        move=st.sampled_from(
            [
                (EntryKind.TRANSFER_BACK, money.transfer_back),
                (EntryKind.ALLOTMENT, money.allot),
                (EntryKind.ALLOTMENT_CUT, money.cut_allotment),
                (EntryKind.COMMITMENT, money.commit),
                (EntryKind.COMMITMENT_RELEASE, money.release),
                (EntryKind.DISBURSEMENT, payments.disburse),
                (EntryKind.REFUND, money.refund),
            ]
        ),
    )
    def move(self, amount, day, n, move):
        kind, verb = move
        purse = Allocation.objects.filter(district=self.districts[n]).first()
        if purse is None:
            return None
        return self.enter(
            [(kind, self.districts[n].pk, amount, day)],
            lambda a: verb(allocation_id=purse.pk, amount=amount, on=day, **a),
        )

    @rule(target=acts, amount=amounts, day=days, n=st.integers(0, districts_count - 1))
    def pay_at_once(self, amount, day, n):
        purse = Allocation.objects.filter(district=self.districts[n]).first()
        if purse is None:
            return None
        place = self.districts[n].pk
        return self.enter(
            [(kind, place, amount, day) for kind in (EntryKind.COMMITMENT, EntryKind.DISBURSEMENT)],
            lambda a: payments.pay_at_once(allocation_id=purse.pk, amount=amount, on=day, document_no="บค 1", **a),
        )

    @rule(target=acts, amount=amounts, day=days, n=st.integers(0, districts_count - 1))
    def lend(self, amount, day, n):
        purse = Allocation.objects.filter(district=self.districts[n]).first()
        if purse is None:
            return None
        return self.enter(
            [(EntryKind.ADVANCE, self.districts[n].pk, amount, day)],
            lambda a: payments.lend(allocation_id=purse.pk, amount=amount, on=day, **AGREED | {"due_on": day}, **a),
        )

    @rule(target=acts, later=st.integers(0, 60), part=st.sampled_from(["0", "0.5", "1"]))
    def clear(self, later, part):
        advance = Advance.objects.outstanding().order_by("pk").first()
        if advance is None:
            return None
        day = min(advance.on + timedelta(days=later), date(2023, 9, 30))
        papers = (advance.amount * Decimal(part)).quantize(Decimal("0.01"))
        place = advance.allocation.district_id
        paid = (EntryKind.COMMITMENT, EntryKind.DISBURSEMENT) if papers else ()
        return self.enter(
            [(EntryKind.ADVANCE_CLEARED, place, advance.amount, day), *((kind, place, papers, day) for kind in paid)],
            lambda a: payments.clear(
                advance_id=advance.pk, papers=papers, cash=advance.amount - papers, on=day, document_no="บค 2", **a
            ),
        )

    @rule(done=acts)
    def undo(self, done):
        if done is None:
            return
        undone, rows = done
        self.enter(
            [(kind.opposite, place, amount, day) for kind, place, amount, day in reversed(rows)],
            lambda a: money.undo(undone=undone, **a),
        )

    @invariant()
    def totals_are_the_models(self):
        last = date(2023, 9, 30)
        for source in Appropriation.objects.all():
            city = self.totals_on(last)
            assert (source.amount, source.transferred_total) == (city[Level.GRANTED], city[Level.TRANSFERRED])
        for purse in Allocation.objects.all():
            t = self.totals_on(last, purse.district_id)
            assert (purse.transferred, purse.allotted, purse.committed, purse.disbursed, purse.advanced) == (
                t[Level.TRANSFERRED],
                t[Level.ALLOTTED],
                t[Level.COMMITTED],
                t[Level.DISBURSED],
                t[Level.ADVANCED],
            )
            assert purse.advanced == sum(advance.outstanding for advance in purse.advances.all())
        assert not ledger_state().faults


class AllottingMachine(LedgerMachine):
    """The same in a year in which nothing is committed that is not allotted."""

    needs_allotment = True


@pytest.mark.slow
@pytest.mark.parametrize("machine", [LedgerMachine, AllottingMachine])
def test_any_order_of_acts_leaves_the_totals_of_the_model(db, machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_the_command_finds_the_ledger_in_order(db, capsys):
    district, flagship = DistrictFactory(), FlagshipProjectFactory()
    money.grant(flagship_id=flagship.pk, amount=Decimal(100), **act())
    money.transfer_to_districts(flagship_id=flagship.pk, shares={district.pk: Decimal(40)}, **act())

    call_command("check_ledger")

    assert "2 entries, 1 appropriations, 1 allocations: all totals agree." in capsys.readouterr().out


def test_the_command_names_the_row_that_differs(db, capsys):
    district, flagship = DistrictFactory(), FlagshipProjectFactory()
    money.grant(flagship_id=flagship.pk, amount=Decimal(100), **act())
    money.transfer_to_districts(flagship_id=flagship.pk, shares={district.pk: Decimal(40)}, **act())
    Allocation.objects.update(transferred=F("transferred") - 1)

    with pytest.raises(CommandError) as refusal:
        call_command("check_ledger")

    assert refusal.value.returncode == 1
    row = Allocation.objects.get()
    assert f"allocation {row.pk}: transferred is 39.00, the entries say 40.00" in capsys.readouterr().err


def test_the_command_finds_a_day_outside_the_year(db, capsys):
    flagship = FlagshipProjectFactory()
    money.grant(flagship_id=flagship.pk, amount=Decimal(100), **act())
    Appropriation.objects.update(fiscal_year=2565)

    with pytest.raises(CommandError):
        call_command("check_ledger")

    assert "an entry's day is 2023-06-02" in capsys.readouterr().err


def test_the_first_of_the_days_with_the_least_room_is_named():
    first, second, third = date(2026, 10, 1), date(2026, 11, 2), date(2026, 12, 1)
    balance = Balance({})
    balance.add(first, EntryKind.TRANSFER, Decimal(100))
    balance.add(second, EntryKind.ALLOTMENT, Decimal(70))
    balance.add(third, EntryKind.COMMITMENT, Decimal(10))  # takes nothing from this room: the third day has the same
    assert balance.least_between(WITHIN_TRANSFERS, since=first) == (Decimal(30), second)
    assert balance.least_between(WITHIN_TRANSFERS, since=third) == (Decimal(30), third)
