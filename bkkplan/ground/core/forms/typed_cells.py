"""Cells of a list as values: each is understood by the sort of its column, or refused with a sentence."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from bkkplan.ground.core.fiscal import gregorian_year
from bkkplan.ground.core.forms.tables import TYPED, Column, demand_text
from bkkplan.ground.core.private_words import CITIZEN_ID
from bkkplan.ground.core.spreadsheets.columns import Word, word_for
from bkkplan.ground.core.spreadsheets.csvs import unescaped
from bkkplan.ground.core.thai import (
    NotUnderstoodError,
    format_baht,
    from_thai_digits,
    means_nothing,
    normalise,
    parse_baht,
    parse_thai_date,
    parse_whole_number,
    short_date,
)
from bkkplan.ground.core.thai.errors import N_

Value = str | int | Decimal | date | None

NEGATIVE = re.compile(r"[-–−]\s*(.+)|\((.+)\)|(.*\d)\s*[-−]")
ID_DIGITS = 13  # of a citizen's id
HAS_DIGIT = re.compile(r"\d").search
MOST_OF_A_THING = 10**8
LAST_COMMON_YEAR = 2400  # a later year in a spreadsheet's own day is one of the Buddhist era
TOTAL = re.compile(r"(?:รวม|ยอดรวม|ผลรวม|total|sum|grand total)(?:\b|ทั้ง|เป็น|เงิน|งบ|จำนวน|$)", re.IGNORECASE)


def is_total(texts: Sequence[str]) -> bool:
    """Whether the first text of a row says that the row adds up others."""
    first = next((text for text in texts if text), "")
    return TOTAL.match(first) is not None


def without_ids(text: str) -> tuple[str, int]:
    """A text without the thirteen-digit ids in it, and how many there were."""
    if len(text) < ID_DIGITS or not HAS_DIGIT(text):
        return text, 0
    digits = from_thai_digits(text)
    spans = [match.span() for match in CITIZEN_ID.finditer(digits)]
    for start, end in reversed(spans):
        text = f"{text[:start]}{text[end:]}"
    return (normalise(text, multiline=True) if spans else text), len(spans)


def read_cell(column: Column, text: str, words: Sequence[Word]) -> Value:
    """The value of a cell; an empty one is "" for texts and words, None for the others. Raises NotUnderstoodError."""
    if column.sort == "day":
        return _day(text)
    demand_text(text)
    text = unescaped(text if column.has_lines else normalise(text))
    if column.sort == "amount":
        return None if means_nothing(text) else _bounded_amount(text)
    if column.sort == "signed":
        return None if means_nothing(text) else _signed_amount(text)
    if column.sort == "number":
        return None if means_nothing(text) else _bounded_number(column, text)
    if column.sort == "quantity":
        return None if means_nothing(text) else _bounded_quantity(text)
    if column.sort == "word":
        return _word(text, words)
    if len(text) > column.most:
        raise NotUnderstoodError(N_("ยาวเกิน %(most)s ตัวอักษร"), most=column.most)
    return text


def shown(column: Column, value: Value, words: Sequence[Word]) -> str:
    """A value as it is written in a sheet and shown in a table."""
    if value is None or value == "":
        return ""
    if column.sort == "word":
        return next((word.name for word in words if word.value == value), str(value))
    match value:
        case Decimal():
            return format_baht(value, decimals=value != value.to_integral_value())
        case date():
            return short_date(value)
        case int():
            return f"{value:,}"
    return str(value)


def _word(text: str, words: Sequence[Word]) -> str:
    if means_nothing(text):
        return ""
    found = word_for(words, text)
    if found is None:
        raise NotUnderstoodError(N_("ไม่รู้จักคำนี้ เลือกความหมายใต้หัวข้อ คำที่ต้องบอกความหมาย"))
    return found.value


def _bounded_amount(text: str) -> Decimal:
    amount = parse_baht(text)
    if amount < 0 or amount >= 10**12:
        raise NotUnderstoodError(N_("จำนวนเงินต้องไม่ติดลบ และน้อยกว่าหนึ่งล้านล้านบาท"))
    return amount


def _signed_amount(text: str) -> Decimal:
    """An amount that may be below zero, as books write corrections: -500, (500.00), 500-."""
    typed = normalise(text)
    if found := NEGATIVE.fullmatch(typed):
        return -_bounded_amount(next(filter(None, found.groups())))
    return _bounded_amount(typed)


def _bounded_quantity(text: str) -> Decimal:
    """How many there are, also in parts: 1.5."""
    try:
        quantity = parse_baht(text)
    except NotUnderstoodError as error:
        raise NotUnderstoodError(N_("อ่านจำนวนนี้ไม่ออก พิมพ์เป็นตัวเลข เช่น 12 หรือ 1.5")) from error
    if not 0 < quantity < MOST_OF_A_THING:
        raise NotUnderstoodError(N_("จำนวนต้องมากกว่าศูนย์"))
    return quantity


def _bounded_number(column: Column, text: str) -> int:
    number = parse_whole_number(text)
    if not 0 <= number <= column.most:
        raise NotUnderstoodError(N_("ต้องเป็นจำนวนตั้งแต่ 0 ถึง %(most)s"), most=f"{column.most:,}")
    return number


def _day(text: str) -> date | None:
    """A day that was typed, or that the spreadsheet holds as a day; of such a one the year may be of either era."""
    if text.startswith(TYPED):
        try:
            day = datetime.fromisoformat(text.removeprefix(TYPED)).date()
        except ValueError as error:
            raise NotUnderstoodError(N_("ช่องนี้ไม่ใช่วันที่")) from error
        return day.replace(year=gregorian_year(day.year)) if day.year > LAST_COMMON_YEAR else day
    demand_text(text)
    return None if means_nothing(text) else parse_thai_date(text)
