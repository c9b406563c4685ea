"""Passwords that are refused."""

import re
import unicodedata
from functools import cache
from itertools import product
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from districts.models import District, Subdistrict

# What stands for a letter; 1 stands for two.
LEET = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i"}
ONES = ("i", "l")
# fmt: off
WORDS = (
    "bkkplan", "bkk", "bangkok", "bma", "krungthep", "krungthepmahanakhon", "thai", "thailand", "siam",
    "city", "plan", "plans", "portal", "district", "khet", "office", "officer", "director",
    "admin", "administrator", "strategy", "community", "committee", "chumchon", "forum", "budget", "user",
    "staff", "password", "passw", "pass", "pwd", "login", "welcome", "secret", "sawasdee",
    "sawatdee", "qwerty", "asdf", "test", "temp", "hello", "love", "king", "sayam",
    "บีเคเคแพลน", "กรุงเทพ", "กรุงเทพมหานคร", "กรุงเทพฯ", "กทม", "ไทย", "ประเทศไทย", "เมืองไทย", "สยาม",
    "เมือง", "แผน", "แผนชุมชน", "ชุมชน", "กรรมการ", "เขต", "สำนักงานเขต", "สำนักงาน", "เจ้าหน้าที่",
    "ผู้อำนวยการ", "ผู้ดูแลระบบ", "สยป", "งบประมาณ", "ประชาคม", "รหัสผ่าน", "รหัส", "สวัสดี", "ทดสอบ",
    "ผู้ใช้", "รักไทย", "ปี", "พศ",
)
# fmt: on


class WordAndYearValidator:
    """Refuses words that anybody here would guess, also with digits and signs around and between them (bangkok2566)."""

    def validate(self, password: str, user: Any = None) -> None:
        words = _known_words() | _words_of(user)
        if any(_is_made_of(core, words) or core in _common() for core in _cores(password)):
            raise ValidationError(
                _("รหัสผ่านนี้เดาง่าย เพราะเป็นคำที่รู้จักกันกับตัวเลขหรือปี ลองใช้คำที่ไม่เกี่ยวกันสามสี่คำต่อกัน"), code="word_and_year"
            )

    def get_help_text(self) -> str:
        return _("ไม่ใช่คำที่รู้จักกันกับตัวเลขหรือปี เช่น bangkok2566")


def _letters(text: str) -> str:
    """The letters and marks of a text in lower case. Python does not count the vowel marks of Thai as letters."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in text if unicodedata.category(c)[0] in "LM")


def _cores(password: str) -> set[str]:
    """What is left of a password without digits and signs; read as typed, and with 0 for o and the like."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    # A year, or any digits, at the ends stand for themselves; those between letters may stand for letters.
    inner = re.sub(r"^[\d\W_]+|(?<=[^\W\d_])[\d\W_]*\d{2,}[\d\W_]*$", "", plain)
    cores = {_letters(plain)}
    for text, one in product((plain, inner), ONES):
        cores.add(_letters("".join(one if c == "1" else LEET.get(c, c) for c in text)))
    return cores


def _is_made_of(core: str, words: set[str]) -> bool:
    """Whether the core is too short, or consists of these words only."""
    if len(core) < 4:
        return True
    ends = {0}
    for end in range(1, len(core) + 1):
        if any(core[start:end] in words for start in ends):
            ends.add(end)
    return len(core) in ends


def _known_words() -> set[str]:
    """The portal's words and the city's places; asked only when a password is set."""
    places = {
        name
        for model in (District, Subdistrict)
        for names in model.objects.values_list("name_th", "name_en")
        for name in names
    }
    return {word for word in map(_letters, {*WORDS, *places}) if word}


def _words_of(user: Any) -> set[str]:
    own_names = " ".join(str(getattr(user, name, "") or "") for name in ("username", "full_name", "email"))
    return {word for word in map(_letters, re.split(r"[\s@._-]+", own_names)) if len(word) > 1}


@cache
def _common() -> frozenset[str]:
    """Django's list of common passwords, read the same way."""
    return frozenset(word for word in map(_letters, CommonPasswordValidator().passwords) if len(word) > 3)
