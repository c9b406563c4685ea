"""Ask for a report, watch it, take it or call it off."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.figures.reports import actions, registry
from bkkplan.figures.reports.enums import ReportFormat
from bkkplan.figures.reports.forms import FIRST_KIND, ReportForm
from bkkplan.figures.reports.models import ReportRequest
from bkkplan.ground.core import jobs
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.jobs import JobState
from bkkplan.ground.core.pages.acts import ActButton
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.wording import thai_date_short

PAGE = 20
PERMISSION = "reports.request_report"


@dataclass(frozen=True, slots=True)
class ReportRequestRow:
    """A request as the progress component shows it."""

    request: ReportRequest
    text: str
    poll_href: str
    cancel_href: str
    result_href: str

    @classmethod
    def of(cls, request: ReportRequest) -> "ReportRequestRow":
        parts = [
            _("%(title)s ปีงบประมาณ %(year)s (%(format)s)")
            % {
                "title": registry.get(request.kind).title,
                "year": request.fiscal_year,
                "format": request.format.upper(),
            },
            _("ข้อมูล ณ วันที่ %(day)s") % {"day": thai_date_short(request.as_of)},
            request.sentence,
        ]
        return cls(
            request=request,
            text=" · ".join(filter(None, parts)),
            poll_href=reverse("reports:progress", args=[request.pk]) if request.is_live else "",
            cancel_href=reverse("reports:cancel", args=[request.pk]) if request.is_live else "",
            result_href=reverse("reports:file", args=[request.pk]) if request.state == JobState.DONE else "",
        )


def date_of(text: str | None) -> date | None:
    """The day that an address names; anything else is none."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


class ReportsMixin(RecordPage):
    permission = PERMISSION

    def back(self) -> str:
        return reverse("reports:reports")


class ReportMixin(ReportsMixin):
    """One request, loaded through its door."""

    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.request.user.has_perm(PERMISSION):  # others are refused before they are told what is not there
            mine = ReportRequest.objects.visible_to(self.request.user)
            self.report = get_object_or_404(mine, pk=pk)


class Reports(ReportsMixin):
    def get(self, request: WorkRequest) -> HttpResponse:
        day = date_of(request.GET.get("as_of"))
        asked = {
            "kind": request.GET.get("kind", FIRST_KIND),
            "year": request.GET.get("year", str(FiscalYear.of(today()))),
            "as_of": day if day != today() else None,
        }
        return self.page(request, self.form(initial=asked))

    def form(self, data: Any = None, **kwargs: Any) -> ReportForm:
        return ReportForm(data, user=self.request.user, today=today(), **kwargs)

    def post(self, request: WorkRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(request, form, status=422)
        actions.request_report(
            kind=form.cleaned_data["kind"],
            file_format=ReportFormat(form.cleaned_data["file_format"]),
            year=form.cleaned_data["year"],
            as_of=form.cleaned_data["as_of"] or today(),
            by=request.user,
            at=now(),
        )
        if not jobs.broker_is_reachable():
            messages.warning(request, _("ระบบประมวลผลยังไม่ตอบ คำขอถูกเก็บไว้แล้ว และจะทำทันทีที่ระบบกลับมา"))
        return redirect("reports:reports")

    def page(self, request: WorkRequest, form: ReportForm, status: int = 200) -> HttpResponse:
        mine = ReportRequest.objects.visible_to(request.user)
        page = Paginator(mine.order_by("-requested_at", "-pk"), PAGE).get_page(request.GET.get("page"))
        context = {
            "form": form,
            "rows": [ReportRequestRow.of(row) for row in page],
            "page": page,
        }
        return render(request, "reports/requests.html", context, status=status)


class ReportProgress(ReportMixin):
    """One request, asked for again by the page until it ends."""

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        return render(request, "reports/_request.html", {"row": ReportRequestRow.of(self.report)})


class ReportCancel(ReportMixin, ActButton):
    def act(self, data: dict[str, Any]) -> None:
        if not actions.cancel_report(request_id=self.report.pk, **self.signed):
            raise Refusal(_("รายงานนี้จบไปแล้ว"))


class ReportFile(ReportMixin):
    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse | FileResponse:
        if self.report.state != JobState.DONE:
            messages.info(request, _("รายงานนี้ยังไม่มีไฟล์"))
            return redirect("reports:reports")
        answer = FileResponse(
            self.report.file.open("rb"),
            as_attachment=True,
            filename=self.report.download_name,
            content_type=ReportFormat(self.report.format).media_type,
        )
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
