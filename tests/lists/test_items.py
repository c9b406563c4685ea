"""The items of a district's action plan come in as a list, into the plan that is written or into its amendment."""

import io
from datetime import date

import openpyxl
import pytest

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.lists import actions
from bkkplan.ground.lists.exports import sheet_of
from bkkplan.ground.lists.registry import kind_called
from budget.models import ActionPlanItem, ItemChange
from tests.factories.accounts import AT, SectionFactory
from tests.factories.budget import (
    ActionPlanEditionFactory,
    ActionPlanFactory,
    ActionPlanItemFactory,
    InclusionFactory,
    MoneyCategoryFactory,
)
from tests.lists.test_proposals import ON, does, errors, saved

pytestmark = pytest.mark.django_db

LISTED = (
    "ลำดับที่\tชื่อโครงการ\tส่วน\tงบประมาณ\tหมวด\tเดือนที่เริ่ม\tเดือนที่สิ้นสุด\tฝ่าย\tผู้รับผิดชอบ\n"
    "1\tลอกคลอง\tยุทธศาสตร์\t๑๐,๐๐๐.-\tค่าตอบแทน\tต.ค.\tมี.ค.\tฝ่ายโยธา\tกรมชลประทาน\n"
    "2\tซ่อมไฟ\tงานประจำ\t-\t\t\t\t\t\n"
)


@pytest.fixture
def plan(cast, forum):
    MoneyCategoryFactory(name_th="ค่าตอบแทน ใช้สอยและวัสดุ")
    SectionFactory(office__district=cast.home, name="ฝ่ายโยธา")
    plan = ActionPlanFactory(district=cast.home)
    ActionPlanEditionFactory(plan=plan, number=0, reason="")
    return plan


@pytest.fixture
def bring(plan, hand_in):
    return lambda data, *, name="ตาราง.csv": hand_in(data, kind="plan-items", place=plan.pk, name=name)


@pytest.fixture
def book(cast, plan):
    def book():
        kind = kind_called("plan-items")
        return openpyxl.load_workbook(io.BytesIO(sheet_of(kind, kind.find(str(plan.pk), cast.officer))))

    return book


def items(plan):
    return list(ActionPlanItem.objects.filter(plan=plan).live().order_by("position"))


def test_items_come_in_with_all_their_columns(cast, plan, bring, confirm):
    upload = bring(LISTED)
    assert (does(upload), errors(upload), upload.outcome["strange"]) == (["new", "new"], [], {})

    confirm(upload)

    first, second = items(plan)
    assert (first.title, first.part, first.planned_amount, first.starts_in, first.ends_in, first.responsible) == (
        "ลอกคลอง",
        "strategic",
        10_000,
        10,
        3,
        "กรมชลประทาน",
    )
    assert (first.section.name, first.category.name_th) == ("ฝ่ายโยธา", "ค่าตอบแทน ใช้สอยและวัสดุ")
    assert (second.part, second.planned_amount, second.section) == ("routine", None, None)
    assert Entry.objects.filter(verb="budget.item_added").count() == 2
    assert does(bring(LISTED)) == ["same", "same"]


def test_amounts_of_nothing_and_months_that_run_backwards_are_refused_by_cell(bring):
    upload = bring("โครงการ\tงบประมาณ\tเริ่ม\tสิ้นสุด\nก\t0\t\t\nข\t5\tม.ค.\tธ.ค.\n\t5\tม.ค.\tมี.ค.")

    assert [(row, column) for row, column, _sentence in errors(upload)] == [
        (2, "งบประมาณ (บาท)"),
        (3, "ถึงเดือน"),
        (4, "โครงการ/กิจกรรม"),
    ]


def test_the_sheet_comes_back_with_only_what_was_edited(plan, book, bring, confirm):
    item = ActionPlanItemFactory(introduced_in=plan.editions.get(), title="=ปลูกป่า", objective="หนึ่ง\nสอง")
    confirm(bring(LISTED))
    sheet = book()
    page = sheet.worksheets[0]
    heads = {cell.value: cell.column for cell in page[1]}
    assert does(bring(saved(sheet), name="a.xlsx")) == ["same"] * 3

    page.cell(3, heads["งบประมาณ (บาท)"], "๒๐,๐๐๐")
    page.cell(5, heads["โครงการ/กิจกรรม"], "ซ่อมถนน")
    upload = bring(saved(sheet), name="a.xlsx")
    assert does(upload) == ["same", "changed", "same", "new"]
    confirm(upload)

    assert [(one.title, one.planned_amount) for one in items(plan)] == [
        ("=ปลูกป่า", None),
        ("ลอกคลอง", 20_000),
        ("ซ่อมไฟ", None),
        ("ซ่อมถนน", None),
    ]
    item.refresh_from_db()
    assert item.objective == "หนึ่ง\nสอง"
    assert does(bring(saved(sheet), name="a.xlsx")) == ["same"] * 4


def test_what_a_list_changes_of_an_approved_item_waits_for_the_amendments_approval(cast, bring, confirm, hand_in):
    plan = ActionPlanFactory(district=cast.home, fiscal_year=2566)
    first = ActionPlanEditionFactory(plan=plan, number=0, reason="", approved=True, approved_on=date(2022, 11, 1))
    item = ActionPlanItemFactory(introduced_in=first, title="ลอกคลอง", planned_amount=500)
    text = "โครงการ\tงบประมาณ\nลอกคลอง\t700\nซ่อมไฟ\t5"
    with pytest.raises(actions.WrongMomentError, match="เปิดการแก้ไขเพิ่มเติม"):
        hand_in(text, kind="plan-items", place=plan.pk)
    ActionPlanEditionFactory(plan=plan, number=1)

    upload = confirm(hand_in(text, kind="plan-items", place=plan.pk))

    item.refresh_from_db()
    assert (item.planned_amount, ItemChange.objects.get().after) == (500, {"planned_amount": "700.00"})
    assert does(hand_in(text, kind="plan-items", place=plan.pk)) == ["same", "same"]
    actions.undo(list_id=upload.pk, on=ON, by=cast.officer, at=AT)
    assert not ItemChange.objects.exists()
    assert items(plan) == [item]


def test_a_list_is_taken_back_and_its_sheet_may_be_sent_again(cast, plan, book, bring, confirm):
    sheet = book()
    sheet.worksheets[0]["A2"] = "ซ่อมถนน"
    upload = confirm(bring(saved(sheet), name="a.xlsx"))

    actions.undo(list_id=upload.pk, on=ON, by=cast.officer, at=AT)

    assert items(plan) == []
    confirm(bring(saved(sheet), name="a.xlsx"))
    assert [item.title for item in items(plan)] == ["ซ่อมถนน"]


def test_a_list_that_brought_an_item_with_a_community_project_is_not_taken_back(cast, plan, bring, confirm):
    upload = confirm(bring(LISTED))
    InclusionFactory(item=items(plan)[0])

    with pytest.raises(actions.BuiltOnError, match="ลอกคลอง"):
        actions.undo(list_id=upload.pk, on=ON, by=cast.officer, at=AT)
