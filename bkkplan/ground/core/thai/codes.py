"""Codes of things that stand below each other: ๕.๒.๑๐, D1.2. Dots part the steps, and numbers sort as numbers."""

import re

from bkkplan.ground.core.thai.digits import from_thai_digits
from bkkplan.ground.core.thai.errors import N_, NotUnderstoodError
from bkkplan.ground.core.thai.text import normalise

LONGEST_CODE = 20
# Letters of any script with the Thai vowels and tone marks, which Python counts as no letters; no number over 9 digits.
_STEP = r"(?:[^\W\d_]|[\u0E31\u0E34-\u0E3A\u0E47-\u0E4E]|[0-9]{1,9}(?![0-9]))+"
_CODE = re.compile(rf"{_STEP}(?:\.{_STEP})*")


def parse_code(text: str) -> str:
    """A code as it is kept, with Arabic digits and capital letters; nothing for a text without one."""
    typed = from_thai_digits(normalise(text)).upper().removesuffix(".")
    if not typed:
        return ""
    if len(typed) > LONGEST_CODE or not _CODE.fullmatch(typed):
        raise NotUnderstoodError(N_("อ่านรหัสนี้ไม่ออก พิมพ์ตัวเลขหรือตัวอักษรคั่นด้วยจุด เช่น 5.2.1 หรือ D1.2"))
    return typed


def code_key(code: str) -> str:
    """A text that sorts by code point as the codes do: 5.2.10 after 5.2.9, and 5.2 before both. 05 equals 5."""
    return re.sub("[0-9]+", lambda number: f"{int(number[0]):09}", code)


def code_above(code: str) -> str:
    """5.2 for 5.2.1; nothing for 5."""
    return code.rpartition(".")[0]
