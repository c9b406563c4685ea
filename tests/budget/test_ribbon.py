"""The twelve months of an office, on three pages: what stands in them, for whom, and at what cost."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bkkplan.ground.core.fiscal import FiscalYear
from budget.enums import EntryKind, Lane
from budget.models import LedgerEntry
from budget.queries.ribbon import PUBLIC_LANES, ribbons
from tests.factories.accounts import AT
from tests.factories.budget import (
    ActionPlanEditionFactory,
    AllocationFactory,
    BudgetRequestFactory,
)
from tests.factories.communities import CommunityFactory, PlanRevisionFactory
from tests.factories.forums import ForumFactory
from tests.factories.years import PlannedYearFactory
from tests.words import words_of

ON = date(2023, 6, 2)
YEAR = FiscalYear(2566)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = ON.isoformat()


@pytest.fixture
def lived(cast):
    """An office's year with something of each kind; the other office has none of it."""
    ForumFactory(held=True, district=cast.home)  # on 10 May: its results are overdue
    ForumFactory(district=cast.home, scheduled_on=ON + timedelta(days=40), last_on=ON + timedelta(days=40))
    PlanRevisionFactory(submitted=True, plan__community=cast.home_community)
    beside = CommunityFactory(subdistrict=cast.home_community.subdistrict, district=cast.home)
    PlanRevisionFactory(confirmed=True, plan__community=beside)
    ActionPlanEditionFactory(plan__district=cast.home, number=0, approved=True)
    purse = AllocationFactory(district=cast.home)
    LedgerEntry.objects.create(
        appropriation=purse.appropriation,
        allocation=purse,
        kind=EntryKind.TRANSFER,
        amount=Decimal(50_000),
        on=date(2022, 10, 20),
        act=uuid4(),
        at=AT,
    )
    year = PlannedYearFactory(fiscal_year=2567, opened=True)
    for position, (code, name, day) in enumerate(
        (("money_asked", "ขอตั้งงบประมาณ", date(2023, 1, 31)), ("own", "ส่งแผนจัดเวที", date(2023, 6, 20)))
    ):
        year.due_days.create(
            code=code, name_th=name, name_en=name, position=position, due_on=day, audiences=["districts"]
        )
    BudgetRequestFactory(district=cast.away, fiscal_year=2567, handed_in=True)
    return cast


def test_each_kind_stands_in_its_month_with_its_state(lived):
    ribbon = ribbons(YEAR, [lived.home.pk], on=ON)[lived.home.pk]

    def found(lane, month):
        return [(mark.text, mark.state) for mark in ribbon.of(lane, month)]

    assert [state for _text, state in found(Lane.FORUMS, date(2023, 5, 1))] == ["late"]
    assert found(Lane.FORUMS, date(2023, 7, 1)) == [("กำหนดจัดเวที 12 ก.ค. 2566", "wait")]
    assert found(Lane.PLANS, date(2023, 5, 1)) == [("ชุมชนส่งแผน 2 แผน", "done")]
    assert ("รับรองแล้ว 1 แผน", "done") in found(Lane.CHECKS, date(2023, 5, 1))
    assert found(Lane.CHECKS, date(2023, 6, 1)) == [("รอตรวจ 1 แผน", "now")]
    assert found(Lane.MONEY, date(2022, 10, 1)) == [("ได้รับโอน 50,000 บาท", "done")]
    assert found(Lane.DUE, date(2023, 1, 1)) == [("ขอตั้งงบประมาณ 31 ม.ค. 2566", "late")]
    assert found(Lane.DUE, date(2023, 6, 1)) == [("ส่งแผนจัดเวที 20 มิ.ย. 2566", "now")]
    assert any(mark.lane == Lane.ACTION_PLAN for mark in ribbon.marks)


def test_a_step_that_the_office_has_done_is_done(lived):
    ribbon = ribbons(YEAR, [lived.away.pk], on=ON)[lived.away.pk]

    assert [mark.state for mark in ribbon.of(Lane.DUE, date(2023, 1, 1))] == ["done"]
    assert ribbon.late == 0


def test_everyone_sees_the_year_without_what_is_the_offices_own(client, lived):
    ForumFactory(district=lived.home, title="ยังไม่ประกาศ", announced_on=None, state="planned", scheduled_on=ON)

    public = ribbons(YEAR, [lived.home.pk], on=ON, is_public=True)[lived.home.pk]
    shown = words_of(client.get(reverse("public:district", args=[lived.home.code])))

    assert {mark.lane for mark in public.marks} <= set(PUBLIC_LANES)
    assert "ปีงบประมาณ 2566 ของเขต" in shown
    assert "รับรองแผนพัฒนาชุมชน 1 แผน" in shown
    for inner in ("รอตรวจ", "ชุมชนส่งแผน", "ขอตั้งงบประมาณ", "2 มิ.ย. 2566 รอ", "กำหนดจัดเวที 2 มิ.ย."):
        assert inner not in shown


def test_an_office_sees_its_own_year_at_its_work_and_on_its_page(client, lived):
    client.force_login(lived.officer)

    work = words_of(client.get(reverse("desk:my-work")))
    page = words_of(client.get(reverse("desk:year-of-office", args=[YEAR, lived.home.code])))

    for shown in (work, page):
        assert "ชุมชนส่งแผน 2 แผน" in shown
        assert "ส่งแผนจัดเวที 20 มิ.ย. 2566" in shown
    assert "เลยกำหนด 2 เรื่อง" in page
    client.force_login(lived.away_officer)
    assert client.get(reverse("desk:year-of-office", args=[YEAR, lived.home.code])).status_code == 404
    assert "ชุมชนส่งแผน 2 แผน" not in words_of(client.get(reverse("desk:my-work")))


def test_the_strategy_office_sees_all_offices_with_what_is_late(client, lived):
    client.force_login(lived.strategy)

    answer = client.get(reverse("desk:year-of-offices", args=[YEAR]))
    shown, html = words_of(answer), answer.content.decode()

    assert lived.home.name_th in shown
    assert lived.away.name_th in shown
    assert "เลยกำหนด 2" in shown
    assert html.count('scope="row"') == 2
    assert html.count('<th scope="col"') == 13
    assert 'title="ชุมชนส่งแผน 2 แผน"' in html  # the short mark says in full what it stands for


def test_fifty_rows_cost_what_one_costs(lived, django_assert_num_queries):
    with CaptureQueriesContext(connection) as one:
        ribbons(YEAR, [lived.home.pk], on=ON)
    others = [CommunityFactory().district.pk for _office in range(3)]

    with django_assert_num_queries(len(one)):
        ribbons(YEAR, [lived.home.pk, lived.away.pk, *others], on=ON)
    assert len(one) <= 14
