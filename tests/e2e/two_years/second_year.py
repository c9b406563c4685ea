"""Acts of fiscal year 2571 and of three months after it (to December 2028), with the money carried from 2570."""

from tests.e2e.two_years import action_plans, figures, hearings, money, plans, reminders, year_end, years
from tests.e2e.two_years.first_year import Kept, pay_from, report_quarter
from tests.e2e.two_years.life import Life
from tests.e2e.two_years.places import DISTRICTS, DUSIT, NEXT_YEAR, NONG_CHOK, PHRA_NAKHON, YEAR
from tests.e2e.two_years.screen import at_the_screen
from tests.e2e.two_years.years import HEARING, PLANS

FORUMS = {PHRA_NAKHON: "18 พ.ย. 2570", DUSIT: "19 พ.ย. 2570", NONG_CHOK: "22 พ.ย. 2570"}


def autumn(life: Life, kept: Kept) -> None:
    """October to December 2027: money of 2571, the rest of 2570, its closing, forums and plans."""
    life.day("2027-10-01")
    years.write_the_strategies_of_the_districts(life, NEXT_YEAR)
    years.receive_and_transfer(life, NEXT_YEAR)
    for code, request in kept.requests.items():
        life.act(life.people[f"officer{code}"], f"{request}grant/")
    life.day("2027-10-08")
    year_end.close_month(life, YEAR, 9)
    forums = {code: hearings.announce(life, code, on=day) for code, day in FORUMS.items()}

    life.day("2027-11-02")
    report_quarter(life, YEAR, 4)
    purse = years.purse_of(life, "officer1001", NEXT_YEAR, PHRA_NAKHON, HEARING)
    loan = {"no": "บย 1/2571", "amount": "25,000", "due": "30 พ.ย. 2570", "purpose": "ค่าอาหารว่างของเวที"}
    money.lend(life, "officer1001", purse, **loan)
    life.day("2027-11-10")
    year_end.close_month(life, NEXT_YEAR, 10)
    year_end.use_carry(life, "officer1001", kept.bound, "pay", "98,000", "ฎีกา 3/2571")
    life.day("2027-11-15")
    with at_the_screen(life, "strategy"):
        year_end.close_year(life, YEAR, lapses="5,732,000.00", no="กท 1302/901")
    figures.check(life, "2027-11-15")

    life.day("2027-11-18")
    hearings.hold(life, PHRA_NAKHON, forums[PHRA_NAKHON])
    life.day("2027-11-19")
    hearings.hold(life, DUSIT, forums[DUSIT])
    pay_from(life, DUSIT, NEXT_YEAR, HEARING, "14,000", "บค 1/2571")
    life.day("2027-11-22")
    hearings.hold(life, NONG_CHOK, forums[NONG_CHOK])
    pay_from(life, NONG_CHOK, NEXT_YEAR, HEARING, "11,000", "บค 1/2571")
    life.day("2027-11-25")
    money.clear(life, "officer1001", purse, papers="22,000", cash="3,000", no="ใบสำคัญ 5")
    life.day("2027-12-01")
    for code, forum in forums.items():
        hearings.publish(life, code, forum)
    year_end.close_month(life, NEXT_YEAR, 11)
    life.day("2027-12-03")
    assert reminders.remind(life, NEXT_YEAR, reminders.STEP, measure="plans") == 12
    life.day("2027-12-07")
    for community in sorted(set(plans.all_of(NEXT_YEAR)) - set(plans.all_of(YEAR))):
        plans.seat_committee(life, community, since="1 ต.ค. 2570", until="30 ก.ย. 2574")
    # In the morning the three new chairs are reminded, too: the reminder is of this week.
    life.day("2027-12-16")
    for community in plans.all_of(NEXT_YEAR):
        plans.write_plan(life, NEXT_YEAR, community, cost="150,000")
    life.day("2027-12-21")
    for community in plans.all_of(NEXT_YEAR):
        plans.answer_questions(life, NEXT_YEAR, community)
        plans.adopt_plan(life, NEXT_YEAR, community, on="20 ธ.ค. 2570")
        plans.confirm_plan(life, NEXT_YEAR, community)


