"""Ask for a computation and watch it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.figures.kpi.actions import runs
from bkkplan.figures.kpi.models import KpiRun
from bkkplan.ground.core import jobs
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.people import Person


def cancel_address(user: Person, run: KpiRun | None) -> str:
    """Where the person may end the run; empty for whoever only watches it."""
    may = run is not None and run.is_live and user.has_perm("kpi.cancel_run", run)
    return reverse("kpi:run-cancel", args=[run.pk]) if run and may else ""


class RunMixin(PermissionRequiredMixin, WorkView):
    permission_required = "kpi.run"
    raise_exception = True


class RunRequest(RunMixin):
    http_method_names = ["post"]

    def post(self, request: WorkRequest, year: FiscalYear) -> HttpResponse:
        run = runs.request_run(year=year, as_of=today(), by=request.user, at=now())
        if not jobs.broker_is_reachable():
            messages.warning(request, _("ระบบประมวลผลยังไม่ตอบ คำขอถูกเก็บไว้แล้ว และจะคำนวณทันทีที่ระบบกลับมา"))
        # Named in the address: a run that ends before the page is there is told of all the same.
        return redirect(f"{reverse('kpi:dashboard', args=[year])}?run={run.pk}")


class RunProgress(RunMixin):
    """The progress of one run, asked for again by the page until it ends; then the page itself is read anew."""

    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.run = get_object_or_404(KpiRun, pk=pk)

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        answer = render(
            request, "kpi/_run.html", {"run": self.run, "cancel_href": cancel_address(request.user, self.run)}
        )
        if self.run.state == jobs.JobState.DONE:
            answer["HX-Refresh"] = "true"
        return answer


class RunCancel(RunMixin):
    http_method_names = ["post"]

    def post(self, request: WorkRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(KpiRun, pk=pk)
        if not runs.cancel_run(run_id=run.pk, by=request.user, at=now()):
            messages.info(request, _("การคำนวณนี้จบไปแล้ว"))
        return redirect("kpi:dashboard", FiscalYear(run.fiscal_year))
