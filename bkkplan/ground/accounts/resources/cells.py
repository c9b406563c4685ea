"""The cells of a list of people: each is understood, or refused with a sentence."""

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from bkkplan.ground.accounts.enums import PLACES, Role, RolePlace
from bkkplan.ground.core.converters import FIRST, LAST
from bkkplan.ground.core.tables import TYPED, UNREAD, Column, demand_text, heading_key
from bkkplan.ground.core.thai import NotUnderstoodError, district_key, from_thai_digits, means_nothing, parse_thai_date
from bkkplan.ground.core.thai.errors import N_
from districts.models import District, Office

NAME, EMAIL, USERNAME, ROLE, PLACE, SECTIONS, ACTING, STARTS_ON, ENDS_ON, YEARS = COLUMNS = (
    Column("name", "ชื่อ-นามสกุล", ("name", "full name", "ชื่อ", "ชื่อ สกุล", "ชื่อและนามสกุล"), is_needed=True),
    Column("email", "อีเมล", ("email", "e-mail", "mail", "อีเมล์")),
    Column("username", "บัญชีผู้ใช้", ("username", "user name", "user", "ชื่อผู้ใช้")),
    Column("role", "บทบาท", ("role", "ตำแหน่ง", "หน้าที่"), is_needed=True),
    Column(
        "place",
        "เขตหรือสำนัก",
        ("district", "bureau", "office", "เขต", "สำนัก", "หน่วยงาน", "สำนักงานเขต", "ชื่อเขต", "รหัสเขต"),
    ),
    Column("sections", "ฝ่าย", ("section", "sections", "ฝ่ายที่ปฏิบัติงาน")),
    Column("acting", "รักษาราชการแทน", ("acting", "รรท")),
    Column("starts_on", "เริ่มวันที่", ("starts on", "start", "ตั้งแต่วันที่", "วันที่เริ่ม")),
    Column("ends_on", "สิ้นสุดวันที่", ("ends on", "end", "ถึงวันที่", "วันที่สิ้นสุด")),
    Column("years", "ปีงบประมาณที่ตรวจ", ("years", "fiscal years", "ปีงบประมาณ", "ปีที่ตรวจ")),
)
# In one list. Each is some forty queries in one transaction, for which a page waits: a hundred take some three seconds.
MOST_PEOPLE = 120
MOST_LETTERS = 150
# The file is Thai in every language of the page.
ROLE_WORDS = {
    Role.DISTRICT_OFFICER: ("เจ้าหน้าที่เขต", "เจ้าหน้าที่", "officer", "district officer"),
    Role.DISTRICT_DIRECTOR: ("ผู้อำนวยการเขต", "ผู้อำนวยการ", "ผอ.เขต", "director", "district director"),
    Role.SECTION_HEAD: ("หัวหน้าฝ่าย", "หน.ฝ่าย", "section head", "head"),
    Role.ASSISTANT_DIRECTOR: ("ผู้ช่วยผู้อำนวยการเขต", "ผู้ช่วยผู้อำนวยการ", "ผช.ผอ.เขต", "assistant director"),
    Role.BUREAU_OFFICER: ("เจ้าหน้าที่สำนัก", "bureau officer"),
    Role.BUREAU_DIRECTOR: ("ผู้อำนวยการสำนัก", "ผอ.สำนัก", "bureau director"),
    Role.SOCIAL_DEVELOPMENT: ("เจ้าหน้าที่สำนักพัฒนาสังคม", "สำนักพัฒนาสังคม", "สพส.", "social development"),
    Role.STRATEGY: ("เจ้าหน้าที่ สยป.", "สยป.", "สำนักยุทธศาสตร์และประเมินผล", "strategy"),
    Role.ADMINISTRATOR: ("ผู้ดูแลระบบ", "admin", "administrator"),
    Role.BUDGET_OFFICE: ("เจ้าหน้าที่สำนักงบประมาณ", "สำนักงบประมาณ", "สงม.", "budget office"),
    Role.FINANCE_OFFICE: ("เจ้าหน้าที่สำนักการคลัง", "finance office"),
    Role.AUDITOR: ("ผู้ตรวจสอบ", "ผู้ตรวจสอบภายใน", "auditor"),
}
ROLES = {heading_key(word): role for role, words in ROLE_WORDS.items() for word in (role.value, *words)}
ACTING_PREFIX = re.compile(r"^(?:ผู้)?(?:รักษาราชการแทน|รรท\.?)\s*")
DELEGATED = re.compile(r"^(?:ผู้)?(?:ปฏิบัติราชการแทน|ปรท\.?)")
YES = {"ใช่", "รักษาราชการแทน", "รรท", "y", "yes", "true", "1", "x", "✓"}
NO = {"ไม่", "ไม่ใช่", "n", "no", "false", "0"}
DELEGATION = N_("ปฏิบัติราชการแทนต้องมีคำสั่ง ให้บทบาทนี้ทีละคนที่หน้าของผู้ใช้")
YEARS_SHAPE = re.compile(r"(\d{4})(?:\s*(?:-|–|—|ถึง)\s*(\d{4}))?")
USERNAME_SHAPE = re.compile(r"[a-z0-9._-]{3,40}")


