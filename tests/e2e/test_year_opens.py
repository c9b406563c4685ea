"""From an empty portal to money in the districts and bureaus: fiscal year 2570, opened in September 2569.

Everything is done through the portal's own pages, by the people whose work it is. Only the first administrator's link
comes from a command, as `script/demo --empty` prints it.
"""

from uuid import uuid4

import pytest

from tests.e2e.opening import Counted, EmptyPortal, Opening, picture
from tests.e2e.opening_data import (
    BUREAU,
    BY_TABLE,
    CAPACITY,
    COMMUNITY,
    DECEMBER,
    DISTRICT,
    FORUM,
    GRANTED,
    HEARING,
    LATER,
    NEXT_YEAR,
    NOVEMBER,
    OCTOBER,
    OF_2566,
    OF_2568,
    OF_THE_DISTRICT,
    PEOPLE,
    PROJECTS,
    QUESTION,
    REGISTER,
    SEPTEMBER,
    TREE_2566,
    TREE_2568,
    WANTED,
    YEAR,
)

MOST_PAGES = 25  # from the page ตั้งต้นระบบ to an announced forum


@pytest.fixture(scope="module")
def portal(django_db_modify_db_settings):
    with EmptyPortal.started(SEPTEMBER) as portal:
        yield portal


def test_a_year_is_opened_and_its_money_reaches_the_districts_and_a_bureau(portal):
    city = Opening(portal)
    announce_a_forum_of_a_new_year(city)
    for who in LATER:  # today: a link holds for a day
        city.by_letter(who, f"{who}@bkk.example")
    give_duties_to_sections(city)
    send_a_plan_up_the_route(city)

    portal.turn_to(OCTOBER)
    give_money_by_each_rule(city)
    purse = give_money_to_the_bureau(city)
    release_and_lend(city, purse)
    training = invite_to_a_training(city)
    lend_for_the_training(city, purse, training)
    portal.turn_to(NOVEMBER)
    hold_the_training(city, training)
    clear_one_advance_and_miss_another(city, training)

    portal.turn_to(DECEMBER)
    request = ask_for_next_year(city)
    hear_what_others_decide(city, request)
    change_a_target_during_the_year(city)
    look_around_and_write_nothing(city, request)


# --- the first day


def announce_a_forum_of_a_new_year(city):
    admin = city.first_administrator()
    Counted.pages = 0
    setting_up = admin.open("/work/setting-up/")
    assert "ผู้ใช้ของ สยป. และสำนักพัฒนาสังคม ทำต่อไป" in setting_up.text
    with Counted.paused():  # a forum can be announced without sections, too
        admin.send(city.form_to(admin.open("/work/people/offices/"), "usual-sections/"))
    city.bring_in_people(admin, PEOPLE)
    city.bring_in_register(admin, REGISTER, "1 ก.ย. 2569")
    strategy = city.by_letter("strategy", "strategy@bkk.example")
    city.bring_in_tree(strategy, TREE_2566, **OF_2566)
    with Counted.paused():  # the forum does not wait for these
        city.bring_in_tree(strategy, TREE_2568, **OF_2568)
    city.act(strategy, "/work/years/begin/", year=str(YEAR), source="")
    city.write_flagship(strategy, YEAR, **HEARING)
    with Counted.paused():
        both_trees_are_in_force(strategy)
        add_the_other_flagships(city)
        write_targets(city)
        change_the_template(city)
        set_days_and_rules(city)
    opened = city.open_year(strategy, YEAR)
    assert f"เปิดปีงบประมาณ {YEAR} แล้ว" in opened.text

    officer = city.by_letter("officer", "officer@bkk.example")
    page = officer.send(officer.open("/work/forums/new/").form(*FORUM), **FORUM)
    page = city.act(officer, f"{page.path}announce/")
    assert FORUM["scheduled_on"] in page.text
    assert Counted.pages <= MOST_PAGES
    assert FORUM["title"] in city.visitor().open(f"/hearings/?year={YEAR}").text


# --- the year


def both_trees_are_in_force(strategy):
    page = strategy.open(f"/work/years/{YEAR}/trees/")
    assert OF_2566["name_th"] in page.text
    assert OF_2568["name_th"] in page.text
    offered = strategy.open(f"/work/years/{YEAR}/flagships/new/").form("objective")
    assert offered.option("objective", "5.2.1") != offered.option("objective", "D9.2")


