"""The end of a year: money is carried over, used and extended; months and the year are closed."""

from re import findall

from bkkplan.trial.journey.browser import Page
from tests.e2e.two_years.life import Life
from tests.e2e.two_years.places import BUREAU, DISTRICTS


def ask_to_carry(life: Life, who: str, purse: str, kind: str, amount: str, no: str) -> str:
    """Returns the address of the carry-over; ``kind`` is bound (มีหนี้ผูกพัน) or free (ไม่มีหนี้ผูกพัน)."""
    words = {"document_no": no, "reason": "งานยังไม่แล้วเสร็จ"}
    return life.act(life.people[who], f"{purse}carry/", kind=kind, amount=amount, **words).path


def approve_carry(life: Life, who: str, carry: str, *, decision: str) -> None:
    """With an obligation the office's director decides; without one the city, and the strategy office writes it."""
    page = life.act(life.people[who], f"{carry}decide/", decision=decision)
    assert "อนุมัติการกันเงินแล้ว" in page.text


def extend_carry(life: Life, who: str, carry: str, until: str) -> None:
    """The office asks for a later last day; the strategy office writes down that the city gives it."""
    words = {"document_no": "กท 5007/88", "reason": "ผู้รับจ้างรอส่งมอบพื้นที่"}
    life.act(life.people[who], f"{carry}extend/", until=until, **words)
    strategy = life.people["strategy"]
    decide = strategy.open(carry).link("/work/money/extensions/", "/decide/")
    assert "ขยายเวลาแล้ว" in life.act(strategy, decide, decision="มติสภากรุงเทพมหานคร ครั้งที่ 8/2571").text


def use_carry(life: Life, who: str, carry: str, verb: str, amount: str, no: str) -> None:
    """``verb`` is commit or pay."""
    life.act(life.people[who], f"{carry}{verb}/", amount=amount, document_no=no)


def close_month(life: Life, year: int, month: int) -> None:
    """Every office with money closes the month."""
    for who, code in keepers().items():
        close_month_of(life, who, code, year, month)


def close_month_of(life: Life, who: str, code: str, year: int, month: int) -> None:
    """An office closes a month by the sums of its finance section, which agree with the portal's."""
    browser = life.people[who]
    page = browser.open(f"/work/money/{year}/{code}/months/{month}/")
    committed, disbursed, carried = shown_sums(page)
    done = browser.send(page.form(), committed=committed, disbursed=disbursed, carried=carried)
    assert "ปิดบัญชีเดือนแล้ว" in done.text


def keepers() -> dict[str, str]:
    """By the person who keeps the books: the office's code."""
    return {f"officer{code}": code for code in DISTRICTS} | {"bureau": BUREAU}


def shown_sums(page: Page) -> list[str]:
    """Committed, disbursed and paid of carried money, up to the month's end."""
    return findall(r"ในระบบนี้ ([\d,.]+)", page.text)


def close_year(life: Life, year: int, *, lapses: str, no: str) -> None:
    """Close the books; the page says before how much lapses."""
    strategy = life.people["strategy"]
    page = strategy.open(f"/work/money/{year}/close/")
    assert f"จะพับไป {lapses} " in page.text
    assert "ปิดบัญชีปีแล้ว" in strategy.send(page.form(), document_no=no).text
