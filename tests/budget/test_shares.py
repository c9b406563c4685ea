"""The parts of an item's money: by amounts, in satang, and always the whole."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from budget.actions.money import money, payments
from budget.models import Allocation, Inclusion
from budget.queries.money.money import Sums
from budget.queries.money.shares import apportion, divide
from budget.queries.origins import trace_back
from budget.queries.trace import leads_of, trace
from communities.models import PlanProject
from forums.models import Uptake
from tests.budget.test_trace import check, confirm, include, take_up
from tests.factories.budget import ActionPlanEditionFactory, InclusionFactory
from tests.factories.forums import ForumFactory, ProposalFactory, UptakeFactory

NOVEMBER = date(2023, 11, 5)
AMOUNTS = st.integers(0, 10**9).map(lambda satang: Decimal(satang) / 100)
SIMILAR = st.integers(0, 120).map(lambda satang: Decimal(satang) / 100)


@given(total=AMOUNTS, weights=st.lists(AMOUNTS, min_size=1, max_size=8))
def test_the_parts_are_the_whole_and_none_is_a_satang_off_its_quota(total, weights):
    parts = apportion(total, weights)

    assert sum(parts) == total
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        quota = total * weight / whole if whole else total / len(weights)
        assert abs(part - quota) < Decimal("0.01")


@given(weights=st.lists(SIMILAR | AMOUNTS, min_size=1, max_size=12), levels=st.tuples(SIMILAR, SIMILAR, AMOUNTS))
def test_no_part_has_more_paid_than_committed_or_more_committed_than_received(weights, levels):
    whole = Sums(levels[0] + levels[1] + levels[2], levels[0] + levels[1], levels[0])

    parts = divide(whole, weights)

    assert sum(parts, Sums()) == whole
    assert all(0 <= p.disbursed <= p.committed <= p.transferred for p in parts)


@given(total=AMOUNTS, count=st.integers(1, 9))
def test_of_equal_rows_the_older_gets_the_odd_satang(total, count):
    parts = apportion(total, [Decimal(7)] * count)

    assert list(parts) == sorted(parts, reverse=True)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        ("100", ["1", "1", "1"], ["33.34", "33.33", "33.33"]),
        ("180000", ["30000", "150000"], ["30000", "150000"]),
        ("0.02", ["1", "1", "1"], ["0.01", "0.01", "0"]),
        ("10", ["0", "0"], ["5", "5"]),
        ("10", ["0", "3"], ["0", "10"]),
    ],
)
def test_the_largest_remainders_get_what_is_left_over(total, weights, parts):
    assert apportion(Decimal(total), [Decimal(w) for w in weights]) == tuple(Decimal(p) for p in parts)


def fund(item, amount, *, paid=None):
    facts = {"by": None, "at": item.introduced_in.created_at, "on": NOVEMBER}
    money.approve_item_budget(item_id=item.pk, amount=Decimal(amount), act=uuid4(), **facts)
    purse = Allocation.objects.get(item=item)
    if paid:
        money.commit(allocation_id=purse.pk, amount=Decimal(paid), act=uuid4(), **facts)
        payments.disburse(allocation_id=purse.pk, amount=Decimal(paid), act=uuid4(), **facts)


@pytest.fixture
def shared(db):
    """Two proposals, 30,000 and 150,000, each a project of its own, in one item."""
    forum = ForumFactory(published=True, announced_on=date(2023, 4, 1))
    proposals = [ProposalFactory(forum=forum, requested_amount=amount) for amount in (30_000, 150_000)]
    projects = [take_up(p, amount=p.requested_amount) for p in proposals]
    for project in projects:
        confirm(project)
        check(project)
    first = include(projects[0])
    InclusionFactory(project=projects[1], item=first.item)
    return proposals, first.item


def parts_shown(proposals):
    return [(m.part.transferred, m.part.disbursed) for m in (trace(p).ways[0].money for p in proposals)]


def test_each_proposal_is_shown_its_part_beside_the_whole(shared, client):
    proposals, item = shared
    fund(item, 180_000, paid=120_000)

    assert parts_shown(proposals) == [(30_000, 20_000), (150_000, 100_000)]
    page = client.get(reverse("public:proposal", args=[proposals[0].uuid])).content.decode()
    assert "30,000 บาท · เบิกจ่ายแล้ว 20,000 (66.67 %) · ส่วนของข้อเสนอนี้ จากทั้งรายการ 180,000 บาท" in page
    assert "จากทั้งรายการ 180,000" in page
    assert "เป็นส่วนแบ่งตามวงเงิน" in page


def test_every_surface_says_the_same_and_the_sum_is_the_items(shared):
    proposals, item = shared
    fund(item, "100.01", paid="50.01")

    single = {p.pk: trace(p).ways[0].money.part for p in proposals}
    listed = {pk: way.money.part for pk, (_status, way) in leads_of(single).items()}
    back = {voice.uuid: voice.part for origin in trace_back(item) for voice in origin.voices}

    assert listed == single
    assert back == {p.uuid: single[p.pk] for p in proposals}
    assert sum(single.values(), Sums()) == Sums(Decimal("100.01"), Decimal("50.01"), Decimal("50.01"))


def test_an_amount_of_the_inclusion_counts_before_that_of_the_project(shared):
    proposals, item = shared
    Inclusion.objects.filter(project__uptakes__proposal=proposals[1]).update(amount=10_000)
    fund(item, 40_000)

    assert parts_shown(proposals) == [(30_000, 0), (10_000, 0)]


def test_a_project_of_several_proposals_divides_its_part_by_what_was_taken_up(shared):
    (first, second), item = shared
    project = PlanProject.objects.get(uptakes__proposal=first)
    third = ProposalFactory(forum=first.forum)
    Uptake.objects.filter(project=project).update(amount=10_000)
    UptakeFactory(project=project, proposal=third, amount=20_000)
    fund(item, 180_000)

    assert parts_shown([first, second, third]) == [(10_000, 0), (150_000, 0), (20_000, 0)]


def test_what_an_amendment_under_way_takes_in_has_no_part_yet(shared):
    proposals, item = shared
    fund(item, 180_000)
    amendment = ActionPlanEditionFactory(plan=item.plan, number=9)
    third = ProposalFactory(forum=proposals[0].forum)
    project = take_up(third, amount=180_000)
    confirm(project)
    InclusionFactory(project=project, item=item, edition=amendment)

    assert parts_shown(proposals) == [(30_000, 0), (150_000, 0)]
    assert trace(third, with_unpublished=True).ways[0].money is None


def test_money_of_one_proposal_alone_is_the_whole(db):
    proposal = ProposalFactory(forum=ForumFactory(published=True, announced_on=date(2023, 4, 1)))
    project = take_up(proposal)
    confirm(project)
    fund(include(project).item, "500.50")

    money_shown = trace(proposal).ways[0].money

    assert (money_shown.part, money_shown.is_shared) == (Sums(Decimal("500.50"), Decimal(0), Decimal(0)), False)


@pytest.mark.parametrize(("disbursed", "percent"), [("0.32165", "32.17"), ("0.32155", "32.16"), ("0.125", "12.50")])
def test_money_rounds_half_up_as_every_percentage_does(disbursed, percent):
    assert Sums(Decimal(1), Decimal(1), Decimal(disbursed)).used == Decimal(percent)
