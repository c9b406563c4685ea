"""How long every page takes: script/bench --pages [ROUNDS] [WORD]. It writes its part of docs/speed.md.

The sample city runs as in the demo (web, worker, beat). The pages that links lead each role to are walked, and the
first of each address of the map is asked for over HTTP, by turns with a small Django site on the same machine and
database (tests/public/yardstick.py). A page that is added later is in the table as soon as a link leads to it; what
no link leads to is named below it. With a word only the addresses that hold it are measured, and nothing is written.
"""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import django

from tests import servers
from tests.public.bench import ROOT, Line, Times, machine, shown, write_part, yardstick

PEOPLE = ("", "committee1001", "officer1001", "director1001", "social", "strategy", "admin")
ROUNDS = 15
BACK_OFFICE = "admin:"  # Django's own pages, of which there are hundreds alike
ELSEWHERE = (http.client.FOUND, http.client.SEE_OTHER)
STARTS = 5
WARM = 2  # rounds before the clock runs
GOALS = {"visitor": 2.5, "signed in": 5.0}
PART = "pages: written by script/bench --pages"


@dataclass(frozen=True)
class Asked:
    """The nearest page of an address of the map, and who comes to it."""

    route: str
    who: str
    path: str
    cookie: str

    @property
    def goal(self) -> float:
        return GOALS["signed in" if self.who else "visitor"]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    word = sys.argv[2] if len(sys.argv) > 2 else ""
    servers.provide()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bkkplan.settings.test"  # without the pool; the city has its own
    os.environ["BKKPLAN_TODAY"] = "2023-06-02"
    django.setup()
    from tests.e2e.city import LivingCity

    loaded = os.getloadavg()[0]
    with LivingCity.started() as city, yardstick(city.environment) as small:
        idle = memory_of(city.process("web"))
        starts = [start(city.environment) for _ in range(STARTS)]
        pages = [page for page in reached(city) if word in page.route and not page.route.startswith(BACK_OFFICE)]
        times = by_turns(city.address, small, pages, rounds)
        pages = [page for page in pages if page.route in times]
        memory = (idle, memory_of(city.process("web")), shared_by(city.process("web")))
        lines = table(pages, times, rounds, loaded, memory, median(starts))
    sys.stdout.write("\n".join(lines) + "\n")
    if not word:
        write_part(PART, lines)


def reached(city) -> list[Asked]:
    """One page of each address that links lead to, the nearest of the first person who comes to it."""
    from bkkplan.trial.catalog import PASSWORD
    from bkkplan.trial.journey.steps import Journey
    from tests.e2e.crawl import crawl

    found: dict[str, Asked] = {}
    with tempfile.TemporaryDirectory() as papers:
        journey = Journey(city.address, PASSWORD, papers=Path(papers), turn_to=city.turn_to)
        for who in PEOPLE:
            browser = journey.person(who) if who else journey.visitor()
            for page in crawl(browser, ["/work/", "/"] if who else ["/"]):
                if page.status == http.client.OK:
                    cookie = "; ".join(f"{one.name}={one.value}" for one in browser.cookies) if who else ""
                    found.setdefault(page.route, Asked(page.route, who, page.path, cookie))
    return sorted(found.values(), key=lambda page: page.route)


def by_turns(address: str, small: str, pages: list[Asked], rounds: int) -> Times:
    """Seconds of each page, by its route, and of the yardstick, by nothing.

    A page that leads elsewhere when it is asked for again (to a new log-in, say) has no times.
    """
    portal, other = Line(address), Line(small)
    times: Times = {"": []}
    for page in pages:
        mark = "&" if "?" in page.path else "?"
        times[page.route] = []
        for number in range(-WARM, rounds):
            # An address that nobody asked for before: a visitor's page is made anew.
            path = page.path if page.who else f"{page.path}{mark}x={number}"
            for key, line, asked, cookie in (("", other, "/", ""), (page.route, portal, path, page.cookie)):
                status, _size, seconds = line.get(asked, cookie=cookie)
                if status in ELSEWHERE and key:
                    sys.stderr.write(f"{page.who} {asked} leads elsewhere ({status})\n")
                    break
                if status != http.client.OK:
                    raise RuntimeError(f"{page.who} {asked}: {status}")
                if number >= 0:
                    times[key].append(seconds)
            else:
                continue
            del times[page.route]
            break
    return times


