"""A register as offices keep it: several sheets, merged cells, headings of two rows, formulas, totals."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from bkkplan.ground.core.spreadsheets import sheets
from communities.models import Community
from tests.communities.test_register_import import HEADINGS, ROW, bring_in, check, confirm, errors_of

pytestmark = pytest.mark.usefixtures("files")


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def book(places):
    book = openpyxl.Workbook()
    book.active.title = "ราษฎร์บูรณะ"
    return book


def fill(sheet, *rows):
    for row in rows:
        sheet.append(row)


def test_every_sheet_with_headings_is_read_and_each_other_is_named_with_its_reason(book):
    fill(book.active, HEADINGS, ROW)
    # The second sheet has its columns in another order.
    fill(
        book.create_sheet("พระนคร"),
        ["ชื่อชุมชน", "ประเภทชุมชน", "เขต", "แขวง"],
        ["ท่าเตียน", "ชุมชนเมือง", "พระนคร", "พระบรมมหาราชวัง"],
    )
    fill(book.create_sheet("สรุป"), ["ยอด", 2])
    book.create_sheet("ว่าง")
    hidden = book.create_sheet("เก่า")
    fill(hidden, HEADINGS, ["9", *ROW[1:3], "ชุมชนเก่า", ROW[4]])
    hidden.sheet_state = "hidden"

    upload = check(saved(book), name="r.xlsx")
    confirm(upload)

    assert set(Community.objects.values_list("name_th", flat=True)) == {"วัดสน 10", "ท่าเตียน"}
    assert upload.outcome["parts"] == [["ราษฎร์บูรณะ", 1], ["พระนคร", 1]]
    assert upload.outcome["other_sheets"] == ["สรุป", "ว่าง", "เก่า"]
    assert [row["where"] for row in upload.outcome["rows"]] == ["ราษฎร์บูรณะ 2", "พระนคร 2"]


def test_a_community_in_two_sheets_is_refused_with_the_sheet_and_row_of_the_other(book):
    fill(book.active, HEADINGS, ROW)
    fill(book.create_sheet("ซ้ำ"), HEADINGS, ROW, ["8", *ROW[1:]])

    upload = check(saved(book), name="r.xlsx")

    ((_row, column, _value, rule),) = errors_of(upload)
    assert (upload.outcome["errors"][0]["where"], column) == ("ซ้ำ 3", "ชื่อชุมชน")
    assert rule == "ชุมชนนี้อยู่ในแถวที่ ราษฎร์บูรณะ 2 แล้ว"
    assert upload.outcome["rows"][1]["sentence"] == "ซ้ำกับแถวที่ ราษฎร์บูรณะ 2 ทุกช่อง จึงนับครั้งเดียว"


def test_merged_cells_are_filled_down(book):
    fill(
        book.active,
        HEADINGS,
        ROW,
        ["8", None, None, "วัดสน 11", "ชุมชนแออัด"],
        ["9", None, "ราษฎร์บูรณะ", "ซอยใหม่", "ชุมชนเมือง"],
    )
    book.active.merge_cells("B2:B4")
    book.active.merge_cells("C2:C3")

    bring_in(saved(book), name="r.xlsx")

    assert list(Community.objects.order_by("reg_no").values_list("reg_no", "name_th", "subdistrict__name_th")) == [
        ("2007", "วัดสน 10", "บางปะกอก"),
        ("8", "วัดสน 11", "บางปะกอก"),
        ("9", "ซอยใหม่", "ราษฎร์บูรณะ"),
    ]


def test_headings_of_two_rows_are_read_as_one(book):
    fill(
        book.active,
        ["ทะเบียนชุมชน"],
        ["ที่", "ที่ตั้ง", None, "ชุมชน", None, "จำนวน", None, "ประชากร", None],
        [None, "เขต", "แขวง", "ชื่อชุมชน", "ประเภท", "หลังคาเรือน", "ประชากร", "ชาย", "หญิง"],
        [*ROW, 120, 450, 200, 250],
    )
    for merged in ("A2:A3", "B2:C2", "D2:E2", "F2:G2", "H2:I2"):
        book.active.merge_cells(merged)

    upload = bring_in(saved(book), name="r.xlsx")

    found = Community.objects.get()
    assert (found.reg_no, found.name_th, found.houses, found.people) == ("2007", "วัดสน 10", 120, 450)
    assert upload.outcome["unused"] == ["ประชากร ชาย", "ประชากร หญิง"]


def test_a_row_of_data_is_no_second_row_of_headings(book):
    fill(book.active, HEADINGS, ["7", "ราษฎร์บูรณะ", "บางปะกอก", None, "ชุมชนเมือง"], ROW)

    upload = check(saved(book), name="r.xlsx")

    assert errors_of(upload) == [(2, "ชื่อชุมชน", "", "ยังไม่มี “ชื่อชุมชน”")]


def test_a_formula_without_a_result_is_refused_by_its_cell(book):
    fill(book.active, HEADINGS, [*ROW[:3], '=CONCATENATE("วัดสน ",10)', ROW[4]])

    upload = check(saved(book), name="r.xlsx")

    assert errors_of(upload) == [
        (2, "ชื่อชุมชน", "", "ช่อง D2 เป็นสูตรที่ไม่มีผลลัพธ์เก็บไว้ในไฟล์ เปิดไฟล์ใน Excel แล้วบันทึก จากนั้นเลือกไฟล์อีกครั้ง")
    ]


def with_stored(data, formula, cell):
    """The workbook with what Excel stores beside a formula."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(formula.encode(), cell.encode()))
    return out.getvalue()


