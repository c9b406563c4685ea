import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bkkplan.ground.core.thai import district_key, normalise, search_key, subdistrict_key

thai_like = st.text(
    alphabet=st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B) | st.sampled_from(" \n\u200b\u00a0\u200da1")
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("กํ\u0e32หนด", "กำหนด"),
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("น\u0e33\u0e49", "น้ำ"),
        ("เเขวง", "แขวง"),
        ("ก\u0e49\u0e34น", "กิ้น"),
        ("สิทธ\u0e4c\u0e34", "สิทธิ์"),
        ("ก\u0e49\u0e49า", "ก้า"),
        ("  ชุมชน \u00a0 ริมคลอง\t1 ", "ชุมชน ริมคลอง 1"),
        ("ชุม\u200bชน\ufeff", "ชุมชน"),
        ("ก\u200dข", "กข"),
        ("a\u0000b", "ab"),
        ("ราษฏร์", "ราษฏร์"),
    ],
)
def test_what_looks_the_same_is_kept_the_same(typed, kept):
    assert normalise(typed) == kept


def test_a_family_emoji_stays_one():
    assert normalise("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧"


def test_lines_are_kept_where_lines_are_asked_for():
    assert normalise("หนึ่ง \r\n\r\n\r\n\r\nสอง\rสาม ", multiline=True) == "หนึ่ง\n\nสอง\nสาม"
    assert normalise("หนึ่ง\nสอง") == "หนึ่ง สอง"


@given(thai_like | st.text(), st.booleans())
def test_normalising_twice_changes_nothing_more(text, multiline):
    once = normalise(text, multiline=multiline)

    assert normalise(once, multiline=multiline) == once
    assert unicodedata.is_normalized("NFC", once)


@given(thai_like)
def test_consonants_are_never_lost(text):
    def consonants(of: str) -> list[str]:
        return [letter for letter in of if "ก" <= letter <= "ฮ"]

    assert consonants(normalise(text)) == consonants(text)


def test_five_spellings_of_tent_are_one_word():
    assert {search_key(word) for word in ("เต็นท์", "เต็น", "เต้นท์", "เต๊นท์", "เต็น์")} == {"เตน"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("กล้องวงจรปิด", "กล้อง วงจรปิด"),
        ("โต๊ะ", "โต้ะ"),
        ("CCTV", "cctv"),
        ("ราษฏร์บูรณะ", "ราษฎร์บูรณะ"),
        ("ใกล้", "ไกล้"),
        ("หมู่ ๒", "หมู่ 2"),
        ("ศุกร์", "ศุก"),
    ],
)
def test_common_slips_find_the_same(one, other):
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize(("one", "other"), [("เต็นท์", "เต่า"), ("พัดลม", "ลำโพง"), ("ถนน", "สนาม")])
def test_other_words_stay_apart(one, other):
    assert search_key(one) != search_key(other)


@given(thai_like)
def test_tones_and_spaces_never_part_two_keys(text):
    assert not set(search_key(text)) & set(" \u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c")


@pytest.mark.parametrize(
    "typed",
    ["ราษฎร์บูรณะ", "ราษฏร์บูรณะ", "เขตราษฎร์บูรณะ", "สำนักงานเขตราษฏร์บูรณะ", "สํานักงานเขต ราษฎร์บูรณะ", " ราษฎร์ บูรณะ "],
)
def test_a_district_is_found_as_files_spell_it(typed):
    assert district_key(typed) == "ราษฎร์บูรณะ"


def test_an_english_district_is_found_with_and_without_its_prefix():
    assert {district_key(n) for n in ("Phra Nakhon", "Khet Phra Nakhon", "phra nakhon district")} == {"phranakhon"}


def test_a_subdistrict_loses_its_prefix_only():
    assert subdistrict_key("แขวงบางมด") == "บางมด"
    assert subdistrict_key("แขวง บางมด") == "บางมด"
    assert district_key("เขต") == "เขต"
