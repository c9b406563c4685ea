"""The KPI report: what its builder gathered is what a reader gets, in each format."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from io import BytesIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.utils import translation

from bkkplan.figures.kpi.registry import figures
from bkkplan.figures.reports import registry
from bkkplan.figures.reports.enums import ReportFormat
from bkkplan.figures.reports.renderers import draw
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.thai import to_thai_digits
from tests.factories.communities import CommunityFactory
from tests.factories.forums import ForumFactory
from tests.reports.readers import READERS_OF_TABLES, first_difference

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

YEAR, DAY, AT = FiscalYear(2566), date(2023, 6, 2), datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
# What the margins of each page say; in the body the same words stand in longer lines.
MARGIN = r"(?:หน้า [๐-๙]+ จาก [๐-๙]+|รายงานตัวชี้วัด ปีงบประมาณ พ\.ศ\. ๒๕๖๖|ข้อมูล ณ วันที่ ๒ มิ\.ย\. ๒๕๖๖|ข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริง)"
MARGINS = re.compile(rf"{MARGIN}(?: *{MARGIN})?")


class Blocks(HTMLParser):
    """The text of each block of a document, in order, without what stands in the margins."""

    KINDS = frozenset({"p", "h1", "h2", "h3", "caption", "th", "td"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.is_open = False

    def handle_starttag(self, tag, attrs):
        if tag == "title":  # of a picture: read by screen readers, not drawn
            self.is_open = False
        if tag in self.KINDS:
            self.is_open = not str(dict(attrs).get("class", "")).startswith("document-")
            if self.is_open:
                self.found.append("")

    def handle_endtag(self, tag):
        if tag in self.KINDS:
            self.is_open = False

    def handle_data(self, data):
        if self.is_open:
            self.found[-1] += data

    @classmethod
    def of(cls, html: str) -> list[str]:
        parser = cls()
        parser.feed(html)
        return [" ".join(text.split()) for text in parser.found if text.strip()]


@pytest.fixture
def city(cast, settings):
    settings.WORKING_DAY = "2023-06-02"
    ForumFactory(published=True, district=cast.home, announced_on="2023-04-01")
    names = ["ชุมชนปั้นน้ำใจ", "ชุมชนฝั่งธน ๑", "ชุมชนกำแพงแก้ว (ซอย 4)", "ชุมชนวัดสร้อยทอง-บางซื่อ", "ชุมชนเคหะฯ ร่มเกล้า"]
    for number in range(40):
        CommunityFactory(subdistrict=cast.home_community.subdistrict, name_th=f"{names[number % 5]} หมู่ {number + 1}")
    return cast


@pytest.fixture
def report(city):
    return registry.get("kpi").gather(YEAR, DAY, AT)


def nothing(done: int, total: int) -> None: ...


@pytest.mark.parametrize("reader", READERS_OF_TABLES)
def test_the_words_in_the_pdf_are_the_builders_in_order(report, reader):
    with translation.override("th"):
        blocks = Blocks.of(render_to_string("reports/kpi.html", {"report": report}))
    named = {unit.name for kpi in report.kpis for district in kpi.districts for unit in district.units}

    pages = READERS_OF_TABLES[reader](draw(registry.get("kpi"), report, ReportFormat.PDF, nothing))

    first, *others = [[line.strip() for line in page.split("\n")] for page in pages]
    # On the first page title and mark stand in the body too, and the margin says nothing but the page and the mark.
    body = [*first[: last_margin(first)], *(line for page in others for line in page if not MARGINS.fullmatch(line))]
    assert others
    assert all(any(to_thai_digits(name) in block for block in blocks) for name in named)
    assert first_difference(blocks, "\n".join(body)) is None


def last_margin(lines: list[str]) -> int:
    return next(number for number, line in enumerate(lines) if line.startswith("หน้า ๑ จาก"))


def test_figures_are_those_of_the_one_door(report):
    measured = figures(YEAR, DAY, at=AT)

    assert [kpi.ratio for kpi in report.kpis] == [figure.ratio for figure in measured]
    assert all(sum(d.ratio.units for d in kpi.districts) == kpi.ratio.units for kpi in report.kpis)


def test_the_spreadsheet_has_the_same_figures_as_numbers(report):
    file = draw(registry.get("kpi"), report, ReportFormat.XLSX, nothing)

    book = openpyxl.load_workbook(BytesIO(file))
    rows = list(book["สรุป"].iter_rows(min_row=6, values_only=True))
    assert [row[2:4] for row in rows] == [(kpi.ratio.counted, kpi.ratio.units) for kpi in report.kpis]
    assert [sheet.title for sheet in book][2:] == [kpi.label for kpi in report.kpis]


def test_the_spreadsheet_is_ready_to_filter_and_to_print(report):
    file = draw(registry.get("kpi"), report, ReportFormat.XLSX, nothing)

    for sheet in openpyxl.load_workbook(BytesIO(file)):
        notes = [sheet.cell(row, 1).value for row in range(1, 5)]
        heading = int(sheet.print_title_rows.split("$")[-1])
        headings = [cell.value for cell in sheet[heading] if cell.value]
        assert notes[1:] == ["ข้อมูล ณ วันที่ 2 มิ.ย. 2566", "คำนวณเมื่อ 2 มิ.ย. 2566 09.00 น.", "ข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริง"]
        assert sheet.auto_filter.ref == f"A{heading}:{sheet.cell(sheet.max_row, len(headings)).coordinate}"
        assert sheet.freeze_panes == f"A{heading + 1}"
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert len(headings) == len(set(headings))
        columns = [headings.index(name) + 1 for name in ("นับแล้ว", "ทั้งหมด") if name in headings]
        assert {sheet.cell(heading + 1, column).number_format for column in columns} <= {"#,##0"}


def test_a_name_that_looks_like_a_formula_stays_a_name(city):
    CommunityFactory(subdistrict=city.home_community.subdistrict, name_th='=HYPERLINK("http://example.org")')

    file = draw(registry.get("kpi"), registry.get("kpi").gather(YEAR, DAY, AT), ReportFormat.XLSX, nothing)

    cells = [cell for row in openpyxl.load_workbook(BytesIO(file))["ตัวชี้วัดที่ 2"] for cell in row]
    [cell] = [cell for cell in cells if str(cell.value).startswith("=")]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_query_count_does_not_grow(cast, django_assert_max_num_queries, count):
    ForumFactory.create_batch(count, district=cast.home)

    with django_assert_max_num_queries(22):
        registry.get("kpi").gather(YEAR, DAY, AT)


@pytest.mark.parametrize("file_format", ReportFormat.values)
def test_the_command_writes_the_whole_file(city, tmp_path, file_format):
    out = tmp_path / f"kpi.{file_format}"

    call_command("report", "kpi", year=2566, format=file_format, out=out)

    assert out.read_bytes()[:4] == {"pdf": b"%PDF", "xlsx": b"PK\x03\x04"}[file_format]
    assert list(out.parent.iterdir()) == [out]


@pytest.mark.parametrize(
    ("place", "sentence"),
    [("mistyped/kpi.pdf", "ไม่มีโฟลเดอร์ .*/mistyped ตรวจเส้นทาง"), ("", "เป็นโฟลเดอร์ ระบุชื่อไฟล์ เช่น .*/kpi.pdf")],
)
def test_the_command_refuses_a_place_where_no_file_can_be(db, tmp_path, place, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("report", "kpi", year=2566, out=tmp_path / place)

    assert list(tmp_path.iterdir()) == []


def test_the_command_refuses_a_year_that_is_no_buddhist_year(db, tmp_path):
    with pytest.raises(CommandError, match="2020"):
        call_command("report", "kpi", year=2020, out=tmp_path / "kpi.pdf")
