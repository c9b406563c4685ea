"""The strategy office's page of all offices in a quarter, its verdicts, and what it keeps of the city's own system."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.actions import narratives as actions
from bkkplan.figures.kpi.actions import reported
from bkkplan.figures.kpi.actions.narratives import Evaluation
from bkkplan.figures.kpi.builders.report_tables import indicator_table
from bkkplan.figures.kpi.builders.reports import (
    basis_of_evaluation,
    frozen_of,
    office_quarters,
    reported_figures,
    why_not_evaluated,
)
from bkkplan.figures.kpi.forms import EvaluationForm, ExternalCodesForm, ReportedFigureForm
from bkkplan.figures.kpi.models import ExternalCode, FrozenQuarter, ReportedFigure
from bkkplan.figures.kpi.queries import quarter_day
from bkkplan.figures.kpi.views.office_reports import OfficeReportMixin
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Stat, Tab
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.core.wording import number, percent
from districts.queries import districts_in_being


class OfficesMixin(RecordPage):
    """Pages of the strategy office about a year's reports."""

    stylesheet = "css/pages/kpi.css"
    year: FiscalYear

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = year

    @property
    def default_quarter(self) -> int:
        return self.year.quarter_of(today()) if today() in self.year else QUARTERS[-1]

    def crumbs(self) -> list[Link]:
        here = [Link(label=str(self.heading))] if self.heading else []
        return [Link(label=_("ตัวชี้วัด"), href=reverse("kpi:dashboard", args=[self.year])), *here]

    def back(self) -> str:
        return reverse("kpi:quarter-reports", args=[self.year, self.default_quarter])


class QuarterReports(OfficesMixin):
    """All offices of the city in one quarter: whom each waits for, their figures and the verdicts."""

    permission = "kpi.view_quarter_reports"
    heading = gettext_lazy("รายงานผลรายไตรมาส")

    def get(self, request: WorkRequest, quarter: int, **_kept: Any) -> HttpResponse:
        if quarter not in QUARTERS:
            raise Http404
        day = min(quarter_day(self.year, quarter), today())
        districts = districts_in_being(min(day, self.year.end))
        offices = office_quarters(districts, self.year, quarter, on=today(), at=now(), with_items=False)
        lines = [line for office in offices for line in office.indicators]
        told = reported_figures(self.year, quarter)
        frozen = FrozenQuarter.objects.filter(fiscal_year=self.year.be, quarter=quarter, reopened_at=None).exists()
        context = {
            **self.top(),
            "year": self.year,
            "quarter": quarter,
            "tabs": [
                Tab(
                    label=_("ไตรมาสที่ %(quarter)s") % {"quarter": n},
                    href=reverse("kpi:quarter-reports", args=[self.year, n]),
                    active=n == quarter,
                )
                for n in QUARTERS
            ],
            "is_frozen": frozen,
            "offices": [(office, office.is_late(today())) for office in offices],
            "figures": [
                (figure, told.get((figure.definition.code, None)))
                for figure in registry.official_summaries(self.year, day, at=now())
            ],
            "sent": sum(office.is_sent for office in offices),
            "late": sum(office.is_late(today()) for office in offices),
            "accepted": sum(line.is_accepted for line in lines),
            "all_lines": len(lines),
            "may_evaluate": request.user.has_perm("kpi.evaluate"),
            "may_keep": request.user.has_perm("kpi.keep_reported"),
            "indicator_tabs": indicator_table(offices).as_tabs,
        }
        return render(request, "kpi/quarter_reports.html", context)


