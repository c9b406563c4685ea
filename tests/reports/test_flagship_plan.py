"""The flagship plan on paper: the two tables of the source plan, for any year that has flagship projects."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from rules.permissions import permissions

from bkkplan.figures.reports import actions, registry, tasks
from bkkplan.figures.reports.enums import ReportFormat
from bkkplan.figures.reports.models import ReportRequest
from bkkplan.figures.reports.renderers import draw
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.permissions import holds
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.thai import to_thai_digits
from bkkplan.ground.years.actions import begin_year
from tests.factories.budget import FlagshipProjectFactory, StrategyNodeFactory
from tests.reports.readers import READERS_OF_TABLES

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

URL = reverse("reports:reports")
SOURCE, DRAFT = FiscalYear(2563), FiscalYear(2567)
DAY, AT = date(2023, 6, 2), datetime(2023, 6, 2, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.WORKING_DAY = "2023-06-02"
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def reference(db):
    call_command("load_reference", verbosity=0)


@pytest.fixture
def of_2563(db):
    """One project of that year, for the pages: the cast's districts are not those of the reference."""
    return FlagshipProjectFactory(fiscal_year=SOURCE.be)


@pytest.fixture
def draft(cast):
    """A year that the strategy office prepares, with one project."""
    begin_year(year=DRAFT, by=cast.strategy, at=AT)
    return FlagshipProjectFactory(fiscal_year=DRAFT.be, title_th="โครงการของปีหน้า")


def plan_of(year):
    return registry.get("flagship-plan").gather(year, DAY, AT)


def nothing(done: int, total: int) -> None: ...


def without_spaces(text):
    """A cell breaks its lines anywhere, and at a break its space is gone."""
    return "".join(text.split())


def test_the_plan_of_2563_has_the_totals_and_targets_of_its_source(reference):
    plan = plan_of(SOURCE)

    (part,) = plan.parts
    assert [name for name, _ in part.path] == ["ด้านที่ 5", "มิติที่ 5.2", "เป้าหมายที่ 5.2.1", "เป้าประสงค์ที่ 5.2.1.1"]
    assert plan.total == Decimal(19_763_000)
    assert [kpi.target for kpi in part.kpis] == ["ร้อยละ 80", "ร้อยละ 100", "ร้อยละ 80"]
    assert [[project.number for project in kpi.projects] for kpi in part.kpis] == [[1], [2, 3], [4]]
    first, training, *_, link = plan.projects
    assert first.budget_words == "(เขตละ 200,000)"
    assert training.remarks == ("สำนักพัฒนาสังคม",)
    assert (link.budget, "ไม่มีงบประมาณเฉพาะ" in link.budget_words) == (None, True)
    assert not plan.is_draft


def test_projects_of_two_objectives_stand_under_their_own_paths_and_a_kpi_without_one_apart(db):
    one = FlagshipProjectFactory(position=1, kpi_code="KPI-1", starts_in=10, ends_in=9, external_code="2100-1037")
    other = StrategyNodeFactory(code="6", name_th="มหานครแห่งเศรษฐกิจ")
    FlagshipProjectFactory(position=2, kpi_code="KPI-1", objective=other, budget=Decimal(500))

    plan = plan_of(FiscalYear(one.fiscal_year))

    assert [[name for _, name in part.path] for part in plan.parts] == [
        ["มหานครประชาธิปไตย"],
        ["มหานครแห่งเศรษฐกิจ"],
        [],
    ]
    assert [[kpi.number for kpi in part.kpis] for part in plan.parts] == [[1], [1], [2, 3]]
    assert plan.projects[0].remarks == ("สำนักงานเขต", "ระยะเวลา ต.ค. – ก.ย.", "รหัสในระบบของ กทม. 2100-1037")
    assert plan.total == Decimal(10_000_500)


@pytest.mark.parametrize("reader", READERS_OF_TABLES)
def test_the_words_of_the_plan_are_on_paper_in_thai_digits(reference, reader):
    plan = plan_of(SOURCE)

    pages = READERS_OF_TABLES[reader](draw(registry.get("flagship-plan"), plan, ReportFormat.PDF, nothing))

    text = without_spaces("\n".join(pages))
    words = [plan.title, "ตัวชี้วัดเป้าประสงค์", "ที่มา/ความสำคัญของตัวชี้วัด", "รวมงบประมาณทั้งสิ้น 19,763,000 บาท"]
    for name, node in plan.parts[0].path:
        words += [name, node]
    for kpi in plan.parts[0].kpis:
        words += [kpi.title, kpi.importance, f"เป้าหมาย: {kpi.target}"]
    for project in plan.projects:
        words += [project.title, project.budget_words, project.unit, project.reason, project.objectives, project.note]
        words += project.methods
    assert [word for word in words if without_spaces(to_thai_digits(word)) not in text] == []
    assert not set("0123456789") & set(text)


