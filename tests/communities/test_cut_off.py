"""The day that fixes over which communities KPI 2 is counted: data of the year, with the register that it rests on."""

from datetime import UTC, date, datetime
from random import Random

import pytest
from django.urls import reverse

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.actions.quarters import freeze_quarter
from bkkplan.figures.kpi.registry import Ratio
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.years.actions.errors import ReasonNeededError
from bkkplan.ground.years.models import YearChange
from communities.actions.cut_off import CutOffError, begin_cut_off, save_cut_off
from communities.enums import ImportState
from communities.models import Community, CutOff, RegisterImport
from communities.queries import plan_counts, plan_facts
from communities.queries.cut_off import cut_off_on
from tests.factories.communities import CommunityFactory, CommunityStandingFactory
from tests.factories.years import PlannedYearFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
YEAR, DAY = FiscalYear(2566), date(2023, 6, 2)
CUT = date(2023, 3, 31)
ADDRESS = reverse("communities:year-cut-off", args=[YEAR])


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = DAY.isoformat()


@pytest.fixture
def year():
    return PlannedYearFactory(fiscal_year=2566, opened=True)


def fix(days, reason="มติคณะกรรมการ", year=YEAR):
    return save_cut_off(year=year, days=days, reason=reason, on=DAY, by=None, at=AT)


def units(day):
    return {result.label for result in registry.figure("KPI-2", YEAR, day, at=AT).results}


@pytest.fixture
def communities():
    """One of old, one dissolved on 1 May, one founded on 1 April."""
    CommunityFactory(name_th="เดิม")
    gone = CommunityFactory(name_th="ยุบ")
    CommunityStandingFactory(
        community=gone, starts_on=date(2023, 5, 1), status="dissolved", type=gone.standings.get().type
    )
    CommunityFactory(name_th="ใหม่", standing__starts_on=date(2023, 4, 1))


def test_without_a_cut_off_day_the_communities_of_the_day_are_counted(communities, year):
    assert units(CUT) == {"เดิม", "ยุบ"}
    assert units(DAY) == {"เดิม", "ใหม่"}
    assert registry.get("KPI-2").version == 1


def test_from_the_cut_off_day_on_its_communities_stay_whatever_becomes_of_them(communities, year):
    fix({"of_year": CUT})

    assert units(date(2023, 4, 30)) == units(DAY) == units(date(2023, 12, 1)) == {"เดิม", "ยุบ"}


def test_before_the_cut_off_day_has_come_the_communities_of_the_day_are_counted(communities, year):
    fix({"of_year": date(2023, 5, 1)})

    assert units(date(2023, 4, 30)) == {"เดิม", "ยุบ", "ใหม่"}
    assert units(date(2023, 5, 1)) == {"เดิม", "ใหม่"}


def test_a_quarter_may_have_a_day_of_its_own(communities, year):
    fix({"of_year": CUT, "quarter_4": date(2023, 5, 1)})

    assert [cut_off_on(YEAR, day) for day in (CUT, DAY, date(2023, 7, 1))] == [CUT, CUT, date(2023, 5, 1)]
    assert units(date(2023, 9, 30)) == {"เดิม", "ใหม่"}


def test_a_draft_year_s_day_is_nobody_s_yet(communities):
    PlannedYearFactory(fiscal_year=2566)
    fix({"of_year": CUT})

    assert units(DAY) == {"เดิม", "ใหม่"}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_units_of_a_cut_off_day_are_those_that_were_eligible_on_it(seed):
    chance = Random(seed)
    for _ in range(12):
        community = CommunityFactory(standing__starts_on=date(2022, 9, chance.randrange(1, 30)))
        for month in sorted(chance.sample(range(1, 9), k=chance.randrange(3))):
            status = chance.choice(["normal", "dissolved", "incomplete_committee"])
            day = date(2023, month, chance.randrange(1, 28))
            kind = community.standings.first().type
            CommunityStandingFactory(community=community, starts_on=day, status=status, type=kind)

    for cut in (date(2022, 10, 1), CUT, date(2023, 7, 15)):
        asked = {"year": YEAR, "day": date(2023, 9, 30), "known": date(2023, 10, 15), "units_on": cut}
        found = {fact.community for fact in plan_facts(**asked)}

        assert found == set(Community.objects.eligible_on(cut).values_list("pk", flat=True))
        assert sum(units for _made, units in plan_counts(**asked).values()) == len(found)


