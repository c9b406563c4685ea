"""The finance section's register with joint purchases and forums: each line finds its own, to the satang."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bkkplan.ground.lists import actions
from budget.actions.books.register import LotCorrectionError, enter_missing, undo_entered
from budget.actions.lots.lot_money import close_lot, undo_lot_entry
from budget.actions.money import money, payments
from budget.actions.money.costs import PaidFor
from budget.actions.money.entry_tables import AlreadyUndoneError, TableRefusedError
from budget.models import Allocation, LedgerEntry, LotEntry, RegisterLine
from budget.queries.books.register import paid_in, reconciliation_of
from budget.queries.lots.lot_shares import money_of_lots
from budget.queries.money.costs import costs_of
from budget.queries.money.ledger import ledger_state
from districts.actions.offices import ask_for_second_person
from tests.budget.lots import build_shop
from tests.factories.accounts import AT
from tests.factories.budget import ApprovedItemFactory, FlagshipProjectFactory, RegisterLineFactory
from tests.factories.districts import OfficeFactory
from tests.factories.forums import ForumFactory
from tests.lists.conftest import ON
from tests.lists.test_proposals import does, errors
from tests.words import words_of

MONTH, DAY = date(2023, 5, 1), date(2023, 5, 12)
HEAD = "รหัสโครงการ\tรายการ\tเลขที่ฎีกา\tวันที่จ่าย\tจำนวนเงิน\n"

pytestmark = pytest.mark.django_db


def given(on=date(2023, 1, 10), **more):
    return {"act": uuid4(), "on": on, "by": None, "at": AT} | more


@pytest.fixture
def shop(cast):
    """Tables for three communities, ordered for 10,000 baht."""
    shop = build_shop(cast)
    shop.gather()
    shop.order("10000")
    shop.lot.egp_number = "66059123456"
    shop.lot.save(update_fields=["egp_number"])
    return shop


@pytest.fixture
def purse_of(shop):
    def purse_of(title, *, committed=90_000, **item):
        item = ApprovedItemFactory(introduced_in=shop.items[0].introduced_in, title=title, **item)
        money.approve_item_budget(item_id=item.pk, amount=Decimal(100_000), **given())
        money.commit(allocation_id=item.allocation.pk, amount=Decimal(committed), **given())
        return Allocation.objects.select_related("item").get(item=item)

    return purse_of


@pytest.fixture
def hearings(cast):
    """The district's 200,000 baht for the hearings of the year."""
    flagship = FlagshipProjectFactory(fiscal_year=2566, kpi_code="KPI-1", title_th="ค่าใช้จ่ายรับฟังความคิดเห็น")
    money.grant(flagship_id=flagship.pk, amount=Decimal(200_000), **given())
    money.transfer_to_districts(flagship_id=flagship.pk, shares={cast.home.pk: Decimal(200_000)}, **given())
    return Allocation.objects.get(appropriation__flagship=flagship)


@pytest.fixture
def held(cast):
    return ForumFactory(district=cast.home, number=777, number_year=2566, external_code="FR-66-7", title="เวทีของเรา")


@pytest.fixture
def bring(cast, hand_in):
    return lambda text: hand_in(HEAD + text, kind="register", place=f"2566-5-{cast.home.code}")


@pytest.fixture
def enter(cast):
    def enter(*lines, uuid=None):
        return enter_missing(district=cast.home, month=MONTH, lines=lines, uuid=uuid or uuid4(), by=cast.officer, at=AT)

    return enter


def found_in(cast):
    return reconciliation_of(cast.home, MONTH)


def line_of(shop, amount, number="ฎ 7/2566", **more):
    facts = {"purse": None, "lot": shop.lot, "district": shop.cast.home, "by": shop.cast.officer}
    return RegisterLineFactory(**facts, amount=Decimal(amount), document_no=number, **more)


def paid_by_line(shop):
    return [one.paid for _line, one in sorted(money_of_lots([shop.lot.pk]).items())]


# --- reading


