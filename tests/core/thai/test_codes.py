import pytest
from hypothesis import given
from hypothesis import strategies as st

from bkkplan.ground.core.thai import NotUnderstoodError, to_thai_digits
from bkkplan.ground.core.thai.codes import code_above, code_key, parse_code

steps = st.lists(st.integers(0, 99_999), min_size=1, max_size=3)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("๕.๒.๑๐", "5.2.10"), (" 5.2. ", "5.2"), ("d1.2", "D1.2"), ("ก.๑", "ก.1"), ("ที่1", "ที่1"), ("", ""), ("05", "05")],
)
def test_codes_are_read_as_people_write_them(typed, code):
    assert parse_code(typed) == code


@pytest.mark.parametrize("typed", ["5,2", "5..2", ".5", "5 2", "5/2", "1234567890", "5.2.1" * 5, "-"])
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(NotUnderstoodError, match="อ่านรหัสนี้ไม่ออก"):
        parse_code(typed)


def test_made_up_codes_sort_by_number():
    codes = ["5.2.10", "D10", "5.10", "5.2.9", "D2.1", "5", "5.2", "D2", "10", "5.2.9.1"]

    assert sorted(codes, key=code_key) == ["5", "5.2", "5.2.9", "5.2.9.1", "5.2.10", "5.10", "10", "D2", "D2.1", "D10"]


@given(steps, steps, st.sampled_from(["", "D"]))
def test_codes_sort_as_their_numbers_do_in_any_digits(one, other, prefix):
    def code(numbers, digits=str):
        return parse_code(prefix + digits(".".join(map(str, numbers))))

    assert (code_key(code(one)) < code_key(code(other, to_thai_digits))) == (one < other)


@given(steps)
def test_a_code_stands_after_the_code_above_it(numbers):
    code = ".".join(map(str, numbers))

    assert code_above(code) == ".".join(map(str, numbers[:-1]))
    assert code_key(code_above(code)) < code_key(code)
