"""The headings of the register, and the rows under them that are no communities."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bkkplan.ground.core.formfields import in_words
from bkkplan.ground.core.tables import Headings, Sheet, heading_key
from bkkplan.ground.core.thai import NotUnderstoodError
from bkkplan.ground.core.thai.errors import N_
from communities.actions.reading import RowError

# Our heading: other headings with the same meaning, in both languages.
HEADINGS = {
    "รหัสชุมชน": ("code", "community code"),
    "เลขทะเบียน": ("reg_no", "reg no", "registration number", "ลำดับ", "ลำดับที่", "ที่", "no"),
    "รหัสในระบบของ กทม.": ("external_code", "external code", "รหัส กทม."),
    "รหัสเขต": ("district_code", "district code"),
    "เขต": ("district", "district_th", "ชื่อเขต", "สำนักงานเขต", "district name"),
    "รหัสแขวง": ("khwaeng_code", "subdistrict_code", "subdistrict code"),
    "แขวง": ("khwaeng", "khwaeng_th", "subdistrict", "subdistrict_th", "ชื่อแขวง", "subdistrict name"),
    "ชื่อชุมชน": ("name", "name_th", "ชุมชน", "community", "community name"),
    "ประเภทชุมชน": ("type", "type_th", "ประเภท", "community type"),
    "สถานภาพ": ("status", "สถานะ"),
    "หลังคาเรือน": ("houses", "จำนวนหลังคาเรือน", "households"),
    "ประชากร": ("people", "จำนวนประชากร", "population"),
}
# The file must have at least one heading of each group.
NEEDED = (("ชื่อชุมชน",), ("เขต", "รหัสเขต"), ("แขวง", "รหัสแขวง"), ("ประเภทชุมชน",))


KNOWN = {heading_key(word): heading for heading, words in HEADINGS.items() for word in (heading, *words)}


def _suffice(cells: Sequence[str]) -> bool:
    found = {KNOWN.get(heading_key(cell)) for cell in cells}
    return "ชื่อชุมชน" in found and len(found - {None}) >= 2


REGISTER = Headings(names=lambda text: KNOWN.get(heading_key(text), ""), suffice=_suffice, leading="ชื่อชุมชน")


ASIDE = re.compile(r"(?:รวม|ยอดรวม|หมายเหตุ|ที่มา|ข้อมูล ณ|total|note|source)|[*†]", re.IGNORECASE)
PLACED = ("เขต", "รหัสเขต", "แขวง", "รหัสแขวง")


def without_totals(sheet: Sheet, headings: Sequence[str]) -> tuple[Sheet, tuple[tuple[int, str], ...]]:
    """Rows that begin as a total or a note does, and name no place or no type, are no communities."""

    def is_aside(cells: Sequence[str]) -> bool:
        first = next(cell for cell in cells if cell)
        filled = {heading for heading, cell in zip(headings, cells, strict=False) if heading and cell}
        return ASIDE.match(first) is not None and "ประเภทชุมชน" not in filled and not filled & set(PLACED[2:])

    skipped = tuple((number, next(c for c in cells if c)) for number, cells in sheet.rows if is_aside(cells))
    numbers = {number for number, _text in skipped}
    return replace(sheet, rows=tuple(row for row in sheet.rows if row[0] not in numbers)), skipped


def wrong_headings(sheet: Sheet, headings: Sequence[str]) -> Iterable[RowError]:
    for group in NEEDED:
        if not set(group) & set(headings):
            words = " หรือ ".join(f"“{word}”" for word in group)
            seen = ", ".join(cell for cell in sheet.headings if cell)
            sentence = N_("ไม่พบคอลัมน์ %(words)s ในแถวหัวตาราง หัวตารางที่พบคือ: %(seen)s")
            rule = in_words(NotUnderstoodError(sentence, words=words, seen=seen))
            yield RowError(sheet.name, sheet.heading_row, group[0], "", rule)
    places = defaultdict(list)
    for place, heading in enumerate(headings):
        if heading:
            places[heading].append(sheet.headings[place])
    for heading, cells in places.items():
        if len(cells) > 1:
            rule = in_words(NotUnderstoodError(N_("มีคอลัมน์ที่หมายถึง “%(heading)s” มากกว่าหนึ่งคอลัมน์"), heading=heading))
            yield RowError(sheet.name, sheet.heading_row, heading, ", ".join(cells), rule)