def test_a_formula_gives_the_result_that_was_stored_and_an_error_is_refused(book):
    fill(book.active, HEADINGS, ["=1+6", *ROW[1:]], ["8", *ROW[1:3], "=A9/0", ROW[4]])
    data = with_stored(saved(book), "<f>1+6</f><v></v>", "<f>1+6</f><v>7</v>")
    data = with_stored(data, '<c r="D3"><f>A9/0</f><v></v>', '<c r="D3" t="e"><f>A9/0</f><v>#DIV/0!</v>')

    upload = check(data, name="r.xlsx")

    assert errors_of(upload) == [(3, "ชื่อชุมชน", "", "ช่อง D3 มีค่าผิดพลาด #DIV/0! แก้สูตรหรือพิมพ์ค่า แล้วบันทึกไฟล์")]
    assert upload.outcome["new"] == 1


def test_a_day_where_a_number_is_expected_is_asked_for_as_text(book):
    fill(book.active, [*HEADINGS, "หลังคาเรือน"], [*ROW, date(2025, 4, 3)])

    ((row, column, _value, rule),) = errors_of(check(saved(book), name="r.xlsx"))

    assert (row, column) == (2, "หลังคาเรือน")
    assert "จัดรูปแบบช่องเป็นข้อความ" in rule


def test_what_is_merged_is_bounded_as_cells_are(monkeypatch, book):
    monkeypatch.setattr(sheets, "MOST_CELLS", 60)
    fill(book.active, *([n] for n in range(20)))
    for column in "BCD":
        book.active[f"{column}1"] = "ก"
        book.active.merge_cells(f"{column}1:{column}20")

    upload = check(saved(book), name="r.xlsx")

    assert "มีข้อมูลมากกว่า 60 ช่อง" in errors_of(upload)[0][3]


def test_a_confirmed_import_of_several_sheets_reads_its_kept_table_again(book):
    fill(book.active, HEADINGS, ROW)
    fill(book.create_sheet("สอง"), HEADINGS, ["9", *ROW[1:3], "ซอยใหม่", ROW[4]])

    upload = bring_in(saved(book), name="r.xlsx")

    assert upload.state == "done"
    assert Community.objects.count() == 2
