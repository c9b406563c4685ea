"""The list of years, and one year as a whole with its parts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.years import registry
from bkkplan.ground.years.models import PlannedYear
from bkkplan.ground.years.views.base import YearMixin


class Years(RecordPage):
    permission = "years.view_years"

    def get(self, request: WorkRequest) -> HttpResponse:
        rows = PlannedYear.objects.visible_to(request.user).order_by("-fiscal_year", "pk")
        context = {"rows": list(rows), "may_prepare": request.user.has_perm("years.prepare_year")}
        return render(request, "years/list.html", context)


class YearPage(YearMixin):
    """Everything that a year holds, part by part: its state, what is missing, and where it is edited."""

    def get(self, request: WorkRequest, **_kept: object) -> HttpResponse:
        shown = registry.parts_of(self.year)
        context = {
            "planned": self.planned,
            "year": self.year,
            "parts": [(one, one.part.address_for(request.user, self.year)) for one in shown],
            "incomplete": [one.part.title for one in shown if not one.is_complete],
            "changes": list(self.planned.changes.select_related("by").order_by("-at", "-pk")),
            "may_prepare": self.may_prepare,
            "crumbs": [
                Link(label=_("ปีงบประมาณ"), href=reverse("years:list")),
                Link(label=str(self.year)),
            ],
        }
        return render(request, "years/year.html", context)
