"""How long the portal takes on the sample city: python -m tests.trial.bench

On throw-away servers and data. Pages are asked for one after the other, as a browser does without its own waiting;
medians of ROUNDS after a first one that fills the caches.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import django

from tests import servers

ROUNDS = 7
PAGES = (
    ("", "/"),
    ("", "/districts/1001/"),
    ("", "/hearings/"),
    ("", "/search/?q=เต็นท์"),
    ("", "/indicators/2566/KPI-2/"),
    ("", "/data/kpi-units/2566.csv"),
    ("officer1001", "/work/"),
    ("officer1001", "/work/forums/year/2566/"),
    ("officer1001", "/work/checks/2567/"),
    ("strategy", "/work/kpi/2566/"),
    ("social", "/work/register/"),
)


def say(what: str, seconds: float, note: str = "") -> None:
    sys.stdout.write(f"{what:<58}{seconds * 1000:>9,.0f} ms  {note}\n")
    sys.stdout.flush()


def timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def main() -> None:
    servers.provide()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bkkplan.settings.dev"
    os.environ["BKKPLAN_TODAY"] = "2023-06-02"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BKKPLAN_DATA"] = folder
        django.setup()
        build()
        ask()
        write(Path(folder))


def build() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    say("reference data", timed(lambda: call_command("load_reference", verbosity=0)))
    cpu = process_time()
    wall = timed(lambda: call_command("seed_demo", stdout=sys.stderr))
    say("sample city", wall, f"30 s are promised on two quiet cores; {process_time() - cpu:.1f} s of it in Python")


def ask() -> None:
    from django.test import Client

    from bkkplan.trial.catalog import PASSWORD

    people: dict[str, Client] = {}
    for who, path in PAGES:
        if who not in people:
            people[who] = Client(headers={"host": "127.0.0.1"})
            if who:
                people[who].login(username=who, password=PASSWORD)

        def page(client: Client = people[who], path: str = path) -> None:
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            b"".join(answer)

        first = timed(page)
        say(f"{who or 'visitor'} {path}", median(timed(page) for _ in range(ROUNDS)), f"first {first * 1000:,.0f} ms")


def write(folder: Path) -> None:
    from django.core.management import call_command

    for kind in ("xlsx", "pdf"):
        out = str(folder / f"report.{kind}")
        report = ["report", "kpi", "--year", "2566", "--format", kind, "--out", out]
        say(f"KPI report as {kind}", timed(lambda: call_command(*report, stdout=sys.stderr)))  # noqa: B023  (called before the next)


if __name__ == "__main__":
    main()
