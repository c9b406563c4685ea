"""What the offices do with the money of 2570, and how they ask for that of 2571."""

from tests.e2e.opening import picture
from tests.e2e.opening_data import (
    BUREAU,
    CAPACITY,
    COMMUNITY,
    DISTRICT,
    GRANTED,
    NEXT_YEAR,
    WANTED,
    YEAR,
)


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
    assert f"ยื่นคำขอตั้งงบประมาณปี {NEXT_YEAR}" in director.open("/work/?all=1").text
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
