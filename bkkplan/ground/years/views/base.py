"""What the pages of one year share; higher floors use it for the pages of their parts."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.years.models import PlannedYear


class YearMixin(RecordPage):
    """Loads the year in ``<fy:year>``: a draft is not there for a person who may not see drafts."""

    permission = "years.view_years"
    planned: PlannedYear
    year: FiscalYear

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = self.find_year()
        rows = PlannedYear.objects.visible_to(self.request.user).select_related("made_by", "opened_by")
        self.planned = get_object_or_404(rows, fiscal_year=self.year.be)
        self.subject = self.planned

    def find_year(self) -> FiscalYear:
        """The year of the page. A page about one row of a part loads the row here, and returns its year."""
        year: FiscalYear = self.kwargs["year"]
        return year

    def lead(self) -> str:
        return _("ปีงบประมาณ %(year)s") % {"year": self.year}

    def above(self) -> list[Link]:
        """The crumbs down to the year's own page."""
        return [
            Link(label=_("ปีงบประมาณ"), href=reverse("years:list")),
            Link(label=str(self.year), href=reverse("years:year", args=[self.year])),
        ]

    def crumbs(self) -> list[Link]:
        return [*self.above(), Link(label=str(self.heading))]

    def back(self) -> str:
        return reverse("years:year", args=[self.year])

    @property
    def may_prepare(self) -> bool:
        return self.request.user.has_perm("years.prepare_year")