def memory_of(process) -> int:
    """The private megabytes of the largest worker of the web process."""
    parent = f"PPid:\t{process.running.pid}\n"
    sizes = [0]
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # one that has just ended
            if parent in status.read_text():
                rows = (status.parent / "smaps_rollup").read_text().splitlines()
                sizes.append(sum(int(row.split()[1]) for row in rows if row.startswith("Private_")))
    return max(sizes) // 1024


def shared_by(process) -> int:
    """The megabytes of the process that read the portal, which its workers share with it."""
    rows = Path(f"/proc/{process.running.pid}/smaps_rollup").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("Rss:")) // 1024


def start(environment: dict[str, str]) -> float:
    """The seconds from the start of a web server of two processes, as the demo has, to its first answer."""
    with socket.socket() as listener, tempfile.TemporaryFile() as log:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--workers", "2", "--threads", "4"]
        began = perf_counter()
        server = subprocess.Popen(
            [*command, "--bind", f"fd://{listener.fileno()}", "bkkplan.wsgi:application"],
            cwd=ROOT,
            env=environment,
            pass_fds=(listener.fileno(),),
            stdout=log,
            stderr=log,
        )
        try:
            status, _size, _seconds = Line(f"http://127.0.0.1:{port}/").get("/about/")
            took = perf_counter() - began
        finally:
            server.terminate()
            server.wait()
    if status != http.client.OK:
        raise RuntimeError(f"/about/: {status}")
    return took


def table(
    pages: list[Asked], times: Times, rounds: int, loaded: float, memory: tuple[int, int, int], start_took: float
) -> list[str]:
    from bkkplan.ground.core.clock import real_now
    from tests.isolation.urls import routes

    measure = median(times[""])
    over = [page for page in pages if median(times[page.route]) / measure > page.goal]
    day, place = real_now().date(), machine()
    own_before, own_after, shared = memory
    text = (
        f"Measured on {day:%d %B %Y} by `script/bench --pages`, on {place}. When it began, {loaded:.1f} processes "
        f"wanted to run on it. {rounds} times each, by turns with a small Django site with one question and fifty rows "
        f"(p50 {measure * 1000:.1f} ms); × is the time against it. A visitor's page is made anew. The goal is "
        f"≤ {GOALS['visitor']} × for a visitor's page and ≤ {GOALS['signed in']} × for a signed-in one; {len(over)} of "
        f"{len(pages)} are over it, in **bold**. A web worker has {own_before} MB of its own before, {own_after} after "
        f"(goals ≤ 80 and ≤ 110), beside what it shares with the process that read the portal, which has {shared} MB. "
        f"The web server answers {start_took:.1f} s after its start (goal ≤ 1.2; the median of {STARTS})."
    )
    head = ["| page | who | p50 ms | p95 ms | × |", "|---|---|---|---|---|"]
    lines = ["## Every page against a small site", "", text, "", *head]
    for page in sorted(pages, key=lambda page: -median(times[page.route]) / page.goal):
        some = times[page.route]
        slowest = quantiles(some, n=20)[-1] if len(some) > 1 else some[0]
        ratio = shown(median(some) / measure, page.goal, 1)
        each = f"{median(some) * 1000:.1f} | {slowest * 1000:.1f}"
        lines.append(f"| `{page.route}` | {page.who or 'visitor'} | {each} | {ratio} |")
    found = {page.route for page in pages}
    left = sorted(name for name in routes() if name not in found and not name.startswith(BACK_OFFICE))
    names = ", ".join(f"`{name}`" for name in left)
    text = (
        "The pages of the back office are Django's own and were left out. Not measured, since no link leads there, or "
        f"they lead elsewhere, or answer only to what is sent: {names}."
    )
    return [*lines, "", text]


if __name__ == "__main__":
    main()
