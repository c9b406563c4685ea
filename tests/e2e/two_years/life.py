"""A city whose days pass: its people, and the nights between the days on which they work."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator

from playwright.sync_api import Browser as Chromium

from bkkplan.trial.supervisor import ROOT
from tests.e2e.opening import EmptyPortal, Opening


class Nights:
    """The process that lets days pass (nights.py). What happens on a day is done between two calls."""

    def __init__(self, portal: EmptyPortal, day: str) -> None:
        self.passed, self.seconds = 0, 0.0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.two_years.nights", day],
            env=portal.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def until(self, day: str) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{day}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"the nights before {day} had a fault; what they printed stands above"
        told = json.loads(answer)
        self.passed += told["nights"]
        self.seconds += told["seconds"]
        assert told["ledger"] == [], f"the ledger is wrong on {day}: {told['ledger']}"

    def end(self) -> None:
        self.process.communicate()


class Life(Opening):
    """What the offices do, one working day after another."""

    def __init__(self, portal: EmptyPortal, nights: Nights, chromium: Chromium) -> None:
        super().__init__(portal)
        self.nights, self.chromium = nights, chromium
        self.is_whole = True  # no part of it was broken off

    @classmethod
    @contextlib.contextmanager
    def begun(cls, day: str, chromium: Chromium) -> Iterator["Life"]:
        with EmptyPortal.started(day) as portal:
            # From here on the nights ring: what beat rings by the real hour would fall on any day.
            portal.process("beat").ask_to_stop()
            portal.process("beat").stop()
            nights = Nights(portal, day)
            try:
                yield cls(portal, nights, chromium)
            finally:
                nights.end()

    @contextlib.contextmanager
    def part(self) -> Iterator[None]:
        """One part of the story; none is told after one that was broken off."""
        assert self.is_whole, "an earlier part was broken off: see there"
        self.is_whole = False
        yield
        self.is_whole = True

    def day(self, day: str) -> None:
        """The next working day; all nights before it have passed, and the ledger is proved."""
        self.nights.until(day)