def test_lots_and_forums_are_known_by_their_names_codes_and_numbers(cast, shop, hearings, held, bring, confirm):
    upload = bring(
        "โต๊ะพับ\tก\tฎ.1\t2/5/2566\t1\n"
        "กท 12/2566\tข\tฎ.2\t2/5/2566\t2\n"
        "๖๖๐๕๙๑๒๓๔๕๖\tค\tฎ.3\t2/5/2566\t3\n"
        f"{held}\tง\tฎ.4\t2/5/2566\t4\n"
        "fr-66-7\tจ\tฎ.5\t2/5/2566\t5\n"
        "เวทีของเรา\tฉ\tฎ.6\t2/5/2566\t6\n"
        "ค่าใช้จ่ายรับฟังความคิดเห็น\tช\tฎ.7\t2/5/2566\t7\n"
    )
    assert upload.outcome["strange"] == {}
    confirm(upload)

    lines = RegisterLine.objects.order_by("amount").values_list("purse", "lot", "forum")
    assert list(lines) == [
        *[(None, shop.lot.pk, None)] * 3,
        *[(hearings.pk, None, held.pk)] * 3,
        (hearings.pk, None, None),
    ]
    assert [one.target for one in found_in(cast).missing][:1] == [f"lot-{shop.lot.pk}"]


def test_a_name_of_a_project_and_of_a_lot_is_asked_once_and_remembered(cast, shop, purse_of, bring, confirm):
    purse = purse_of("โต๊ะพับ")
    rows = "โต๊ะพับ\tก\tฎ.1\t2/5/2566\t1\nโต๊ะพับ\tข\tฎ.2\t2/5/2566\t2\n"
    upload = bring(rows)
    assert upload.outcome["strange"] == {"purse": {"โต๊ะพับ": 2}}

    answers = {("purse", "โต๊ะพับ"): f"lot-{shop.lot.pk}"}
    actions.answer_words(list_id=upload.pk, answers=answers, on=ON, by=cast.officer, at=AT)
    confirm(upload)

    assert set(RegisterLine.objects.values_list("lot", flat=True)) == {shop.lot.pk}
    assert not purse.register_lines.exists()
    assert does(bring(rows)) == ["same"] * 2


def test_a_lot_that_is_not_ordered_and_one_of_another_year_are_no_words(shop, bring):
    shop.lot.refresh_from_db()
    other = shop.open("เต็นท์ผ้าใบ")

    assert bring("เต็นท์ผ้าใบ\tก\tฎ.1\t2/5/2566\t1\n").outcome["strange"] == {"purse": {"เต็นท์ผ้าใบ": 1}}

    type(other).objects.filter(pk=shop.lot.pk).update(fiscal_year=2565)
    assert bring("โต๊ะพับ\tก\tฎ.1\t2/5/2566\t1\n").outcome["strange"] == {"purse": {"โต๊ะพับ": 1}}


def test_a_document_and_an_amount_tell_the_lot_its_items_part_and_the_forum(cast, shop, hearings, held, bring, confirm):
    shop.pay("10000")
    part = LedgerEntry.objects.filter(kind="disbursement").latest("amount")
    paid = given(DAY, document_no="ฎ 8/2566", paid_for=PaidFor(forum_id=held.pk))
    payments.pay_at_once(allocation_id=hearings.pk, amount=Decimal(500), **paid)

    confirm(
        bring(
            "ไม่บอก\tก\tฎ. ๗/๒๕๖๖\t2/5/2566\t10,000\n"
            f"ไม่บอก\tข\tฎ 7/2566\t2/5/2566\t{part.amount}\n"
            "ไม่บอก\tค\tฎ 7/2566\t2/5/2566\t4,000\n"
            "ไม่บอก\tง\tฎ 8/2566\t12/5/2566\t500\n"
        )
    )

    lines = RegisterLine.objects.order_by("pk").values_list("lot", "purse", "forum")
    lot, own = (shop.lot.pk, None, None), (None, part.allocation_id, None)
    assert list(lines) == [lot, own, lot, (None, hearings.pk, held.pk)]


def test_a_line_is_of_one_purse_or_of_one_lot(shop, hearings, held):
    facts = {"lot": shop.lot, "purse": None, "district": shop.cast.home, "by": shop.cast.officer}
    for more in ({"purse": None, "lot": None}, {"purse": hearings}, {"purse": None, "forum": held}):
        with transaction.atomic(), pytest.raises(IntegrityError, match="register_line_is_of_one_purse_or_one_lot"):
            RegisterLineFactory(**facts | more)