class Evaluate(OfficeReportMixin, ActPage):
    """One KPI of one office: its frozen figure and what the office says of it are shown, and judged."""

    permission = "kpi.evaluate"
    template_name = "kpi/evaluate.html"
    form_class = EvaluationForm
    heading = gettext_lazy("ประเมินผลตัวชี้วัด")
    explanation = gettext_lazy("ส่งกลับแล้ว เขตแก้รายงานของไตรมาสนี้ได้ทั้งฉบับ แล้วส่งมาใหม่ ตัวชี้วัดที่ผ่านแล้วไม่ต้องประเมินอีก")
    button = gettext_lazy("บันทึกผลประเมิน")
    done = gettext_lazy("บันทึกผลประเมินแล้ว")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = self.report.narratives.all() if self.report.pk else self.report.narratives.model.objects.none()
        self.narrative = get_object_or_404(rows, code=kwargs["indicator"])
        self.frozen = frozen_of(self.narrative.code, self.report)

    def lead(self) -> str:
        return f"{registry.get(self.narrative.code).short} · {super().lead()}"

    def get_initial(self) -> dict[str, Any]:
        names = ("verdict", "score", "score_1", "score_2", "comment")
        return {name: getattr(self.narrative, name) for name in names}

    def basis(self) -> Basis:
        return basis_of_evaluation(self.narrative, self.report, self.frozen)

    def obstacle(self) -> str:
        return why_not_evaluated(self.narrative, self.report, self.frozen)

    def stats(self) -> list[Stat]:
        line = self.line
        shown = [
            Stat(
                label=str(_("ผลงาน")),
                value=f"{percent(line.ratio.percent)} %",
                note=f"{number(line.ratio.counted)} / {number(line.ratio.units)}",
            ),
            Stat(label=_("เป้าหมาย"), value=line.target_text or "–"),
        ]
        if line.reported:
            shown.append(Stat(label=_("ที่รายงานไว้"), value=line.reported.text, note=line.reported.source))
        return shown

    @property
    def line(self) -> Any:
        [office] = office_quarters([self.district], self.year, self.quarter, on=today(), at=now(), with_items=False)
        return next(line for line in office.indicators if line.definition.code == self.narrative.code)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "narrative": self.narrative}

    def back(self) -> str:
        return f"{super().back()}#{self.kwargs.get('indicator', '')}"

    def next_page(self) -> str:
        return reverse("kpi:quarter-reports", args=[self.year, self.quarter])

    def next_links(self) -> list[Link]:
        return [Link(label=_("รายงานของเขตนี้"), href=self.back())]

    def act(self, data: dict[str, Any]) -> None:
        seen = data.pop("seen")
        actions.evaluate(narrative_id=self.narrative.pk, evaluation=Evaluation(**data), seen=seen, **self.signed)


class ExternalCodes(OfficesMixin, ActPage):
    permission = "kpi.keep_reported"
    form_class = ExternalCodesForm
    heading = gettext_lazy("รหัสตัวชี้วัดในระบบของ กทม.")
    explanation = gettext_lazy("รหัสนี้ออกไปกับตารางที่คัดลอกหรือส่งออก เช่น 2100-1037")
    button = gettext_lazy("บันทึกรหัส")
    done = gettext_lazy("บันทึกรหัสแล้ว")

    def get_initial(self) -> dict[str, Any]:
        return dict(ExternalCode.objects.filter(fiscal_year=self.year.be).values_list("code", "external_code"))

    def next_links(self) -> list[Link]:
        return [Link(label=_("ผลที่รายงานไว้"), href=reverse("kpi:reported", args=[self.year]))]

    def act(self, data: dict[str, Any]) -> None:
        reported.save_external_codes(year=self.year, codes=data, **self.signed)


class Reported(OfficesMixin, ActPage):
    """Results of the past that were reported on paper, beside those that the portal computes."""

    permission = "kpi.keep_reported"
    template_name = "kpi/reported.html"
    form_class = ReportedFigureForm
    heading = gettext_lazy("ผลที่รายงานไว้")
    explanation = gettext_lazy(
        "ผลที่เคยรายงานและคำนวณจากบันทึกไม่ได้ แสดงคู่กับตัวเลขที่ระบบคำนวณ และบอกว่าเป็นตัวเลขที่รายงาน เว้นช่องผลว่างเพื่อลบ"
    )
    button = gettext_lazy("บันทึกผลที่รายงาน")
    done = gettext_lazy("บันทึกผลที่รายงานแล้ว")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ReportedFigure.objects.filter(fiscal_year=self.year.be).select_related("district", "entered_by")
        kept = [(registry.get(row.code).short, row) for row in rows.order_by("code", "quarter", "district__code", "pk")]
        return {**super().get_context_data(**kwargs), "kept": kept}

    def next_page(self) -> str:
        return reverse("kpi:reported", args=[self.year])

    def next_links(self) -> list[Link]:
        return [Link(label=_("รายงานผลรายไตรมาส"), href=self.back())]

    def act(self, data: dict[str, Any]) -> None:
        district = data.pop("district")
        reported.save_reported_figure(year=self.year, district_id=district and district.pk, **data, **self.signed)