def winter(life: Life, kept: Kept) -> None:
    """January to March 2028: the action plan gets the voted money; some carried money is used."""
    life.day("2027-12-28")
    # Two people of each office: the portal knows that none has sent its report.
    assert reminders.remind(life, NEXT_YEAR, "รายงานผลไตรมาสที่ 1") == 6
    life.day("2028-01-05")
    year_end.close_month(life, NEXT_YEAR, 12)
    report_quarter(life, NEXT_YEAR, 1)
    life.day("2028-01-18")
    for code in DISTRICTS:
        action_plans.submit(life, NEXT_YEAR, code)
        action_plans.approve(life, NEXT_YEAR, code)
    life.day("2028-01-25")
    action_plans.give_budget(life, NEXT_YEAR, f"{PHRA_NAKHON}-0001", "120,000", source="left")
    action_plans.give_budget(life, NEXT_YEAR, f"{DUSIT}-0001", "150,000", source="left")
    life.day("2028-02-07")
    year_end.close_month(life, NEXT_YEAR, 1)
    life.day("2028-03-10")
    year_end.close_month(life, NEXT_YEAR, 2)
    year_end.use_carry(life, "officer1003", kept.lapsing, "commit", "40,000", "สญ 1/2571")
    life.day("2028-03-15")
    money.move(life, "bureau", years.bureau_purse(life, NEXT_YEAR), "commit", "800,000", "สญ 2/2571")
    life.day("2028-03-20")
    year_end.use_carry(life, "officer1003", kept.lapsing, "pay", "40,000", "ฎีกา 9/2571")
    life.day("2028-03-31")
    figures.check(life, "2028-03-31")


def summer(life: Life) -> None:
    """April to the middle of September 2028."""
    item = f"{PHRA_NAKHON}-0001"
    life.day("2028-04-05")
    year_end.close_month(life, NEXT_YEAR, 3)
    report_quarter(life, NEXT_YEAR, 2)
    life.day("2028-04-20")
    for code, amount in {PHRA_NAKHON: "350,000", DUSIT: "300,000", NONG_CHOK: "200,000"}.items():
        pay_from(life, code, NEXT_YEAR, PLANS, amount, "บค 9/2571")
    life.day("2028-05-10")
    year_end.close_month(life, NEXT_YEAR, 4)
    of_item = action_plans.purse_of(life, NEXT_YEAR, item)
    money.move(life, "officer1001", of_item, "commit", "118,000", "สญ 3/2571")
    life.day("2028-06-15")
    year_end.close_month(life, NEXT_YEAR, 5)
    money.move(life, "bureau", years.bureau_purse(life, NEXT_YEAR), "disburse", "800,000", "ฎีกา 44")
    life.day("2028-07-05")
    year_end.close_month(life, NEXT_YEAR, 6)
    report_quarter(life, NEXT_YEAR, 3)
    life.day("2028-08-10")
    year_end.close_month(life, NEXT_YEAR, 7)
    money.move(life, "officer1001", of_item, "disburse", "118,000", "ฎีกา 17")
    action_plans.finish(life, NEXT_YEAR, item, on="8 ส.ค. 2571")
    life.day("2028-09-05")
    year_end.close_month(life, NEXT_YEAR, 8)


def the_end(life: Life, kept: Kept) -> None:
    """What was carried is extended, or lapses; the year is closed."""
    life.day("2028-09-20")
    year_end.extend_carry(life, "officer1002", kept.extended, "31 ธ.ค. 2571")
    life.day("2028-10-02")
    figures.check(life, "2028-10-02")
    reminders.check(life, NEXT_YEAR)
    life.day("2028-10-09")
    year_end.close_month(life, NEXT_YEAR, 9)
    life.day("2028-11-02")
    report_quarter(life, NEXT_YEAR, 4)
    life.day("2028-11-13")
    year_end.use_carry(life, "officer1002", kept.extended, "commit", "150,000", "สญ 1/2572")
    life.day("2028-11-20")
    year_end.close_year(life, NEXT_YEAR, lapses="6,418,000.00", no="กท 1302/955")
    life.day("2028-12-20")
    year_end.use_carry(life, "officer1002", kept.extended, "pay", "150,000", "ฎีกา 6/2572")
    life.day("2028-12-31")
    figures.check(life, "2028-12-31")
