"""Thai order in Python; `core.db.ThaiOrder` is the same order in the database, and a test holds the two equal."""

import re

LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
# Left out at the first level: MAITAIKHU, the four tones, THANTHAKHAT.
MARKS = "็่้๊๋์"
UPPER, LOWER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
FIRST_LEVEL = str.maketrans(UPPER + THAI_DIGITS, LOWER + "0123456789", MARKS)
BETWEEN_LEVELS = "\x01"


def sort_key(text: str) -> str:
    """Dictionary order: by consonant, then vowel, then tone; หมู่ 2 before หมู่ 10.

    Thai is not sorted by code point, because a leading vowel is written before the consonant that it follows in
    order. Texts that agree so far are parted by their plain text.
    """
    first = LEADING_VOWEL.sub(r"\2\1", text.translate(FIRST_LEVEL))
    first = re.sub("0*([0-9]{8,})", r"\1", re.sub("([0-9]+)", r"00000000\1", first))
    return f"{first}{BETWEEN_LEVELS}{text}"
