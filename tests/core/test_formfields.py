from datetime import date, time
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms import fields as formfields
from bkkplan.ground.core.forms.portal import PortalForm, PortalModelForm

PDF = b"%PDF-1.7\n1 0 obj\n"


def picture(kind):
    drawn = BytesIO()
    Image.new("RGB", (4, 3)).save(drawn, kind)
    return drawn.getvalue()


PNG = picture("PNG")
JPEG = picture("JPEG")


class RequestForm(PortalForm):
    amount = formfields.BahtField(min_value=1, max_value=1_000_000)
    held_on = formfields.ThaiDateField(within=FiscalYear(2563))
    people = formfields.ThaiIntegerField(required=False)
    detail = formfields.ThaiTextField(widget=forms.Textarea, required=False)


@pytest.fixture(autouse=True)
def _working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


def fill(**data):
    return RequestForm({"amount": "10,000", "held_on": "16/7/2563", **data})


def test_what_people_type_becomes_values():
    form = fill(amount="1.5 แสน", held_on="๑๖ ก.ค. ๖๓", people="๑,๒๐๐", detail="นํ\u0e32\r\n\r\n\r\n\r\nดื่ม  ")

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "amount": Decimal("150000.00"),
        "held_on": date(2020, 7, 16),
        "people": 1200,
        "detail": "นำ\n\nดื่ม",
    }


def test_an_amount_shows_how_it_was_understood():
    html = str(fill(amount="1.5 แสน")["amount"])

    assert "เข้าใจว่า 150,000.00 บาท (หนึ่งแสนห้าหมื่นบาทถ้วน)" in html
    assert 'value="1.5 แสน"' in html


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("amount", "ประมาณแสนห้า", "ต้องเป็นจำนวนเดียวที่แน่นอน เช่น 150,000 หรือ 1.5 แสน"),
        ("amount", "0", "ต้องไม่น้อยกว่า 1 บาท"),
        ("amount", "2 ล้าน", "ต้องไม่เกิน 1,000,000 บาท"),
        ("held_on", "31 กันยายน 2563", "กันยายนมี 30 วัน ไม่มีวันที่ 31"),
        ("held_on", "1 ต.ค. 2563", "1 ต.ค. 2563 อยู่นอกปีงบประมาณ 2563 (1 ต.ค. 2562 – 30 ก.ย. 2563)"),
        ("people", "1.5", "ต้องเป็นจำนวนเต็ม ไม่มีทศนิยม เช่น 1,200"),
        ("people", "99999999999", "ต้องไม่เกิน 2,147,483,647"),
    ],
)
def test_a_refusal_stands_beside_the_field_and_the_text_stays(field, typed, sentence):
    form = fill(**{field: typed})

    assert form.errors[field] == [sentence]
    assert f'value="{typed}"' in str(form[field])


def test_a_day_may_have_to_lie_between_two_days():
    field = formfields.ThaiDateField(earliest=date(2020, 7, 1), latest=date(2020, 7, 31))

    assert field.clean("16 ก.ค. 2563") == date(2020, 7, 16)
    with pytest.raises(forms.ValidationError, match=r"ต้องไม่ก่อน 1 ก\.ค\. 2563"):
        field.clean("30 มิ.ย. 2563")
    with pytest.raises(forms.ValidationError, match=r"ต้องไม่หลัง 31 ก\.ค\. 2563"):
        field.clean("1 ส.ค. 2563")


def test_what_is_stored_is_shown_so_that_it_can_be_typed_again():
    form = RequestForm(initial={"amount": Decimal("1234.50"), "held_on": date(2020, 7, 16), "people": 1200})

    assert 'value="1,234.50"' in str(form["amount"])
    assert 'value="16 ก.ค. 2563"' in str(form["held_on"])
    assert 'value="1,200"' in str(form["people"])


def test_the_same_value_typed_otherwise_is_no_change():
    initial = {"amount": Decimal("10000.00"), "held_on": date(2020, 7, 16)}
    form = RequestForm({"amount": "1 หมื่น", "held_on": "16/7/63"}, initial=initial)

    assert form.changed_data == []


def test_in_english_a_day_reads_in_english_and_is_still_understood():
    with translation.override("en"):
        shown = RequestForm(initial={"held_on": date(2020, 7, 16)})["held_on"]
        assert 'value="16 Jul 2020"' in str(shown)
        assert formfields.ThaiDateField().clean("16 Jul 2020") == date(2020, 7, 16)


def test_a_model_form_takes_thai_input_without_being_told():
    from budget.models import FlagshipProject

    class FlagshipForm(PortalModelForm):
        class Meta:
            model = FlagshipProject
            fields = ["title_th", "budget", "position"]

    kinds = {name: type(field) for name, field in FlagshipForm().fields.items()}

    assert kinds == {
        "title_th": formfields.ThaiTextField,
        "budget": formfields.BahtField,
        "position": formfields.ThaiIntegerField,
    }


# Evidence


def test_what_files_are_taken_is_said_in_the_language_of_the_page():
    field = formfields.EvidenceField()

    assert str(field.help_text).startswith("ไฟล์ PDF")
    with translation.override("en"):
        assert str(field.help_text).startswith("PDF")