def add_the_other_flagships(city):
    strategy = city.people["strategy"]
    form = strategy.open(f"/work/years/{YEAR}/flagships/new/").form("bureau")
    city.write_flagship(strategy, YEAR, **CAPACITY, bureau=form.option("bureau", "สำนักพัฒนาสังคม"))
    for words in PROJECTS:
        page = city.write_flagship(strategy, YEAR, **words)
    assert "ยังเปิดปีไม่ได้" in strategy.open(f"/work/years/{YEAR}/").text
    table = page.path
    short = city.act(strategy, table, **{**BY_TABLE, "share_1002": "99,999.74"}, expect=[200, 422])
    assert "0.01" in short.text
    city.act(strategy, table, **BY_TABLE)


def write_targets(city):
    strategy = city.people["strategy"]
    year, quarter = (f"/work/kpi/{YEAR}/targets/KPI-1/{number}/" for number in (0, 1))
    refused = city.act(strategy, year, city="ร้อยละ 120", expect=[422])
    assert "เกิน 100 ไม่ได้" in refused.text
    city.act(strategy, year, **{"city": "ร้อยละ 85", f"district-{DISTRICT}": "เพิ่มขึ้นจากปีก่อน"})
    page = city.act(strategy, quarter, city="ร้อยละ 20")
    assert "พระนคร ทั้งปี เพิ่มขึ้นจากปีก่อน – ไม่นำมาเทียบ" in page.text
    assert "กรุงเทพมหานคร ไตรมาสที่ 1 ร้อยละ 20" in page.text


def change_the_template(city):
    strategy = city.people["strategy"]
    section = {"new1-title_th": QUESTION, "new1-help_th": "ใครบ้างที่เข้ามาช่วย", "new1-asking": "required"}
    city.act(strategy, f"/work/templates/{YEAR}/edit/", **section)
    seen = strategy.open(f"/work/templates/{YEAR}/preview/?on=phone")
    assert QUESTION in seen.text
    assert "ใครบ้างที่เข้ามาช่วย" in seen.text


def set_days_and_rules(city):
    strategy = city.people["strategy"]
    days = {"announce_before": "20", "closing_on": "20 ต.ค. 2570", "due_quarter_1": "15 ม.ค. 2570"}
    page = city.act(strategy, f"/work/years/{YEAR}/days/edit/", **days)
    assert "ประกาศเวทีก่อนวันจัดอย่างน้อย 20 วัน" in page.text
    assert "รายงานผลไตรมาสที่ 1 15 ม.ค. 2570" in page.text
    page = city.act(strategy, f"/work/years/{YEAR}/spending/", needs_allotment="yes")
    assert "ก่อหนี้ผูกพันได้ไม่เกินเงินงวด" in page.text


# --- the office, and a paper that goes up its route


def give_duties_to_sections(city):
    director = city.people["director"]
    office = director.open("/work/people/offices/")
    assert "ฝ่ายปกครอง เวทีรับฟัง, แผนปฏิบัติราชการ นภา เวที" in office.text
    assert "ฝ่ายรายได้ – ยังไม่มีผู้ปฏิบัติงาน" in office.text
    cashier = office.link_named("เลือกฝ่าย การุณ")
    form = director.open(cashier).form("sections")
    office = director.send(form, sections=form.option("sections", "ฝ่ายการคลัง"))
    assert "ฝ่ายการคลัง งบประมาณและการเบิกจ่าย, พัสดุและการก่อหนี้ผูกพัน การุณ บัญชี" in office.text
    revenue = director.open(office.link_named("แก้ ฝ่ายรายได้")).form("name", "duties")
    office = director.send(revenue, name="ฝ่ายรายได้และจัดเก็บ")
    assert "ฝ่ายรายได้และจัดเก็บ" in office.text
    # A forum is the work of another section.
    city.people["planner"].open("/work/forums/new/", expect=[403])


