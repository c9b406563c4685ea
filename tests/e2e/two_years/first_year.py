"""Fiscal year 2570, from the empty portal on 15 Sept 2026 to the end of September 2027."""

from dataclasses import dataclass, field

from tests.e2e.two_years import (
    action_plans,
    figures,
    hearings,
    money,
    plans,
    quarters,
    reminders,
    trainings,
    year_end,
    years,
)
from tests.e2e.two_years.life import Life
from tests.e2e.two_years.places import DISTRICTS, DUSIT, NEXT_YEAR, NONG_CHOK, PHRA_NAKHON, YEAR
from tests.e2e.two_years.screen import at_the_screen
from tests.e2e.two_years.years import CANALS, CAPACITY, HEARING, PLANS

FORUMS = {PHRA_NAKHON: "20 พ.ย. 2569", DUSIT: "24 พ.ย. 2569", NONG_CHOK: "27 พ.ย. 2569"}


@dataclass
class Kept:
    """Addresses that the second year needs: requests by district, and the three carry-overs."""

    requests: dict[str, str] = field(default_factory=dict)
    bound: str = ""
    extended: str = ""
    lapsing: str = ""


def autumn(life: Life) -> None:
    """September to December 2026: the year is opened, money received, forums held, an advance cleared late."""
    years.set_up(life)
    years.open_the_first_year(life)

    life.day("2026-10-01")
    years.write_the_strategies_of_the_districts(life, YEAR)
    with at_the_screen(life, "strategy"):
        years.receive_and_transfer(life, YEAR, to_the_bureau="4,500,000")
    life.day("2026-10-05")
    with at_the_screen(life, "officer1001"):
        forums = {code: hearings.announce(life, code, on=day) for code, day in FORUMS.items()}
    for community in plans.all_of(YEAR):
        plans.seat_committee(life, community, since="1 ต.ค. 2568", until="30 ก.ย. 2572")
    reminders.add_step(life, YEAR, due="20 ธ.ค. 2569")
    figures.check(life, "2026-10-05")

    life.day("2026-11-02")
    with at_the_screen(life, "officer1001"):
        year_end.close_month(life, YEAR, 10)
    purse = years.purse_of(life, "officer1001", YEAR, PHRA_NAKHON, HEARING)
    loan = {"no": "บย 1/2570", "amount": "20,000", "due": "30 พ.ย. 2569", "purpose": "ค่าอาหารว่างของเวที"}
    money.lend(life, "officer1001", purse, **loan)
    life.day("2026-11-20")
    hearings.hold(life, PHRA_NAKHON, forums[PHRA_NAKHON])
    life.day("2026-11-24")
    hearings.hold(life, DUSIT, forums[DUSIT])
    pay_from(life, DUSIT, YEAR, HEARING, "12,000", "บค 1/2570")
    life.day("2026-11-27")
    hearings.hold(life, NONG_CHOK, forums[NONG_CHOK])
    pay_from(life, NONG_CHOK, YEAR, HEARING, "9,500", "บค 1/2570")
    life.day("2026-12-01")
    for code, forum in forums.items():
        hearings.publish(life, code, forum)
    year_end.close_month(life, YEAR, 11)
    figures.check(life, "2026-12-01")

    life.day("2026-12-14")
    # Two people of each office, and the six chairs.
    assert reminders.remind(life, YEAR, reminders.STEP, measure="plans") == 12
    life.day("2026-12-15")
    money.clear(life, "officer1001", purse, papers="18,500", cash="1,500", no="ใบสำคัญ 7")
    life.day("2026-12-16")
    first, *others = plans.all_of(YEAR)
    with at_the_screen(life, first):
        plans.write_plan(life, YEAR, first, cost="150,000")
    for community in others:
        plans.write_plan(life, YEAR, community, cost="150,000")
    life.day("2026-12-17")
    # The six handed in; each office still has communities that did not.
    assert reminders.remind(life, YEAR, reminders.STEP, measure="plans") == 6
    life.day("2026-12-21")
    for community in plans.all_of(YEAR):
        plans.answer_questions(life, YEAR, community)
        plans.adopt_plan(life, YEAR, community, on="20 ธ.ค. 2569")
    with at_the_screen(life, "officer1001"):
        plans.confirm_plan(life, YEAR, first)
    for community in others:
        plans.confirm_plan(life, YEAR, community)


def winter(life: Life, kept: Kept) -> None:
    """January to March 2027: the first quarter, the request for 2571, the action plan, a training."""
    life.day("2027-01-04")
    year_end.close_month(life, YEAR, 12)
    report_quarter(life, YEAR, 1)
    life.day("2027-01-11")
    kept.requests = {code: money.ask(life, NEXT_YEAR, code) for code in (PHRA_NAKHON, DUSIT)}
    training = trainings.announce(life, YEAR, on="10 ก.พ. 2570")
    for code in DISTRICTS:
        trainings.send_members(life, training, code)
    purse = years.bureau_purse(life, YEAR)
    loan = {"no": "บย 1/2570", "amount": "300,000", "due": "28 ก.พ. 2570", "purpose": "จัดอบรมรุ่นที่ 1"}
    money.lend(life, "bureau", purse, **loan)
    life.day("2027-01-18")
    with at_the_screen(life, "officer1001", "director1001"):
        for code in DISTRICTS:
            action_plans.submit(life, YEAR, code)
            action_plans.approve(life, YEAR, code)
    life.day("2027-01-25")
    for community in (f"{PHRA_NAKHON}-0003", f"{DUSIT}-0002", f"{NONG_CHOK}-0001"):
        action_plans.give_budget(life, YEAR, community, "150,000")

    life.day("2027-02-10")
    year_end.close_month(life, YEAR, 1)
    trainings.hold(life, training)
    life.day("2027-02-15")
    money.decide(life, PHRA_NAKHON, kept.requests[PHRA_NAKHON], no="กท 55", on="10 ก.พ. 2570", cuts={1: "120,000"})
    money.decide(life, DUSIT, kept.requests[DUSIT], no="กท 56", on="10 ก.พ. 2570", cuts={2: "100,000"})
    life.day("2027-02-20")
    money.clear(life, "bureau", purse, papers="280,000", cash="20,000", no="ใบสำคัญ 12")
    life.day("2027-03-15")
    year_end.close_month(life, YEAR, 2)
    money.move(life, "bureau", purse, "commit", "1,000,000", "สญ 4/2570")
    life.day("2027-03-31")
    figures.check(life, "2027-03-31")


