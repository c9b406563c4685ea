"""One (code, year, as_of): the page, the command, the PDF, the spreadsheet and open data tell the same figure."""

import csv
import io
import json
import re
import subprocess
from datetime import date

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.registry import Ratio
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.thai import from_thai_digits
from districts.models import District
from tests.factories.accounts import AT
from tests.factories.communities import CommunityFactory, PlanAdoptionFactory, PlanFactory, PlanRevisionFactory
from tests.factories.districts import DistrictFactory
from tests.factories.forums import ForumFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

YEAR, DAY = FiscalYear(2566), date(2023, 6, 2)


@pytest.fixture
def city(cast, settings):
    """Two districts and three communities: KPI 1 counts 1 of 2, KPI 2 counts 1 of 3, KPI 3 none."""
    settings.WORKING_DAY = DAY.isoformat()
    cache.clear()
    ForumFactory(published=True, district=cast.home, announced_on=date(2023, 4, 1))
    CommunityFactory(subdistrict=cast.home_community.subdistrict)
    revision = PlanRevisionFactory(plan=PlanFactory(community=cast.home_community), confirmed=True)
    PlanAdoptionFactory(revision=revision, adopted_on=date(2023, 5, 15))
    return cast


EXPECTED = {
    "KPI-1": Ratio(1, 2),
    "KPI-2": Ratio(1, 3),
    "KPI-3": Ratio(0, 2),
    "KPI-4": Ratio(1, 1),
    "KPI-5": Ratio(0, 0),
}


def by_the_door():
    return {f.definition.code: f.ratio for f in registry.figures(YEAR, DAY, at=AT)}


def by_the_page(client):
    page = client.get(reverse("kpi:dashboard", args=[YEAR])).context
    figures = [*page["figures"], *page["more_figures"]]
    return {f"KPI-{n}": Ratio(f["numerator"], f["denominator"]) for n, f in enumerate(figures, 1)}


def by_the_public_page(client):
    page = client.get(reverse("public:home")).context
    figures = [*page["figures"], *page["more_figures"]]
    return {f"KPI-{n}": Ratio(f["numerator"], f["denominator"]) for n, f in enumerate(figures, 1)}


def by_the_command():
    out = io.StringIO()
    call_command("kpi", year=YEAR.be, as_of=DAY, json=True, stdout=out)
    return {row["code"]: Ratio(row["counted"], row["units"]) for row in json.loads(out.getvalue())}


def by_the_commands_rows(by):
    out = io.StringIO()
    call_command("kpi", year=YEAR.be, as_of=DAY, by=by, json=True, stdout=out)
    return json.loads(out.getvalue())


def by_open_data(client):
    answer = client.get(reverse("opendata:download", args=["kpi-units", YEAR]))
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    return {
        code: Ratio(
            sum(int(row["is_counted"]) for row in rows if row["kpi_code"] == code),
            sum(row["kpi_code"] == code for row in rows),
        )
        for code in EXPECTED
    }


def by_the_sheet(folder):
    path = folder / "kpi.xlsx"
    call_command("report", "kpi", year=YEAR.be, as_of=DAY, format="xlsx", out=path, stdout=io.StringIO())
    rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    # One row for each indicator: its label, its title, how many units are counted, how many there are.
    codes = {definition.label: definition.code for definition in registry.all_definitions()}
    return {codes[row[0]]: Ratio(row[2], row[3]) for row in rows if row[0] in codes}


def by_the_paper(folder):
    path = folder / "kpi.pdf"
    call_command("report", "kpi", year=YEAR.be, as_of=DAY, format="pdf", out=path, stdout=io.StringIO())
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True).stdout
    return from_thai_digits(text)


def test_all_doors_lead_to_one_figure(client, city, tmp_path):
    client.force_login(city.strategy)

    assert by_the_door() == EXPECTED
    assert by_the_page(client) == EXPECTED
    assert by_the_public_page(client) == EXPECTED
    assert by_the_command() == EXPECTED
    assert by_open_data(client) == EXPECTED
    assert by_the_sheet(tmp_path) == EXPECTED
    paper = by_the_paper(tmp_path)
    for ratio in (ratio for ratio in EXPECTED.values() if ratio.units):
        assert re.search(rf"\b{re.escape(str(ratio.percent))}\b", paper)


def test_rows_by_district_and_by_group_add_up_to_the_city(city):
    beside = DistrictFactory(group=city.home.group)
    ForumFactory(published=True, district=beside, announced_on=date(2023, 4, 1))
    districts, groups = by_the_commands_rows("district"), by_the_commands_rows("group")
    home = [row["place_code"] for row in districts if row["place_code"] in {city.home.code, beside.code}]

    def summed(rows):
        codes = {row["code"]: Ratio(0, 0) for row in rows}
        return {
            code: Ratio.of_sum(Ratio(row["counted"], row["units"]) for row in rows if row["code"] == code)
            for code in codes
        }

    assert len(set(home)) == 2
    with_units = {code: ratio for code, ratio in by_the_command().items() if ratio.units}
    assert summed(districts) == summed(groups) == with_units
    [own] = [row for row in groups if row["code"] == "KPI-1" and row["place_code"] == city.home.group.code]
    members = set(District.objects.filter(group=city.home.group).values_list("code", flat=True))
    of_members = [row for row in districts if row["code"] == "KPI-1" and row["place_code"] in members]
    assert Ratio(own["counted"], own["units"]) == summed(of_members)["KPI-1"]


def test_the_plain_table_tells_the_same_rows(city):
    out = io.StringIO()
    call_command("kpi", year=YEAR.be, as_of=DAY, by="district", stdout=out)

    told = [line.split() for line in out.getvalue().splitlines()]

    assert [(line[0], int(line[-4]), int(line[-2])) for line in told] == [
        (row["code"], row["counted"], row["units"]) for row in by_the_commands_rows("district")
    ]
