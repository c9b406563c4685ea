"""What may be entered into the ledger, and what a refusal says."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.money import ledger, money, payments
from budget.actions.money.ledger import NotAvailableError, NotEnoughError, OutsideYearError
from budget.enums import EntryKind
from budget.models import Allocation, Appropriation, LedgerEntry
from budget.queries.money import money as queries
from budget.queries.money.ledger import ledger_state
from tests.factories.budget import (
    AT,
    ActionPlanItemFactory,
    AllocationFactory,
    AppropriationFactory,
    ApprovedItemFactory,
    FlagshipProjectFactory,
)
from tests.factories.districts import DistrictFactory
from tests.fixtures.people import WHO

DAY = date(2023, 6, 2)
GUARD = "budget_ledgerentry_is_not_truncated"
YEAR_BEGAN, YEAR_ENDED = date(2022, 10, 1), date(2023, 9, 30)


def act(**given):
    return {"act": uuid4(), "on": DAY, "by": None, "at": AT, **given}


@pytest.fixture
def flagship(db):
    flagship = FlagshipProjectFactory()
    money.grant(flagship_id=flagship.pk, amount=Decimal(10_000_000), **act(on=YEAR_BEGAN))
    return flagship


@pytest.fixture
def purse(flagship):
    """A district that received 200,000 on 1 January."""
    district = DistrictFactory()
    money.transfer_to_districts(
        flagship_id=flagship.pk, shares={district.pk: Decimal(200_000)}, **act(on=date(2023, 1, 1))
    )
    return Allocation.objects.get(district=district)


def totals(purse):
    purse.refresh_from_db()
    return purse.transferred, purse.committed, purse.disbursed


def test_fifty_districts_receive_their_share_in_one_act(flagship):
    districts = DistrictFactory.create_batch(50)

    entered = money.transfer_to_districts(
        flagship_id=flagship.pk, shares={d.pk: Decimal(200_000) for d in districts}, **act()
    )

    appropriation = Appropriation.objects.get(flagship=flagship)
    assert entered.total == 10_000_000
    assert {e.act for e in entered.entries} == {entered.act}
    assert appropriation.transferred_total == appropriation.amount == 10_000_000
    assert set(Allocation.objects.values_list("transferred", flat=True)) == {Decimal(200_000)}


def test_a_transfer_to_fifty_districts_asks_the_database_as_often_as_one_to_two(
    flagship, django_assert_max_num_queries
):
    districts = DistrictFactory.create_batch(50)

    with django_assert_max_num_queries(19):
        money.transfer_to_districts(flagship_id=flagship.pk, shares={d.pk: Decimal(1) for d in districts}, **act())


def test_too_much_for_one_district_is_too_much_for_all(flagship):
    districts = DistrictFactory.create_batch(3)

    with pytest.raises(ledger.NotEnoughError, match=r"12,000,000\.00 บาทไม่ได้.*เหลือ 10,000,000\.00 บาท"):
        money.transfer_to_districts(
            flagship_id=flagship.pk, shares={d.pk: Decimal(4_000_000) for d in districts}, **act()
        )

    assert not Allocation.objects.exists()
    assert LedgerEntry.objects.count() == 1


def test_a_form_sent_twice_is_one_act(flagship):
    district = DistrictFactory()
    sent = act()
    money.transfer_to_districts(flagship_id=flagship.pk, shares={district.pk: Decimal(200_000)}, **sent)

    again = money.transfer_to_districts(flagship_id=flagship.pk, shares={district.pk: Decimal(200_000)}, **sent)

    assert again.is_repeated
    assert totals(Allocation.objects.get())[0] == 200_000


def test_a_form_sent_twice_with_another_amount_is_refused(purse):
    sent = act()
    money.commit(allocation_id=purse.pk, amount=Decimal(1_000), **sent)

    with pytest.raises(ledger.AlreadyEnteredError):
        money.commit(allocation_id=purse.pk, amount=Decimal(2_000), **sent)


def test_money_runs_down_the_levels(purse):
    money.commit(allocation_id=purse.pk, amount=Decimal(150_000), **act())
    payments.disburse(allocation_id=purse.pk, amount=Decimal("120000.50"), **act())
    money.refund(allocation_id=purse.pk, amount=Decimal("20000.50"), **act())
    money.release(allocation_id=purse.pk, amount=Decimal(30_000), **act())
    money.transfer_back(allocation_id=purse.pk, amount=Decimal(50_000), **act())

    assert totals(purse) == (150_000, 120_000, 100_000)
    assert Appropriation.objects.get().transferred_total == 150_000
    assert list(
        Entry.objects.filter(target_type="budget.allocation").order_by("pk").values_list("verb", flat=True)
    ) == [
        "budget.money_transfer",
        "budget.money_commitment",
        "budget.money_disbursement",
        "budget.money_refund",
        "budget.money_commitment_release",
        "budget.money_transfer_back",
    ]


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        (money.transfer_back, "เงินที่ยังไม่ก่อหนี้ผูกพันเหลือ 80,000.00 บาท"),
        (money.commit, "เหลือให้ก่อหนี้ผูกพัน 80,000.00 บาท"),
        (money.release, "หนี้ผูกพันที่ยังไม่เบิกจ่ายเหลือ 70,000.00 บาท"),
        (payments.disburse, "หนี้ผูกพันที่ยังไม่เบิกจ่ายเหลือ 70,000.00 บาท"),
        (money.refund, "เบิกจ่ายแล้ว 50,000.00 บาท"),
    ],
)
def test_a_refusal_says_how_much_there_is(purse, verb, sentence):
    money.commit(allocation_id=purse.pk, amount=Decimal(120_000), **act())
    payments.disburse(allocation_id=purse.pk, amount=Decimal(50_000), **act())
    before = totals(purse)

    with pytest.raises(ledger.NotEnoughError, match=sentence):
        verb(allocation_id=purse.pk, amount=Decimal("80000.01"), **act())

    assert totals(purse) == before


def test_an_appropriation_is_not_cut_below_what_was_transferred(flagship, purse):
    with pytest.raises(ledger.NotEnoughError, match=r"งบที่ยังไม่ได้โอนเหลือ 9,800,000\.00 บาท"):
        money.cut(appropriation_id=purse.appropriation_id, amount=Decimal(9_800_001), **act())


def test_an_entry_dated_back_sees_only_the_money_of_its_day(purse):
    with pytest.raises(ledger.NotEnoughError, match=r"ณ 31 ธ\.ค\. 2565 เงินจัดสรรเหลือให้ก่อหนี้ผูกพัน 0\.00 บาท"):
        money.commit(allocation_id=purse.pk, amount=Decimal(1), **act(on=date(2022, 12, 31)))


def test_an_entry_dated_back_leaves_later_days_whole(purse):
    money.commit(allocation_id=purse.pk, amount=Decimal(200_000), **act(on=date(2023, 3, 1)))

    with pytest.raises(ledger.NotEnoughError, match=r"ณ 1 มี\.ค\. 2566"):
        money.transfer_back(allocation_id=purse.pk, amount=Decimal(1), **act(on=date(2023, 2, 1)))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2022, 9, 30), "อยู่ก่อนปีงบประมาณ 2566 เงินของปีนี้ลงวันที่ได้ตั้งแต่ 1 ต.ค. 2565 ถึง 30 ก.ย. 2566"),
        (date(2023, 10, 1), "พ้นปีงบประมาณ 2566 แล้ว รายการที่เกิดถึง 30 ก.ย. 2566 บันทึกย้อนหลังได้"),
    ],
)
def test_the_day_lies_in_the_fiscal_year(purse, day, sentence):
    with pytest.raises(ledger.OutsideYearError, match=sentence):
        money.commit(allocation_id=purse.pk, amount=Decimal(1), **act(on=day))


def test_the_last_day_of_the_year_is_one_of_its_days(purse):
    money.commit(allocation_id=purse.pk, amount=Decimal(1), **act(on=YEAR_ENDED))

    assert totals(purse)[1] == 1


def test_an_approved_item_budget_enters_the_yearly_budget_and_the_item_in_one_act(db):
    item = ApprovedItemFactory()

    entered = money.approve_item_budget(item_id=item.pk, amount=Decimal(350_000), **act())

    purse = Allocation.objects.get(item=item)
    assert [e.kind for e in entered.entries] == [EntryKind.APPROPRIATION, EntryKind.TRANSFER]
    assert purse.district == purse.appropriation.district == item.plan.district
    assert totals(purse)[0] == 350_000
    assert purse.appropriation.left_to_transfer == 0


def test_a_yearly_budget_may_come_before_its_items_and_be_cut(db):
    item = ApprovedItemFactory()
    place = {"district_id": item.plan.district_id, "year": item.plan.year}

    money.grant_yearly_budget(**place, amount=Decimal(500_000), **act())
    money.approve_item_budget(item_id=item.pk, amount=Decimal(350_000), is_new=False, **act())
    budget = Appropriation.objects.get()
    with pytest.raises(ledger.NotEnoughError, match="งบที่ยังไม่ได้โอนเหลือ 150,000"):
        money.cut(appropriation_id=budget.pk, amount=Decimal(150_001), **act())
    money.cut(appropriation_id=budget.pk, amount=Decimal(150_000), note="ปรับลดตามมติ", **act())

    budget.refresh_from_db()
    assert (budget.amount, budget.transferred_total, budget.left_to_transfer) == (350_000, 350_000, 0)


def test_the_districts_are_told_of_money_that_comes_and_goes_back(cast, flagship):
    shares = {cast.home.pk: Decimal(200_000), cast.away.pk: Decimal(150_000)}

    sent = money.transfer_to_districts(flagship_id=flagship.pk, shares=shares, **act(by=cast.strategy))
    money.undo(undone=sent.act, act=uuid4(), by=cast.strategy, at=AT)

    came, back = Notice.objects.filter(recipient=cast.officer).order_by("pk")
    purse = Allocation.objects.get(district=cast.home)
    assert came.text == f"สยป. โอนเงิน 200,000 บาท ให้{cast.home} สำหรับ{flagship}แล้ว"
    assert came.url == back.url == f"/work/money/allocations/{purse.pk}/"
    assert back.text == f"สยป. โอนเงิน 200,000 บาท กลับจาก{cast.home} จาก{flagship}"
    told = set(Notice.objects.filter(kind="money-transfer").values_list("recipient__username", flat=True))
    assert told == {p.username for p in (cast.officer, cast.director, cast.away_officer, cast.away_director)}


def test_what_a_district_does_itself_is_no_news(cast, flagship):
    money.transfer_to_districts(flagship_id=flagship.pk, shares={cast.home.pk: Decimal(100)}, **act())
    purse = Allocation.objects.get(district=cast.home)

    money.commit(allocation_id=purse.pk, amount=Decimal(100), **act(by=cast.officer))

    assert not Notice.objects.exists()


def test_an_item_may_take_what_another_gave_back(db):
    item = ApprovedItemFactory()
    other = ApprovedItemFactory(introduced_in=item.introduced_in)
    money.approve_item_budget(item_id=item.pk, amount=Decimal(350_000), **act())
    money.transfer_back(allocation_id=item.allocation.pk, amount=Decimal(50_000), **act())

    money.approve_item_budget(item_id=other.pk, amount=Decimal(50_000), is_new=False, **act())

    assert totals(other.allocation)[0] == 50_000
    assert Appropriation.objects.get().amount == 350_000


def test_an_item_of_a_plan_that_nobody_approved_gets_no_money(db):
    item = ActionPlanItemFactory()

    with pytest.raises(ledger.NotAvailableError, match="ยังไม่อนุมัติ"):
        money.approve_item_budget(item_id=item.pk, amount=Decimal(1), **act())


def test_an_act_is_taken_back_by_entries_of_the_opposite_kind(flagship):
    districts = DistrictFactory.create_batch(3)
    done = money.transfer_to_districts(
        flagship_id=flagship.pk, shares={d.pk: Decimal(200_000) for d in districts}, **act()
    )

    undone = money.undo(undone=done.act, act=uuid4(), by=None, at=AT)

    assert {e.kind for e in undone.entries} == {EntryKind.TRANSFER_BACK}
    assert {e.reverses_id for e in undone.entries} == {e.pk for e in done.entries}
    assert Appropriation.objects.get().transferred_total == 0


def test_both_entries_of_an_item_budget_are_taken_back(db):
    item = ApprovedItemFactory()
    done = money.approve_item_budget(item_id=item.pk, amount=Decimal(350_000), **act())

    money.undo(undone=done.act, act=uuid4(), by=None, at=AT)

    assert Appropriation.objects.get().amount == 0
    assert totals(item.allocation) == (0, 0, 0)


def test_the_log_keeps_why_an_act_was_taken_back(purse):
    done = money.commit(allocation_id=purse.pk, amount=Decimal(1_000), **act())

    money.undo(undone=done.act, act=uuid4(), by=None, at=AT, note="ลงจำนวนเงินผิด")

    assert Entry.objects.get(verb="budget.money_undone").details["reason"] == "ลงจำนวนเงินผิด"


def test_an_act_is_taken_back_once(purse):
    done = money.commit(allocation_id=purse.pk, amount=Decimal(1_000), **act())
    sent = uuid4()
    money.undo(undone=done.act, act=sent, by=None, at=AT)

    assert money.undo(undone=done.act, act=sent, by=None, at=AT).is_repeated
    with pytest.raises(ledger.NotAvailableError, match="ถูกยกเลิกไปแล้ว"):
        money.undo(undone=done.act, act=uuid4(), by=None, at=AT)
    with pytest.raises(ledger.NotAvailableError, match="เป็นการยกเลิกอยู่แล้ว"):
        money.undo(undone=sent, act=uuid4(), by=None, at=AT)
    assert totals(purse)[1] == 0


def test_money_that_was_spent_since_is_not_taken_back(purse):
    done = money.commit(allocation_id=purse.pk, amount=Decimal(1_000), **act())
    payments.disburse(allocation_id=purse.pk, amount=Decimal(1_000), **act())

    with pytest.raises(ledger.NotEnoughError, match="ลดหนี้ผูกพัน"):
        money.undo(undone=done.act, act=uuid4(), by=None, at=AT)


def test_each_act_leaves_one_audit_row(flagship, cast):
    districts = DistrictFactory.create_batch(2)

    money.transfer_to_districts(
        flagship_id=flagship.pk, shares={d.pk: Decimal(5) for d in districts}, **act(by=cast.strategy)
    )

    row = Entry.objects.get(verb="budget.money_transfer")
    assert row.actor == cast.strategy
    assert len(row.details["entries"]) == 2


MAY = {
    "budget.manage_flagship_money": {"strategy"},
    "budget.record_money": {"officer", "director"},
    "budget.view_money": {"officer", "director", "social", "strategy", "administrator"},
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("perm", MAY)
def test_who_may_do_what_with_money_at_home(cast, who, perm):
    purse = AllocationFactory.build(district=cast.home)

    assert cast.people[who].has_perm(perm, purse) == (who in MAY[perm])


def test_another_districts_officer_is_refused(cast, flagship):
    money.transfer_to_districts(flagship_id=flagship.pk, shares={cast.home.pk: Decimal(10)}, **act())
    purse = Allocation.objects.get(district=cast.home)

    for who in ("away_officer", "strategy", "administrator", "stranger", "visitor"):
        with pytest.raises(PermissionDenied):
            money.commit(allocation_id=purse.pk, amount=Decimal(1), **act(by=cast.people[who]))
    with pytest.raises(PermissionDenied):
        money.transfer_back(allocation_id=purse.pk, amount=Decimal(1), **act(by=cast.officer))


@pytest.mark.parametrize("who", WHO)
def test_the_list_of_allocations_and_the_rule_agree(cast, who):
    for district in (cast.home, cast.away):
        AllocationFactory(district=district)

    listed = set(Allocation.objects.visible_to(cast.people[who]))

    assert listed == {a for a in Allocation.objects.all() if cast.people[who].has_perm("budget.view_money", a)}


class TestTheDatabaseRefuses:
    @pytest.mark.parametrize("change", ["update budget_ledgerentry set amount = 1", "delete from budget_ledgerentry"])
    def test_to_change_the_ledger(self, purse, change):
        with (
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)

    def test_to_empty_the_ledger(self, purse):
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute(f"alter table budget_ledgerentry enable trigger {GUARD}")
        with (
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("truncate budget_ledgerentry cascade")

    @pytest.mark.parametrize("figures", [(1, 2, 0), (2, 1, 2), (1, 0, -1)])
    def test_totals_out_of_order(self, purse, figures):
        transferred, committed, disbursed = figures
        with pytest.raises(IntegrityError, match=r"stays?_within"), transaction.atomic():
            Allocation.objects.update(transferred=transferred, committed=committed, disbursed=disbursed)

    def test_a_yearly_budget_spent_in_another_district(self, cast):
        item = ApprovedItemFactory(introduced_in__plan__district=cast.home)
        budget = AppropriationFactory(flagship=None, district=cast.away)

        with pytest.raises(IntegrityError, match="item of that district and year"), transaction.atomic():
            AllocationFactory(appropriation=budget, district=cast.away, item=item)
        with pytest.raises(IntegrityError, match="item of that district and year"), transaction.atomic():
            AllocationFactory(appropriation=budget, district=cast.away, item=None)

    def test_flagship_money_for_one_item(self, db):
        item = ApprovedItemFactory()

        with pytest.raises(IntegrityError, match="not to an item"), transaction.atomic():
            AllocationFactory(district=item.plan.district, item=item)

    def test_an_entry_under_a_foreign_appropriation(self, purse):
        with pytest.raises(IntegrityError, match="one appropriation"), transaction.atomic():
            LedgerEntry.objects.create(
                appropriation=AppropriationFactory(),
                allocation=purse,
                kind=EntryKind.COMMITMENT,
                amount=1,
                on=DAY,
                at=AT,
            )


class TestReversal:
    """An older entry is taken back by a document and a reason; days before the document stay as they were."""

    @pytest.fixture
    def committed(self, purse):
        return money.commit(allocation_id=purse.pk, amount=Decimal(500), **act(on=date(2023, 2, 1)))

    def reverse(self, entered, **given):
        facts = act(**{"on": date(2023, 5, 1), "document_no": "กท 1234", "reason": "บันทึกซ้ำ", **given})
        return money.reverse(reversed_act=entered.act, **facts)

    def test_it_stands_on_the_documents_day_with_its_words(self, purse, committed):
        entered = self.reverse(committed)

        entry = LedgerEntry.objects.get(act=entered.act)
        assert (entry.kind, entry.on, entry.document_no, entry.note) == (
            EntryKind.COMMITMENT_RELEASE, date(2023, 5, 1), "กท 1234", "บันทึกซ้ำ",
        )  # fmt: skip
        assert totals(purse)[1] == 0
        assert queries.money_of_districts(FiscalYear(2566), as_of=date(2023, 4, 30))[purse.district_id].committed == 500
        assert ledger_state().faults == ()

    @pytest.mark.parametrize("lacking", [{"document_no": " "}, {"reason": ""}])
    def test_it_needs_a_document_and_a_reason(self, committed, lacking):
        with pytest.raises(NotAvailableError, match="ต้องมีเลขที่เอกสารและเหตุผล"):
            self.reverse(committed, **lacking)

    def test_it_comes_after_the_entry_and_only_once(self, committed):
        with pytest.raises(OutsideYearError):
            self.reverse(committed, on=date(2023, 1, 31))
        self.reverse(committed)
        with pytest.raises(NotAvailableError, match="ถูกยกเลิกไปแล้ว"):
            self.reverse(committed)

    def test_money_that_was_paid_since_is_not_taken_back(self, purse, committed):
        payments.disburse(allocation_id=purse.pk, amount=Decimal(400), **act(on=date(2023, 3, 1)))

        with pytest.raises(NotEnoughError):
            self.reverse(committed)


GIVEN = {"appropriation", "appropriation_cut", "transfer", "transfer_back"}
SPENT = {
    *("commitment", "commitment_release", "disbursement", "refund"),
    *("allotment", "allotment_cut", "advance", "advance_cleared"),
    *("carry_bound_used", "carry_free_used", "lapse", "lapse_back"),
}


@pytest.mark.parametrize(
    ("who", "kinds"), [("strategy", GIVEN), ("officer", SPENT), ("director", SPENT), ("member", set()), ("away", set())]
)
def test_each_takes_back_of_flagship_money_what_they_may_enter(cast, who, kinds):
    purse = AllocationFactory(district=cast.home)
    person = cast.away_officer if who == "away" else cast.people[who]

    assert money.kinds_taken_back(purse, by=person) == kinds
