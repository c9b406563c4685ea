"""What a visitor waits for: script/bench --visitors. It writes its part of docs/speed.md.

The sample city runs as in the demo (web, worker, beat). Each public page that links lead to is asked for over HTTP, by
turns with a small Django site on the same machine and database (tests/public/yardstick.py); the front page is opened in
Chromium, as on a phone that is slow and far away.
"""

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any
from urllib.parse import quote, urlsplit

import django

from tests import servers

ROOT = Path(__file__).resolve().parents[2]
PAPER = ROOT / "docs" / "speed.md"
PART = "visitors: written by script/bench --visitors"
ROUNDS = 40
LOADS = 5
CPU_SLOWER, ROUND_TRIP, DOWN, UP = 4, 150, 1.6e6 / 8, 750e3 / 8
LCP = """new PerformanceObserver((list) => { for (const one of list.getEntries()) window.lcp = one.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true })"""
GOALS = {"requests": 12, "kilobytes": 150, "LCP": 1.8, "made anew": 2.5, "kept": 1.0}


def main() -> None:
    servers.provide()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bkkplan.settings.test"  # without the pool; the city has its own
    os.environ["BKKPLAN_TODAY"] = "2023-06-02"
    django.setup()
    from tests.e2e.city import LivingCity

    loaded = os.getloadavg()[0]
    with LivingCity.started() as city, yardstick(city.environment) as small:
        pages = public_pages(city.address)
        times = by_turns(city.address, small, pages)
        screens = {width: opened(city.address, width) for width in (360, 1280)}
    write(times, pages, screens, loaded)


@contextmanager
def yardstick(environment: dict[str, str]) -> Iterator[str]:
    """The small site, served as the portal is."""
    from bkkplan.trial import supervisor
    from tests.waiting import eventually

    socket = supervisor.listening_socket(0)
    port = socket.getsockname()[1]
    socket.close()
    command = [
        "-m",
        "gunicorn",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "2",
        "django.core.wsgi:get_wsgi_application()",
    ]
    settings = environment | {"DJANGO_SETTINGS_MODULE": "tests.public.yardstick"}
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=settings, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        if not eventually(lambda: answers(address), 30):
            raise RuntimeError("the yardstick does not answer")
        yield address
    finally:
        process.terminate()
        process.wait()


def answers(address: str) -> bool:
    try:
        return Line(address).get("/")[0] == http.client.OK
    except OSError:
        return False


class Line:
    """One visitor's way to a server."""

    def __init__(self, address: str) -> None:
        self.line = http.client.HTTPConnection(urlsplit(address).netloc)

    def get(self, path: str, *, cookie: str = "") -> tuple[int, int, float]:
        """The status, the bytes of the body, the seconds."""
        headers = {"Accept-Encoding": "gzip", "Accept-Language": "th"} | ({"Cookie": cookie} if cookie else {})
        began = perf_counter()
        self.line.request("GET", path, headers=headers)
        response = self.line.getresponse()
        body = response.read()
        seconds = perf_counter() - began
        self.line.close()  # a server ends a line on which nobody says anything: each request has its own
        return response.status, len(body), seconds


def public_pages(address: str) -> dict[str, str]:
    """One address of each public route, found by following links from the front page."""
    from bkkplan.trial.journey.browser import Browser
    from tests.e2e.crawl import crawl

    pages: dict[str, str] = {}
    for found in crawl(Browser(address, "visitor"), ["/", "/search/?q=" + quote("ทางเดิน")]):
        if found.route.startswith("public:") and found.status == http.client.OK:
            pages.setdefault(found.route, found.path)
    return pages


Times = dict[str, list[float]]


def by_turns(address: str, small: str, pages: dict[str, str]) -> Times:
    """Seconds of each page, made anew ("new NAME") and kept (NAME), and of the yardstick ("")."""
    portal, other = Line(address), Line(small)
    times: Times = {"": []}
    for name, path in pages.items():
        times[name], times[f"new {name}"] = [], []
        mark = "&" if "?" in path else "?"
        for number in range(ROUNDS):
            for key, line, asked in (
                ("", other, "/"),
                (f"new {name}", portal, f"{path}{mark}x={number}"),  # an address that nobody asked for before
                (name, portal, path),
            ):
                status, _size, seconds = line.get(asked)
                if status != http.client.OK:
                    raise RuntimeError(f"{asked}: {status}")
                times[key].append(seconds)
    return times


