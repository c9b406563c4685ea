"""Quarters frozen and reopened, by the strategy office."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.actions import quarters
from bkkplan.figures.kpi.models import FrozenQuarter
from bkkplan.figures.kpi.queries import quarter_day
from bkkplan.figures.kpi.registry import Figure, Summary, basis_of_figures
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Stat
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from bkkplan.ground.core.forms.portal import ReasonForm
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.core.wording import number, percent


@dataclass(frozen=True, slots=True)
class QuarterRow:
    number: int
    first: date
    last: date
    is_over: bool
    figures: tuple[Summary, ...]
    frozen: FrozenQuarter | None


class FreezePage(RecordPage):
    permission = "kpi.freeze_quarter"
    year: FiscalYear

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = kwargs["year"]

    def crumbs(self) -> list[Link]:
        here = [Link(label=str(self.heading))] if self.heading else []
        return [
            Link(label=_("ตัวชี้วัด"), href=reverse("kpi:dashboard", args=[self.year])),
            Link(label=_("ตรึงตัวเลขรายไตรมาส"), href=self.back() if here else ""),
            *here,
        ]

    def back(self) -> str:
        return reverse("kpi:quarters", args=[self.year])


class Quarters(FreezePage):
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
            figures = registry.summaries(year, day, at=now()) if is_over else ()
            rows.append(QuarterRow(quarter, first, last, is_over, figures, frozen.get(quarter)))
        history = (
            FrozenQuarter.objects.filter(fiscal_year=year.be)
            .exclude(reopened_at=None)
            .select_related("reopened_by", "frozen_by")
            .order_by("-reopened_at", "pk")
        )
        context = {"year": year, "rows": rows, "history": history, "crumbs": self.crumbs()}
        return render(request, "kpi/quarters.html", context)


class QuarterAct(FreezePage, ActPage):
    """What is done with the figures of one quarter, which the page shows."""

    @property
    def quarter(self) -> int:
        return int(self.kwargs["quarter"])

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        is_over = self.quarter in QUARTERS and quarter_day(self.year, self.quarter) < today()
        return registry.figures(self.year, quarter_day(self.year, self.quarter), at=now()) if is_over else ()

    def lead(self) -> str:
        lead: str = _("ไตรมาสที่ %(quarter)s ปีงบประมาณ %(year)s") % self.kwargs
        return lead

    def stats(self) -> list[Stat]:
        return [
            Stat(
                label=f"{figure.definition.label} · {figure.definition.short}",
                value=f"{percent(figure.ratio.percent)} %",
                note=f"{number(figure.ratio.counted)} / {number(figure.ratio.units)}",
            )
            for figure in self.figures
        ]

    def basis(self) -> Basis:
        return basis_of_figures(self.figures)

    def next_links(self) -> list[Link]:
        quarters_page = Link(label=_("ไตรมาสอื่น"), href=self.back())
        return [Link(label=_("ตัวชี้วัดของปี"), href=reverse("kpi:dashboard", args=[self.year])), quarters_page]

    @property
    def asked(self) -> dict[str, Any]:
        return {"year": self.year, "quarter": self.quarter, **self.signed}


class Freeze(QuarterAct):
    heading = gettext_lazy("ตรึงตัวเลข")
    explanation = gettext_lazy("ตัวเลขที่ตรึงแล้วไม่เปลี่ยนอีก ไม่ว่าจะมีการบันทึกย้อนหลังหรือไม่ การเปิดอีกครั้งต้องมีเหตุผลและมีบันทึก")
    button = gettext_lazy("ตรึงตัวเลข")

    @property
    def done(self) -> str:
        sentence: str = _("ตรึงตัวเลขไตรมาสที่ %(quarter)s แล้ว") % self.kwargs
        return sentence

    def obstacle(self) -> str:
        return "" if self.figures else str(quarters.NotOverError.sentence)

    def act(self, data: dict[str, Any]) -> None:
        quarters.freeze_quarter(**self.asked, **data, on=today())


class Reopen(QuarterAct):
    form_class = ReasonForm
    heading = gettext_lazy("เปิดตัวเลขอีกครั้ง")
    explanation = gettext_lazy("ตัวเลขของไตรมาสนี้จะคำนวณใหม่ทุกวันจนกว่าจะตรึงอีก ตัวเลขที่ตรึงไว้ยังอ่านได้")
    button = gettext_lazy("เปิดตัวเลข")
    is_danger = True

    @property
    def done(self) -> str:
        sentence: str = _("เปิดตัวเลขไตรมาสที่ %(quarter)s แล้ว") % self.kwargs
        return sentence

    def act(self, data: dict[str, Any]) -> None:
        quarters.reopen_quarter(**self.asked, **data)
