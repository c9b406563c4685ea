"""The one fiscal year that a person works with: chosen in the header, obeyed by all links, kept in the session."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.converters import FIRST, LAST
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.work import WorkRequest, WorkView

YEAR = "fiscal_year"
# Pages that are the same page of another year. On those of `AHEAD` work is for the next year, unless one is chosen.
AHEAD = frozenset({"communities:plans", "budget:checks", "budget:action-plans", "budget:action-plan", "budget:pool"})
SWITCHED = AHEAD | {
    "forums:list",
    "budget:money",
    "budget:district-money",
    "budget:flagship",
    "kpi:dashboard",
    "kpi:quarters",
}


def usual_year(page: str) -> FiscalYear:
    this = FiscalYear.of(today())
    return this.next if page in AHEAD else this


def year_for(request: HttpRequest, page: str) -> FiscalYear:
    """Where a link to this page leads: to the chosen year, or to the page's usual one."""
    chosen = request.session.get(YEAR) if hasattr(request, "session") else None
    return FiscalYear(chosen) if chosen else usual_year(page)


def switch(request: HttpRequest) -> dict[str, Any]:
    """The year of the page, or else the one worked with, and its neighbours; a neighbour out of reach is None."""
    match = request.resolver_match
    page = match.view_name if match else ""
    year = match.kwargs.get("year") if match else None
    if not isinstance(year, FiscalYear):
        year = year_for(request, page)
    return {
        "year": year,
        "back": year.previous if year.be > FIRST else None,
        "ahead": year.next if year.be < LAST else None,
    }


class ChooseYear(WorkView):
    """Take up a year and show the page on which it was chosen of that year."""

    http_method_names = ["post"]

    def post(self, request: WorkRequest) -> HttpResponse:
        there = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(there, allowed_hosts=None):
            there = reverse("desk:my-work")
        text = request.POST.get("year", "")
        if not text.isascii() or not text.isdecimal() or not FIRST <= int(text) <= LAST:
            return redirect(there)
        year, match = FiscalYear(int(text)), _page(there)
        if year == usual_year(match.view_name if match else ""):
            request.session.pop(YEAR, None)
        else:
            request.session[YEAR] = year.be
        if match and match.view_name in SWITCHED:
            return redirect(reverse(match.view_name, kwargs={**match.kwargs, "year": year}))
        return redirect(there)


def _page(address: str) -> ResolverMatch | None:
    try:
        return resolve(address.partition("?")[0])
    except Resolver404:
        return None
