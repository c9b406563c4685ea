"""The money of an office in one table, and acts that are entered from it: all or none, once, and undone together."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from openpyxl import load_workbook

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import BasisChangedError
from budget.actions.money import money
from budget.actions.money.entry_tables import (
    AlreadyUndoneError,
    NoRowsError,
    TableRefusedError,
    TableRow,
    enter_table,
    try_table,
    undo_table,
)
from budget.actions.money.ledger import AlreadyEnteredError, NotAvailableError, NotEnoughError
from budget.models import Allocation, EntryTable, LedgerEntry, Payment, SpendingRule
from budget.queries.money.ledger import ledger_state
from budget.queries.money.money_table import basis_of_purses, money_table
from districts.actions.offices import ask_for_second_person
from tests.factories.accounts import AT
from tests.factories.budget import ApprovedItemFactory, FlagshipProjectFactory
from tests.factories.districts import OfficeFactory
from tests.factories.years import PlannedYearFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db

YEAR = FiscalYear(2566)
DAY, SPENT_ON = date(2023, 6, 2), date(2023, 5, 31)


def given(on=date(2023, 1, 10)):
    return {"act": uuid4(), "on": on, "by": None, "at": AT}


@pytest.fixture
def purses(cast):
    """Two items with 100,000 baht each, and a flagship project with 40,000; half of each is committed."""
    first = ApprovedItemFactory(introduced_in__plan__district=cast.home, title="ขุดลอกคลอง")
    for item in (first, ApprovedItemFactory(introduced_in=first.introduced_in, title="ซ่อมทางเท้า")):
        money.approve_item_budget(item_id=item.pk, amount=Decimal(100_000), **given())
    flagship = FlagshipProjectFactory(title_th="เขตพัฒนาชุมชน")
    money.grant(flagship_id=flagship.pk, amount=Decimal(90_000), **given())
    money.transfer_to_districts(flagship_id=flagship.pk, shares={cast.home.pk: Decimal(40_000)}, **given())
    found = list(Allocation.objects.select_related("item", "appropriation__flagship").order_by("pk"))
    for purse in found:
        money.commit(allocation_id=purse.pk, amount=purse.transferred / 2, **given())
        purse.refresh_from_db()
    return found


def paid(purse, amount, **more):
    fields = {"field": f"disbursement_{purse.pk}", "kind": "disbursement", "on": SPENT_ON, "document_no": "ฎ 1/66"}
    return TableRow(**fields | {"purse": purse.pk, "amount": Decimal(amount)} | more)


@pytest.fixture
def enter(cast):
    def enter(*rows, uuid=None, seen=None, by=None):
        by = by or cast.officer
        return enter_table(place=cast.home, year=YEAR, rows=rows, uuid=uuid or uuid4(), seen=seen, by=by, at=AT)

    return enter


def spent(purses):
    return [Allocation.objects.get(pk=purse.pk).disbursed for purse in purses]


def test_payments_of_many_purses_are_entered_in_one_act_and_each_has_its_line(cast, purses, enter):
    table = enter(*[paid(purse, 1_000 * n) for n, purse in enumerate(purses, 1)])

    assert spent(purses) == [1_000, 2_000, 3_000]
    assert len(table.acts) == Entry.objects.filter(verb="budget.money_disbursement").count() == 3
    assert Entry.objects.get(verb="budget.table_entered").details["rows"] == 3
    assert {entry.document_no for entry in LedgerEntry.objects.filter(act__in=table.act_ids)} == {"ฎ 1/66"}
    assert not ledger_state().faults


def test_what_is_committed_in_the_same_table_may_be_paid_in_it(purses, enter):
    purse = purses[0]
    enter(paid(purse, 60_000), paid(purse, 10_000, kind="commit", field="commit"))

    purse.refresh_from_db()
    assert (purse.committed, purse.disbursed) == (60_000, 60_000)


def test_one_row_without_room_leaves_all_out_and_says_how_much_there_is(purses, enter):
    rows = [paid(purses[0], 1_000), paid(purses[1], 50_001)]

    with pytest.raises(TableRefusedError) as refused:
        enter(*rows)

    assert list(refused.value.refused) == [f"disbursement_{purses[1].pk}"]
    assert "50,000.00" in refused.value.refused[f"disbursement_{purses[1].pk}"]
    assert spent(purses) == [0, 0, 0]
    assert not EntryTable.objects.exists()


def test_trying_a_table_says_what_would_be_refused_and_enters_nothing(cast, purses):
    rows = [paid(purses[0], 1_000), paid(purses[1], 50_001, on=date(2023, 5, 30))]

    refused = try_table(place=cast.home, year=YEAR, rows=rows, by=cast.officer, at=AT)

    assert list(refused) == [f"disbursement_{purses[1].pk}"]
    assert spent(purses) == [0, 0, 0]


def test_a_table_sent_twice_is_entered_once_and_with_other_amounts_refused(purses, enter):
    uuid = uuid4()
    first = enter(paid(purses[0], 1_000), uuid=uuid)

    assert enter(paid(purses[0], 1_000), uuid=uuid) == first
    with pytest.raises(AlreadyEnteredError):
        enter(paid(purses[0], 2_000), uuid=uuid)
    assert spent(purses) == [1_000, 0, 0]


def test_a_payment_that_a_colleague_entered_meanwhile_is_not_entered_again(purses, enter):
    seen = basis_of_purses(purses)
    enter(paid(purses[0], 1_000), seen=seen)

    with pytest.raises(BasisChangedError) as changed:
        enter(paid(purses[0], 1_000), seen=seen)

    assert [change.label for change in changed.value.changes] == ["ขุดลอกคลอง"]
    enter(paid(purses[1], 1_000), seen=seen)  # nobody touched this one
    assert spent(purses) == [1_000, 1_000, 0]


def test_undoing_reverses_every_entry_on_its_own_day_once(cast, purses, enter):
    table = enter(paid(purses[0], 1_000), paid(purses[1], 2_000, on=date(2023, 5, 2)))

    undo_table(table_id=table.pk, by=cast.officer, at=AT)

    pairs = LedgerEntry.objects.filter(reverses__act__in=table.act_ids).values_list("on", "reverses__on")
    assert sorted(pairs) == [(date(2023, 5, 2),) * 2, (SPENT_ON,) * 2]
    assert spent(purses) == [0, 0, 0]
    assert Entry.objects.filter(verb="budget.table_undone").count() == 1
    with pytest.raises(AlreadyUndoneError):
        undo_table(table_id=table.pk, by=cast.officer, at=AT)


def test_a_table_whose_money_was_used_since_is_not_taken_back(cast, purses, enter):
    table = enter(paid(purses[0], 5_000, kind="commit", field="commit"), paid(purses[1], 5))
    money.release(allocation_id=purses[0].pk, amount=Decimal(54_000), **given(on=DAY))

    with pytest.raises(NotEnoughError):
        undo_table(table_id=table.pk, by=cast.officer, at=AT)

    assert spent(purses) == [0, 5, 0]


def test_what_was_undone_alone_before_stays_undone(cast, purses, enter):
    table = enter(paid(purses[0], 1_000), paid(purses[1], 2_000))
    money.undo(undone=table.act_ids[0], act=uuid4(), by=cast.officer, at=AT)

    undo_table(table_id=table.pk, by=cast.officer, at=AT)

    assert spent(purses) == [0, 0, 0]


def test_payments_of_an_office_with_a_second_person_wait_and_are_taken_back(cast, purses, enter):
    office = OfficeFactory(district=cast.home)
    ask_for_second_person(office_id=office.pk, is_needed=True, by=cast.director, at=AT)
    table = enter(paid(purses[0], 1_000), paid(purses[1], 2_000))
    assert set(Payment.objects.values_list("state", flat=True)) == {"waiting"}
    assert spent(purses) == [0, 0, 0]

    undo_table(table_id=table.pk, by=cast.officer, at=AT)

    assert set(Payment.objects.values_list("state", flat=True)) == {"refused"}


def test_nobody_enters_money_of_another_office_or_an_empty_table(cast, purses, enter):
    with pytest.raises(NotAvailableError):
        enter_table(place=cast.away, year=YEAR, rows=[paid(purses[0], 1)], uuid=uuid4(), by=cast.away_officer, at=AT)
    with pytest.raises(NoRowsError):
        enter()
    with pytest.raises(TableRefusedError, match="ยังไม่ได้บันทึกแถวใด"):
        enter(paid(purses[0], 1), by=cast.strategy)
    table = enter(paid(purses[0], 1))
    with pytest.raises(PermissionDenied):
        undo_table(table_id=table.pk, by=cast.strategy, at=AT)


def test_the_table_has_a_row_for_each_item_and_flagship_as_of_a_day(cast, purses, enter):
    ApprovedItemFactory(introduced_in=purses[0].item.introduced_in, title="ยังไม่มีเงิน", planned_amount=5_000)
    money.transfer_back(allocation_id=purses[0].pk, amount=Decimal(10_000), **given(on=date(2023, 3, 1)))
    enter(paid(purses[0], 1_000), paid(purses[2], 500))

    now = money_table(cast.home, YEAR, day=DAY)
    before = money_table(cast.home, YEAR, day=date(2023, 2, 1), as_of=date(2023, 2, 1))

    assert [row.title for row in now.rows] == ["ขุดลอกคลอง", "ซ่อมทางเท้า", "ยังไม่มีเงิน", "เขตพัฒนาชุมชน"]
    first = now.rows[0]
    assert (first.approved, first.sums.transferred, first.sums.disbursed) == (100_000, 90_000, 1_000)
    assert (now.approved, now.total.transferred, now.total.disbursed) == (240_000, 230_000, 1_500)
    assert (before.approved, before.total.transferred, before.total.disbursed) == (240_000, 240_000, 0)
    assert [row.title for row in before.rows] == ["ขุดลอกคลอง", "ซ่อมทางเท้า", "เขตพัฒนาชุมชน"]


def test_a_mistaken_approval_counts_on_no_day(cast, purses):
    wrong = given()
    money.approve_item_budget(item_id=purses[0].item_id, amount=Decimal(7_000), **wrong)
    money.undo(undone=wrong["act"], act=uuid4(), by=None, at=AT)

    assert money_table(cast.home, YEAR, day=DAY).rows[0].approved == 100_000
    assert money_table(cast.home, YEAR, day=DAY, as_of=date(2023, 4, 1)).rows[0].approved == 100_000


def test_the_target_is_the_years_own_or_said_to_be_missing(client, cast, purses, enter):
    page = reverse("budget:money-table", args=[YEAR, cast.home.code])
    client.force_login(cast.officer)
    assert "ปี 2566 ยังไม่ได้กำหนดเป้าหมายการเบิกจ่าย" in words_of(client.get(page))

    SpendingRule.objects.create(planned=PlannedYearFactory(fiscal_year=2566, opened=True), target_3=Decimal("62.5"))
    enter(paid(purses[0], 50_000))

    assert "ไตรมาสที่ 3: เบิกจ่ายสะสมร้อยละ 62.5 · ขาดอีก 100,000.00 บาท" in words_of(client.get(page))


def test_the_workbook_has_numbers_and_their_sum(client, cast, purses):
    client.force_login(cast.officer)

    answer = client.get(reverse("budget:money-table-file", args=[YEAR, cast.home.code]), {"as_of": "2023-05-01"})

    rows = list(load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    assert rows[2][:3] == ("รายการ", "งบประมาณอนุมัติ", "หลังปรับโอน")
    assert rows[3][0] == "ขุดลอกคลอง"
    assert [float(cell) for cell in rows[-1][1:7]] == [240_000, 240_000, 0, 120_000, 0, 240_000]


def test_eighteen_amounts_are_seen_before_they_are_entered_and_undone_with_one_button(client, cast, purses):
    client.force_login(cast.officer)
    page = reverse("budget:money-table-enter", args=[YEAR, cast.home.code])
    form = client.get(page).context
    one, two, _flagship = purses
    typed = {"act": form["form"]["act"].value(), "on": "31/5/2566", "document_no": "ฎ 9", **form["seen"]}
    typed |= {f"disbursement_{one.pk}": "๑,๐๐๐.-", f"disbursement_{two.pk}": "50,001", f"document_{two.pk}": "ฎ 10"}

    wrong = client.post(page, typed)
    assert wrong.status_code == 422
    assert "50,000.00" in words_of(wrong)
    typed[f"disbursement_{two.pk}"] = "2,000.25"
    preview = client.post(page, typed)
    assert "จะคงเหลือ" in words_of(preview)
    assert [line[4]["left"] for line in preview.context["lines"]] == [99_000, Decimal("97999.75")]
    assert spent(purses) == [0, 0, 0]

    done = client.post(page, {**typed, "confirmed": "1"}, follow=True)

    assert "บันทึกจากตารางแล้ว 2 รายการ" in words_of(done)
    assert spent(purses) == [1_000, Decimal("2000.25"), 0]
    assert set(LedgerEntry.objects.filter(kind="disbursement").values_list("document_no", flat=True)) == {"ฎ 9", "ฎ 10"}
    client.post(done.context["undo"].action)
    assert spent(purses) == [0, 0, 0]


def test_who_buys_enters_commitments_and_who_pays_enters_payments(client, cast, purses):
    client.force_login(cast.strategy)
    assert client.get(reverse("budget:money-table-enter", args=[YEAR, cast.home.code])).status_code == 403
    assert "บันทึกลงตาราง" not in words_of(client.get(reverse("budget:money-table", args=[YEAR, cast.home.code])))


def test_an_empty_form_asks_for_an_amount(client, cast, purses):
    client.force_login(cast.officer)
    answer = client.post(
        reverse("budget:money-table-enter", args=[YEAR, cast.home.code]), {"act": uuid4(), "on": "31/5/2566"}
    )

    assert answer.status_code == 422
    assert "ยังไม่ได้ใส่จำนวนเงินของแถวใดเลย" in words_of(answer)