def test_the_spreadsheet_has_a_project_a_row_and_amounts_as_numbers(reference):
    file = draw(registry.get("flagship-plan"), plan_of(SOURCE), ReportFormat.XLSX, nothing)

    book = openpyxl.load_workbook(BytesIO(file))
    rows = [row for row in book["ตัวชี้วัดและโครงการ"].iter_rows(values_only=True) if row[4]][1:]
    assert [row[5] for row in rows] == [10_000_000, 4_763_000, 5_000_000, None]
    assert book["รายละเอียดโครงการหลัก"].max_row == book["ตัวชี้วัดและโครงการ"].max_row


@pytest.mark.parametrize(("kind", "year"), [("kpi", "2566"), ("flagship-plan", "2563")])
def test_each_kind_is_asked_for_on_the_page_and_its_file_says_which_it_is(client, cast, of_2563, kind, year):
    client.force_login(cast.strategy)

    client.post(URL, {"kind": kind, "year": year, "file_format": "xlsx"})
    made = ReportRequest.objects.get()
    tasks.make(job_id=made.pk)
    answer = client.get(reverse("reports:file", args=[made.pk]))

    assert f'filename="{kind}-{year}-2023-06-02.xlsx"' in answer.headers["Content-Disposition"]
    assert b"".join(answer.streaming_content)[:2] == b"PK"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"kind": "flagship-plan", "year": "2566"}, "รายงานนี้ทำได้สำหรับปี 2567, 2563"),
        ({"kind": "kpi", "year": "2567"}, "รายงานนี้ทำได้สำหรับปี 2566, 2565, 2564, 2563"),
        ({"kind": "flagship-plan", "year": "2563", "as_of": "31 มี.ค. 2566"}, "แผนพิมพ์ตามที่เป็นอยู่วันนี้"),
    ],
)
def test_a_year_or_a_day_that_a_kind_does_not_have_makes_no_report(client, cast, of_2563, draft, asked, sentence):
    client.force_login(cast.strategy)

    answer = client.post(URL, asked | {"file_format": "pdf"})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ReportRequest.objects.exists()


def test_the_flagship_page_leads_to_the_plan_of_its_year(client, cast, of_2563):
    client.force_login(cast.strategy)
    page = client.get(reverse("budget:flagship", args=[SOURCE])).content.decode()

    answer = client.get(URL, {"kind": "flagship-plan", "year": "2563"})

    assert f'href="{URL}?kind=flagship-plan&amp;year=2563"' in page
    assert '<option value="flagship-plan" selected>' in answer.content.decode()
    assert '<option value="2563" selected>' in answer.content.decode()


def test_nobody_else_is_led_there(client, cast, of_2563):
    client.force_login(cast.officer)

    assert "พิมพ์แผน" not in client.get(reverse("budget:flagship", args=[SOURCE])).content.decode()


def test_the_plan_of_a_draft_says_that_it_is_one(draft):
    plan = plan_of(DRAFT)

    pages = READERS_OF_TABLES["pdfium"](draw(registry.get("flagship-plan"), plan, ReportFormat.PDF, nothing))

    assert without_spaces("ร่างแผน ยังไม่ใช้บังคับ") in without_spaces("\n".join(pages))
    assert "โครงการของปีหน้า" in without_spaces("\n".join(pages))


def test_the_plan_of_a_draft_is_for_those_who_may_see_drafts(client, cast, draft, monkeypatch):
    asked = {"kind": "flagship-plan", "file_format": ReportFormat.PDF, "year": DRAFT, "as_of": DAY, "at": AT}
    made = actions.request_report(**asked, by=cast.strategy)
    monkeypatch.setitem(permissions, "years.view_drafts", holds(Role.ADMINISTRATOR))
    client.force_login(cast.strategy)

    page, progress = client.get(URL).content.decode(), client.get(reverse("reports:progress", args=[made.pk]))

    assert '<option value="2567"' not in page
    assert progress.status_code == 404
    with pytest.raises(PermissionDenied):
        actions.request_report(**asked, by=cast.strategy)
