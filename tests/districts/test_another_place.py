"""A country is a setting: its folder of reference data, its own codes, names that several districts have, no tiles."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from bkkplan.figures.kpi.models import Target
from bkkplan.ground.accounts.resources.cells import Places
from bkkplan.ground.core.fiscal import FiscalYear
from budget.catalog import indicators
from budget.models import FlagshipProject
from districts import queries
from districts.actions.reference import load_reference
from districts.models import District, DistrictGroup, Office
from districts.queries import districts_called, shown, shown_in_being
from tests.country import write_country
from tests.factories.districts import DistrictFactory

AT = datetime(2026, 9, 1, 3, tzinfo=UTC)
DAY = AT.date()


@pytest.fixture
def country(db, settings, tmp_path):
    settings.REFERENCE_DIR = write_country(tmp_path, districts=30, per_province=10)
    load_reference(at=AT)
    return tmp_path


def test_a_folder_gives_the_places_and_nothing_of_bangkok_is_left(db, settings, tmp_path):
    settings.REFERENCE_DIR = write_country(tmp_path, districts=30, per_province=10)

    call_command("load_reference", verbosity=0)
    call_command("load_reference", verbosity=0)

    assert DistrictGroup.objects.count() == 3
    assert District.objects.count() == Office.objects.count() == 30
    assert District.objects.filter(name_th="เมือง").count() == 3
    assert not District.objects.exclude(tile_column=None).exists()
    assert not FlagshipProject.objects.exists()
    assert not Target.objects.exists()
    assert [one.kpi_code for one in indicators(FiscalYear(2566))] == ["KPI-1", "KPI-2", "KPI-3"]


def test_a_place_may_have_targets_and_other_files_of_its_own(country, settings):
    (country / "kpi").mkdir()
    (country / "kpi" / "targets.csv").write_text("code,text,first_year,last_year\nKPI-1,ร้อยละ 60,2570,2570\n")

    call_command("load_reference", verbosity=0)

    assert [(t.code, t.fiscal_year, t.percent) for t in Target.objects.all()] == [("KPI-1", 2570, 60)]


def test_a_folder_without_its_districts_is_refused_by_the_name_of_the_file(db, settings, tmp_path):
    settings.REFERENCE_DIR = tmp_path

    with pytest.raises(FileNotFoundError, match=r"districts/groups\.csv"):
        load_reference(at=AT)


def test_a_name_is_that_of_one_district_in_its_province(country):
    first, second = District.objects.order_by("code")[:2]

    with pytest.raises(IntegrityError, match="district_name_is_unique_in_its_group"), transaction.atomic():
        District.objects.filter(pk=second.pk).update(name_th=first.name_th)


@pytest.mark.parametrize("code", ["", "10-1", "10 1", "๑๐๐๑", "10/1"])
def test_a_code_is_letters_and_digits(db, code):
    with pytest.raises(IntegrityError, match="district_code_is_letters_and_digits"), transaction.atomic():
        DistrictFactory(code=code)


def test_half_a_tile_is_none(db):
    with pytest.raises(IntegrityError, match="district_has_a_whole_tile_or_none"), transaction.atomic():
        DistrictFactory(tile_column=1, tile_row=None)


def test_a_typed_name_finds_its_district_or_all_that_have_it(country):
    everywhere = District.objects.all()

    def codes(text):
        return [district.code for district in districts_called(text, everywhere.order_by("code"))]

    assert codes("TH020001") == codes("th020001") == codes("TH020001 เมือง") == ["TH020001"]
    assert codes("เมือง") == codes("เขตเมือง") == codes("mueang") == ["TH010001", "TH020001", "TH030001"]
    assert codes("เมือง จังหวัดที่ 3") == codes("Mueang Province 3") == ["TH030001"]
    assert codes("ทุ่งทอง 12") == ["TH020002"]
    assert codes("ไม่มีที่นี่") == []


def test_a_name_that_several_have_is_nobodys_in_a_list_of_people(country):
    places = Places(District.objects.select_related("group"), ())

    assert places.find("เมือง") is None
    assert places.find("เมือง จังหวัดที่ 2").code == "TH020001"
    assert places.find("TH030001").code == "TH030001"


def test_few_districts_are_one_list_and_many_are_groups(country, monkeypatch, django_assert_num_queries):
    with django_assert_num_queries(1):
        few = shown_in_being(DAY, "th02")
    assert (len(few.districts), few.groups, few.has_map) == (30, (), False)

    monkeypatch.setattr(queries, "MOST_IN_ONE_LIST", 29)
    with django_assert_num_queries(3):
        many = shown(District.objects.in_being(DAY).order_by("code"), "")
    assert (many.districts, [row.count for row in many.groups], many.chosen) == ((), [10, 10, 10], None)
    one = shown_in_being(DAY, "th02")
    assert (len(one.districts), one.chosen.code) == (10, "th02")
    assert len(queries.districts_in_being(DAY)) == 30
    assert [d.code for d in queries.districts_of([one.districts[0].pk])] == ["TH020001"]
    assert shown_in_being(DAY, "nowhere").chosen is None
