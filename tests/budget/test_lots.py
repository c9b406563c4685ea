"""Goods that are bought together: gathered, ordered, received, handed over and paid, each line with its own money."""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.rows.basis import BasisChangedError
from budget.actions.errors import MoneyError
from budget.actions.lots import lot_money, lots
from budget.actions.lots.lot_money import DroppedLinesError, NoBudgetError, NotSoMuchError, Paper, UsedSinceError
from budget.actions.lots.lots import LineTakenError, LotMomentError, NotItsCommunityError, TooManyPiecesError
from budget.actions.money import money, payments
from budget.actions.money.entry_tables import OfALotError, TableRefusedError, undo_table
from budget.models import Inclusion, LedgerEntry, Lot, LotLine, LotShare, Payment, SpendingRule
from budget.queries.lots.lot_shares import money_of_lots, share_by_plan, share_by_rest
from budget.queries.lots.lots import (
    LotStep,
    basis_of_lot,
    goods_of,
    like_lots,
    lines_of,
    look_at,
    offered,
    purses_of_lot,
)
from budget.queries.money.ledger import ledger_state
from budget.queries.trace import trace
from districts.actions.offices import ask_for_second_person
from tests.budget.lots import DUE_ON, PAID_ON, YEAR, build_shop
from tests.factories.accounts import AT
from tests.factories.budget import ActionPlanEditionFactory, ApprovedItemFactory
from tests.factories.districts import OfficeFactory
from tests.factories.forums import ForumFactory, ProposalFactory, UptakeFactory
from tests.factories.years import PlannedYearFactory
from tests.words import words_of

SATANG = st.integers(0, 10**9).map(lambda satang: Decimal(satang) / 100)
SMALL = st.integers(0, 300).map(lambda satang: Decimal(satang) / 100)


@pytest.fixture
def shop(cast):
    return build_shop(cast)


def line_money(shop, **more):
    found = money_of_lots([shop.lot.pk], **more)
    return [found.get(line.pk) for line in shop.lot.lines.order_by("pk")]


def totals(shop):
    return [(purse.committed, purse.disbursed) for purse in shop.purses]


def agrees_with_ledger(shop):
    """For each item: the shares of its lines are what the ledger has committed and paid."""
    found = money_of_lots([shop.lot.pk])
    for purse in shop.purses:
        lines = LotLine.objects.filter(inclusion__item=purse.item_id, lot=shop.lot)
        own = [found[line.pk] for line in lines if line.pk in found]
        assert sum(one.bound for one in own) == purse.committed
        assert sum(one.paid for one in own) == purse.disbursed
    return not ledger_state().faults


@contextmanager
def at_commit():
    """What is asked at the end of a transaction is asked here, and what was written is gone after a refusal."""
    with transaction.atomic():
        yield
        connection.check_constraints()


# --- shares


@given(amount=SATANG, planned=st.lists(SMALL | SATANG, min_size=1, max_size=9))
def test_shares_of_a_lot_are_the_whole_for_every_split(amount, planned):
    assert sum(share_by_plan(amount, dict(enumerate(planned))).values()) == amount


@given(
    planned=st.lists(SMALL | SATANG, min_size=1, max_size=9),
    ordered=SATANG,
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 100)), max_size=8),
)
def test_whatever_is_paid_and_lowered_adds_up_and_pays_no_line_too_much(planned, ordered, steps):
    bound = dict.fromkeys(range(len(planned)), Decimal(0)) | share_by_plan(ordered, dict(enumerate(planned)))
    paid = dict.fromkeys(bound, Decimal(0))

    for is_payment, percent in [*steps, (True, 100)]:
        rest = {line: bound[line] - paid[line] for line in bound}
        amount = (sum(rest.values()) * percent / 100).quantize(Decimal("0.01"), rounding="ROUND_DOWN")
        shares = share_by_rest(amount, rest)
        assert sum(shares.values()) == amount
        assert all(0 < share <= rest[line] for line, share in shares.items())
        for line, share in shares.items():
            if is_payment:
                paid[line] += share
            else:
                bound[line] -= share

    assert paid == bound


# --- gathering


def test_lines_of_one_kind_are_offered_by_community_and_those_the_community_pays_are_not(shop):
    found = offered(shop.cast.home, YEAR, word="โต๊ะ")

    assert [one.line.quantity for one in found] == [3, 5, 2]
    assert len({one.community for one in found}) == 3
    assert len(offered(shop.cast.home, YEAR)) == 4
    assert not offered(shop.cast.away, YEAR)


