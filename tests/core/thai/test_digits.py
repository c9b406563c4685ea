import pytest
from hypothesis import given
from hypothesis import strategies as st

from bkkplan.ground.core.thai import NotUnderstoodError, from_thai_digits, parse_whole_number, to_thai_digits


@given(st.integers())
def test_digits_go_both_ways(number):
    assert from_thai_digits(to_thai_digits(number)) == str(number)


@pytest.mark.parametrize(
    ("typed", "count"), [("1200", 1200), ("1,200", 1200), ("๑,๒๐๐", 1200), ("1 200", 1200), (" 7 ", 7), ("007", 7)]
)
def test_counts_are_understood(typed, count):
    assert parse_whole_number(typed) == count


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("-3", "ติดลบ"),
        ("1.5", "ทศนิยม"),
        ("12,00", "อ่านจำนวนนี้ไม่ออก"),
        ("สิบ", "อ่านจำนวนนี้ไม่ออก"),
        ("", "อ่าน"),
        ("²", "อ่าน"),
    ],
)
def test_what_is_no_count_is_refused_with_an_example(typed, reason):
    with pytest.raises(NotUnderstoodError, match=reason):
        parse_whole_number(typed)
