"""Tables that go on over pages: each page says what the table is called, and a reader of the tags is told the same.

WeasyPrint draws a caption once and makes a table of its own in the tags for each page. So the caption becomes the first
row of the head, which is drawn on each page, and in the tags that row becomes the caption again. WeasyPrint leaves out
the scope of heads, too.
"""

from copy import deepcopy
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import pydyf

GOES_ON = "(ต่อ)"
ROW = "table-caption"
AGAIN = "table-goes-on"


def repeat_captions(root: Any) -> None:
    """Move each caption into the head of its table, with a word that it goes on."""
    for table in root.iter("table"):
        caption, head = table.find("caption"), table.find("thead")
        if caption is None or head is None:
            continue
        cells = list(head[0])
        row = Element("tr", {"class": ROW})
        cell = SubElement(row, "th", {"colspan": str(sum(int(c.get("colspan", 1)) for c in cells))})
        cell.text, cell[:] = caption.text, list(caption)
        again = SubElement(cell, "span", {"class": AGAIN})
        again.text = f" {GOES_ON}"
        # The widths of columns are read from the first row: they are told apart from it now.
        columns = Element("colgroup")
        for each in cells:
            columns.extend([Element("col", {"class": each.get("class", "")})] * int(each.get("colspan", 1)))
        head.insert(0, row)
        table.remove(caption)
        table.insert(0, deepcopy(columns))


def begin_without(document: Any) -> None:
    """Take the word that a table goes on out of the page where the table begins."""
    begun: set[Any] = set()
    for page in document.pages:
        for box in page._page_box.descendants():  # noqa: SLF001  (WeasyPrint has no other way to a page's boxes)
            if _class_of(box) == AGAIN and hasattr(box, "children"):
                if box.element not in begun:
                    box.children = []
                begun.add(box.element)


def tag(document: Any, pdf: Any) -> None:
    """Part of WeasyPrint's finisher: captions are captions, and heads say whether they are of a column or a row."""
    elements: dict[bytes, Any] = {
        entry.reference: entry
        for entry in pdf.objects
        if isinstance(entry, pydyf.Dictionary) and entry.get("Type") == "/StructElem"
    }
    captions = set()
    for table in [element for element in elements.values() if element["S"] == "/Table"]:
        for part in _kids(table, elements):
            if part["S"] == "/THead":
                captions.add(_give_back_caption(table, part, elements))
            for row in _kids(part, elements):
                _say_scope(row, "/Column" if part["S"] == "/THead" else "/Row", elements)
    for element in elements.values():
        if headers := element.get("A", {}).get("Headers"):
            headers[:] = [key for key in headers if key not in captions]


def _give_back_caption(table: Any, head: Any, elements: dict[Any, Any]) -> Any:
    """Returns the key by which cells named the caption as a head of theirs; None where the table has no caption."""
    first, *others = _kids(head, elements)
    cells = _kids(first, elements)
    if len(cells) != 1 or not others:
        return None
    cell = cells[0]
    del cell["A"]
    first["S"], first["P"], cell["S"] = "/Caption", table.reference, "/Span"
    head["K"].remove(first.reference)
    table["K"].insert(0, first.reference)
    return cell.pop("ID")


def _say_scope(row: Any, scope: str, elements: dict[Any, Any]) -> None:
    for cell in _kids(row, elements):
        if cell["S"] == "/TH":
            cell["A"]["Scope"] = scope


def _kids(element: Any, elements: dict[Any, Any]) -> list[Any]:
    return [elements[kid] for kid in element["K"] if kid in elements]


def _class_of(box: Any) -> str:
    return box.element.get("class", "") if box.element is not None else ""
