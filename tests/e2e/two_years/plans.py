"""Committees and their plans: seated, written, checked by the district, adopted by the community, confirmed."""

from uuid import uuid4

from tests.e2e.two_years.life import Life
from tests.e2e.two_years.places import COMMUNITIES, PLANS, code_of

WORKS = {"title": "ปรับปรุงทางเดินริมคลอง", "amount": "150,000"}
PROJECT = {
    "area_physical": True,
    "reason": "ทางเดินทรุด",
    "objectives": "เดินได้ปลอดภัย",
    "target": "ทางเดิน 85 เมตร",
    "line-0-item": "ค่าก่อสร้าง",
    "line-0-quantity": "1",
}


def communities_of(year: int, district: str) -> list[str]:
    return [code_of(district, number) for number in range(1, PLANS[year][district] + 1)]


def all_of(year: int) -> list[str]:
    return [community for district in PLANS[year] for community in communities_of(year, district)]


def title_of(community: str) -> str:
    """The project of a community's plan, by the community's name."""
    district, _dash, number = community.partition("-")
    return f"ซ่อมทางเดิน {COMMUNITIES[district][int(number) - 1][1]}"


def seat_committee(life: Life, community: str, *, since: str, until: str) -> None:
    """The committee's term, its chair, and the chair's account."""
    officer = life.people[f"officer{community[:4]}"]
    home = f"/work/committees/{community}/"
    page = life.act(officer, f"{home}terms/new/", starts_on=since, ends_on=until)
    page = life.act(officer, page.link("members/new"), full_name=f"ประธาน {community}", position="chair")
    who = f"chair{community}".replace("-", "")
    life.act(officer, page.link("invite"), username=who, email=f"{who}@bkk.example")
    life.people[community] = life.by_letter(who, f"{who}@bkk.example")


def write_plan(life: Life, year: int, community: str, *, cost: str) -> None:
    """The committee writes its plan with one project and hands it in."""
    chair = life.people[community]
    plan = f"/work/plans/{year}/{community}/"
    chair.send(life.form_to(chair.open(f"/work/plans/{year}/"), f"{community}/begin/"))
    life.act(chair, f"{plan}sections/vision/", text="ชุมชนที่ทุกวัยอยู่สบาย")
    life.act(chair, f"{plan}problems/{uuid4()}/", problem="ทางเดินทรุด", cause="น้ำเซาะ", way_out="ซ่อมพื้น")
    page = chair.open(f"{plan}write/projects/")
    page = chair.send(page.form("title", action="projects/"), title=title_of(community))
    life.act(chair, page.link_named(title_of(community), "/projects/"), **PROJECT, **{"line-0-unit_price": cost})
    page = life.act(chair, f"{plan}submit/", areas_reason="ปีนี้เริ่มที่ทางเดินก่อน", present="24")


def answer_questions(life: Life, year: int, community: str) -> None:
    """The district answers the three questions of each project of a plan."""
    officer = life.people[f"officer{community[:4]}"]
    fits = {f"fits_{question}": "yes" for question in ("mission", "area_strategy", "city_strategy")}
    reasons = {"mission_reason": "ตรงภารกิจ", "area_reason": "ตรงพื้นที่", "city_reason": "ตรงกับแผนของเมือง"}
    for form in officer.open(check_of(life, year, community)).forms:
        if "fits_mission" in form.names:
            officer.send(form, outcome="include", strategy=form.option("strategy", "D9.2"), **fits, **reasons)


def confirm_plan(life: Life, year: int, community: str) -> None:
    """The district confirms a plan and takes its projects into its action plan, in one act."""
    life.act(life.people[f"officer{community[:4]}"], f"{check_of(life, year, community)}confirm/")


def check_of(life: Life, year: int, community: str) -> str:
    """The address at which the district checks a plan that was handed in."""
    page = life.people[f"officer{community[:4]}"].open(f"/work/plans/{year}/{community}/")
    return page.link("/work/checks/plans/")


def adopt_plan(life: Life, year: int, community: str, *, on: str) -> None:
    """The district records on which day the community's meeting adopted the plan."""
    officer = life.people[f"officer{community[:4]}"]
    address = f"/work/forums/adoptions/{year}/{community}/"
    form = officer.open(address).form()
    officer.send(form, adopted_by="community_meeting", adopted_on=on)
