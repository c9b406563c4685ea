"""Years are prepared, opened, and get their money from the ordinance."""

from tests.e2e.opening_data import OF_2566, OF_2568, OF_THE_DISTRICT, TREE_2566, TREE_2568
from tests.e2e.two_years.life import Life
from tests.e2e.two_years.places import BUREAU, DISTRICTS, NEXT_YEAR, PEOPLE, REGISTER, STAFF, YEAR

HEARING = "โครงการรับฟังความคิดเห็นของประชาชน"
PLANS = "โครงการสนับสนุนการจัดทำและทบทวนแผนพัฒนาชุมชน"
CAPACITY = "โครงการพัฒนาศักยภาพกรรมการชุมชน ผู้นำชุมชน และเจ้าหน้าที่"
CANALS = "โครงการพัฒนาย่านริมคลอง"
SHARES = {
    HEARING: {"1001": "200,000", "1002": "200,000", "1003": "200,000"},
    CANALS: {"1001": "300,000", "1002": "200,000", "1003": "100,000"},
}
# What the ordinance of 2570 grants each project; the same in 2571. 600,000 + 2,000,000 + 600,000 + 4,763,000.
GRANTED = {HEARING: "600,000", PLANS: "2,000,000", CANALS: "600,000", CAPACITY: "4,763,000"}


def set_up(life: Life) -> None:
    """An empty portal gets its people, its register, its trees and its first year."""
    admin = life.first_administrator()
    life.bring_in_people(admin, PEOPLE)
    life.bring_in_register(admin, REGISTER, "1 ก.ย. 2569")
    for who in STAFF:
        life.by_letter(who, f"{who}@bkk.example")
    strategy = life.people["strategy"]
    life.bring_in_tree(strategy, TREE_2566, **OF_2566 | {"last_year": "2572"})
    life.bring_in_tree(strategy, TREE_2568, **OF_2568 | {"last_year": "2572"})


def open_the_first_year(life: Life) -> None:
    strategy = life.people["strategy"]
    life.act(strategy, "/work/years/begin/", year=str(YEAR), source="")
    write_shared_by_table(life, HEARING, "KPI-1")
    rule = {"sharing": "by_communities", "communities_on": "1 ก.ย. 2569"}
    life.write_flagship(strategy, YEAR, title_th=PLANS, kpi_code="KPI-2", budget="2,000,000", **rule)
    form = strategy.open(f"/work/years/{YEAR}/flagships/new/").form("bureau")
    bureau = {"bureau": form.option("bureau", "สำนักพัฒนาสังคม"), "responsible_unit": "สำนักพัฒนาสังคม"}
    words = {"title_th": CAPACITY, "kpi_code": "KPI-2", "budget": "4,763,000", "sharing": "none"}
    life.write_flagship(strategy, YEAR, **words, **bureau)
    write_shared_by_table(life, CANALS, "KPI-3")
    write_targets(life, YEAR)
    assert f"เปิดปีงบประมาณ {YEAR} แล้ว" in life.open_year(strategy, YEAR).text


def write_shared_by_table(life: Life, title: str, kpi: str) -> None:
    strategy = life.people["strategy"]
    words = {"title_th": title, "kpi_code": kpi, "budget": GRANTED[title], "sharing": "table"}
    table = life.write_flagship(strategy, YEAR, **words).path
    life.act(strategy, table, **{f"share_{code}": amount for code, amount in SHARES[title].items()})


def write_targets(life: Life, year: int) -> None:
    for number, target in {1: "ร้อยละ 6", 2: "ร้อยละ 60", 3: "ร้อยละ 6"}.items():
        life.act(life.people["strategy"], f"/work/kpi/{year}/targets/KPI-{number}/0/", city=target)


def open_from_the_year_before(life: Life) -> None:
    strategy = life.people["strategy"]
    page = life.act(strategy, "/work/years/begin/", year=str(NEXT_YEAR), source=str(YEAR))
    assert "เริ่มจัดทำแล้ว" in page.text
    assert f"เปิดปีงบประมาณ {NEXT_YEAR} แล้ว" in life.open_year(strategy, NEXT_YEAR).text


def write_the_strategies_of_the_districts(life: Life, year: int) -> None:
    for code in DISTRICTS:
        officer = life.people[f"officer{code}"]
        home = f"/work/strategy/{year}/{code}/"
        for kind, name in OF_THE_DISTRICT.items():
            forms = officer.open(home).forms
            begin = next(f for f in forms if ("kind", kind) in [(c.name, c.value) for c in f.controls])
            tree = officer.send(begin)
            life.act(officer, f"{tree.path}nodes/new/", code="1", name_th=name)


def receive_and_transfer(life: Life, year: int, *, to_the_bureau: str = GRANTED[CAPACITY]) -> None:
    """Money from the ordinance to each project, on to the districts by its rule, and to the bureau."""
    strategy = life.people["strategy"]
    plan = strategy.open(f"/work/flagship/{year}/")
    for title, amount in GRANTED.items():
        project = plan.link_named(title)
        page = life.act(strategy, f"{project}fund/", amount=amount, from_source="ordinance")
        if title == CAPACITY:
            life.act(strategy, page.link_named("โอนจัดสรรให้สำนัก"), amount=to_the_bureau)
        else:
            life.transfer(strategy, project)


def cut(life: Life, year: int, title: str, amount: str, *, reason: str) -> None:
    strategy = life.people["strategy"]
    project = strategy.open(f"/work/flagship/{year}/").link_named(title)
    life.act(strategy, f"{project}cut/", amount=amount, note=reason)


def purse_of(life: Life, who: str, year: int, code: str, project: str) -> str:
    """The address of an office's money of a flagship project."""
    page = life.people[who].open(f"/work/money/{year}/{code}/")
    return next(a for a, name in page.named_links if "/work/money/allocations/" in a and project in name)


def bureau_purse(life: Life, year: int) -> str:
    return purse_of(life, "bureau", year, BUREAU, CAPACITY)
