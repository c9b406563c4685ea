"""Which community each row of a register means, and what the row says of it. It writes nothing."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from bkkplan.ground.core.thai import means_nothing, sort_key
from bkkplan.ground.lists.registry import Line
from communities.actions.register import Change
from communities.enums import StandingStatus
from communities.models import Community
from communities.models.community import community_key
from communities.queries import RegisterRow, register_on
from communities.resources.places import STATUS_WORDS, Places, digits
from communities.resources.questions import NEW, Nearby, why_in_words
from districts.models import District, Subdistrict

HEADINGS = {
    "code": "รหัสชุมชน",
    "reg_no": "เลขทะเบียน",
    "external_code": "รหัสในระบบของ กทม.",
    "district": "เขต",
    "subdistrict": "แขวง",
    "name": "ชื่อชุมชน",
    "type": "ประเภทชุมชน",
    "status": "สถานภาพ",
    "houses": "หลังคาเรือน",
    "people": "ประชากร",
    "district_code": "รหัสเขต",
    "subdistrict_code": "รหัสแขวง",
}
ASIDE = re.compile(r"(?:รวม|ยอดรวม|หมายเหตุ|ที่มา|ข้อมูล ณ|total|note|source)|[*†]", re.IGNORECASE)
PLAIN = ("reg_no", "external_code", "status", "houses", "people")
AT_ONCE = 2000  # rows that are in memory while many are read
MAY_MEAN_NOTHING = set("-‐‑‒–—−_.ไnN")

Name = tuple[str, str]  # the code of a sub-district, and the key of a name in it


class Matcher:
    """A register of a day compared with the communities as they stood on that day.

    A row is known by our code, or by its sub-district and the name's key. A new name that may be an old community is
    asked about.
    """

    def __init__(self, day: date, places: Places) -> None:
        self.places = places
        self.before = register_on(day, in_order=False)
        self.by_code = {row.code: row for row in self.before}
        # A dissolved community blocks nobody's name; one that begins only later may be the one that is meant.
        self.ended_by_name: dict[Name, RegisterRow] = {}
        self.by_name: dict[Name, RegisterRow] = {}
        self.name_of: dict[str, Name] = {}
        for row in self.before:
            names = self.ended_by_name if row.status == StandingStatus.DISSOLVED else self.by_name
            name = self.name_of[row.code] = (row.subdistrict_code, community_key(row.name))
            names[name] = row
        # Names of today that the day of the register did not know. Most are the same, and need not be kept twice.
        now = Community.objects.filter(ended_on=None).values_list("subdistrict__code", "name_key", "code")
        self.names_now = {
            (place, key): code
            for place, key, code in now.iterator(AT_ONCE)
            if (known := self.by_name.get((place, key))) is None or known.code != code
        }
        self.seen: set[int] = set()
        self.named: dict[Name, str] = {}
        self.districts: set[str] = set()

    def match(self, lines: Sequence[Line]) -> None:
        """Say of each line what it does, with the change that it is (``understood``) or what is wrong with it."""
        unknown: list[tuple[Line, Subdistrict, str]] = []
        rows: list[tuple[Line, Subdistrict, str, RegisterRow]] = []
        for line in lines:
            place = self._place_of(line)
            if place is None or line.does == "wrong" or line.unanswered:
                continue
            key = community_key(str(line.values["name"]))
            self.districts.add(place.district.code)
            was = self._find(line, (place.code, key))
            if line.does == "wrong":
                continue
            if was is None:
                unknown.append((line, place, key))
            else:
                rows.append((line, place, key, was))
                self.seen.add(was.community or 0)
        met = set[int]()
        for line, place, key, was in rows:
            self._judge(line, place, key, was, met)
        self._ask(unknown)
        for line, place, key in unknown:
            chosen = self.by_code.get(line.meant)
            if line.choices and not line.meant:
                line.does = "asked"
            else:
                if chosen:
                    self.seen.add(chosen.community or 0)
                self._judge(line, place, key, chosen, met)
        for names in (self.by_name, self.ended_by_name, self.name_of, self.names_now, self.named):
            names.clear()  # they are large, and nothing asks for them any more

    def _place_of(self, line: Line) -> Subdistrict | None:
        """The sub-district of a line; None where its cells do not say it, which they are told."""
        values, places = line.values, self.places
        district = self._district_of(line)
        code = digits(str(values.get("subdistrict_code") or ""))
        named = places.subdistrict_by_code.get(str(values.get("subdistrict") or ""))
        coded = places.subdistrict_by_code.get(code)
        if code and coded is None:
            line.refuse("subdistrict_code", _("ไม่มีแขวงรหัสนี้"))
        elif coded and named and coded != named:
            words = {"code": coded.code, "name": coded.name_th}
            line.refuse("subdistrict", _("ชื่อแขวงไม่ตรงกับรหัสแขวง %(code)s ซึ่งคือแขวง%(name)s") % words)
        elif (found := named or coded) is None:
            if "subdistrict" not in line.unanswered:
                line.refuse("subdistrict", _("ต้องระบุแขวง"))
        elif district and found.district_id != district.pk:
            words = {"name": found.name_th, "district": found.district.name_th, "given": district.name_th}
            sentence = _("แขวง%(name)sอยู่ในเขต%(district)s ไม่ใช่เขต%(given)s")
            line.refuse("subdistrict" if named else "subdistrict_code", sentence % words)
        else:
            return found if district else None
        return None

    def _district_of(self, line: Line) -> District | None:
        places = self.places
        code = digits(str(line.values.get("district_code") or ""))
        named = places.district_by_code.get(str(line.values.get("district") or ""))
        coded = places.district_by_code.get(code)
        if code and coded is None:
            line.refuse("district_code", _("ไม่มีเขตรหัสนี้"))
        elif coded and named and coded != named:
            words = {"code": coded.code, "name": coded.name_th}
            line.refuse("district", _("ชื่อเขตไม่ตรงกับรหัสเขต %(code)s ซึ่งคือเขต%(name)s") % words)
        elif not (coded or named) and "district" not in line.unanswered:
            line.refuse("district", _("ต้องระบุเขต"))
        else:
            return coded or named
        return None

    def _find(self, line: Line, name: Name) -> RegisterRow | None:
        if code := str(line.values.get("code") or ""):
            if code not in self.by_code:
                line.refuse("code", _("ไม่มีชุมชนรหัสนี้ ปล่อยว่างไว้ถ้าเป็นชุมชนใหม่"))
            return self.by_code.get(code)
        return self.by_name.get(name) or (self.ended_by_name.get(name) if line.values.get("status") else None)

    def _ask(self, unknown: Sequence[tuple[Line, Subdistrict, str]]) -> None:
        """Give each new name the communities that it may mean: those that no other row names."""
        if not unknown:
            return
        new = {(place.code, key) for _line, place, key in unknown}
        left = [
            row
            for row in self.before
            if row.community not in self.seen
            and (row.status != StandingStatus.DISSOLVED or self.name_of[row.code] in new)
        ]
        nearby = Nearby(left)
        for line, place, key in unknown:
            name = str(line.values["name"])
            found = nearby.of(name, key, subdistrict=place.code, district=place.district.code)
            if found:
                line.choices = (*((row.code, f"{why}|{named(row)}") for row, why in found), (NEW, ""))
            if line.meant not in dict(line.choices):
                line.meant = ""

    def _judge(self, line: Line, place: Subdistrict, key: str, was: RegisterRow | None, met: set[int]) -> None:
        """Refuse what no single cell can know, or say what the line changes."""
        self._demand_sense(line, place, key, was, met)
        if was is not None:
            met.add(was.community or 0)
        if line.does == "wrong":
            return
        becomes = self._becomes(line, place, was)
        line.key = was.code if was else ""
        if was is None:
            line.does, line.understood = "new", Change(None, becomes)
            return
        line.changes = tuple((HEADINGS[name], *pair) for name, pair in _differing(was, becomes))
        line.does, line.understood = ("changed", Change(was, becomes, line.changes)) if line.changes else ("same", None)

    def _becomes(self, line: Line, place: Subdistrict, was: RegisterRow | None) -> RegisterRow:
        """The row of the register; a cell that is empty says nothing and changes nothing."""
        values = line.values
        row = replace(was) if was else RegisterRow()
        row.subdistrict_code, row.subdistrict_name = place.code, place.name_th
        row.district_code, row.district_name = place.district.code, place.district.name_th
        row.name, row.type = str(values["name"]), self.places.type_by_code[str(values["type"])]
        for name in PLAIN:
            if values.get(name) not in ("", None):
                setattr(row, name, values[name])
        if was is not None and was.status == StandingStatus.DISSOLVED and not values.get("status"):
            row.status = StandingStatus.NORMAL  # somebody said that it is the same
        return row

    def _demand_sense(self, line: Line, place: Subdistrict, key: str, was: RegisterRow | None, met: set[int]) -> None:
        name = (place.code, key)
        namesake = self.by_name.get(name)
        owner = self.names_now.get(name)
        takes_name = was is None or self.name_of[was.code] != name
        if was is not None and was.district_code != place.district.code:
            sentence = _("ชุมชนนี้อยู่ในเขต%(district)s ย้ายเขตด้วยการนำเข้าไม่ได้")
            line.refuse("district", sentence % {"district": was.district_name})
        elif was is not None and namesake is not None and namesake.community != was.community:
            words = {"subdistrict": place.name_th, "code": namesake.code}
            line.refuse("name", _("แขวง%(subdistrict)sมีชุมชนชื่อนี้แล้ว (%(code)s)") % words)
        elif name in self.named:
            line.refuse("name", _("ชุมชนนี้อยู่ในแถวที่ %(row)s แล้ว") % {"row": self.named[name]})
        elif was is not None and was.community in met:
            line.refuse("name", _("ชุมชน %(code)s อยู่ในแถวอื่นของไฟล์แล้ว") % {"code": was.code})
        elif takes_name and owner and (was is None or owner != was.code) and self._is_alive(owner):
            line.refuse("name", _("ชุมชน %(code)s ใช้ชื่อนี้ในวันหลังจากวันที่ของทะเบียน") % {"code": owner})
        self.named.setdefault(name, line.where or str(line.number))

    def _is_alive(self, code: str) -> bool:
        return code not in self.by_code or self.by_code[code].status != StandingStatus.DISSOLVED

    def spoken_of(self) -> set[str]:
        """A file of one district speaks of that district alone; one of several is the city's register."""
        return set(self.places.district_by_code) if len(self.districts) > 1 else self.districts

    def absent(self) -> list[RegisterRow]:
        """Communities in being that the file should name and does not."""
        districts, gone = self.spoken_of(), ("", StandingStatus.DISSOLVED)
        found = [
            row
            for row in self.before
            if row.community not in self.seen and row.district_code in districts and row.status not in gone
        ]
        return sorted(found, key=lambda row: (row.district_code, sort_key(row.name), row.code))

    def ended(self, codes: Collection[str]) -> list[Line]:
        """A line for each absent community of which somebody said that it has ended."""
        wanted = set(codes)
        lines = []
        for number, row in enumerate((row for row in self.absent() if row.code in wanted), start=1):
            end = replace(row, status=StandingStatus.DISSOLVED.value)
            line = Line(-number, {"name": row.name}, key=row.code, does="changed", where="–")
            line.values |= {"district": row.district_code, "subdistrict": row.subdistrict_code}
            line.changes = tuple((HEADINGS[name], *pair) for name, pair in _differing(row, end))
            line.understood = Change(row, end, line.changes, is_end=True)
            lines.append(line)
        return lines


