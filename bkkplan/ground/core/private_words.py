"""What in a text may be someone's name, phone, e-mail or citizen id. It points; a person decides."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core import thai
from bkkplan.ground.core.thai.names import TITLES

AROUND = 24


class PersonalDataKind(TextChoices):
    """What a checker points at before results become public."""

    CITIZEN_ID = "citizen_id", _("น่าจะเป็นเลขประจำตัวประชาชน")
    PHONE = "phone", _("น่าจะเป็นหมายเลขโทรศัพท์")
    EMAIL = "email", _("อีเมล")
    NAME = "name", _("น่าจะเป็นชื่อคน")


SEPARATOR = r"[ .\-–]?"
CITIZEN_ID = re.compile(rf"(?<![0-9])[0-9](?:{SEPARATOR}[0-9]){{12}}(?![0-9])")
PHONE = re.compile(rf"(?<![0-9,.])(?:\+66{SEPARATOR}|0)[0-9](?:{SEPARATOR}[0-9]){{7,8}}(?![0-9])")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

# Words and places of Bangkok that begin as a title does and name nobody.
NOT_A_NAME = (
    "นายก", "นายอำเภอ", "นายจ้าง", "นายหน้า", "นายช่าง", "นายทะเบียน", "นายทหาร", "นายตำรวจ", "นายแพทย์", "นายท่า", "นายตรวจ",
    "นายด่าน", "นายสถานี", "นายประกัน", "นายเลิศ",
    "นางเลิ้ง", "นางลิ้นจี่", "นางพยาบาล", "นางพญา", "นางรำ", "นางแอ่น", "นางฟ้า", "นางกวัก", "นางหงส์", "นางแก้ว", "นางนวล",
    "นางร้อง",
    "คุณภาพ", "คุณค่า", "คุณธรรม", "คุณสมบัติ", "คุณลักษณะ", "คุณวุฒิ", "คุณประโยชน์", "คุณูปการ", "คุณแม่", "คุณพ่อ", "คุณตา",
    "คุณยาย", "คุณปู่", "คุณย่า", "คุณลุง", "คุณป้า", "คุณครู", "คุณหมอ", "คุณงาม",
)  # fmt: skip
_titles = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))
_words = "|".join(re.escape(word) for word in sorted(NOT_A_NAME, key=len, reverse=True))
# A word that contains a title by chance (ขุนนาง, บุคคุณ) starts before it; Thai writes no spaces, so only these are known.
NAME = re.compile(rf"(?<!ขุน)(?<!บุญ)(?<!พระ)(?!{_words})(?:{_titles}) ?[ก-ฮเ-ไ][ก-๎]+(?: [ก-ฮเ-ไ][ก-๎]+)?")

PATTERNS: tuple[tuple[PersonalDataKind, re.Pattern[str]], ...] = (
    (PersonalDataKind.CITIZEN_ID, CITIZEN_ID),
    (PersonalDataKind.PHONE, PHONE),
    (PersonalDataKind.EMAIL, EMAIL),
    (PersonalDataKind.NAME, NAME),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """`found` as it stands in the text of `place`, with what stands around it."""

    place: str
    kind: PersonalDataKind
    found: str
    before: str
    after: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class PublicText:
    """A text that may become public, and where a person finds it."""

    place: str
    text: str
    url: str = ""


def find_personal_data(passages: Iterable[PublicText]) -> list[Finding]:
    return [finding for passage in passages for finding in _in_one(passage)]


def _in_one(passage: PublicText) -> list[Finding]:
    text = passage.text
    digits = thai.from_thai_digits(text)  # letter for letter, so places in it are places in the text
    taken: list[range] = []
    findings: list[tuple[int, Finding]] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(digits):
            start, end = match.span()
            if any(start < span.stop and end > span.start for span in taken):
                continue  # thirteen digits hold a phone number too
            taken.append(range(start, end))
            around = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
            findings.append((start, Finding(passage.place, kind, text[start:end], *around, passage.url)))
    return [finding for _start, finding in sorted(findings, key=lambda pair: pair[0])]
