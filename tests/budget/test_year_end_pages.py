"""The year's end in the browser: the list, a request and its decision, the next year, closed books, the work list."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.books import carrying
from budget.actions.money import money, payments
from budget.enums import CarryKind, CarryState
from budget.models import Allocation, Carry, LedgerEntry, MonthClosing, YearClosing, YearPermit
from budget.queries.my_work import todos_for
from tests.factories.budget import AT, FlagshipProjectFactory, close_months
from tests.words import words_of

YEAR = 2566


def act(**given):
    return {"act": uuid4(), "on": date(2023, 6, 1), "by": None, "at": AT, **given}


@pytest.fixture
def purse(cast):
    """The home district owes 20,000 on a contract, and has 40,000 that it did not commit."""
    flagship = FlagshipProjectFactory()
    money.grant(flagship_id=flagship.pk, amount=Decimal(100_000), **act(on=date(2022, 10, 1)))
    shares = {cast.home.pk: Decimal(100_000)}
    money.transfer_to_districts(flagship_id=flagship.pk, shares=shares, **act(on=date(2023, 1, 1)))
    found = Allocation.objects.get()
    money.commit(allocation_id=found.pk, amount=Decimal(60_000), **act(on=date(2023, 5, 1)))
    payments.disburse(allocation_id=found.pk, amount=Decimal(40_000), **act())
    return found


@pytest.fixture
def on(settings):
    def working_day(day):
        settings.WORKING_DAY = day

    working_day("2023-09-20")
    return working_day


@pytest.fixture
def bound(cast, purse):
    carry = carrying.ask(
        allocation_id=purse.pk,
        kind=CarryKind.BOUND,
        amount=Decimal(20_000),
        document_no="กท 5001/77",
        reason="ส่งมอบช้า",
        act=uuid4(),
        on=date(2023, 9, 20),
        by=cast.officer,
        at=AT,
    )
    return carrying.approve(carry_id=carry.pk, decision="มติ 1", on=date(2023, 9, 21), by=cast.director, at=AT)


def url(name, *args):
    return reverse(f"budget:{name}", args=args)


def asked(**given):
    return {"act": uuid4(), "kind": "bound", "amount": "20,000", "document_no": "กท 5001/77", "reason": "ช้า"} | given


def test_an_office_asks_and_its_director_approves(client, cast, purse, on):
    client.force_login(cast.officer)
    page = words_of(client.get(url("year-end", YEAR, cast.home.code)))
    assert "20,000.00" in page
    assert "40,000.00" in page
    too_much = client.post(url("carry-ask", purse.pk), asked(amount="20,001"))
    assert too_much.status_code == 422
    assert "ยังไม่ได้กันเหลือ 20,000.00 บาท" in words_of(too_much)

    client.post(url("carry-ask", purse.pk), asked())
    twice = client.post(url("carry-ask", purse.pk), asked(amount="1"))

    assert "ไว้แล้ว" in words_of(twice)
    carry = Carry.objects.get()
    client.force_login(cast.director)
    todo = [todo for todo in todos_for(cast.director, on=date(2023, 9, 20)) if "พิจารณาคำขอกันเงิน" in todo.text]
    assert todo[0].url == url("carry-decide", carry.pk)
    client.post(todo[0].url, {"decision": "กท 5001/80"})
    carry.refresh_from_db()
    assert (carry.state, carry.left_bound) == (CarryState.APPROVED, 20_000)
    assert "กท 5001/80" in words_of(client.get(url("carry", carry.pk)))


def test_a_refusal_has_its_reason(client, cast, purse, on):
    client.force_login(cast.officer)
    client.post(url("carry-ask", purse.pk), asked())
    carry = Carry.objects.get()
    client.force_login(cast.director)

    client.post(url("carry-decide", carry.pk), {"decision": "จ่ายทันปี", "second": "1"})

    assert "จ่ายทันปี" in words_of(client.get(url("carry", carry.pk)))


def test_after_its_day_nothing_is_asked_and_the_text_stays(client, cast, purse, on):
    on("2023-10-01")
    client.force_login(cast.officer)

    late = client.post(url("carry-ask", purse.pk), asked(reason="ลืมขอ"))

    assert "พ้นกำหนดขอกันเงินของปี 2566 แล้ว" in words_of(late)
    assert not Carry.objects.exists()


def test_a_bill_of_the_first_of_october_is_paid_and_shown_in_both_years(client, cast, purse, bound, on):
    on("2023-10-01")
    client.force_login(cast.officer)
    left = [todo for todo in todos_for(cast.officer, on=date(2023, 10, 1)) if "ใช้เงินกันของปี 2566" in todo.text]
    assert "เหลือ 20,000.00 บาท" in left[0].text
    paid = {"act": uuid4(), "amount": "14,750", "on": "1 ต.ค. 2566", "document_no": "ฎ 1/2567"}

    answer = client.post(url("carry-pay", bound.pk), paid)

    assert answer.status_code == 302
    assert "5,250.00" in words_of(client.get(url("year-end", YEAR, cast.home.code)))
    this_year = words_of(client.get(url("year-end", YEAR + 1, cast.home.code)))
    assert "เงินของปีก่อนที่ใช้ในปีนี้" in this_year
    assert "14,750.00" in this_year
    assert "ในจำนวนนี้เบิกจ่ายเหลื่อมปี" in words_of(client.get(url("allocation", purse.pk)))
    client.force_login(cast.strategy)
    board = words_of(client.get(url("carried", YEAR)))
    assert "คงเหลือกรณีมีหนี้ผูกพัน" in board
    assert "5,250.00" in board


def test_a_month_that_was_closed_on_another_screen_asks_for_a_reason_and_keeps_the_form(client, cast, purse, on):
    client.force_login(cast.officer)
    form = {"act": uuid4(), "amount": "500", "on": "9 ส.ค. 2566", "document_no": "ฎ 3"}
    close = url("month-close", YEAR, cast.home.code, 8)
    page = client.get(close)
    sums = {"committed": "60,000", "disbursed": "40,000", "carried": "0", "seen": page.context["seen"]}
    client.post(close, sums)
    assert MonthClosing.objects.exists()

    refused = client.post(url("move", purse.pk, "disburse"), form)

    assert refused.status_code == 422
    assert "บัญชีเดือน ส.ค. 2566 ปิดแล้ว" in words_of(refused)
    assert "ฎ 3" in refused.content.decode()
    client.post(url("move", purse.pk, "disburse"), form | {"late_reason": "ใบสำคัญมาช้า"})
    assert LedgerEntry.objects.latest("pk").late_reason == "ใบสำคัญมาช้า"


def test_books_that_changed_meanwhile_are_shown_before_a_month_is_closed(client, cast, purse, on):
    client.force_login(cast.officer)
    close = url("month-close", YEAR, cast.home.code, 8)
    seen = client.get(close).context["seen"]
    payments.disburse(allocation_id=purse.pk, amount=Decimal(5), **act(on=date(2023, 8, 1)))

    answer = client.post(close, {"committed": "60,000", "disbursed": "40,000", "carried": "0", "seen": seen})

    assert answer.status_code == 409
    assert "40,005.00" in words_of(answer)
    assert not MonthClosing.objects.exists()


def test_the_year_is_closed_and_an_entry_into_it_is_allowed_by_another(client, cast, purse, bound, on):
    on("2023-10-02")
    client.force_login(cast.strategy)
    page = client.get(url("year-close", YEAR))
    assert "40,000.00" in words_of(page)
    assert "ปิดบัญชีเดือน ม.ค. 2566 – ก.ย. 2566 (9 เดือน)" in words_of(page)
    assert url("year-end", YEAR, cast.home.code) in page.content.decode()
    close_months(cast.home, FiscalYear(YEAR), by=cast.officer)
    client.post(url("year-close", YEAR), {"act": uuid4(), "document_no": "กท 2100/1", "seen": page.context["seen"]})
    assert YearClosing.objects.get().lapsed == 40_000
    closed = client.get(url("year-close", YEAR))
    assert "พับไปแล้ว" in words_of(closed)
    assert "40,000.00" in words_of(closed)
    assert 'name="document_no"' not in closed.content.decode()

    client.force_login(cast.officer)
    shut = words_of(client.get(url("move", purse.pk, "release")))
    assert "ขออนุญาตลงรายการ" in shut
    client.post(url("permit-ask", YEAR, cast.home.code), {"act": uuid4(), "what": "ลดหนี้ 10 บาท", "reason": "พิมพ์ผิด"})
    permit = YearPermit.objects.get()
    client.force_login(cast.director)
    client.post(url("permit-decide", permit.pk), {})
    assert "อนุญาตแล้ว" in words_of(client.get(url("year-end", YEAR, cast.home.code)))
    client.force_login(cast.officer)
    moved = money.undo(
        undone=LedgerEntry.objects.get(kind="lapse").act, act=uuid4(), by=cast.officer, at=AT, note="พิมพ์ผิด"
    )
    permit.refresh_from_db()
    assert permit.used_act == moved.act


def test_the_offices_are_told_in_the_last_month_that_money_is_open(cast, purse, on):
    def told(day):
        return [todo for todo in todos_for(cast.officer, on=day) if "ขอกันเงินไว้เบิกเหลื่อมปี" in todo.text]

    assert told(date(2023, 9, 10))[0].due_on == date(2023, 9, 30)
    assert not told(date(2023, 6, 10))
