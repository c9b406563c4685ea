"""A quarter is frozen, reported by each office, and evaluated."""

from tests.e2e.two_years.life import Life
from tests.e2e.two_years.places import DISTRICTS


def freeze(life: Life, year: int, quarter: int) -> None:
    strategy = life.people["strategy"]
    life.act(strategy, f"/work/kpi/{year}/quarters/{quarter}/freeze/")


def report(life: Life, year: int, quarter: int, code: str, *, percent: str) -> None:
    """The sections report each item, the coordinator writes and gathers, the director sends."""
    officer, director = life.people[f"officer{code}"], life.people[f"director{code}"]
    home = f"/work/kpi/{year}/quarters/{quarter}/offices/{code}/"
    page = officer.open(home)
    for form in page.forms:
        if "percent" in form.names:
            officer.send(form, percent=percent, done="ดำเนินการตามแผน")
        if {"text", "problems"} <= form.names:
            officer.send(form, text=f"ผลงานไตรมาสที่ {quarter} เป็นไปตามแผน")
    officer.send(life.form_to(officer.open(home), "/gather/"))
    director.send(life.form_to(director.open(home), "/send/"))


def evaluate(life: Life, year: int, quarter: int) -> int:
    """The strategy office accepts each KPI of each office; returns how many it judged."""
    strategy, judged = life.people["strategy"], 0
    for code in DISTRICTS:
        page = strategy.open(f"/work/kpi/{year}/quarters/{quarter}/offices/{code}/")
        for link in dict.fromkeys(link for link in page.links if link.endswith("/evaluate/")):
            life.act(strategy, link, verdict="accepted", score="100")
            judged += 1
    return judged
