"""Three offices with twenty communities, and who works there."""

YEAR, NEXT_YEAR, YEAR_AFTER = 2570, 2571, 2572
PHRA_NAKHON, DUSIT, NONG_CHOK = "1001", "1002", "1003"
DISTRICTS = {PHRA_NAKHON: "พระนคร", DUSIT: "ดุสิต", NONG_CHOK: "หนองจอก"}
BUREAU = "2400"  # สำนักพัฒนาสังคม
OFFICES = (*DISTRICTS, BUREAU)

# By district: sub-district, name, houses. The portal numbers them in this order: 1001-0001, 1001-0002, …
COMMUNITIES = {
    PHRA_NAKHON: (
        ("วัดสามพระยา", "ริมคลองบางลำพู", 120),
        ("วัดสามพระยา", "หลังวัดสามพระยา", 85),
        ("วัดสามพระยา", "ตรอกบ้านหล่อ", 64),
        ("วัดสามพระยา", "สามัคคีสามพระยา", 52),
        ("บ้านพานถม", "บ้านพานถม", 140),
        ("บ้านพานถม", "วัดใหม่อมตรส", 77),
        ("บ้านพานถม", "ตรอกศิลป์", 58),
        ("บ้านพานถม", "บวรรังษี", 49),
    ),
    DUSIT: (
        ("ดุสิต", "ริมทางรถไฟ", 210),
        ("ดุสิต", "ราชวัตร", 64),
        ("ดุสิต", "สวนอ้อย", 133),
        ("ดุสิต", "วัดประชาระบือธรรม", 175),
        ("วชิรพยาบาล", "มิตตคาม", 190),
        ("วชิรพยาบาล", "ซอยโซดา", 88),
        ("วชิรพยาบาล", "วัดคอนเซ็ปชัญ", 97),
    ),
    NONG_CHOK: (
        ("กระทุ่มราย", "ทุ่งกระทุ่ม", 40),
        ("กระทุ่มราย", "ดารุลมุกีม", 72),
        ("หนองจอก", "ตลาดหนองจอก", 110),
        ("หนองจอก", "วัดหนองจอก", 66),
        ("คู้ฝั่งเหนือ", "คู้เก้า", 45),
    ),
}
REGISTER = "รหัสเขต,แขวง,ชื่อชุมชน,ประเภทชุมชน,หลังคาเรือน\n" + "".join(
    f"{district},{part},{name},ชุมชนเมือง,{houses}\n"
    for district, rows in COMMUNITIES.items()
    for part, name, houses in rows
)


def code_of(district: str, number: int) -> str:
    return f"{district}-{number:04}"


# How many communities of each district make a plan in a year: the first so many. 6 of 20, then 9 of 20.
PLANS = {YEAR: {PHRA_NAKHON: 3, DUSIT: 2, NONG_CHOK: 1}, NEXT_YEAR: {PHRA_NAKHON: 4, DUSIT: 3, NONG_CHOK: 2}}

STAFF = {
    "strategy": ("ยุพา วางแผน", "สยป.", ""),
    "social": ("สมาน พัฒนา", "เจ้าหน้าที่สำนักพัฒนาสังคม", ""),
    "bureau": ("วิมล พัสดุ", "เจ้าหน้าที่สำนัก", "สำนักพัฒนาสังคม"),
    "director1001": ("ประเสริฐ อำนวย", "ผู้อำนวยการเขต", "พระนคร"),
    "officer1001": ("นภา เวที", "เจ้าหน้าที่เขต", "พระนคร"),
    "director1002": ("อารีย์ นำเขต", "ผู้อำนวยการเขต", "ดุสิต"),
    "officer1002": ("มานะ งานดี", "เจ้าหน้าที่เขต", "ดุสิต"),
    "director1003": ("สมชาย นาสวน", "ผู้อำนวยการเขต", "หนองจอก"),
    "officer1003": ("ฟารีดา ทุ่งทอง", "เจ้าหน้าที่เขต", "หนองจอก"),
}
PEOPLE = "ชื่อ-นามสกุล\tอีเมล\tบัญชีผู้ใช้\tบทบาท\tหน่วยงาน\tฝ่าย\tสิ้นสุดวันที่\n" + "".join(
    f"{name}\t{who}@bkk.example\t{who}\t{role}\t{office}\t\t\n" for who, (name, role, office) in STAFF.items()
)
