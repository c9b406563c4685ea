"""What a plan writes as a target, and the number in it."""

from decimal import Decimal

import pytest

from bkkplan.figures.kpi.validators import read_target
from bkkplan.ground.core.thai import NotUnderstoodError


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("80", 80),
        ("๘๐", 80),
        ("ร้อยละ ๙๐", 90),
        ("ร้อยละ90", 90),
        ("90 %", 90),
        ("82.5", "82.5"),
        ("100", 100),
        ("0", 0),
        ("ไม่น้อยกว่าร้อยละ 80", 80),
        ("ไม่ต่ำกว่า 80", 80),
        ("ร้อยละ ๙๐ ของเขต ๕๐ เขต", 90),
        ("ภายในปี ๒๕๗๐ ร้อยละ ๗๕", 75),
    ],
)
def test_a_level_is_read_and_compared(text, percent):
    read = read_target(text)

    assert (read.percent, read.is_compared) == (Decimal(percent), True)


@pytest.mark.parametrize(
    ("text", "percent"),
    [("เพิ่มขึ้น ร้อยละ ๑๐", 10), ("ลดลงร้อยละ 5", 5), ("ไม่เกินร้อยละ 20", 20), ("เพิ่มขึ้นร้อยละ 150", 150)],
)
def test_a_change_or_a_limit_keeps_its_number_and_is_not_compared(text, percent):
    read = read_target(text)

    assert (read.percent, read.is_compared) == (Decimal(percent), False)


@pytest.mark.parametrize(
    "text", ["ทุกชุมชนมีแผน", "ร้อยละแปดสิบ", "50 เขต", "4 ครั้ง", "ร้อยละ 70-80", "ร้อยละ 60 และร้อยละ 80", ""]
)
def test_words_stay_words(text):
    read = read_target(text)

    assert (read.text, read.percent, read.is_compared) == (text, None, False)


@pytest.mark.parametrize("text", ["101", "๑๕๐", "ร้อยละ 100.01", "120 %", "-1", "ร้อยละ 80.555"])
def test_what_is_no_percentage_is_refused_with_a_sentence(text):
    with pytest.raises(NotUnderstoodError):
        read_target(text)