def test_a_line_stands_in_one_lot_until_it_is_taken_out_or_the_lot_is_cancelled(shop):
    keys = shop.keys()
    lot, other = shop.gather(), shop.open()
    assert shop.keys() == []
    with pytest.raises(LineTakenError, match="3 รายการ"):
        lots.gather(lot_id=other.pk, lines=keys, **shop.given())

    first = lot.lines.earliest("pk")
    lots.take_out(lot_id=lot.pk, lines=[first.pk], **shop.given())
    lots.gather(lot_id=other.pk, lines=keys[:1], **shop.given())
    lots.cancel_lot(lot_id=lot.pk, reason="รวมกับอีกรายการ", on=PAID_ON, **shop.given())
    lots.gather(lot_id=other.pk, lines=keys[1:], **shop.given())

    assert other.lines.standing().count() == 3
    assert Entry.objects.filter(verb="budget.lot_gathered").count() == 3
    assert Entry.objects.filter(verb__in=["budget.lot_lines_taken_out", "budget.lot_cancelled"]).count() == 2
    with transaction.atomic(), pytest.raises(IntegrityError, match="budget_line_stands_in_one_lot"):
        LotLine.objects.filter(pk=first.pk).update(removed_at=None, removed_by=None)


def test_the_same_lot_sent_twice_is_opened_once_and_described_while_it_is_open(shop):
    uuid = uuid4()
    facts = {"district": shop.cast.home, "year": YEAR, "uuid": uuid}
    first = lots.open_lot(**facts, described=lots.Description("โต๊ะ"), **shop.given())
    assert lots.open_lot(**facts, described=lots.Description("โต๊ะ"), **shop.given()) == first

    lots.describe_lot(lot_id=first.pk, described=lots.Description("โต๊ะพับ", "specific", "66011234567"), **shop.given())

    line = Entry.objects.get(verb="budget.lot_described")
    assert line.after == {"title": "โต๊ะพับ", "way": "specific", "egp_number": "66011234567"}
    assert Entry.objects.filter(verb="budget.lot_opened").count() == 1


def test_only_the_offices_own_people_buy_for_it(shop):
    lot = shop.gather()
    for who in (shop.cast.away_officer, shop.cast.strategy, shop.cast.member):
        with pytest.raises(PermissionDenied):
            lots.gather(lot_id=lot.pk, lines=[], by=who, at=AT)
        with pytest.raises(PermissionDenied):
            shop.order(by=who)
    assert not Lot.objects.visible_to(shop.cast.away_officer).exists()
    assert Lot.objects.visible_to(shop.cast.strategy).exists()


# --- the order


def test_an_order_commits_the_money_of_each_item_by_its_lines_to_the_satang(shop):
    shop.gather()

    entry = shop.order("10000")

    assert [share.amount for share in entry.shares.order_by("line")] == [3_000, 5_000, 2_000]
    assert totals(shop) == [(8_000, 0), (2_000, 0)]
    assert {one.document_no for one in LedgerEntry.objects.filter(kind="commitment")} == {"กท 12/2566"}
    shop.lot.refresh_from_db()
    assert (shop.lot.state, shop.lot.order_no, shop.lot.due_on) == ("ordered", "กท 12/2566", DUE_ON)
    assert shop.look().step == LotStep.ORDERED
    assert Entry.objects.filter(verb="budget.lot_ordered").count() == 1
    assert agrees_with_ledger(shop)


def test_an_order_sent_twice_is_entered_once(shop):
    shop.gather()
    uuid = uuid4()

    assert shop.order("9999.99", uuid=uuid) == shop.order("9999.99", uuid=uuid)

    assert sum(committed for committed, _paid in totals(shop)) == Decimal("9999.99")


def test_an_item_without_room_keeps_the_whole_order_out_and_is_named(shop):
    shop.gather()
    money.commit(allocation_id=shop.purses[1].pk, amount=Decimal(29_000), act=uuid4(), on=PAID_ON, by=None, at=AT)

    with pytest.raises(TableRefusedError) as refused:
        shop.order()

    assert list(refused.value.refused) == [f"item_{shop.items[1].pk}"]
    assert totals(shop) == [(0, 0), (29_000, 0)]


def test_what_changed_since_the_preview_is_told_and_nothing_is_entered(shop):
    lot = shop.gather()
    lines = lines_of(lot)
    lot.refresh_from_db()
    seen = basis_of_lot(lot, purses_of_lot(lines))
    lots.take_out(lot_id=lot.pk, lines=[lines[0].pk], **shop.given())

    with pytest.raises(BasisChangedError):
        shop.order(seen=seen)

    assert totals(shop) == [(0, 0), (0, 0)]


