"""Districts, sub-districts and types of communities as the register's files write them."""

import re
from datetime import date
from functools import lru_cache

from bkkplan.ground.core.spreadsheets.columns import Word
from bkkplan.ground.core.thai import (
    NotUnderstoodError,
    district_key,
    normalise,
    parse_whole_number,
    subdistrict_key,
)
from communities.actions.register import types_on
from communities.enums import StandingStatus
from communities.models import CommunityType
from districts.models import District, Subdistrict

# The file is Thai in every language of the page.
STATUS_WORDS = {
    StandingStatus.NORMAL.value: "ปกติ",
    StandingStatus.INCOMPLETE_COMMITTEE.value: "กรรมการไม่ครบ",
    StandingStatus.BEING_DISSOLVED.value: "อยู่ระหว่างยุบเลิก",
    StandingStatus.DISSOLVED.value: "ยุบเลิกแล้ว",
}


class Places:
    """What the cells of a register may name, loaded once; the key of each text is made once, too."""

    def __init__(self, day: date) -> None:
        self.districts = list(District.objects.order_by("code"))
        self.district_by_code = {one.code: one for one in self.districts}
        self.district_by_name = {district_key(n): d for d in self.districts for n in (d.name_th, d.name_en)}
        self.subdistricts = list(Subdistrict.objects.select_related("district").order_by("code"))
        self.subdistrict_by_code = {one.code: one for one in self.subdistricts}
        self.subdistrict_by_name: dict[tuple[str, str], Subdistrict] = {}
        self.by_name_alone: dict[str, list[Subdistrict]] = {}
        for one in self.subdistricts:
            for name in (one.name_th, one.name_en):
                self.subdistrict_by_name[one.district.code, subdistrict_key(name)] = one
            self.by_name_alone.setdefault(subdistrict_key(one.name_th), []).append(one)
        self.types = types_on(day, CommunityType.objects.order_by("code"))
        self.type_by_code = {one.code: one for one in self.types}
        self.type_by_name = {_type_key(n): t for t in self.types for n in (t.name_th, t.name_en, t.code)}
        self._districts: dict[str, District | None] = {}
        self._subdistricts: dict[tuple[str, str], str] = {}
        self._types: dict[str, str] = {}

    def words(self) -> dict[str, list[Word]]:
        """What the columns of words may hold, for the file's lists and where a word has to be explained."""
        return {
            "district": [Word(one.code, one.name_th) for one in self.districts],
            "subdistrict": [Word(one.code, one.name_th) for one in self.subdistricts],
            "type": [Word(one.code, one.name_th) for one in self.types],
            "status": [
                Word(code, word, (code, str(StandingStatus(code).label))) for code, word in STATUS_WORDS.items()
            ],
        }

    def district(self, text: str) -> District | None:
        """The district of a name or a code; None if there is none."""
        if text not in self._districts:
            self._districts[text] = self.district_by_code.get(digits(text)) or self.district_by_name.get(
                district_key(text)
            )
        return self._districts[text]

    def subdistrict_code(self, text: str, district: District | None) -> str:
        """The code of a sub-district, of the district that the row names if it has one of that name; else of the only
        one of that name. Empty where no name is the same."""
        key = (district.code if district else "", text)
        if key not in self._subdistricts:
            self._subdistricts[key] = self._find_subdistrict(text, district)
        return self._subdistricts[key]

    def _find_subdistrict(self, text: str, district: District | None) -> str:
        name = subdistrict_key(text)
        if district and (found := self.subdistrict_by_name.get((district.code, name))):
            return found.code
        if coded := self.subdistrict_by_code.get(digits(text)):
            return coded.code
        alike = self.by_name_alone.get(name, ())
        return alike[0].code if len(alike) == 1 else ""

    def type_code(self, text: str) -> str:
        if text not in self._types:
            found = self.type_by_name.get(_type_key(text))
            self._types[text] = found.code if found else ""
        return self._types[text]


def _type_key(name: str) -> str:
    return re.sub(r"\s+|community$", "", normalise(name).casefold()).removeprefix("ชุมชน")


@lru_cache(maxsize=1024)
def digits(text: str) -> str:
    """A code as it is kept: in the digits of our codes."""
    if not text[:1].isdecimal():
        return text
    try:
        return str(parse_whole_number(text))
    except NotUnderstoodError:
        return text
