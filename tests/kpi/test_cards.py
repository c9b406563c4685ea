"""The official card of a KPI: its words, its targets, each quarter's result, and who certified it."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from bkkplan.figures.kpi.actions.quarters import freeze_quarter
from bkkplan.figures.kpi.builders.cards import cards_of
from bkkplan.figures.kpi.models import ExternalCode
from bkkplan.figures.kpi.registry import Ratio, all_definitions, get
from bkkplan.figures.reports.builders.kpi_cards import REPORT
from bkkplan.ground.core.fiscal import FiscalYear
from tests.factories.budget import FlagshipProjectFactory
from tests.factories.forums import ForumFactory
from tests.factories.kpi import ReportedFigureFactory, TargetFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
YEAR, DAY = FiscalYear(2566), date(2023, 6, 2)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = DAY.isoformat()


def card(code="KPI-1", as_of=DAY):
    [found] = cards_of([get(code)], YEAR, as_of=as_of, at=AT)
    return found


@pytest.fixture
def first_quarter(cast):
    day = date(2022, 11, 1)
    ForumFactory(published=True, district=cast.home, scheduled_on=day, held_on=day, published_on=day)
    freeze_quarter(year=YEAR, quarter=1, by=cast.strategy, at=AT)
    return cast


def test_a_frozen_quarter_is_certified_by_whoever_froze_it_and_later_ones_are_not(first_quarter):
    first, second, third, fourth = card().quarters

    assert (first.ratio, first.certified_by) == (Ratio(1, 2), str(first_quarter.strategy))
    assert (second.ratio, second.certified_by) == (Ratio(1, 2), "")
    assert third.as_of == DAY
    assert fourth.ratio is None


def test_it_has_the_targets_the_code_of_the_city_s_system_and_what_was_reported(first_quarter):
    TargetFactory(code="KPI-1", text="ร้อยละ 80")
    TargetFactory(code="KPI-1", quarter=2, text="ร้อยละ 40")
    ExternalCode.objects.create(code="KPI-1", fiscal_year=2566, external_code="2100-1037")
    ReportedFigureFactory(quarter=1, text="ร้อยละ 60")
    project = FlagshipProjectFactory(kpi_code="KPI-1")

    found = card()
    facts = dict(found.facts)

    assert facts["รหัสตัวชี้วัด"] == "KPI-1 · 2100-1037"
    assert facts["เป้าหมายของปี"] == "ร้อยละ 80"
    assert facts["โครงการภายใต้ตัวชี้วัด"] == str(project)
    assert [row.target_text for row in found.quarters] == ["", "ร้อยละ 40", "", ""]
    assert found.quarters[0].reported_text == "ร้อยละ 60"


def test_every_indicator_says_what_it_means_and_how_it_is_counted():
    for one in cards_of(all_definitions(), YEAR, as_of=DAY, at=AT):
        assert all(value for _label, value in one.facts)


def test_the_page_shows_the_card_and_leads_to_its_pdf(client, first_quarter):
    client.force_login(first_quarter.strategy)

    page = words_of(client.get(reverse("kpi:card", args=[YEAR, "KPI-1"])))

    assert "แบบรายละเอียดตัวชี้วัดที่ 1" in page
    assert "× 100 ÷ จำนวนสำนักงานเขตทั้งหมด" in page
    assert str(first_quarter.strategy) in page
    assert "kind=kpi-cards" in page
    assert client.get(reverse("kpi:card", args=[YEAR, "KPI-9"])).status_code == 404


def test_the_report_has_a_card_and_four_quarters_for_each_indicator(first_quarter):
    report = REPORT.gather(YEAR, DAY, AT)
    details, quarters = REPORT.sheets(report)

    assert len(details.rows) == len(all_definitions())
    assert len(quarters.rows) == 4 * len(all_definitions())
    assert all(len(row) == len(details.headings) == len(details.widths) for row in details.rows)
