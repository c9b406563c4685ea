"""Thai digits both ways, and whole numbers as people type them."""

import re

from bkkplan.ground.core.thai.errors import N_, NotUnderstoodError
from bkkplan.ground.core.thai.text import normalise

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
TO_THAI = str.maketrans("0123456789", THAI_DIGITS)
FROM_THAI = str.maketrans(THAI_DIGITS, "0123456789")

# One number: plain, or with commas (or single spaces) that part it into thousands, all of them.
GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+")
FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")
BUDDHIST_YEARS = range(2540, 2700)


def to_thai_digits(text: object) -> str:
    return str(text).translate(TO_THAI)


def from_thai_digits(text: object) -> str:
    return str(text).translate(FROM_THAI)


def parse_whole_number(text: str) -> int:
    """A count: Thai or Arabic digits, with or without thousands separators."""
    typed = from_thai_digits(normalise(text))
    if typed.startswith("-"):
        raise NotUnderstoodError(N_("จำนวนติดลบไม่ได้ พิมพ์เป็นจำนวนเต็ม เช่น 1,200"))
    if re.fullmatch(r"[0-9][0-9,]*\.[0-9]+", typed):
        raise NotUnderstoodError(N_("ต้องเป็นจำนวนเต็ม ไม่มีทศนิยม เช่น 1,200"))
    if not GROUPED.fullmatch(typed):
        raise NotUnderstoodError(N_("อ่านจำนวนนี้ไม่ออก พิมพ์เป็นจำนวนเต็ม เช่น 1,200 หรือ ๑,๒๐๐"))
    return int(re.sub("[ ,]", "", typed))


def years_later(text: str, years: int) -> str:
    """The text with each Buddhist year that stands in it so many years later, in the same digits."""

    def later(found: re.Match[str]) -> str:
        year = int(found[0])  # reads Thai digits, too
        if year not in BUDDHIST_YEARS:
            return found[0]
        return str(year + years) if found[0].isascii() else to_thai_digits(year + years)

    return FOUR_DIGITS.sub(later, text)
