"""How figures, pages and files grow with the city: script/bench --city 2000 80000. It writes its part of docs/speed.md.

The sample city runs as in the demo (web, worker, beat); for each size copies of its communities are added
(tests/trial/growing.py), and the same addresses are asked for again, by turns with a small Django site. The three
figures are set against SQL of our own, which is another way to the same numbers and has to give them in every district.
"""

import http.client
import math
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from urllib.parse import quote, urlsplit

import django

from tests import servers
from tests.public.bench import Times, machine, shown, write_part, yardstick
from tests.trial.bench_besides import (
    VISITORS,
    Child,
    FrontPage,
    brought_in,
    followed_after_an_act,
    followed_whole,
    front_page,
    in_child,
    started,
    watched,
)

ROUNDS = 9
SIZES = (2000, 80000)
YEAR, PLAN_YEAR = 2566, 2567
WORKING_DAY = "2023-06-02"
GOALS = {"figures": 2.0, "visitor": 2.5, "signed in": 5.0, "growth": 1.7, "memory": 130, "first byte": 1.0}
GOALS |= {"import": 0.8, "long import": 12.0, "import memory": 150, "cold": 1.0, "start": 1.2}
SHORT_REGISTER = 2_100
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
class File:
    begun: float  # seconds to the first byte
    whole: float
    size: int  # bytes
    memory: int  # megabytes, at the peak, of the largest web worker
    grown: int  # by which that is more than before


@dataclass(frozen=True)
class Sizes:
    """One size of the city, and what was measured on it."""

    communities: int
    proposals: int
    figures: list[float]
    sql: list[float]
    pages: Times
    files: dict[str, File]
    imports: dict[str, Child]  # by the kind of the file
    front: FrontPage
    followed: Child  # all proposals
    after_an_act: int  # milliseconds, of following what one act touched
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
        start = started(city)
        cookies = {who: entered(city.address, who) for who, _path in (*PAGES, *FILES) if who}
        found = []
        for size in sizes:
            have = grow(size)
            forget_kept(city)
            found.append(measured(city, small, cookies, have))
            lines = table(found, loaded, start)
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
    memory = memory_of(city.process("web"))
    files = {f"{who or 'visitor'} {path}": fetched(city, path, cookies.get(who, "")) for who, path in FILES}
    proposals = apps.get_model("forums", "Proposal").objects.count()
    return Sizes(
        communities,
        proposals,
        figures,
        sql,
        pages,
        files,
        imports={kind: in_child(brought_in(kind)) for kind in ("csv", "xlsx")},
        front=front_page(city, forget_kept),
        followed=in_child(followed_whole),
        after_an_act=in_child(followed_after_an_act).count,
        memory=memory,
    )


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


def fetched(city: Any, path: str, cookie: str) -> File:
    from tests.trial.bench_pages import memory_of

    line = http.client.HTTPConnection(urlsplit(city.address).netloc, timeout=600)
    with watched(lambda: memory_of(city.process("web"))) as sizes:
        began = perf_counter()
        line.request("GET", path, headers={"Accept-Language": "th"} | ({"Cookie": cookie} if cookie else {}))
        response = line.getresponse()
        if response.status != http.client.OK:
            raise RuntimeError(f"{path}: {response.status}")
        size = len(response.read(1))
        first = perf_counter() - began
        while part := response.read(1 << 16):
            size += len(part)
        whole = perf_counter() - began
    line.close()
    return File(first, whole, size, max(sizes), max(sizes) - sizes[0])


def table(found: list[Sizes], loaded: float, start: float) -> list[str]:
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
            if made.error:
                lines.append(f"| {kind.upper()} | **not read** after {made.seconds:.0f} s: {made.error} | | |")
                continue
            goal = GOALS["import" if made.count <= SHORT_REGISTER else "long import"]
            cells = [f"{made.count:,}", shown(made.seconds, goal, 1), shown(made.memory, GOALS["import memory"], 0)]
            lines.append(f"| {kind.upper()} | {' | '.join(cells)} |")
    kept = ", ".join(f"{shown(one.memory, GOALS['memory'], 0)} MB at {one.communities:,}" for one in found)
    lines += table_of_the_rest(found)
    begun = f"The web server answers {shown(start, GOALS['start'], 1)} s after its start (goal ≤ {GOALS['start']} s)."
    memory = f"The largest web worker had {kept} after the pages (goal ≤ {GOALS['memory']:.0f} MB)."
    return [*lines, "", f"{begun} {memory}"]


def table_of_the_rest(found: list[Sizes]) -> list[str]:
    """The front page without anything kept, the stages of proposals, and the start: a row for each goal."""
    rows = [
        (f"cold front page, the slowest of {VISITORS} visitors at once, s", GOALS["cold"], 2, lambda o: o.front.cold),
        ("… how many of them measured", 1, 0, lambda o: o.front.measured),
        ("front page, the first visit after an act anywhere, ms", math.inf, 0, lambda o: o.front.after * 1000),
        ("… and the next", math.inf, 0, lambda o: o.front.next * 1000),
        ("all proposals followed (at night), s", math.inf, 1, lambda o: o.followed.seconds),
        ("… by how much that process grows, MB", GOALS["memory"], 0, lambda o: o.followed.memory),
        ("proposals followed after one act, ms", math.inf, 0, lambda o: o.after_an_act),
    ]
    lines = ["", f"| work | {' | '.join(f'{one.communities:,}' for one in found)} | goal |"]
    lines.append("|---" * (2 + len(found)) + "|")
    for name, goal, digits, value in rows:
        cells = [shown(value(one), goal, digits) for one in found]
        lines.append(f"| {name} | {' | '.join(cells)} | {'' if goal == math.inf else f'≤ {goal:g}'} |")
    return lines


def table_of_files(found: Sequence[Any], sizes: Sequence[int], files: Sequence[tuple[str, str]]) -> list[str]:
    """The table of the files of each size of a bench, after an empty line."""
    heads = " | ".join(f"{size:,}: first byte, s | whole, s | MB | worker's peak, MB" for size in sizes)
    lines = ["", f"| file | {heads} |", "|---" * (1 + 4 * len(found)) + "|"]
    for who, path in files:
        cells = []
        for one in found:
            file = one.files[f"{who or 'visitor'} {path}"]
            peak = f"{shown(file.memory, GOALS['memory'], 0)} (+{file.grown})"
            cells.append(
                f"{shown(file.begun, GOALS['first byte'], 2)} | {file.whole:.1f} | {file.size / 1e6:.1f} | {peak}"
            )
        lines.append(f"| {who or 'visitor'} `{path}` | {' | '.join(cells)} |")
    return lines


if __name__ == "__main__":
    main()
