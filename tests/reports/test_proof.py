"""manage.py proof: any text, a paragraph a line."""

import pytest
from django.core.management import CommandError, call_command

from tests.reports.readers import READERS, differences, read


@pytest.fixture
def text(tmp_path):
    return tmp_path / "text.txt"


@pytest.mark.parametrize("reader", READERS)
def test_each_line_becomes_a_paragraph(text, tmp_path, reader):
    lines = ["ปั้นน้ำเป็นตัว", "", "<b>ไม่ใช่ตัวหนา</b> & “กำหนด”", "๑\tงบประมาณ ๑๐,๐๐๐"]
    text.write_text("\n".join(lines), encoding="utf-8-sig")

    call_command("proof", text, out=tmp_path / "out.pdf", verbosity=0)

    expected = [line.replace("\t", " ") for line in lines if line]
    assert list(differences(expected, read(reader, (tmp_path / "out.pdf").read_bytes()))) == []


def test_a_letter_that_cannot_be_drawn_is_a_box_and_is_listed_with_its_line(text, tmp_path):
    text.write_text("ก\nข \U0001f600", encoding="utf-8")

    call_command("proof", text, out=tmp_path / "out.pdf", verbosity=0)

    made = read("pdfium", (tmp_path / "out.pdf").read_bytes())
    assert "ข □" in made
    assert "ย่อหน้าที่ 2 ตัวที่ 3" in made


def test_a_file_of_another_encoding_is_refused(text, tmp_path):
    text.write_bytes("ก".encode("tis-620"))

    with pytest.raises(CommandError, match="UTF-8"):
        call_command("proof", text, out=tmp_path / "out.pdf")


def test_a_file_that_is_not_there_is_refused(text, tmp_path):
    with pytest.raises(CommandError, match="อ่านไฟล์"):
        call_command("proof", text, out=tmp_path / "out.pdf")
