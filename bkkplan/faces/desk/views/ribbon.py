"""The year of the offices: a row each for those who work for the city, twelve months in full for one office."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.people import within_reach
from bkkplan.ground.core.rows.db import ThaiOrder
from bkkplan.ground.core.wording import localname
from budget.enums import Lane
from budget.queries.ribbon import ribbons
from budget.views.ribbon import months_of, rows_of, rows_of_many
from districts.models import District
from districts.queries import shown
from districts.views import groups_of


class YearOfOffices(RecordPage):
    permission = "budget.view_year_of_offices"
    heading = gettext_lazy("ปีของสำนักงานเขต")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year: FiscalYear = kwargs["year"]
        reach = within_reach(self.request.user, "pk", in_year=self.year.be)
        self.districts = District.objects.in_being(today()).filter(reach)

    def lead(self) -> str:
        return _("ปีงบประมาณ %(year)s") % {"year": self.year}

    def back(self) -> str:
        return reverse("desk:my-work")

    def crumbs(self) -> list[Link]:
        return [Link(label=_("งานของฉัน"), href=self.back()), Link(label=str(self.heading))]

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        places = shown(self.districts.order_by(ThaiOrder("name_th"), "pk"), request.GET.get("group", ""))
        districts = places.districts
        found = ribbons(self.year, [district.pk for district in districts], on=today())
        rows = rows_of_many(
            found,
            districts,
            address=lambda district: reverse("desk:year-of-office", args=[self.year, district.code]),
        )
        context = {
            **self.top(),
            **groups_of(places, request),
            "months": months_of(self.year, on=today()),
            "rows": rows,
        }
        return render(request, "desk/year_of_offices.html", context)


class YearOfOffice(YearOfOffices):
    """One office, every kind of work in full."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.district = get_object_or_404(self.districts, code=kwargs["code"])
        self.subject = self.district

    @property
    def heading(self) -> str:  # type: ignore[override]
        return _("ปีของสำนักงานเขต%(district)s") % {"district": localname(self.district)}

    def crumbs(self) -> list[Link]:
        every = Link(label=_("ปีของสำนักงานเขต"), href=reverse("desk:year-of-offices", args=[self.year]))
        return [Link(label=_("งานของฉัน"), href=self.back()), every, Link(label=localname(self.district))]

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        ribbon = ribbons(self.year, [self.district.pk], on=today())[self.district.pk]
        context = {
            **self.top(),
            "months": months_of(self.year, on=today()),
            "rows": rows_of(ribbon, Lane),
            "late": ribbon.late,
            "public_page": reverse("public:district", args=[self.district.code]),
        }
        return render(request, "desk/year_of_office.html", context)
