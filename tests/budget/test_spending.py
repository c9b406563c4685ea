"""Allotments, paying at once, advances, payments of two persons, and what a forum cost."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from bkkplan.ground.audit.models import Entry
from budget.actions.money import costs, money, payments, spending
from budget.actions.money.ledger import NotAvailableError, NotEnoughError, OutsideYearError
from budget.enums import EntryKind, PaymentState
from budget.models import Advance, Allocation, Cost, Payment, SpendingRule
from budget.queries.money import money as queries
from budget.queries.money.costs import costs_of
from budget.queries.money.ledger import ledger_state
from budget.queries.my_work import todos_for
from tests.factories.budget import AT, AllocationFactory, ApprovedItemFactory, FlagshipProjectFactory
from tests.factories.communities import CourseSessionFactory
from tests.factories.districts import OfficeFactory
from tests.factories.forums import ForumFactory
from tests.factories.years import PlannedYearFactory

DAY = date(2023, 6, 2)
AGREED = {"agreement_no": "บย 12/2566", "borrower": "นางสมศรี ใจดี", "purpose": "จัดเวที", "due_on": date(2023, 6, 30)}


def act(**given):
    return {"act": uuid4(), "on": DAY, "by": None, "at": AT, **given}


@pytest.fixture
def flagship(db):
    flagship = FlagshipProjectFactory()
    money.grant(flagship_id=flagship.pk, amount=Decimal(1_000_000), **act(on=date(2022, 10, 1)))
    return flagship


@pytest.fixture
def purse(flagship, cast):
    """The home district received 200,000 on 1 January."""
    shares = {cast.home.pk: Decimal(200_000)}
    money.transfer_to_districts(flagship_id=flagship.pk, shares=shares, **act(on=date(2023, 1, 1)))
    return Allocation.objects.get()


@pytest.fixture
def office(cast):
    return OfficeFactory(district=cast.home, kind="district", code="5001", payments_need_confirmation=True)


@pytest.fixture
def opened_year(db):
    planned = PlannedYearFactory(fiscal_year=2566, opened=True)
    SpendingRule.objects.create(planned=planned)
    return planned


@pytest.fixture
def advance(purse):
    payments.lend(allocation_id=purse.pk, amount=Decimal(10_000), **AGREED, **act())
    return Advance.objects.get()


def totals(purse):
    purse.refresh_from_db()
    return purse.transferred, purse.allotted, purse.committed, purse.disbursed, purse.advanced


def logged(verb):
    return Entry.objects.filter(verb=verb).count()


# --- bureaus


def test_a_bureau_is_given_money_and_spends_it(db):
    bureau = OfficeFactory(kind="bureau", code="2400")
    flagship = FlagshipProjectFactory(bureau=bureau, sharing="none", share_per_district=None)
    money.grant(flagship_id=flagship.pk, amount=Decimal(4_763_000), **act())

    money.transfer_to_bureau(flagship_id=flagship.pk, amount=Decimal(4_763_000), **act())
    purse = Allocation.objects.get(bureau=bureau)
    money.commit(allocation_id=purse.pk, amount=Decimal(500_000), **act())
    payments.disburse(allocation_id=purse.pk, amount=Decimal(500_000), **act())

    assert totals(purse) == (4_763_000, 0, 500_000, 500_000, 0)
    assert not ledger_state().faults


def test_a_project_without_a_bureau_transfers_to_none(flagship):
    with pytest.raises(NotAvailableError, match="ไม่ได้ระบุสำนัก"):
        money.transfer_to_bureau(flagship_id=flagship.pk, amount=Decimal(1), **act())


def test_the_database_gives_money_to_a_district_or_to_a_bureau(purse):
    bureau = OfficeFactory(kind="bureau", code="2400")
    item = ApprovedItemFactory()
    money.approve_item_budget(item_id=item.pk, amount=Decimal(10), **act())
    yearly = item.allocation.appropriation
    one_place, of_a_flagship = "allocation_belongs_to_a_district_or_a_bureau", "allocation_of_a_bureau_is_of_a_flagship"
    for rule, wrong in (
        (one_place, {"district": purse.district, "bureau": bureau}),
        (one_place, {"district": None, "bureau": None}),
        (of_a_flagship, {"district": None, "bureau": OfficeFactory(district=purse.district)}),
        (of_a_flagship, {"district": None, "bureau": bureau, "appropriation": yearly}),
    ):
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            AllocationFactory(**{"appropriation": purse.appropriation, **wrong})
        assert refusal.value.__cause__.diag.constraint_name == rule


# --- allotments


def test_money_is_allotted_in_parts_and_never_more_than_was_transferred(purse):
    money.allot(allocation_id=purse.pk, amount=Decimal(120_000), **act())

    with pytest.raises(NotEnoughError, match=r"อนุมัติเงินงวด 90,000\.00 บาทไม่ได้ .*เหลือ 80,000\.00 บาท"):
        money.allot(allocation_id=purse.pk, amount=Decimal(90_000), **act())

    money.allot(allocation_id=purse.pk, amount=Decimal(80_000), **act())
    money.cut_allotment(allocation_id=purse.pk, amount=Decimal(50_000), **act())
    assert totals(purse) == (200_000, 150_000, 0, 0, 0)
    assert (logged("budget.money_allotment"), logged("budget.money_allotment_cut")) == (2, 1)


def test_what_is_allotted_is_not_transferred_back(purse):
    money.allot(allocation_id=purse.pk, amount=Decimal(150_000), **act())

    with pytest.raises(NotEnoughError, match=r"ยังไม่ได้อนุมัติเงินงวดเหลือ 50,000\.00 บาท ลดเงินงวดก่อน"):
        money.transfer_back(allocation_id=purse.pk, amount=Decimal(60_000), **act())


def test_committing_needs_no_allotment_unless_the_year_says_so(purse, opened_year):
    money.commit(allocation_id=purse.pk, amount=Decimal(100), **act())

    with pytest.raises(spending.RuleError, match=r"1 แห่ง.*100\.00 บาท"):
        spending.save_rule(year=opened_year.year, needs_allotment=True, reason="ตามหนังสือ", on=DAY, by=None, at=AT)

    money.allot(allocation_id=purse.pk, amount=Decimal(300), **act(on=date(2023, 3, 1)))
    spending.save_rule(year=opened_year.year, needs_allotment=True, reason="ตามหนังสือ", on=DAY, by=None, at=AT)
    with pytest.raises(NotEnoughError, match=r"ก่อหนี้ผูกพัน 201\.00 บาทไม่ได้ .*เงินงวดที่อนุมัติแล้วเหลือ 200\.00 บาท"):
        money.commit(allocation_id=purse.pk, amount=Decimal(201), **act())
    with pytest.raises(NotEnoughError, match=r"ยืมเงิน 201\.00 บาทไม่ได้ .*เงินงวด"):
        payments.lend(allocation_id=purse.pk, amount=Decimal(201), **AGREED, **act())
    with pytest.raises(NotEnoughError, match="ลดเงินงวด"):
        money.cut_allotment(allocation_id=purse.pk, amount=Decimal(201), **act())
    with (
        pytest.raises(IntegrityError, match="no more is committed and advanced than is allotted"),
        transaction.atomic(),
    ):
        Allocation.objects.update(committed=301)


def test_a_rule_that_the_money_does_not_fit_is_refused_by_the_database_too(purse, opened_year):
    money.commit(allocation_id=purse.pk, amount=Decimal(100), **act())

    with pytest.raises(IntegrityError, match="more is committed already than is allotted"), transaction.atomic():
        SpendingRule.objects.update(needs_allotment=True)


# --- paid at once


def test_what_is_paid_at_once_is_committed_and_paid_in_one_act(purse):
    paid = payments.pay_at_once(allocation_id=purse.pk, amount=Decimal(3_500), document_no="บค 44/2566", **act())

    assert [entry.kind for entry in paid.entries] == [EntryKind.COMMITMENT, EntryKind.DISBURSEMENT]
    assert totals(purse) == (200_000, 0, 3_500, 3_500, 0)
    assert logged("budget.money_paid_at_once") == 1

    money.undo(undone=paid.act, act=uuid4(), by=None, at=AT)
    assert totals(purse) == (200_000, 0, 0, 0, 0)


def test_paying_at_once_asks_for_the_paper(purse):
    with pytest.raises(payments.PaperNeededError) as refusal:
        payments.pay_at_once(allocation_id=purse.pk, amount=Decimal(3_500), document_no=" ", **act())

    assert refusal.value.field == "document_no"


def test_paying_at_once_sent_twice_is_paid_once(purse):
    sent = act()
    for _time in range(2):
        payments.pay_at_once(allocation_id=purse.pk, amount=Decimal(3_500), document_no="บค 44/2566", **sent)

    assert totals(purse)[3] == 3_500


# --- advances


def test_an_advance_reserves_money_and_is_no_spending(purse, advance):
    assert totals(purse) == (200_000, 0, 0, 0, 10_000)
    assert logged("budget.money_advance") == 1
    with pytest.raises(NotEnoughError, match=r"เหลือให้ก่อหนี้ผูกพัน 190,000\.00 บาท"):
        money.commit(allocation_id=purse.pk, amount=Decimal(190_001), **act())
    within = "committed_advanced_and_carried_stay_within_transferred"
    with pytest.raises(IntegrityError, match=within), transaction.atomic():
        Allocation.objects.update(committed=190_001)


@pytest.mark.parametrize(("papers", "cash"), [(10_000, 0), (8_200, 1_800), (0, 10_000)])
def test_an_advance_is_cleared_by_papers_or_cash_or_both(purse, advance, papers, cash):
    paid = payments.clear(
        advance_id=advance.pk, papers=Decimal(papers), cash=Decimal(cash), document_no="บค 45/2566", **act()
    )

    advance.refresh_from_db()
    assert advance.outstanding == 0
    assert totals(purse) == (200_000, 0, papers, papers, 0)
    assert logged("budget.money_advance_cleared") == 1

    money.undo(undone=paid.act, act=uuid4(), by=None, at=AT)
    advance.refresh_from_db()
    assert advance.outstanding == 10_000
    assert totals(purse) == (200_000, 0, 0, 0, 10_000)
    assert not ledger_state().faults


@pytest.mark.parametrize(
    ("papers", "cash", "words"), [(8_000, 1_500, r"ขาด 500\.00 บาท"), (8_000, 2_500, r"เกิน 500\.00 บาท")]
)
def test_papers_and_cash_that_are_not_the_advance_say_by_how_much(advance, papers, cash, words):
    with pytest.raises(payments.NotBalancedError, match=words):
        payments.clear(advance_id=advance.pk, papers=Decimal(papers), cash=Decimal(cash), document_no="บค 1", **act())


def test_an_advance_is_cleared_once(purse, advance):
    sent = act()
    for _time in range(2):
        payments.clear(advance_id=advance.pk, papers=Decimal(10_000), cash=Decimal(0), document_no="บค 1", **sent)

    with pytest.raises(payments.AlreadyClearedError, match=r"บย 12/2566 ของ นางสมศรี ใจดี ล้างไปแล้ว"):
        payments.clear(advance_id=advance.pk, papers=Decimal(0), cash=Decimal(10_000), **act())

    assert totals(purse)[3:] == (10_000, 0)


def test_an_advance_is_not_cleared_before_it_is_lent(advance):
    with pytest.raises(OutsideYearError, match=r"ต้องไม่ก่อนวันที่ยืม 2 มิ\.ย\."):
        payments.clear(advance_id=advance.pk, papers=Decimal(0), cash=Decimal(10_000), **act(on=date(2023, 6, 1)))


def test_an_advance_that_was_cleared_is_not_taken_back(purse, advance):
    payments.lend(allocation_id=purse.pk, amount=Decimal(20_000), **AGREED, **act())
    payments.clear(advance_id=advance.pk, papers=Decimal(0), cash=Decimal(10_000), **act())

    with pytest.raises(NotEnoughError, match=r"เงินยืมที่ยังไม่ล้างเหลือ 0\.00 บาท"):
        money.undo(undone=advance.act, act=uuid4(), by=None, at=AT)


def test_an_advance_has_its_due_day_after_it_is_lent(purse):
    with pytest.raises(payments.MoneyError, match="วันครบกำหนด"):
        payments.lend(allocation_id=purse.pk, amount=Decimal(1), **AGREED | {"due_on": date(2023, 6, 1)}, **act())

    assert not Advance.objects.exists()


def test_a_colleague_of_another_district_pays_nothing(purse, cast):
    for pay in (
        lambda: payments.pay_at_once(
            allocation_id=purse.pk, amount=Decimal(1), document_no="บค 1", **act(by=cast.away_officer)
        ),
        lambda: payments.lend(allocation_id=purse.pk, amount=Decimal(1), **AGREED, **act(by=cast.away_officer)),
    ):
        with pytest.raises(PermissionDenied):
            pay()


# --- two persons


def test_a_payment_waits_where_the_office_asks_for_a_second_person(purse, office, cast):
    sent = act(by=cast.officer)
    for _time in range(2):
        waiting = payments.pay_at_once(allocation_id=purse.pk, amount=Decimal(700), document_no="บค 1", **sent)

    assert isinstance(waiting, Payment)
    assert Payment.objects.count() == 1
    assert totals(purse)[3] == 0
    with pytest.raises(payments.OwnPaymentError, match="ตัดสินเรื่องของตนเองไม่ได้"):
        payments.confirm(payment_id=waiting.pk, on=DAY, by=cast.officer, at=AT)

    payments.confirm(payment_id=waiting.pk, on=DAY, by=cast.director, at=AT)

    assert totals(purse)[2:4] == (700, 700)
    (_commitment, line) = sorted(queries.movements(purse)[:2], key=lambda line: line.pk)
    assert (line.by, line.confirmed_by) == (str(cast.officer), str(cast.director))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.confirmed_by) == (PaymentState.CONFIRMED, cast.director)
    assert (logged("budget.payment_recorded"), logged("budget.payment_confirmed")) == (1, 1)
    with pytest.raises(payments.NotWaitingError):
        payments.confirm(payment_id=waiting.pk, on=DAY, by=cast.director, at=AT)


def test_a_payment_that_is_refused_has_a_reason_and_pays_nothing(purse, office, cast):
    waiting = payments.pay_at_once(
        allocation_id=purse.pk, amount=Decimal(700), document_no="บค 1", **act(by=cast.officer)
    )
    with pytest.raises(payments.MoneyError, match="เหตุผล"):
        payments.refuse(payment_id=waiting.pk, reason=" ", by=cast.director, at=AT)

    payments.refuse(payment_id=waiting.pk, reason="ใบสำคัญไม่ครบ", by=cast.director, at=AT)

    assert totals(purse)[3] == 0
    assert logged("budget.payment_refused") == 1


def test_a_clearing_that_waits_keeps_the_advance_and_is_not_handed_in_twice(purse, advance, office, cast):
    clearing = {"advance_id": advance.pk, "papers": Decimal(9_000), "cash": Decimal(1_000), "document_no": "บค 1"}
    waiting = payments.clear(**clearing, **act(by=cast.officer))

    with pytest.raises(payments.AlreadyClearedError, match="รอยืนยันอยู่แล้ว"):
        payments.clear(**clearing, **act(by=cast.officer))
    assert totals(purse)[3:] == (0, 10_000)

    payments.confirm(payment_id=waiting.pk, on=DAY, by=cast.director, at=AT)
    assert totals(purse)[3:] == (9_000, 0)


def test_a_payment_that_has_no_room_is_refused_when_it_is_recorded(purse, office, cast):
    with pytest.raises(NotEnoughError, match="เหลือให้ก่อหนี้ผูกพัน"):
        payments.pay_at_once(
            allocation_id=purse.pk, amount=Decimal(200_001), document_no="บค 1", **act(by=cast.officer)
        )


def test_the_database_wants_two_persons(purse, office, cast):
    waiting = payments.pay_at_once(
        allocation_id=purse.pk, amount=Decimal(700), document_no="บค 1", **act(by=cast.officer)
    )

    with pytest.raises(IntegrityError, match="payment_is_confirmed_by_another_person"), transaction.atomic():
        Payment.objects.filter(pk=waiting.pk).update(
            state=PaymentState.CONFIRMED, confirmed_at=AT, confirmed_by=cast.officer
        )


# --- what a forum cost


def test_a_forum_costs_what_was_paid_for_it(purse, cast):
    forum = ForumFactory(district=cast.home)
    payments.pay_at_once(
        allocation_id=purse.pk,
        amount=Decimal(3_000),
        document_no="บค 1",
        paid_for=costs.PaidFor(forum_id=forum.pk),
        **act(),
    )
    payments.lend(
        allocation_id=purse.pk, amount=Decimal(10_000), paid_for=costs.PaidFor(forum_id=forum.pk), **AGREED, **act()
    )
    advance = Advance.objects.get()

    assert (costs_of(forum).paid, costs_of(forum).outstanding) == (3_000, 10_000)

    payments.clear(advance_id=advance.pk, papers=Decimal(8_500), cash=Decimal(1_500), document_no="บค 2", **act())
    assert (costs_of(forum).paid, costs_of(forum).outstanding) == (11_500, 0)
    assert costs_of(forum).sources == (str(purse.appropriation.flagship),)


def test_what_was_taken_back_is_no_cost(purse, cast):
    forum = ForumFactory(district=cast.home)
    paid = payments.pay_at_once(
        allocation_id=purse.pk,
        amount=Decimal(3_000),
        document_no="บค 1",
        paid_for=costs.PaidFor(forum_id=forum.pk),
        **act(),
    )
    money.undo(undone=paid.act, act=uuid4(), by=None, at=AT)

    assert costs_of(forum).paid == 0


def test_a_forum_of_another_district_or_year_is_not_paid_for(purse, cast):
    for forum in (ForumFactory(district=cast.away), ForumFactory(district=cast.home, fiscal_year=2565)):
        with pytest.raises(costs.NotPayableError):
            payments.pay_at_once(
                allocation_id=purse.pk,
                amount=Decimal(1),
                document_no="บค 1",
                paid_for=costs.PaidFor(forum_id=forum.pk),
                **act(),
            )
        with pytest.raises(IntegrityError, match="paid for by money"), transaction.atomic():
            Cost.objects.create(allocation=purse, act=uuid4(), forum=forum, at=AT)


def test_what_was_paid_is_tied_to_a_forum_later_and_to_another_instead(purse, cast):
    first, second = ForumFactory.create_batch(2, district=cast.home)
    paid = payments.pay_at_once(allocation_id=purse.pk, amount=Decimal(3_000), document_no="บค 1", **act())
    where = {"allocation_id": purse.pk, "act": paid.act, "by": cast.officer, "at": AT}

    costs.tie_cost(paid_for=costs.PaidFor(forum_id=first.pk), **where)
    costs.tie_cost(paid_for=costs.PaidFor(forum_id=second.pk), **where)

    assert (costs_of(first).paid, costs_of(second).paid) == (0, 3_000)
    costs.tie_cost(paid_for=costs.NOTHING, **where)
    assert costs_of(second).paid == 0
    assert (logged("budget.cost_tied"), logged("budget.cost_removed")) == (2, 2)


def test_a_training_of_the_bureau_is_paid_by_the_bureaus_money(db, cast):
    bureau = OfficeFactory()
    flagship = FlagshipProjectFactory(bureau=bureau, sharing="none", share_per_district=None)
    money.grant(flagship_id=flagship.pk, amount=Decimal(90_000), **act())
    money.transfer_to_bureau(flagship_id=flagship.pk, amount=Decimal(90_000), **act())
    purse = Allocation.objects.get(bureau=bureau)
    session = CourseSessionFactory(course__fiscal_year=2566)
    districts_own = CourseSessionFactory(course__fiscal_year=2566, course__district=cast.home)
    paper = {"allocation_id": purse.pk, "amount": Decimal(5_000), "document_no": "บค 1"}

    payments.pay_at_once(**paper, paid_for=costs.PaidFor(session_id=session.pk), **act())

    assert costs_of(session).paid == 5_000
    assert costs_of(session).sources == (str(flagship),)
    with pytest.raises(costs.NotPayableError) as refusal:
        payments.pay_at_once(**paper, paid_for=costs.PaidFor(session_id=districts_own.pk), **act())
    assert refusal.value.field == "session_id"
    with pytest.raises(IntegrityError, match="paid for by money"), transaction.atomic():
        Cost.objects.create(allocation=purse, act=uuid4(), session=districts_own, at=AT)


def test_a_cost_is_of_a_forum_or_of_a_training(purse, cast):
    both = {"forum": ForumFactory(district=cast.home), "session": CourseSessionFactory(course__district=cast.home)}

    with pytest.raises(IntegrityError, match="cost_is_of_one_thing"), transaction.atomic():
        Cost.objects.create(allocation=purse, act=uuid4(), at=AT, **both)


def test_an_advance_that_is_not_cleared_by_the_years_end_is_left_by_that_year(cast, advance):
    this, later = ([todo.left_from for todo in todos_for(cast.officer, on=day)] for day in (DAY, date(2023, 10, 2)))

    assert 2566 not in [year.be for year in this if year]
    assert 2566 in [year.be for year in later if year]
