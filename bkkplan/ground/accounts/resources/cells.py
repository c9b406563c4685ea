"""The words of a list of people: each is understood, or refused with a sentence."""

import re
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from bkkplan.ground.accounts.enums import PLACES, Role, RolePlace
from bkkplan.ground.core.forms.tables import heading_key
from bkkplan.ground.core.serving.converters import FIRST, LAST
from bkkplan.ground.core.thai import NotUnderstoodError, district_key, from_thai_digits, means_nothing
from bkkplan.ground.core.thai.errors import N_
from districts.models import District, Office
from districts.queries import by_names

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
DELEGATED = re.compile(r"^(?:ผู้)?(?:ปฏิบัติราชการแทน|ปรท\.?)\s*")
DELEGATION = N_("ปฏิบัติราชการแทนต้องมีคำสั่ง ให้บทบาทนี้ทีละคนที่หน้าของผู้ใช้")
YEARS_SHAPE = re.compile(r"(\d{4})(?:\s*(?:-|–|—|ถึง)\s*(\d{4}))?")
USERNAME_SHAPE = re.compile(r"[a-z0-9._-]{3,40}")


def check_email(text: str) -> str:
    if means_nothing(text):
        return ""
    try:
        validate_email(text)
    except ValidationError:
        raise NotUnderstoodError(N_("ไม่ใช่อีเมล เว้นว่างได้ถ้าไม่มี แล้วพิมพ์ลิงก์ให้แทน")) from None
    return text


def check_username(text: str) -> str:
    if means_nothing(text):
        return ""
    if not USERNAME_SHAPE.fullmatch(text):
        raise NotUnderstoodError(N_("ใช้ได้เฉพาะอักษรอังกฤษตัวเล็ก ตัวเลข จุด หรือขีด 3–40 ตัว เช่น napa.s"))
    return text


def role_in(text: str) -> Role | None:
    """The role that a cell names, also as one that is held for another: รักษาราชการแทนผู้อำนวยการเขต."""
    plain = ACTING_PREFIX.sub("", DELEGATED.sub("", text))
    return ROLES.get(heading_key(plain))


class Places:
    """The districts and the bureaus by their names and codes, loaded once."""

    def __init__(self, districts: Iterable[District], bureaus: Iterable[Office]) -> None:
        self.all: list[District | Office] = [*districts, *bureaus]
        self.by_code = {place.code: place for place in self.all}
        # A name that several districts have is that of none: the file has to give the code.
        self.by_name = by_names(self.all)

    def find(self, text: str) -> District | Office | None:
        return self.by_code.get(from_thai_digits(text)) or self.by_name.get(district_key(text))


def check_place(place: District | Office | None, role: Role) -> None:
    """Raise NotUnderstoodError where the role is not held in this kind of place; None is the whole city."""
    open_to, word = PLACES[role], ROLE_WORDS[role][0]
    if place is None:
        if RolePlace.CITY in open_to:
            return
        if RolePlace.BUREAU in open_to:
            raise NotUnderstoodError(N_("บทบาท “%(role)s” ต้องระบุสำนัก"), role=word)
        raise NotUnderstoodError(N_("บทบาท “%(role)s” ต้องระบุเขต"), role=word)
    if open_to == (RolePlace.CITY,):
        sentence = N_("บทบาท “%(role)s” เป็นของเมือง ไม่ต้องระบุเขต ลบชื่อเขต หรือเลือกบทบาทของเขต")
        raise NotUnderstoodError(sentence, role=word)
    is_district = isinstance(place, District)
    if (RolePlace.DISTRICT if is_district else RolePlace.BUREAU) not in open_to:
        if is_district:
            sentence = N_("บทบาท “%(role)s” เป็นของสำนัก แต่ “%(place)s” เป็นเขต ใส่ชื่อสำนัก หรือเลือกบทบาทของเขต")
        else:
            sentence = N_("บทบาท “%(role)s” เป็นของเขต แต่ “%(place)s” เป็นสำนัก ใส่ชื่อเขต หรือเลือกบทบาทของสำนัก")
        raise NotUnderstoodError(sentence, role=word, place=place.name_th)


def read_sections(text: str, there: Mapping[str, str]) -> list[str]:
    """The names of sections, divided by commas; ``there`` are those of the office, by the keys of their names."""
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


def read_years(text: str, role: Role) -> tuple[int, int] | None:
    """The first and the last fiscal year that an auditor looks at: 2566, or 2566–2570. None for all."""
    if means_nothing(text):
        return None
    if role != Role.AUDITOR:
        raise NotUnderstoodError(N_("จำกัดปีงบประมาณได้เฉพาะผู้ตรวจสอบ เว้นช่องนี้ว่าง"))
    found = YEARS_SHAPE.fullmatch(from_thai_digits(text))
    if found is None:
        raise NotUnderstoodError(N_("ใส่ปีงบประมาณเป็น พ.ศ. เช่น 2569 หรือ 2566–2570 เว้นว่างถ้าตรวจทุกปี"))
    first, last = int(found[1]), int(found[2] or found[1])
    if not FIRST <= first <= last <= LAST:
        raise NotUnderstoodError(N_("ปีสุดท้ายต้องไม่ก่อนปีแรก และอยู่ระหว่าง %(first)s–%(last)s"), first=FIRST, last=LAST)
    return first, last
