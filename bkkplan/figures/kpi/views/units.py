"""The units of one indicator by name: which count, which do not, and why."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.builders.units import figure_with_units
from bkkplan.figures.kpi.forms import UnitFilter
from bkkplan.figures.kpi.registry import Result, Summary
from bkkplan.figures.kpi.views.dashboard import FiguresMixin
from bkkplan.figures.kpi.views.presenting import unit_rows, years_of
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.thai import search_key
from bkkplan.ground.core.wording import localname
from bkkplan.ground.years.queries import closing_on
from districts.queries import districts_of

PAGE = 50


class Units(FiguresMixin):
    """Every unit of one KPI, with its reason; filtered, paged, and the same as the figure counts."""

    def get(self, request: WorkRequest, code: str, **_kept: Any) -> HttpResponse:
        return render(
            request,
            "kpi/units.html",
            units_shown(
                code,
                self.year,
                self.as_of,
                request.GET,
                address=lambda unit: self.address("kpi:unit", code, str(unit)),
            )
            | {
                "year": self.year,
                "as_of": self.as_of,
                "clear_href": self.address("kpi:units", code),
                "crumbs": [
                    Link(label=_("ตัวชี้วัด"), href=self.address("kpi:dashboard", kpi=code)),
                    Link(label=_("รายชื่อหน่วยนับ")),
                ],
            },
        )


class UnitPage(FiguresMixin):
    """One unit, and what it is counted by."""

    def get(self, request: WorkRequest, code: str, unit: int, **_kept: Any) -> HttpResponse:
        context = unit_shown(code, unit, self.year, self.as_of, names=True)
        crumbs = [
            Link(label=_("ตัวชี้วัด"), href=self.address("kpi:dashboard", kpi=code)),
            Link(label=_("รายชื่อหน่วยนับ"), href=self.address("kpi:units", code)),
        ]
        return render(request, "kpi/unit.html", context | {"crumbs": crumbs})


def unit_shown(code: str, unit: int, year: FiscalYear, as_of: date, *, names: bool) -> dict[str, Any]:
    """One unit with its evidence, with the names and the pages of the staff, or without."""
    figure, wanted = _found(code, year, as_of, registry.UnitsWanted(unit=unit))
    found = wanted[:1]
    if not found:
        raise Http404
    closing = closing_on(year)
    evidence = registry.evidence_of(code, unit, registry.Window.of(year, as_of, closing))
    [row] = unit_rows(figure.definition, found, _district_names(found))
    return {
        "figure": figure,
        "year": year,
        "as_of": as_of,
        "unit": row,
        "names": names,
        "until": year.end,
        "closing_on": closing,
        "evidence": [
            {
                "title": one.title,
                "note": one.note,
                "remark": one.remark,
                "steps": (one.happened, one.confirmed),
                "href": one.staff_href if names else one.public_href,
                "files": [file for file in one.files if names or file.is_public],
            }
            for one in evidence
            if names or one.public_href
        ],
    }


def units_shown(
    code: str, year: FiscalYear, as_of: date, asked: QueryDict, *, address: Callable[[int], str]
) -> dict[str, Any]:
    """The figure and one page of its named units, filtered as asked: for staff and visitors alike."""
    form = UnitFilter(asked)
    asked_for = form.cleaned_data if form.is_valid() else {}
    figure, results = _found(code, year, as_of, _wanted(asked_for))
    page = Paginator(results, PAGE).get_page(asked.get("page"))
    return {
        "figure": figure,
        "form": form,
        "count": page.paginator.count,
        "page": page,
        "rows": unit_rows(figure.definition, page, _district_names(page), address),
        **years_of(figure, district=asked_for.get("district")),
    }


def _found(code: str, year: FiscalYear, as_of: date, wanted: registry.UnitsWanted) -> tuple[Summary, Sequence[Result]]:
    try:
        return figure_with_units(code, year, as_of, wanted, at=now())
    except KeyError as error:
        raise Http404 from error


def _wanted(asked: dict[str, Any]) -> registry.UnitsWanted:
    district = asked.get("district")
    return registry.UnitsWanted(
        district=district.pk if district else None,
        is_counted=asked["counted"] == "yes" if asked.get("counted") else None,
        key=search_key(asked.get("q", "")),
    )


def _district_names(results: Iterable[Result]) -> dict[int, str]:
    return {district.pk: localname(district) for district in districts_of({result.district for result in results})}
