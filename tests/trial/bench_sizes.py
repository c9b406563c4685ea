"""How figures, pages and files grow with the city: script/bench --city 2000 80000. It writes its part of docs/speed.md.

The sample city runs as in the demo (web, worker, beat); for each size copies of its communities are added
(tests/trial/growing.py), and the same addresses are asked for again, by turns with a small Django site. The three
figures are set against SQL of our own, which is another way to the same numbers and has to give them in every district.
"""

import http.client
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from urllib.parse import quote, urlsplit

import django

from tests import servers
from tests.public.bench import Times, machine, shown, write_part, yardstick

ROUNDS = 9
SIZES = (2000, 80000)
YEAR, PLAN_YEAR = 2566, 2567
WORKING_DAY = "2023-06-02"
GOALS = {"figures": 2.0, "visitor": 2.5, "signed in": 5.0, "growth": 1.7, "memory": 130, "first byte": 1.0}
GOALS |= {"import": 0.8, "long import": 12.0, "import memory": 150}
SHORT_REGISTER, MOST_IMPORTED = 2_100, 50_000
PAGES = (
    ("", "/"),
    ("", "/districts/1001/"),
    ("", "/hearings/"),
    ("", f"/search/?q={quote('ทางเดิน')}"),
    ("", f"/search/?q={quote('ก')}"),
    ("", f"/indicators/{YEAR}/KPI-2/"),
    ("", f"/indicators/{YEAR}/KPI-3/"),
    ("officer1001", "/work/"),
    ("officer1001", f"/work/forums/year/{YEAR}/"),
    ("officer1001", f"/work/plans/{PLAN_YEAR}/"),
    ("officer1001", f"/work/checks/{PLAN_YEAR}/"),
    ("officer1001", f"/work/action-plans/{YEAR}/1001/"),
    ("officer1001", "/work/register/"),
    ("strategy", f"/work/kpi/{YEAR}/"),
    ("strategy", f"/work/kpi/{YEAR}/KPI-2/"),
    ("social", "/work/register/"),
    ("social", f"/work/plans/{PLAN_YEAR}/"),
)
FILES = (
    ("", f"/data/kpi-units/{YEAR}.csv"),
    ("", f"/data/proposals/{YEAR}.csv"),
    ("social", "/work/register/communities.csv"),
    ("social", "/work/register/communities.xlsx"),
)
# By district: how many of its units count, and how many there are.
KPI_1 = """
    select d.id, count(f.id) filter (where f.counts) > 0, 1
    from districts_district d left join (
        select id, district_id, published_on <= %(day)s and (withdrawn_on is null or withdrawn_on > %(day)s) as counts
        from forums_forum
        where kind = 'district_hearing' and held_on between %(start)s and %(day)s and announced_on <= %(day)s
            and (cancelled_on is null or cancelled_on > %(day)s)
    ) f on f.district_id = d.id
    group by d.id
"""
KPI_2 = """
    select c.district_id, count(made.community_id), count(*)
    from communities_community c
    join (
        select distinct on (community_id) community_id, status, type_id from communities_communitystanding
        where starts_on <= %(units)s order by community_id, starts_on desc
    ) s on s.community_id = c.id and s.status = 'normal'
    join communities_communitytype t on t.id = s.type_id and t.valid_from <= %(units)s
        and (t.valid_until is null or t.valid_until > %(units)s)
    left join (
        select distinct p.community_id from communities_planadoption a
        join communities_planrevision r on r.id = a.revision_id
        join communities_plan p on p.id = r.plan_id
        join communities_planrevision k on k.plan_id = p.id and k.number >= r.number and k.confirmed_on <= %(day)s
            and (k.confirmation_withdrawn_on is null or k.confirmation_withdrawn_on > %(day)s)
        where a.adopted_on between %(start)s and %(day)s and (a.cancelled_on is null or a.cancelled_on > %(day)s)
    ) made on made.community_id = c.id
    group by c.district_id
"""
KPI_3 = """
    select d.id, count(taken.district_id) > 0, 1
    from districts_district d left join (
        select distinct p.district_id from budget_inclusion i
        join budget_actionplanitem t on t.id = i.item_id
        join budget_actionplan p on p.id = t.plan_id
        join budget_actionplanedition e on e.id = i.edition_id and e.approved_on <= %(day)s
        left join budget_actionplanedition o on o.id = t.dropped_in_id
        where i.included_on between %(start)s and %(day)s and (i.ended_on is null or i.ended_on > %(day)s)
            and (o.approved_on is null or o.approved_on > %(day)s)
    ) taken on taken.district_id = d.id
    group by d.id
"""


@dataclass(frozen=True)
class Import:
    """A register that was read, checked and confirmed."""

    rows: int
    seconds: float
    memory: int  # megabytes by which the process grew


