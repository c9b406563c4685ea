"""The one way from HTML to a PDF: our files, our fonts, an exact text layer, and no silent losses."""

import gc
import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from bkkplan.figures.reports.renderers import fonts, tables, text_layer

Variant = Literal["pdf/ua-1", "pdf/a-3a"]
Progress = Callable[[int, int], None]
STEPS = 7  # WeasyPrint counts its own


class RenderError(Exception):
    """The document cannot be made; the message says why, to the person who asked for it."""


def render_pdf(html: str, *, title: str, variant: Variant = "pdf/ua-1", progress: Progress | None = None) -> bytes:
    """Set a document in the document fonts and styles, tagged, its text readable letter for letter.

    `progress` is called with steps done and steps in all, and again for each page that is laid out; what it raises
    stops the work.
    """
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    from bkkplan.figures.reports.renderers import letters, lines, words
    from bkkplan.figures.reports.renderers.fetcher import FONT_PREFIX, ORIGIN, STATIC_PREFIX, OurFilesOnly

    words.use()
    try:
        source = HTML(string=html, base_url=ORIGIN, url_fetcher=OurFilesOnly())
        root = source.etree_element
        root.attrib.setdefault("lang", "th")
        letters.repair(root)
        if boxes := letters.stand_in(root, fonts.alphabet() | fonts.INVISIBLE):
            letters.append_list(root, boxes)
        tables.repeat_captions(root)
        lines.keep_together(root)
        lines.draw_spaces(root)
        with _listening(progress) as complaints, _without_collecting():
            configuration = FontConfiguration()
            faces = CSS(string=fonts.face_rules(FONT_PREFIX), url_fetcher=OurFilesOnly(), font_config=configuration)
            styles = CSS(url=f"{STATIC_PREFIX}css/report.css", url_fetcher=OurFilesOnly(), font_config=configuration)
            document = source.render(font_config=configuration, stylesheets=[faces, styles], pdf_variant=variant)
            document.metadata.title = title
            tables.begin_without(document)
            made: bytes = document.write_pdf(finisher=_finish, pdf_variant=variant)
    except text_layer.StrayGlyphError as error:
        raise RenderError(f"แบบอักษรของเอกสารไม่มีตัวอักษรบางตัวในข้อความ “{error.text}”") from error
    except fonts.FontsNotBuiltError as error:
        raise RenderError(str(error)) from error
    except FatalURLFetchingError as error:  # a BaseException: `except Exception` would let it kill the worker
        address = re.sub(re.escape(ORIGIN), "/", str(error))
        raise RenderError(f"เปิดไฟล์ที่เอกสารต้องใช้ไม่ได้: {address}") from error
    if complaints:
        raise RenderError(f"สร้างเอกสารให้ครบถ้วนไม่ได้: {complaints[0]}")
    return made


def _finish(document: Any, pdf: Any) -> None:
    text_layer.rewrite(document, pdf)
    tables.tag(document, pdf)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Stop the cyclic garbage collector of this process meanwhile.

    The boxes of a document point at each other and live until it is written: each collection would walk all of them,
    a seventh of the work, and free next to nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _listening(progress: Progress | None) -> Iterator[list[str]]:
    """Hear WeasyPrint's log while this thread works: its steps are our progress, its errors are not to be missed."""
    complaints: list[str] = []
    logger = logging.getLogger("weasyprint")
    steps = logging.getLogger("weasyprint.progress")
    before = steps.level, steps.propagate
    ears = [_Complaints(complaints), *([_Steps(progress)] if progress else [])]
    for ear, source in zip(ears, (logger, steps), strict=False):
        source.addHandler(ear)
    if progress:
        steps.setLevel(logging.INFO)
        steps.propagate = False
    try:
        yield complaints
    finally:
        for ear, source in zip(ears, (logger, steps), strict=False):
            source.removeHandler(ear)
        steps.setLevel(before[0])
        steps.propagate = before[1]


class _Ear(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.thread = threading.get_ident()

    def filter(self, record: logging.LogRecord) -> bool:
        return record.thread == self.thread


class _Complaints(_Ear):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


class _Steps(_Ear):
    def __init__(self, progress: Progress) -> None:
        super().__init__(logging.INFO)
        self.progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        if step := re.match(r"Step (\d)", record.getMessage()):
            self.progress(int(step[1]) - 1, STEPS)
