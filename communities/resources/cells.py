"""The cells of the register file: each is understood, or refused with a sentence."""

import re
from datetime import date
from typing import Any

from import_export import widgets

from bkkplan.ground.core.formfields import in_words
from bkkplan.ground.core.tables import demand_text, heading_key
from bkkplan.ground.core.thai import (
    NotUnderstoodError,
    district_key,
    means_nothing,
    normalise,
    parse_whole_number,
    sort_key,
    subdistrict_key,
)
from bkkplan.ground.core.thai.errors import N_
from communities.actions.register import types_on
from communities.enums import StandingStatus
from communities.models import CommunityType
from districts.models import District, Subdistrict


class Places:
    """Districts, sub-districts and types, loaded once: a register of 2,007 rows looks them up 10,000 times."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.districts = list(District.objects.order_by("code"))
        self.district_by_code = {d.code: d for d in self.districts}
        self.district_by_name = {district_key(n): d for d in self.districts for n in (d.name_th, d.name_en)}
        self.subdistrict_by_code: dict[str, Subdistrict] = {}
        self.subdistrict_by_name: dict[tuple[str, str], Subdistrict] = {}
        for s in Subdistrict.objects.select_related("district").order_by("code"):
            self.subdistrict_by_code[s.code] = s
            for name in (s.name_th, s.name_en):
                self.subdistrict_by_name[s.district.code, subdistrict_key(name)] = s
        types = list(CommunityType.objects.order_by("code"))
        self.types = {_type_key(n): t for t in types_on(day, types) for n in (t.name_th, t.name_en, t.code)}
        self.former_types = {_type_key(n): t for t in types for n in (t.name_th, t.name_en, t.code)}

    def district(self, row: dict[str, str]) -> District | None:
        """The district of a row; None if its cell is wrong, which that cell's own refusal says."""
        coded = self.district_by_code.get(_digits(row.get("รหัสเขต", "")))
        named = self.district_by_name.get(district_key(row.get("เขต", "")))
        return (coded or named) if coded is None or named is None or coded == named else None

    def subdistrict(self, row: dict[str, str]) -> Subdistrict | None:
        if code := row.get("รหัสแขวง", ""):
            return self.subdistrict_by_code.get(_digits(code))
        district = self.district(row)
        return self.subdistrict_by_name.get((district.code, subdistrict_key(row.get("แขวง", "")))) if district else None


def _type_key(name: str) -> str:
    return re.sub(r"\s+|community$", "", normalise(name).casefold()).removeprefix("ชุมชน")


def _digits(text: str) -> str:
    try:
        return str(parse_whole_number(text))
    except NotUnderstoodError:
        return text


class Cell(widgets.Widget):
    """A cell of the register: understood, or refused with a sentence. Empty says nothing and changes nothing."""

    def clean(self, value: str, row: Any = None, *, places: Places, **kwargs: Any) -> Any:
        try:
            demand_text(value)
            return self.read(value, row, places)
        except NotUnderstoodError as error:
            raise ValueError(in_words(error)) from error

    def read(self, value: str, row: dict[str, str], places: Places) -> Any:
        return value or None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else value


class CodeCell(Cell):
    def read(self, value: str, row: dict[str, str], places: Places) -> str | None:
        if len(value) > 40:
            raise NotUnderstoodError(N_("รหัสยาวเกิน %(most)s ตัวอักษร"), most=40)
        return None if means_nothing(value) else value


class DistrictCodeCell(Cell):
    def read(self, value: str, row: dict[str, str], places: Places) -> str | None:
        if not value:
            if not row.get("เขต"):
                raise NotUnderstoodError(N_("ต้องระบุเขต"))
            return None
        if _digits(value) not in places.district_by_code:
            raise NotUnderstoodError(N_("ไม่มีเขตรหัสนี้ รหัสเขตคือ 1001 ถึง 1050"))
        return places.district_by_code[_digits(value)].code


class DistrictNameCell(Cell):
    def read(self, value: str, row: dict[str, str], places: Places) -> str | None:
        if not value:
            if "รหัสเขต" not in row:
                raise NotUnderstoodError(N_("ต้องระบุเขต"))
            return None
        named = places.district_by_name.get(district_key(value))
        if named is None:
            raise NotUnderstoodError(N_("ไม่มีเขตชื่อนี้ เช่น พระนคร หรือ เขตราษฎร์บูรณะ"))
        coded = places.district_by_code.get(_digits(row.get("รหัสเขต", "")))
        if coded and coded != named:
            raise NotUnderstoodError(
                N_("ชื่อเขตไม่ตรงกับรหัสเขต %(code)s ซึ่งคือเขต%(name)s"), code=coded.code, name=coded.name_th
            )
        return named.name_th