# --- beside the ledger


def test_a_lots_line_is_compared_with_all_that_its_items_paid(cast, shop):
    shop.pay("9999.99")
    line = line_of(shop, "10000")

    [match] = found_in(cast).differing
    assert (match.our_sum, match.their_sum, match.difference) == (Decimal("9999.99"), 10_000, Decimal("0.01"))
    RegisterLine.objects.filter(pk=line.pk).update(amount=Decimal("9999.99"))
    assert found_in(cast).is_even
    assert len(found_in(cast).matched) == 1


def test_a_lot_that_they_paid_in_two_or_wrote_by_its_items_is_even(cast, shop):
    shop.pay("10000")
    parts = [line_of(shop, "6000.01"), line_of(shop, "3999.99")]
    assert found_in(cast).is_even

    RegisterLine.objects.filter(pk__in=[one.pk for one in parts]).delete()
    for entry in LedgerEntry.objects.filter(kind="disbursement"):
        facts = {"purse": entry.allocation, "amount": entry.amount, "document_no": "ฎ.7/2566", "by": cast.officer}
        RegisterLineFactory(**facts, on=DAY)
    assert found_in(cast).is_even
    RegisterLine.objects.filter(purse=shop.purses[0]).update(amount=1)
    found = found_in(cast)
    assert (len(found.matched), len(found.differing), found.missing, found.unknown) == (1, 1, (), ())


def test_one_payment_of_theirs_for_a_lot_that_we_paid_item_by_item_is_even(cast, shop):
    for purse, amount in zip(shop.purses, (8_000, 2_000), strict=True):
        payments.disburse(allocation_id=purse.pk, amount=Decimal(amount), document_no="ฎ 7/2566", **given(DAY))
    line_of(shop, "10000")

    assert found_in(cast).is_even


def test_what_was_taken_back_of_a_lot_counts_no_more_and_a_later_reversal_is_its_correction(cast, shop):
    first = shop.pay("1000")
    undo_lot_entry(entry_id=first.pk, by=cast.officer, at=AT)
    assert paid_in(cast.home, MONTH) == []
    second = shop.pay("4000")
    for act in second.table.act_ids:
        facts = {"on": date(2023, 5, 20), "document_no": "ลบ 1", "reason": "จ่ายผิด", "by": None, "at": AT}
        money.reverse(reversed_act=act, act=uuid4(), **facts)
    line_of(shop, "4000")
    line_of(shop, "-4000", number="ลบ 1", on=date(2023, 5, 20))

    found = found_in(cast)
    assert found.is_even
    assert {match.ours[0].lot.pk for match in found.matched} == {shop.lot.pk}


# --- what our ledger lacks


def test_missing_lines_of_a_lot_are_paid_by_its_own_act_beside_others_and_undone_as_one(
    client, cast, shop, purse_of, bring, confirm
):
    purse = purse_of("ขุดลอกคลอง")
    confirm(
        bring(
            "ขุดลอกคลอง\tก\tฎ.1\t12/5/2566\t500\n"
            "กท 12/2566\tข\tฎ.2\t13/5/2566\t3,333.33\n"
            "กท 12/2566\tค\tฎ.3\t14/5/2566\t6,666.67\n"
        )
    )
    client.force_login(cast.officer)
    address = reverse("budget:register-enter", args=[2566, cast.home.code, 5])
    preview = client.get(address)
    rows = [(row["one"].title, str(row["kind"]), row["left"]) for row in preview.context["rows"]]
    assert rows == [
        ("ขุดลอกคลอง", "เบิกจ่าย", 99_500),
        ("โต๊ะพับ", "เบิกจ่าย", Decimal("6666.67")),
        ("โต๊ะพับ", "เบิกจ่าย", 0),
    ]
    sent = {"act": preview.context["form"]["act"].value(), **preview.context["seen"]}
    sent |= {row["field"].html_name: "on" for row in preview.context["rows"]}
    done = client.post(address, sent, follow=True)
    client.post(address, sent)

    assert "ยอดตรง ณ วันที่ 31 พ.ค. 2566" in words_of(done)
    assert "บันทึกจากทะเบียนแล้ว 3 รายการ" in words_of(done)
    assert list(LotEntry.objects.filter(kind="payment").values_list("document_no", flat=True)) == ["ฎ.2", "ฎ.3"]
    assert sum(paid_by_line(shop)) == 10_000
    assert shop.look().is_paid
    assert not ledger_state().faults
    words_of(client.post(done.context["undo"].action, follow=True))
    purse.refresh_from_db()
    assert (purse.disbursed, sum(paid_by_line(shop))) == (0, 0)
    assert not ledger_state().faults
    with pytest.raises(AlreadyUndoneError):
        undo_entered(district=cast.home, month=MONTH, uuid=UUID(str(sent["act"])), by=cast.officer, at=AT)


