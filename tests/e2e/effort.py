"""What a job costs a person: keys and clicks, loaded pages, and the seconds in which they wait for one.

``docs/effort.md`` has the figures, in a row for each job; a test compares its counts with the row. The seconds are the
machine's: they are written there only where BKKPLAN_EFFORT=write (``script/bench --effort``).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Frame, Page

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "effort.md"
# The part of the document that `script/bench --district` writes, and what a person takes besides the machine.
DISTRICT = "district"
# The places, among a row's cells, of the pages of before, which keys and pages of now follow, and of its seconds.
BEFORE_LOADS, SECONDS_BEFORE = 3, 6
SECONDS_A_TOUCH, SECONDS_A_PROJECT = 1.2, 4
# A click that a key made has no detail, and the key was counted. Shift and its like are part of another key.
COUNT = """() => {
    const tell = kind => window.countedEffort(kind)
    addEventListener("keydown", event => event.isTrusted && !event.repeat
        && !["Shift", "Control", "Alt", "Meta"].includes(event.key) && tell("keys"), true)
    addEventListener("click", event => event.isTrusted && event.detail > 0 && tell("clicks"), true)
}"""

# How long the machine needed for a page, from the click that asked for it until it was laid out, redirects and all.
WAIT = """() => addEventListener("load", () => setTimeout(() => {
    const [page] = performance.getEntriesByType("navigation")
    window.waitedFor(page.loadEventEnd - page.startTime)
}))"""

# A field by the address of its form or of the row that saves itself, and its name.
FIELDS = """() => addEventListener("change", ({target}) => {
    const row = target.closest("[data-autosave-row]")
    countedField(`${row?.dataset.autosaveUrl ?? target.form?.action ?? location.pathname} ${target.name}`)
}, true)"""


@dataclass
class Effort:
    keys: int = 0
    clicks: int = 0
    loads: int = 0
    waits: list[float] = field(default_factory=list)  # seconds, of each page that was loaded

    @property
    def touches(self) -> int:
        return self.keys + self.clicks


@contextmanager
def effort_on(page: Page) -> Iterator[Effort]:
    """Counts from here on; the page that is open is not counted, and has to be left by a click or a key."""
    spent = Effort()

    def add(kind: str) -> None:
        setattr(spent, kind, getattr(spent, kind) + 1)

    def loaded(frame: Frame) -> None:
        if frame == page.main_frame:
            spent.loads += 1

    page.expose_function("waitedFor", lambda ms: spent.waits.append(ms / 1000))
    page.add_init_script(f"({WAIT})()")
    page.expose_function("countedEffort", add)
    page.add_init_script(f"({COUNT})()")
    page.evaluate(COUNT)
    page.on("framenavigated", loaded)
    try:
        yield spent
    finally:
        page.remove_listener("framenavigated", loaded)


def written(job: str) -> tuple[int, int]:
    """Of a job: keys and clicks, and loaded pages, as the document has them."""
    cells = _cells_of(job)
    return int(cells[BEFORE_LOADS + 1]), int(cells[BEFORE_LOADS + 2])


def keep_seconds(job: str, spent: Effort, *, times: int = 1) -> None:
    """Write into the document how long the machine needed for a job, where that was asked for.

    What it needed before is worked out: as many pages as then, each as long as one takes now.
    """
    if os.environ.get("BKKPLAN_EFFORT") != "write" or not spent.waits:
        return
    cells, now = _cells_of(job), sum(spent.waits)
    cells[-2] = f" {now * times:.1f} "
    if len(cells) > SECONDS_BEFORE and (before := cells[BEFORE_LOADS].strip()).isdecimal():
        cells[SECONDS_BEFORE] = f" {int(before) * now / len(spent.waits):.1f} "
    lines = ["|".join(cells) if line.startswith(f"| {job} |") else line for line in _lines()]
    DOCUMENT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def written_fields(job: str) -> tuple[int, int]:
    """Of a job: the fields that are filled in, and the loaded pages, as the document has them."""
    cells = _cells_of(job)
    return int(cells[2]), int(cells[3])


def district_row(*, communities: int, projects: int, touches: int, loads: int, machine: float, longest: float) -> str:
    """The line of the document about a whole district. The minutes are those of the person and of the machine."""
    minutes = minutes_of_a_district(projects=projects, touches=touches, machine=machine)
    return (
        f"| {communities} | {projects} | {touches} | {loads} | {machine:.0f} s | {longest:.1f} s | {minutes:.0f} min |"
    )


def minutes_of_a_district(*, projects: int, touches: int, machine: float) -> float:
    return (touches * SECONDS_A_TOUCH + projects * SECONDS_A_PROJECT + machine) / 60


def _cells_of(job: str) -> list[str]:
    return next(line for line in _lines() if line.startswith(f"| {job} |")).split("|")


def _lines() -> list[str]:
    return DOCUMENT.read_text(encoding="utf-8").splitlines()


@contextmanager
def fields_on(page: Page) -> Iterator[set[str]]:
    """The fields that are filled in from here on, on all pages that are opened: each once, however often it changes."""
    filled: set[str] = set()

    def add(field: str) -> None:
        filled.add(field)

    page.expose_function("countedField", add)
    page.add_init_script(f"({FIELDS})()")
    page.evaluate(FIELDS)
    yield filled
