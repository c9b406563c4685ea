"""The finance section's register of a month: read, matched to items, and set beside our ledger."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.lists import actions
from budget.actions.books.register import LinesChangedError, enter_missing, take_register
from budget.actions.money import money, payments
from budget.actions.money.entry_tables import NoRowsError, TableRefusedError, undo_table
from budget.models import Allocation, LedgerEntry, RegisterLine
from budget.queries.books.reconciling import Paid, reconcile
from budget.queries.books.register import reconciliation_of
from budget.queries.money.ledger import ledger_state
from districts.actions.offices import ask_for_second_person
from tests.factories.accounts import AT
from tests.factories.budget import ActionPlanEditionFactory, ApprovedItemFactory
from tests.factories.districts import OfficeFactory
from tests.lists.test_proposals import ON, does
from tests.words import words_of

MONTH, DAY = date(2023, 5, 1), date(2023, 5, 12)
HEAD = "รหัสโครงการ\tรายการ\tเลขที่ฎีกา\tวันที่จ่าย\tจำนวนเงิน\n"


def given(on=date(2023, 1, 10), **more):
    return {"act": uuid4(), "on": on, "by": None, "at": AT} | more


@pytest.fixture
def edition(cast):
    return ActionPlanEditionFactory(
        plan__district=cast.home, plan__fiscal_year=2566, number=0, approved=True, approved_on=date(2022, 11, 1)
    )


@pytest.fixture
def purse_of(edition):
    """An item with 100,000 baht, of which some is committed."""

    def purse_of(title, *, committed=50_000, **item):
        item = ApprovedItemFactory(introduced_in=edition, title=title, **item)
        money.approve_item_budget(item_id=item.pk, amount=Decimal(100_000), **given())
        money.commit(allocation_id=item.allocation.pk, amount=Decimal(committed), **given())
        return Allocation.objects.select_related("item").get(item=item)

    return purse_of


@pytest.fixture
def purse(purse_of):
    return purse_of("ขุดลอกคลอง", external_code="1003-77")


@pytest.fixture
def bring(cast, hand_in):
    return lambda text: hand_in(HEAD + text, kind="register", place=f"2566-5-{cast.home.code}")


@pytest.fixture
def enter(cast):
    def enter(*lines, uuid=None, by=None):
        return enter_missing(
            district=cast.home, month=MONTH, lines=lines, uuid=uuid or uuid4(), by=by or cast.officer, at=AT
        )

    return enter


def paid(purse, amount, number, *, on=DAY):
    payments.disburse(allocation_id=purse.pk, amount=Decimal(amount), document_no=number, **given(on))


def found_in(cast):
    return reconciliation_of(cast.home, MONTH)


# --- reading and matching


@pytest.mark.django_db
def test_a_line_is_matched_by_code_or_name_then_by_document_and_amount_and_the_rest_is_asked_once(
    cast, purse, purse_of, bring, confirm
):
    other = purse_of("ซ่อมทางเท้า")
    paid(other, "700.25", "ฎ. 9/66")
    rows = (
        "1003-77\tค่าจ้าง\tฎ.1\t2/5/2566\t1,000\n"
        "ซ่อมทางเท้า\tค่าปูน\tฎ.2\t3 พ.ค. 2566\t๒๐๐.-\n"
        "ค่าวัสดุที่เรียกเอง\tปูน\tฎ.๙/๖๖\t4/5/2566\t700.25\n"
        "งานขุดลอกเดิม\tค่าแรง\tฎ.3\t5/5/2566\t50\n"
        "งานขุดลอกเดิม\tค่าแรง\tฎ.4\t5/5/2566\t60\n"
        "ค่าไฟฟ้า\tสำนักงาน\tฎ.5\t5/5/2566\t99\n"
    )
    upload = bring(rows)
    assert upload.outcome["strange"] == {"purse": {"งานขุดลอกเดิม": 2, "ค่าไฟฟ้า": 1}}

    answers = {("purse", "งานขุดลอกเดิม"): str(purse.pk), ("purse", "ค่าไฟฟ้า"): ""}
    actions.answer_words(list_id=upload.pk, answers=answers, on=ON, by=cast.officer, at=AT)
    confirm(upload)

    lines = RegisterLine.objects.order_by("on", "pk").values_list("purse", "amount")
    assert list(lines) == [
        (purse.pk, 1_000),
        (other.pk, 200),
        (other.pk, Decimal("700.25")),
        (purse.pk, 50),
        (purse.pk, 60),
    ]
    assert Entry.objects.get(verb="budget.register_taken").details["rows"] == 5
    again = bring(rows)
    assert again.outcome["strange"] == {}
    assert does(again) == ["same"] * 5 + ["left"]


@pytest.mark.django_db
def test_lines_of_another_month_or_of_nothing_are_left_out_and_corrections_are_read(purse, bring, confirm):
    upload = bring(
        "1003-77\tก\tฎ.1\t30/4/2566\t1\n"
        "1003-77\tข\tฎ.2\t1/5/2566\t0\n"
        "1003-77\tค\tฎ.3\t2/5/2566\t-1,500.50\n"
        "1003-77\tง\tฎ.4\t3/5/2566\t(20.25)\n"
        "1003-77\tจ\tฎ.5\t31/5/2566\t20-\n"
        "1003-77\tฉ\tฎ.6\t31/5/2566\tสิบ\n"
    )

    assert does(upload) == ["left", "left", "new", "new", "new", "new"]
    assert "แถวของเดือนอื่น" in upload.outcome["rows"][0]["sentence"]
    confirm(upload)
    amounts = RegisterLine.objects.order_by("on").values_list("amount", flat=True)
    assert list(amounts)[:2] == [Decimal("-1500.50"), Decimal("-20.25")]
    assert sorted(amounts[2:]) == [-20, 10]


@pytest.mark.django_db
def test_a_file_sent_again_adds_nothing_and_a_document_number_used_twice_is_two_lines(purse, bring, confirm):
    rows = "1003-77\tก\tฎ.1\t2/5/2566\t100\n1003-77\tข\tฎ.1\t2/5/2566\t250\n"
    confirm(bring(rows))
    assert RegisterLine.objects.count() == 2

    again = bring(rows)

    assert does(again) == ["same"] * 2
    with pytest.raises(actions.NothingToDoError):
        actions.confirm(list_id=again.pk, on=ON, by=purse_officer(again), at=AT)


def purse_officer(upload):
    return upload.uploaded_by


@pytest.mark.django_db
def test_a_register_that_is_taken_back_counts_no_more(cast, purse, bring, confirm):
    upload = confirm(bring("1003-77\tก\tฎ.1\t2/5/2566\t100\n"))
    assert found_in(cast).their_sum == 100

    actions.undo(list_id=upload.pk, on=ON, by=cast.officer, at=AT)

    assert not found_in(cast).is_begun
    assert Entry.objects.filter(verb="budget.register_withdrawn").exists()
    assert RegisterLine.objects.get().withdrawn_by == cast.officer


@pytest.mark.django_db
def test_nobody_else_hands_in_a_register_and_a_month_must_exist(cast, purse, hand_in, client):
    with pytest.raises(PermissionDenied):
        take_register(district=cast.home, month=MONTH, lines=[], by=cast.strategy, at=AT)
    client.force_login(cast.officer)
    assert client.get(reverse("budget:register", args=[2566, cast.home.code, 13])).status_code == 404
    for key in (f"2566-13-{cast.home.code}", f"2566-0-{cast.home.code}", "5-1003", f"0001-5-{cast.home.code}"):
        assert client.get(reverse("lists:hand-in", args=["register", key])).status_code == 404


# --- reconciling, without a database


def of(*rows):
    """Payments as (number, purse, baht)."""
    return [Paid(n, p, f"ร{p}", no, DAY, Decimal(str(amount))) for n, (no, p, amount) in enumerate(rows, 1)]


def told(found):
    pairs = [(float(m.our_sum), float(m.their_sum)) for m in found.differing]
    return len(found.matched), pairs, [float(o.amount) for o in found.missing], [float(o.amount) for o in found.unknown]


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        pytest.param([("ฎ.1", 1, 10)], [("ฎ 1", 1, 10)], (1, [], [], []), id="the same"),
        pytest.param([("1", 1, 6), ("1", 1, 4)], [("1", 1, 10)], (1, [], [], []), id="we paid a line in two"),
        pytest.param([("1", 1, 10)], [("1", 1, 6), ("1", 1, 4)], (1, [], [], []), id="they paid a line in two"),
        pytest.param(
            [("1", 1, 5), ("1", 2, 3), ("1", 3, 2)], [("1", 2, 10)], (1, [], [], []), id="one payment for three items"
        ),
        pytest.param([], [("1", 1, 10), ("1", 1, -10)], (1, [], [], []), id="a line and its correction"),
        pytest.param([("1", 1, 10)], [("1", 1, 10), ("1", 1, -3)], (1, [], [-3], []), id="a correction we lack"),
        pytest.param([("1", 1, 10)], [("1", 1, 10), ("1", 2, 7)], (1, [], [7], []), id="a number used twice"),
        pytest.param(
            [("1", 1, 10)], [("1", 1, "10.01"), ("1", 2, 7)], (0, [(10, 10.01)], [7], []), id="a satang, and another"
        ),
        pytest.param([("1", 1, 10)], [("1", 1, "9.99")], (0, [(10, 9.99)], [], []), id="a satang"),
        pytest.param([("1", 1, 10)], [("2", 1, 10)], (1, [], [], []), id="another number"),
        pytest.param([("1", 1, 10)], [("1", 1, 10), ("2", 1, 10)], (1, [], [10], []), id="two equal amounts"),
        pytest.param([("", 1, 10)], [("", 1, 10), ("", 1, 4)], (1, [], [4], []), id="without numbers"),
        pytest.param([("1", 1, 10)], [("2", 2, 10)], (0, [], [10], [10]), id="other items"),
    ],
)
def test_lines_find_their_counterparts(ours, theirs, expected):
    found = reconcile(of(*ours), of(*theirs))

    assert told(found) == expected
    assert found.is_even is (expected[1:] == ([], [], []))
    assert found.difference == sum(Decimal(str(t[2])) for t in theirs) - sum(Decimal(str(o[2])) for o in ours)


def test_equal_amounts_under_other_numbers_are_told():
    assert reconcile(of(("1", 1, 10)), of(("2", 1, 10))).matched[0].numbers_differ


# --- beside the ledger


@pytest.mark.django_db
def test_what_was_undone_happened_on_no_day_and_a_later_reversal_is_a_correction(cast, purse):
    paid(purse, 100, "ฎ.1")
    paid(purse, 30, "ฎ.2", on=date(2023, 4, 30))
    wrong, late = given(DAY), given(DAY)
    payments.disburse(allocation_id=purse.pk, amount=Decimal(5), **wrong)
    money.undo(undone=wrong["act"], act=uuid4(), by=None, at=AT)
    payments.disburse(allocation_id=purse.pk, amount=Decimal(7), document_no="ฎ.3", **late)
    money.reverse(
        reversed_act=late["act"], act=uuid4(), on=date(2023, 5, 20), document_no="ฎ.3", reason="ผิด", by=None, at=AT
    )

    found = found_in(cast)

    assert sorted(one.amount for one in found.unknown) == [100]
    assert (found.our_sum, len(found.matched)) == (100, 1)


@pytest.mark.django_db
def test_what_we_lack_is_seen_entered_in_one_act_and_undone(client, cast, purse, bring, confirm):
    paid(purse, 1_000, "ฎ.1")
    money.refund(allocation_id=purse.pk, amount=Decimal(1), document_no="ฎ.0", **given(DAY))
    confirm(
        bring(
            "1003-77\tก\tฎ.1\t12/5/2566\t1,000\n1003-77\tข\tฎ.2\t13/5/2566\t49,000\n1003-77\tค\tฎ.3\t14/5/2566\t3,000\n"
            "1003-77\tง\tฎ.1\t15/5/2566\t-200\n1003-77\tจ\tฎ.0\t12/5/2566\t-1\n"
        )
    )
    client.force_login(cast.officer)
    page = reverse("budget:register", args=[2566, cast.home.code, 5])
    shown = words_of(client.get(page))
    assert "ยอดยังไม่ตรง ต่างกัน 51,800.00 บาท: ในทะเบียนมีแต่เราไม่มี 3 รายการ" in shown

    preview = client.get(reverse("budget:register-enter", args=[2566, cast.home.code, 5]))
    rows = preview.context["rows"]
    assert [(str(row["kind"]), row["left"]) for row in rows] == [
        ("เบิกจ่าย", 50_001),
        ("จ่ายทันที", 47_001),
        ("คืนเงินที่เบิกแล้ว", 47_201),
    ]
    sent = {"act": preview.context["form"]["act"].value()} | {row["field"].html_name: "on" for row in rows}
    sent |= preview.context["seen"]
    address = preview.request["PATH_INFO"]
    done = client.post(address, sent, follow=True)
    client.post(address, sent)

    assert "ยอดตรง ณ วันที่ 31 พ.ค. 2566" in words_of(done)
    purse.refresh_from_db()
    assert (purse.committed, purse.disbursed) == (53_000, 52_799)
    assert not ledger_state().faults
    client.post(done.context["undo"].action)
    purse.refresh_from_db()
    assert (purse.committed, purse.disbursed) == (50_000, 999)


@pytest.mark.django_db
def test_a_line_that_a_colleague_entered_meanwhile_or_that_has_no_room_enters_nothing(
    cast, purse, bring, confirm, enter
):
    confirm(bring("1003-77\tก\tฎ.1\t12/5/2566\t500\n1003-77\tข\tฎ.2\t12/5/2566\t150,000\n"))
    small, large = RegisterLine.objects.order_by("amount")

    with pytest.raises(TableRefusedError) as refused:
        enter(small.pk, large.pk)
    assert list(refused.value.refused) == [f"line_{large.pk}"]
    with pytest.raises(NoRowsError):
        enter()
    [table] = enter(small.pk)
    with pytest.raises(LinesChangedError):
        enter(small.pk)

    assert LedgerEntry.objects.filter(kind="disbursement").count() == 1
    undo_table(table_id=table.pk, by=cast.officer, at=AT)
    enter(small.pk)
    purse.refresh_from_db()
    assert purse.disbursed == 500


@pytest.mark.django_db
def test_a_payment_that_waits_for_a_second_person_is_not_entered_again(client, cast, purse, bring, confirm, enter):
    office = OfficeFactory(district=cast.home)
    ask_for_second_person(office_id=office.pk, is_needed=True, by=cast.director, at=AT)
    confirm(bring("1003-77\tก\tฎ.1\t12/5/2566\t500\n"))
    enter(RegisterLine.objects.get().pk)

    found = found_in(cast)

    assert (found.missing, found.waiting, found.is_even) == ((), 1, False)
    client.force_login(cast.officer)
    page = reverse("budget:register", args=[2566, cast.home.code, 5])
    assert "รออีกคนหนึ่งยืนยัน 1 รายการ" in words_of(client.get(page))
