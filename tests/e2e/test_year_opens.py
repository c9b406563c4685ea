"""From an empty portal to money in the districts: fiscal year 2570, opened in September 2569.

Everything is done through the portal's own pages, by the people whose work it is. Only the first administrator's link
comes from a command, as `script/demo --empty` prints it.
"""

import pytest

from bkkplan.trial.embedded import ROOT
from tests.e2e.opening import Counted, EmptyPortal, Opening

SEPTEMBER, OCTOBER = "2026-09-14", "2026-10-01"
YEAR = 2570
MOST_PAGES = 25  # from the page ตั้งต้นระบบ to an announced forum

PEOPLE = """ชื่อ-นามสกุล\tอีเมล\tบัญชีผู้ใช้\tบทบาท\tเขต
ยุพา วางแผน\tstrategy@bkk.example\tstrategy\tสยป.\t
สมาน พัฒนา\tsocial@bkk.example\tsocial\tสำนักพัฒนาสังคม\t
ประเสริฐ อำนวย\tdirector@bkk.example\tdirector\tผู้อำนวยการเขต\tพระนคร
นภา เวที\tofficer@bkk.example\tofficer\tเจ้าหน้าที่เขต\tพระนคร
"""

REGISTER = """รหัสเขต,แขวง,ชื่อชุมชน,ประเภทชุมชน,หลังคาเรือน
1001,วัดสามพระยา,ริมคลองบางลำพู,ชุมชนเมือง,120
1001,วัดสามพระยา,หลังวัดสามพระยา,ชุมชนเมือง,85
1002,ดุสิต,ริมทางรถไฟ,ชุมชนแออัด,210
1002,ดุสิต,ราชวัตร,ชุมชนเมือง,64
1003,กระทุ่มราย,ทุ่งกระทุ่ม,ชุมชนชานเมือง,40
"""

TREES = ROOT / "bkkplan/trial/data"
TREE_2566 = (TREES / "strategy_tree_2566.csv").read_text(encoding="utf-8")
OF_2566 = {
    "name_th": "แผนพัฒนากรุงเทพมหานคร ระยะที่ 3",
    "first_year": "2566",
    "last_year": "2570",
    "levels": "ยุทธศาสตร์\nยุทธศาสตร์ย่อย\nเป้าประสงค์",
}

HEARING = {
    "title_th": "โครงการรับฟังความคิดเห็นของประชาชน",
    "kpi_code": "KPI-1",
    "budget": "10,000,000",
    "sharing": "equal",
}
# The other three rules of sharing, each with what it asks for.
PROJECTS = (
    {
        "title_th": "โครงการสนับสนุนการจัดทำและทบทวนแผนพัฒนาชุมชน",
        "kpi_code": "KPI-2",
        "budget": "๕,๐๐๐,๐๐๐",
        "sharing": "by_communities",
        "communities_on": "1 ก.ย. 2569",
    },
    {
        "title_th": "โครงการชุมชนละสองแสนบาท",
        "kpi_code": "KPI-2",
        "budget": "1,000,000",
        "sharing": "per_community",
        "share_per_community": "200,000",
        "communities_on": "1 ก.ย. 2569",
    },
    {"title_th": "โครงการพัฒนาย่านริมคลอง", "kpi_code": "KPI-3", "budget": "300,000", "sharing": "table"},
)
BY_TABLE = {"share_1001": "200,000.25", "share_1002": "99,999.75"}


@pytest.fixture(scope="module")
def portal(django_db_modify_db_settings):
    with EmptyPortal.started(SEPTEMBER) as portal:
        yield portal


def test_a_year_is_opened_and_its_money_reaches_the_districts(portal):
    city = Opening(portal)
    admin = city.first_administrator()
    announce_a_forum_of_a_new_year(city, admin)
    city.by_letter("director", "director@bkk.example")  # the link holds for a day
    portal.turn_to(OCTOBER)
    give_money_by_each_rule(city)


def announce_a_forum_of_a_new_year(city, admin):
    Counted.pages = 0
    setting_up = admin.open("/work/setting-up/")
    assert "ผู้ใช้ของ สยป. และสำนักพัฒนาสังคม ทำต่อไป" in setting_up.text
    city.bring_in_people(admin, PEOPLE)
    city.bring_in_register(admin, REGISTER, "1 ก.ย. 2569")
    strategy = city.by_letter("strategy", "strategy@bkk.example")
    city.bring_in_tree(strategy, TREE_2566, **OF_2566)
    city.act(strategy, "/work/years/begin/", year=str(YEAR), source="")
    city.write_flagship(strategy, YEAR, **HEARING)
    others = Counted.pages
    add_the_other_flagships(city)
    Counted.pages = others  # the forum does not wait for these
    opened = city.open_year(strategy, YEAR)
    assert f"เปิดปีงบประมาณ {YEAR} แล้ว" in opened.text

    officer = city.by_letter("officer", "officer@bkk.example")
    call = officer.open("/work/forums/new/").form("title", "scheduled_on", "place")
    page = officer.send(call, title="เวทีรับฟังความคิดเห็น", scheduled_on="20 พ.ย. 2569", place="ห้องประชุมเขต")
    page = city.act(officer, f"{page.path}announce/")
    assert "20 พ.ย. 2569" in page.text
    assert Counted.pages <= MOST_PAGES
    assert "เวทีรับฟังความคิดเห็น" in city.visitor().open(f"/hearings/?year={YEAR}").text


def add_the_other_flagships(city):
    strategy = city.people["strategy"]
    for words in PROJECTS:
        page = city.write_flagship(strategy, YEAR, **words)
    assert "ยังเปิดปีไม่ได้" in strategy.open(f"/work/years/{YEAR}/").text
    table = page.path
    short = city.act(strategy, table, **{**BY_TABLE, "share_1002": "99,999.74"}, expect=[200, 422])
    assert "0.01" in short.text
    city.act(strategy, table, **BY_TABLE)


def give_money_by_each_rule(city):
    strategy = city.people["strategy"]
    plan = strategy.open(f"/work/flagship/{YEAR}/")
    expected = {
        HEARING["title_th"]: ("10,000,000", "200,000"),
        PROJECTS[0]["title_th"]: ("5,000,000", "2,000,000"),
        PROJECTS[1]["title_th"]: ("1,000,000", "400,000"),
        PROJECTS[2]["title_th"]: ("300,000", "200,000.25"),
    }
    for title, (amount, share) in expected.items():
        project = plan.link_named(title)
        city.act(strategy, f"{project}fund/", amount=amount)
        page = city.transfer(strategy, project)
        assert f"พระนคร {share} " in page.text, title
    money = city.people["director"].open(f"/work/money/{YEAR}/1001/")
    assert "2,800,000.25" in money.text
