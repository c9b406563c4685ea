"""The words and spaces of a line: where it may not end though Pango would let it, and spaces that must be drawn.

libthai knows words, but not all marks: it would leave “ at the end of a line and ๆ at the start of the next. And a
hyphen at the end of a line is taken for a divided word, and dropped, by two of three readers. Joiner characters don't
stop it, so the letters concerned go into an element that does not wrap.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

from bkkplan.ground.core.thai.dates import MONTHS, MONTHS_SHORT

ZERO_WIDTH_SPACE = "\u200b"
MARKS = re.compile(r"[-“‘\[”’\]ๆฯ]")
# A day stays with its month and its year.
DATES = re.compile(rf"[0-9๐-๙]{{1,2}} (?:{'|'.join(map(re.escape, (*MONTHS, *MONTHS_SHORT)))}) [0-9๐-๙]{{4}}")
NEVER_BEFORE = frozenset("”’]ฯ")
NEVER_AFTER = frozenset("“‘[")
ABBREVIATIONS = ("ลฯ", "พณฯ")  # ฯลฯ, ฯพณฯ
LONGEST = 24  # letters; more than that had better break somewhere
INLINE = frozenset(
    {"a", "abbr", "b", "cite", "code", "data", "dfn", "em", "i", "kbd", "mark", "q", "s", "samp", "small", "span"}
    | {"strong", "sub", "sup", "time", "u", "var"}
)
FOREIGN = "{"  # an element of another namespace, such as a chart


def keep_together(root: Any) -> None:
    for element in list(_wrapping(root)):
        children = list(element)
        texts = [element.text or "", *(child.tail or "" for child in children)]
        if not any(_has_something_to_keep(text) for text in texts):
            continue
        element.text, first = _whole(texts[0])
        new = list(first)
        for child, text in zip(children, texts[1:], strict=True):
            child.tail, following = _whole(text)
            new += [child, *following]
        element[:] = new


def draw_spaces(root: Any) -> None:
    """A space alone between two elements is not drawn, and MuPDF does not see it: put it at the end of the first."""
    for element in _wrapping(root):
        for child, following in pairwise(element):
            if child.tag in INLINE and following.tag in INLINE and child.tail and child.tail.isspace():
                _append(child, child.tail)
                child.tail = None


def _append(element: Any, text: str) -> None:
    children = list(element)
    if not children:
        element.text = (element.text or "") + text
    elif children[-1].tail or children[-1].tag not in INLINE:
        children[-1].tail = (children[-1].tail or "") + text
    else:
        _append(children[-1], text)


def _wrapping(element: Any) -> Iterator[Any]:
    if isinstance(element.tag, str) and not element.tag.startswith(FOREIGN) and element.tag not in ("head", "style"):
        yield element
        for child in element:
            yield from _wrapping(child)


def _has_something_to_keep(text: str) -> bool:
    return bool(MARKS.search(text) or DATES.search(text))


def _whole(text: str) -> tuple[str, list[Element]]:
    """Split a text: the plain text before the first part that must not wrap, and an element for each such part.

    What follows a part stands in the tail of its element.
    """
    runs, elements, done = [], [], 0
    for start, end in _segments(text) if _has_something_to_keep(text) else ():
        runs.append(_open_end(text[done:start]) if start else "")
        elements.append(Element("span", {"class": "whole"}))
        elements[-1].text = text[start:end]
        done = end
    runs.append(text[done:])
    for element, run in zip(elements, runs[1:], strict=True):
        element.tail = run if run[:1].isspace() or not run else ZERO_WIDTH_SPACE + run
    return runs[0], elements


def _open_end(run: str) -> str:
    """Between elements WeasyPrint sees two letters, too few to know a word by: say that a line may end here."""
    return run if run[-1:].isspace() else run + ZERO_WIDTH_SPACE


def _segments(text: str) -> Iterator[tuple[int, int]]:
    """From one place where a line may end to the next, around each where it may not."""
    from weasyprint.text.line_break import get_log_attrs

    breaks = [place for place, attribute in enumerate(get_log_attrs(text, "th")) if attribute.is_line_break]
    dates = [range(date.start() + 1, date.end()) for date in DATES.finditer(text)]
    forbidden = {place for place in breaks if _is_forbidden(text, place) or any(place in date for date in dates)}
    allowed = [0, *(place for place in breaks if place not in forbidden), len(text)]
    for start, end in pairwise(allowed):
        stop = start + len(text[start:end].rstrip())
        if any(start < place < stop for place in breaks) and stop - start <= LONGEST:
            yield start, stop


def _is_forbidden(text: str, place: int) -> bool:
    before, after = text[:place], text[place:]
    return (
        after.startswith("ๆ")
        or before.rstrip().endswith("-")
        or before[-1:] in NEVER_AFTER
        or (after[:1] in NEVER_BEFORE and not before[-1:].isspace())
        or (before.endswith("ฯ") and after.startswith(ABBREVIATIONS))
    )
