"""Which letters the documents of the portal can draw, and what stands for one that they can't."""

import re
import unicodedata

from bkkplan.ground.core.thai.errors import N_, NotUnderstoodError


def _ranges(text: str) -> frozenset[str]:
    pairs = (part.split("-") for part in text.split())
    return frozenset(chr(code) for pair in pairs for code in range(int(pair[0], 16), int(pair[-1], 16) + 1))


# What all document fonts have, as tests/reports/test_fonts.py compares. Written down, so that no font is read here.
DRAWABLE = _ranges("""
    000A 0020-007E 00A0-017E 018F 0192 01A0-01A1 01AF-01B0 01CD-01DC 01E6-01E7 01FA-01FF 0218-021B 0237 0251 0259
    02BB-02BC 02BE-02BF 02C6-02CC 02D8-02DD 0300-0304 0306-030C 031B 0323-0324 0326-0328 032E 0331 0394 03A9 03BC 03C0
    0E01-0E3A 0E3F-0E5B 1E0C-1E0F 1E20-1E21 1E24-1E25 1E2A-1E2B 1E36-1E3B 1E42-1E49 1E5A-1E63 1E6C-1E6F 1E80-1E85
    1E8E-1E8F 1E92-1E93 1E97 1E9E 1EA0-1EF9 2007 2010 2012-2015 2018-201A 201C-201E 2020-2022 2026 2030 2032-2033
    2039-203A 2044 2070 2074-2079 207D-2089 208D-208E 20A1 20A4 20A6-20A7 20AB-20AC 20B1-20B2 20B5 20B9-20BA 20BD 210A
    2113 2117 2120 2122 212E 2153-2154 215B-215E 2190-2193 2202 2206 220F 2211-2212 2215 2219-221A 221E 222B 2248 2260
    2264-2265 25A0-25A1 25B2-25B3 25B6-25B7 25BC-25BD 25C0-25C1 25C6 25CA FB01-FB02
""")
JOINERS = frozenset("\u200c\u200d")  # drawn as nothing

# Typed for one of these: the hyphen at which no line breaks, and the bullets of Word, some of them in a private area.
INSTEAD = {"\u2011": "-"} | dict.fromkeys(
    "\u2023\u2043\u25aa\u25ab\u25cf\u25cb\u25e6\uf0a7\uf0a8\uf0b7\uf0d8", "\u2022"
)
CIRCLED = re.compile("(?:DOUBLE |NEGATIVE |SANS-SERIF )*CIRCLED |DINGBAT .*CIRCLED")


def drawable_for(letter: str) -> str:
    """What our documents draw where this was typed: (1) for ①, m² for ㎡; the letter itself where there is nothing."""
    if letter in DRAWABLE:
        return letter
    if letter in INSTEAD:
        return INSTEAD[letter]
    number = unicodedata.numeric(letter, None)
    if number is not None and number.is_integer() and CIRCLED.match(unicodedata.name(letter, "")):
        return f"({int(number)})"
    kind, *codes = unicodedata.decomposition(letter).split() or [""]
    if not kind.startswith("<"):
        return letter
    text = "".join(drawable_for(chr(int(code, 16))) for code in codes)
    if kind == "<circle>":
        text = f"({text})"
    return text if DRAWABLE.issuperset(text) else letter


def undrawable(text: str) -> list[str]:
    """The letters of a stored text that our documents can't draw, each once, in their order."""
    if DRAWABLE.issuperset(text):  # most are, and this takes a tenth of the time
        return []
    return [letter for letter in dict.fromkeys(text) if letter not in DRAWABLE and letter not in JOINERS]


def demand_drawable(text: str) -> None:
    """Refuse a text that a document could not show, and name the letters."""
    if letters := undrawable(text):
        raise NotUnderstoodError(
            N_("เอกสารของระบบแสดงตัวอักษร %(letters)s ไม่ได้ ลบออกหรือพิมพ์เป็นคำแทน"), letters=", ".join(map(named, letters))
        )


def named(letter: str) -> str:
    """“😀” (U+1F600 GRINNING FACE), or its number alone where it shows nothing."""
    name = unicodedata.name(letter, "")
    code = f"U+{ord(letter):04X}{' ' if name else ''}{name}"
    return f"“{letter}” ({code})" if letter.isprintable() else code
