"""A plan's projects with their money lines come in as a list, from the committee or from the paper that it brings."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.lists import actions
from bkkplan.ground.lists.exports import sheet_of
from bkkplan.ground.lists.models import RowList
from bkkplan.ground.lists.registry import kind_called
from communities.actions.writing import ProjectWords, save_project
from communities.models import BudgetLine, OfficeWriter, PlanArea, PlanProject
from tests.factories.accounts import AT
from tests.factories.communities import BudgetLineFactory, PlanFactory, PlanProjectFactory, PlanRevisionFactory
from tests.lists.test_proposals import ON, does, errors, saved

pytestmark = pytest.mark.django_db

LISTED = (
    "ที่\tโครงการ\tด้าน\tรายการ\tจำนวน\tหน่วย\tราคาต่อหน่วย\tแหล่งงบประมาณ\n"
    "1\tซ่อมทางเดินริมคลอง\tกายภาพ\tค่าแผ่นพื้น\t๒๐\tแผ่น\t๑,๕๐๐.-\tเขต\n"
    "\t\t\tค่าแรง\t\t\t5,000\tชุมชน\n"
    "2\tอบรมอาชีพ\tด้านสังคม\tค่าวิทยากร\t3\tชั่วโมง\t600\tหน่วยงานภายนอก\n"
    "รวมทั้งสิ้น\t\t\t\t\t\t36,800\t\n"
)


@pytest.fixture
def draft(cast, forum):
    plan = PlanFactory(community=cast.home_community, fiscal_year=2567)
    return PlanRevisionFactory(plan=plan)


@pytest.fixture
def bring(cast, draft, hand_in):
    def bring(data, *, name="ตาราง.csv", by=cast.member):
        return hand_in(data, kind="plan-projects", place=draft.pk, name=name, by=by)

    return bring


@pytest.fixture
def book(cast, draft):
    """The spreadsheet of the plan, opened."""

    def book():
        kind = kind_called("plan-projects")
        return openpyxl.load_workbook(io.BytesIO(sheet_of(kind, kind.find(str(draft.pk), cast.member))))

    return book


def planned(draft):
    return {
        project.title: [
            (line.item, line.quantity, line.unit_price, line.source)
            for line in project.budget_lines.order_by("position")
        ]
        for project in draft.projects.live().order_by("rank")
    }


def test_projects_come_in_with_their_money_lines(cast, draft, bring, confirm):
    upload = bring(LISTED)
    assert (does(upload), errors(upload)) == (["new", "new", "new", "left"], [])

    confirm(upload, by=cast.member)

    assert planned(draft) == {
        "ซ่อมทางเดินริมคลอง": [("ค่าแผ่นพื้น", 20, 1500, "district"), ("ค่าแรง", 1, 5000, "community")],
        "อบรมอาชีพ": [("ค่าวิทยากร", 3, 600, "agency")],
    }
    first, second = draft.projects.live().order_by("rank")
    assert (first.amount, second.amount) == (35_000, 1_800)
    assert [area.code for area in first.areas.all()] == ["physical"]
    assert Entry.objects.filter(verb="communities.project_saved").count() == 2
    assert does(bring(LISTED)) == ["same", "same", "same", "left"]


def test_a_list_of_titles_and_budgets_alone_is_enough(cast, draft, bring, confirm):
    upload = bring("ชื่อโครงการ\tงบประมาณ\nซ่อมทางเดิน\t๑๐,๐๐๐.-\nปลูกต้นไม้\t-")
    assert (does(upload), errors(upload)) == (["new", "new"], [])

    confirm(upload, by=cast.member)

    assert planned(draft) == {"ซ่อมทางเดิน": [("ซ่อมทางเดิน", 1, 10_000, "district")], "ปลูกต้นไม้": []}
    again = bring("ชื่อโครงการ\tงบประมาณ\nซ่อมทางเดิน\t10,000\nปลูกต้นไม้\t500")
    assert does(again) == ["same", "new"]
    confirm(again, by=cast.member)
    assert planned(draft)["ปลูกต้นไม้"] == [("ปลูกต้นไม้", 1, 500, "district")]


def test_what_the_office_brings_from_paper_is_noted(cast, forum, hand_in, confirm):
    given = {"community": cast.home_community, "fiscal_year": 2567}
    draft = PlanRevisionFactory(plan=PlanFactory(**given, from_paper_at=AT, from_paper_by=cast.officer))
    upload = hand_in(LISTED, kind="plan-projects", place=draft.pk)

    confirm(upload)

    assert len(planned(draft)) == 2
    assert OfficeWriter.objects.get(revision=draft).by == cast.officer


def test_a_plan_that_the_committee_writes_itself_is_closed_to_the_office(cast, draft, bring):
    with pytest.raises(PermissionDenied):
        bring(LISTED, by=cast.officer)
    with pytest.raises(actions.NotHereError):
        bring(LISTED, by=cast.away_member)


def test_another_person_does_not_find_what_a_member_brought(cast, bring):
    upload = bring(LISTED)

    assert list(RowList.objects.visible_to(cast.member)) == [upload]
    assert not RowList.objects.visible_to(cast.away_member).exists()


def test_amounts_that_do_not_fit_and_lines_without_a_price_are_named_by_cell(bring):
    upload = bring(
        "โครงการ\tรายการ\tจำนวน\tราคาต่อหน่วย\tรวมเงิน\tเริ่มเดือน\tถึงเดือน\n"
        "ก\tค่าของ\t2\t100\t300\t\t\n"
        "ข\tค่าของ\t2\t\t\t\t\n"
        "ค\tค่าของ\t0\t5\t\t\t\n"
        "ง\tค่าของ\t2\t100\t200\tม.ค.\tธ.ค.\n"
        "จ\tค่าของ\t\t100\t300\tต.ค.\tกันยายน\n"
    )

    assert does(upload) == ["wrong", "wrong", "wrong", "wrong", "new"]
    assert [error["value"] for error in upload.outcome["errors"]] == ["300", "", "0", "ธ.ค."]
    assert [(row, column) for row, column, _sentence in errors(upload)] == [
        (2, "รวมเงิน (บาท)"),
        (3, "ราคาต่อหน่วย (บาท)"),
        (4, "จำนวน"),
        (5, "ถึงเดือน"),
    ]


def test_an_item_that_the_years_template_does_not_ask_for_is_refused(draft, bring):
    template = draft.plan.template
    template.items = {**template.items, "risk": "off"}
    template.save()

    upload = bring("โครงการ\tด้าน\tความเสี่ยง\nก\tกายภาพ\tน้ำท่วม\nข\tกายภาพ\t")

    assert does(upload) == ["wrong", "new"]
    assert [(row, column) for row, column, _sentence in errors(upload)] == [(2, "ความเสี่ยงและการจัดการ")]


def test_the_sheet_comes_back_with_only_what_was_edited(cast, draft, book, bring, confirm):
    typed = PlanProjectFactory(revision=draft, title="ปลูกต้นไม้", reason="บรรทัดหนึ่ง\nบรรทัดสอง", starts_in=10)
    BudgetLineFactory(project=typed, position=1, item="กล้าไม้", quantity=10, unit_price=50, amount=500)
    BudgetLineFactory(project=typed, position=2, item="ดิน", quantity=1, unit_price=100, amount=100)
    confirm(bring(LISTED), by=cast.member)
    before = {line.item: line.uuid for line in BudgetLine.objects.all()}
    sheet = book()
    page = sheet.worksheets[0]
    heads = {cell.value: cell.column for cell in page[1]}
    titles = [page.cell(row, heads["โครงการ"]).value for row in range(2, 9)]
    assert titles == ["ปลูกต้นไม้", None, None, "ซ่อมทางเดินริมคลอง", None, "อบรมอาชีพ", None]
    assert does(bring(saved(sheet), name="a.xlsx")) == ["same"] * 6

    page.cell(3, heads["ราคาต่อหน่วย (บาท)"], "๖๐")
    page.cell(5, heads["โครงการ"], "ซ่อมทางเดินและราว")
    page.cell(8, heads["โครงการ"], "โครงการใหม่")
    page.cell(8, heads["ด้าน"], "กายภาพ")
    page.cell(9, heads["รายการ"], "ค่าของ")
    page.cell(9, heads["ราคาต่อหน่วย (บาท)"], "70")
    upload = bring(saved(sheet), name="a.xlsx")
    assert (does(upload), errors(upload)) == (["same", "changed", "same", "changed", "same", "same", "new", "new"], [])
    confirm(upload, by=cast.member)

    assert planned(draft) == {
        "ปลูกต้นไม้": [("กล้าไม้", 10, 60, "district"), ("ดิน", 1, 100, "district")],
        "ซ่อมทางเดินและราว": [("ค่าแผ่นพื้น", 20, 1500, "district"), ("ค่าแรง", 1, 5000, "community")],
        "อบรมอาชีพ": [("ค่าวิทยากร", 3, 600, "agency")],
        "โครงการใหม่": [("ค่าของ", 1, 70, "district")],
    }
    typed.refresh_from_db()
    assert (typed.reason, typed.amount) == ("บรรทัดหนึ่ง\nบรรทัดสอง", 700)
    assert before.items() <= {line.item: line.uuid for line in BudgetLine.objects.all()}.items()
    assert does(bring(saved(sheet), name="a.xlsx")) == ["same"] * 8
    page.cell(9, heads["รายการ"], "ค่าสิ่งของ")
    assert does(bring(saved(sheet), name="a.xlsx")) == [*["same"] * 7, "changed"]


def test_what_stands_once_for_a_project_is_changed_in_its_first_row_only(cast, draft, book, bring, confirm):
    confirm(bring(LISTED), by=cast.member)
    sheet = book()
    page = sheet.worksheets[0]
    heads = {cell.value: cell.column for cell in page[1]}

    page.cell(3, heads["เป้าหมาย"], "ทุกครัวเรือน")
    page.cell(4, heads["โครงการ"]).value = None
    page.cell(2, heads["รายการ"]).value = None
    page.cell(2, heads["ราคาต่อหน่วย (บาท)"]).value = None

    upload = bring(saved(sheet), name="a.xlsx")
    assert {(row, column) for row, column, _sentence in errors(upload)} == {
        (2, "รายการ"),
        (3, "เป้าหมาย"),
        (4, "โครงการ"),
    }


def test_a_list_is_taken_back_while_nobody_wrote_in_its_projects(cast, draft, book, bring, confirm):
    kept = PlanProjectFactory(revision=draft, title="ซ่อมทางเดินริมคลอง", reason="เดิม")
    kept.areas.add(PlanArea.objects.get(code="physical"))
    BudgetLineFactory(project=kept, item="ค่าแรง", quantity=2, unit_price=Decimal("10.50"), amount=21)
    upload = confirm(bring(LISTED), by=cast.member)
    assert len(planned(draft)["ซ่อมทางเดินริมคลอง"]) == 2

    actions.undo(list_id=upload.pk, on=ON, by=cast.member, at=AT)

    assert planned(draft) == {"ซ่อมทางเดินริมคลอง": [("ค่าแรง", 2, Decimal("10.50"), "district")]}
    upload = confirm(bring(LISTED), by=cast.member)
    project = PlanProject.objects.live().get(revision=draft, title="อบรมอาชีพ")
    words = ProjectWords(title="อบรมอาชีพเย็บผ้า")
    save_project(revision_id=draft.pk, uuid=project.uuid, words=words, seen=project.version, by=cast.member, at=AT)
    with pytest.raises(actions.BuiltOnError, match="อบรมอาชีพเย็บผ้า"):
        actions.undo(list_id=upload.pk, on=ON, by=cast.member, at=AT)


def test_a_sheet_that_was_taken_back_may_be_sent_again(cast, draft, book, bring, confirm):
    sheet = book()
    page = sheet.worksheets[0]
    page["A2"], page["C2"], page["F2"] = "โครงการใหม่", "ค่าของ", "70"
    upload = confirm(bring(saved(sheet), name="a.xlsx"), by=cast.member)
    actions.undo(list_id=upload.pk, on=ON, by=cast.member, at=AT)
    assert planned(draft) == {}

    confirm(bring(saved(sheet), name="a.xlsx"), by=cast.member)

    assert planned(draft) == {"โครงการใหม่": [("ค่าของ", 1, 70, "district")]}


def test_a_plan_that_was_handed_in_takes_no_list(cast, draft, bring):
    draft = PlanRevisionFactory(plan=PlanFactory(community=cast.home_community, fiscal_year=2566), submitted=True)

    with pytest.raises(actions.WrongMomentError, match="ส่งแล้ว"):
        actions.submit(
            kind="plan-projects",
            place=str(draft.pk),
            uuid="11111111-1111-4111-8111-111111111111",
            data=b"x",
            name="x",
            by=cast.member,
            at=AT,
        )


def test_a_project_that_stands_is_not_rewritten_by_a_row_that_adds_money_to_it(draft, bring):
    PlanProjectFactory(revision=draft, title="อบรมอาชีพ", reason="เดิม")

    upload = bring("โครงการ\tเหตุผล\tรายการ\tราคา\nอบรมอาชีพ\tใหม่\tค่าของ\t5\nอบรมอาชีพ\tเดิม\tค่าแรง\t6")

    assert does(upload) == ["wrong", "new"]
    assert "ต่างออกไป" in errors(upload)[0][2]


def test_rows_of_the_form_of_another_edition_are_refused(cast, draft, book, bring):
    other = PlanRevisionFactory(plan=PlanFactory(community=cast.home_community, fiscal_year=2566))
    kind = kind_called("plan-projects")
    sheet = openpyxl.load_workbook(io.BytesIO(sheet_of(kind, kind.find(str(other.pk), cast.member))))
    sheet.worksheets[0]["A2"] = "โครงการใหม่"

    upload = bring(saved(sheet), name="a.xlsx")

    assert does(upload) == ["wrong"]
    assert "ปีอื่น" in errors(upload)[0][2]
