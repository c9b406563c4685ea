"""What the offices type and bring in when fiscal year 2570 is opened in an empty portal."""

from bkkplan.trial.embedded import ROOT

SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = "2026-09-14", "2026-10-01", "2026-11-10", "2026-12-01"
YEAR, NEXT_YEAR = 2570, 2571
DISTRICT, COMMUNITY = "1001", "1001-0001"
BUREAU = "2400"  # สำนักพัฒนาสังคม

PEOPLE = """ชื่อ-นามสกุล\tอีเมล\tบัญชีผู้ใช้\tบทบาท\tหน่วยงาน\tฝ่าย\tสิ้นสุดวันที่
ยุพา วางแผน\tstrategy@bkk.example\tstrategy\tสยป.\t\t\t
สมาน พัฒนา\tsocial@bkk.example\tsocial\tเจ้าหน้าที่สำนักพัฒนาสังคม\t\t\t
วิมล พัสดุ\tbureau@bkk.example\tbureau\tเจ้าหน้าที่สำนัก\tสำนักพัฒนาสังคม\t\t
ประเสริฐ อำนวย\tdirector@bkk.example\tdirector\tผู้อำนวยการเขต\tพระนคร\t\t
นภา เวที\tofficer@bkk.example\tofficer\tเจ้าหน้าที่เขต\tพระนคร\tฝ่ายปกครอง\t
ชุมพล ชุมชน\tplanner@bkk.example\tplanner\tเจ้าหน้าที่เขต\tพระนคร\tฝ่ายพัฒนาชุมชนและสวัสดิการสังคม\t
จิตรา นำทาง\thead@bkk.example\thead\tหัวหน้าฝ่าย\tพระนคร\tฝ่ายพัฒนาชุมชนและสวัสดิการสังคม\t
การุณ บัญชี\tcashier@bkk.example\tcashier\tเจ้าหน้าที่เขต\tพระนคร\t\t
อุไร งบประมาณ\tbudget@bkk.example\tbudget\tสำนักงบประมาณ\t\t\t
ธนา การเงิน\tfinance@bkk.example\tfinance\tเจ้าหน้าที่สำนักการคลัง\t\t\t
สุจริต ตรวจการ\tauditor@bkk.example\tauditor\tผู้ตรวจสอบ\tพระนคร\t\t30 ก.ย. 2571
"""
LATER = ("director", "planner", "head", "cashier", "social", "bureau", "budget", "finance", "auditor")

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
TREE_2568 = (TREES / "strategy_tree_2568.csv").read_text(encoding="utf-8")
OF_2568 = {
    "name_th": "แผนปฏิบัติราชการ ด้าน (ดี)",
    "first_year": "2568",
    "last_year": "2570",
    "levels": "ด้าน (ดี)\nประเด็นการพัฒนา",
}
# The code 1 of each tree of the district is another node.
OF_THE_DISTRICT = {"mission": "พัฒนาชุมชนและสวัสดิการสังคม", "area": "ชุมชนริมคลองน่าอยู่"}

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
# Project 2a: the bureau spends its money itself.
CAPACITY = {
    "title_th": "โครงการพัฒนาศักยภาพกรรมการชุมชน ผู้นำชุมชน และเจ้าหน้าที่",
    "kpi_code": "KPI-2",
    "budget": "4,763,000",
    "sharing": "none",
    "responsible_unit": "สำนักพัฒนาสังคม",
}
# What each project is granted, and what of it reaches the district.
GRANTED = {
    HEARING["title_th"]: ("10,000,000", "200,000"),
    PROJECTS[0]["title_th"]: ("5,000,000", "2,000,000"),
    PROJECTS[1]["title_th"]: ("1,000,000", "400,000"),
    PROJECTS[2]["title_th"]: ("300,000", "200,000.25"),
}

FORUM = {"title": "เวทีรับฟังความคิดเห็น", "scheduled_on": "20 พ.ย. 2569", "place": "ห้องประชุมเขต"}
QUESTION = "คนรุ่นใหม่ในชุมชน"  # a section that the template of 2570 adds
WANTED = {
    "ปรับปรุงทางเดินริมคลอง": {
        "area_physical": True,
        "reason": "ทางเดินทรุด",
        "objectives": "เดินได้ปลอดภัย",
        "target": "ทางเดิน 85 เมตร",
        "line-0-item": "ค่าก่อสร้าง",
        "line-0-quantity": "1",
        "line-0-unit_price": "150,000",
    },
    "ศาลาริมคลอง": {
        "area_social": True,
        "reason": "ไม่มีที่พัก",
        "objectives": "มีที่พัก",
        "target": "ศาลา 1 หลัง",
        "line-0-item": "ค่าก่อสร้าง",
        "line-0-quantity": "1",
        "line-0-unit_price": "80,000",
    },
}
