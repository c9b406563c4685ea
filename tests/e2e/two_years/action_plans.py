"""The action plan of a district: handed in, approved, its items given money and reported on."""

from re import findall

from tests.e2e.two_years.life import Life
from tests.e2e.two_years.plans import communities_of, title_of


def submit(life: Life, year: int, code: str) -> None:
    """Every project of the confirmed plans of the year is an item since the confirmation; the plan goes up."""
    officer = life.people[f"officer{code}"]
    plan = f"/work/action-plans/{year}/{code}/"
    page = officer.open(plan)
    assert all(title_of(community) in page.text for community in communities_of(year, code))
    life.act(officer, f"{plan}submit/")


def approve(life: Life, year: int, code: str) -> None:
    page = life.act(life.people[f"director{code}"], f"/work/action-plans/{year}/{code}/approve/")
    assert "อนุมัติแล้ว" in page.text


def item(life: Life, year: int, community: str) -> str:
    """The address of the item that a community's project became."""
    page = life.people[f"officer{community[:4]}"].open(f"/work/action-plans/{year}/{community[:4]}/")
    return page.link_named(title_of(community))


def give_budget(life: Life, year: int, community: str, amount: str, *, source: str = "new") -> None:
    """``source`` is new (received for this item) or left (what the district has not yet given to items)."""
    officer = life.people[f"officer{community[:4]}"]
    of_item = item(life, year, community)
    form = officer.open(f"{of_item}budget/").form()
    more = {"source": source} if "source" in form.names else {}
    officer.send(form, amount=amount, **more)


def purse_of(life: Life, year: int, community: str) -> str:
    """The address of an item's money."""
    page = life.people[f"officer{community[:4]}"].open(item(life, year, community))
    return str(findall(r"/work/money/allocations/\d+/", page.html)[0])


def finish(life: Life, year: int, community: str, *, on: str) -> None:
    officer = life.people[f"officer{community[:4]}"]
    words = {"progress": "done", "done_on": on, "result": "ซ่อมทางเดินแล้ว 85 เมตร"}
    life.act(officer, f"{item(life, year, community)}progress/", **words)
