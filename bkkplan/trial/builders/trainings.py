"""The course of this year: two sessions that are over, and one to which districts choose their people now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NAME = "ปฐมนิเทศคณะกรรมการชุมชนและเจ้าหน้าที่ผู้ปฏิบัติงานชุมชน"
OBJECTIVES = "ให้คณะกรรมการชุดใหม่รู้บทบาทหน้าที่ จัดทำและทบทวนแผนพัฒนาชุมชนได้ และทำงานร่วมกับสำนักงานเขต"
SUBJECTS = "แผนพัฒนาชุมชน\nระเบียบกรุงเทพมหานครว่าด้วยชุมชนและกรรมการชุมชน\nภาวะผู้นำ\nการมีส่วนร่วมในยุคดิจิทัล"
PLACE = "ศูนย์ฝึกอบรม (สถานที่ตัวอย่าง) เขตดินแดง"
PLACES_A_DISTRICT = 12
SHEET_NAME = "ใบลงชื่อผู้เข้าอบรม.pdf"
EVALUATION_NAME = "ผลการประเมิน.pdf"


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """``named``: how many of the districts have named their people. A session without ``percent`` is to come."""

    first_on: date
    last_on: date
    announced_on: date
    districts: Sequence[str]
    named: int
    closed_on: date | None = None
    percent: Decimal | None = None


SESSIONS = (
    SessionFacts(
        date(2023, 1, 18),
        date(2023, 1, 19),
        date(2022, 12, 20),
        ("1001", "1002", "1004", "1007", "1008", "1013", "1028", "1029"),
        named=8,
        closed_on=date(2023, 2, 3),
        percent=Decimal("91.25"),
    ),
    SessionFacts(
        date(2023, 3, 15),
        date(2023, 3, 16),
        date(2023, 2, 14),
        ("1024", "1025", "1030", "1033", "1038", "1044", "1045", "1049"),
        named=8,
        closed_on=date(2023, 4, 5),
        percent=Decimal("88.40"),
    ),
    SessionFacts(
        date(2023, 6, 21),
        date(2023, 6, 22),
        date(2023, 5, 29),
        ("1003", "1009", "1010", "1025", "1031", "1034", "1041", "1043"),
        named=3,
    ),
)
