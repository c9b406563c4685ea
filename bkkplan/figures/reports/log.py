"""Sentences for the log's lines about reports."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from bkkplan.figures.reports.models import ReportRequest
from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details

declare(
    Thing(
        model=ReportRequest,
        address=lambda _request: reverse("reports:reports"),
        acts={
            "reports.report_requested": gettext_lazy("ขอรายงาน %(thing)s"),
            "reports.report_cancelled": gettext_lazy("ยกเลิกรายงาน %(thing)s"),
        },
    )
)
declare_details({"reports.name": Detail()})