def test_a_line_of_a_dropped_project_is_told_and_taken_out_before_the_order(shop):
    lot = shop.gather()
    amendment = ActionPlanEditionFactory(
        plan=shop.items[1].plan, number=1, approved=True, approved_on=date(2023, 1, 20)
    )
    shop.items[1].dropped_in, shop.items[1].drop_reason = amendment, "ยกเลิกกิจกรรม"
    shop.items[1].save()
    looked = shop.look()
    assert [row.line.quantity for row in looked.dropped] == [2]

    with pytest.raises(DroppedLinesError, match="ซื้อของ 2"):
        shop.order()
    lots.take_out(lot_id=lot.pk, lines=[looked.dropped[0].line.pk], **shop.given())
    shop.order("8000.4")

    assert totals(shop) == [(Decimal("8000.4"), 0), (0, 0)]


def test_after_the_order_a_dropped_line_stays_and_is_shown(shop):
    lot = shop.gather()
    shop.order()
    inclusion = shop.inclusions[2]
    inclusion.ended_on, inclusion.ended_at, inclusion.ended_by = PAID_ON, AT, shop.cast.officer
    inclusion.ended_reason = "ตัดออก"
    inclusion.save()

    assert [row.line.inclusion for row in shop.look().dropped] == [inclusion]
    with pytest.raises(LotMomentError):
        lots.take_out(lot_id=lot.pk, lines=[lot.lines.latest("pk").pk], **shop.given())


def test_an_item_without_money_is_named(shop):
    shop.gather()
    poor = ApprovedItemFactory(introduced_in=shop.items[0].introduced_in, title="ยังไม่มีเงิน")
    Inclusion.objects.filter(pk=shop.inclusions[2].pk).update(item=poor)

    with pytest.raises(NoBudgetError, match="ยังไม่มีเงิน"):
        shop.order()


# --- changes, payments, and what is taken back


def test_a_contract_is_raised_and_lowered_by_shares_and_keeps_its_day(shop):
    shop.gather()
    shop.order("10000")

    shop.change("10000.01", due_on=date(2023, 4, 30), reason="ขยายเวลา")
    assert sum(committed for committed, _paid in totals(shop)) == Decimal("10000.01")
    shop.change("9000", due_on=date(2023, 4, 30))

    assert totals(shop) == [(7_200, 0), (1_800, 0)]
    shop.lot.refresh_from_db()
    assert shop.lot.due_on == date(2023, 4, 30)
    assert Entry.objects.filter(verb="budget.lot_contract_changed").count() == 2
    assert agrees_with_ledger(shop)


def test_payments_are_shared_by_what_is_unpaid_and_the_last_pays_each_line_out(shop):
    shop.gather()
    shop.order("10000.01")

    for amount in ("3333.33", "3333.33", "3333.35"):
        entry = shop.pay(amount, fine=1)
        assert sum(entry.shares.values_list("amount", flat=True)) == Decimal(amount)
        assert agrees_with_ledger(shop)

    assert all(one.unpaid == 0 and one.paid == one.bound for one in line_money(shop))
    assert shop.look().fines == 3
    assert Entry.objects.filter(verb="budget.lot_paid").count() == 3
    with pytest.raises(NotSoMuchError):
        shop.pay("0.01")


def test_a_day_in_the_past_has_the_shares_of_that_day(shop):
    shop.gather()
    shop.order("10000")
    shop.pay("4000")
    entry = shop.pay("1000", on=date(2023, 5, 20))
    table = entry.table
    for act in table.act_ids:
        paper = {"document_no": "คืน 1", "reason": "จ่ายผิด", "on": date(2023, 5, 25)}
        money.reverse(reversed_act=act, act=uuid4(), by=None, at=AT, **paper)

    def paid(day):
        return sum(one.paid for one in money_of_lots([shop.lot.pk], as_of=day).values())

    assert [paid(date(2023, 5, n)) for n in (1, 2, 19, 20, 24, 25)] == [0, 4_000, 4_000, 5_000, 5_000, 4_000]
    assert agrees_with_ledger(shop)


def test_one_button_takes_back_a_payment_and_then_the_order(shop):
    shop.gather()
    order, payment = shop.order("10000"), shop.pay("2500")
    with pytest.raises(UsedSinceError):
        lot_money.undo_lot_entry(entry_id=order.pk, **shop.given())
    with pytest.raises(OfALotError):
        undo_table(table_id=payment.table_id, **shop.given())

    lot_money.undo_lot_entry(entry_id=payment.pk, **shop.given())
    lot_money.undo_lot_entry(entry_id=order.pk, **shop.given())

    assert totals(shop) == [(0, 0), (0, 0)]
    shop.lot.refresh_from_db()
    assert (shop.lot.state, shop.lot.order_no, shop.lot.ordered_on) == ("gathering", "", None)
    assert Entry.objects.filter(verb="budget.lot_entry_undone").count() == 2
    shop.order("9000")
    assert agrees_with_ledger(shop)