@dataclass(frozen=True)
class Sizes:
    """One size of the city, and what was measured on it."""

    communities: int
    proposals: int
    figures: list[float]
    sql: list[float]
    pages: Times
    files: dict[str, tuple[float, float, int]]  # seconds to the first byte, to the last, bytes
    imports: dict[str, Import]  # by the kind of the file
    memory: int


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    servers.provide()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bkkplan.settings.test"  # without the pool; the city has its own
    os.environ["BKKPLAN_TODAY"] = WORKING_DAY
    django.setup()
    from tests.e2e.city import LivingCity
    from tests.trial.growing import grow

    loaded = os.getloadavg()[0]
    with LivingCity.started() as city, yardstick(city.environment) as small, database_of(city):
        cookies = {who: entered(city.address, who) for who, _path in (*PAGES, *FILES) if who}
        found = []
        for size in sizes:
            have = grow(size)
            forget_kept(city)
            found.append(measured(city, small, cookies, have))
            lines = table(found, loaded)
            sys.stderr.write("\n".join(lines) + "\n")  # a later size may fail
    sys.stdout.write("\n".join(lines) + "\n")
    if sizes == list(SIZES):
        write_part("sizes: written by script/bench --city", lines)


@contextmanager
def database_of(city) -> Iterator[None]:
    """This process asks the database of the running city."""
    from django.db import connection

    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = urlsplit(city.environment["DATABASE_URL"]).path.lstrip("/")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def entered(address: str, who: str) -> str:
    """The cookies of someone who has signed in."""
    from bkkplan.trial.catalog import PASSWORD
    from bkkplan.trial.journey.steps import Journey

    with tempfile.TemporaryDirectory() as papers:
        browser = Journey(address, PASSWORD, papers=Path(papers), turn_to=None).person(who)
    return "; ".join(f"{one.name}={one.value}" for one in browser.cookies)


def forget_kept(city) -> None:
    """Empty the city's cache: what was kept belongs to the size before."""
    import redis

    with redis.Redis.from_url(city.environment["REDIS_URL"]) as broker:
        for key in broker.scan_iter("bkkplan:*"):
            broker.delete(key)


def measured(city, small: str, cookies: dict[str, str], communities: int) -> Sizes:
    from django.apps import apps

    from tests.trial.bench_pages import Asked, by_turns, memory_of

    figures, sql = figures_and_sql()
    asked = [Asked(f"{who or 'visitor'} {path}", who, path, cookies.get(who, "")) for who, path in PAGES]
    pages = by_turns(city.address, small, asked, ROUNDS)
    sys.stderr.writelines(f"{key or 'small site'}: {median(some) * 1000:.0f} ms\n" for key, some in pages.items())
    files = {f"{who or 'visitor'} {path}": fetched(city.address, path, cookies.get(who, "")) for who, path in FILES}
    proposals = apps.get_model("forums", "Proposal").objects.count()
    imports = {kind: imported(kind) for kind in ("csv", "xlsx")}
    return Sizes(communities, proposals, figures, sql, pages, files, imports, memory_of(city.process("web")))


def imported(kind: str) -> Import:
    """The city's own register as a file in which every community has one house more, brought in and taken back.

    A child does it, whose memory is seen; what reads an XLSX is a process of its own and does not count.
    """
    from django.db import connection

    connection.close()
    receiving, sending = Pipe(duplex=False)
    child = get_context("fork").Process(target=_bring_in, args=(kind, sending))
    child.start()
    sending.close()
    found: Import = receiving.recv()
    child.join()
    return found


def _bring_in(kind: str, sending: Connection) -> None:
    from django.db import transaction

    from bkkplan.ground.accounts.models import User
    from bkkplan.ground.core.clock import now, today
    from bkkplan.ground.lists import actions
    from communities.queries import register_on
    from communities.resources import register_parts

    by = User.objects.get(username="social")
    rows = [row for row in register_on(today()) if row.status not in ("", "dissolved")][:MOST_IMPORTED]
    for row in rows:
        row.houses = (row.houses or 0) + 1
    data, count = b"".join(register_parts(rows, kind=kind)), len(rows)
    del rows
    given = {"kind": "communities", "place": "city", "data": data, "name": f"register.{kind}", "day": today()}
    before = _resident()
    with transaction.atomic():
        began = perf_counter()
        upload = actions.read_at_once(**given, on=today(), by=by, at=now())
        if upload.outcome["wrong"] or upload.outcome["strange"]:
            raise RuntimeError(f"{upload.outcome['wrong']} rows are wrong: {upload.outcome['errors'][:3]}")
        actions.confirm(list_id=upload.pk, on=today(), by=by, at=now())
        seconds = perf_counter() - began
        assert upload.outcome["changed"] == count, upload.outcome["errors"][:3]
        transaction.set_rollback(True)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 - before
    sending.send(Import(count, seconds, max(grown, 0)))


