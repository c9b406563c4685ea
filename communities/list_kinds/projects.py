"""The projects of a plan with their money lines, as a list: a row for each line, the project's own words in its first.

Whoever writes in the draft brings it in: the committee, or the district's office for one that comes on paper.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import place_in_year
from bkkplan.ground.core.forms.tables import Column
from bkkplan.ground.core.forms.typed_cells import Value
from bkkplan.ground.core.spreadsheets.columns import Word, month_words
from bkkplan.ground.core.thai import format_baht, search_key
from bkkplan.ground.lists.actions import BuiltOnError
from bkkplan.ground.lists.registry import ExistingRow, Line, ListKind, Made, Place
from communities.actions.errors import NotADraftError
from communities.actions.listed import as_kept, save_listed_project, undo_listed_project, words_of
from communities.actions.plans import locked
from communities.actions.writing import ProjectMoneyLine, ProjectWords
from communities.enums import PlannedSource, ProjectItem
from communities.models import BudgetLine, PlanArea, PlanProject, PlanRevision

SATANG = Decimal("0.01")
MOST_MONEY = Decimal(10**12)
LONG = 20_000
ITEM, PRICE = "รายการ", "ราคาต่อหน่วย (บาท)"
SOURCE_WORDS: Mapping[str, tuple[str, ...]] = {
    PlannedSource.COMMUNITY: ("ชุมชน", "เงินชุมชน", "งบชุมชน"),
    PlannedSource.DISTRICT: ("เขต", "งบเขต", "งบประมาณเขต", "สนข.", "กทม."),
    PlannedSource.AGENCY: ("หน่วยงาน", "หน่วยงานภายนอก", "งบหน่วยงาน"),
    PlannedSource.OTHER: ("อื่น ๆ", "อื่นๆ", "อื่น"),
}
NO_LINE: Mapping[str, Value] = {"item": "", "quantity": None, "unit": "", "unit_price": None, "source": ""}
ITEM_OF: Mapping[str, ProjectItem] = {
    "reason": ProjectItem.REASON,
    "objectives": ProjectItem.OBJECTIVES,
    "target": ProjectItem.TARGET,
    "starts_in": ProjectItem.TIME_AND_PLACE,
    "ends_in": ProjectItem.TIME_AND_PLACE,
    "place": ProjectItem.TIME_AND_PLACE,
    "expected_benefit": ProjectItem.EXPECTED_BENEFIT,
    "risk": ProjectItem.RISK,
    "follow_up": ProjectItem.FOLLOW_UP,
}
PROJECT_COLUMNS = ("title", "area", *ITEM_OF)


def _long(key: str, heading: str, *others: str) -> Column:
    return Column(key, heading, others, most=LONG, has_lines=True)


@dataclass(slots=True)
class Drafted:
    """A project as the list leaves it: its money lines by their uuids, and the list's rows of it by their keys.

    Its first row has its uuid as the key. The money that stands in that row is the line with the project's own uuid.
    """

    uuid: UUID
    row: PlanProject | None
    was: ProjectWords | None
    values: dict[str, Value]
    lines: dict[UUID, dict[str, Value]]
    rows: dict[str, Line] = field(default_factory=dict)

    @classmethod
    def of(cls, row: PlanProject) -> "Drafted":
        was = words_of(row)
        lines = {line.uuid: _values_of(line) for line in was.lines if line.uuid}
        return cls(row.uuid, row, was, _own_values(was), lines)

    @property
    def keys(self) -> list[UUID]:
        """The keys of its rows."""
        return list(dict.fromkeys([self.uuid, *self.lines]))

    def put(self, line: Line) -> None:
        """Put a row of the list into the project. What the project says stands in its first row."""
        is_first = not self.rows if self.row is None else line.key == str(self.uuid)
        uuid = self.uuid if is_first else UUID(line.key) if line.key else uuid4()
        own = {name: line.values[name] for name in PROJECT_COLUMNS if name in line.values}
        if is_first:
            self.values |= own
        elif line.does == "new":
            for name, given in own.items():
                if name != "title" and given not in ("", None, self.values.get(name)):
                    sentence = _("แก้ได้ในแถวแรกของ “%(title)s” เท่านั้น")
                    if self.row is not None and str(self.uuid) not in self.rows:
                        sentence = _("“%(title)s” มีอยู่แล้วและเขียนข้อนี้ต่างออกไป แก้ในหน้าโครงการ หรือเว้นว่าง")
                    line.refuse(name, sentence % {"title": self.values["title"]})
            if line.does == "new" and not line.values.get("item"):
                line.leave(_("มีโครงการชื่อนี้อยู่แล้ว และแถวนี้ไม่มีรายการเงิน จึงไม่นำเข้า"))
        if line.values.get("item"):
            money = {name: line.values[name] for name in NO_LINE if name in line.values}
            self.lines[uuid] = {**self.lines.get(uuid, {}), **money}
        self.rows[str(uuid)] = line

    def words(self) -> ProjectWords:
        """What it says then. What the list has no column for stays."""
        values = self.values
        said: dict[str, Any] = {name: str(values.get(name) or "") for name in ("title", *ITEM_OF)}
        said |= {name: _month(values.get(name)) for name in ("starts_in", "ends_in")}
        said["areas"] = [code for code in str(values.get("area") or "").split(",") if code]
        said["lines"] = [_money_line(uuid, line) for uuid, line in self.lines.items()]
        return replace(self.was or ProjectWords(title=said["title"]), **said)


class ProjectList(ListKind):
    """``place`` is one edition of a plan: the file of an edition that was handed in fits no later one."""

    code = "plan-projects"
    title = gettext_lazy("โครงการในแผนชุมชน")
    permission = "communities.write_plan"
    most = 500
    blank_rows = 60
    not_in_sheet = frozenset({"amount"})  # it is quantity times price
    undoing = gettext_lazy("โครงการที่ตารางนี้เพิ่มจะถูกนำออก โครงการที่ตารางนี้แก้กลับเป็นข้อความและรายการเงินเดิม")
    columns = (
        Column(
            "title",
            "โครงการ",
            ("ชื่อโครงการ", "โครงการ/กิจกรรม", "ชื่อโครงการ/กิจกรรม", "แผนงาน/โครงการ", "กิจกรรม", "project"),
            is_needed=True,
        ),
        Column("area", "ด้าน", ("ด้านของแผน", "ประเภท", "area"), sort="word"),
        Column(
            "amount",
            "รวมเงิน (บาท)",
            (
                "งบประมาณ", "งบ", "วงเงิน", "รวมเงิน", "เป็นเงิน", "รวมเป็นเงิน", "จำนวนเงิน", "งบประมาณรวม", "บาท",
                "amount", "budget",
            ),
            sort="amount",
        ),
        Column("item", ITEM, ("รายการค่าใช้จ่าย", "รายการงบประมาณ", "ค่าใช้จ่าย", "item"), most=200),
        Column("quantity", "จำนวน", ("ปริมาณ", "quantity"), sort="quantity"),
        Column("unit", "หน่วย", ("หน่วยนับ", "unit"), most=40),
        Column("unit_price", PRICE, ("ราคาต่อหน่วย", "ราคา", "หน่วยละ", "unit price"), sort="amount"),
        Column("source", "แหล่งเงิน", ("แหล่งงบประมาณ", "แหล่งงบ", "ที่มาของงบประมาณ", "source"), sort="word"),
        Column("place", "สถานที่ดำเนินการ", ("สถานที่", "พื้นที่ดำเนินการ", "บริเวณ", "place"), most=300),
        Column("starts_in", "เริ่มเดือน", ("เริ่ม", "เดือนที่เริ่ม", "starts in"), sort="word"),
        Column("ends_in", "ถึงเดือน", ("สิ้นสุด", "เดือนที่สิ้นสุด", "ends in"), sort="word"),
        _long("reason", "หลักการและเหตุผล", "เหตุผล", "ความเป็นมา", "reason"),
        _long("objectives", "วัตถุประสงค์", "objectives"),
        _long("target", "เป้าหมาย", "กลุ่มเป้าหมาย", "target"),
        _long("expected_benefit", "ผลที่คาดว่าจะได้รับ", "ประโยชน์ที่คาดว่าจะได้รับ", "expected benefit"),
        _long("risk", "ความเสี่ยงและการจัดการ", "ความเสี่ยง", "risk"),
        _long("follow_up", "การติดตามและประเมินผล", "การติดตาม", "ตัวชี้วัด", "follow-up"),
    )  # fmt: skip

    def find(self, key: str, user: User) -> Place | None:
        if not key.isdecimal():
            return None
        editions = PlanRevision.objects.visible_to(user).select_related("plan__community__district", "plan__template")
        edition = editions.filter(pk=key).first()
        return _place_of(edition) if edition else None

    def take(self, key: str, *, by: User) -> Place:
        place = _place_of(locked(int(key)))
        if place.obstacle:
            raise NotADraftError
        return place

    def cell_words(self, place: Place) -> dict[str, list[Word]]:
        names = dict(PlanArea.objects.order_by("position").values_list("code", "name_th"))
        several = dict.fromkeys(v for row in _projects(place) if "," in (v := str(_own_values(words_of(row))["area"])))
        months = month_words()
        return {
            "area": [
                *(Word(code, name) for code, name in names.items()),
                *(Word(codes, ", ".join(names[code] for code in codes.split(","))) for codes in several),
            ],
            "source": [Word(one.value, str(one.label), SOURCE_WORDS[one]) for one in PlannedSource],
            "starts_in": months,
            "ends_in": months,
        }

    def existing_rows(self, place: Place) -> list[ExistingRow]:
        found = []
        for row in _projects(place):
            drafted, is_out = Drafted.of(row), row.removed_at is not None
            first = drafted.lines.get(row.uuid, {**NO_LINE, "amount": None})
            found.append(ExistingRow(str(row.uuid), row.version, {**drafted.values, **first}, is_out))
            found += [
                ExistingRow(str(key), row.version, line, is_out, under=drafted.values)
                for key, line in drafted.lines.items()
                if key != row.uuid
            ]
        return found

    def elsewhere(self, place: Place, keys: Collection[str]) -> dict[str, str]:
        lines = BudgetLine.objects.filter(uuid__in=keys).values_list("uuid", flat=True)
        projects = PlanProject.objects.filter(uuid__in=keys).values_list("uuid", flat=True)
        return {str(key): _("แผนฉบับอื่น") for key in (*lines, *projects)}

    def same_row(self, values: Mapping[str, Value]) -> Hashable:
        title, item = values.get("title"), values.get("item")
        return (search_key(str(title)), search_key(str(item or ""))) if title else None

    def fill(self, line: Line, above: Line | None) -> None:
        line.take_from(above, "title")
        values = line.values
        price, amount, quantity = (_money(values.get(name)) for name in ("unit_price", "amount", "quantity"))
        if amount is not None and not line.errors:
            if price is None:
                quantity = quantity or Decimal(1)
                price = (amount / quantity).quantize(SATANG, ROUND_HALF_UP)
            elif quantity is None:
                quantity = (amount / price).quantize(SATANG, ROUND_HALF_UP) if price else Decimal(1)
            values |= {"unit_price": price, "quantity": quantity}
            if _times(quantity, price) != amount:
                found = {"sum": format_baht(_times(quantity, price)), "amount": format_baht(amount)}
                line.refuse("amount", _("จำนวน × ราคาต่อหน่วย ได้ %(sum)s ไม่ใช่ %(amount)s แก้ให้ตรงกัน") % found)
        elif price is not None and (quantity is not None or "quantity" in values):
            values["amount"] = _times(quantity or Decimal(1), price)
        if price is not None and not values.get("item"):
            values["item"] = str(values.get("title") or "")[:200]

    def check(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> None:
        edition = _edition(place)
        for line in lines:
            _check_money(line)
            for key, item in ITEM_OF.items():
                heading = next(column.heading for column in self.columns if column.key == key)
                is_new = line.does == "new" and line.values.get(key) not in ("", None)
                is_asked = edition.plan.template.asks(item)
                if not is_asked and (is_new or heading in [change[0] for change in line.changes]):
                    line.refuse(key, _("แบบแผนของปีนี้ไม่มีข้อนี้ เลือกไม่ใช้คอลัมน์นี้"))
        for drafted in self.drafted(place, [line for line in lines if line.does in ("new", "changed")]):
            if sum(map(_times_of, drafted.lines.values())) >= MOST_MONEY:
                for line in drafted.rows.values():
                    line.refuse("unit_price", _("จำนวนเงินของโครงการต้องน้อยกว่าหนึ่งล้านล้านบาท"))

    def write(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> list[Made]:
        made: list[Made] = []
        for drafted in self.drafted(place, lines):
            if not drafted.rows:
                continue
            saved = save_listed_project(
                revision_id=int(place.key), uuid=drafted.uuid, words=drafted.words(), row=drafted.row, by=by, at=at
            )
            before = {
                "project": str(drafted.uuid),
                "words": as_kept(drafted.was) if drafted.was else None,
                "was_out": drafted.row is not None and drafted.row.removed_at is not None,
            }
            for key in map(str, drafted.keys):
                does = drafted.rows[key].does if key in drafted.rows else "same"
                made.append((key, does, saved.version, before if key == str(drafted.uuid) else {}))
        return made

    def drafted(self, place: Place, lines: Sequence[Line]) -> list[Drafted]:
        """The projects as these rows leave them, in their order."""
        projects = [Drafted.of(row) for row in _projects(place)]
        by_key = {str(key): one for one in projects for key in one.keys}
        by_title = {
            search_key(str(one.values["title"])): one
            for one in reversed(projects)
            if one.row is not None and one.row.removed_at is None
        }
        for line in lines:
            title = search_key(str(line.values.get("title") or ""))
            project = by_key.get(line.key) or by_title.get(title)
            if project is None:
                project = Drafted(UUID(line.key) if line.key else uuid4(), None, None, {}, {})
                projects.append(project)
                by_title[title] = project
            project.put(line)
        return projects

    def undo(self, place: Place, made: Sequence[Made], *, on: date, by: User, at: datetime) -> None:
        changed = [(version, before) for _key, _does, version, before in made if before]
        rows = {str(row.uuid): row for row in _projects(place)}
        used = [
            row.title
            for version, before in changed
            if (row := rows[str(before["project"])]).version != version or row.removed_at is not None
        ]
        if used:
            sentence = _("มีโครงการที่แก้หรือนำออกหลังนำเข้า จึงเลิกทำทั้งชุดไม่ได้: %(titles)s")
            raise BuiltOnError(sentence % {"titles": ", ".join(used[:5])})
        for _version, before in reversed(changed):
            words: Any = before["words"]
            row, was_out = rows[str(before["project"])], bool(before["was_out"])
            undo_listed_project(project=row, before=words, was_out=was_out, by=by, at=at)


def _check_money(line: Line) -> None:
    values, emptied = line.values, [heading for heading, old, new in line.changes if old and not new]
    begun = line.does == "new" or any(heading == ITEM and not old for heading, old, _new in line.changes)
    price, quantity = _money(values.get("unit_price")), _money(values.get("quantity"))
    if begun and values.get("item") and price is None:
        line.refuse("unit_price", _("ใส่ราคาต่อหน่วย เช่น 1,500 ถ้าไม่ใช้เงินให้ใส่ 0"))
    elif ITEM in emptied or PRICE in emptied:
        line.refuse("item", _("ตารางไม่ลบรายการเงิน ลบในหน้าโครงการ หรือใส่ราคา 0"))
    elif price is not None and _times(quantity or Decimal(1), price) >= MOST_MONEY:
        line.refuse("unit_price", _("จำนวนเงินต้องน้อยกว่าหนึ่งล้านล้านบาท"))
    first, last = _month(values.get("starts_in")), _month(values.get("ends_in"))
    if first and last and place_in_year(last) < place_in_year(first):
        line.refuse("ends_in", _("เดือนที่สิ้นสุดมาก่อนเดือนที่เริ่มในปีงบประมาณ ซึ่งเริ่มเดือนตุลาคม"))


def _projects(place: Place) -> list[PlanProject]:
    """All projects of the edition with what they say, those that were taken out last."""
    rows = PlanProject.objects.filter(revision=int(place.key)).select_related("problem", "revision__plan")
    return list(rows.with_areas_and_lines().order_by("rank", "pk"))


def _edition(place: Place) -> PlanRevision:
    return PlanRevision.objects.select_related("plan__template").get(pk=int(place.key))


def _own_values(words: ProjectWords) -> dict[str, Value]:
    """The values of the project's own columns."""
    values: dict[str, Value] = {name: getattr(words, name) for name in ("title", *ITEM_OF)}
    months = {name: str(getattr(words, name) or "") for name in ("starts_in", "ends_in")}
    return {**values, **months, "area": ",".join(words.areas)}


