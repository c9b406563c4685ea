"""Three programs that take the text out of a PDF, as a person's viewer, search or screen reader would."""

import re
import subprocess
from collections.abc import Callable, Iterator

import pymupdf
import pypdfium2

Reader = Callable[[bytes], list[str]]


def poppler(pdf: bytes, *options: str) -> list[str]:
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def poppler_as_drawn(pdf: bytes) -> list[str]:
    """In the order of the page's content. Otherwise Poppler guesses columns, and reads a table down each of them."""
    return poppler(pdf, "-raw")


def pdfium(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [_pdfium_page(document, number) for number in range(len(document))]


def _pdfium_page(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text = page.get_textpage()
    try:
        return text.get_text_range().replace("\r\n", "\n")
    finally:
        text.close()
        page.close()


def mupdf(pdf: bytes) -> list[str]:
    with pymupdf.open("pdf", pdf) as document:
        return [page.get_text() for page in document]


READERS: dict[str, Reader] = {"poppler": poppler, "pdfium": pdfium, "mupdf": mupdf}
READERS_OF_TABLES = {"poppler": poppler_as_drawn, "pdfium": pdfium, "mupdf": mupdf}
FOOTER = re.compile(r"\n?หน้า [๐-๙]+ จาก [๐-๙]+\s*$")


def read(name: str, pdf: bytes) -> str:
    """The text of all pages, without their footers."""
    return "\n".join(FOOTER.sub("", page) for page in READERS[name](pdf))


def differences(lines: list[str], text: str) -> Iterator[tuple[str, str]]:
    """Lines that did not come back whole and in order: what was set, and what stands there instead.

    A line may be broken anywhere, and at a break its space is gone; nothing else may come or go.
    """
    rest = text
    for line in lines:
        found = re.match(rf"\s*{_broken(line)}\s*(?=\n|$)", rest)
        if found:
            rest = rest[found.end() :]
        else:
            yield line, rest[: len(line) + 20]
            rest = rest.split("\n", 1)[-1] if "\n" in rest else ""
    if rest.strip():
        yield "", rest[:60]


def first_difference(pieces: list[str], text: str) -> tuple[str, str] | None:
    """As `differences`, for pieces that may share a line, such as the cells of a row."""
    rest = text
    for piece in pieces:
        found = re.match(rf"\s*{_broken(piece)}(?=\s|$)", rest)
        if not found:
            return piece, rest[:80]
        rest = rest[found.end() :]
    return ("", rest[:80]) if rest.strip() else None


def _broken(text: str) -> str:
    return r"\n*".join(r"[ \n]+" if letter == " " else re.escape(letter) for letter in text)
