from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from bkkplan.figures.kpi.models import Target
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from budget.catalog import indicators
from budget.models import Appropriation, FlagshipProject, LedgerEntry, StrategyNode
from communities.models import CommunityType, PlanArea, PlanTemplate
from districts.models import District, DistrictGroup, Subdistrict
from forums.models import ParticipantSector
from tests.factories.years import PlannedYearFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def load() -> str:
    told = StringIO()
    call_command("load_reference", stdout=told)
    return told.getvalue()


def test_the_city_is_loaded_whole():
    load()

    assert DistrictGroup.objects.count() == 6
    assert District.objects.count() == 50
    assert Subdistrict.objects.count() == 180
    phra_nakhon = District.objects.get(code="1001")
    assert (phra_nakhon.name_th, phra_nakhon.group.name_th) == ("พระนคร", "กรุงเทพกลาง")
    assert phra_nakhon.people == sum(phra_nakhon.subdistricts.values_list("people", flat=True))
    assert District.objects.get(code="1024").name_th == "ราษฎร์บูรณะ"


def test_types_are_valid_in_the_years_of_their_regulation():
    load()

    in_2563, in_2566 = (
        CommunityType.objects.filter(valid_from__lte=day).exclude(valid_until__lte=day)
        for day in (FiscalYear(2563).end, FiscalYear(2566).end)
    )
    assert in_2563.count() == 6
    assert in_2566.count() == 5
    assert set(in_2566.values_list("name_th", flat=True)) >= {"ชุมชนรูปแบบพิเศษ", "ชุมชนอาคารสูง"}


def test_words_of_plans_and_forums_are_the_official_ones():
    load()

    assert list(PlanArea.objects.order_by("position").values_list("name_th", flat=True)) == [
        "ด้านกายภาพและสิ่งแวดล้อม",
        "ด้านเศรษฐกิจ",
        "ด้านสังคม",
        "ด้านอนามัย",
        "ด้านจิตใจ",
    ]
    assert ParticipantSector.objects.count() == 16
    assert PlanTemplate.objects.filter(from_year__lte=2563).exists()


def test_the_flagship_plan_of_2563_stands_with_its_money():
    load()

    flagships = FlagshipProject.objects.filter(fiscal_year=2563).order_by("position")
    assert [f.budget for f in flagships] == [10_000_000, 4_763_000, 5_000_000, None]
    assert [f.share_per_district for f in flagships] == [200_000, None, 100_000, None]
    assert [f.is_detailed for f in flagships] == [True, False, True, True]
    assert sum(a.amount for a in Appropriation.objects.all()) == Decimal(19_763_000)
    assert sum(e.amount for e in LedgerEntry.objects.all()) == Decimal(19_763_000)
    assert [i.type for i in indicators(FiscalYear(2563))] == ["output", "", ""]


def test_the_strategy_path_leads_from_the_dimension_to_the_objective():
    load()

    node = StrategyNode.objects.get(level=4)
    path = []
    while node:
        path.append(node.code)
        node = node.parent
    assert path == ["5.2.1.1", "5.2.1", "5.2", "5"]


def test_each_year_has_the_public_targets():
    load()

    targets = Target.objects.filter(district=None, fiscal_year=2566).order_by("code").values_list("percent", flat=True)
    assert list(targets) == [80, 100, 80]


def test_the_targets_of_a_year_that_is_prepared_here_are_left_to_its_office():
    PlannedYearFactory(fiscal_year=2570)

    load()

    assert Target.objects.filter(fiscal_year=2569).count() == 3
    assert not Target.objects.filter(fiscal_year=2570).exists()


def test_loading_again_changes_nothing_and_leaves_no_trace():
    load()
    acts = Entry.objects.count()

    told = load()

    assert " 0 created" in told
    assert Entry.objects.count() == acts
    assert not any(" 0 unchanged" in line for line in told.splitlines())


def test_an_edited_fact_is_put_right_and_a_target_that_people_set_is_theirs():
    load()
    District.objects.filter(code="1001").update(name_en="Pra Nakorn", phone="0 2281 0000")
    Target.objects.filter(code="KPI-1", fiscal_year=2566).update(text="ร้อยละ 90", percent=90)

    load()

    district = District.objects.get(code="1001")
    assert (district.name_en, district.phone) == ("Phra Nakhon", "0 2281 0000")
    assert Target.objects.get(code="KPI-1", fiscal_year=2566).percent == 90
    entry = Entry.objects.filter(verb="districts.district_loaded").order_by("-pk").first()
    assert entry is not None
    assert (entry.before, entry.after) == ({"name_en": "Pra Nakorn"}, {"name_en": "Phra Nakhon"})
