"""The items of a district's action plan, as a list: into the edition that is written, first or as an amendment."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import sections_of
from bkkplan.ground.audit.record import plain
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import place_in_year
from bkkplan.ground.core.forms.tables import Column
from bkkplan.ground.core.forms.typed_cells import Value
from bkkplan.ground.core.spreadsheets.columns import Word, month_words
from bkkplan.ground.core.thai import search_key
from bkkplan.ground.core.wording import localname
from bkkplan.ground.lists.actions import BuiltOnError
from bkkplan.ground.lists.registry import ExistingRow, Line, ListKind, Made, Place
from budget.actions.errors import NotOpenError
from budget.actions.plan.action_plan import lock_plan, open_edition
from budget.actions.plan.items import add_item, change_item, drop_item, restore_item
from budget.actions.steps import demand_draft
from budget.enums import Part
from budget.models import ActionPlan, ActionPlanItem, ItemChange, ItemWords, MoneyCategory
from budget.models.item_words import ROWS, WORDS, named_in
from budget.queries.plan.action_plans import open_edition_of
from budget.queries.strategy.trees import offered

LONG = 20_000
MONTHS = ("starts_in", "ends_in")
PART_WORDS: Mapping[str, tuple[str, ...]] = {
    Part.STRATEGIC: ("ยุทธศาสตร์", "ตามยุทธศาสตร์"),
    Part.ROUTINE: ("ประจำ", "งานประจำ", "ภารกิจประจำ"),
}
UNDONE = gettext_lazy("เลิกทำการนำเข้าจากตาราง")


def _long(key: str, heading: str, *others: str) -> Column:
    return Column(key, heading, others, most=LONG, has_lines=True)


class ItemList(ListKind):
    """``place`` is the plan. Of an approved item the list changes what the amendment would have it say."""

    code = "plan-items"
    title = gettext_lazy("รายการในแผนปฏิบัติราชการ")
    permission = "budget.edit_action_plan"
    most = 500
    blank_rows = 60
    detail = "note"
    undoing = gettext_lazy("รายการที่ตารางนี้เพิ่มจะถูกตัดออก รายการที่ตารางนี้แก้กลับเป็นข้อความเดิม")
    columns = (
        Column(
            "title",
            "โครงการ/กิจกรรม",
            ("โครงการ", "กิจกรรม", "ชื่อโครงการ", "ชื่อโครงการ/กิจกรรม", "รายการ", "project"),
            is_needed=True,
        ),
        Column("part", "ส่วน", ("ส่วนของแผน", "ประเภทงาน", "part"), sort="word"),
        _long("objective", "วัตถุประสงค์", "objective"),
        _long("target", "เป้าหมาย/ผลผลิต", "เป้าหมาย", "ผลผลิต", "target"),
        _long("indicator", "ตัวชี้วัด (ค่าเป้าหมาย)", "ตัวชี้วัด", "indicator"),
        Column(
            "planned_amount",
            "งบประมาณ (บาท)",
            ("งบประมาณ", "งบ", "วงเงิน", "จำนวนเงิน", "บาท", "amount", "budget"),
            sort="amount",
        ),
        Column("money_source", "แหล่งงบประมาณ", ("แหล่งงบ", "แหล่งเงิน", "ที่มาของงบประมาณ", "source"), most=200),
        Column("category", "หมวดหรืองบรายจ่าย", ("หมวด", "งบรายจ่าย", "หมวดรายจ่าย", "category"), sort="word"),
        Column("starts_in", "เริ่มเดือน", ("เริ่ม", "เดือนที่เริ่ม", "starts in"), sort="word"),
        Column("ends_in", "ถึงเดือน", ("สิ้นสุด", "เดือนที่สิ้นสุด", "ends in"), sort="word"),
        Column("section", "ฝ่ายที่รับผิดชอบ", ("ฝ่าย", "ส่วนราชการ", "section"), sort="word"),
        Column(
            "responsible",
            "ผู้รับผิดชอบอื่น",
            ("ผู้รับผิดชอบ", "หน่วยงานที่รับผิดชอบ", "หน่วยงานรับผิดชอบ", "responsible"),
            most=200,
        ),
        Column("strategy", "ความสอดคล้อง", ("ยุทธศาสตร์", "ความสอดคล้องกับยุทธศาสตร์", "strategy"), sort="word"),
        _long("note", "หมายเหตุ", "note"),
        Column("external_code", "รหัสในระบบของ กทม.", ("รหัสโครงการ", "รหัส", "code"), most=40),
    )

    def find(self, key: str, user: User) -> Place | None:
        if not key.isdecimal():
            return None
        plan = ActionPlan.objects.visible_to(user).select_related("district").filter(pk=key).first()
        return _place_of(plan) if plan else None

    def take(self, key: str, *, by: User) -> Place:
        plan = lock_plan(int(key), by=by)
        open_edition(plan)
        return _place_of(plan)

    def cell_words(self, place: Place) -> dict[str, list[Word]]:
        plan, there = _plan(place), [words for _item, words in _items(place)]
        nodes = offered(plan.year, besides=[one.strategy.pk for one in there if one.strategy]).nodes
        categories: list[MoneyCategory] = list(MoneyCategory.objects.of_year(plan.year))
        kept = {one.category.pk: one.category for one in there if one.category}
        categories += [one for pk, one in kept.items() if pk not in {category.pk for category in categories}]
        closed = {one.section.current for one in there if one.section and one.section.current.closed_at}
        sections = [*sections_of(plan.district), *sorted(closed, key=lambda section: section.pk)]
        months = month_words()
        return {
            "part": [Word(one.value, str(one.label), PART_WORDS[one]) for one in Part],
            "category": _differing([(row, localname(row)) for row in categories]),
            "section": _differing([(row, row.name_today) for row in sections]),
            "strategy": _differing([(node, str(node)) for node in nodes]),
            **dict.fromkeys(MONTHS, months),
        }

    def existing_rows(self, place: Place) -> list[ExistingRow]:
        return [
            ExistingRow(str(item.uuid), item.version, _values_of(words), is_out=item.dropped_in_id is not None)
            for item, words in _items(place)
        ]

    def elsewhere(self, place: Place, keys: Collection[str]) -> dict[str, str]:
        items = ActionPlanItem.objects.filter(uuid__in=keys).values_list("uuid", flat=True)
        return {str(uuid): _("รายการที่ตัดออกจากแผนแล้ว หรือแผนอื่น") for uuid in items}

    def same_row(self, values: Mapping[str, Value]) -> Hashable:
        return search_key(str(values["title"])) if values.get("title") else None

    def check(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> None:
        for line in lines:
            if line.values.get("planned_amount") == 0:
                line.refuse("planned_amount", _("จำนวนเงินต้องมากกว่าศูนย์ ไม่ใช้งบประมาณให้เว้นว่าง"))
            first, last = (_month(line.values.get(name)) for name in MONTHS)
            if first and last and place_in_year(last) < place_in_year(first):
                line.refuse("ends_in", _("เดือนที่สิ้นสุดมาก่อนเดือนที่เริ่มในปีงบประมาณ ซึ่งเริ่มเดือนตุลาคม"))

    def write(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> list[Made]:
        there = {str(item.uuid): (item, words) for item, words in _items(place)}
        edition, made = open_edition(_plan(place)), list[Made]()
        chosen = {
            name: rows.in_bulk([int(str(line.values[name])) for line in lines if line.values.get(name)])
            for name, rows in ROWS.items()
        }
        for line in lines:
            given = _typed(line.values, chosen)
            if line.key not in there:
                words = ItemWords(**given | {"part": given.get("part") or Part.STRATEGIC})
                uuid = UUID(line.key) if line.key else uuid4()
                item = add_item(plan_id=int(place.key), uuid=uuid, words=words, by=by, at=at)
                made.append((str(item.uuid), "new", item.version, {"edition": edition.pk}))
                continue
            item, was = there[line.key]
            was_out = item.dropped_in_id is not None
            if was_out:
                item = restore_item(item_id=item.pk, by=by, at=at)
            words = replace(was, **given | {"part": given.get("part") or was.part})
            if words != was:
                item = change_item(item_id=item.pk, words=words, seen=item.version, by=by, at=at)
            before = {"edition": edition.pk, "was_out": was_out, "words": {n: plain(getattr(was, n)) for n in WORDS}}
            made.append((line.key, "changed", item.version, before))
        return made

    def undo(self, place: Place, made: Sequence[Made], *, on: date, by: User, at: datetime) -> None:
        edition = open_edition(_plan(place))
        items = {str(item.uuid): item for item, _words in _items(place)}
        if any(before["edition"] != edition.pk for _key, _does, _version, before in made):
            raise BuiltOnError(_("แผนฉบับที่ตารางนี้เข้าไปอนุมัติหรือยกเลิกแล้ว จึงเลิกทำไม่ได้ แก้ในฉบับที่กำลังจัดทำแทน"))
        used = [
            items[key].title
            for key, does, version, _before in made
            if items[key].version != version or (does == "new" and _carries_something(items[key]))
        ]
        if used:
            sentence = _("มีรายการที่แก้ ตัดออก หรือรับโครงการชุมชนหลังนำเข้า จึงเลิกทำทั้งชุดไม่ได้: %(titles)s")
            raise BuiltOnError(sentence % {"titles": ", ".join(used[:5])})
        for key, _does, _version, before in reversed(made):
            item, words = items[key], before.get("words")
            if isinstance(words, dict):
                said = ItemWords.of(item, ItemChange(after=words))
                item = change_item(item_id=item.pk, words=said, seen=item.version, by=by, at=at)
            if words is None or before["was_out"]:
                drop_item(item_id=item.pk, reason=str(UNDONE), by=by, at=at, on=on)


def _items(place: Place) -> list[tuple[ActionPlanItem, ItemWords]]:
    """The items as the edition under way would have them, those last that it takes out. None where there is none."""
    edition = open_edition_of(_plan(place))
    if edition is None:
        return []
    rows = ActionPlanItem.objects.filter(plan=int(place.key)).select_related(
        "section__merged_into", "strategy__tree", "category"
    )
    changes = {change.item_id: change for change in edition.changes.all()}
    named = named_in(changes.values())
    stand = [*rows.live().order_by("position", "pk"), *rows.filter(dropped_in=edition).order_by("position", "pk")]
    return [(item, ItemWords.of(item, changes.get(item.pk), named=named)) for item in stand]


def _plan(place: Place) -> ActionPlan:
    return ActionPlan.objects.select_related("district").get(pk=int(place.key))


def _carries_something(item: ActionPlanItem) -> bool:
    return item.inclusions.filter(ended_on=None).exists() or item.direct_inclusions.standing().exists()


def _values_of(words: ItemWords) -> dict[str, Value]:
    values: dict[str, Value] = {name: getattr(words, name) for name in WORDS if name not in ROWS}
    rows = {"category": words.category, "strategy": words.strategy, "section": None}
    rows["section"] = words.section.current if words.section else None  # type: ignore[assignment]
    chosen: dict[str, Value] = {name: str(row.pk) if row else "" for name, row in rows.items()}
    return {**values, **chosen, **{name: str(values[name] or "") for name in MONTHS}}


def _typed(values: Mapping[str, Value], chosen: Mapping[str, Mapping[int, Model]]) -> dict[str, Any]:
    """The values of a row as words of an item."""
    typed: dict[str, Any] = dict(values)
    for name, value in values.items():
        if name in ROWS:
            typed[name] = chosen[name][int(str(value))] if value else None
        elif name in MONTHS:
            typed[name] = _month(value)
        elif name != "planned_amount":
            typed[name] = str(value or "")
    return typed


def _month(value: Value) -> int | None:
    return int(str(value)) if value else None


def _differing(named: Sequence[tuple[Model, str]]) -> list[Word]:
    """Rows as words; of two with one name each has its number, so that nobody guesses."""
    names = [name for _row, name in named]
    return [Word(str(row.pk), name if names.count(name) == 1 else f"{name} ({row.pk})") for row, name in named]


def _place_of(plan: ActionPlan) -> Place:
    return Place(
        key=str(plan.pk),
        title=_("%(district)s ปีงบประมาณ %(year)s") % {"district": localname(plan.district), "year": plan.fiscal_year},
        url=plan.get_absolute_url(),
        row=plan,
        district=plan.district,
        crumbs=[
            Link(label=_("แผนปฏิบัติราชการ"), href=reverse("budget:action-plans", args=[plan.year])),
            Link(label=localname(plan.district), href=plan.get_absolute_url()),
        ],
        obstacle=_why_closed(plan),
    )


def _why_closed(plan: ActionPlan) -> str:
    try:
        demand_draft(open_edition_of(plan))
    except NotOpenError as error:
        return str(error)
    return ""