def office_file(*parts):
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("สรุป.pdf", PDF, "PDF"),
        ("ภาพ.JPG", JPEG, "JPG"),
        ("ภาพ.jpeg", JPEG, "JPG"),
        ("ภาพ.png", PNG, "PNG"),
        ("รายงาน.docx", office_file("word/document.xml"), "DOCX"),
        ("ตาราง.xlsx", office_file("xl/workbook.xml"), "XLSX"),
    ],
)
def test_evidence_is_known_by_its_content(name, content, kind):
    upload = formfields.EvidenceField().clean(SimpleUploadedFile(name, content))

    assert upload.kind.name == kind
    assert upload.read() == content


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("สรุป.pdf", b"MZ\x90\x00" + b"\0" * 64, "“สรุป.pdf” มีชื่อเป็น PDF แต่เนื้อหาไม่ใช่ PDF"),
        ("โปรแกรม.exe", b"MZ\x90\x00" + b"\0" * 64, "ไม่ใช่ชนิดที่รับได้ ใช้ไฟล์ PDF, JPG, PNG, DOCX, XLSX"),
        ("สรุป.pdf.exe", PDF, "มีเนื้อหาเป็น PDF ซึ่งไม่ตรงกับชื่อ เปลี่ยนชื่อให้ลงท้ายด้วย .pdf"),
        ("ภาพ.png", JPEG, "มีเนื้อหาเป็น JPG"),
        ("ภาพ.jpg", b"GIF89a" + b"\0" * 64, "มีชื่อเป็น JPG แต่เนื้อหาไม่ใช่ JPG"),
        ("หน้า.html", b"<html><script>", "ไม่ใช่ชนิดที่รับได้"),
        ("รูป.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>", "ไม่ใช่ชนิดที่รับได้"),
        ("สรุป.pdf", PNG, "มีเนื้อหาเป็น PNG ซึ่งไม่ตรงกับชื่อ เปลี่ยนชื่อให้ลงท้ายด้วย .png"),
        ("รายงาน.docx", office_file("xl/workbook.xml"), "มีเนื้อหาเป็น XLSX"),
        ("มาโคร.xlsx", office_file("xl/workbook.xml", "xl/vbaProject.bin"), "มีมาโคร บันทึกเป็น XLSX ที่ไม่มีมาโคร"),
        ("เสีย.docx", b"PK\x03\x04 not really", "เนื้อหาไม่ใช่ DOCX"),
        ("รวม.zip", office_file("a.txt"), "ไม่ใช่ชนิดที่รับได้"),
        ("ลับ.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "“ลับ.docx” ล็อกด้วยรหัสผ่าน หรือเป็นไฟล์รุ่นเก่า"),
        ("ว่าง.pdf", b"", "“ว่าง.pdf” ว่างเปล่า"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name, content, sentence):
    with pytest.raises(forms.ValidationError) as refusal:
        formfields.EvidenceField().clean(SimpleUploadedFile(name, content))

    assert sentence in refusal.value.messages[0]


def test_what_files_may_be_is_said_in_the_language_of_the_page():
    field = formfields.EvidenceField()

    assert str(field.help_text) == "ไฟล์ PDF, JPG, PNG, DOCX, XLSX ขนาดไม่เกิน 10 MB"
    with translation.override("en"):
        assert str(field.help_text) == "PDF, JPG, PNG, DOCX, XLSX files of at most 10 MB"


def test_a_file_that_is_too_large_is_refused_with_both_sizes():
    field = formfields.EvidenceField(max_bytes=1024 * 1024)

    with pytest.raises(forms.ValidationError, match=r"“ใหญ่.pdf” มีขนาด 1\.5 MB ต้องไม่เกิน 1 MB"):
        field.clean(SimpleUploadedFile("ใหญ่.pdf", PDF + b"\0" * 1_572_864))


def test_several_files_come_in_one_choice():
    field = formfields.SeveralEvidenceField(required=False)
    files = [SimpleUploadedFile("ก.pdf", PDF), SimpleUploadedFile("ข.png", PNG)]

    assert [file.kind.name for file in field.clean(files)] == ["PDF", "PNG"]
    assert field.clean(None) == []
    bad = [SimpleUploadedFile("ค.pdf", b"nothing"), SimpleUploadedFile("ง.exe", b"MZ")]
    with pytest.raises(forms.ValidationError) as refusal:
        field.clean([*files, *bad])
    first, second, last = refusal.value.messages
    assert ("ค.pdf" in first, "ง.exe" in second, last) == (True, True, "ยังไม่ได้แนบไฟล์ใด เลือกไฟล์ที่เหลืออีกครั้ง")


def test_a_letter_that_documents_can_not_draw_is_named_and_what_was_typed_stays():
    form = fill(detail="ทางเดิน 😀 ริมคลอง")

    assert form.errors["detail"] == ["เอกสารของระบบแสดงตัวอักษร “😀” (U+1F600 GRINNING FACE) ไม่ได้ ลบออกหรือพิมพ์เป็นคำแทน"]
    assert form["detail"].value() == "ทางเดิน 😀 ริมคลอง"


def test_the_name_of_a_file_has_no_marks_of_direction():
    assert formfields.EvidenceField().clean(SimpleUploadedFile("แผน\u202efdp.png", PNG)).name == "แผนfdp.png"


@pytest.mark.parametrize("typed", ["-", "–", "—", "ไม่มี", " - ", "\u200e-"])
def test_a_dash_in_an_optional_amount_means_nothing(typed):
    assert formfields.BahtField(required=False).clean(typed) is None
    with pytest.raises(forms.ValidationError):
        formfields.BahtField().clean(typed)


def test_an_amount_survives_marks_that_nobody_sees():
    assert formfields.BahtField().clean("\u200e150,000\u200f.-") == Decimal("150000.00")


def test_from_one_time_to_another_fills_both_fields():
    class Hours(PortalForm):
        starts_at = formfields.ThaiTimeField()
        ends_at = formfields.ThaiTimeField(required=False, is_end=True)

        def clean(self):
            data = super().clean()
            formfields.fill_end(self, data)
            return data

    form = Hours({"starts_at": "13.00–16.00", "ends_at": "12.00"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"starts_at": time(13), "ends_at": time(16)}