def test_a_raise_that_was_paid_since_is_not_taken_back(shop):
    shop.gather()
    shop.order("9000")
    shop.change("10000", reason="เพิ่ม")
    raised = shop.lot.entries.get(kind="raise")
    shop.pay("9500")

    with pytest.raises(MoneyError):  # of the ledger, where an item has too little; else of the lines
        lot_money.undo_lot_entry(entry_id=raised.pk, **shop.given())

    assert sum(committed for committed, _paid in totals(shop)) == 10_000


def test_a_single_entry_that_was_taken_back_elsewhere_is_told(shop):
    shop.gather()
    order = shop.order("10000")
    money.undo(undone=order.table.act_ids[1], act=uuid4(), by=None, at=AT)

    looked = shop.look()

    assert (looked.contract, looked.money.bound, looked.differs_from_ledger) == (10_000, 8_000, True)
    assert agrees_with_ledger(shop)


def test_a_payment_that_waits_for_a_second_person_is_not_paid_twice(shop):
    office = OfficeFactory(district=shop.cast.home)
    ask_for_second_person(office_id=office.pk, is_needed=True, by=shop.cast.director, at=AT)
    shop.gather()
    shop.order("10000")
    shop.pay("10000")
    assert shop.look().money.waiting == 10_000
    with pytest.raises(NotSoMuchError):
        shop.pay("1")

    for payment in Payment.objects.all():
        payments.confirm(payment_id=payment.pk, on=PAID_ON, by=shop.cast.director, at=AT)

    assert shop.look().is_paid
    assert agrees_with_ledger(shop)


def test_the_end_of_a_contract_releases_what_is_unpaid_and_frees_what_never_came(shop):
    shop.gather()
    shop.order("10000")
    shop.inspect([3])
    shop.pay("3000")

    paper = Paper(on=date(2023, 5, 10), note="ผู้ขายทิ้งงาน")
    lot_money.end_contract(lot_id=shop.lot.pk, paper=paper, uuid=uuid4(), **shop.given())

    assert sum(committed for committed, _paid in totals(shop)) == 3_000
    shop.lot.refresh_from_db()
    assert (shop.lot.state, shop.lot.end_reason) == ("cancelled", "ผู้ขายทิ้งงาน")
    assert shop.lot.lines.standing().count() == 3  # something was paid of each
    assert Entry.objects.filter(verb="budget.lot_contract_ended").count() == 1
    assert agrees_with_ledger(shop)


# --- receipt


def test_fewer_pieces_than_ordered_are_received_and_shown_as_short_but_never_more(shop):
    shop.gather()
    shop.order()
    uuid = uuid4()
    first = shop.inspect([3, 4, 0], uuid=uuid)
    assert shop.inspect([3, 4, 0], uuid=uuid) == first

    assert [row.short for row in shop.look().short] == [1, 2]
    with pytest.raises(TooManyPiecesError, match="ยังไม่ได้รับ 1"):
        shop.inspect([0, 2])
    shop.inspect([0, 1, 2])
    assert shop.look().step == LotStep.RECEIVED

    lots.undo_inspection(inspection_id=first.pk, **shop.given())
    assert [row.received for group in shop.look().groups for row in group.rows] == [0, 1, 2]
    verbs = ["budget.lot_inspected", "budget.lot_inspection_undone"]
    assert Entry.objects.filter(verb__in=verbs).count() == 3


def test_each_community_takes_over_its_goods_and_the_lot_is_closed_when_all_is_paid(shop):
    shop.gather()
    shop.order()
    with pytest.raises(LotMomentError):
        shop.hand_over(shop.cast.home_community)
    shop.inspect()
    for group in shop.look().groups:
        shop.hand_over(group.community)
    shop.hand_over(shop.cast.home_community, keeper="นายดูแล แทน")
    with pytest.raises(NotItsCommunityError):
        shop.hand_over(shop.cast.away_community)
    assert shop.look().step == LotStep.HANDED_OVER

    with pytest.raises(LotMomentError, match=r"10,000\.00"):
        lot_money.close_lot(lot_id=shop.lot.pk, on=PAID_ON, **shop.given())
    shop.pay("10000")
    lot_money.close_lot(lot_id=shop.lot.pk, on=PAID_ON, **shop.given())

    shop.lot.refresh_from_db()
    assert (shop.lot.state, shop.look().step) == ("closed", LotStep.PAID)
    assert Entry.objects.filter(verb="budget.lot_handed_over").count() == 4
    assert Entry.objects.filter(verb="budget.lot_closed").count() == 1


