"""The dashboard of the strategy office: three figures, fifty tiles, and who counts and who doesn't and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bkkplan.core.clock import now, today
from bkkplan.core.components import Link, StateItem, Tile, TileKey, TileState
from bkkplan.core.fiscal import FiscalYear
from bkkplan.core.templatetags.thai import localname, percent
from bkkplan.core.thai import search_key
from bkkplan.core.work import WorkRequest, WorkView
from bkkplan.kpi import queries, registry
from bkkplan.kpi.forms import AsOfForm, UnitFilter
from bkkplan.kpi.models import KpiRun
from bkkplan.kpi.registry import Definition, Figure, Mark, Ratio, Result
from districts.models import District

SHOWN = 5  # of the units that do not count, beside the map; the rest is one click away
PAGE = 50

TILE_STATES: dict[Mark, TileState] = {
    Mark.COUNTED: "done",
    Mark.LATE: "late",
    Mark.UNDER_WAY: "info",
    Mark.MISSING: "wait",
}


def mark_words() -> dict[Mark, str]:
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


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One named unit, the word for its result, and why."""

    label: str
    district: str
    word: str
    tone: TileState
    reason: str


def unit_rows(definition: Definition, results: Iterable[Result], district_names: dict[int, str]) -> list[UnitRow]:
    words = mark_words()
    own = district_names if definition.is_unit_district else {}
    return [
        UnitRow(own.get(r.unit, r.label), district_names[r.district], words[r.mark], TILE_STATES[r.mark], str(r.reason))
        for r in results
    ]


PRESSING = (Mark.LATE, Mark.UNDER_WAY, Mark.MISSING)


def not_counted_items(figure: Figure, district_names: dict[int, str]) -> list[StateItem]:
    """The first of the units that do not count, the late before the others."""
    results = sorted(figure.not_counted, key=lambda r: PRESSING.index(r.mark))[:SHOWN]
    return [
        StateItem(text=row.label, word=row.word, tone=row.tone, note=row.reason)
        for row in unit_rows(figure.definition, results, district_names)
    ]


class FiguresMixin(PermissionRequiredMixin, WorkView):
    """What the pages of one year share: the year, the day, and the address that keeps both."""

    permission_required = "kpi.view_dashboard"
    raise_exception = True
    year: FiscalYear
    as_of: date

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = year
        self.day_form = AsOfForm(request.GET if "as_of" in request.GET else None, year=year)
        self.as_of = today()
        if self.day_form.is_bound and self.day_form.is_valid():
            self.as_of = self.day_form.cleaned_data["as_of"]

    def address(self, name: str, *args: Any, **params: str) -> str:
        if self.as_of != today():
            params["as_of"] = self.as_of.isoformat()
        query = f"?{urlencode(params)}" if params else ""
        return reverse(name, args=[self.year, *args]) + query


class ThisYear(WorkView):
    """/work/kpi/ leads to the fiscal year under way."""

    def get(self, request: WorkRequest) -> HttpResponse:
        return redirect("kpi:dashboard", FiscalYear.of(today()))


