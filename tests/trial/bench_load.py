"""What people wait for when many work at once: script/bench --load [SECONDS]. It writes its part of docs/speed.md.

The sample city runs as in the demo (web, worker, beat). 200 officers, four in each district, have a proposal open that
saves itself every 5 seconds; at the same time 100 visitors open a page every 2 seconds; then all 200 officers save in
the same moment. Afterwards every proposal must say what its officer typed last. The requests are made by this process,
on the same processors.
"""

import http.client
import json
import os
import random
import sys
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median, quantiles
from time import monotonic, perf_counter, sleep
from typing import Any
from urllib.parse import urlencode, urlsplit

import django
from django.conf import settings

from tests import servers
from tests.public.bench import machine, public_pages, shown, write_part
from tests.trial.bench_sizes import WORKING_DAY, YEAR, database_of

IN_A_DISTRICT = 4
SAVES_EVERY, OPENS_EVERY = 5.0, 2.0  # seconds
VISITORS = 100
SECONDS = 60
TOKEN = "a" * 32  # any secret will do, if cookie and heading hold the same
GOALS = {"saves": 1000.0, "pages": 200.0}  # milliseconds, p95


@dataclass
class Officer:
    """Someone with a proposal open: where it is saved, the cookies, and what was typed and acknowledged last."""

    pk: int
    address: str
    cookie: str
    proposal: uuid.UUID
    version: int = 0
    title: str = ""
    saves: int = 0
    lost: list[str] = field(default_factory=list)


@dataclass
class Load:
    """The seconds of each answer, and what was answered otherwise than hoped for."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def p95(self) -> float:
        return quantiles(self.seconds, n=20)[-1] * 1000

    def row(self, name: str, goal: float | None) -> str:
        last = f"{self.p95:.0f}" if goal is None else shown(self.p95, goal, 0)
        worst = max(self.seconds) * 1000
        middle = median(self.seconds) * 1000
        return f"| {name} | {len(self.seconds)} | {middle:.0f} | {last} | {worst:.0f} | {len(self.failures)} |"


def main() -> None:
    length = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    servers.provide()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bkkplan.settings.test"  # without the pool; the city has its own
    os.environ["BKKPLAN_TODAY"] = WORKING_DAY
    django.setup()
    from tests.e2e.city import LivingCity

    loaded = os.getloadavg()[0]
    with LivingCity.started() as city, database_of(city):
        settings.SECRET_KEY = city.environment["SECRET_KEY"]  # sessions that are made here have to be valid there
        officers = people_with_a_row()
        pages = list(public_pages(city.address).values())
        saves, views = together(city.address, officers, pages, length)
        burst = at_once(city.address, officers)
        missing = not_kept(officers)
        lines = table(officers, saves, views, burst, missing, loaded, length)
    sys.stdout.write("\n".join(lines) + "\n")
    for failure in [*saves.failures[:5], *views.failures[:5], *burst.failures[:5], *missing[:5]]:
        sys.stderr.write(failure + "\n")
    if length == SECONDS:
        write_part("load: written by script/bench --load", lines)


def people_with_a_row() -> list[Officer]:
    """Officers of every district, signed in, with a hearing whose results they record."""
    from django.test import Client
    from django.urls import reverse

    from bkkplan.ground.accounts.enums import Role
    from bkkplan.ground.accounts.models import Section
    from bkkplan.ground.core.clock import today
    from districts.models import District
    from tests.factories.accounts import AssignmentFactory, UserFactory
    from tests.factories.forums import ForumFactory

    officers = []
    for district in District.objects.order_by("code"):
        held = today() - timedelta(days=3)
        forum = ForumFactory(
            held=True, district=district, fiscal_year=YEAR, number=900, scheduled_on=held, title="เวทีของการวัด"
        )
        for number in range(IN_A_DISTRICT):
            user = UserFactory(username=f"load-{district.code}-{number}")
            role = AssignmentFactory(user=user, role=Role.DISTRICT_OFFICER, district=district)
            role.sections.set(Section.objects.in_use().filter(office__district=district))
            client = Client()
            client.force_login(user)
            cookie = f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}"
            proposal = uuid.uuid4()
            address = reverse("forums:proposal", args=[forum.pk, proposal])
            officers.append(Officer(user.pk, address, cookie, proposal))
    return officers


def together(address: str, officers: list[Officer], pages: list[str], length: float) -> tuple[Load, Load]:
    """The officers save and the visitors read, each at a pace of their own, for so many seconds."""
    saves, views = Load(), Load()
    ends = monotonic() + length

    def write(officer: Officer) -> None:
        at_pace(SAVES_EVERY, ends, lambda: save(address, officer, saves))

    def read(number: int) -> None:
        dice = random.Random(number)
        at_pace(OPENS_EVERY, ends, lambda: view(address, dice.choice(pages), views))

    work: list[tuple[Callable[[Any], None], Any]] = [(write, officer) for officer in officers]
    work += [(read, number) for number in range(VISITORS)]
    threads = [threading.Thread(target=act, args=[who]) for act, who in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return saves, views


def at_pace(every: float, ends: float, act: Callable[[], None]) -> None:
    """Act once in each period, first at a moment of one's own. Who waits for an answer acts later, not twice."""
    then = monotonic() + random.random() * every
    while then < ends:
        sleep(max(0.0, then - monotonic()))
        act()
        then = max(then + every, monotonic())


