"""What offices do with their money during a year: lend, pay, commit, disburse; and how they ask for more."""

from tests.e2e.two_years.life import Life
from tests.e2e.two_years.places import STAFF


def lend(life: Life, who: str, purse: str, *, no: str, amount: str, due: str, purpose: str) -> None:
    words = {"agreement_no": no, "borrower": STAFF[who][0], "purpose": purpose}
    life.act(life.people[who], f"{purse}lend/", amount=amount, due_on=due, **words)


def clear(life: Life, who: str, purse: str, *, papers: str, cash: str, no: str) -> None:
    """Clear the last advance of a purse."""
    browser = life.people[who]
    link = [link for link in browser.open(purse).links if "/work/money/advances/" in link][-1]
    life.act(browser, link, papers=papers, cash=cash, document_no=no)


def move(life: Life, who: str, purse: str, verb: str, amount: str, no: str) -> None:
    """``verb`` as the purse's page has it in its addresses: pay, commit, disburse."""
    life.act(life.people[who], f"{purse}{verb}/", amount=amount, document_no=no)


def ask(life: Life, year: int, code: str) -> str:
    """Ask for all projects of the community plans that have no money yet; returns the address of the request."""
    officer = life.people[f"officer{code}"]
    page = officer.send(life.form_to(officer.open(f"/work/requests/{year}/"), f"/{code}/request/"))
    form = officer.open(f"{page.path}choose/").form("projects")
    officer.send(form, projects=form.options("projects"))
    return life.act(life.people[f"director{code}"], f"{page.path}hand-in/").path


def decide(life: Life, code: str, request: str, *, no: str, on: str, cuts: dict[int, str] | None = None) -> str:
    """Write down what a body left of the request, by the number of the line; returns the text of the page."""
    officer = life.people[f"officer{code}"]
    form = officer.open(f"{request}stages/new/").form("stage")
    lines = sorted((name for name in form.names if name.startswith("amount_")), key=lambda name: int(name[7:]))
    answers = {}
    for number, amount in (cuts or {}).items():
        answers |= {lines[number - 1]: amount, life.reason(lines[number - 1]): "ปรับตามกรอบวงเงิน"}
    return officer.send(form, number=no, on=on, **answers).text
