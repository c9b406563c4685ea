"""Money that is carried over the year's end: its two kinds, what is used of it, what lapses, and closed books."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.audit.sentences import has_sentence
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import BasisChangedError
from budget.actions.books import carried_money, carrying, closing, extending
from budget.actions.money import money, payments
from budget.actions.money.closed_books import LateReasonNeededError, PermitNeededError
from budget.actions.money.ledger import NotEnoughError, OutsideYearError
from budget.actions.naming import granted_from
from budget.enums import CarryKind, CarryState, EntryKind
from budget.models import (
    Allocation,
    Appropriation,
    Carry,
    CarryExtension,
    LedgerEntry,
    MonthClosing,
    Payment,
    SpendingRule,
    YearClosing,
    YearPermit,
)
from budget.queries.books import carrying as queries
from budget.queries.books.closing import basis_of_month, months_of, open_months
from budget.queries.money.ledger import ledger_state
from budget.queries.money.money import sums_of
from budget.queries.money.shares import divide
from budget.queries.money.sources import granted_by_source, grants_of_year
from tests.factories.budget import AT, FlagshipProjectFactory, close_months
from tests.factories.districts import OfficeFactory
from tests.factories.years import PlannedYearFactory

DAY, YEAR_END, NEXT = date(2023, 9, 20), date(2023, 9, 30), date(2023, 10, 1)
YEAR = FiscalYear(2566)
ASKED = {"document_no": "กท 5001/77", "reason": "ผู้รับจ้างส่งมอบเดือนตุลาคม"}


def act(**given):
    return {"act": uuid4(), "on": DAY, "by": None, "at": AT, **given}


@pytest.fixture
def purse(cast):
    """The home district has 100,000: 60,000 committed, of which 40,000 were paid."""
    flagship = FlagshipProjectFactory()
    money.grant(flagship_id=flagship.pk, amount=Decimal(150_000), **act(on=YEAR.start))
    money.transfer_to_districts(
        flagship_id=flagship.pk, shares={cast.home.pk: Decimal(100_000)}, **act(on=date(2023, 1, 1))
    )
    found = Allocation.objects.get()
    money.commit(allocation_id=found.pk, amount=Decimal(60_000), **act(on=date(2023, 5, 1)))
    payments.disburse(allocation_id=found.pk, amount=Decimal(40_000), **act(on=date(2023, 6, 1)))
    return found


def ask(cast, purse, kind, amount, **given):
    asked = {**ASKED, **act(by=cast.officer), **given}
    return carrying.ask(allocation_id=purse.pk, kind=kind, amount=Decimal(amount), **asked)


def approve(cast, carry, **given):
    by = cast.strategy if carry.is_free else cast.director
    return carrying.approve(carry_id=carry.pk, decision="มติที่ 9/2566", **{"on": DAY, "by": by, "at": AT, **given})


@pytest.fixture
def bound(cast, purse):
    return approve(cast, ask(cast, purse, CarryKind.BOUND, 20_000))


@pytest.fixture
def free(cast, purse):
    return approve(cast, ask(cast, purse, CarryKind.FREE, 40_000))


def pay(carry, amount, **given):
    return payments_of(carry, amount, **{"on": NEXT, **given})


def payments_of(carry, amount, **given):
    paid = act(document_no="ฎ 1/2567", **given)
    return carried_money.pay_carried(carry_id=carry.pk, amount=Decimal(amount), **paid)


def commit(carry, amount, **given):
    return carried_money.commit_carried(carry_id=carry.pk, amount=Decimal(amount), **act(**{"on": NEXT, **given}))


def left(carry):
    carry.refresh_from_db()
    return carry.left_bound, carry.left_free


# --- asking and approving


def test_a_bill_of_the_first_of_october_is_paid_of_carried_money(cast, purse, bound):
    with pytest.raises(OutsideYearError):
        payments.disburse(allocation_id=purse.pk, amount=Decimal(14_750), **act(on=NEXT))

    pay(bound, 14_750)

    purse.refresh_from_db()
    assert left(bound) == (5_250, 0)
    assert purse.disbursed == 54_750
    assert [row.carry for row in queries.carried_into(cast.home, YEAR.next)] == [bound]
    assert queries.board(YEAR) == [(cast.home, queries.CarrySums(Decimal(20_000), Decimal(14_750), Decimal(5_250)))]
    assert not ledger_state().faults


def test_more_than_its_kind_allows_is_not_carried(cast, purse):
    for kind, most in [(CarryKind.BOUND, 20_000), (CarryKind.FREE, 40_000)]:
        with pytest.raises(carrying.TooMuchCarriedError) as refusal:
            ask(cast, purse, kind, most + 1)
        assert refusal.value.left == most

    assert not Carry.objects.exists()


def test_it_is_asked_by_its_day_and_once(cast, purse):
    ask(cast, purse, CarryKind.BOUND, 5_000, on=YEAR_END)

    with pytest.raises(carrying.CarriedTwiceError):
        ask(cast, purse, CarryKind.BOUND, 5_000)
    with pytest.raises(carrying.TooLateToCarryError, match=r"30 ก\.ย\. 2566"):
        ask(cast, purse, CarryKind.FREE, 5_000, on=NEXT)


def test_the_day_to_ask_is_data_of_the_year(cast, purse):
    planned = PlannedYearFactory(fiscal_year=2566, opened=True)
    planned.due_days.create(code="carry_over", name_th="ขอกันเงิน", position=1, due_on=date(2023, 9, 10))

    with pytest.raises(carrying.TooLateToCarryError, match=r"10 ก\.ย\. 2566"):
        ask(cast, purse, CarryKind.FREE, 5_000, on=DAY)


def test_one_form_is_one_request(cast, purse):
    sent = uuid4()

    assert ask(cast, purse, CarryKind.FREE, 9, act=sent) == ask(cast, purse, CarryKind.FREE, 9, act=sent)


def test_each_kind_is_approved_by_whom_the_year_says(cast, purse):
    bound, free = (ask(cast, purse, kind, 100) for kind in CarryKind)

    for carry, wrong in [(bound, cast.strategy), (free, cast.director), (bound, cast.officer)]:
        with pytest.raises(PermissionDenied):
            approve(cast, carry, by=wrong)
    approve(cast, bound)
    approve(cast, free)


def test_whoever_asked_does_not_approve(cast, purse):
    carry = ask(cast, purse, CarryKind.BOUND, 100, by=cast.director)

    with pytest.raises(carrying.OwnRequestError):
        approve(cast, carry)
    with pytest.raises(IntegrityError, match="carry_is_approved_by_another_person"), transaction.atomic():
        Carry.objects.update(approved_by=cast.director, approved_on=DAY, approved_at=AT, decision="1", state="approved")


def test_money_that_was_paid_meanwhile_is_not_carried(cast, purse):
    carry = ask(cast, purse, CarryKind.BOUND, 20_000)
    payments.disburse(allocation_id=purse.pk, amount=Decimal(1), **act())

    with pytest.raises(carrying.TooMuchCarriedError):
        approve(cast, carry)


def test_what_is_carried_is_not_used_within_the_year(purse, bound, free):
    with pytest.raises(NotEnoughError):
        payments.disburse(allocation_id=purse.pk, amount=Decimal(1), **act())
    with pytest.raises(NotEnoughError):
        money.commit(allocation_id=purse.pk, amount=Decimal(1), **act())
    with pytest.raises(NotEnoughError):
        money.transfer_back(allocation_id=purse.pk, amount=Decimal(1), **act())


def test_a_request_is_refused_or_taken_back_with_its_reason(cast, purse, bound):
    refused = carrying.refuse(
        carry_id=ask(cast, purse, CarryKind.FREE, 100).pk, reason="ยังไม่จำเป็น", by=cast.strategy, at=AT
    )
    carrying.withdraw(carry_id=bound.pk, reason="จ่ายทันปี", by=cast.officer, at=AT)

    bound.refresh_from_db()
    assert (refused.state, bound.state) == (CarryState.REFUSED, CarryState.WITHDRAWN)
    assert left(bound) == (0, 0)
    payments.disburse(allocation_id=purse.pk, amount=Decimal(20_000), **act())
    assert not ledger_state().faults


def test_used_money_is_not_taken_back(cast, bound):
    pay(bound, 1)

    with pytest.raises(carrying.CarryError):
        carrying.withdraw(carry_id=bound.pk, reason="ผิด", by=cast.officer, at=AT)


# --- the next year


def test_money_without_an_obligation_is_committed_and_then_paid(purse, free):
    with pytest.raises(NotEnoughError):
        pay(free, 1)

    commit(free, 30_000)
    pay(free, 25_000)

    assert left(free) == (5_000, 10_000)
    purse.refresh_from_db()
    assert (purse.committed, purse.disbursed) == (90_000, 65_000)
    assert not ledger_state().faults


def test_money_without_an_obligation_is_committed_and_paid_in_one_sitting(cast, purse, free):
    sent = uuid4()
    for _twice in range(2):
        paid = carried_money.commit_and_pay_carried(
            carry_id=free.pk,
            amount=Decimal(30_000),
            **act(act=sent, on=NEXT, by=cast.director),
            document_no="ฎ 9/2567",
        )

    assert paid.is_repeated
    assert left(free) == (0, 10_000)
    [row] = queries.carried_into(cast.home, YEAR.next)
    assert (row.free, row.bound, row.sums.paid) == (10_000, 0, 30_000)
    assert row.is_near_its_end(date(2024, 8, 1))
    assert not row.is_near_its_end(date(2024, 1, 1))
    with pytest.raises(NotEnoughError):
        carried_money.commit_and_pay_carried(
            carry_id=free.pk, amount=Decimal(10_001), **act(on=NEXT, by=cast.director), document_no="ฎ 10"
        )
    assert left(free) == (0, 10_000)
    assert not ledger_state().faults


def test_a_payment_in_one_sitting_waits_for_a_second_person_and_the_commitment_stands(cast, purse, free):
    OfficeFactory(district=cast.home, kind="district", code="5001", payments_need_confirmation=True)

    waiting = carried_money.commit_and_pay_carried(
        carry_id=free.pk, amount=Decimal(500), **act(on=NEXT, by=cast.officer), document_no="ฎ 9"
    )

    assert isinstance(waiting, Payment)
    assert left(free) == (500, 39_500)


def test_in_a_year_that_allots_first_the_decision_allots_carried_money(cast, purse):
    money.allot(allocation_id=purse.pk, amount=Decimal(60_000), **act(on=date(2023, 5, 1)))
    SpendingRule.objects.create(planned=PlannedYearFactory(fiscal_year=2566, opened=True), needs_allotment=True)
    free = approve(cast, ask(cast, purse, CarryKind.FREE, 40_000), until=date(2024, 9, 30))

    entered = commit(free, 10_000)

    purse.refresh_from_db()
    assert purse.allotted == 70_000
    assert EntryKind.ALLOTMENT in [entry.kind for entry in entered.entries]
    assert not ledger_state().faults


def test_carried_money_is_used_after_its_year_only(bound, free):
    with pytest.raises(OutsideYearError):
        pay(bound, 1, on=YEAR_END)
    with pytest.raises(OutsideYearError):
        commit(free, 1, on=YEAR_END)


def test_what_is_not_committed_by_the_last_day_lapses_then(purse, free):
    commit(free, 15_000)
    free.refresh_from_db()
    last = free.until
    assert last == YEAR.next.end

    assert carried_money.lapse_overdue(on=last, by=None, at=AT) == 0
    with pytest.raises(OutsideYearError, match=r"30 ก\.ย\. 2567"):
        commit(free, 1, on=date(2024, 10, 1))
    assert carried_money.lapse_overdue(on=date(2024, 10, 1), by=None, at=AT) == 1
    assert carried_money.lapse_overdue(on=date(2024, 10, 2), by=None, at=AT) == 0

    lapse = LedgerEntry.objects.get(kind=EntryKind.LAPSE)
    assert (lapse.amount, lapse.on, left(free)) == (25_000, last, (15_000, 0))
    pay(free, 15_000, on=date(2024, 11, 1))
    assert not ledger_state().faults


def ask_longer(cast, carry, until, **given):
    letter = {"document_no": "กท 5001/99", "reason": "ประกวดราคาใหม่"}
    asked = {**letter, **act(by=cast.officer, on=date(2024, 9, 1)), **given}
    return extending.ask_extension(carry_id=carry.pk, until=until, **asked)


def extend(cast, carry, until, **given):
    extension = ask_longer(cast, carry, until, **given)
    return extending.approve_extension(extension_id=extension.pk, decision="มติ 3/2567", on=DAY, by=cast.strategy, at=AT)


def test_it_may_be_extended_twice_each_time_by_a_letter_and_a_decision(cast, free):
    with pytest.raises(carrying.LastDayError):
        ask_longer(cast, free, YEAR.next.end)
    extend(cast, free, date(2025, 3, 31))
    extend(cast, free, date(2025, 9, 30))
    with pytest.raises(extending.NotExtendedError, match="2 ครั้ง"):
        ask_longer(cast, free, date(2026, 9, 30))

    assert carried_money.lapse_overdue(on=date(2024, 10, 1), by=None, at=AT) == 0
    commit(free, 40_000, on=date(2025, 9, 30))


def test_the_office_asks_for_a_later_day_and_whoever_the_year_says_decides(cast, free):
    with pytest.raises(PermissionDenied):
        ask_longer(cast, free, date(2025, 3, 31), by=cast.strategy)
    extension = ask_longer(cast, free, date(2025, 3, 31))
    free.refresh_from_db()
    assert free.until == YEAR.next.end  # to ask is not to have

    for by in (cast.officer, cast.director):
        with pytest.raises(PermissionDenied):
            extending.approve_extension(extension_id=extension.pk, decision="1", on=DAY, by=by, at=AT)
    extending.approve_extension(extension_id=extension.pk, decision="มติ 3", on=DAY, by=cast.strategy, at=AT)

    free.refresh_from_db()
    assert free.until == date(2025, 3, 31)
    assert "ขยายเวลาใช้ได้ถึง 31 มี.ค. 2568 แล้ว" in cast.officer.notices.order_by("pk").last().text
    with pytest.raises(carrying.CarryError, match="ตัดสินไปแล้ว"):
        extending.refuse_extension(extension_id=extension.pk, reason="ซ้ำ", by=cast.strategy, at=AT)


def test_whoever_asks_for_a_later_day_does_not_decide_on_it(cast, bound):
    Carry.objects.update(until=YEAR.next.end)
    extension = ask_longer(cast, bound, date(2025, 3, 31), by=cast.director)

    with pytest.raises(extending.OwnExtensionError):
        extending.approve_extension(extension_id=extension.pk, decision="1", on=DAY, by=cast.director, at=AT)
    with pytest.raises(IntegrityError, match="extension_is_approved_by_another_person"), transaction.atomic():
        CarryExtension.objects.update(
            state="approved", approved_by=cast.director, approved_on=DAY, approved_at=AT, decision="1"
        )


def test_a_later_day_is_asked_for_once_at_a_time_and_a_refused_one_does_not_count(cast, free):
    sent = uuid4()
    first = ask_longer(cast, free, date(2025, 3, 31), act=sent)
    assert ask_longer(cast, free, date(2025, 3, 31), act=sent) == first
    with pytest.raises(extending.NotExtendedError, match="รออนุมัติ"):
        ask_longer(cast, free, date(2025, 6, 30))

    extending.refuse_extension(extension_id=first.pk, reason="มีเวลาพอ", by=cast.strategy, at=AT)

    assert "มีเวลาพอ" in cast.officer.notices.order_by("pk").last().text
    assert Entry.objects.get(verb="budget.carry_extension_refused").details["reason"] == "มีเวลาพอ"
    extend(cast, free, date(2025, 6, 30))
    extend(cast, free, date(2025, 9, 30))
    assert sorted(CarryExtension.objects.live().values_list("number", flat=True)) == [1, 2]


def test_a_later_day_is_asked_for_before_the_last_day_has_passed(cast, free):
    with pytest.raises(extending.NotExtendedError, match="พ้นวันสุดท้าย"):
        ask_longer(cast, free, date(2025, 9, 30), on=date(2024, 10, 1))


def test_money_does_not_lapse_while_a_later_day_that_was_asked_for_in_time_is_not_decided(cast, free):
    extension = ask_longer(cast, free, date(2025, 9, 30), on=YEAR.next.end)
    assert carried_money.lapse_overdue(on=date(2024, 10, 5), by=None, at=AT) == 0

    extending.refuse_extension(extension_id=extension.pk, reason="ไม่จำเป็น", by=cast.strategy, at=AT)

    assert carried_money.lapse_overdue(on=date(2024, 10, 6), by=None, at=AT) == 1
    assert LedgerEntry.objects.get(kind=EntryKind.LAPSE).on == YEAR.next.end


# --- the letters and who is told


def letter(name="กท 5001-77.pdf"):
    content = BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(content)
    return SimpleUploadedFile(name, content.getvalue(), "application/pdf")


def test_a_carry_over_and_an_extension_keep_the_files_of_their_letters(client, cast, settings, free):
    settings.WORKING_DAY = "2023-09-20"
    client.force_login(cast.officer)

    client.post(
        reverse("budget:carry-ask", args=[free.allocation_id]),
        {"act": uuid4(), "kind": "bound", "amount": "100", **ASKED, "files": [letter()]},
    )
    settings.WORKING_DAY = "2024-09-01"
    client.post(
        reverse("budget:carry-extend", args=[free.pk]),
        {"act": uuid4(), "until": "2025-03-31", **ASKED, "files": [letter("ขยาย.pdf"), letter("แนบ.pdf")]},
    )

    asked = Carry.objects.get(kind=CarryKind.BOUND)
    assert [paper.original_name for paper in asked.papers.all()] == ["กท 5001-77.pdf"]
    assert free.papers.filter(extension=free.extensions.get()).count() == 2
    assert Entry.objects.filter(verb="budget.carry_paper_kept").count() == 3
    page = client.get(free.get_absolute_url()).content.decode()
    assert "ขยาย.pdf" in page
    file = client.get(reverse("budget:carry-paper", args=[asked.papers.get().uuid]))
    assert b"".join(file.streaming_content).startswith(b"%PDF")


def test_a_file_that_cannot_be_read_keeps_no_request(client, cast, settings, purse):
    settings.WORKING_DAY = "2023-09-20"
    client.force_login(cast.officer)

    answer = client.post(
        reverse("budget:carry-ask", args=[purse.pk]),
        {"act": uuid4(), "kind": "bound", "amount": "100", **ASKED, "files": [SimpleUploadedFile("x.pdf", b"text")]},
    )

    assert answer.status_code == 422
    assert not Carry.objects.exists()


def test_who_decides_is_told_and_the_office_hears_the_decision(cast, purse):
    approve(cast, ask(cast, purse, CarryKind.BOUND, 100))
    carrying.refuse(carry_id=ask(cast, purse, CarryKind.FREE, 70).pk, reason="ยังไม่จำเป็น", by=cast.strategy, at=AT)

    assert "รอท่านพิจารณา" in cast.director.notices.order_by("pk").first().text
    assert "รอท่านพิจารณา" in cast.strategy.notices.get().text
    told = [notice.text for notice in cast.officer.notices.order_by("pk")]
    assert ["อนุมัติแล้ว" in told[0], "ยังไม่จำเป็น" in told[1]] == [True, True]


def test_what_is_not_needed_lapses_and_is_no_refund(purse, bound):
    pay(bound, 18_000)
    carried_money.lapse_carried(carry_id=bound.pk, amount=Decimal(2_000), **act(on=NEXT))

    purse.refresh_from_db()
    assert (purse.lapsed, purse.disbursed, left(bound)) == (2_000, 58_000, (0, 0))
    with pytest.raises(NotEnoughError):
        carried_money.lapse_carried(carry_id=bound.pk, amount=Decimal(1), **act(on=NEXT))


def test_a_payment_of_carried_money_waits_for_a_second_person_where_the_office_wants_it(cast, bound):
    OfficeFactory(district=cast.home, kind="district", code="5001", payments_need_confirmation=True)

    waiting = pay(bound, 14_750, by=cast.officer)

    assert isinstance(waiting, Payment)
    assert left(bound) == (20_000, 0)
    payments.confirm(payment_id=waiting.pk, on=NEXT, by=cast.director, at=AT)
    assert left(bound) == (5_250, 0)
    assert not ledger_state().faults


def test_a_mistaken_payment_is_taken_back_into_carried_money(cast, bound):
    paid = pay(bound, 500, by=cast.officer)

    money.undo(undone=paid.act, act=uuid4(), by=cast.officer, at=AT)

    assert left(bound) == (20_000, 0)
    assert not ledger_state().faults


def test_what_was_decided_is_not_undone_entry_by_entry(cast, bound):
    with pytest.raises(PermissionDenied):
        money.undo(undone=bound.act, act=uuid4(), by=cast.officer, at=AT)


def test_a_bureau_carries_over_as_a_district_does(cast):
    bureau = OfficeFactory(kind="bureau", code="2400")
    flagship = FlagshipProjectFactory(bureau=bureau, sharing="none", share_per_district=None)
    money.grant(flagship_id=flagship.pk, amount=Decimal(100), **act(on=YEAR.start))
    money.transfer_to_bureau(flagship_id=flagship.pk, amount=Decimal(100), **act(on=YEAR.start))
    purse = Allocation.objects.get()
    carry = Carry.objects.create(
        allocation=purse, kind="free", amount=60, act=uuid4(), on=DAY, at=AT, by=cast.officer, **ASKED
    )

    approve(cast, carry)
    commit(carry, 60)
    pay(carry, 60)

    assert queries.board(YEAR) == [(bureau, queries.CarrySums(Decimal(60), Decimal(60)))]
    assert not ledger_state().faults


# --- the database


def test_the_database_keeps_a_baht_from_being_carried_twice(purse, bound, free):
    for totals in [{"carried_bound": 20_001}, {"carried_free": 40_001}, {"lapsed": 1}, {"disbursed": 40_001}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Allocation.objects.update(**totals)


def test_the_database_lets_only_carried_money_be_used_after_its_year(purse, bound, free):
    def entry(**given):
        row = {"appropriation": purse.appropriation, "allocation": purse, "kind": "disbursement", "amount": 1, "at": AT}
        with transaction.atomic():
            return LedgerEntry.objects.create(**row | given)

    with pytest.raises(IntegrityError, match="names the carry-over"):
        entry(on=NEXT)
    with pytest.raises(IntegrityError, match="only_carried_money_is_used_after_its_year"):
        entry(on=date(2022, 9, 30), carry=bound)
    with pytest.raises(IntegrityError, match="carried money is committed by its last day"):
        entry(on=free.until + timedelta(days=1), kind="commitment", carry=free)
    assert entry(on=NEXT, carry=bound)


# --- months


def close(cast, month=date(2023, 6, 1), *, difference="", on=DAY, seen=None, **sums):
    books = {"committed": Decimal(60_000), "disbursed": Decimal(40_000), "carried": Decimal(0)} | sums
    return closing.close_month(
        place=cast.home, month=month, difference=difference, seen=seen, on=on, by=cast.officer, at=AT, **books
    )


def test_a_month_closes_by_its_reconciliation(cast, purse):
    with pytest.raises(closing.DifferenceError):
        close(cast, disbursed=Decimal(39_000))

    closed = close(cast, disbursed=Decimal(39_000), difference="ฎีกาที่ 12 ลงบัญชีเดือนหน้า")

    assert (closed.our_disbursed, closed.disbursed) == (40_000, 39_000)
    with pytest.raises(closing.ClosingError, match="ปิดแล้ว"):
        close(cast)
    with pytest.raises(closing.ClosingError, match="ยังไม่สิ้นสุด"):
        close(cast, date(2023, 9, 1))
    assert [m.closing for m in months_of(cast.home, YEAR, on=DAY)].count(None) == 10


def test_an_entry_made_on_another_screen_is_told_before_the_month_is_closed(cast, purse):
    seen = basis_of_month(cast.home, date(2023, 6, 1))
    payments.disburse(allocation_id=purse.pk, amount=Decimal(5), **act(on=date(2023, 6, 30)))

    with pytest.raises(BasisChangedError):
        close(cast, seen=seen)

    assert not MonthClosing.objects.exists()


def test_an_entry_into_a_closed_month_needs_a_reason(cast, purse):
    close(cast)
    june = date(2023, 6, 30)

    with pytest.raises(LateReasonNeededError, match=r"มิ.ย. 2566") as refusal:
        payments.disburse(allocation_id=purse.pk, amount=Decimal(5), **act(on=june))
    assert refusal.value.field == "late_reason"
    late = payments.disburse(allocation_id=purse.pk, amount=Decimal(5), late_reason="ใบสำคัญมาช้า", **act(on=june))

    assert late.entries[0].late_reason == "ใบสำคัญมาช้า"
    with pytest.raises(IntegrityError, match="the month is closed"), transaction.atomic():
        LedgerEntry.objects.create(
            appropriation=purse.appropriation, allocation=purse, kind="disbursement", amount=1, on=june, at=AT
        )
    payments.disburse(allocation_id=purse.pk, amount=Decimal(5), **act(on=date(2023, 7, 1)))


# --- the year


def close_year(cast, **given):
    if not MonthClosing.objects.exists():
        close_months(cast.home, YEAR, by=cast.officer)
    asked = {"document_no": "กท 2100/1", "act": uuid4(), "on": NEXT, "by": cast.strategy, "at": AT}
    return closing.close_year(year=YEAR, **asked | given)


def test_the_year_closes_and_the_rest_lapses(cast, purse, bound):
    closed = close_year(cast)

    purse.refresh_from_db()
    source = Appropriation.objects.get()
    assert (closed.lapsed, purse.lapsed, source.lapsed) == (90_000, 40_000, 50_000)
    assert {entry.on for entry in LedgerEntry.objects.filter(kind=EntryKind.LAPSE)} == {YEAR_END}
    pay(bound, 14_750)
    assert not ledger_state().faults


def test_what_was_never_transferred_lapses_and_is_no_money_of_a_source(cast, purse):
    granted = {row.name: row.amount for row in granted_by_source(YEAR)}
    source = purse.appropriation

    close_year(cast)

    source.refresh_from_db()
    assert source.lapsed == 50_000
    assert {row.name: row.amount for row in granted_by_source(YEAR)} == granted
    assert [row.amount for row in grants_of_year(YEAR)] == [source.amount] == [granted_from(None, source)]


def test_what_lapsed_is_not_left(cast, purse, bound):
    close_year(cast)

    purse.refresh_from_db()
    sums = sums_of([purse])
    assert sums.left == purse.left == purse.transferred - purse.disbursed - purse.lapsed == bound.amount
    parts = divide(sums, [Decimal(1), Decimal(2)])
    assert sum(part.left for part in parts) == sums.left
    assert all(part.left >= 0 for part in parts)


def test_the_year_is_not_closed_before_its_end_or_twice_or_while_something_waits(cast, purse):
    with pytest.raises(closing.ClosingError, match="ยังไม่สิ้นสุด"):
        close_year(cast, on=YEAR_END)
    with pytest.raises(PermissionDenied):
        close_year(cast, by=cast.officer)
    carry = ask(cast, purse, CarryKind.FREE, 100)
    with pytest.raises(closing.ClosingError, match="คำขอกันเงินที่รออนุมัติ 1 รายการ"):
        close_year(cast)
    approve(cast, carry)
    close_year(cast)
    with pytest.raises(closing.ClosingError, match="ปิดแล้ว"):
        close_year(cast)

    assert YearClosing.objects.get().lapsed == 109_900


def test_the_year_is_not_closed_while_a_month_of_an_office_is_open(cast, purse):
    close(cast, date(2023, 6, 1))

    with pytest.raises(closing.ClosingError, match="ยังปิดบัญชีไม่ครบทุกเดือน 1 แห่ง"):
        close_year(cast)

    [row] = open_months(YEAR)  # its first entry is of January
    assert (row.place, len(row.months)) == (cast.home, 8)
    assert date(2023, 6, 1) not in row.months
    MonthClosing.objects.bulk_create(
        MonthClosing(
            district=cast.home,
            month=month,
            **dict.fromkeys(["our_committed", "our_disbursed", "our_carried", "committed", "disbursed", "carried"], 0),
            at=AT,
            by=cast.officer,
        )
        for month in row.months
    )
    assert close_year(cast)


def test_an_entry_into_a_closed_year_needs_a_reason_and_a_second_person(cast, purse):
    close_year(cast)
    lapse = LedgerEntry.objects.get(kind=EntryKind.LAPSE, allocation=purse)
    asked = {"place": cast.home, "year": YEAR, "what": "ใบสำคัญตกค้าง", "reason": "เอกสารหาย", "at": AT}

    with pytest.raises(PermitNeededError):
        money.undo(undone=lapse.act, act=uuid4(), by=None, at=AT, note="ผิด")
    permit = closing.ask_permit(act=uuid4(), by=cast.director, **asked)
    with pytest.raises(closing.OwnPermitError):
        closing.decide_permit(permit_id=permit.pk, is_allowed=True, by=cast.director, at=AT)
    with pytest.raises(PermissionDenied):
        closing.decide_permit(permit_id=permit.pk, is_allowed=True, by=cast.officer, at=AT)
    closing.decide_permit(permit_id=permit.pk, is_allowed=True, by=cast.strategy, at=AT)

    release = money.release(allocation_id=purse.pk, amount=Decimal(10), **act())
    permit.refresh_from_db()
    assert (permit.state, permit.used_act) == ("used", release.act)
    assert release.entries[0].late_reason == "เอกสารหาย"
    with pytest.raises(PermitNeededError):
        money.release(allocation_id=purse.pk, amount=Decimal(10), **act())
    with pytest.raises(IntegrityError, match="allowed by a second person"), transaction.atomic():
        LedgerEntry.objects.create(
            appropriation=purse.appropriation,
            allocation=purse,
            kind="commitment",
            amount=1,
            on=DAY,
            at=AT,
            late_reason="x",
        )
    with pytest.raises(IntegrityError, match="permit_is_allowed_by_another_person"), transaction.atomic():
        YearPermit.objects.update(by=cast.strategy)


def test_an_open_year_needs_no_permit(cast, purse):
    with pytest.raises(closing.ClosingError, match="ยังไม่ปิด"):
        closing.ask_permit(place=cast.home, year=YEAR, what="x", reason="y", act=uuid4(), by=cast.director, at=AT)


def test_closings_are_only_added_to(cast, purse):
    close(cast)

    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        cursor.execute("update budget_monthclosing set difference = 'x'")


def test_a_decided_extension_is_not_changed_any_more(cast, free):
    extend(cast, free, date(2025, 3, 31))

    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        cursor.execute("update budget_carryextension set reason = 'x'")


# --- the log


@pytest.mark.parametrize(
    ("verb", "told"),
    [
        ("budget.carry_refused", "ไม่จำเป็น"),
        ("budget.money_lapse", None),
        ("budget.money_carry_free", None),
        ("budget.permit_refused", "หาย"),
    ],
)
def test_each_act_is_a_line_of_the_log(cast, purse, verb, told):
    approve(cast, ask(cast, purse, CarryKind.FREE, 100))
    refused = ask(cast, purse, CarryKind.BOUND, 100)
    carrying.refuse(carry_id=refused.pk, reason="ไม่จำเป็น", by=cast.director, at=AT)
    close_year(cast)
    permit = closing.ask_permit(
        place=cast.home, year=YEAR, what="ใบสำคัญ", reason="หาย", act=uuid4(), by=cast.officer, at=AT
    )
    closing.decide_permit(permit_id=permit.pk, is_allowed=False, by=cast.director, at=AT)

    line = Entry.objects.get(verb=verb)
    assert line.details.get("reason") == told


def test_kinds_that_are_never_entered_alone_have_their_words_too(cast):
    for verb in ("budget.money_carry_bound_used", "budget.money_carry_free_used", "budget.money_lapse_back"):
        assert has_sentence(verb)
