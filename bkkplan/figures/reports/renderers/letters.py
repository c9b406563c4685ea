"""Is every letter of a document one that its fonts can draw? If not: which, and where does it stand?"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Set
from typing import Any

CONTEXT = 12  # letters shown on each side of a missing one
UNSEEN = frozenset({"head", "script", "style", "template"})
CELLS = frozenset({"td", "th"})
BLOCKS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "หัวเรื่อง"),
    **dict.fromkeys(("li", "dt", "dd"), "รายการ"),
    "caption": "ชื่อตาราง",
    "figcaption": "ชื่อภาพ",
    "p": "ย่อหน้า",
}


class MissingLetterError(Exception):
    """A sentence that names the letter and where it stands."""


# NIKHAHIT and SARA AA, a tone on either side, are how some keyboards and converters write SARA AM.
TORN_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32|([\u0e48-\u0e4b])\u0e4d\u0e32")


def repair(root: Any) -> None:
    for element in root.iter():
        if isinstance(element.tag, str) and element.text:
            element.text = repaired(element.text)
        if element.tail:
            element.tail = repaired(element.tail)


def repaired(text: str) -> str:
    return TORN_SARA_AM.sub(lambda torn: (torn[1] or torn[2] or "") + "\u0e33", text)


def check(root: Any, drawable: Set[str]) -> None:
    for place, text in _texts(root):
        for index, letter in enumerate(text):
            if letter not in drawable:
                around = text[max(0, index - CONTEXT) : index + CONTEXT + 1]
                raise MissingLetterError(
                    f"แบบอักษรของเอกสารไม่มีตัวอักษร {_named(letter)} ซึ่งอยู่ที่{place} ตัวที่ {index + 1}: “{around.strip()}”"
                )


def _named(letter: str) -> str:
    name = unicodedata.name(letter, "")
    code = f"U+{ord(letter):04X}{' ' if name else ''}{name}"
    return f"“{letter}” ({code})" if letter.isprintable() else code


def _texts(root: Any) -> Iterator[tuple[str, str]]:
    """Each block's text with its place, in the order of the document."""
    seen: Counter[str] = Counter()
    loose: list[str] = []

    def walk(element: Any, place: str | None, into: list[str]) -> Iterator[tuple[str, str]]:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in UNSEEN or not tag:
            return
        if tag in ("table", "tr"):
            seen[tag] += 1
            if tag == "table":
                seen["tr"] = 0
        if tag in CELLS or tag in BLOCKS:
            place = _place(tag, seen)
            into = []
        into.append(element.text or "")
        for child in element:
            yield from walk(child, place, into)
            into.append(child.tail or "")
        if tag in CELLS or tag in BLOCKS:
            yield str(place), "".join(into)

    yield from walk(root, None, loose)
    yield "ข้อความนอกย่อหน้า", "".join(loose)


def _place(tag: str, seen: Counter[str]) -> str:
    if tag in CELLS:
        return f"ตารางที่ {seen['table']} แถวที่ {seen['tr']}"
    seen[BLOCKS[tag]] += 1
    return f"{BLOCKS[tag]}ที่ {seen[BLOCKS[tag]]}"