def read_name(text: str) -> str:
    demand_text(text)
    if not text:
        raise NotUnderstoodError(N_("ต้องระบุชื่อ-นามสกุล"))
    if len(text) > MOST_LETTERS:
        raise NotUnderstoodError(N_("ชื่อยาวเกิน %(most)s ตัวอักษร"), most=MOST_LETTERS)
    return text


def read_email(text: str) -> str:
    demand_text(text)
    if means_nothing(text):
        return ""
    try:
        validate_email(text)
    except ValidationError:
        raise NotUnderstoodError(N_("ไม่ใช่อีเมล เว้นว่างได้ถ้าไม่มี แล้วพิมพ์ลิงก์ให้แทน")) from None
    return text


def read_username(text: str) -> str:
    demand_text(text)
    if means_nothing(text):
        return ""
    if not USERNAME_SHAPE.fullmatch(text):
        raise NotUnderstoodError(N_("ใช้ได้เฉพาะอักษรอังกฤษตัวเล็ก ตัวเลข จุด หรือขีด 3–40 ตัว เช่น napa.s"))
    return text


def read_role(text: str) -> tuple[Role, bool]:
    """The role, and whether the cell itself says that it is acting: รักษาราชการแทนผู้อำนวยการเขต."""
    demand_text(text)
    if not text:
        raise NotUnderstoodError(N_("ต้องระบุบทบาท"))
    if DELEGATED.match(text):
        raise NotUnderstoodError(DELEGATION)
    plain = ACTING_PREFIX.sub("", text)
    found = ROLES.get(heading_key(plain))
    if found is None:
        valid = ", ".join(words[0] for words in ROLE_WORDS.values())
        raise NotUnderstoodError(N_("ไม่มีบทบาทนี้ ใช้ %(valid)s"), valid=valid)
    return found, plain != text


class Places:
    """The districts and the bureaus by their names and codes, loaded once."""

    def __init__(self, districts: Iterable[District], bureaus: Iterable[Office]) -> None:
        self.by_code: dict[str, District | Office] = {}
        self.by_name: dict[str, District | Office] = {}
        places: list[District | Office] = [*districts, *bureaus]
        for place in places:
            self.by_code[place.code] = place
            self.by_name |= {district_key(name): place for name in (place.name_th, place.name_en)}

    def read(self, text: str, role: Role | None) -> District | Office | None:
        """Where a role is held; None for the whole city, or where the role itself is refused."""
        demand_text(text)
        open_to = tuple(RolePlace) if role is None else PLACES[role]
        word = ROLE_WORDS[role][0] if role else ""
        if means_nothing(text):
            if role is None or RolePlace.CITY in open_to:
                return None
            if RolePlace.BUREAU in open_to:
                raise NotUnderstoodError(N_("บทบาท “%(role)s” ต้องระบุสำนัก"), role=word)
            raise NotUnderstoodError(N_("บทบาท “%(role)s” ต้องระบุเขต"), role=word)
        if open_to == (RolePlace.CITY,):
            sentence = N_("บทบาท “%(role)s” เป็นของเมือง ไม่ต้องระบุเขต ลบชื่อเขต หรือเลือกบทบาทของเขต")
            raise NotUnderstoodError(sentence, role=word)
        found = self.find(text)
        if (RolePlace.DISTRICT if isinstance(found, District) else RolePlace.BUREAU) not in open_to:
            if isinstance(found, District):
                sentence = N_("บทบาท “%(role)s” เป็นของสำนัก แต่ “%(place)s” เป็นเขต ใส่ชื่อสำนัก หรือเลือกบทบาทของเขต")
            else:
                sentence = N_("บทบาท “%(role)s” เป็นของเขต แต่ “%(place)s” เป็นสำนัก ใส่ชื่อเขต หรือเลือกบทบาทของสำนัก")
            raise NotUnderstoodError(sentence, role=word, place=found.name_th)
        return found

    def find(self, text: str) -> District | Office:
        found = self.by_code.get(from_thai_digits(text)) or self.by_name.get(district_key(text))
        if found is None:
            near = difflib.get_close_matches(district_key(text), self.by_name, n=3, cutoff=0.5)
            if not near:
                raise NotUnderstoodError(N_("ไม่มีเขตหรือสำนักชื่อนี้ เช่น พระนคร หรือ เขตราษฎร์บูรณะ"))
            names = ", ".join(dict.fromkeys(self.by_name[key].name_th for key in near))
            raise NotUnderstoodError(N_("ไม่มีเขตหรือสำนักชื่อนี้ ที่ใกล้เคียงคือ %(names)s"), names=names)
        return found


