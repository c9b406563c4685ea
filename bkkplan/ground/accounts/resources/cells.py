"""The cells of a list of people: each is understood, or refused with a sentence."""

import difflib
import re
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from bkkplan.ground.accounts.enums import DISTRICT_ROLES, Role
from bkkplan.ground.core.tables import TYPED, UNREAD, Column, demand_text, heading_key
from bkkplan.ground.core.thai import NotUnderstoodError, district_key, from_thai_digits, means_nothing, parse_thai_date
from bkkplan.ground.core.thai.errors import N_
from districts.models import District

NAME, EMAIL, USERNAME, ROLE, DISTRICT, ACTING, STARTS_ON, ENDS_ON = COLUMNS = (
    Column("name", "ชื่อ-นามสกุล", ("name", "full name", "ชื่อ", "ชื่อ สกุล", "ชื่อและนามสกุล"), is_needed=True),
    Column("email", "อีเมล", ("email", "e-mail", "mail", "อีเมล์")),
    Column("username", "บัญชีผู้ใช้", ("username", "user name", "user", "ชื่อผู้ใช้")),
    Column("role", "บทบาท", ("role", "ตำแหน่ง", "หน้าที่"), is_needed=True),
    Column("district", "เขต", ("district", "สำนักงานเขต", "ชื่อเขต", "รหัสเขต")),
    Column("acting", "รักษาราชการแทน", ("acting", "รรท")),
    Column("starts_on", "เริ่มวันที่", ("starts on", "start", "ตั้งแต่วันที่", "วันที่เริ่ม")),
    Column("ends_on", "สิ้นสุดวันที่", ("ends on", "end", "ถึงวันที่", "วันที่สิ้นสุด")),
)
# In one list. Each is some forty queries in one transaction, for which a page waits: a hundred take some three seconds.
MOST_PEOPLE = 120
MOST_LETTERS = 150
# The file is Thai in every language of the page.
ROLE_WORDS = {
    Role.DISTRICT_OFFICER: ("เจ้าหน้าที่เขต", "เจ้าหน้าที่", "officer", "district officer"),
    Role.DISTRICT_DIRECTOR: ("ผู้อำนวยการเขต", "ผู้อำนวยการ", "ผอ.เขต", "director", "district director"),
    Role.SOCIAL_DEVELOPMENT: ("เจ้าหน้าที่สำนักพัฒนาสังคม", "สำนักพัฒนาสังคม", "สพส.", "social development"),
    Role.STRATEGY: ("เจ้าหน้าที่ สยป.", "สยป.", "สำนักยุทธศาสตร์และประเมินผล", "strategy"),
    Role.ADMINISTRATOR: ("ผู้ดูแลระบบ", "admin", "administrator"),
}
ROLES = {heading_key(word): role for role, words in ROLE_WORDS.items() for word in (role.value, *words)}
ACTING_PREFIX = re.compile(r"^(?:ผู้)?(?:รักษาราชการแทน|รรท\.?)\s*")
YES = {"ใช่", "รักษาราชการแทน", "รรท", "y", "yes", "true", "1", "x", "✓"}
NO = {"ไม่", "ไม่ใช่", "n", "no", "false", "0"}
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
    plain = ACTING_PREFIX.sub("", text)
    found = ROLES.get(heading_key(plain))
    if found is None:
        valid = ", ".join(words[0] for words in ROLE_WORDS.values())
        raise NotUnderstoodError(N_("ไม่มีบทบาทนี้ ใช้ %(valid)s"), valid=valid)
    return found, plain != text


class Districts:
    """The districts by their names and codes, loaded once."""

    def __init__(self, districts: Iterable[District]) -> None:
        self.all = list(districts)
        self.by_code = {district.code: district for district in self.all}
        self.by_name = {district_key(name): d for d in self.all for name in (d.name_th, d.name_en)}

    def read(self, text: str, role: Role | None) -> District | None:
        """The district of a role; None for a role of the city, or where the role itself is refused."""
        demand_text(text)
        is_empty = means_nothing(text)
        if role is not None and role not in DISTRICT_ROLES:
            if is_empty:
                return None
            sentence = N_("บทบาท “%(role)s” เป็นของเมือง ไม่ต้องระบุเขต ลบชื่อเขต หรือเลือกบทบาทของเขต")
            raise NotUnderstoodError(sentence, role=ROLE_WORDS[role][0])
        if is_empty:
            if role is None:
                return None
            raise NotUnderstoodError(N_("บทบาท “%(role)s” ต้องระบุเขต"), role=ROLE_WORDS[role][0])
        found = self.by_code.get(from_thai_digits(text)) or self.by_name.get(district_key(text))
        if found is None:
            near = difflib.get_close_matches(district_key(text), self.by_name, n=3, cutoff=0.5)
            if not near:
                raise NotUnderstoodError(N_("ไม่มีเขตชื่อนี้ เช่น พระนคร หรือ เขตราษฎร์บูรณะ"))
            names = ", ".join(dict.fromkeys(self.by_name[key].name_th for key in near))
            raise NotUnderstoodError(N_("ไม่มีเขตชื่อนี้ ที่ใกล้เคียงคือ %(names)s"), names=names)
        return found


def read_acting(text: str) -> bool:
    if text.startswith(UNREAD):
        demand_text(text)
    word = heading_key(text.lstrip(TYPED))
    if means_nothing(word) or word in NO:
        return False
    if word not in YES:
        raise NotUnderstoodError(N_("ใส่ ใช่ ถ้ารักษาราชการแทน หรือเว้นว่าง"))
    return True


def read_day(text: str, *, near: date) -> date | None:
    if text.startswith(UNREAD):
        demand_text(text)
    if text.startswith(TYPED):  # a day in the spreadsheet
        try:
            return date.fromisoformat(text[1:11])
        except ValueError:
            raise NotUnderstoodError(N_("ช่องนี้ไม่ใช่วันที่ พิมพ์เช่น 16 ก.ค. 2563")) from None
    return None if means_nothing(text) else parse_thai_date(text, near=near)