class SubdistrictCodeCell(Cell):
    def read(self, value: str, row: dict[str, str], places: Places) -> str | None:
        if not value:
            if not row.get("แขวง"):
                raise NotUnderstoodError(N_("ต้องระบุแขวง"))
            return None
        found = places.subdistrict_by_code.get(_digits(value))
        if found is None:
            raise NotUnderstoodError(N_("ไม่มีแขวงรหัสนี้"))
        district = places.district(row)
        if district and found.district_id != district.pk:
            raise NotUnderstoodError(
                N_("แขวงรหัสนี้อยู่ในเขต%(district)s ไม่ใช่เขต%(given)s"),
                district=found.district.name_th,
                given=district.name_th,
            )
        return found.code


class SubdistrictNameCell(Cell):
    def read(self, value: str, row: dict[str, str], places: Places) -> str | None:
        if not value:
            if "รหัสแขวง" not in row:
                raise NotUnderstoodError(N_("ต้องระบุแขวง"))
            return None
        district = places.district(row)
        if district is None:
            return None  # the district's own cell says so
        found = places.subdistrict_by_name.get((district.code, subdistrict_key(value)))
        if found is None:
            raise NotUnderstoodError(N_("เขต%(district)sไม่มีแขวงชื่อนี้"), district=district.name_th)
        coded = places.subdistrict_by_code.get(_digits(row.get("รหัสแขวง", "")))
        if coded and coded != found:
            raise NotUnderstoodError(
                N_("ชื่อแขวงไม่ตรงกับรหัสแขวง %(code)s ซึ่งคือแขวง%(name)s"), code=coded.code, name=coded.name_th
            )
        return found.name_th


class NameCell(Cell):
    def read(self, value: str, row: dict[str, str], places: Places) -> str:
        name = value.removeprefix("ชุมชน").strip() or value
        if not name:
            raise NotUnderstoodError(N_("ต้องระบุชื่อชุมชน"))
        if len(name) > 200:
            raise NotUnderstoodError(N_("ชื่อชุมชนยาวเกิน 200 ตัวอักษร"))
        return name


class TypeCell(Cell):
    def read(self, value: str, row: dict[str, str], places: Places) -> CommunityType:
        found = places.types.get(_type_key(value)) if value else None
        if found:
            return found
        valid = ", ".join(sorted({t.name_th for t in places.types.values()}, key=sort_key))
        if former := places.former_types.get(_type_key(value)) if value else None:
            raise NotUnderstoodError(
                N_("%(type)sไม่ใช่ประเภทที่ใช้อยู่ในวันที่ของทะเบียน ใช้ %(valid)s"), type=former.name_th, valid=valid
            )
        raise NotUnderstoodError(N_("ไม่มีประเภทชุมชนนี้ ใช้ %(valid)s"), valid=valid)

    def render(self, value: CommunityType | None, obj: Any = None, **kwargs: Any) -> str:
        return value.name_th if value else ""


class StatusCell(Cell):
    def read(self, value: str, row: dict[str, str], places: Places) -> str | None:
        if not value:
            return None
        by_word = {heading_key(label): code for code, label in STATUS_WORDS.items()} | {
            heading_key(code): code for code in STATUS_WORDS
        }
        if heading_key(value) not in by_word:
            raise NotUnderstoodError(N_("ไม่มีสถานภาพนี้ ใช้ %(valid)s"), valid=", ".join(STATUS_WORDS.values()))
        return by_word[heading_key(value)]

    def render(self, value: str | None, obj: Any = None, **kwargs: Any) -> str:
        return STATUS_WORDS.get(value or "", "")


class CountCell(Cell):
    def read(self, value: str, row: dict[str, str], places: Places) -> int | None:
        return None if means_nothing(value) else parse_whole_number(value)


# The file is Thai in every language of the page.
STATUS_WORDS = {
    StandingStatus.NORMAL.value: "ปกติ",
    StandingStatus.INCOMPLETE_COMMITTEE.value: "กรรมการไม่ครบ",
    StandingStatus.BEING_DISSOLVED.value: "อยู่ระหว่างยุบเลิก",
    StandingStatus.DISSOLVED.value: "ยุบเลิกแล้ว",
}
