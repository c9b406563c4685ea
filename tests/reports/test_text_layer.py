"""What is set comes back letter for letter, from three independent readers."""

import re
from io import BytesIO

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bkkplan.figures.reports.renderers import fonts
from bkkplan.figures.reports.renderers.letters import repaired
from tests.reports.paper import set_lines, source_plan, words
from tests.reports.readers import READERS, differences, read

CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F) if code not in (0x0E24, 0x0E26)]
MARKS = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e"


def letters_in_legal_order() -> st.SearchStrategy[str]:
    """Syllables as Thai is typed: vowel before, consonants, vowel above or below, tone or silencer, vowel after."""
    before = st.sampled_from(["", "", "เ", "แ", "โ", "ใ", "ไ"])
    cluster = st.tuples(
        st.sampled_from([*CONSONANTS, "ฤ", "ฦ"]),
        st.sampled_from(["", "", "ั", "ิ", "ี", "ึ", "ื", "ุ", "ู", "ฺ", "็", "ํ"]),
        st.sampled_from(["", "", "่", "้", "๊", "๋", "์"]),
    ).map("".join)
    with_sara_am = st.tuples(st.sampled_from(CONSONANTS), st.sampled_from(["", "่", "้", "๊", "๋"]), st.just("ำ"))
    after = st.sampled_from(["", "", "ะ", "า", "ๅ", "ๆ", "ฯ", "๑", "๙", " "])
    syllable = st.tuples(before, st.one_of(cluster, with_sara_am.map("".join)), after).map("".join)
    return st.lists(syllable, min_size=1, max_size=14).map("".join).map(str.strip)


def made(count: int) -> list[str]:
    lines: list[str] = []

    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(letters_in_legal_order())
    def collect(line: str) -> None:
        lines.append(line)  # NIKHAHIT and SARA AA among them, which come out as SARA AM

    collect()
    return lines


def test_the_list_covers_every_consonant_with_every_mark():
    found = {
        consonant + mark
        for word in words()
        for consonant, marks in re.findall(f"([ก-ฮ])([{MARKS}]+)", word)
        for mark in marks
    }
    with_sara_am = {consonant for word in words() for consonant in re.findall(f"([ก-ฮ])[{MARKS}]*ำ", word)}

    assert len(words()) >= 400
    assert {consonant + mark for consonant in CONSONANTS for mark in MARKS} <= found
    assert set(CONSONANTS) <= with_sara_am


STYLES = {
    "regular": "",
    "bold": "p { font-weight: bold }",
    "italic": "p { font-style: italic }",
    "bold italic": "p { font-weight: bold; font-style: italic }",
}


# The other styles are drawn by the same code from tables that are built alike.
@pytest.fixture(
    scope="module",
    params=[pytest.param(style, marks=[] if style == "regular" else pytest.mark.heavy) for style in STYLES],
)
def listed(request) -> bytes:
    return set_lines(words(), STYLES[request.param])


@pytest.fixture(scope="module")
def running_text() -> tuple[list[str], bytes]:
    lines = [" ".join(words()[start : start + 12]) for start in range(0, len(words()), 12)]
    return lines, set_lines(lines, "p { text-align: justify }")


@pytest.fixture(scope="module")
def made_lines() -> tuple[list[str], bytes]:
    lines = made(2000)
    return lines, set_lines(lines)


@pytest.fixture(scope="module")
def source_words() -> tuple[list[str], bytes]:
    path = source_plan()
    if path is None:
        pytest.skip("the source plan is not beside this clone (BKKPLAN_SHARED)")
    segments = re.findall(r"[\u0e00-\u0e7f]+", path.read_text(encoding="utf-8"))
    return segments, set_lines(segments)


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
class TestComesBackWholeAndInOrder:
    def test_each_word_of_the_list_in_each_style(self, listed, reader):
        assert list(differences(words(), read(reader, listed))) == []

    def test_the_list_as_running_text(self, running_text, reader):
        lines, pdf = running_text

        assert list(differences(lines, read(reader, pdf))) == []

    @pytest.mark.heavy
    def test_each_line_of_letters_in_legal_order(self, made_lines, reader):
        lines, pdf = made_lines

        assert len(lines) >= 2000
        assert list(differences([repaired(line) for line in lines], read(reader, pdf))) == []

    def test_each_word_of_the_source_plan(self, source_words, reader):
        segments, pdf = source_words

        assert list(differences(segments, read(reader, pdf))) == []


OTHER_SIGNS = [
    "Thai กับ Latin, the office of fifi (fl) และ 0123456789 ๐๑๒๓๔๕๖๗๘๙",
    "งบประมาณ ฿10,000,000 – “ห้าสิบเขต” … ×2 ≥80 % ‘ก’ • ½ ° ±",
    "ต่าง ๆ นานาๆ กรุงเทพฯ ฯลฯ ฯพณฯ ๏ ๚ ๛",
    "ต.ค.-ก.ย. 10-20 สำนัก-เขต ก - ข",
]


@pytest.mark.parametrize("reader", READERS)
class TestOtherSigns:
    def test_come_back_as_they_were_typed(self, reader):
        assert list(differences(OTHER_SIGNS, read(reader, set_lines(OTHER_SIGNS)))) == []

    def test_a_hyphen_survives_the_narrowest_column(self, reader):
        line = "ตั้งแต่ ต.ค.-ก.ย. และ 10-20 กับ สำนัก-เขต แล้ว - ไป"

        assert list(differences([line], read(reader, set_lines([line], "p { width: 2.4cm }")))) == []

    def test_zero_width_space_and_word_joiner_leave_no_trace(self, reader):
        pdf = set_lines(["คำ\u200bแบ่ง", "ติด\u2060กัน"])

        assert list(differences(["คำแบ่ง", "ติดกัน"], read(reader, pdf))) == []

    def test_nikhahit_and_sara_aa_come_back_as_sara_am(self, reader):
        pdf = set_lines(["ก\u0e4d\u0e32หนด", "น\u0e4d\u0e49\u0e32", "น\u0e49\u0e4d\u0e32", "คร่\u0e4d\u0e32ครวญ"])

        assert list(differences(["กำหนด", "น้ำ", "น้ำ", "คร่ำครวญ"], read(reader, pdf))) == []


def test_every_glyph_that_is_used_has_a_text():
    with pikepdf.open(BytesIO(set_lines([*words(), *OTHER_SIGNS]))) as pdf:
        maps = [
            o.ToUnicode.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/ToUnicode" in o
        ]

    entries = [entry for one in maps for entry in re.findall(rb"^<([0-9a-f]{4})> <([0-9a-f]*)>$", one, re.MULTILINE)]
    assert len(entries) > 500
    assert [glyph for glyph, text in entries if glyph != b"0000" and len(text) < 4] == []


def test_the_text_map_knows_short_and_shifted_forms():
    names = {"yoYingthai.less": "ญ", "thoThanthai.less": "ฐ", "uni0E48.narrow": "่", "uni0E4D0E49.narrow": "ํ้"}
    known = fonts.text_map(fonts.STYLES[0])

    with TTFont(fonts.folder() / fonts.STYLES[0].file_name) as font:
        found = {name: known[font.getGlyphID(name)] for name in names}

    assert found == names
