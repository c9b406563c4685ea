"""How long the report of the indicators takes as a PDF: script/bench --report. It writes its part of docs/speed.md.

The report of the sample city is made by the portal and printed by Chromium from the same HTML and style sheet, by
turns. Then two reports are made at once, by two processes.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import django

from tests import servers
from tests.public.bench import ROOT, machine, shown, write_part
from tests.trial.bench_sizes import WORKING_DAY, YEAR, database_of

ROUNDS = 5
GOAL = 1.7


def main() -> None:
    servers.provide()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bkkplan.settings.test"  # without the pool; the city has its own
    os.environ["BKKPLAN_TODAY"] = WORKING_DAY
    django.setup()
    from tests.e2e.city import LivingCity

    loaded = os.getloadavg()[0]
    with LivingCity.started() as city:
        with database_of(city):
            title, html = report()
        own, printed, pages = by_turns(title, html)
        alone, together = at_once(city.environment, 1), at_once(city.environment, 2)
    lines = table(own, printed, pages, alone, together, loaded)
    sys.stdout.write("\n".join(lines) + "\n")
    write_part("report: written by script/bench --report", lines)


def report() -> tuple[str, str]:
    """The title of the report and its HTML, as the portal draws it."""
    from django.template.loader import render_to_string
    from django.utils import translation

    from bkkplan.figures.reports import registry
    from bkkplan.ground.core.clock import now, today
    from bkkplan.ground.core.fiscal import FiscalYear

    some = registry.get("kpi")
    data = some.gather(FiscalYear(YEAR), today(), now())
    with translation.override("th"):
        return data.title, render_to_string(some.template, {"report": data})


def by_turns(title: str, html: str) -> tuple[list[float], list[float], int]:
    """The seconds that the portal and Chromium took, and the portal's pages."""
    from playwright.sync_api import sync_playwright

    from bkkplan.figures.reports.renderers import fonts
    from bkkplan.figures.reports.renderers.pdf import render_pdf
    from tests.e2e.people import CHROMIUM

    own: list[float] = []
    printed: list[float] = []
    render_pdf("<p>ก</p>", title="-")  # what a process does once: fonts, text maps, dictionary
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(locale="th-TH")
        style = (ROOT / "static" / "css" / "report.css").read_text(encoding="utf-8")
        file = Path(folder) / "report.html"
        file.write_text(f"<style>{fonts.face_rules(f'{fonts.folder().as_uri()}/')}{style}</style>{html}", "utf-8")
        for _ in range(ROUNDS):
            began = perf_counter()
            made = render_pdf(html, title=title)
            own.append(perf_counter() - began)
            began = perf_counter()
            page.goto(file.as_uri())
            page.evaluate("document.fonts.ready")
            page.pdf(format="A4", prefer_css_page_size=True, tagged=True)
            printed.append(perf_counter() - began)
        browser.close()
    return own, printed, pages_of(made)


def pages_of(pdf: bytes) -> int:
    import pypdfium2

    document: Any = pypdfium2.PdfDocument(pdf)
    return len(document)


def at_once(environment: dict[str, str], number: int) -> float:
    """The seconds until so many processes have each made the report, their start included."""
    with tempfile.TemporaryDirectory() as folder:
        began = perf_counter()
        command = [sys.executable, "manage.py", "report", "kpi", "--year", str(YEAR), "--out"]
        running = [
            subprocess.Popen(
                [*command, str(Path(folder) / f"{each}.pdf")],
                cwd=ROOT,
                env=environment | {"DJANGO_SETTINGS_MODULE": "bkkplan.settings.dev"},
                stdout=subprocess.DEVNULL,
            )
            for each in range(number)
        ]
        if any(process.wait() for process in running):
            raise RuntimeError("the report was not made")
        return perf_counter() - began


def table(
    own: list[float], printed: list[float], pages: int, alone: float, together: float, loaded: float
) -> list[str]:
    from bkkplan.ground.core.clock import real_now

    ratio = shown(median(own) / median(printed), GOAL, 1)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        "## A report as a PDF",
        "",
        (
            f"Measured on {real_now().date():%d %B %Y} by `script/bench --report`, on {machine()}. When it began, "
            f"{loaded:.1f} processes wanted to run on it. The report of the indicators of the sample city, {pages} "
            f"pages, {ROUNDS} times by turns with Chromium, which prints the same HTML in the same fonts; the "
            f"goal is ≤ {GOAL} ×."
        ),
        "",
        "| | p50 s | × |",
        "|---|---|---|",
        f"| the portal, one process | {median(own):.2f} | {ratio} |",
        f"| Chromium | {median(printed):.2f} | |",
        f"| a command that makes it, with its start | {alone:.2f} | |",
        f"| two such commands at once | {together:.2f} | |",
        "",
        f"The largest of these processes had {peak:.0f} MB.",
    ]


if __name__ == "__main__":
    main()