def send_a_plan_up_the_route(city):
    director, planner, head = (city.people[who] for who in ("director", "planner", "head"))
    city.act(director, f"/work/routes/{DISTRICT}/", **{"community-plan": ["section_head", "district_director"]})
    write_the_strategy_of_the_district(city)
    seat_a_committee(city)
    plan = write_a_plan(city)
    check = planner.open(plan).link("/work/checks/plans/")
    answer_the_three_questions(planner, check)
    city.act(planner, f"{check}hand-in/")

    back = head.open(check).link("/work/routes/papers/", "send-back")
    city.act(head, back, reason="ข้อ 3 ยังไม่บอกว่าใครดูแลทางเดิน")
    assert "ข้อ 3 ยังไม่บอกว่าใครดูแลทางเดิน" in planner.open("/work/").text
    answer_the_three_questions(planner, check, city_reason="ชุมชนดูแลทางเดินเอง")
    city.act(planner, f"{check}hand-in/")
    city.act(head, head.open(check).link("/work/routes/papers/", "pass"))
    assert "รับรองแผน · แผนพัฒนาชุมชนริมคลองบางลำพู" in director.open("/work/").text
    city.act(director, f"{check}confirm/")
    assert "เขตรับรองแผนพัฒนาชุมชนริมคลองบางลำพู" in city.people["chair"].open("/work/").text


def write_the_strategy_of_the_district(city):
    officer = city.people["officer"]
    home = f"/work/strategy/{YEAR}/{DISTRICT}/"
    for kind, name in OF_THE_DISTRICT.items():
        begin = next(f for f in officer.open(home).forms if ("kind", kind) in [(c.name, c.value) for c in f.controls])
        tree = officer.send(begin)
        city.act(officer, f"{tree.path}nodes/new/", code="1", name_th=name)


def seat_a_committee(city):
    planner = city.people["planner"]
    committee = f"/work/committees/{COMMUNITY}/"
    page = city.act(planner, f"{committee}terms/new/", starts_on="1 ต.ค. 2568", ends_on="30 ก.ย. 2571")
    page = city.act(planner, page.link("members/new"), full_name="สมศรี รักชุมชน", position="chair")
    city.act(planner, page.link("invite"), username="chair", email="chair@bkk.example")
    city.by_letter("chair", "chair@bkk.example")


def write_a_plan(city):
    chair = city.people["chair"]
    page = chair.open(chair.open("/work/").link_named("เริ่มจัดทำแผน"))
    page = chair.send(city.form_to(page, "begin/"))
    plan = page.path.removesuffix("write/")
    assert f"ยังไม่ได้เขียน “{QUESTION}”" in page.text
    own = next(form for form in page.forms if "/sections/own-" in form.address)
    chair.send(own, text="อาสาเยาวชน 12 คน")
    city.act(chair, f"{plan}sections/vision/", text="ชุมชนริมน้ำที่ทุกวัยอยู่สบาย")
    city.act(chair, f"{plan}problems/{uuid4()}/", problem="ทางเดินทรุด", cause="น้ำเซาะ", way_out="ซ่อมพื้น")
    for title, words in WANTED.items():
        project = chair.send(city.form_to(chair.open(page.path), "projects/"), title=title)
        city.act(chair, project.path, **words)
    city.act(chair, f"{plan}submit/", areas_reason="ปีนี้เริ่มที่ริมคลองก่อน")
    return plan


def answer_the_three_questions(planner, check, city_reason="ตรงกับแผนของเมือง"):
    fits = {f"fits_{question}": "yes" for question in ("mission", "area_strategy", "city_strategy")}
    reasons = {"mission_reason": "ตรงภารกิจ", "area_reason": "ตรงพื้นที่", "city_reason": city_reason}
    for form in planner.open(check).forms:
        if "fits_mission" in form.names:
            planner.send(form, outcome="include", strategy=form.option("strategy", "D9.2"), **fits, **reasons)


# --- money


def give_money_by_each_rule(city):
    strategy = city.people["strategy"]
    plan = strategy.open(f"/work/flagship/{YEAR}/")
    for title, (amount, share) in GRANTED.items():
        project = plan.link_named(title)
        city.act(strategy, f"{project}fund/", amount=amount, from_source="ordinance")
        page = city.transfer(strategy, project)
        assert f"พระนคร {share} " in page.text, title
    money = city.people["director"].open(f"/work/money/{YEAR}/{DISTRICT}/")
    assert "2,800,000.25" in money.text


def give_money_to_the_bureau(city):
    """Returns the address of the bureau's purse."""
    strategy, bureau = city.people["strategy"], city.people["bureau"]
    project = strategy.open(f"/work/flagship/{YEAR}/").link_named(CAPACITY["title_th"])
    page = city.act(strategy, f"{project}fund/", amount=CAPACITY["budget"], from_source="ordinance")
    page = city.act(strategy, page.link_named("โอนจัดสรรให้สำนัก"), amount=CAPACITY["budget"])
    assert f"สำนักพัฒนาสังคม {CAPACITY['budget']}" in page.text
    return bureau.open(f"/work/money/{YEAR}/{BUREAU}/").link("/work/money/allocations/")


