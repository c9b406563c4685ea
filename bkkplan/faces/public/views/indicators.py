"""One indicator of one year, open to everyone: the figure, and by name the units that count and don't, and why."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.faces.public.views.city import figure_props
from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.registry import Summary
from bkkplan.figures.kpi.views.units import unit_shown, units_shown
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link, Tab
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import PublicView

YEARS = 4


def address(code: str, year: FiscalYear) -> str:
    return reverse("public:indicator", args=[year, code])


class Indicator(PublicView):
    """Measured at each visit, so that it is never older than its records."""

    def get(self, request: HttpRequest, year: FiscalYear, code: str) -> HttpResponse:
        this = FiscalYear.of(today())
        if year > this:
            raise Http404
        shown = units_shown(
            code, year, today(), request.GET, address=lambda unit: reverse("public:unit", args=[year, code, unit])
        )
        figure: Summary = shown["figure"]
        years = sorted({year, *(FiscalYear(this.be - ago) for ago in range(YEARS))})
        return render(
            request,
            "public/indicator.html",
            shown
            | {
                "year": year,
                "as_of": figure.as_of,
                "card": figure_props(figure) | {"href": "", "label": figure.definition.short, "title": ""},
                "years": [Tab(label=str(y), href=address(code, y), active=y == year) for y in years],
                "others": [
                    Link(label=f"{d.label} · {d.short}", href=address(d.code, year))
                    for d in registry.all_definitions()
                    if d.code != code
                ],
                "clear_href": address(code, year),
                "crumbs": [
                    Link(label=_("ภาพรวม"), href=reverse("public:home")),
                    Link(label=figure.definition.label),
                ],
            },
        )


class IndicatorUnit(PublicView):
    """One unit of an indicator and what it is counted by, without names."""

    def get(self, request: HttpRequest, year: FiscalYear, code: str, unit: int) -> HttpResponse:
        if year > FiscalYear.of(today()):
            raise Http404
        context = unit_shown(code, unit, year, today(), names=False)
        crumbs = [Link(label=context["figure"].definition.label, href=address(code, year))]
        return render(request, "kpi/unit.html", context | {"crumbs": crumbs})
