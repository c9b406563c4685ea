"""The register of communities of a day as a list; the sheet has the register of today."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.files.evidence import MEGABYTE
from bkkplan.ground.core.forms.tables import Column
from bkkplan.ground.core.spreadsheets.columns import Word
from bkkplan.ground.lists.actions import BuiltOnError
from bkkplan.ground.lists.registry import ExistingRow, Line, ListKind, Made, Place
from communities.actions.register import (
    Change,
    RegisterInUseError,
    Written,
    hold_register,
    undo_register,
    write_register,
)
from communities.enums import StandingStatus
from communities.models import Community
from communities.queries import register_on
from communities.resources.matching import ASIDE, HEADINGS, Matcher, in_words, named, without_nothing
from communities.resources.places import Places

CITY = "city"
REGISTER = "register"  # beside new and changed rows: that the register of the day is in
MATCHER, PLACES = "matcher", "places"  # what is kept while a list is looked at


class CommunityList(ListKind):
    """``place`` is the city. A row is a community as it stood on the register's day; an empty cell changes nothing."""

    code = "communities"
    title = gettext_lazy("ทะเบียนชุมชน")
    permission = "communities.manage_register"
    most = 50_000
    most_bytes = 10 * MEGABYTE
    has_keys = False
    has_district = False
    finds_rows = True
    joins_sheets = True
    leaves_out = False
    takes_unchanged = True
    day_label = gettext_lazy("ข้อมูลทะเบียน ณ วันที่")
    asking = gettext_lazy("ชุมชนเดิม ชุมชนใหม่ หรือสิ้นสุดแล้ว")
    asking_ended = gettext_lazy("ชุมชนที่ไม่อยู่ในไฟล์และสิ้นสุดแล้ว")
    about = gettext_lazy(
        "ช่องที่เว้นว่างไม่เปลี่ยนข้อมูลเดิม ชุมชนที่ไม่อยู่ในไฟล์คงอยู่ตามเดิม เปลี่ยนชื่อชุมชนได้ถ้าไฟล์มีรหัสชุมชน ถ้ามีที่ต้องแก้แม้แถวเดียว จะไม่นำเข้าทั้งไฟล์"
    )
    undoing = gettext_lazy(
        "ลบข้อมูลของวันที่ที่การนำเข้านี้เขียน และลบชุมชนที่การนำเข้านี้สร้าง ถ้ายังไม่มีผู้แก้หรือใช้งานชุมชนนั้น บันทึกการใช้งานยังเก็บทั้งสองครั้ง"
    )
    does_words = {
        "new": gettext_lazy("ชุมชนใหม่"),
        "changed": gettext_lazy("แก้ไข"),
        "same": gettext_lazy("ไม่เปลี่ยน"),
        "left": gettext_lazy("ข้าม"),
    }
    columns = (
        Column(
            "name",
            HEADINGS["name"],
            ("name_th", "name", "ชุมชน", "community", "community name"),
            is_needed=True,
            most=200,
        ),
        Column(
            "district",
            HEADINGS["district"],
            ("district", "district_th", "ชื่อเขต", "สำนักงานเขต", "district name"),
            sort="word",
        ),
        Column(
            "subdistrict",
            HEADINGS["subdistrict"],
            ("khwaeng", "khwaeng_th", "subdistrict", "subdistrict_th", "ชื่อแขวง", "subdistrict name"),
            sort="word",
        ),
        Column("type", HEADINGS["type"], ("type", "type_th", "ประเภท", "community type"), is_needed=True, sort="word"),
        Column("status", HEADINGS["status"], ("status", "สถานะ"), sort="word"),
        Column("houses", HEADINGS["houses"], ("houses", "จำนวนหลังคาเรือน", "households"), sort="number", most=10**9),
        Column("people", HEADINGS["people"], ("people", "จำนวนประชากร", "population"), sort="number", most=10**9),
        Column(
            "reg_no",
            HEADINGS["reg_no"],
            ("reg_no", "reg no", "registration number", "ลำดับ", "ลำดับที่", "ที่", "no", "no."),
            most=40,
        ),
        Column("external_code", HEADINGS["external_code"], ("external_code", "external code", "รหัส กทม."), most=40),
        Column("code", HEADINGS["code"], ("code", "community code"), most=40),
        Column("district_code", HEADINGS["district_code"], ("district_code", "district code"), most=40),
        Column(
            "subdistrict_code",
            HEADINGS["subdistrict_code"],
            ("khwaeng_code", "subdistrict_code", "subdistrict code"),
            most=40,
        ),
    )
    needs_one_of = (("district", "district_code"), ("subdistrict", "subdistrict_code"))
    read_by_row = frozenset({"district", "subdistrict", "type"})
    not_in_sheet = frozenset({"district_code", "subdistrict_code"})

    def find(self, key: str, user: User) -> Place | None:
        if key != CITY:
            return None
        register = reverse("communities:register")
        return Place(
            key=CITY,
            title=_("กรุงเทพมหานคร"),
            url=register,
            row=Community(),
            district=None,
            crumbs=[Link(label=_("ทะเบียนชุมชน"), href=register)],
        )

    def take(self, key: str, *, by: User) -> Place:
        hold_register(by=by)
        place = self.find(key, by)
        if place is None:
            raise KeyError(key)
        return place

    def cell_words(self, place: Place) -> Mapping[str, list[Word]]:
        return _places(place).words()

    def known_by_row(self, place: Place) -> Callable[[str, Mapping[str, str]], str]:
        places = _places(place)

        def known(column: str, texts: Mapping[str, str]) -> str:
            text = texts.get(column, "")
            if not text or column not in self.read_by_row or without_nothing(text) == "":
                return ""
            if column == "type":
                return places.type_code(text)
            district = places.district(texts.get("district") or texts.get("district_code", ""))
            if column == "district":
                return district.code if district else ""
            return places.subdistrict_code(text, district)

        return known

    def existing_rows(self, place: Place) -> list[ExistingRow]:
        gone = ("", StandingStatus.DISSOLVED)
        return [
            ExistingRow(
                row.code,
                0,
                {
                    "name": row.name,
                    "district": row.district_code,
                    "subdistrict": row.subdistrict_code,
                    "type": row.type.code if row.type else "",
                    "status": row.status,
                    "houses": row.houses,
                    "people": row.people,
                    "reg_no": row.reg_no,
                    "external_code": row.external_code,
                    "code": row.code,
                },
            )
            for row in register_on(_day_of(place))
            if row.status not in gone
        ]

    def is_aside(self, texts: Mapping[str, str], filled: Sequence[str]) -> bool:
        """A row that begins as a total or a note does, and names no type and no sub-district, is no community."""
        is_placed = texts.get("type") or texts.get("subdistrict") or texts.get("subdistrict_code")
        return bool(filled) and not is_placed and ASIDE.match(filled[0]) is not None

    def fill(self, line: Line, above: Line | None) -> None:
        values = line.values
        name = str(values.get("name") or "")
        values["name"] = name.removeprefix("ชุมชน").strip() or name
        for column in ("reg_no", "external_code", "code"):
            if values.get(column):
                values[column] = without_nothing(str(values[column]))

    def check(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> None:
        _matcher(place).match(lines)

    def not_named(self, place: Place, lines: Sequence[Line]) -> list[tuple[str, str]]:
        """Nothing while some rows are not understood: they may name the very communities that seem to be left out."""
        if any(line.does == "wrong" or line.unanswered for line in lines):
            return []
        return [(row.code, named(row)) for row in _matcher(place).absent()]

    def ended(self, place: Place, keys: Collection[str]) -> list[Line]:
        return _matcher(place).ended(keys) if keys else []

    def write(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> list[Made]:
        source = place.source
        if source is None or source.day is None:
            raise ValueError(place.key)
        written = write_register(
            uuid=source.uuid,
            name=source.name,
            register_on=source.day,
            districts=_matcher(place).spoken_of(),
            changes=[line.understood for line in lines if isinstance(line.understood, Change)],
            tell=place.tell,
            by=by,
            at=at,
        )
        return [(str(source.uuid), REGISTER, 0, {}), *written]

    def undo(self, place: Place, made: Sequence[Made], *, on: date, by: User, at: datetime) -> None:
        written: list[Written] = [
            (key, does, version, dict(was)) for key, does, version, was in made if does != REGISTER
        ]
        source = place.source
        if source is None:
            raise ValueError(place.key)
        try:
            undo_register(uuid=source.uuid, written=written, tell=place.tell, by=by, at=at)
        except RegisterInUseError as error:
            raise BuiltOnError(str(error)) from error

    def choice_in_words(self, value: str, name: str) -> str:
        return in_words(value, name)


def _day_of(place: Place) -> date:
    return place.source.day if place.source and place.source.day else today()


def _places(place: Place) -> Places:
    """What the cells may name on the day of the list; loaded once while it is looked at."""
    if PLACES not in place.kept:
        place.kept[PLACES] = Places(_day_of(place))
    found: Places = place.kept[PLACES]
    return found


def _matcher(place: Place) -> Matcher:
    if MATCHER not in place.kept:
        place.kept[MATCHER] = Matcher(_day_of(place), _places(place))
    found: Matcher = place.kept[MATCHER]
    return found
