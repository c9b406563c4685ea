"""The named units of an indicator, open to everyone."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from bkkplan.figures.kpi import registry
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.fiscal import FiscalYear
from tests.factories.accounts import AT
from tests.factories.communities import CommunityFactory, PlanAdoptionFactory, PlanFactory, PlanRevisionFactory
from tests.factories.districts import DistrictFactory
from tests.factories.forums import ForumFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2566)


@pytest.fixture(autouse=True)
def a_day_of_its_own(settings):
    settings.WORKING_DAY = "2023-06-02"
    cache.clear()


def address(code, year=YEAR):
    return reverse("public:indicator", args=[year, code])


def hold(district, day=date(2023, 5, 12), **kwargs):
    return ForumFactory(published=True, district=district, scheduled_on=day, announced_on=day, **kwargs)


def make_plan(community):
    PlanAdoptionFactory(revision=PlanRevisionFactory(plan=PlanFactory(community=community), confirmed=True))


def test_a_visitor_sees_by_name_who_counts_who_does_not_and_why(client):
    hold(DistrictFactory(name_th="นับแล้วแน่"))
    DistrictFactory(name_th="ยังไม่จัด")

    html = words_of(client.get(address("KPI-1")))

    assert "50.00" in html
    assert "นับแล้วแน่" in html
    assert "จัดเวที 12 พ.ค. 2566 เผยแพร่ผล 12 พ.ค. 2566" in html
    assert "ยังไม่จัด" in html
    assert "ไม่มีเวทีในปีงบประมาณนี้" in html


def test_communities_are_listed_by_district(client):
    made, other = CommunityFactory(name_th="ร่มเย็นหนึ่ง"), CommunityFactory(name_th="ร่มเย็นสอง")
    make_plan(made)

    page = client.get(address("KPI-2"), {"district": made.district.code})

    assert [row.label for row in page.context["rows"]] == ["ร่มเย็นหนึ่ง"]
    assert page.context["figure"].ratio == registry.Ratio(1, 2)
    assert other.name_th not in page.content.decode()


def test_another_year_is_one_press_away(client):
    hold(DistrictFactory(), day=date(2022, 5, 12), fiscal_year=2565)

    now, before = client.get(address("KPI-1")), client.get(address("KPI-1", YEAR.previous))

    assert address("KPI-1", YEAR.previous) in now.content.decode()
    assert (now.context["card"]["numerator"], before.context["card"]["numerator"]) == (0, 1)


def test_every_figure_of_the_front_page_leads_to_its_units(client):
    html = client.get(reverse("public:home")).content.decode()

    for definition in registry.all_definitions():
        assert f'href="{address(definition.code)}"' in html


@pytest.mark.parametrize(("code", "year"), [("KPI-9", YEAR), ("KPI-1", YEAR.next)])
def test_what_is_not_there_is_not_found(client, code, year):
    assert client.get(address(code, year)).status_code == 404


@pytest.mark.parametrize("code", ["KPI-1", "KPI-2", "KPI-3", "KPI-4"])
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_whatever_its_units(client, django_assert_max_num_queries, count, code):
    for _ in range(count):
        community = CommunityFactory()
        make_plan(community)
        hold(community.district)

    with django_assert_max_num_queries(16):
        assert client.get(address(code)).context["count"] == count


def test_what_is_kept_for_the_front_page_is_right_straight_after_an_act(client, cast):
    def shown():
        return client.get(reverse("public:home")).context["figures"][0]["numerator"]

    before = shown()
    record("forums.published", hold(cast.home), by=cast.officer, at=AT)

    assert (before, shown()) == (0, 1)


def test_the_front_page_measures_once_for_many_visitors(client, cast, monkeypatch):
    measured = []
    summaries = registry.summaries
    monkeypatch.setattr(registry, "summaries", lambda *args, **kwargs: measured.append(1) or summaries(*args, **kwargs))

    for _ in range(3):
        client.get(reverse("public:home"))
        client.get(reverse("public:district", args=[cast.home.code]))

    assert measured == [1]


def test_what_is_kept_names_no_community():
    make_plan(CommunityFactory())

    summary = registry.figure("KPI-2", YEAR, date(2023, 6, 2), at=AT).summary

    assert summary.results == ()
    assert summary.ratio == registry.Ratio(1, 1)
    assert registry.Ratio.of_sum(summary.districts.values()) == summary.ratio
