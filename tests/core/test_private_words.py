import pytest

from bkkplan.ground.core.private_words import PersonalDataKind, PublicText, find_personal_data


def kinds(text):
    return [(finding.kind, finding.found) for finding in find_personal_data([PublicText("ข้อเสนอที่ 1", text)])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("โทร 081-234-5678 ได้ตลอด", "081-234-5678"),
        ("โทร. ๐๘๑ ๒๓๔ ๕๖๗๘", "๐๘๑ ๒๓๔ ๕๖๗๘"),
        ("02-123-4567", "02-123-4567"),
        ("+66812345678", "+66812345678"),
    ],
)
def test_a_phone_number_is_pointed_at(text, found):
    assert kinds(text) == [(PersonalDataKind.PHONE, found)]


@pytest.mark.parametrize("text", ["1-2345-67890-12-3", "1234567890123", "๑๒๓๔๕๖๗๘๙๐๑๒๓"])
def test_thirteen_digits_are_a_citizen_id_and_no_phone(text):
    assert kinds(text) == [(PersonalDataKind.CITIZEN_ID, text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("นายสมชาย ใจดี เสนอให้ซ่อมถนน", "นายสมชาย ใจดี"),
        ("เสนอโดยนางสาวมะลิ หอมไกล", "นางสาวมะลิ หอมไกล"),
        ("น.ส.มะลิ หอมไกล", "น.ส.มะลิ หอมไกล"),
        ("ด.ช. ปิติ รักเรียน", "ด.ช. ปิติ รักเรียน"),
    ],
)
def test_a_title_with_a_name_is_pointed_at(text, found):
    assert kinds(text) == [(PersonalDataKind.NAME, found)]


@pytest.mark.parametrize(
    "text",
    [
        "ปรับปรุงคุณภาพน้ำ งบ 1,500,000 บาท ถนนนางลิ้นจี่",
        "ย่านนางเลิ้ง ขอนายช่างโยธาสำรวจ",
        "ติดตั้งไฟ 12 จุด ปี 2566 เลขที่ 123/45",
        "งบประมาณ 0.5 ล้านบาท",
    ],
)
def test_ordinary_words_places_and_amounts_are_left_alone(text):
    assert kinds(text) == []


def test_what_stands_around_is_shown_and_the_place_is_named():
    (finding,) = find_personal_data([PublicText("ข้อเสนอที่ 3", "ติดต่อ 0812345678 ทุกวัน", "/x/")])

    assert (finding.place, finding.before, finding.after, finding.url) == ("ข้อเสนอที่ 3", "ติดต่อ ", " ทุกวัน", "/x/")