def spring(life: Life) -> None:
    """April to June 2027: the second quarter, the support of plans is paid, the bureau is cut."""
    life.day("2027-04-05")
    year_end.close_month(life, YEAR, 3)
    report_quarter(life, YEAR, 2)
    life.day("2027-04-20")
    for code, amount in {PHRA_NAKHON: "300,000", DUSIT: "250,000", NONG_CHOK: "150,000"}.items():
        pay_from(life, code, YEAR, PLANS, amount, "บค 9/2570")
    life.day("2027-05-10")
    year_end.close_month(life, YEAR, 4)
    money.move(life, "officer1002", item_purse(life, f"{DUSIT}-0002"), "commit", "150,000", "สญ 1/2570")
    life.day("2027-06-15")
    year_end.close_month(life, YEAR, 5)
    money.move(life, "bureau", years.bureau_purse(life, YEAR), "disburse", "400,000", "ฎีกา 31")
    years.cut(life, YEAR, CAPACITY, "63,000", reason="ปรับลดตามมติสภากรุงเทพมหานคร")


def summer(life: Life, kept: Kept) -> None:
    """July to the middle of September 2027: the third quarter; the draft, the council and the vote."""
    life.day("2027-07-05")
    year_end.close_month(life, YEAR, 6)
    report_quarter(life, YEAR, 3)
    life.day("2027-07-15")
    money.move(life, "officer1001", item_purse(life, f"{PHRA_NAKHON}-0003"), "commit", "148,000", "สญ 2/2570")
    life.day("2027-07-20")
    for code, request in kept.requests.items():
        money.decide(life, code, request, no="ร่าง 2571", on="15 ก.ค. 2570")
    life.day("2027-08-05")
    year_end.close_month(life, YEAR, 7)
    money.move(life, "officer1002", item_purse(life, f"{DUSIT}-0002"), "disburse", "150,000", "ฎีกา 8")
    action_plans.finish(life, YEAR, f"{DUSIT}-0002", on="3 ส.ค. 2570")
    life.day("2027-08-25")
    council = {"no": "แปรญัตติ 3", "on": "20 ส.ค. 2570"}
    money.decide(life, PHRA_NAKHON, kept.requests[PHRA_NAKHON], **council, cuts={2: "0", 3: "0"})
    money.decide(life, DUSIT, kept.requests[DUSIT], **council, cuts={2: "0"})
    life.day("2027-09-01")
    year_end.close_month(life, YEAR, 8)
    money.move(life, "officer1001", item_purse(life, f"{PHRA_NAKHON}-0003"), "disburse", "50,000", "ฎีกา 14")
    life.day("2027-09-10")
    money.move(life, "bureau", years.bureau_purse(life, YEAR), "disburse", "600,000", "ฎีกา 52")
    life.day("2027-09-13")
    for code, request in kept.requests.items():
        money.decide(life, code, request, no="ข้อบัญญัติ 2571", on="10 ก.ย. 2570")


def september(life: Life, kept: Kept) -> None:
    """The next year is opened from this one; what is not paid is asked to be carried over."""
    life.day("2027-09-15")
    with at_the_screen(life, "strategy"):
        years.open_from_the_year_before(life)
    life.day("2027-09-20")
    item = item_purse(life, f"{PHRA_NAKHON}-0003")
    with at_the_screen(life, "officer1001"):
        kept.bound = year_end.ask_to_carry(life, "officer1001", item, "bound", "98,000", "กท 5001/77")
    canals = {code: years.purse_of(life, f"officer{code}", YEAR, code, CANALS) for code in (DUSIT, NONG_CHOK)}
    kept.extended = year_end.ask_to_carry(life, "officer1002", canals[DUSIT], "free", "200,000", "กท 5007/41")
    kept.lapsing = year_end.ask_to_carry(life, "officer1003", canals[NONG_CHOK], "free", "100,000", "กท 5015/30")
    life.day("2027-09-28")
    with at_the_screen(life, "director1001"):
        year_end.approve_carry(life, "director1001", kept.bound, decision="กท 5001/81")
    for carry in (kept.extended, kept.lapsing):
        year_end.approve_carry(life, "strategy", carry, decision="มติสภากรุงเทพมหานคร ครั้งที่ 9/2570")
    life.day("2027-09-30")
    figures.check(life, "2027-09-30")
    reminders.check(life, YEAR)


def report_quarter(life: Life, year: int, quarter: int) -> None:
    """The strategy office freezes the quarter, every office reports, every KPI is accepted."""
    quarters.freeze(life, year, quarter)
    for code in DISTRICTS:
        quarters.report(life, year, quarter, code, percent=str(25 * quarter))
    assert quarters.evaluate(life, year, quarter) >= 9


def pay_from(life: Life, code: str, year: int, project: str, amount: str, no: str) -> None:
    who = f"officer{code}"
    money.move(life, who, years.purse_of(life, who, year, code, project), "pay", amount, no)


def item_purse(life: Life, community: str) -> str:
    return action_plans.purse_of(life, YEAR, community)