def test_the_shares_are_those_of_the_page_of_the_lot(cast, shop, enter):
    line = line_of(shop, "3333.33")
    enter(line.pk)
    from_register = paid_by_line(shop)
    entry = LotEntry.objects.get(kind="payment")
    undo_lot_entry(entry_id=entry.pk, by=cast.officer, at=AT)
    shop.pay("3333.33")

    assert paid_by_line(shop) == from_register


def test_more_than_is_unpaid_of_a_lot_enters_nothing_and_says_how_much_is_left(cast, shop, purse_of, enter):
    purse = purse_of("ขุดลอกคลอง")
    lines = [line_of(shop, "6000", "ฎ.1"), line_of(shop, "6000", "ฎ.2")]
    other = RegisterLineFactory(purse=purse, by=cast.officer, document_no="ฎ.3")

    with pytest.raises(TableRefusedError) as refused:
        enter(*[line.pk for line in lines], other.pk)

    assert refused.value.refused == {f"line_{lines[1].pk}": "มีหนี้ผูกพันที่ยังไม่จ่าย 4,000.00 บาท"}
    assert not LedgerEntry.objects.filter(kind="disbursement").exists()


def test_what_a_lot_pays_is_not_there_for_the_items_own_lines(cast, shop, enter, client):
    first = shop.purses[0]
    bound = first.committed
    own = RegisterLineFactory(purse=first, by=cast.officer, document_no="ฎ.1", amount=bound)
    lot = line_of(shop, "10000", "ฎ.2")
    client.force_login(cast.officer)
    preview = client.get(reverse("budget:register-enter", args=[2566, cast.home.code, 5]))
    assert [str(row["kind"]) for row in preview.context["rows"]] == ["เบิกจ่าย", "จ่ายทันที"]

    enter(own.pk, lot.pk)

    first.refresh_from_db()
    assert (first.committed, first.disbursed) == (bound * 2, bound * 2)
    assert shop.look().is_paid


def test_a_correction_of_a_lot_is_shown_with_what_to_do_and_is_not_entered(client, cast, shop, enter):
    shop.pay("4000")
    line_of(shop, "4000")
    correction = line_of(shop, "-1000", "ฎ.9")
    client.force_login(cast.officer)

    page = client.get(reverse("budget:register", args=[2566, cast.home.code, 5]))
    assert "เลิกทำการเบิกจ่ายเดิมที่หน้าการจัดซื้อ" in words_of(page)
    assert f'href="{shop.lot.get_absolute_url()}"' in page.content.decode()
    assert page.context["enter_page"] == ""
    with pytest.raises(LotCorrectionError, match="ติดลบ"):
        enter(correction.pk)


def test_a_closed_lot_says_why_its_line_is_not_entered(cast, shop, enter):
    shop.pay("10000")
    close_lot(lot_id=shop.lot.pk, on=DAY, by=cast.officer, at=AT)
    line = line_of(shop, "1", "ฎ.9")

    with pytest.raises(TableRefusedError) as refused:
        enter(line.pk)

    assert list(refused.value.refused.values()) == ["การจัดซื้อนี้ยังไม่ได้สั่งซื้อ หรือสิ้นสุดไปแล้ว"]


