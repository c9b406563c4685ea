"""The text that a reader of the PDF gets for each glyph.

WeasyPrint notes for a glyph the letters of the cluster in which it first meets it; with Thai marks that is too many
letters for one glyph and none for the next. Here the maps are written anew, from what the fonts themselves say.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bkkplan.figures.reports.renderers import fonts


class StrayGlyphError(Exception):
    """Something was drawn for which the document fonts have no text."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def rewrite(document: Any, pdf: Any) -> None:
    """WeasyPrint's finisher: give every glyph that was used the text of the font it is from."""
    by_name = {font.name: font for font in document.fonts.values()}
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("Type") == "/Font" and "ToUnicode" in entry:
            texts = texts_of(by_name[entry["BaseFont"]])
            stream = pdf.objects[int(entry["ToUnicode"].split()[0])].stream
            stream[:] = to_unicode(texts)


def texts_of(font: Any) -> dict[int, str]:
    if font.family != fonts.FAMILY or font.missing:
        # Pango went looking for the letter elsewhere on this machine.
        raise StrayGlyphError("".join(dict.fromkeys("".join(font.to_unicode.values()))))
    known = fonts.text_map(fonts.style_of(weight=font.weight, is_italic=bool(font.style)))
    for glyph, text in font.to_unicode.items():
        if glyph not in known:
            raise StrayGlyphError(text)
    return {glyph: known[glyph] for glyph in sorted(font.to_unicode)}


CHUNK = 100  # the most entries that one bfchar section may have


def to_unicode(texts: Mapping[int, str]) -> Iterator[bytes]:
    """A ToUnicode character map, as PDF 32000-1, 9.10.3 has it."""
    yield from (
        b"/CIDInit /ProcSet findresource begin",
        b"12 dict begin",
        b"begincmap",
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        b"/CMapName /Adobe-Identity-UCS def",
        b"/CMapType 2 def",
        b"1 begincodespacerange",
        b"<0000> <ffff>",
        b"endcodespacerange",
    )
    entries = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>".encode() for glyph, text in texts.items()]
    for start in range(0, len(entries), CHUNK):
        chunk = entries[start : start + CHUNK]
        yield f"{len(chunk)} beginbfchar".encode()
        yield from chunk
        yield b"endbfchar"
    yield from (b"endcmap", b"CMapName currentdict /CMap defineresource pop", b"end", b"end")
