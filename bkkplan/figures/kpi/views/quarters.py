"""Quarters frozen and reopened, by the strategy office."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.actions import quarters
from bkkplan.figures.kpi.forms import ReopenForm
from bkkplan.figures.kpi.models import FrozenQuarter
from bkkplan.figures.kpi.queries import quarter_day
from bkkplan.figures.kpi.registry import Figure
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from bkkplan.ground.core.work import WorkRequest, WorkView


@dataclass(frozen=True, slots=True)
class QuarterRow:
    number: int
    first: date
    last: date
    is_over: bool
    figures: tuple[Figure, ...]
    frozen: FrozenQuarter | None


class QuarterMixin(PermissionRequiredMixin, WorkView):
    permission_required = "kpi.freeze_quarter"
    raise_exception = True


class Quarters(QuarterMixin):
    def get(self, request: WorkRequest, year: FiscalYear) -> HttpResponse:
        frozen = {
            row.quarter: row
            for row in FrozenQuarter.objects.filter(fiscal_year=year.be, reopened_at=None).select_related("frozen_by")
        }
        rows = []
        for number in QUARTERS:
            first, last = year.quarter(number)
            day = quarter_day(year, number)
            is_over = day < today()
            figures = registry.figures(year, day, at=now()) if is_over else ()
            rows.append(QuarterRow(number, first, last, is_over, figures, frozen.get(number)))
        history = (
            FrozenQuarter.objects.filter(fiscal_year=year.be)
            .exclude(reopened_at=None)
            .select_related("reopened_by", "frozen_by")
            .order_by("-reopened_at", "pk")
        )
        crumbs = [
            Link(label=_("ตัวชี้วัด"), href=reverse("kpi:dashboard", args=[year])),
            Link(label=_("ตรึงตัวเลขรายไตรมาส")),
        ]
        context = {"year": year, "rows": rows, "history": history, "form": ReopenForm(), "crumbs": crumbs}
        return render(request, "kpi/quarters.html", context)


class Freeze(QuarterMixin):
    http_method_names = ["post"]

    def post(self, request: WorkRequest, year: FiscalYear, quarter: int) -> HttpResponse:
        if quarter not in QUARTERS or quarter_day(year, quarter) >= today():
            messages.warning(request, _("ตรึงตัวเลขได้เมื่อสิ้นไตรมาสแล้ว ไตรมาสที่ 4 เมื่อพ้นวันปิดข้อมูล"))
            return redirect("kpi:quarters", year)
        try:
            quarters.freeze_quarter(year=year, quarter=quarter, by=request.user, at=now())
        except quarters.QuarterError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("ตรึงตัวเลขไตรมาสที่ %(quarter)s แล้ว") % {"quarter": quarter})
        return redirect("kpi:quarters", year)


class Reopen(QuarterMixin):
    http_method_names = ["post"]

    def post(self, request: WorkRequest, year: FiscalYear, quarter: int) -> HttpResponse:
        form = ReopenForm(request.POST)
        if not form.is_valid():
            messages.warning(request, _("การเปิดตัวเลขที่ตรึงไว้ต้องมีเหตุผล"))
            return redirect("kpi:quarters", year)
        quarters.reopen_quarter(
            year=year,
            quarter=quarter,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=now(),
        )
        messages.success(request, _("เปิดตัวเลขไตรมาสที่ %(quarter)s แล้ว") % {"quarter": quarter})
        return redirect("kpi:quarters", year)
