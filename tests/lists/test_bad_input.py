"""Tables as people really have them, and files that another program saved."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import pytest
from django.urls import reverse
from openpyxl.utils import get_column_letter

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.lists import actions
from bkkplan.ground.lists.builders.outcome import Choice
from bkkplan.ground.lists.exports import sheet_of
from bkkplan.ground.lists.registry import kind_called
from forums.actions.proposals import save_proposal
from forums.models import Proposal
from tests.factories.accounts import AT
from tests.factories.budget import ActionPlanEditionFactory, ActionPlanFactory
from tests.factories.communities import CommitteeFactory
from tests.factories.forums import ProposalFactory
from tests.lists.conftest import ON
from tests.lists.test_proposals import does, errors, saved, sentences, template
from tests.words import words_of

pytestmark = pytest.mark.django_db

PARTS = {
    "[Content_Types].xml": """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{types}</Types>""",
    "_rels/.rels": """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="xl/workbook.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>""",
    "xl/workbook.xml": """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{sheets}</sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": """<Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>""",
}
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def saved_elsewhere(data):
    """The workbook as another program writes it: texts in their cells, numbers as decimals, nothing else."""
    book, files = openpyxl.load_workbook(io.BytesIO(data)), dict(PARTS)
    sheets, links, types = "", "", ""
    for at, page in enumerate(book.worksheets, start=1):
        rows = ""
        for row in page.iter_rows():
            cells = ""
            for cell in row:
                where = f"{get_column_letter(cell.column)}{cell.row}"
                if isinstance(cell.value, int):
                    cells += f'<c r="{where}"><v>{float(cell.value)}</v></c>'
                elif cell.value is not None:
                    text = escape(cell.value)
                    cells += f'<c r="{where}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
            rows += f'<row r="{row[0].row}">{cells}</row>'
        files[f"xl/worksheets/sheet{at}.xml"] = SHEET.format(rows)
        state = f' state="{page.sheet_state}"' if page.sheet_state != "visible" else ""
        sheets += f'<sheet name={quoteattr(page.title)} sheetId="{at}" r:id="rId{at}"{state}/>'
        links += (
            f'<Relationship Id="rId{at}" Target="worksheets/sheet{at}.xml" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
        )
        types += (
            f'<Override PartName="/xl/worksheets/sheet{at}.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            filled = text.format(sheets=sheets, links=links, types=types) if name in PARTS else text
            packed.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{filled}')
    return out.getvalue()


@pytest.fixture
def wild():
    """Three hundred rows as an office keeps them, and how many proposals are in them."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["สรุปข้อเสนอจากเวทีรับฟังความคิดเห็น ประจำปี 2566"])
    page.append(["ที่", "ข้อเสนอ", "งบประมาณ (บาท)", None, "ด้าน", "วันที่เสนอ", "ผู้ประสานงาน", "เขต"])
    page.append([None, None, "ที่ขอ", "ที่ได้รับ", None, None, None, None])
    for merged in ("A1:H1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3", "G2:G3", "H2:H3"):
        page.merge_cells(merged)
    for block in range(6):
        page.append([f"ด้านที่ {block + 1}"])
        page.merge_cells(start_row=page.max_row, end_row=page.max_row, start_column=1, end_column=8)
        first = page.max_row + 1
        for number in range(1, 48):
            title, amount = f"ลอกคลองสาย {block}-{number}", "๑๐,๐๐๐.-" if number % 2 else "10,000 บาท"
            area = "กายภาพ" if number == 1 else None
            page.append([number, title, amount, None, area, "1 พ.ค. 66", "นายสมชาย ใจดี 081-234-5678", None])
        page.merge_cells(start_row=first, end_row=page.max_row, start_column=5, end_column=5)
        page.append([None, "รวม", "๔๗๐,๐๐๐.-"])
    page.append([1, "ซ่อมสะพาน", "5,000", None, "สังคม", None, None, "คลองเตย"])
    for _twice in range(2):
        page.append([2, "ซ่อมสะพาน", "5,000", None, "สังคม", None, None, None])
    page.append(["รวมทั้งสิ้น", None, "๒,๘๒๕,๐๐๐.-"])
    return saved(book), 6 * 47 + 1


