"""How a figure is shown: its parts, its fifty tiles, its groups."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bkkplan.figures.kpi.registry import Definition, Figure, Mark, Ratio, Result, Summary
from bkkplan.ground.core.components import StateItem, Tile, TileKey, TileState
from bkkplan.ground.core.wording import localname, percent
from districts.models import District

SHOWN = 5  # of the units that do not count, beside the map; the others are one click away


TILE_STATES: dict[Mark, TileState] = {
    Mark.COUNTED: "done",
    Mark.LATE: "late",
    Mark.UNDER_WAY: "info",
    Mark.MISSING: "wait",
}


def mark_labels() -> dict[Mark, str]:
    return {
        Mark.COUNTED: _("นับแล้ว"),
        Mark.LATE: _("ล่าช้า"),
        Mark.UNDER_WAY: _("กำลังดำเนินการ"),
        Mark.MISSING: _("ยังไม่มี"),
    }


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the tables by group and by district."""

    name: str
    ratio: Ratio
    href: str = ""
    target: Decimal | None = None  # its own, where it has one


PRESSING = (Mark.LATE, Mark.UNDER_WAY, Mark.MISSING)


def not_counted_items(figure: Figure, district_names: dict[int, str]) -> list[StateItem]:
    """The units that do not count, the latest first. Communities are many: only the first of them."""
    results = sorted(figure.not_counted, key=lambda r: (PRESSING.index(r.mark), -r.days_late))
    if not figure.definition.is_unit_district:
        results = results[:SHOWN]
    return [
        StateItem(text=row.label, word=row.word, tone=row.tone, note=row.reason)
        for row in unit_rows(figure.definition, results, district_names)
    ]


def parts_of(figure: Figure | Summary) -> dict[str, Any]:
    """What a figure shows of itself on every page: its number, both parts, share and target."""
    ratio = figure.ratio
    return {
        "label": _("ตัวชี้วัดที่ %(number)s") % {"number": figure.definition.number},
        "title": figure.definition.title,
        "value": percent(ratio.percent),
        "numerator": ratio.counted,
        "denominator": ratio.units,
        "counted": figure.definition.unit_name,
        "share": ratio.percent,
        "target": figure.target,
    }


def distance_of(figure: Figure | Summary) -> tuple[str, str]:
    """The distance to the target in words, and its tone."""
    distance = figure.distance
    if distance is None:
        return "", "wait"
    if distance < 0:
        return _("ต่ำกว่าเป้าหมาย %(points)s จุดร้อยละ") % {"points": percent(-distance)}, "late"
    return (
        _("ถึงเป้าหมาย") if distance == 0 else _("สูงกว่าเป้าหมาย %(points)s จุดร้อยละ") % {"points": percent(distance)}
    ), "done"


def _reached(ratio: Ratio, target: Decimal | None) -> bool:
    return ratio.percent is not None and ratio.percent >= (Decimal(100) if target is None else target)


def tiles_of(figure: Figure, districts: list[District], href: Any, *, targets: Mapping[int, Decimal]) -> list[Tile]:
    """The fifty tiles: a mark where the district is the unit, its own percentage where communities are."""
    if figure.definition.is_unit_district:
        return mark_tiles(figure, districts, href, mark_labels())
    ratios = figure.by_district()
    none = Ratio(0, 0)
    return [
        Tile(
            code=d.code,
            name=localname(d),
            column=d.tile_column,
            row=d.tile_row,
            state=_share_state(ratios.get(d.pk, none), targets.get(d.pk, figure.target)),
            word=f"{ratios[d.pk].counted}/{ratios[d.pk].units}" if d.pk in ratios else "–",
            note=f"{percent(ratios[d.pk].percent)} %" if d.pk in ratios else _("ไม่มีชุมชนในตัวหาร"),
            href=href(d.code),
        )
        for d in districts
    ]


def mark_tiles(figure: Figure | Summary, districts: list[District], href: Any, labels: dict[Mark, str]) -> list[Tile]:
    """A tile per district that is a unit, with the mark of its own result in the page's labels."""
    results = {r.unit: r for r in figure.results}
    return [
        Tile(
            code=d.code,
            name=localname(d),
            column=d.tile_column,
            row=d.tile_row,
            state=TILE_STATES[results[d.pk].mark],
            word=labels[results[d.pk].mark],
            note=str(results[d.pk].reason),
            href=href(d.code),
        )
        for d in districts
        if d.pk in results
    ]


def mark_keys(figure: Figure | Summary, labels: dict[Mark, str]) -> list[TileKey]:
    return [
        TileKey(state=TILE_STATES[mark], word=word, count=sum(r.mark == mark for r in figure.results))
        for mark, word in labels.items()
    ]


def _share_state(ratio: Ratio, target: Decimal | None) -> TileState:
    if ratio.units == 0:
        return "wait"
    if _reached(ratio, target):
        return "done"
    return "info" if ratio.counted else "late"


def keys_of(figure: Figure, districts: list[District], *, targets: Mapping[int, Decimal]) -> list[TileKey]:
    if figure.definition.is_unit_district:
        return mark_keys(figure, mark_labels())
    ratios = figure.by_district()
    states = [_share_state(ratios.get(d.pk, Ratio(0, 0)), targets.get(d.pk, figure.target)) for d in districts]
    labels: dict[TileState, str] = {
        "done": _("ถึงเป้าหมาย"),
        "info": _("ยังไม่ถึงเป้าหมาย"),
        "late": _("ยังไม่มีเลย"),
        "wait": _("ไม่มีหน่วยนับ"),
    }
    return [TileKey(state=state, word=word, count=states.count(state)) for state, word in labels.items()]


def group_rows(figure: Figure, districts: list[District]) -> list[Row]:
    ratios = figure.by_district()
    groups: dict[Any, list[District]] = {}
    for district in sorted(districts, key=lambda d: (d.group.position, d.code)):
        groups.setdefault(district.group, []).append(district)
    return [
        Row(localname(group), Ratio.of_sum(ratios[d.pk] for d in members if d.pk in ratios))
        for group, members in groups.items()
    ]


def district_rows(figure: Figure, districts: list[District], href: Any, *, targets: Mapping[int, Decimal]) -> list[Row]:
    ratios = figure.by_district()
    return [Row(localname(d), ratios.get(d.pk, Ratio(0, 0)), href(d.code), targets.get(d.pk)) for d in districts]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One named unit, the word for its result, and why."""

    label: str
    district: str
    word: str
    tone: TileState
    reason: str
    href: str = ""


def unit_rows(
    definition: Definition,
    results: Iterable[Result],
    district_names: dict[int, str],
    address: Callable[[int], str] = lambda _unit: "",
) -> list[UnitRow]:
    labels = mark_labels()
    own = district_names if definition.is_unit_district else {}
    return [
        UnitRow(
            own.get(r.unit, r.label),
            district_names[r.district],
            labels[r.mark],
            TILE_STATES[r.mark],
            str(r.reason),
            address(r.unit),
        )
        for r in results
    ]
