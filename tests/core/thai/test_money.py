from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bkkplan.ground.core.thai import NotUnderstoodError, baht_text, format_baht, parse_baht, percent, to_thai_digits
from tests.golden import THAI

amounts = st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2)


@pytest.mark.parametrize(("amount", "words"), THAI["bahttext"].items())
def test_golden_amounts_in_words(amount, words):
    assert baht_text(Decimal(amount)) == words


def test_satang_alone_are_written_as_in_excel():
    assert baht_text(Decimal("0.25")) == THAI["bahttext_disputed"]["0.25"][0].split(" ")[0]


def test_an_amount_in_words_is_never_negative():
    with pytest.raises(ValueError, match="negative"):
        baht_text(Decimal(-1))


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("150000", "150000"),
        ("150,000", "150000"),
        ("150 000", "150000"),
        ("1,234.50", "1234.50"),
        ("๑๐,๐๐๐.-", "10000"),
        ("10,000.- บาท", "10000"),
        ("10,000 บาท", "10000"),
        ("10,000บาทถ้วน", "10000"),
        ("฿500", "500"),
        ("500 ฿", "500"),
        ("12 บาท 50 สตางค์", "12.50"),
        ("1.5 แสน", "150000"),
        ("๑.๕ แสนบาท", "150000"),
        ("2 ล้าน", "2000000"),
        ("2 ล้าน 5 แสน", "2500000"),
        ("2ล้าน5แสนบาท", "2500000"),
        ("2 ล้าน 500,000", "2500000"),
        ("3 หมื่น 5 พัน", "35000"),
        ("5 พัน 50", "5050"),
        ("2 ลบ.", "2000000"),
        ("1.5 หมื่นล้าน", "15000000000"),
        ("1.23456 แสน", "123456"),
        ("สองแสนบาทถ้วน", "200000"),
        ("สองแสนบาท", "200000"),
        ("สองแสน", "200000"),
        ("หนึ่งร้อยเอ็ดบาท", "101"),
        ("หนึ่งแสนห้าบาทถ้วน", "100005"),
        ("ศูนย์บาท", "0"),
        ("0", "0"),
    ],
)
def test_amounts_are_understood_as_people_type_them(typed, amount):
    assert parse_baht(typed) == Decimal(amount)
    assert parse_baht(typed).as_tuple().exponent == -2


@pytest.mark.parametrize(
    "typed",
    [
        "ประมาณแสนห้า", "แสนห้า", "หนึ่งแสนห้า", "1 แสน 5", "ราว 5 หมื่น", "เกือบ 2 ล้าน", "แสนกว่าบาท",
        "10,000-20,000", "10,000 ถึง 20,000", "~5000", "หลักแสน", "ล้าน", "แสนบาท", "หนึ่งล้านสองล้าน",
    ],
)  # fmt: skip
def test_a_vague_amount_is_refused_with_an_example(typed):
    with pytest.raises(NotUnderstoodError, match=r"แน่นอน เช่น 150,000 หรือ 1\.5 แสน"):
        parse_baht(typed)


@pytest.mark.parametrize(
    "typed",
    ["", "-", "นับเงิน", "10,00", "1,0000", "1,50,000", "5 แสน 2 ล้าน", "1.5ล้าน 2 แสน", "1 แสน 12 หมื่น", "1e5", "12.34.56",
     "500-", "10k", "100 ดอลลาร์"],
)  # fmt: skip
def test_what_can_not_be_read_is_refused_with_an_example(typed):
    with pytest.raises(NotUnderstoodError, match=r"อ่านจำนวนเงินนี้ไม่ออก .*เช่น 150,000"):
        parse_baht(typed)


@pytest.mark.parametrize("typed", ["1.000", "1.255", "1.234567 แสน 5"])
def test_three_decimals_may_be_thousands_and_are_refused(typed):
    with pytest.raises(NotUnderstoodError):
        parse_baht(typed)


@pytest.mark.parametrize("typed", ["-5", "-1,000 บาท", "(500)", "−20"])
def test_a_negative_amount_is_refused(typed):
    with pytest.raises(NotUnderstoodError, match="ติดลบ"):
        parse_baht(typed)


@pytest.mark.parametrize("typed", ["1,000,000,000,000", "1 ล้านล้าน", "9" * 30, "หนึ่งล้านล้านบาทถ้วน"])
def test_an_amount_that_the_books_can_not_hold_is_refused(typed):
    with pytest.raises(NotUnderstoodError):
        parse_baht(typed)


@given(amounts)
def test_what_is_shown_can_be_typed_again(amount):
    assert parse_baht(format_baht(amount)) == amount
    assert parse_baht(format_baht(amount, decimals=False)) == amount
    assert parse_baht(to_thai_digits(format_baht(amount))) == amount


@given(amounts)
def test_words_can_be_typed_again(amount):
    assert parse_baht(baht_text(amount)) == amount


@given(st.text())
def test_any_text_is_understood_or_refused(text):
    with suppress(NotUnderstoodError):
        assert 0 <= parse_baht(text) < 10**12


@given(st.text(alphabet="0123456789๐๑๒.,- แสนล้ห้าพันหมื่รอยบทสิบเอ็ดหนึ่งสอง", max_size=14))
def test_any_text_like_money_is_understood_or_refused(text):
    with suppress(NotUnderstoodError):
        assert parse_baht(text) == parse_baht(format_baht(parse_baht(text)))


@pytest.mark.parametrize(("amount", "shown"), [("1234.5", "1,234.50"), ("1234", "1,234"), ("0.25", "0.25"), ("0", "0")])
def test_whole_baht_hide_no_satang(amount, shown):
    assert format_baht(Decimal(amount), decimals=False) == shown


@pytest.mark.parametrize(
    ("counted", "units", "shown"),
    [
        (0, 0, None),
        (0, 3, "0.00"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 800, "0.13"),
        (3, 800, "0.38"),
        (50, 50, "100.00"),
    ],
)
def test_percentages_round_half_up_and_nothing_has_none(counted, units, shown):
    assert percent(counted, units) == (None if shown is None else Decimal(shown))


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_percentage_is_the_nearest_hundredth_half_up(counted, units):
    hundredths = (counted * 20_000 + units) // (2 * units)

    assert percent(counted, units) == Decimal(hundredths) / 100
