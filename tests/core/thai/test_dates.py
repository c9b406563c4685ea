from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bkkplan.ground.core.thai import (
    NotUnderstoodError,
    long_date,
    parse_thai_date,
    parse_time,
    parse_times,
    short_date,
    time_text,
    to_thai_digits,
)
from tests.golden import THAI

WORKING_DAY = date(2023, 6, 2)
THE_DAY = date(2020, 7, 16)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(("day", "facts"), THAI["date"].items())
def test_golden_dates(day, facts):
    day = date.fromisoformat(day)

    assert long_date(day) == facts.get("long", long_date(day))
    assert short_date(day) == facts.get("short", short_date(day))
    assert long_date(day, thai_digits=True) == facts.get("long_thai_digits", long_date(day, thai_digits=True))


def test_the_time_of_day():
    assert time_text(time(9, 30)) == "09.30 น."
    assert time_text(time(9, 30), thai_digits=True) == "๐๙.๓๐ น."


@pytest.mark.parametrize(
    "typed",
    [
        "16 ก.ค. 2563", "16 กค. 2563", "16กค63", "16 กรกฎาคม 2563", "๑๖ กรกฎาคม พ.ศ. ๒๕๖๓", "16 กรกฏาคม 2563",
        "วันที่ 16 กรกฎาคม 2563", "วันพฤหัสบดีที่ 16 กรกฎาคม 2563", "พฤหัสบดี 16 ก.ค. 63", "16 กรกฎา 63",
        "16/7/2563", "16/07/63", "16-7-2563", "16.7.2563", "๑๖/๗/๒๕๖๓", "16/7/2020", "2020-07-16", "2563-07-16",
        "16 July 2020", "16 Jul 2563", "16 ก.ค. ค.ศ. 2020", "16/7/พ.ศ. 2563", "  16  ก.ค.  2563 ", "16-ก.ค.-2563",
    ],
)  # fmt: skip
def test_a_day_is_understood_as_people_type_it(typed):
    assert parse_thai_date(typed, near=WORKING_DAY) == THE_DAY


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("31 กันยายน 2563", "กันยายนมี 30 วัน ไม่มีวันที่ 31"),
        ("29 ก.พ. 2564", "กุมภาพันธ์ ปี 2564 มี 28 วัน ไม่มีวันที่ 29"),
        ("0/7/2563", "กรกฎาคมมี 31 วัน ไม่มีวันที่ 0"),
        ("7/16/2020", "ไม่มีเดือนที่ 16"),
        ("16 กรกฎาคม", "ยังไม่มีปี"),
        ("16 ก.ค. 563", "ปี 563 ไม่ชัดเจน"),
        ("16 ก.ค. 2300", "อยู่ไกลเกินไป"),
        ("16 ก.ค. ค.ศ. 2563", "ไม่ตรงกัน"),
        ("16 ก.ค. พ.ศ. 2020", "ไม่ตรงกัน"),
        ("วันศุกร์ที่ 16 กรกฎาคม 2563", "วันที่นี้เป็นวันพฤหัสบดี"),
        ("16 xyz 2563", "อ่านวันที่นี้ไม่ออก"),
        ("16072563", "อ่านวันที่นี้ไม่ออก"),
        ("เร็วๆ นี้", "อ่านวันที่นี้ไม่ออก"),
        ("", "อ่านวันที่นี้ไม่ออก"),
    ],
)
def test_a_day_that_is_none_is_refused_with_what_is_wrong(typed, reason):
    with pytest.raises(NotUnderstoodError, match=reason):
        parse_thai_date(typed, near=WORKING_DAY)


@pytest.mark.parametrize(
    ("typed", "year"), [("63", 2020), ("66", 2023), ("20", 2020), ("23", 2023), ("48", 2005), ("85", 2042)]
)
def test_two_digits_mean_the_year_near_the_working_day(typed, year):
    assert parse_thai_date(f"1/6/{typed}", near=WORKING_DAY) == date(year, 6, 1)


def test_two_digits_with_their_era_need_no_neighbour():
    assert parse_thai_date("16 ก.ค. พ.ศ. 63") == THE_DAY
    assert parse_thai_date("16 ก.ค. ค.ศ. 20") == THE_DAY


def test_two_digits_that_could_be_any_year_are_refused():
    with pytest.raises(NotUnderstoodError, match="ให้ครบสี่หลัก"):
        parse_thai_date("16/7/63")
    with pytest.raises(NotUnderstoodError, match="ให้ครบสี่หลัก"):
        parse_thai_date("16/7/00", near=WORKING_DAY)


@given(days)
def test_what_is_shown_can_be_typed_again(day):
    for shown in (long_date(day), short_date(day), long_date(day, thai_digits=True), day.isoformat()):
        assert parse_thai_date(shown) == day
    assert parse_thai_date(to_thai_digits(f"{day.day}/{day.month}/{day.year + 543}")) == day


@given(st.text() | st.text(alphabet="0123456789/.- กคพศมยธต", max_size=16))
def test_any_text_is_understood_or_refused(text):
    with suppress(NotUnderstoodError):
        assert isinstance(parse_thai_date(text, near=WORKING_DAY), date)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("09.30", time(9, 30)), ("9:30 น.", time(9, 30)), ("๑๓.๐๐", time(13)), ("930", time(9, 30)), ("13", time(13))],
)
def test_a_time_is_read_as_people_type_it(typed, read):
    assert parse_time(typed) == read


@pytest.mark.parametrize("typed", ["25.00", "9.75", "บ่าย", ""])
def test_a_time_that_is_none_is_refused_with_an_example(typed):
    with pytest.raises(NotUnderstoodError, match=r"09\.30"):
        parse_time(typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9 โมง", time(9)),
        ("๙ โมงครึ่ง", time(9, 30)),
        ("6 โมงเช้า", time(6)),
        ("บ่าย 2 โมง", time(14)),
        ("บ่ายโมง", time(13)),
        ("4 โมงเย็น", time(16)),
        ("เที่ยง", time(12)),
        ("2 ทุ่ม", time(20)),
        ("10 โมง 15 นาที", time(10, 15)),
    ],
)
def test_a_time_is_read_as_people_say_it(typed, read):
    assert parse_time(typed) == read


@pytest.mark.parametrize("typed", ["3 โมง", "13 โมง", "7 ทุ่ม", "3 โมงเช้า"])
def test_a_time_that_may_be_two_is_refused(typed):
    with pytest.raises(NotUnderstoodError):
        parse_time(typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("13.00–16.00", (time(13), time(16))),
        ("08.30 น. - 12.00 น.", (time(8, 30), time(12))),
        ("9 โมง ถึง เที่ยง", (time(9), time(12))),
        ("13.00", (time(13), None)),
    ],
)
def test_from_one_time_to_another(typed, read):
    assert parse_times(typed) == read


def test_a_day_survives_marks_that_nobody_sees():
    assert parse_thai_date("\u200e16\u200f ก.ค. \u202a2563\u202c") == date(2020, 7, 16)
