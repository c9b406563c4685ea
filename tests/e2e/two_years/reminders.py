"""The strategy office reminds those who miss a step; and who was told of what in a year."""

import tomllib
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
NOTICES = f"select {OF_YEAR}, kind, count(*) from accounts_notice group by 1, 2"
# Each morning there is one letter for each person who has news; it is dated by the morning.
LETTERS = """
    select (extract(year from l.day + interval '3 months') + 543)::int, u.username, count(*)
    from accounts_letter l join accounts_user u on u.id = l.recipient_id where l.state = 'done' group by 1, 2
"""
# The mornings on which a person has news, asked of the notices: no letter was missed, and none written for nothing.
MORNINGS = """
    select (extract(year from day + interval '3 months') + 543)::int, username, count(*) from (
        select distinct u.username, (n.created_at at time zone 'Asia/Bangkok')::date + 1 as day
        from accounts_notice n join accounts_user u on u.id = n.recipient_id where n.letter_id is not null
    ) as news group by 1, 2
"""


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


def expected() -> dict[str, dict[str, dict[str, int]]]:
    return tomllib.loads(EXPECTED.read_text(encoding="utf-8"))


def counted(life: Life, question: str) -> dict[str, dict[str, int]]:
    """By the year, how many of each kind or for each person."""
    found: dict[str, dict[str, int]] = {}
    with psycopg.connect(life.portal.environment["DATABASE_URL"]) as line:
        for year, what, many in line.execute(question):
            found.setdefault(str(year), {})[what] = many
    return found
