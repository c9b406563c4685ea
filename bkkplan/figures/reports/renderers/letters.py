"""Is every letter of a document one that its fonts can draw? If not, a box stands for it, and the document lists it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Set
from typing import Any
from xml.etree.ElementTree import SubElement

from bkkplan.ground.core.thai.letters import drawable_for
from bkkplan.ground.core.thai.text import INVISIBLE, LEGACY

BOX = "□"
MOST_LISTED = 100
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


def stand_in(root: Any, drawable: Set[str]) -> list[str]:
    """Put □ where a letter can't be drawn. Returns a line for each place, with the letter's name."""
    listed = []
    for place, text in _texts(root):
        shown = [_drawn(letter, drawable) for letter in text]
        for index, (letter, drawn) in enumerate(zip(text, shown, strict=True)):
            if drawn == BOX != letter:
                around = "".join(shown[max(0, index - CONTEXT) : index + CONTEXT + 1])
                listed.append(f"{_code(letter)} อยู่ที่{place} ตัวที่ {index + 1}: “{around.strip()}”")
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in UNSEEN and element.text:
            element.text = "".join(_drawn(letter, drawable) for letter in element.text)
        if element.tail:
            element.tail = "".join(_drawn(letter, drawable) for letter in element.tail)
    return listed


def _drawn(letter: str, drawable: Set[str]) -> str:
    if letter in drawable:
        return letter
    if INVISIBLE.fullmatch(letter):
        return ""
    if letter.isspace():
        return " "
    instead = drawable_for(letter.translate(LEGACY))
    return instead if drawable >= set(instead) else BOX


def _code(letter: str) -> str:
    return f"U+{ord(letter):04X} {unicodedata.name(letter, '')}".strip()


def append_list(root: Any, listed: list[str]) -> None:
    """At the end of the document: what its boxes stand for."""
    body = root if root.tag == "body" else root.find("body")
    section = SubElement(body, "section")
    SubElement(section, "h2").text = "ตัวอักษรที่เอกสารนี้แสดงไม่ได้"
    SubElement(section, "p").text = f"แต่ละตัวแสดงเป็น {BOX} แก้ข้อความในระบบแล้วสร้างเอกสารใหม่"
    lines = SubElement(section, "ul")
    for line in listed[:MOST_LISTED]:
        SubElement(lines, "li").text = line
    if len(listed) > MOST_LISTED:
        SubElement(lines, "li").text = f"และอีก {len(listed) - MOST_LISTED:,} แห่ง"


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