class Dashboard(FiguresMixin):
    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        if self.year > FiscalYear.of(today()).next:
            raise Http404
        figures = registry.figures(self.year, self.as_of, at=now())
        chosen = next((f for f in figures if f.definition.code == request.GET.get("kpi")), figures[0])
        districts = list(
            District.objects.in_being(min(self.as_of, self.year.end)).select_related("group").order_by("code")
        )
        trends = queries.trends(self.year, until=self.as_of)
        return render(
            request,
            "kpi/dashboard.html",
            {
                "year": self.year,
                "years": self.years(),
                "as_of": self.as_of,
                "day_form": self.day_form,
                "figures": [self.card(f, chosen, trends.get(f.definition.code, [])) for f in figures],
                "chosen": chosen,
                "tiles": tiles_of(chosen, districts, lambda code: self.units_address(chosen, district=code)),
                "keys": keys_of(chosen, districts),
                "not_counted": not_counted_items(chosen, {d.pk: localname(d) for d in districts}),
                "map_title": _("ห้าสิบเขต · ตัวชี้วัดที่ %(number)s") % {"number": chosen.definition.number},
                "not_counted_title": _("ยังไม่นับ %(count)s %(unit)s")
                % {"count": f"{len(chosen.not_counted):,}", "unit": chosen.definition.unit_name},
                "units_url": self.units_address(chosen, counted="no"),
                "counted_url": self.units_address(chosen, counted="yes"),
                "groups": group_rows(chosen, districts),
                "districts": district_rows(chosen, districts, lambda code: self.units_address(chosen, district=code)),
                "back_dated": queries.count_back_dated(self.year, registry.closing_on(self.year)),
                "closing_on": registry.closing_on(self.year),
                "run": KpiRun.objects.filter(fiscal_year=self.year.be).order_by("-requested_at", "-pk").first(),
                "crumbs": [
                    Link(label=_("ด้านที่ ๕ มหานครประชาธิปไตย")),
                    Link(label=_("มิติที่ ๕.๒ เมืองธรรมาภิบาล")),
                    Link(label=_("เป้าประสงค์ที่ ๕.๒.๑.๑")),
                ],
            },
        )

    def years(self) -> list[Link]:
        this = FiscalYear.of(today())
        years = {this.previous.previous.previous, this.previous.previous, this.previous, this, self.year}
        return [
            Link(label=str(y), href=reverse("kpi:dashboard", args=[y]) if y != self.year else "") for y in sorted(years)
        ]

    def units_address(self, figure: Figure, **params: str) -> str:
        return self.address("kpi:units", figure.definition.code, **params)

    def card(self, figure: Figure, chosen: Figure, trend: list[queries.Point]) -> dict[str, Any]:
        distance, tone = distance_of(figure)
        return parts_of(figure) | {
            "distance": distance,
            "tone": tone,
            "trend": tuple(p.percent for p in trend[-12:]),
            "href": self.address("kpi:dashboard", kpi=figure.definition.code),
            "selected": figure is chosen,
            "note": _("ตรึงตัวเลขไตรมาสที่ %(quarter)s แล้ว") % {"quarter": figure.quarter} if figure.quarter else "",
        }


class Units(FiguresMixin):
    """Every unit of one KPI, with its reason; filtered, paged, and the same as the figure counts."""

    def get(self, request: WorkRequest, code: str, **_kept: Any) -> HttpResponse:
        try:
            figure = registry.figure(code, self.year, self.as_of, at=now())
        except KeyError as error:
            raise Http404 from error
        form = UnitFilter(request.GET)
        results = list(self.filtered(figure.results, form.cleaned_data if form.is_valid() else {}))
        districts = {d.pk: localname(d) for d in District.objects.all()}
        page = Paginator(results, PAGE).get_page(request.GET.get("page"))
        return render(
            request,
            "kpi/units.html",
            {
                "year": self.year,
                "as_of": self.as_of,
                "figure": figure,
                "form": form,
                "count": len(results),
                "page": page,
                "rows": unit_rows(figure.definition, page, districts),
                "clear_href": self.address("kpi:units", code),
                "crumbs": [
                    Link(label=_("ตัวชี้วัด"), href=self.address("kpi:dashboard", kpi=code)),
                    Link(label=_("รายชื่อหน่วยนับ")),
                ],
            },
        )

    def filtered(self, results: Iterable[Result], wanted: dict[str, Any]) -> Iterable[Result]:
        key = search_key(wanted.get("q", ""))
        for result in results:
            if wanted.get("counted") and result.is_counted != (wanted["counted"] == "yes"):
                continue
            if wanted.get("district") and result.district != wanted["district"].pk:
                continue
            if key and key not in search_key(result.label):
                continue
            yield result


def parts_of(figure: Figure) -> dict[str, Any]:
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


