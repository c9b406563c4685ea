"""Lines end between words: where PyThaiNLP's dictionary (newmm) sees a boundary, save the listed places."""

import re
from collections.abc import Iterator

import pytest
from pythainlp.tokenize import word_tokenize

from bkkplan.figures.reports.renderers import words as word_list
from tests.reports.paper import set_lines, source_plan
from tests.reports.readers import mupdf

COLUMNS = ["4cm", "6cm", "9cm"]

# Where newmm sees no boundary and we do. In each it takes letters of two words for one, which leaves a piece over or
# says another thing; the words as a reader sees them are those that we part.
DISAGREEMENTS = {
    "เขต|ละ": "newmm: เข·ตละ",
    "โครงการ|ตาม": "newmm: โครง·การตาม",
    "โครงการ|พัฒนา": "newmm: โครง·การพัฒนา",
    "กระบวนการ|บริหาร": "newmm: กระบวน·การบริหาร",
    "แนวทาง|ใน": "newmm: แนว·ทางใน",
    "แนวทาง|การ": "newmm: แนว·ทางการ",
    "เสนอแนะ|แนวทาง": "newmm: เสนอ·แนะแนว·ทาง",
    "เป็น|แนวทาง": "newmm: เป็นแนว·ทาง",
    "ส่วนร่วม|ใน": "newmm: มีส่วน·ร่วมใน",
    "ตอบสนอง|ความต้องการ": "newmm: ตอบ·สนองความต้องการ",
    "เป็น|การเฉพาะ": "newmm: เป็นการ·เฉพาะ; the phrase is การเฉพาะ",
    "การมี|แผน": "newmm: มีแผน, “to scheme”; the phrase is “having a plan”",
}


def plan_paragraphs() -> list[str]:
    path = source_plan()
    if path is None:
        pytest.skip("the source plan is not beside this clone (BKKPLAN_SHARED)")
    without_markup = re.sub(r"<[^>]*>|\|[-|]*|-{3,}", "\n", path.read_text(encoding="utf-8"))
    return [" ".join(line.split()) for line in without_markup.split("\n") if line.strip()]


def breaks_within_words(paragraph: str, lines: list[str]) -> list[str]:
    """Line ends that are no boundary for newmm, as the letters around them."""
    squeezed = paragraph.replace(" ", "")
    boundaries, place = set(), 0
    for token in word_tokenize(paragraph, engine="newmm", keep_whitespace=True):
        place += len(token.replace(" ", ""))
        boundaries.add(place)
    found, place = [], 0
    for line in lines[:-1]:
        place += len(line.replace(" ", ""))
        if place not in boundaries:
            found.append(f"{squeezed[max(0, place - 12) : place]}|{squeezed[place : place + 12]}")
    assert "".join(lines).replace(" ", "") == squeezed
    return found


def set_in_column(paragraphs: list[str], width: str) -> Iterator[list[str]]:
    """The lines that each paragraph fills."""
    pdf = set_lines(paragraphs, f"@page {{ @bottom-left {{ content: none }} }} p {{ width: {width} }}")
    lines = iter([line for page in mupdf(pdf) for line in page.split("\n") if line.strip()])
    for paragraph in paragraphs:
        filled: list[str] = []
        while len("".join(filled).replace(" ", "")) < len(paragraph.replace(" ", "")):
            filled.append(next(lines))
        yield filled


@pytest.mark.slow
@pytest.mark.parametrize("width", COLUMNS)
def test_the_source_plan_breaks_between_words_only(width):
    paragraphs = plan_paragraphs()

    columns = zip(paragraphs, set_in_column(paragraphs, width), strict=True)
    within = [place for paragraph, lines in columns for place in breaks_within_words(paragraph, lines)]

    assert [place for place in within if not any(known in place for known in DISAGREEMENTS)] == []


@pytest.mark.parametrize("term", ["กรุงเทพมหานคร", "สำนักงานเขต", "ป้อมปราบศัตรูพ่าย", "ราษฎร์บูรณะ", "บางกอกน้อย"])
def test_terms_and_names_of_places_are_not_divided(term):
    lines = next(set_in_column([f"ใน{term}มี{term}"], "4.6cm"))

    assert all(term in line or line in ("ใน", "มี") for line in lines)


def test_every_word_of_ours_is_one_that_pythainlp_knows():
    known = {term for term in word_list.terms() if word_tokenize(term, engine="newmm") == [term]}

    assert known == set(word_list.terms())


@pytest.mark.parametrize(
    ("text", "never_ends", "never_begins"),
    [
        ("เรียกว่า “ประชาชน” ทุกคนในเขต", "“", "”"),
        ("งานต่าง ๆ ของเขตต่าง ๆ ทุกปี", "", "ๆ"),
        ("ช่วง ต.ค.-ก.ย. และ ต.ค.-ก.ย. ของปี", "-", "-"),
        ("กรุงเทพฯ และอื่น ๆ ฯลฯ ทุกแห่ง", "", "ฯ"),
    ],
)
@pytest.mark.parametrize("width", ["2.6cm", "3cm", "3.4cm", "4cm"])
def test_marks_stay_with_their_words(text, never_ends, never_begins, width):
    lines = [line.strip() for line in next(set_in_column([text], width))]

    assert len(lines) > 1
    assert not any(never_ends and line.endswith(never_ends) for line in lines)
    assert not any(line.startswith(never_begins) and not line.startswith("ฯลฯ") for line in lines)


@pytest.mark.parametrize("day", ["๓๐ พ.ย. ๒๕๖๕", "1 กุมภาพันธ์ 2566"])
@pytest.mark.parametrize("width", ["3.2cm", "3.6cm", "4cm", "4.6cm"])
def test_a_day_stays_with_its_month_and_year(day, width):
    lines = [line.strip() for line in next(set_in_column([f"จัดเวที {day} เผยแพร่ผล {day}"], width))]

    assert len(lines) > 1
    assert sum(day in line for line in lines) == 2
