"""The map of districts that shows a figure: its tiles, its groups, and the keys beside it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bkkplan.figures.kpi.builders.by_group import Brief
from bkkplan.figures.kpi.queries import Aim
from bkkplan.figures.kpi.registry import Figure, Mark, Ratio, Summary
from bkkplan.ground.core.components import Tile, TileGroup, TileKey, TileState
from bkkplan.ground.core.wording import localname, number, percent
from districts.models import District, DistrictGroup

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


def _reached(ratio: Ratio, target: Decimal | None) -> bool:
    return ratio.percent is not None and ratio.percent >= (Decimal(100) if target is None else target)


def tiles_of(figure: Summary, districts: Sequence[District], href: Any, *, aims: Mapping[int, Aim]) -> list[Tile]:
    """A tile for each district: a mark where the district is the unit, its own percentage where communities are."""
    if figure.definition.is_unit_district:
        return mark_tiles(figure, districts, href, mark_labels())
    ratios = figure.districts
    none = Ratio(0, 0)
    return [
        Tile(
            code=d.code,
            name=localname(d),
            column=d.tile_column,
            row=d.tile_row,
            state=_share_state(ratios.get(d.pk, none), target_in(d.pk, figure, aims)),
            word=f"{ratios[d.pk].counted}/{ratios[d.pk].units}" if d.pk in ratios else "–",
            note=f"{percent(ratios[d.pk].percent)} %" if d.pk in ratios else _("ไม่มีหน่วยนับ"),
            href=href(d.code),
        )
        for d in districts
    ]


def mark_tiles(
    figure: Figure | Summary, districts: Sequence[District], href: Any, labels: dict[Mark, str]
) -> list[Tile]:
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


def in_groups(tiles: Iterable[Tile], keys: Collection[TileKey], districts: Iterable[District]) -> list[TileGroup]:
    """Return the tiles by group of districts, and how many of a group are in each state. For places without a map."""
    groups = {district.code: district.group for district in districts}
    found: dict[DistrictGroup, list[Tile]] = {}
    for tile in tiles:
        found.setdefault(groups[tile.code], []).append(tile)
    return [
        TileGroup(name=localname(group), note=in_counts(states_of(members, keys)), tiles=tuple(members))
        for group, members in sorted(found.items(), key=lambda item: item[0].position)
    ]


def states_of(tiles: Iterable[Tile], keys: Iterable[TileKey]) -> dict[str, int]:
    """By the words of the map's keys, in their order: how many of these tiles are in the state."""
    counts = Counter(tile.state for tile in tiles)
    return {str(key.word): counts[key.state] for key in keys}


def in_counts(counts: Mapping[str, int]) -> str:
    """Words with how many there are of each: เผยแพร่แล้ว 4 · ยังไม่มี 6."""
    return " · ".join(f"{word} {number(count)}" for word, count in counts.items() if count)


def mark_keys(figure: Figure | Summary, labels: dict[Mark, str]) -> list[TileKey]:
    return [
        TileKey(state=TILE_STATES[mark], word=word, count=sum(r.mark == mark for r in figure.results))
        for mark, word in labels.items()
    ]


def target_in(district: int, figure: Summary, aims: Mapping[int, Aim]) -> Decimal | None:
    """The number that a district's figure is compared with: its own target's, else the city's."""
    own = aims.get(district)
    return own.percent if own and own.percent is not None else figure.target


def _share_state(ratio: Ratio, target: Decimal | None) -> TileState:
    if ratio.units == 0:
        return "wait"
    if _reached(ratio, target):
        return "done"
    return "info" if ratio.counted else "late"


def keys_of(figure: Summary, districts: Sequence[District], *, aims: Mapping[int, Aim]) -> list[TileKey]:
    if figure.definition.is_unit_district:
        return mark_keys(figure, mark_labels())
    ratios = figure.districts
    states = [_share_state(ratios.get(d.pk, Ratio(0, 0)), target_in(d.pk, figure, aims)) for d in districts]
    labels: dict[TileState, str] = {
        "done": _("ถึงเป้าหมาย"),
        "info": _("ยังไม่ถึงเป้าหมาย"),
        "late": _("ยังไม่มีเลย"),
        "wait": _("ไม่มีหน่วยนับ"),
    }
    return [TileKey(state=state, word=word, count=states.count(state)) for state, word in labels.items()]


def brief_keys(brief: Brief) -> list[TileKey]:
    """Return how many districts have each mark; an empty list if the units of the KPI are not districts."""
    if not brief.summary.definition.is_unit_district:
        return []
    marks = brief.marks
    return [TileKey(state=TILE_STATES[mark], word=word, count=marks[mark]) for mark, word in mark_labels().items()]
