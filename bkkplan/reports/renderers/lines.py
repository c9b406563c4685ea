"""Where a line may not end, though Pango would let it.

libthai knows words, but not all marks: it would leave “ at the end of a line and ๆ at the start of the next. And a
hyphen at the end of a line is taken for a divided word, and dropped, by two of three readers. Joiner characters don't
stop it, so the letters concerned go into an element that does not wrap.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

ZERO_WIDTH_SPACE = "\u200b"
MARKS = re.compile(r"[-“‘\[”’\]ๆฯ]")
NEVER_BEFORE = frozenset("”’]ฯ")
NEVER_AFTER = frozenset("“‘[")
ABBREVIATIONS = ("ลฯ", "พณฯ")  # ฯลฯ, ฯพณฯ
LONGEST = 24  # letters; more than that had better break somewhere
FOREIGN = "{"  # an element of another namespace, such as a chart


def keep_together(root: Any) -> None:
    for element in list(_wrapping(root)):
        children = list(element)
        texts = [element.text or "", *(child.tail or "" for child in children)]
        if not any(MARKS.search(text) for text in texts):
            continue
        element.text, first = _whole(texts[0])
        new = list(first)
        for child, text in zip(children, texts[1:], strict=True):
            child.tail, following = _whole(text)
            new += [child, *following]
        element[:] = new


def _wrapping(element: Any) -> Iterator[Any]:
    if isinstance(element.tag, str) and not element.tag.startswith(FOREIGN) and element.tag not in ("head", "style"):
        yield element
        for child in element:
            yield from _wrapping(child)


def _whole(text: str) -> tuple[str, list[Element]]:
    """A text as plain text and, after it, elements that do not wrap, with plain text in their tails."""
    runs, elements, done = [], [], 0
    for start, end in _segments(text) if MARKS.search(text) else ():
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
    allowed = [0, *(place for place in breaks if not _is_forbidden(text, place)), len(text)]
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