def release_and_lend(city, purse):
    bureau = city.people["bureau"]
    page = bureau.open(purse)
    assert "เงินยืม" not in [name.strip() for _, name in page.named_links]  # nothing is allotted yet
    paper = {"document_no": "กท 1302/9"}
    refused = city.act(bureau, f"{purse}allot/", amount="5,000,000", **paper, expect=[422])
    assert "4,763,000.00" in refused.text
    page = city.act(bureau, f"{purse}allot/", amount="2,000,000", **paper)
    assert "อนุมัติเงินงวด 2,000,000" in page.text
    loan = {"agreement_no": "บย 1/2570", "borrower": "สมหญิง เดินทาง", "purpose": "ค่าวิทยากร"}
    page = city.act(bureau, f"{purse}lend/", **loan, amount="20,000", due_on="31 ต.ค. 2569")
    assert "เงินยืมที่ยังไม่ล้าง 20,000" in page.text
    city.act(bureau, f"{purse}pay/", amount="1,980,000.01", document_no="บค 1", expect=[422])


# --- a training of the bureau


def invite_to_a_training(city):
    social, planner = city.people["social"], city.people["planner"]
    page = city.act(social, f"/work/trainings/{YEAR}/new/", name="ปฐมนิเทศคณะกรรมการชุมชน")
    session = {"first_on": "10 พ.ย. 2569", "place": "ศูนย์ฝึกอบรม", "seats": "40"}
    training = city.act(social, page.link("/work/trainings/courses/", "new"), **session).path
    form = social.open(f"{training}invite/").form()
    refused = social.send(form, **{form.called("พระนคร"): "41"}, expect=[422])
    assert "เกิน 40 ที่นั่งอยู่ 1 คน" in refused.text
    social.send(form, **{form.called("พระนคร"): "40"})
    city.act(social, f"{training}announce/")
    people = planner.open(planner.open(training).link("trainees")).form("members")
    planner.send(people, members=people.options("members"))
    assert "ขอเชิญท่านเข้าอบรม: ปฐมนิเทศคณะกรรมการชุมชน" in city.people["chair"].open("/work/").text
    return training


def lend_for_the_training(city, purse, training):
    bureau = city.people["bureau"]
    form = bureau.open(f"{purse}lend/").form()
    loan = {"agreement_no": "บย 2/2570", "borrower": "วิมล พัสดุ", "purpose": "จัดอบรมรุ่นที่ 1"}
    what_for = form.option("paid_for", "ปฐมนิเทศ")
    page = bureau.send(form, **loan, amount="300,000", due_on="30 พ.ย. 2569", paid_for=what_for)
    assert training in page.links


def hold_the_training(city, training):
    social = city.people["social"]
    city.act(social, f"{training}held/")
    form = next(form for form in social.open(f"{training}attendance/").forms if "officers" in form.names)
    came = next(name for name in form.names if name.startswith("came_"))
    social.send(form, **{came: True}, officers="12")
    for kind in ("sheet", "evaluation"):
        form = social.open(f"{training}files/").form("kind")
        social.send(form, kind=kind, files={"files": (f"{kind}.png", picture())})
    form = social.open(f"{training}close/").form("satisfaction")
    result = social.send(form, satisfaction="92.5", answers="12", file=form.option("file", "evaluation"))
    assert "เข้าอบรม 13 กรรมการ 1 คน ผู้อื่น 12 คน" in result.text
    assert "92.50 ผู้ตอบ 12 คน" in result.text
    figures = social.open(f"/work/trainings/{YEAR}/figures/")
    assert "1 จาก 1 ชุมชน" in figures.text


