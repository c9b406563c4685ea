"""The portal as a country's: script/bench --country [OFFICES …]. It writes its part of docs/speed.md.

For each size a portal starts on a reference folder of its own (tests/country.py) with ten communities to each office
(tests/trial/country_rows.py). Its figures are set against SQL of our own in every district, and its ordinary pages are
asked for over HTTP, by turns with a small Django site. From 200 offices on pages show groups first.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import quote

import django

from tests import servers
from tests.country import write_country
from tests.public.bench import Times, machine, shown, write_part, yardstick
from tests.trial.bench_sizes import File

SIZES = (200, 7850)
ROUNDS = 9
YEAR, PLAN_YEAR = 2566, 2567
WORKING_DAY = "2023-06-02"
OFFICE = "TH010001"  # every size has it
GOALS = {"figures": 2.0, "dashboard": 300, "growth": 1.7, "first byte": 1.0}
DASHBOARD = f"/work/kpi/{YEAR}/"
PAGES = (
    ("", "/"),
    ("", "/districts/"),
    ("", "/districts/?group=th01"),
    ("", f"/districts/{OFFICE}/"),
    ("", f"/contacts/?district={OFFICE}"),
    ("", "/hearings/"),
    ("", f"/hearings/?district={OFFICE}"),
    ("", f"/search/?q={quote('ทางเดิน')}"),
    ("", f"/indicators/{YEAR}/KPI-1/"),
    ("", f"/indicators/{YEAR}/KPI-2/"),
    ("strategy", DASHBOARD),
    ("strategy", f"{DASHBOARD}?kpi=KPI-2"),
    ("strategy", f"{DASHBOARD}?kpi=KPI-2&group=th01"),
    ("strategy", f"/work/kpi/{YEAR}/KPI-1/"),
    ("strategy", f"/work/kpi/{YEAR}/KPI-2/"),
    ("strategy", f"/work/money/{YEAR}/"),
    ("strategy", f"/work/money/{YEAR}/?group=th01"),
    ("strategy", f"/work/year-of-offices/{YEAR}/?group=th01"),
    ("strategy", f"/work/forums/year/{YEAR}/"),
    ("strategy", f"/work/plans/{PLAN_YEAR}/"),
    ("strategy", f"/work/checks/{PLAN_YEAR}/"),
    ("strategy", "/work/find/?q=" + quote("ร่มเย็น")),
    ("social", "/work/register/"),
    ("officer", "/work/"),
    ("officer", "/work/register/"),
    ("officer", f"/work/plans/{PLAN_YEAR}/"),
    ("officer", f"/work/checks/{PLAN_YEAR}/"),
)
FILES = (
    ("", f"/data/kpi-units/{YEAR}.csv"),
    ("", f"/data/proposals/{YEAR}.csv"),
    ("social", "/work/register/communities.csv"),
)


@dataclass(frozen=True)
class Size:
    offices: int
    communities: int
    loading: float  # seconds, of the reference data
    figures: float  # seconds
    sql: float
    pages: Times
    files: dict[str, File]
    memory: int


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    servers.provide()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bkkplan.settings.test"  # without the pool; the portal has its own
    os.environ["BKKPLAN_TODAY"] = WORKING_DAY
    django.setup()
    loaded = os.getloadavg()[0]
    found: list[Size] = []
    for size in sizes:
        found.append(measured(size))
        lines = table(found, loaded)
        sys.stderr.write("\n".join(lines) + "\n")  # a later size may fail
    sys.stdout.write("\n".join(lines) + "\n")
    if sizes == list(SIZES):
        write_part("country: written by script/bench --country", lines)


def measured(offices: int) -> Size:
    from tests.e2e.city import LivingCity
    from tests.trial.bench_pages import Asked, by_turns, memory_of
    from tests.trial.bench_sizes import database_of, entered, fetched, forget_kept
    from tests.trial.country_rows import fill

    class LivingCountry(LivingCity):
        """An empty portal on the folder of a country, on the working day of the sample city."""

        def __init__(self, data: Path, listener: object) -> None:
            super().__init__(data, listener, is_empty=True)

        def set_environment(self) -> None:
            super().set_environment()
            os.environ["BKKPLAN_TODAY"] = WORKING_DAY
            os.environ["BKKPLAN_REFERENCE"] = str(write_country(self.data / "country", districts=offices))

    began = perf_counter()
    with LivingCountry.started() as country, yardstick(country.environment) as small, database_of(country):
        loading = perf_counter() - began
        offices, communities = fill()
        sys.stderr.write(f"{offices} offices and {communities} communities are there\n")
        figures, sql = figures_and_sql()
        people = {who for who, _path in (*PAGES, *FILES) if who}
        invite(people)
        cookies = {who: entered(country.address, who) for who in people}
        forget_kept(country)  # of the empty country
        fetched(country, "/", "")  # measures the figures, as a worker does ahead of the visitors
        asked = [Asked(f"{who or 'visitor'} {path}", who, path, cookies.get(who, "")) for who, path in PAGES]
        pages = by_turns(country.address, small, asked, ROUNDS)
        files = {f"{who or 'visitor'} {path}": fetched(country, path, cookies.get(who, "")) for who, path in FILES}
        return Size(offices, communities, loading, figures, sql, pages, files, memory_of(country.process("web")))


def invite(people: set[str]) -> None:
    """An account for each name, with the password of the sample city."""
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    from bkkplan.ground.accounts.enums import Role
    from bkkplan.trial.catalog import PASSWORD
    from districts.models import District
    from tests.factories.accounts import AssignmentFactory, UserFactory

    roles = {"strategy": Role.STRATEGY, "social": Role.SOCIAL_DEVELOPMENT, "officer": Role.DISTRICT_OFFICER}
    hasher = PBKDF2PasswordHasher()
    for name in people:
        user = UserFactory(username=name, password=hasher.encode(PASSWORD, hasher.salt(), 1000))
        district = District.objects.get(code=OFFICE) if name == "officer" else None
        AssignmentFactory(user=user, role=roles[name], district=district)


def figures_and_sql() -> tuple[float, float]:
    """The median seconds of the three figures, and of our SQL for them; both give the same in every district."""
    from django.core.cache import cache
    from django.db import connection

    from bkkplan.figures.kpi import registry
    from bkkplan.figures.kpi.builders.by_group import briefs, of_group
    from bkkplan.ground.core.clock import now, today
    from bkkplan.ground.core.fiscal import FiscalYear
    from districts.models import DistrictGroup
    from tests.trial.bench_sizes import KPI_1, KPI_2, KPI_3, timed

    year, day, codes = FiscalYear(YEAR), today(), ("KPI-1", "KPI-2", "KPI-3")
    values = {"start": year.start, "day": day, "units": day}

    def portal() -> list[dict[int, tuple[int, int]]]:
        some = tuple(registry.get(code) for code in codes)
        found = registry.summaries_with_notes(some, year, day, at=now())
        return [{pk: (r.counted, r.units) for pk, r in one.districts.items()} for one in found]

    def direct() -> list[dict[int, tuple[int, int]]]:
        found = []
        with connection.cursor() as cursor:
            for question in (KPI_1, KPI_2, KPI_3):
                cursor.execute(question, values)
                found.append({pk: (int(counted), units) for pk, counted, units in cursor.fetchall()})
        return found

    def as_shown() -> list[dict[int, tuple[int, int]]]:
        """What the pages of the groups show, put together."""
        found: list[dict[int, tuple[int, int]]] = [{}, {}, {}]
        for group in DistrictGroup.objects.all():
            own = {one.code: one for one in of_group(group.pk, year, day, at=now())}
            for place, code in enumerate(codes):
                found[place] |= {pk: (r.counted, r.units) for pk, r in own[code].districts.items()}
        return found

    cache.clear()  # groups of another size were measured in this process, with the same numbers
    expected = direct()
    assert portal() == expected
    assert as_shown() == expected
    short = {brief.summary.code: brief.summary.ratio.counted for brief in briefs(year, day, at=now())}
    assert [short[code] for code in codes] == [sum(n for n, _all in one.values()) for one in expected]
    return median(timed(portal) for _ in range(ROUNDS)), median(timed(direct) for _ in range(ROUNDS))


def table(found: list[Size], loaded: float) -> list[str]:
    from bkkplan.ground.core.clock import real_now
    from tests.trial.bench_sizes import table_of_files

    first, last = found[0], found[-1]
    sizes = "; ".join(f"{one.offices:,} offices, {one.communities:,} communities" for one in found)
    lines = [
        "## A country",
        "",
        (
            f"Measured on {real_now().date():%d %B %Y} by `script/bench --country`, on {machine()}. When it began, "
            f"{loaded:.1f} processes wanted to run on it. A made-up country without tiles: {sizes}; {ROUNDS} times "
            f"each, p50; × is the time against a small Django site's by turns with it. In **bold** is what is not at "
            f"its goal: figures ≤ {GOALS['figures']:.0f} × our SQL, a dashboard ≤ {GOALS['dashboard']} ms, "
            f"growth ≤ {GOALS['growth']}, the first byte of a file "
            f"≤ {GOALS['first byte']:.0f} s. The figures are the same as those of our SQL in every district, also as "
            f"the pages of the groups show them. Pages show figures that were measured up to a minute before "
            "([ADR](adr/a-country-is-a-setting.md))."
        ),
        "",
        "| offices | start with reference data, s | three figures, ms | SQL, ms | × |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.offices:,} | {one.loading:.0f} | {one.figures * 1000:.0f} | {one.sql * 1000:.0f} "
        f"| {shown(one.figures / one.sql, GOALS['figures'], 1)} |"
        for one in found
    ]
    heads = " | ".join(f"{one.offices:,}: ms | ×" for one in found)
    lines += ["", f"| page | {heads} | growth |", "|---" * (2 + 2 * len(found)) + "|"]
    for who, path in PAGES:
        key = f"{who or 'visitor'} {path}"
        goal = GOALS["dashboard"] if path.startswith(DASHBOARD) and "KPI-1/" not in path else float("inf")
        cells = [
            f"{shown(median(one.pages[key]) * 1000, goal, 0)} | {median(one.pages[key]) / median(one.pages['']):.1f}"
            for one in found
        ]
        growth = shown(median(last.pages[key]) / median(first.pages[key]), GOALS["growth"], 1)
        lines.append(f"| {who or 'visitor'} `{path}` | {' | '.join(cells)} | {growth} |")
    lines += table_of_files(found, [one.offices for one in found], FILES)
    kept = ", ".join(f"{one.memory} MB at {one.offices:,}" for one in found)
    return [*lines, "", f"The largest web worker had {kept} of its own after it."]


if __name__ == "__main__":
    main()