def distance_of(figure: Figure) -> tuple[str, str]:
    """The distance to the target in words, and its tone."""
    distance = figure.distance
    if distance is None:
        return "", "wait"
    if distance < 0:
        return _("ต่ำกว่าเป้าหมาย %(points)s") % {"points": percent(-distance)}, "late"
    return (_("ถึงเป้าหมาย") if distance == 0 else _("สูงกว่าเป้าหมาย %(points)s") % {"points": percent(distance)}), "done"


def _reached(ratio: Ratio, target: Decimal | None) -> bool:
    return ratio.percent is not None and ratio.percent >= (Decimal(100) if target is None else target)


def tiles_of(figure: Figure, districts: list[District], href: Any) -> list[Tile]:
    """The fifty tiles: a mark where the district is the unit, its own percentage where communities are."""
    if figure.definition.is_unit_district:
        return mark_tiles(figure, districts, href, mark_words())
    ratios = figure.by_district()
    none = Ratio(0, 0)
    return [
        Tile(
            code=d.code,
            name=localname(d),
            column=d.tile_column,
            row=d.tile_row,
            state=_share_state(ratios.get(d.pk, none), figure.target),
            word=f"{ratios[d.pk].counted}/{ratios[d.pk].units}" if d.pk in ratios else "–",
            note=f"{percent(ratios[d.pk].percent)} %" if d.pk in ratios else _("ไม่มีชุมชนในตัวหาร"),
            href=href(d.code),
        )
        for d in districts
    ]


def mark_tiles(figure: Figure, districts: list[District], href: Any, words: dict[Mark, str]) -> list[Tile]:
    """A tile per district that is a unit, with the mark of its own result in the page's words."""
    results = {r.unit: r for r in figure.results}
    return [
        Tile(
            code=d.code,
            name=localname(d),
            column=d.tile_column,
            row=d.tile_row,
            state=TILE_STATES[results[d.pk].mark],
            word=words[results[d.pk].mark],
            note=str(results[d.pk].reason),
            href=href(d.code),
        )
        for d in districts
        if d.pk in results
    ]


def mark_keys(figure: Figure, words: dict[Mark, str]) -> list[TileKey]:
    return [
        TileKey(state=TILE_STATES[mark], word=word, count=sum(r.mark == mark for r in figure.results))
        for mark, word in words.items()
    ]


def _share_state(ratio: Ratio, target: Decimal | None) -> TileState:
    if ratio.units == 0:
        return "wait"
    if _reached(ratio, target):
        return "done"
    return "info" if ratio.counted else "late"


def keys_of(figure: Figure, districts: list[District]) -> list[TileKey]:
    if figure.definition.is_unit_district:
        return mark_keys(figure, mark_words())
    ratios = figure.by_district()
    states = [_share_state(ratios.get(d.pk, Ratio(0, 0)), figure.target) for d in districts]
    words: dict[TileState, str] = {
        "done": _("ถึงเป้าหมาย"),
        "info": _("ยังไม่ถึงเป้าหมาย"),
        "late": _("ยังไม่มีเลย"),
        "wait": _("ไม่มีหน่วยนับ"),
    }
    return [TileKey(state=state, word=word, count=states.count(state)) for state, word in words.items()]


def group_rows(figure: Figure, districts: list[District]) -> list[Row]:
    ratios = figure.by_district()
    groups: dict[Any, list[District]] = {}
    for district in sorted(districts, key=lambda d: (d.group.position, d.code)):
        groups.setdefault(district.group, []).append(district)
    return [
        Row(localname(group), Ratio.of_sum(ratios[d.pk] for d in members if d.pk in ratios))
        for group, members in groups.items()
    ]


def district_rows(figure: Figure, districts: list[District], href: Any) -> list[Row]:
    ratios = figure.by_district()
    return [Row(localname(d), ratios.get(d.pk, Ratio(0, 0)), href(d.code)) for d in districts]
