"""Quarters frozen and reopened, by the strategy office."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.actions import quarters
from bkkplan.figures.kpi.forms import ReopenForm
from bkkplan.figures.kpi.models import FrozenQuarter
from bkkplan.figures.kpi.queries import quarter_day
from bkkplan.figures.kpi.registry import Figure
from bkkplan.ground.core.basis import Basis
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Stat
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.wording import number, percent, thai_date_short
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
        for quarter in QUARTERS:
            first, last = year.quarter(quarter)
            day = quarter_day(year, quarter)
            is_over = day < today()
            figures = registry.figures(year, day, at=now()) if is_over else ()
            rows.append(QuarterRow(quarter, first, last, is_over, figures, frozen.get(quarter)))
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


class Freeze(ActPage):
    """Asked first, with the figures that are about to be kept."""

    permission = "kpi.freeze_quarter"
    explanation = _l("ตัวเลขข้างบนจะคงที่ ไม่ว่าจะมีการบันทึกย้อนหลังหรือไม่ การเปิดอีกครั้งต้องมีเหตุผลและมีบันทึก")
    button = _l("ตรึงตัวเลข")

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, quarter: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if quarter not in QUARTERS:
            raise Http404
        self.year, self.quarter = year, quarter

    @property
    def heading(self) -> str:
        return _("ตรึงตัวเลขไตรมาสที่ %(quarter)s") % {"quarter": self.quarter}

    @property
    def done(self) -> str:
        return _("ตรึงตัวเลขไตรมาสที่ %(quarter)s แล้ว") % {"quarter": self.quarter}

    def lead(self) -> str:
        day = thai_date_short(quarter_day(self.year, self.quarter))
        return _("ปีงบประมาณ %(year)s · ข้อมูล ณ วันที่ %(day)s") % {"year": self.year, "day": day}

    def back(self) -> str:
        return reverse("kpi:quarters", args=[self.year])

    def crumbs(self) -> list[Link]:
        return [Link(label=_("ตรึงตัวเลขรายไตรมาส"), href=self.back()), Link(label=str(self.heading))]

    def obstacle(self) -> str:
        if quarter_day(self.year, self.quarter) >= today():
            return _("ตรึงตัวเลขได้เมื่อสิ้นไตรมาสแล้ว ไตรมาสที่ 4 เมื่อพ้นวันปิดข้อมูล")
        return ""

    def stats(self) -> list[Stat]:
        return [
            Stat(
                label=f"{figure.definition.number} · {figure.definition.short}",
                value=f"{percent(figure.ratio.percent)} %",
                note=f"{number(figure.ratio.counted)} / {number(figure.ratio.units)}",
            )
            for figure in quarters.figures_of(self.year, self.quarter, at=now())
        ]

    def basis(self) -> Basis:
        return quarters.basis_of_quarter(self.year, self.quarter, at=now())

    def act(self, data: dict[str, Any]) -> None:
        if why := self.obstacle():
            raise quarters.QuarterError(why)
        quarters.freeze_quarter(year=self.year, quarter=self.quarter, **data, by=self.request.user, at=now())


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