def read_sections(text: str, there: Mapping[str, str]) -> list[str]:
    """The names of sections, divided by commas; ``there`` are those of the office, by the keys of their names."""
    demand_text(text)
    if means_nothing(text):
        return []
    if not there:
        raise NotUnderstoodError(N_("หน่วยงานนี้ยังไม่มีฝ่าย เพิ่มฝ่ายก่อน หรือเว้นช่องนี้ว่าง"))
    found = []
    for word in re.split(r"[,;/\n]", text):
        key = section_key(word)
        if key and key not in there:
            valid = ", ".join(there.values())
            raise NotUnderstoodError(N_("หน่วยงานนี้ไม่มี “%(section)s” ใช้ %(valid)s"), section=word.strip(), valid=valid)
        if key and there[key] not in found:
            found.append(there[key])
    return found


def section_key(name: str) -> str:
    return heading_key(name).removeprefix("ฝ่าย")


def read_acting(text: str) -> bool:
    if text.startswith(UNREAD):
        demand_text(text)
    if DELEGATED.match(text):
        raise NotUnderstoodError(DELEGATION)
    word = heading_key(text.lstrip(TYPED))
    if means_nothing(word) or word in NO:
        return False
    if word not in YES:
        raise NotUnderstoodError(N_("ใส่ ใช่ ถ้ารักษาราชการแทน หรือเว้นว่าง"))
    return True


def read_years(text: str, role: Role | None) -> tuple[int, int] | None:
    """The first and the last fiscal year that an auditor looks at: 2566, or 2566–2570. None for all."""
    demand_text(text)
    if means_nothing(text):
        return None
    if role is not None and role != Role.AUDITOR:
        raise NotUnderstoodError(N_("จำกัดปีงบประมาณได้เฉพาะผู้ตรวจสอบ เว้นช่องนี้ว่าง"))
    found = YEARS_SHAPE.fullmatch(from_thai_digits(text))
    if found is None:
        raise NotUnderstoodError(N_("ใส่ปีงบประมาณเป็น พ.ศ. เช่น 2569 หรือ 2566–2570 เว้นว่างถ้าตรวจทุกปี"))
    first, last = int(found[1]), int(found[2] or found[1])
    if not FIRST <= first <= last <= LAST:
        raise NotUnderstoodError(N_("ปีสุดท้ายต้องไม่ก่อนปีแรก และอยู่ระหว่าง %(first)s–%(last)s"), first=FIRST, last=LAST)
    return first, last


def read_day(text: str, *, near: date) -> date | None:
    if text.startswith(UNREAD):
        demand_text(text)
    if text.startswith(TYPED):  # a day in the spreadsheet
        try:
            return date.fromisoformat(text[1:11])
        except ValueError:
            raise NotUnderstoodError(N_("ช่องนี้ไม่ใช่วันที่ พิมพ์เช่น 16 ก.ค. 2563")) from None
    return None if means_nothing(text) else parse_thai_date(text, near=near)