def save(address: str, officer: Officer, into: Load) -> None:
    title = f"ซ่อมทางเท้าหน้าตลาด รอบที่ {officer.saves + 1}"
    headers = {
        "Accept": "application/json",
        "Accept-Language": "th",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": officer.cookie,
        "Referer": f"{address}/",
        "X-Autosave-User": str(officer.pk),
        "X-CSRFToken": TOKEN,
    }
    body = urlencode({"title": title, "amount": "150000", "version": officer.version})
    status, text = asked(address, "POST", officer.address, into, headers, body)
    if status == http.client.OK:
        officer.version, officer.title = json.loads(text)["version"], title
        officer.saves += 1
    else:
        into.failures.append(f"{officer.address}: {status} {text[:300]!r}")


def view(address: str, path: str, into: Load) -> None:
    status, text = asked(address, "GET", path, into, {"Accept-Encoding": "gzip", "Accept-Language": "th"})
    if status != http.client.OK:
        into.failures.append(f"{path}: {status} {text[:300]!r}")


def asked(
    address: str, method: str, path: str, into: Load, headers: dict[str, str], body: str = ""
) -> tuple[int, bytes]:
    """The status and the body; 0 and the error where nothing was answered."""
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    began = perf_counter()
    try:
        line.request(method, path, body=body or None, headers=headers)
        response = line.getresponse()
        found = response.status, response.read()
    except OSError as error:
        found = 0, repr(error).encode()
    finally:
        line.close()
    into.seconds.append(perf_counter() - began)
    return found


def at_once(address: str, officers: list[Officer]) -> Load:
    """All officers save in the same moment."""
    burst = Load()
    start = threading.Barrier(len(officers))

    def act(officer: Officer) -> None:
        start.wait()
        save(address, officer, burst)

    with ThreadPoolExecutor(len(officers)) as crowd:
        list(crowd.map(act, officers))
    return burst


def not_kept(officers: list[Officer]) -> list[str]:
    """The proposals that do not say what was acknowledged last."""
    from forums.models import Proposal

    kept = dict(Proposal.objects.filter(uuid__in=[o.proposal for o in officers]).values_list("uuid", "title"))
    return [f"{o.address}: {kept.get(o.proposal)!r}" for o in officers if kept.get(o.proposal, "") != o.title]


def table(
    officers: list[Officer], saves: Load, views: Load, burst: Load, missing: list[str], loaded: float, length: float
) -> list[str]:
    from bkkplan.ground.core.clock import real_now

    return [
        "## Many at once",
        "",
        (
            f"Measured on {real_now().date():%d %B %Y} by `script/bench --load`, on {machine()}, two web workers, the "
            f"requests made on the same machine. When it began, {loaded:.1f} processes wanted to run on it. "
            f"{len(officers)} officers save a proposal every {SAVES_EVERY:.0f} s while {VISITORS} visitors open a "
            f"public page every {OPENS_EVERY:.0f} s, for {length:.0f} s; then all officers save in one moment. The "
            f"goals are p95 ≤ {GOALS['saves']:.0f} ms for a save, ≤ {GOALS['pages']:.0f} ms for a page, and nothing "
            f"lost; the burst has none. Afterwards {len(missing)} of {len(officers)} proposals did not say what was "
            f"acknowledged last."
        ),
        "",
        "| work | requests | p50 ms | p95 ms | longest ms | not answered with 200 |",
        "|---|---|---|---|---|---|",
        saves.row("a save", GOALS["saves"]),
        views.row("a visitor's page", GOALS["pages"]),
        burst.row("all save at once", None),
    ]


if __name__ == "__main__":
    main()
