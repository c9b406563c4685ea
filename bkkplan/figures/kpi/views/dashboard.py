"""The dashboard of the strategy office: the figures, a map of tiles, and who counts and who doesn't and why."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bkkplan.figures.kpi import queries, registry
from bkkplan.figures.kpi.builders import by_group as by_groups
from bkkplan.figures.kpi.builders.by_group import briefs, years_of_brief
from bkkplan.figures.kpi.builders.forecasts import forecast_of
from bkkplan.figures.kpi.models import KpiRun
from bkkplan.figures.kpi.queries.report_work import quarter_to_report
from bkkplan.figures.kpi.registry import Result, Summary, UnitsWanted
from bkkplan.figures.kpi.views.presenting import (
    SHOWN,
    brief_rows,
    distance_of,
    district_rows,
    group_rows,
    items_of,
    not_counted_items,
    offices_of,
    parts_of,
    years_of,
    years_shown,
)
from bkkplan.figures.kpi.views.presenting_tiles import brief_keys, in_groups, keys_of, tiles_of
from bkkplan.figures.kpi.views.runs import cancel_address
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.as_of import AsOfForm
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.questions.keeping import GREAT, kept_where_great
from bkkplan.ground.core.wording import localname
from bkkplan.ground.years.queries import closing_on, may_see
from districts.queries import Shown, districts_of, shown_in_being


class FiguresMixin(PermissionRequiredMixin, WorkView):
    """What the pages of one year share: the year, the day, and the address that keeps both."""

    permission_required = "kpi.view_dashboard"
    raise_exception = True
    year: FiscalYear
    as_of: date

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = year
        self.day_form = AsOfForm(request.GET if "as_of" in request.GET else None, year=year, latest=today())
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
        places = shown_in_being(min(self.as_of, self.year.end), request.GET.get("group", ""))
        if places.is_by_group:
            return render(request, "kpi/by_group.html", self.by_group(places))
        return render(request, "kpi/dashboard.html", self.by_district(places))

    def by_district(self, places: Shown) -> dict[str, Any]:
        figures = kept_where_great(
            "kpi:dashboard",
            (self.year.be, self.as_of),
            lambda: registry.summaries_with_notes(registry.all_definitions(), self.year, self.as_of, at=now()),
            size=lambda found: max(summary.ratio.units for summary in found),
        )
        chosen, districts = self.chosen(figures), places.districts
        names = {d.pk: localname(d) for d in districts}
        waiting = not_counted_items(chosen.definition, self.results_not_counted(chosen), names)
        shared = self.shared(figures, chosen)
        own, of_groups = shared["own_targets"], shared["of_groups"]
        tiles = tiles_of(chosen, districts, self.district_address(chosen), aims=own)
        keys = keys_of(chosen, districts, aims=own)
        years = years_of(chosen)
        title = _("ห้าสิบเขต · %(indicator)s") if places.has_map else _("รายกลุ่มเขต · %(indicator)s")
        return shared | {
            "has_results": bool(chosen.ratio.units),
            "tiles": tiles if places.has_map else (),
            "keys": keys,
            "map_groups": () if places.has_map else in_groups(tiles, keys, districts),
            "not_counted": waiting[:SHOWN],
            "not_counted_more": waiting[SHOWN:],
            "map_title": title % {"indicator": chosen.definition.label},
            "groups": group_rows(chosen, districts, aims=of_groups),
            "districts": district_rows(chosen, districts, self.district_address(chosen), aims=own),
            "has_own_targets": bool(own),
            **years,
            "forecast": forecast_of(chosen, years["years_shown"]),
        }

    def results_not_counted(self, chosen: Summary) -> Iterable[Result]:
        """Results among which are the most pressing that do not count; of thousands of communities the first."""
        if chosen.definition.is_unit_district:
            return chosen.results
        wanted = UnitsWanted(is_counted=False)
        found = registry.units(
            chosen.definition.code, self.year, self.as_of, wanted, at=now(), districts=chosen.districts
        )
        return found[:SHOWN] if chosen.ratio.units > GREAT else found[:]

    def by_group(self, places: Shown) -> dict[str, Any]:
        """Returns the page's context where districts are too many for one list: groups, and one group's districts."""
        found = briefs(self.year, self.as_of, at=now())
        chosen = self.chosen([brief.summary for brief in found])
        brief = next(brief for brief in found if brief.summary is chosen)
        shared = self.shared([brief.summary for brief in found], chosen)
        points, forecast = years_of_brief(brief)
        names = {d.pk: localname(d) for d in districts_of({result.district for result in brief.pressing})}
        own = None
        if places.chosen:
            of_group = by_groups.of_group(places.chosen.pk, self.year, self.as_of, at=now())
            own = next(summary for summary in of_group if summary.code == chosen.code)
        return shared | {
            "has_results": bool(chosen.ratio.units),
            "places": places,
            "keys": brief_keys(brief),
            "not_counted": items_of(chosen.definition, brief.pressing, names),
            "not_counted_more": (),
            "map_title": _("รายกลุ่มเขต · %(indicator)s") % {"indicator": chosen.definition.label},
            "groups": brief_rows(brief, places, self.group_address(chosen), aims=shared["of_groups"]),
            "all_groups_href": self.address("kpi:dashboard", kpi=chosen.code),
            "districts": district_rows(own, places.districts, self.district_address(chosen), aims=shared["own_targets"])
            if own
            else (),
            "has_own_targets": bool(shared["own_targets"]),
            **years_shown(chosen, points, None),
            "forecast": forecast,
        }

    def chosen(self, figures: Sequence[Summary]) -> Summary:
        return next((f for f in figures if f.definition.code == self.request.GET.get("kpi")), figures[0])

    def shared(self, figures: Sequence[Summary], chosen: Summary) -> dict[str, Any]:
        """What does not depend on how the districts are shown."""
        request, code = self.request, chosen.definition.code
        targets = queries.targets_of(self.year)
        of_groups = targets.by_group(code, on=self.as_of)
        trends = queries.trends(self.year, until=self.as_of)
        cards = [
            (self.card(f, chosen, trends.get(f.definition.code, [])), f.definition.is_supplementary) for f in figures
        ]
        run, closing = self.run(request.GET.get("run", "")), closing_on(self.year)
        window = registry.Window.of(self.year, self.as_of, closing)
        missing = chosen.ratio.units - chosen.ratio.counted
        return {
            "year": self.year,
            "report_quarter": quarter_to_report(self.year, on=today()),
            "as_of": self.as_of,
            "day_form": self.day_form,
            "figures": [card for card, is_more in cards if not is_more],
            "more_figures": [card for card, is_more in cards if is_more],
            "chosen": chosen,
            "own_targets": targets.by_district(code, on=self.as_of),
            "of_groups": of_groups,
            "not_counted_title": _("ยังไม่นับ %(count)s %(unit)s")
            % {"count": f"{missing:,}", "unit": chosen.definition.unit_name},
            "card_url": self.address("kpi:card", code),
            "units_url": self.units_address(chosen, counted="no"),
            "counted_url": self.units_address(chosen, counted="yes"),
            "has_group_targets": bool(of_groups),
            "of_offices": offices_of(targets, chosen, on=self.as_of),
            "has_targets_page": may_see(request.user, self.year),
            "back_dated": registry.count_back_dated(chosen.definition, window),
            "closing_on": closing,
            "run": run,
            "report_query": urlencode({"year": str(self.year), "as_of": self.as_of.isoformat()}),
            "cancel_href": cancel_address(request.user, run),
            "crumbs": [
                Link(label=_("ด้านที่ ๕ มหานครประชาธิปไตย")),
                Link(label=_("มิติที่ ๕.๒ เมืองธรรมาภิบาล")),
                Link(label=_("เป้าประสงค์ที่ ๕.๒.๑.๑")),
            ],
        }

    def run(self, asked: str) -> KpiRun | None:
        """The run that was just asked for, until it ends and after; otherwise one that is under way."""
        latest = KpiRun.objects.filter(fiscal_year=self.year.be).order_by("-requested_at", "-pk").first()
        return latest if latest and (latest.is_live or str(latest.pk) == asked) else None

    def units_address(self, figure: Summary, **params: str) -> str:
        return self.address("kpi:units", figure.definition.code, **params)

    def district_address(self, figure: Summary) -> Callable[[str], str]:
        return lambda code: self.units_address(figure, district=code)

    def group_address(self, figure: Summary) -> Callable[[str], str]:
        return lambda code: self.address("kpi:dashboard", kpi=figure.definition.code, group=code)

    def card(self, figure: Summary, chosen: Summary, trend: list[queries.MeasuredPoint]) -> dict[str, Any]:
        distance, tone = distance_of(figure)
        return parts_of(figure) | {
            "distance": distance,
            "tone": tone,
            "trend": tuple(p.percent for p in trend[-12:]),
            "href": self.address("kpi:dashboard", kpi=figure.definition.code),
            "selected": figure is chosen,
            "note": _("ตรึงตัวเลขไตรมาสที่ %(quarter)s แล้ว") % {"quarter": figure.quarter} if figure.quarter else "",
        }
