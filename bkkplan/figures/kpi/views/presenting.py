"""How a figure is shown: its parts, and the tables of its groups, districts and units."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bkkplan.figures.kpi.builders.by_group import Brief, GroupFigure
from bkkplan.figures.kpi.builders.over_years import YearPoint, over_years
from bkkplan.figures.kpi.queries import Aim, Targets
from bkkplan.figures.kpi.registry import Definition, Figure, Mark, Ratio, Result, Summary, distance_between
from bkkplan.figures.kpi.views.presenting_tiles import TILE_STATES, mark_labels
from bkkplan.ground.core.components import Fact, StateItem, TileState, YearBar
from bkkplan.ground.core.wording import localname, percent
from districts.models import District, Office
from districts.queries import Shown

SHOWN = 5  # of the units that do not count, beside the map; the others are one click away


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of the tables by group and by district."""

    name: str
    ratio: Ratio
    href: str = ""
    target_text: str = ""  # its own target as the plan writes it, where it has one


PRESSING = (Mark.LATE, Mark.UNDER_WAY, Mark.MISSING)


def not_counted_items(
    definition: Definition, results: Iterable[Result], district_names: dict[int, str]
) -> list[StateItem]:
    """Those of the results that do not count, the latest first. Communities are many: only the first of them."""
    missing = (result for result in results if not result.is_counted)
    pressing = sorted(missing, key=lambda r: (PRESSING.index(r.mark), -r.days_late))
    return items_of(definition, pressing if definition.is_unit_district else pressing[:SHOWN], district_names)


def items_of(definition: Definition, results: Iterable[Result], district_names: dict[int, str]) -> list[StateItem]:
    return [
        StateItem(text=row.label, word=row.word, tone=row.tone, note=row.reason)
        for row in unit_rows(definition, results, district_names)
    ]


def parts_of(figure: Figure | Summary) -> dict[str, Any]:
    """What a figure shows of itself on every page: its number, both parts, share and target."""
    ratio = figure.ratio
    return {
        "label": figure.definition.label,
        "title": figure.definition.title,
        "value": percent(ratio.percent),
        "numerator": ratio.counted,
        "denominator": ratio.units,
        "counted": figure.definition.unit_name,
        "share": ratio.percent,
        "target": figure.target,
        "target_text": figure.target_text if figure.target is None else "",
    }


def distance_of(figure: Figure | Summary) -> tuple[str, str]:
    """The distance to the target in words, and its tone."""
    distance = figure.distance
    if distance is None:
        return "", "wait"
    return distance_in_words(distance), "late" if distance < 0 else "done"


def distance_in_words(distance: Decimal) -> str:
    if distance < 0:
        return _("ต่ำกว่าเป้าหมาย %(points)s จุดร้อยละ") % {"points": percent(-distance)}
    return _("ถึงเป้าหมาย") if distance == 0 else _("สูงกว่าเป้าหมาย %(points)s จุดร้อยละ") % {"points": percent(distance)}


def group_rows(figure: Summary, districts: Sequence[District], *, aims: Mapping[int, Aim]) -> list[FigureRow]:
    ratios = figure.districts
    groups: dict[Any, list[District]] = {}
    for district in sorted(districts, key=lambda d: (d.group.position, d.code)):
        groups.setdefault(district.group, []).append(district)
    return [
        FigureRow(
            localname(group),
            Ratio.of_sum(ratios[d.pk] for d in members if d.pk in ratios),
            target_text=aims[group.pk].text if group.pk in aims else "",
        )
        for group, members in groups.items()
    ]


def brief_rows(brief: Brief, places: Shown, href: Callable[[str], str], *, aims: Mapping[int, Aim]) -> list[FigureRow]:
    """A row for each group, which leads to its districts."""
    none = GroupFigure(Ratio(0, 0), {})
    return [
        FigureRow(
            localname(group := row.group),
            brief.groups.get(group.pk, none).ratio,
            href(group.code),
            aims[group.pk].text if group.pk in aims else "",
        )
        for row in places.groups
    ]


def offices_of(targets: Targets, figure: Figure | Summary, *, on: date) -> list[Fact]:
    """The bureaus' own targets of this KPI: they are compared with the figure of the whole city."""
    aims = targets.by_office(figure.definition.code, on=on)
    facts = []
    for office in Office.objects.filter(pk__in=aims).order_by("code"):
        words, distance = aims[office.pk].text, distance_between(figure.ratio, aims[office.pk].percent)
        if distance is not None:
            words = f"{words} · {distance_in_words(distance)}"
        facts.append(Fact(label=localname(office), value=words))
    return facts


def district_rows(
    figure: Figure | Summary, districts: Sequence[District], href: Any, *, aims: Mapping[int, Aim]
) -> list[FigureRow]:
    ratios = figure.by_district() if isinstance(figure, Figure) else figure.districts
    texts = {district: aim.text for district, aim in aims.items()}
    return [
        FigureRow(localname(d), ratios.get(d.pk, Ratio(0, 0)), href(d.code), texts.get(d.pk, "")) for d in districts
    ]


def years_of(figure: Summary, *, district: District | None = None) -> dict[str, Any]:
    """A KPI over the years, of the city or of a district: the chart, and the same as rows."""
    return years_shown(figure, over_years(figure, district=district.pk if district else None), district)


def years_shown(figure: Summary, points: Sequence[YearPoint], district: District | None) -> dict[str, Any]:
    place = localname(district) if district else _("กรุงเทพมหานคร")
    return {
        "years_title": _("%(indicator)s หลายปี · %(place)s") % {"indicator": figure.definition.label, "place": place},
        "years_shown": points,
        "year_bars": [
            YearBar(label=str(p.year), value=p.percent, reported=p.reported_percent, target=p.target) for p in points
        ],
    }


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
