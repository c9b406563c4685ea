"""The strategy office reminds those who miss a step; and who was told of what in a year."""

import re
import tomllib
from collections import Counter
from email.utils import parseaddr
from pathlib import Path
from re import search

import psycopg

from tests.e2e.two_years.life import Life

EXPECTED = Path(__file__).with_name("reminders.toml")
STEP = "ส่งแผนพัฒนาชุมชน"
# A fiscal year begins in October of the year before.
OF_YEAR = """
    (extract(year from created_at at time zone 'Asia/Bangkok' + interval '3 months') + 543)::int
"""
NOTICES = f"select kind, count(*) from accounts_notice where {OF_YEAR} = %s group by kind"
# The subject of a day's letter ends with its day: … วันที่ 6 กรกฎาคม 2570.
DAY_OF_LETTER = re.compile(r"สรุป \d+ เรื่อง วันที่ (\d+) (\S+) (\d{4})$")
OF_EACH_KPI = "kpi.narrative_accepted"
IN_AUTUMN = {"ตุลาคม", "พฤศจิกายน", "ธันวาคม"}


def add_step(life: Life, year: int, *, due: str) -> None:
    """A step of the year's own: the plans of communities, for offices and committees."""
    words = {"name_th": STEP, "due_on": due, "audiences": ["districts", "committees"], "reason": "ตามปฏิทินแผนพัฒนาชุมชน"}
    life.act(life.people["strategy"], f"/work/years/{year}/days/steps/", **words)


def remind(life: Life, year: int, step: str, *, measure: str = "") -> int:
    """Remind all who miss a step; returns how many people the portal says it told."""
    strategy = life.people["strategy"]
    days = strategy.open(f"/work/years/{year}/days/")
    link = search(rf'(?s){step}\s*<br>.*?href="([^"]+/remind/)"', days.html)
    assert link, days.text
    page = strategy.open(link[1] + (f"?of={measure}" if measure else ""))
    sent = search(r"ส่งการเตือนถึง (\d+) คนแล้ว", strategy.send(page.form()).text)
    assert sent
    return int(sent[1])


def check(life: Life, year: int) -> None:
    """The notices of a year by their kind, and the letters of a year by person, are those worked out by hand."""
    wanted = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))[str(year)]
    for what, found in (("notices", notices(life, year)), ("letters", letters(life, year))):
        other = {
            name: (found.get(name, 0), wanted[what].get(name, 0))
            for name in sorted(found.keys() | wanted[what].keys())
            if found.get(name, 0) != wanted[what].get(name, 0)
        }
        assert not other, f"{what} of {year}, sent and worked out: {other}"


def notices(life: Life, year: int) -> dict[str, int]:
    with psycopg.connect(life.portal.environment["DATABASE_URL"]) as line:
        found = dict(line.execute(NOTICES, [year]).fetchall())
    shown = life.people["strategy"].open(f"/work/kpi/{year}/").text
    found[OF_EACH_KPI] //= len(set(re.findall(r"ตัวชี้วัดที่ (\d)", shown)))
    return found


def letters(life: Life, year: int) -> dict[str, int]:
    """By the name before the address: how many letters of a day were sent in the fiscal year."""
    found: Counter[str] = Counter()
    for letter in life.portal.letters():
        if day := DAY_OF_LETTER.search(str(letter["Subject"])):
            fiscal = int(day[3]) + (day[2] in IN_AUTUMN)
            found[parseaddr(str(letter["To"]))[1].partition("@")[0]] += fiscal == year
    return {who: many for who, many in found.items() if many}
