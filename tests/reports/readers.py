"""Three programs that take the text out of a PDF, as a person's viewer, search or screen reader would."""

import re
import subprocess
from collections.abc import Callable, Iterator

import pymupdf
import pypdfium2

Reader = Callable[[bytes], list[str]]


def poppler(pdf: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


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
        found = re.match(
            r"\s*" + r"\n*".join(r"[ \n]+" if c == " " else re.escape(c) for c in line) + r"\s*(?=\n|$)", rest
        )
        if found:
            rest = rest[found.end() :]
        else:
            yield line, rest[: len(line) + 20]
            rest = rest.split("\n", 1)[-1] if "\n" in rest else ""
    if rest.strip():
        yield "", rest[:60]