def _resident() -> int:
    """The megabytes that this process has in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024**2


def figures_and_sql() -> tuple[list[float], list[float]]:
    """The seconds that the three figures take by district, as the portal asks for them and by our SQL, by turns."""
    from django.db import connection

    from bkkplan.figures.kpi import registry
    from bkkplan.ground.core.clock import now, today
    from bkkplan.ground.core.fiscal import FiscalYear
    from communities.queries.cut_off import cut_off_on

    year, day = FiscalYear(YEAR), today()
    values = {"start": year.start, "day": day, "units": cut_off_on(year, day) or day}

    def portal() -> list[dict[int, tuple[int, int]]]:
        some = [registry.get(code) for code in ("KPI-1", "KPI-2", "KPI-3")]
        found = registry.summaries_with_notes(tuple(some), year, day, at=now())
        return [{pk: (r.counted, r.units) for pk, r in one.districts.items()} for one in found]

    def direct() -> list[dict[int, tuple[int, int]]]:
        found = []
        with connection.cursor() as cursor:
            for question in (KPI_1, KPI_2, KPI_3):
                cursor.execute(question, values)
                found.append({pk: (int(counted), units) for pk, counted, units in cursor.fetchall()})
        return found

    assert portal() == direct()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for work, some in zip((portal, direct), times, strict=True):
            some.append(timed(work))
    return times


def timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def fetched(address: str, path: str, cookie: str) -> tuple[float, float, int]:
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=600)
    began = perf_counter()
    line.request("GET", path, headers={"Accept-Language": "th"} | ({"Cookie": cookie} if cookie else {}))
    response = line.getresponse()
    if response.status != http.client.OK:
        raise RuntimeError(f"{path}: {response.status}")
    size = len(response.read(1))
    first = perf_counter() - began
    while part := response.read(1 << 16):
        size += len(part)
    line.close()
    return first, perf_counter() - began, size


def table(found: list[Sizes], loaded: float) -> list[str]:
    from bkkplan.ground.core.clock import real_now

    first, last = found[0], found[-1]
    counted = [f"{one.communities:,} communities, {one.proposals:,} proposals" for one in found]
    lines = [
        "## How it grows with the city",
        "",
        (
            f"Measured on {real_now().date():%d %B %Y} by `script/bench --city`, on {machine()}. When it began, "
            f"{loaded:.1f} processes wanted to run on it. The sizes: {'; '.join(counted)}. {ROUNDS} times each, p50; × "
            f"is the time against a small Django site's by turns with it. Figures in **bold** are not at their goal."
        ),
        "",
        (
            "The three figures by district, against SQL of our own that gives the same numbers in every district "
            f"(goal ≤ {GOALS['figures']:.0f} ×):"
        ),
        "",
        "| communities | portal, ms | SQL, ms | × |",
        "|---|---|---|---|",
    ]
    for one in found:
        own, sql = median(one.figures), median(one.sql)
        lines.append(
            f"| {one.communities:,} | {own * 1000:.1f} | {sql * 1000:.1f} | {shown(own / sql, GOALS['figures'], 1)} |"
        )
    heads = " | ".join(f"{one.communities:,}: ms | ×" for one in found)
    lines += ["", f"| page | {heads} | growth |", "|---" * (2 + 2 * len(found)) + "|"]
    for who, path in PAGES:
        key = f"{who or 'visitor'} {path}"
        goal = GOALS["signed in" if who else "visitor"]
        cells = [
            f"{median(one.pages[key]) * 1000:.0f} | {shown(median(one.pages[key]) / median(one.pages['']), goal, 1)}"
            for one in found
        ]
        growth = shown(median(last.pages[key]) / median(first.pages[key]), GOALS["growth"], 1)
        lines.append(f"| {who or 'visitor'} `{path}` | {' | '.join(cells)} | {growth} |")
    lines += table_of_files(found, [one.communities for one in found], FILES)
    lines += [
        "",
        (
            "The city's own register, brought in with one house more for every community: read, checked and confirmed "
            f"(goals: ≤ {GOALS['import']} s for 2,007 rows, ≤ {GOALS['long import']:.0f} s for 50,000, "
            f"≤ {GOALS['import memory']} MB):"
        ),
        "",
        "| file | rows | s | MB |",
        "|---|---|---|---|",
    ]
    for one in found:
        for kind, made in one.imports.items():
            goal = GOALS["import" if made.rows <= SHORT_REGISTER else "long import"]
            cells = [f"{made.rows:,}", shown(made.seconds, goal, 1), shown(made.memory, GOALS["import memory"], 0)]
            lines.append(f"| {kind.upper()} | {' | '.join(cells)} |")
    kept = ", ".join(f"{shown(one.memory, GOALS['memory'], 0)} MB at {one.communities:,}" for one in found)
    return [*lines, "", f"The largest web worker had {kept} after it (goal ≤ {GOALS['memory']:.0f} MB)."]


def table_of_files(found: Sequence[Any], sizes: Sequence[int], files: Sequence[tuple[str, str]]) -> list[str]:
    """The table of the files of each size of a bench, after an empty line."""
    heads = " | ".join(f"{size:,}: first byte, s | whole, s | MB" for size in sizes)
    lines = ["", f"| file | {heads} |", "|---" * (1 + 3 * len(found)) + "|"]
    for who, path in files:
        cells = []
        for one in found:
            begun, whole, size = one.files[f"{who or 'visitor'} {path}"]
            cells.append(f"{shown(begun, GOALS['first byte'], 2)} | {whole:.1f} | {size / 1e6:.1f}")
        lines.append(f"| {who or 'visitor'} `{path}` | {' | '.join(cells)} |")
    return lines


if __name__ == "__main__":
    main()
