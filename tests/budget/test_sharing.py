"""A project's money shared by its rule: the parts are whole satang, and their sum is the whole."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.enums import Sharing
from budget.queries.flagship.sharing import Rule, faults_of, rule_of, share_out
from communities.enums import StandingStatus
from tests.factories.budget import FlagshipProjectFactory
from tests.factories.communities import CommunityFactory
from tests.factories.districts import DistrictFactory

SATANG = Decimal("0.01")
amounts = st.decimals(min_value=0, max_value=10**9, places=2)
codes = st.from_regex(r"10[0-5][0-9]", fullmatch=True)
tables = st.dictionaries(codes, st.decimals(min_value=SATANG, max_value=10**7, places=2), min_size=1, max_size=50)
counts = st.dictionaries(codes, st.integers(0, 200).map(Decimal), min_size=1, max_size=50)


@given(amounts, counts)
def test_the_parts_are_whole_satang_and_come_to_the_whole(whole, weights):
    parts = share_out(whole, Rule(Sharing.BY_COMMUNITIES, weights))

    assert all(part == part.quantize(SATANG) and part >= 0 for part in parts.values())
    assert sum(parts.values()) == (whole if any(weights.values()) else 0)
    assert {code for code, part in parts.items() if part} <= {code for code, weight in weights.items() if weight}


@given(amounts, counts)
def test_no_part_is_a_satang_away_from_its_exact_share(whole, weights):
    parts = share_out(whole, Rule(Sharing.BY_COMMUNITIES, weights))

    for code, part in parts.items():
        assert abs(part - whole * weights[code] / sum(weights.values())) < SATANG


@given(amounts, st.sets(codes, min_size=1))
def test_equal_parts_differ_by_a_satang_at_most_and_the_lower_code_has_it(whole, districts):
    parts = share_out(whole, Rule(Sharing.EQUAL, dict.fromkeys(districts, Decimal(1))))

    in_order = [parts[code] for code in sorted(parts)]
    assert in_order == sorted(in_order, reverse=True)
    assert in_order[0] - in_order[-1] <= SATANG


@given(tables, st.randoms())
def test_the_order_in_which_districts_are_given_changes_nothing(table, chance):
    mixed = list(table.items())
    chance.shuffle(mixed)
    rule, other = (Rule(Sharing.TABLE, rows, is_fixed=True) for rows in (table, dict(mixed)))

    assert share_out(Decimal(1000), rule) == share_out(Decimal(1000), other)


@given(tables, amounts)
def test_a_table_is_given_as_it_stands_and_cut_in_proportion_where_less_was_granted(table, granted):
    rule = Rule(Sharing.TABLE, table, is_fixed=True)

    parts = share_out(granted, rule)

    assert sum(parts.values()) == min(granted, rule.implied)
    assert all(part <= table[code] for code, part in parts.items()) or granted < rule.implied
    assert share_out(rule.implied, rule) == table


@pytest.fixture
def districts(db):
    return [DistrictFactory(code=code, name_th=name) for code, name in (("1001", "พระนคร"), ("1002", "ดุสิต"))]


@pytest.mark.parametrize(
    ("off", "said"),
    [
        ("-0.01", "ส่วนแบ่งของเขตรวม 999,999.99 บาท งบประมาณ 1,000,000.00 บาท ขาด 0.01 บาท มีเศษสตางค์: ดุสิต"),
        ("0.01", "ส่วนแบ่งของเขตรวม 1,000,000.01 บาท งบประมาณ 1,000,000.00 บาท เกิน 0.01 บาท มีเศษสตางค์: ดุสิต"),
    ],
)
def test_a_table_that_misses_by_a_satang_says_by_how_much_and_where(districts, off, said):
    table = {"1001": Decimal(600_000), "1002": 400_000 + Decimal(off)}

    assert list(faults_of(Decimal(1_000_000), Rule(Sharing.TABLE, table, is_fixed=True), districts)) == [said]


def test_a_district_without_an_amount_is_named(districts):
    rule = Rule(Sharing.TABLE, {"1001": Decimal(600_000)}, is_fixed=True)

    [said] = faults_of(Decimal(1_000_000), rule, districts)

    assert "ขาด 400,000.00 บาท ยังไม่มีจำนวนเงิน: ดุสิต" in said


def test_what_comes_to_the_budget_has_no_fault(districts):
    each = dict.fromkeys(("1001", "1002"), Decimal(200_000))

    assert list(faults_of(Decimal(400_000), Rule(Sharing.EQUAL, each, is_fixed=True), districts)) == []
    assert list(faults_of(Decimal(7), Rule(Sharing.EQUAL, dict.fromkeys(each, Decimal(1))), districts)) == []
    assert list(faults_of(None, Rule(Sharing.NONE), districts)) == []


def test_a_rule_by_which_nobody_gets_anything_is_told(districts):
    nobody = Rule(Sharing.BY_COMMUNITIES, {"1001": Decimal(0), "1002": Decimal(0)})

    assert list(faults_of(Decimal(7), nobody, districts)) == ["ไม่มีเขตใดได้รับจัดสรรตามเกณฑ์นี้"]
    assert share_out(Decimal(7), nobody) == {}


def test_communities_are_counted_on_the_day_of_the_rule(db):
    on = date(2023, 6, 1)
    one, two = CommunityFactory(), CommunityFactory()
    CommunityFactory(subdistrict=two.subdistrict, standing__status=StandingStatus.BEING_DISSOLVED)
    CommunityFactory(subdistrict=two.subdistrict, standing__status=StandingStatus.DISSOLVED)
    CommunityFactory(subdistrict=two.subdistrict, standing__starts_on=date(2023, 6, 2))
    districts = [one.district, two.district]
    shared = {"share_per_district": None, "communities_on": on}

    by_number = rule_of(FlagshipProjectFactory(sharing=Sharing.BY_COMMUNITIES, **shared), districts)
    per_community = rule_of(
        FlagshipProjectFactory(sharing=Sharing.PER_COMMUNITY, share_per_community=200_000, **shared), districts
    )

    assert by_number.weights == {one.district.code: 1, two.district.code: 2}
    assert per_community.implied == 600_000
    assert share_out(Decimal(600_000), per_community)[two.district.code] == 400_000