def test_a_project_has_its_own_pieces_receipt_and_money(shop):
    shop.gather()
    shop.order()
    shop.inspect([3, 4, 0])
    shop.hand_over(shop.cast.home_community)
    shop.pay("5000")

    mine, second, _third = (goods_of([one.pk])[one.pk][0] for one in shop.inclusions)

    assert [(row.line.item, row.received) for row in mine.rows] == [("โต๊ะพับ", 3)]
    assert (mine.money.bound, mine.money.paid) == (3_000, 1_500)
    assert (mine.received_on, mine.handed_over_on) == (date(2023, 3, 20), date(2023, 4, 3))
    assert (second.rows[0].short, second.handed_over_on) == (1, None)


# --- like goods in several lots


def test_like_goods_in_several_small_lots_are_told_by_the_years_own_threshold(shop):
    keys = shop.keys()
    one, other = shop.open("โต๊ะ ชุด 1"), shop.open("โต๊ะ ชุด 2")
    lots.gather(lot_id=one.pk, lines=keys[:1], **shop.given())
    lots.gather(lot_id=other.pk, lines=keys[1:], **shop.given())

    tents = shop.gather(shop.open("เต็นท์"), word="เต็นท์")

    def like(lot):
        return like_lots(lot, look_at(lot), limit=SpendingRule.of(YEAR).small_purchase)

    assert like(one) == [(other, Decimal("7000.35"))]
    assert like(tents) == []
    SpendingRule.objects.create(planned=PlannedYearFactory(fiscal_year=2566, opened=True), small_purchase=5_000)
    assert like(one) == []


# --- what the database itself holds


def test_the_database_refuses_shares_that_are_not_the_whole_and_lines_of_another_plan(shop):
    lot = shop.gather()
    shop.order()
    with pytest.raises(IntegrityError, match="shares of an entry of a lot"), at_commit():
        LotShare.objects.filter(amount=3_000).update(amount=2_999)
    line = lot.lines.earliest("pk")
    with pytest.raises(IntegrityError, match="action plan of the district and year"), transaction.atomic():
        LotLine.objects.filter(pk=line.pk).update(inclusion=shop.inclusions[1])


# --- what one project, item and proposal show of it


def test_the_trace_of_a_proposal_shows_its_own_pieces_receipt_and_money(shop, client):
    project = shop.inclusions[0].project
    proposal = ProposalFactory(forum=ForumFactory(published=True, district=shop.cast.home), title="อยากได้โต๊ะ")
    UptakeFactory(proposal=proposal, project=project)
    shop.gather()
    page = reverse("public:proposal", args=[proposal.uuid])
    assert "ซื้อรวมใน" not in words_of(client.get(page))  # nothing is ordered yet

    shop.order("10000")
    shop.inspect([2, 5, 2])
    shop.hand_over(shop.cast.home_community)
    shop.pay("5000")

    [way] = trace(proposal).ways
    assert [goods.money.bound for goods in way.goods] == [3_000]
    shown = words_of(client.get(page))
    assert "ซื้อรวมใน “โต๊ะพับ” ส่วนของโครงการนี้ 3,000.00 บาท เบิกจ่ายแล้ว 1,500.00 บาท" in shown
    assert "โต๊ะพับ สั่ง 3 ตัว รับแล้ว 2" in shown
    assert "ชุมชนรับมอบ 3 เม.ย. 2566" in shown
    assert "นางดูแล" not in shown  # who keeps it is no matter of the public


def test_an_items_pages_show_each_projects_goods_and_only_staff_find_the_lot(shop, client):
    shop.gather()
    shop.order("10000")
    item = shop.items[0]
    lot = shop.lot.get_absolute_url()

    outside = client.get(reverse("public:item", args=[item.uuid]))
    client.force_login(shop.cast.officer)
    inside = client.get(item.get_absolute_url())

    for answer in (outside, inside):
        assert "โต๊ะพับ สั่ง 3 ตัว รับแล้ว 0" in words_of(answer)
        assert "โต๊ะพับ สั่ง 5 ตัว รับแล้ว 0" in words_of(answer)
    assert lot not in outside.content.decode()
    assert lot in inside.content.decode()