def _values_of(line: ProjectMoneyLine) -> dict[str, Value]:
    return {**{name: getattr(line, name) for name in NO_LINE}, "amount": line.amount}


def _money_line(uuid: UUID, values: Mapping[str, Value]) -> ProjectMoneyLine:
    return ProjectMoneyLine(
        uuid=uuid,
        item=str(values["item"]),
        quantity=_money(values.get("quantity")) or Decimal(1),
        unit=str(values.get("unit") or ""),
        unit_price=_money(values.get("unit_price")) or Decimal(0),
        source=str(values.get("source") or PlannedSource.DISTRICT),
    )


def _times_of(values: Mapping[str, Value]) -> Decimal:
    return _times(_money(values.get("quantity")) or Decimal(1), _money(values.get("unit_price")) or Decimal(0))


def _times(quantity: Decimal, price: Decimal) -> Decimal:
    return (quantity * price).quantize(SATANG, ROUND_HALF_UP)


def _money(value: Value) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _month(value: Value) -> int | None:
    return int(str(value)) if value else None


def _place_of(edition: PlanRevision) -> Place:
    plan = edition.plan
    community = plan.community
    name = {"community": community, "year": plan.fiscal_year, "number": edition.number}
    write = reverse("communities:write", args=[plan.year, community.code])
    return Place(
        key=str(edition.pk),
        title=_("%(community)s · แผนปี %(year)s · ฉบับที่ %(number)s") % name,
        url=f"{write}#projects" if edition.is_open else plan.get_absolute_url(),
        row=plan,
        district=community.district,
        crumbs=[
            Link(label=_("แผนพัฒนาชุมชน"), href=reverse("communities:plans", args=[plan.year])),
            Link(label=str(community.district)),
            Link(label=community.name_th, href=plan.get_absolute_url()),
        ],
        obstacle="" if edition.is_open else str(NotADraftError.sentence),
    )
