"""Requests for reports, and the files that were made."""

from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.figures.reports.enums import ReportFormat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.jobs import Job, JobState
from bkkplan.ground.core.people import Person
from bkkplan.ground.years.queries import hidden_years


def place_of_file(request: "ReportRequest", name: str) -> str:
    """A file name that nobody can guess. People see `download_name`."""
    return f"reports/{uuid4()}.{request.format}"


class ReportRequestQuerySet(models.QuerySet["ReportRequest"]):
    def visible_to(self, user: Person) -> Self:
        """The only door to reports for code that answers a person: whoever may ask for one sees all of them.

        Those of a year that is somebody's draft are left out for a person who may not see drafts.
        """
        if not user.has_perm("reports.request_report"):
            return self.none()
        return self.exclude(fiscal_year__in=hidden_years(user))


class ReportRequest(Job):
    """One report of one fiscal year as of a day, made by a worker into one file."""

    task_name = "reports.make"

    kind = models.CharField(_("รายงาน"), max_length=32)
    format = models.CharField(_("รูปแบบ"), max_length=8, choices=ReportFormat)
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    as_of = models.DateField(_("ข้อมูล ณ วันที่"))
    file = models.FileField(_("ไฟล์"), upload_to=place_of_file, blank=True, editable=False)

    objects: Any = ReportRequestQuerySet.as_manager()

    class Meta(Job.Meta):
        verbose_name = _("คำขอรายงาน")
        verbose_name_plural = _("คำขอรายงาน")
        constraints = [
            *Job.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(state=JobState.DONE) & ~Q(file="")) | (~Q(state=JobState.DONE) & Q(file="")),
                name="report_has_its_file_when_it_is_done",
            ),
        ]

    def __str__(self) -> str:
        return self.download_name

    @property
    def year(self) -> FiscalYear:
        return FiscalYear(self.fiscal_year)

    @property
    def download_name(self) -> str:
        return f"{self.kind}-{self.fiscal_year}-{self.as_of.isoformat()}.{self.format}"