def named(row: RegisterRow) -> str:
    """The name, place and code of a community, for a person who is asked which one is meant."""
    return f"{row.name} แขวง{row.subdistrict_name} เขต{row.district_name} · {row.code}"


def in_words(value: str, name: str) -> str:
    """One of the choices of a line as people read it."""
    if value == NEW:
        return _("ชุมชนใหม่")
    why, _bar, community = name.partition("|")
    return f"{why_in_words(why)}: {community}"


def without_nothing(text: str) -> str:
    """The text, or an empty one where it only says that there is nothing (“-”, “ไม่มี”)."""
    return "" if text[:1] in MAY_MEAN_NOTHING and means_nothing(text) else text


def _differing(was: RegisterRow, becomes: RegisterRow) -> list[tuple[str, tuple[str, str]]]:
    """By column: the old text and the new one."""
    found = []
    if was.subdistrict_code != becomes.subdistrict_code:
        found.append(("subdistrict", (was.subdistrict_name, becomes.subdistrict_name)))
    if was.type != becomes.type:
        found.append(("type", (was.type.name_th if was.type else "", becomes.type.name_th if becomes.type else "")))
    for name in ("name", *PLAIN):
        old, new = getattr(was, name), getattr(becomes, name)
        if old != new:
            found.append((name, (_shown(name, old), _shown(name, new))))
    return found


def _shown(name: str, value: object) -> str:
    if name == "status":
        return STATUS_WORDS.get(str(value), "")
    return "" if value is None else str(value)
