"""The card of one KPI in the official layout."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.builders.cards import cards_of
from bkkplan.figures.kpi.views.dashboard import FiguresMixin
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.components import Fact, Link
from bkkplan.ground.core.pages.my_work import WorkRequest


class CardPage(FiguresMixin):
    def get(self, request: WorkRequest, code: str, **_kept: Any) -> HttpResponse:
        found = [one for one in registry.all_definitions() if one.code == code]
        if not found:
            raise Http404
        [card] = cards_of(found, self.year, as_of=self.as_of, at=now())
        context = {
            "card": card,
            "year": self.year,
            "as_of": self.as_of,
            "facts": [Fact(label=label, value=value) for label, value in card.facts],
            "report_query": urlencode({"kind": "kpi-cards", "year": str(self.year), "as_of": self.as_of.isoformat()}),
            "crumbs": [
                Link(label=_("ตัวชี้วัด"), href=self.address("kpi:dashboard", kpi=code)),
                Link(label=_("แบบรายละเอียดตัวชี้วัด")),
            ],
        }
        return render(request, "kpi/card.html", context)