def test_a_change_of_an_opened_year_needs_a_reason_and_tells_of_frozen_quarters(cast, communities, year):
    freeze_quarter(year=YEAR, quarter=2, by=cast.strategy, at=AT)
    with pytest.raises(ReasonNeededError):
        fix({"of_year": CUT}, reason=" ")

    fix({"of_year": date(2023, 1, 31)})

    [change] = YearChange.objects.all()
    assert (change.part, change.reason) == ("cut_off", "มติคณะกรรมการ")
    assert [rest["count"] for rest in change.touched] == [1]


def test_saving_the_same_days_changes_nothing(year):
    fix({"of_year": CUT})
    fix({"of_year": CUT})

    assert YearChange.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "day", "is_possible"),
    [
        ("of_year", date(2021, 10, 1), True),
        ("of_year", date(2021, 9, 30), False),
        ("of_year", date(2023, 9, 30), True),
        ("of_year", date(2023, 10, 1), False),
        ("quarter_1", date(2022, 12, 31), True),
        ("quarter_1", date(2023, 1, 1), False),
    ],
)
def test_a_day_lies_between_the_year_before_and_the_end_of_what_is_counted_by_it(year, name, day, is_possible):
    if is_possible:
        assert getattr(fix({name: day}), name) == day
        return
    with pytest.raises(CutOffError) as refused:
        fix({name: day})
    assert refused.value.field == name


def test_a_year_begins_with_the_days_of_the_one_that_it_copies_as_many_years_later(year):
    fix({"of_year": CUT, "quarter_2": date(2023, 2, 28)})
    PlannedYearFactory(fiscal_year=2567)

    begin_cut_off(year=YEAR.next, source=YEAR, by=None, at=AT)

    row = CutOff.objects.get(planned__fiscal_year=2567)
    assert (row.of_year, row.quarter_2, row.quarter_1) == (date(2024, 3, 31), date(2024, 2, 29), None)


def take_in(register_on, on):
    at = datetime(on.year, on.month, on.day, 3, tzinfo=UTC)
    RegisterImport.objects.create(
        original_name="ทะเบียน.xlsx", register_on=register_on, state=ImportState.DONE, uploaded_at=at, confirmed_at=at
    )


def test_the_page_of_the_indicator_says_the_day_and_the_register(communities, year, client):
    take_in(date(2022, 8, 1), date(2022, 9, 1))
    take_in(date(2023, 2, 1), date(2023, 2, 9))
    take_in(date(2023, 4, 2), date(2023, 4, 9))
    fix({"of_year": CUT})

    page = words_of(client.get(reverse("public:indicator", args=[YEAR, "KPI-2"])))

    assert "ณ วันตัดยอดชุมชน 31 มี.ค. 2566" in page
    assert "ตามทะเบียนชุมชน ณ วันที่ 1 ก.พ. 2566 ซึ่งนำเข้าเมื่อ 9 ก.พ. 2566" in page


def test_a_frozen_quarter_keeps_its_communities_and_what_was_said_of_them(cast, communities, year):
    fix({"of_year": CUT})
    freeze_quarter(year=YEAR, quarter=2, by=cast.strategy, at=AT)
    fix({"of_year": date(2022, 10, 1)})

    figure = registry.figure("KPI-2", YEAR, CUT, at=AT)

    assert figure.ratio == Ratio(0, 4)  # two of the cast
    assert "31 มี.ค. 2566" in str(figure.notes[0])


def test_the_strategy_office_sets_it_on_the_year_s_page(client, cast, communities, year):
    client.force_login(cast.strategy)

    answer = client.post(ADDRESS, {"of_year": "31 มีนาคม 2566", "reason": "มติที่ประชุม"})
    page = words_of(client.get(ADDRESS))

    assert answer.status_code == 302
    assert CutOff.objects.get().of_year == CUT
    assert "4 ชุมชน" in page
    assert "ไม่มีทะเบียนที่นำเข้า" in page