def test_a_payment_of_a_lot_that_waits_for_a_second_person_is_one_that_waits(cast, shop, enter):
    office = OfficeFactory(district=cast.home)
    ask_for_second_person(office_id=office.pk, is_needed=True, by=cast.director, at=AT)
    line = line_of(shop, "10000")
    enter(line.pk)

    found = found_in(cast)
    assert (found.missing, found.unknown, found.waiting, found.is_even) == ((), (), 1, False)
    assert found.matched[0].ours[0].amount == 10_000


def test_what_is_entered_for_a_forum_is_its_cost(cast, hearings, held, bring, confirm, enter):
    confirm(bring("FR-66-7\tค่าอาหาร\tฎ.1\t12/5/2566\t1,500.25\nFR-66-7\tคืน\tฎ.2\t13/5/2566\t-0.25\n"))
    [cost, back] = RegisterLine.objects.order_by("on")

    enter(cost.pk, back.pk)

    assert found_in(cast).is_even
    assert costs_of(held).paid == Decimal("1500.25")
    assert "ครั้งที่ 777/2566" in found_in(cast).matched[0].ours[0].title


def test_a_months_register_of_400_lines_is_matched_its_rest_asked_once_and_reconciles_to_the_satang(
    cast, shop, hearings, held, purse_of, bring, confirm, enter
):
    purses = [purse_of(f"กิจกรรมที่ {n}", external_code=f"77-{n:02}") for n in range(10)]
    rows, ours = [], []
    for n in range(380):
        purse, amount, number = purses[n % 10], Decimal(n * 3 + 1) + Decimal("0.07"), f"ฎ.{n}/2566"
        word = [purse.item.title, purse.item.external_code, f"คำของการคลัง {n % 10}", "ตามฎีกา"][n % 4]
        rows.append(f"{word}\tแถว {n}\t{number}\t{1 + n % 28}/5/2566\t{amount}")
        if n % 40 != 2:  # ten of them are not in our ledger
            entry = LedgerEntry(appropriation=purse.appropriation, allocation=purse, kind="disbursement", amount=amount)
            entry.on, entry.document_no, entry.at = date(2023, 5, 1 + n % 28), number, AT
            ours.append(entry)
            purse.disbursed += amount
    LedgerEntry.objects.bulk_create(ours)
    Allocation.objects.bulk_update(purses, ["disbursed"])
    shop.pay("3333.34")  # under ฎ 7/2566, a number that one of the others has, too
    rows += ["ไม่บอกว่าอะไร\tโต๊ะ\tฎ 7/2566\t2/5/2566\t3,333.34", "กท 12/2566\tโต๊ะ\tฎ.ต 1\t3/5/2566\t๖,๐๐๐.๐๑"]
    rows += [f"โต๊ะพับ\tโต๊ะงวด {n}\tฎ.ต 2\t4/5/2566\t{amount}" for n, amount in enumerate(("0.05", "6.60"))]
    rows += [f"FR-66-7\tเวที {n}\tฎ.ว {n}\t{n + 1}/5/2566\t{n}.33" for n in range(15)]
    rows.append("ขุดคลองของเดือนอื่น\tผิดเดือน\tฎ.ผ\t4/6/2566\t9")
    assert len(rows) == 400

    upload = bring("\n".join(rows))
    strange = upload.outcome["strange"]["purse"]
    assert sorted(strange) == ["คำของการคลัง 2"]  # every other line is known by its document and amount
    answers = {("purse", word): str(purses[2].pk) for word in strange}
    actions.answer_words(list_id=upload.pk, answers=answers, on=ON, by=cast.officer, at=AT)
    confirm(upload)
    found = found_in(cast)
    assert (len(found.matched), len(found.missing), found.unknown, found.differing) == (371, 28, (), ())

    enter(*[one.pk for one in found.missing])

    found = found_in(cast)
    assert found.is_even
    lots, forums = Decimal("9340.00"), sum(n + Decimal("0.33") for n in range(15))
    assert found.our_sum == found.their_sum
    assert found.our_sum == sum(Decimal(n * 3 + 1) + Decimal("0.07") for n in range(380)) + lots + forums
    assert sum(paid_by_line(shop)) == lots
    assert costs_of(held).paid == forums
    assert not errors(bring("\n".join(rows)))
    assert set(does(bring("\n".join(rows)))) == {"same", "left"}