def opened(address: str, width: int) -> dict[str, float]:
    """The front page in Chromium, on a slow phone and line: the median of some first visits."""
    from playwright.sync_api import sync_playwright

    from tests.e2e.people import CHROMIUM

    loads = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(LOADS):
            context = browser.new_context(locale="th-TH", viewport={"width": width, "height": 800})
            page = context.new_page()
            session = context.new_cdp_session(page)
            asked: set[str] = set()
            size = [0.0]
            session.on("Network.requestWillBeSent", adding(asked))
            session.on("Network.loadingFinished", summing(size))
            session.send("Network.enable")
            session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWER})
            line = {"latency": ROUND_TRIP, "downloadThroughput": DOWN, "uploadThroughput": UP}
            session.send("Network.emulateNetworkConditions", {"offline": False, **line})
            page.add_init_script(LCP)
            page.goto(address, wait_until="networkidle")
            page.evaluate("document.fonts.ready")
            painted = page.wait_for_function("window.lcp").json_value()
            loads.append({"requests": len(asked), "kilobytes": size[0] / 1000, "LCP": painted / 1000})
            context.close()
        browser.close()
    return {name: median(load[name] for load in loads) for name in loads[0]}


def adding(asked: set[str]) -> Callable[[dict[str, Any]], None]:
    def add(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            asked.add(event["requestId"])

    return add


def summing(size: list[float]) -> Callable[[dict[str, Any]], None]:
    def add(event: dict[str, Any]) -> None:
        size[0] += event["encodedDataLength"]

    return add


def write(
    times: dict[str, list[float]], pages: dict[str, str], screens: dict[int, dict[str, float]], loaded: float
) -> None:
    from bkkplan.ground.core.clock import real_now

    measure = median(times[""])
    day = real_now().date()
    where = (
        f"Measured on {day:%d %B %Y} by `script/bench --visitors`, on {machine()}. When it began, {loaded:.1f} "
        "processes wanted to run on it. The figures are of that run."
    )
    front = (
        f"The front page on a first visit, in Chromium made {CPU_SLOWER} times slower, over {DOWN * 8 / 1e6:.1f} "
        f"Mbit/s and {ROUND_TRIP} ms there and back; the median of {LOADS}. Bytes are those on the line, with fonts."
    )
    others = (
        f"Public pages over HTTP, {ROUNDS} times each, by turns with a small Django site with one question, fifty rows "
        f"and Django's usual middleware (p50 {measure * 1000:.1f} ms). A page is made anew at an address that nobody "
        "asked for before; the figures in it are kept. × is the time against the small site's."
    )
    lines = ["## What a visitor waits for", "", where, "", front, ""]
    lines += ["| width | requests | kB | LCP, s |", "|---|---|---|---|"]
    lines.append(f"| goal | ≤ {GOALS['requests']} | ≤ {GOALS['kilobytes']} | ≤ {GOALS['LCP']} |")
    for width, one in screens.items():
        cells = [
            shown(one[name], GOALS[name], digits) for name, digits in (("requests", 0), ("kilobytes", 0), ("LCP", 2))
        ]
        lines.append(f"| {width} px | {' | '.join(cells)} |")
    lines += [
        "",
        others,
        "",
        "| page | made anew, p50 ms | p95 ms | × | kept, p50 ms | × |",
        "|---|---|---|---|---|---|",
    ]
    lines.append(f"| goal | | | ≤ {GOALS['made anew']} | | ≤ {GOALS['kept']} |")
    for name in sorted(pages):
        new, kept = times[f"new {name}"], times[name]
        lines.append(
            f"| `{name}` | {median(new) * 1000:.1f} | {quantiles(new, n=20)[-1] * 1000:.1f} | "
            f"{shown(median(new) / measure, GOALS['made anew'], 1)} | {median(kept) * 1000:.1f} | "
            f"{shown(median(kept) / measure, GOALS['kept'], 1)} |"
        )
    lines += ["", "Figures in **bold** are not at their goal."]
    write_part(PART, lines)
    sys.stdout.write("\n".join(lines) + "\n")


def write_part(part: str, lines: list[str]) -> None:
    """Write these lines in place of a part of docs/speed.md, which begins and ends with a mark of its name."""
    begin, end = f"<!-- {part} -->", f"<!-- /{part.partition(':')[0]} -->"
    text = PAPER.read_text(encoding="utf-8")
    if begin not in text:
        text += f"\n{begin}\n{end}\n"
    before, _, rest = text.partition(begin)
    PAPER.write_text(f"{before}{begin}\n{chr(10).join(lines)}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


def shown(value: float, goal: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    return text if float(text) <= goal else f"**{text}**"


def machine() -> str:
    """The processor, its cores, the memory."""
    found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = int(re.findall(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text(encoding="utf-8"))[0])
    return f"{found[1] if found else 'an unknown processor'}, {os.cpu_count()} cores, {memory / 2**20:.0f} GiB"


if __name__ == "__main__":
    main()
