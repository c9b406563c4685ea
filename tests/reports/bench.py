"""What the text layer costs: python -m tests.reports.bench

Pages of Thai are laid out once and drawn several times, with the finisher and without; the whole way from HTML to
file stands beside it. Milliseconds a page, medians.
"""

import os
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import django

from bkkplan.figures.reports.renderers.text_layer import rewrite

PAGES = (1, 10, 50)
ROUNDS = 5


def timed(work: Callable[..., object], *args: object, **options: object) -> float:
    began = perf_counter()
    work(*args, **options)
    return (perf_counter() - began) * 1000


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bkkplan.settings.test")
    django.setup()

    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from bkkplan.figures.reports.renderers import fonts
    from bkkplan.figures.reports.renderers.fetcher import FONT_PREFIX, STATIC_PREFIX, OurFilesOnly
    from bkkplan.figures.reports.renderers.pdf import render_pdf
    from tests.reports.paper import words

    page = f'<p style="break-after: page">{" ".join(words()[:180])}</p>'
    render_pdf(page, title="-")  # what a process does once: fonts, text maps, dictionary

    sys.stdout.write(f"{'pages':>6}{'drawn':>9}{'finisher':>10}{'share':>8}{'whole way':>11}   ms a page\n")
    for pages in PAGES:
        html = f'<html lang="th"><body>{page * pages}'
        configuration = FontConfiguration()
        styles = [
            CSS(string=fonts.face_rules(FONT_PREFIX), url_fetcher=OurFilesOnly(), font_config=configuration),
            CSS(url=f"{STATIC_PREFIX}css/report.css", url_fetcher=OurFilesOnly(), font_config=configuration),
        ]
        document = HTML(string=html).render(stylesheets=styles, font_config=configuration)
        finishing: list[float] = []
        drawing = [drawn(document, finishing) for _ in range(ROUNDS)]
        whole = timed(render_pdf, html, title="-")

        count, finisher, total = len(document.pages), median(finishing), median(drawing)
        figures = (
            f"{count:>6}{total / count:>9.2f}{finisher / count:>10.3f}{finisher / total:>8.1%}{whole / count:>11.1f}"
        )
        sys.stdout.write(f"{figures}\n")


def drawn(document: Any, finishing: list[float]) -> float:
    def finisher(document: Any, pdf: Any) -> None:
        finishing.append(timed(rewrite, document, pdf))

    return timed(document.copy().write_pdf, pdf_tags=True, finisher=finisher)


if __name__ == "__main__":
    main()
