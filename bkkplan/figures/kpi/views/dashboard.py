"""The dashboard of the strategy office: the figures, fifty tiles, and who counts and who doesn't and why."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bkkplan.figures.kpi import queries, registry
from bkkplan.figures.kpi.builders.forecasts import forecast_of
from bkkplan.figures.kpi.models import KpiRun
from bkkplan.figures.kpi.queries.report_work import quarter_to_report
from bkkplan.figures.kpi.registry import Figure
from bkkplan.figures.kpi.views.presenting import (
    SHOWN,
    distance_of,
    district_rows,
    group_rows,
    keys_of,
    not_counted_items,
    offices_of,
    parts_of,
    tiles_of,
    years_of,
)
from bkkplan.figures.kpi.views.runs import cancel_address
from bkkplan.ground.core.as_of import AsOfForm
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.wording import localname
from bkkplan.ground.core.work import WorkRequest, WorkView
from bkkplan.ground.years.queries import closing_on, may_see
from districts.queries import districts_in_being


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
        figures = registry.figures(self.year, self.as_of, at=now())
        chosen = next((f for f in figures if f.definition.code == request.GET.get("kpi")), figures[0])
        districts = districts_in_being(min(self.as_of, self.year.end))
        waiting = not_counted_items(chosen, {d.pk: localname(d) for d in districts})
        targets, code = queries.targets_of(self.year), chosen.definition.code
        own = targets.by_district(code, on=self.as_of)
        of_groups = targets.by_group(code, on=self.as_of)
        trends = queries.trends(self.year, until=self.as_of)
        cards = [
            (self.card(f, chosen, trends.get(f.definition.code, [])), f.definition.is_supplementary) for f in figures
        ]
        run, closing = self.run(request.GET.get("run", "")), closing_on(self.year)
        years = years_of(chosen.summary)
        window = registry.Window.of(self.year, self.as_of, closing)
        return render(
            request,
            "kpi/dashboard.html",
            {
                "year": self.year,
                "report_quarter": quarter_to_report(self.year, on=today()),
                "as_of": self.as_of,
                "day_form": self.day_form,
                "figures": [card for card, is_more in cards if not is_more],
                "more_figures": [card for card, is_more in cards if is_more],
                "chosen": chosen,
                "tiles": tiles_of(chosen, districts, self.district_address(chosen), aims=own),
                "keys": keys_of(chosen, districts, aims=own),
                "not_counted": waiting[:SHOWN],
                "not_counted_more": waiting[SHOWN:],
                "map_title": _("ห้าสิบเขต · %(indicator)s") % {"indicator": chosen.definition.label},
                "not_counted_title": _("ยังไม่นับ %(count)s %(unit)s")
                % {"count": f"{len(chosen.not_counted):,}", "unit": chosen.definition.unit_name},
                "card_url": self.address("kpi:card", code),
                "units_url": self.units_address(chosen, counted="no"),
                "counted_url": self.units_address(chosen, counted="yes"),
                "groups": group_rows(chosen, districts, aims=of_groups),
                "has_group_targets": bool(of_groups),
                "of_offices": offices_of(targets, chosen, on=self.as_of),
                "has_targets_page": may_see(request.user, self.year),
                "districts": district_rows(chosen, districts, self.district_address(chosen), aims=own),
                "has_own_targets": bool(own),
                "back_dated": registry.count_back_dated(chosen.definition, window),
                "closing_on": closing,
                "run": run,
                "report_query": urlencode({"year": str(self.year), "as_of": self.as_of.isoformat()}),
                "cancel_href": cancel_address(request.user, run),
                **years,
                "forecast": forecast_of(chosen, years["years_shown"]),
                "crumbs": [
                    Link(label=_("ด้านที่ ๕ มหานครประชาธิปไตย")),
                    Link(label=_("มิติที่ ๕.๒ เมืองธรรมาภิบาล")),
                    Link(label=_("เป้าประสงค์ที่ ๕.๒.๑.๑")),
                ],
            },
        )

    def run(self, asked: str) -> KpiRun | None:
        """The run that was just asked for, until it ends and after; otherwise one that is under way."""
        latest = KpiRun.objects.filter(fiscal_year=self.year.be).order_by("-requested_at", "-pk").first()
        return latest if latest and (latest.is_live or str(latest.pk) == asked) else None

    def units_address(self, figure: Figure, **params: str) -> str:
        return self.address("kpi:units", figure.definition.code, **params)

    def district_address(self, figure: Figure) -> Callable[[str], str]:
        return lambda code: self.units_address(figure, district=code)

    def card(self, figure: Figure, chosen: Figure, trend: list[queries.MeasuredPoint]) -> dict[str, Any]:
        distance, tone = distance_of(figure)
        return parts_of(figure) | {
            "distance": distance,
            "tone": tone,
            "trend": tuple(p.percent for p in trend[-12:]),
            "href": self.address("kpi:dashboard", kpi=figure.definition.code),
            "selected": figure is chosen,
            "note": _("ตรึงตัวเลขไตรมาสที่ %(quarter)s แล้ว") % {"quarter": figure.quarter} if figure.quarter else "",
        }