def test_three_hundred_rows_as_an_office_keeps_them_come_in_without_a_question(forum, cast, wild, hand_in, confirm):
    data, count = wild
    upload = hand_in(data, name="สรุป.xlsx")
    assert (errors(upload), upload.outcome["strange"]) == ([], {})
    assert upload.outcome["heads"][:4] == ["ที่", "ข้อเสนอ", "งบประมาณ (บาท) ที่ขอ", "งบประมาณ (บาท) ที่ได้รับ"]
    assert (does(upload).count("new"), does(upload).count("left")) == (count, 6 + 6 + 3)
    left = " ".join(sentences(upload).values())
    for word in ("ผลรวม", "แถวหัวข้อ", "คลองเตย", "ซ้ำกับแถวที่"):
        assert word in left
    choice = Choice(tuple(upload.outcome["fields"]), keeps_unused=True)
    actions.choose_columns(list_id=upload.pk, choice=choice, on=ON, by=cast.officer, at=AT)

    confirm(upload)

    proposals = list(Proposal.objects.filter(forum=forum).select_related("area"))
    assert len(proposals) == count
    assert {(p.requested_amount, p.area.code) for p in proposals} == {(10_000, "physical"), (5_000, "social")}
    assert not [p for p in proposals if not p.title or "สมชาย" in p.detail]
    assert Entry.objects.filter(verb="lists.imported").count() == 1


def test_names_under_the_heading_of_the_proposals_are_pointed_at(hand_in):
    upload = hand_in("ข้อเสนอ,รายละเอียด\nนายสมชาย ใจดี,ลอกคลอง\nนางสมหญิง ใจดี 081-234-5678,ติดไฟ")

    assert upload.outcome["names"] >= 2


def test_five_rows_that_another_officer_changed_are_marked_and_the_others_are_one_act(
    client, forum, cast, hand_in, confirm
):
    def table(amount):
        return "ข้อเสนอ,งบประมาณ\n" + "\n".join(f"ลอกคลองสาย {n},{amount}" for n in range(40))

    confirm(hand_in(table(5)))
    upload = hand_in(table(7))
    touched = list(Proposal.objects.filter(forum=forum).order_by("position")[3:8])
    for row in touched:
        edited = {"forum_id": forum.pk, "uuid": row.uuid, "seen": 1, "text": {"requested_amount": 6}}
        save_proposal(**edited, by=cast.director, at=AT)
    client.force_login(cast.officer)
    page = reverse("lists:result", args=[upload.uuid])
    seen = client.get(page).context["seen"]

    answer = client.post(f"{page}confirm/", {"seen": seen}, follow=True)

    assert set(Proposal.objects.values_list("requested_amount", flat=True)) == {5, 6}
    text = words_of(answer)
    assert text.count("เปลี่ยนระหว่างตรวจ") == 5
    assert "ทำอีก 35 รายการ" in text
    assert "กลับ" in text
    client.post(f"{page}confirm/", {"seen": answer.context["seen"], "leaves_out": "on"})
    amounts = list(Proposal.objects.order_by("position").values_list("requested_amount", flat=True))
    assert amounts == [7] * 3 + [6] * 5 + [7] * 32
    assert Entry.objects.filter(verb="lists.imported").count() == 2
    again = client.post(f"{page}confirm/", {"seen": answer.context["seen"], "leaves_out": "on"}, follow=True)
    assert again.status_code == 200
    assert Proposal.objects.count() == 40


def test_the_form_of_last_years_plan_and_of_the_term_before_is_refused_by_its_rows(cast, forum, hand_in):
    plans = [ActionPlanFactory(district=cast.home, fiscal_year=year) for year in (2566, 2567)]
    terms = [CommitteeFactory(community=cast.home_community, term_no=1000 + n, starts_on=ON) for n in range(2)]
    for plan in plans:
        ActionPlanEditionFactory(plan=plan, number=0, reason="")
    for kind, (before, now) in (("plan-items", plans), ("committee", terms)):
        declared = kind_called(kind)
        book = openpyxl.load_workbook(io.BytesIO(sheet_of(declared, declared.find(str(before.pk), cast.officer))))
        book.worksheets[0]["A2"] = "นายใหม่ ดี"

        upload = hand_in(saved(book), kind=kind, place=now.pk, name="a.xlsx")

        assert does(upload) == ["wrong"]
        assert "ปีอื่น" in errors(upload)[0][2]


def test_a_sheet_that_another_program_saved_comes_back_unchanged(forum, cast, hand_in):
    ProposalFactory(forum=forum, title="=1+1 ไม่ใช่สูตร", detail="-หนึ่ง\n+สอง สาม", votes=1200)
    ProposalFactory(forum=forum, title="'ติดไฟ' <ซอย 5> & ลอกคลอง", requested_amount="1500.50")
    data = saved_elsewhere(template(forum, cast))

    upload = hand_in(data, name="a.xlsx")

    assert (does(upload), errors(upload)) == (["same", "same"], [])
