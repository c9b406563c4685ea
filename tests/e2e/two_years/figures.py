"""The figures of a year as the portal's pages show them on the working day."""

import tomllib
from decimal import Decimal
from pathlib import Path
from re import findall, search

from bkkplan.trial.journey.browser import Page
from tests.e2e.two_years.life import Life
from tests.e2e.two_years.places import OFFICES

EXPECTED = Path(__file__).with_name("figures.toml")
AMOUNT = r"(-?[\d,]+(?:\.\d+)?)"
PURSES = ("/work/money/allocations/", "/work/action-plans/items/")
# What the page of a purse calls each sum.
PURSE = {
    "remaining": "คงเหลือ",
    "carried": "กันไว้เบิกเหลื่อมปี",
    "lapsed": "พับไป",
    "advances": "เงินยืมที่ยังไม่ล้าง",
}


def baht(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def expected(day: str) -> dict[str, dict[str, int | str]]:
    """By the year, what was worked out by hand for a day."""
    table = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))[day]
    assert isinstance(table, dict)
    return table


def seen(life: Life, year: str) -> dict[str, int | str]:
    """Money in baht; a KPI as its counted units of all units."""
    money = {name: int(amount) for name, amount in (city_sums(life, year) | purse_sums(life, year)).items()}
    return money | kpis(life, year)


def city_sums(life: Life, year: str) -> dict[str, Decimal]:
    """Of the page of the whole city: districts and bureaus together."""
    page = life.people["strategy"].open(f"/work/money/{year}/")
    granted = search(r"แหล่งเงิน ได้รับ \(บาท\) .*?การใช้งบประมาณรายเขต", page.text)
    assert granted, page.text
    # Of districts there are the approved, the transferred, the allotted, the committed and the disbursed baht.
    districts = [(row[1], *row[3:]) for row in findall(rf"รวม {' '.join([AMOUNT] * 5)} ", page.text)]
    rows = districts + findall(rf"สำนักพัฒนาสังคม {' '.join([AMOUNT] * 3)} ", page.text)
    sums = [sum(map(baht, column)) for column in zip(*rows, strict=True)]
    names = ("transferred", "committed", "disbursed")
    return {"granted": sum(map(baht, findall(rf" {AMOUNT}(?= )", granted[0])), Decimal(0))} | dict(
        zip(names, sums, strict=True)
    )


def purse_sums(life: Life, year: str) -> dict[str, Decimal]:
    """Of the pages of all the money of the four offices: of flagship projects, and of items."""
    sums = dict.fromkeys(PURSE, Decimal(0))
    strategy = life.people["strategy"]
    for code in OFFICES:
        office = strategy.open(f"/work/money/{year}/{code}/")
        for purse in sorted({link for link in office.links if link.startswith(PURSES)}):
            page = strategy.open(purse)
            for name, label in PURSE.items():
                sums[name] += shown_on(page, label)
    return sums


def shown_on(page: Page, label: str) -> Decimal:
    card = search(rf"งบประมาณ บาท .*? คงเหลือ {AMOUNT}", page.text)
    found = search(rf" {label} {AMOUNT}", card[0]) if card else None
    return baht(found[1]) if found else Decimal(0)


def kpis(life: Life, year: str) -> dict[str, int | str]:
    text = life.people["strategy"].open(f"/work/kpi/{year}/").text
    shown = findall(r"ตัวชี้วัดที่ (\d) .*? % (\d+) จาก (\d+) ", text)
    return {f"kpi_{number}": f"{counted} of {units}" for number, counted, units in shown if number in "123"}


def check(life: Life, day: str) -> None:
    """What the pages show of each year is what stands in the table of that day."""
    for year, wanted in expected(day).items():
        shown = seen(life, year)
        other = {name: (shown.get(name), figure) for name, figure in wanted.items() if shown.get(name) != figure}
        assert not other, f"{day}, year {year}, shown and worked out: {other}"
