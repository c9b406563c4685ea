"""A KPI over the years: frozen and computed figures beside reported ones, and what they say of the year's end."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.actions.quarters import freeze_quarter, reopen_quarter
from bkkplan.figures.kpi.builders.forecasts import forecast_of, same_day_last_year, year_end
from bkkplan.figures.kpi.builders.over_years import over_years
from bkkplan.figures.kpi.registry import Ratio
from bkkplan.ground.core.fiscal import FiscalYear
from tests.factories.communities import CommunityFactory, PlanAdoptionFactory, PlanFactory, PlanRevisionFactory
from tests.factories.forums import ForumFactory
from tests.factories.kpi import ReportedFigureFactory, TargetFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
YEAR, DAY = FiscalYear(2566), date(2023, 6, 2)
OPEN = reverse("public:indicator", args=[YEAR, "KPI-1"])


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = DAY.isoformat()


def hold(district, day):
    return ForumFactory(published=True, district=district, scheduled_on=day, held_on=day, published_on=day)


def points(code="KPI-1", as_of=DAY, **kwargs):
    return {point.year.be: point for point in over_years(registry.figure(code, YEAR, as_of, at=AT).summary, **kwargs)}


def freeze(cast, be):
    freeze_quarter(year=FiscalYear(be), quarter=4, by=cast.strategy, at=AT)


def test_a_frozen_year_is_shown_as_it_was_frozen(cast):
    forum = hold(cast.home, date(2021, 5, 12))
    freeze(cast, 2564)
    forum.state, forum.withdrawn_on, forum.ending_reason = "withdrawn", date(2021, 6, 1), "ข้อมูลผิด"
    forum.save()

    found = points()

    assert (found[2564].ratio, found[2564].is_frozen) == (Ratio(1, 2), True)
    assert found[2564].as_of == FiscalYear(2564).default_closing_on
    assert found[2566].ratio == Ratio(0, 2)


def test_of_a_year_that_nobody_froze_only_the_last_is_computed_and_only_where_something_counts(cast):
    hold(cast.home, date(2021, 5, 12))
    assert list(points()) == [2566]

    hold(cast.away, date(2022, 5, 12))
    assert list(points()) == [2565, 2566]
    assert (points()[2565].ratio, points()[2565].is_frozen) == (Ratio(1, 2), False)


def test_a_reopened_year_is_no_frozen_one(cast):
    hold(cast.home, date(2021, 5, 12))
    freeze(cast, 2564)
    reopen_quarter(year=FiscalYear(2564), quarter=4, reason="ตกหล่น", by=cast.strategy, at=AT)

    assert 2564 not in points()


def test_what_was_reported_stands_beside_and_is_never_taken_for_a_figure_of_ours(cast, client):
    ReportedFigureFactory(fiscal_year=2563, quarter=None, text="ร้อยละ 96", source="รายงานประจำปี 2563")
    ReportedFigureFactory(fiscal_year=2564, quarter=None, text="ดำเนินการครบ")
    ReportedFigureFactory(fiscal_year=2562, quarter=2, text="ร้อยละ 12")
    ReportedFigureFactory(fiscal_year=2565, quarter=None, district=cast.home, text="ร้อยละ 50")

    found = points()
    public = words_of(client.get(OPEN))

    assert list(found) == [2563, 2564, 2566]
    assert (found[2563].ratio, found[2563].reported_percent) == (None, 96)
    assert found[2564].reported_percent is None
    assert "ร้อยละ 96" in public
    assert "รายงานประจำปี 2563" in public
    assert "ระบบนี้ไม่ได้คำนวณ" in public
    assert points(district=cast.home.pk)[2565].reported_percent == 50


def test_a_district_is_shown_with_its_own_years_and_target(cast, client):
    hold(cast.home, date(2021, 5, 12))
    freeze(cast, 2564)
    TargetFactory(code="KPI-1", fiscal_year=2564, text="ร้อยละ 80")
    TargetFactory(code="KPI-1", fiscal_year=2564, district=cast.home, text="ร้อยละ 95")

    own, other = points(district=cast.home.pk)[2564], points(district=cast.away.pk)[2564]
    page = words_of(client.get(OPEN, {"district": cast.home.code}))

    assert (own.ratio, own.target) == (Ratio(1, 1), 95)
    assert (other.ratio, other.target) == (Ratio(0, 1), 80)
    assert f"ตัวชี้วัดที่ 1 หลายปี · {cast.home.name_th}" in page


def test_what_the_database_counts_of_a_frozen_year_is_what_its_results_say(cast):
    for number in range(5):
        community = CommunityFactory(subdistrict__district=cast.home if number % 2 else cast.away)
        if number % 3:
            revision = PlanRevisionFactory(plan=PlanFactory(community=community), confirmed=True)
            PlanAdoptionFactory(revision=revision, adopted_on=date(2022, 5, 15))
    freeze(cast, 2565)

    figure = registry.figure("KPI-2", FiscalYear(2565), FiscalYear(2565).default_closing_on, at=AT)

    assert points("KPI-2")[2565].ratio == figure.ratio
    for district, ratio in figure.by_district().items():
        assert points("KPI-2", district=district)[2565].ratio == ratio


@pytest.mark.parametrize(("day", "before"), [(date(2024, 2, 29), date(2023, 2, 28)), (DAY, date(2022, 6, 2))])
def test_the_same_day_last_year_of_a_leap_day_is_the_day_before_it(day, before):
    assert same_day_last_year(day) == before


per_cent = some.decimals(0, 100, places=2)


@given(now=per_cent, same_day=per_cent, end=per_cent)
def test_the_year_s_end_stays_a_percentage_and_moves_as_last_year(now, same_day, end):
    expected = year_end(now, same_day=same_day, end=end)

    assert 0 <= expected <= 100
    if 0 <= now + end - same_day <= 100:
        assert expected - now == end - same_day


def forecast(code="KPI-1", as_of=DAY):
    figure = registry.figure(code, YEAR, as_of, at=AT)
    return forecast_of(figure, over_years(figure.summary))


def test_the_forecast_adds_what_last_year_added_after_the_same_day(cast):
    hold(cast.home, date(2022, 6, 1))
    hold(cast.away, date(2022, 6, 3))
    TargetFactory(code="KPI-1", text="ร้อยละ 80")

    found = forecast()

    assert (found.percent, found.is_enough) == (Decimal(50), False)
    assert "ณ วันที่ 2 มิ.ย. 2565 ได้ร้อยละ 50.00 และสิ้นปีได้ร้อยละ 100.00" in found.told


@pytest.mark.parametrize(
    ("code", "as_of", "why"),
    [
        ("KPI-1", DAY, "ไม่มีตัวเลขสิ้นปีของปีงบประมาณ 2565"),
        ("KPI-1", date(2023, 10, 3), "เฉพาะวันในปีงบประมาณ"),
        ("KPI-4", DAY, "ขึ้นและลงได้ระหว่างปี"),
    ],
)
def test_where_there_is_no_forecast_a_sentence_says_why(cast, code, as_of, why):
    found = forecast(code, as_of)

    assert found.percent is None
    assert why in found.told


def test_while_last_year_may_still_change_there_is_no_forecast(cast):
    hold(cast.home, date(2022, 6, 1))

    assert "ยังไม่ปิดข้อมูล" in forecast(as_of=date(2022, 10, 15)).told
    assert forecast(as_of=date(2022, 10, 16)).percent is not None


def test_only_staff_see_the_forecast(cast, client):
    public = client.get(OPEN).content.decode()
    client.force_login(cast.officer)
    staff = client.get(reverse("kpi:dashboard", args=[YEAR])).content.decode()

    assert "คาดการณ์" not in public
    assert "คาดการณ์สิ้นปี" in staff
