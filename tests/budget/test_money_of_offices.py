"""Fifty offices beside one another: the sums of their own tables, a map, and the offices to look at first."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.money import money, payments
from budget.models import Allocation, SpendingRule
from budget.queries.money.money_of_offices import OFFICE_SORTS, money_of_offices, sorted_offices, standing_of
from budget.queries.money.money_table import money_table
from tests.factories.accounts import AT
from tests.factories.budget import ApprovedItemFactory, FlagshipProjectFactory
from tests.factories.districts import DistrictFactory
from tests.factories.years import PlannedYearFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db

YEAR = FiscalYear(2566)
DAY = date(2023, 6, 2)
PAGE = "budget:money"


def given(on=date(2023, 1, 10)):
    return {"act": uuid4(), "on": on, "by": None, "at": AT}


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = DAY.isoformat()


@pytest.fixture
def offices(cast):
    """Home has an item and a flagship project, 140,000 baht and later 130,000, of which 30,000 are spent; away has
    60,000 with nothing spent, and a third district has nothing. By June three quarters are to be spent."""
    SpendingRule.objects.create(planned=PlannedYearFactory(fiscal_year=2566, opened=True), target_1=10, target_2=20)
    item = ApprovedItemFactory(introduced_in__plan__district=cast.home, title="ขุดลอกคลอง")
    money.approve_item_budget(item_id=item.pk, amount=Decimal(100_000), **given())
    flagship = FlagshipProjectFactory(title_th="เขตพัฒนาชุมชน")
    money.grant(flagship_id=flagship.pk, amount=Decimal(100_000), **given())
    shares = {cast.home.pk: Decimal(40_000), cast.away.pk: Decimal(60_000)}
    money.transfer_to_districts(flagship_id=flagship.pk, shares=shares, **given())
    purse = Allocation.objects.get(item=item)
    money.commit(allocation_id=purse.pk, amount=Decimal(50_000), **given())
    payments.disburse(allocation_id=purse.pk, amount=Decimal(30_000), **given(on=date(2023, 5, 20)))
    money.transfer_back(allocation_id=purse.pk, amount=Decimal(10_000), **given(on=date(2023, 3, 1)))
    wrong = given()
    money.approve_item_budget(item_id=item.pk, amount=Decimal(7_000), **wrong)
    money.undo(undone=wrong["act"], act=uuid4(), by=None, at=AT)
    return [cast.home, cast.away, DistrictFactory()]


def test_each_row_is_the_sum_of_its_offices_own_table_on_every_day(offices):
    for as_of in (None, date(2022, 12, 1), date(2023, 2, 1), date(2023, 5, 20)):
        day = as_of or DAY
        for row in money_of_offices(offices, YEAR, day=day, as_of=as_of):
            table = money_table(row.district, YEAR, day=day, as_of=as_of)
            assert (row.approved, row.sums, row.target) == (table.approved, table.total, table.target)


def test_what_stands_on_the_first_page_is_the_sum_of_the_same_table(offices, django_assert_num_queries):
    with django_assert_num_queries(1):
        standing = standing_of(offices[0].pk, YEAR, day=DAY)

    table = money_table(offices[0], YEAR, day=DAY)
    assert (standing.sums, standing.target) == (table.total, table.target)
    assert standing_of(offices[2].pk, YEAR, day=DAY).target is None


def test_the_number_of_questions_does_not_grow_with_the_districts(offices, django_assert_num_queries):
    with django_assert_num_queries(5):  # the year twice: only a page asks for it once
        money_of_offices(offices, YEAR, day=DAY)


def test_every_column_sorts_both_ways(offices):
    rows = money_of_offices(offices, YEAR, day=DAY)

    for name, column in OFFICE_SORTS.items():
        values = [column(row) for row in rows]
        assert [column(row) for row in sorted_offices(rows, name)] == sorted(values), name
        assert [column(row) for row in sorted_offices(rows, f"-{name}")] == sorted(values, reverse=True), name


def test_the_city_sees_the_map_and_who_is_furthest_below_or_has_entered_nothing_for_long(client, cast, offices):
    client.force_login(cast.strategy)

    page = client.get(reverse(PAGE, args=[YEAR]))

    # 30,000 of 130,000 is above the 20 of March and below the 75 of June; 0 of 60,000 is below both.
    states = {tile.name: tile.state for tile in page.context["tiles"]}
    assert [states[str(district.name_th)] for district in offices] == ["late", "bad", "wait"]
    assert [key.count for key in page.context["keys"] if key.state in ("done", "late", "bad")] == [0, 1, 1]
    assert [(one.text, one.note) for one in page.context["outliers"]] == [
        (cast.away.name_th, "ต่ำกว่าเป้าหมาย 75.00 จุดร้อยละ · ไม่มีรายการ 143 วัน"),
        (cast.home.name_th, "ต่ำกว่าเป้าหมาย 51.92 จุดร้อยละ"),
    ]
    assert "เป้าหมายสิ้นไตรมาสที่ 3: เบิกจ่ายสะสมร้อยละ 75" in words_of(page)


def test_a_day_before_anything_was_spent_has_its_own_figures_and_target(client, cast, offices):
    client.force_login(cast.strategy)

    page = client.get(reverse(PAGE, args=[YEAR]), {"as_of": "1 ก.พ. 2566"})

    assert (page.context["approved"], page.context["total"].disbursed) == (200_000, 0)
    assert page.context["goal"].percent == 20


def test_without_money_or_target_nothing_is_named(client, cast):
    client.force_login(cast.strategy)

    page = client.get(reverse(PAGE, args=[YEAR]))

    assert page.context["outliers"] == []
    assert {tile.state for tile in page.context["tiles"]} == {"wait"}
    assert "ปี 2566 ยังไม่ได้กำหนดเป้าหมายการเบิกจ่าย" in words_of(page)


def test_the_workbook_has_the_rows_in_the_order_of_the_page_and_their_sum(client, cast, offices):
    client.force_login(cast.strategy)

    answer = client.get(reverse("budget:money-file", args=[YEAR]), {"sort": "-used", "as_of": "20 พ.ค. 2566"})

    rows = list(load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    assert rows[2][:3] == ("เขต", "งบประมาณอนุมัติ", "หลังปรับโอน")
    assert [row[0] for row in rows[3:6]] == [district.name_th for district in offices]
    assert [float(cell) for cell in rows[3][1:10]] == [140_000, 130_000, 0, 50_000, 30_000, 100_000, 23.08, 75, 51.92]
    assert [float(cell) for cell in rows[-1][1:7]] == [200_000, 190_000, 0, 50_000, 30_000, 160_000]


def test_a_districts_people_are_led_to_their_own_money(client, cast, offices):
    for name in (PAGE, "budget:money-file"):
        client.force_login(cast.officer)
        assert client.get(reverse(name, args=[YEAR])).url == reverse(
            "budget:district-money", args=[YEAR, cast.home.code]
        )
        client.force_login(cast.member)
        assert client.get(reverse(name, args=[YEAR])).status_code == 404


def test_an_office_reads_on_its_first_page_what_it_has_disbursed(client, cast, offices):
    for who in (cast.officer, cast.director):
        client.force_login(who)
        page = client.get(reverse("desk:my-work"))

        words = words_of(page)
        assert "เบิกจ่ายแล้วร้อยละ 23.08" in words
        assert "เป้าหมายสิ้นไตรมาสที่ 3: เบิกจ่ายสะสมร้อยละ 75" in words
        assert reverse("budget:money-table", args=[YEAR, cast.home.code]) in page.content.decode()
    for who in (cast.strategy, cast.member):
        client.force_login(who)
        assert "เบิกจ่ายแล้วร้อยละ" not in words_of(client.get(reverse("desk:my-work")))