def clear_one_advance_and_miss_another(city, training):
    bureau, social = city.people["bureau"], city.people["social"]
    purse = bureau.open(bureau.open(f"/work/money/{YEAR}/{BUREAU}/").link("/work/money/allocations/"))
    assert "31 ต.ค. 2569 เลยกำหนด 10 วัน" in purse.text
    clear = [link for link in purse.links if "/work/money/advances/" in link][-1]  # the late one is the first
    papers = {"papers": "295,000", "document_no": "ใบสำคัญ 12"}
    refused = city.act(bureau, clear, **papers, cash="4,000", expect=[422])
    assert "ขาด 1,000.00 บาท" in refused.text
    city.act(bureau, clear, **papers, cash="5,000")
    assert "ของ วิมล พัสดุ ล้างไปแล้ว ล้างอีกครั้งไม่ได้" in bureau.open(clear).text
    assert "295,000.00" in social.open(social.open(training).link("/work/money/trainings/")).text
    queue = bureau.open("/work/").text
    assert "ล้างเงินยืม บย 1/2570 · สมหญิง เดินทาง · 20,000.00 บาท เลยกำหนด 10 วัน" in queue
    assert "บย 2/2570" not in queue


# --- the money of the next year


def ask_for_next_year(city):
    """Returns the address of the district's request."""
    officer, director = city.people["officer"], city.people["director"]
    requests = f"/work/requests/{NEXT_YEAR}/"
    assert "เริ่มทำคำขอ" not in city.people["cashier"].open(requests).text
    page = officer.send(city.form_to(officer.open(requests), f"/{DISTRICT}/request/"))
    form = officer.open(f"{page.path}choose/").form("projects")
    page = officer.send(form, projects=form.options("projects"))
    assert all(title in page.text for title in WANTED)
    assert f"ยื่นคำขอตั้งงบประมาณปี {NEXT_YEAR}" in director.open("/work/").text
    return city.act(director, f"{page.path}hand-in/").path


def hear_what_others_decide(city, request):
    officer = city.people["officer"]

    def record(day, number, on, **amounts):
        city.portal.turn_to(day)
        return city.act(officer, f"{request}stages/new/", number=number, on=on, **amounts)

    form = officer.open(f"{request}stages/new/").form("stage")
    path, shelter = sorted(name for name in form.names if name.startswith("amount_"))
    page = record("2027-02-15", "กท 55", "10 ก.พ. 2570", **{path: "120,000", city.reason(path): "ปรับราคากลาง"})
    assert "ปรับราคากลาง" in page.text
    record("2027-07-20", "ร่าง 2571", "15 ก.ค. 2570")
    reason = "สภาเห็นว่าใช้ลานวัดได้"
    page = record("2027-08-25", "แปรญัตติ 3", "20 ส.ค. 2570", **{shelter: "0", city.reason(shelter): reason})
    assert "ชุมชนของรายการที่ไม่ได้รับได้รับแจ้งเหตุผล" in page.text
    page = record("2027-09-20", "ข้อบัญญัติ 2571", "10 ก.ย. 2570")
    assert "รวม 230,000 200,000 -30,000 200,000 120,000 -80,000 120,000" in page.text
    told = f"โครงการ “ศาลาริมคลอง” ขอตั้งงบประมาณปี {NEXT_YEAR} แล้ว ไม่ได้รับ (แปรญัตติ) เพราะ {reason}"
    assert told in city.people["chair"].open("/work/").text
    assert reason in city.visitor().open(f"/community-plans/{YEAR}/{COMMUNITY}/").text


def change_a_target_during_the_year(city):
    decision = {
        "requester": "สำนักพัฒนาสังคม",
        "meeting": "คณะกรรมการกำกับติดตาม ครั้งที่ 2/2570",
        "decided_on": "1 ก.พ. 2570",
        "reason": "น้ำท่วมสองเดือน",
    }
    page = city.act(city.people["strategy"], f"/work/kpi/{YEAR}/targets/KPI-1/0/", city="ร้อยละ 75", **decision)
    assert f"ตั้งแต่ 1 ก.พ. 2570 · {decision['meeting']}" in page.text
    assert "เดิม: ร้อยละ 85" in page.text


def look_around_and_write_nothing(city, request):
    money = f"/work/money/{YEAR}/{DISTRICT}/"
    for who in ("auditor", "budget", "finance"):
        reader = city.people[who]
        for path in (money, f"/work/requests/{NEXT_YEAR}/", request, f"/work/years/{YEAR}/"):
            assert reader.acts_offered(path) == [], f"{who} {path}"
    city.people["auditor"].open("/work/people/log/")
    city.people["auditor"].open(f"/work/money/{YEAR}/1002/", expect=[404])
    for path in ("/work/people/log/", f"{request}stages/new/", f"/work/years/{YEAR}/days/edit/"):
        city.people["budget"].open(path, expect=[403])
