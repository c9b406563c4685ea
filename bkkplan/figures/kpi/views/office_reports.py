"""The report of one office for a quarter: everything on one page, and the acts on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.figures.kpi.actions import narratives as actions
from bkkplan.figures.kpi.builders.report_tables import indicator_table, item_table
from bkkplan.figures.kpi.builders.reports import IndicatorLine, OfficeQuarter, office_quarters
from bkkplan.figures.kpi.forms import NarrativeForm, SendBackForm
from bkkplan.figures.kpi.models import Narrative
from bkkplan.figures.kpi.registry import get, official_definitions
from bkkplan.ground.accounts.views.rows import RowPage
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Tab
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from bkkplan.ground.core.pages.acts import ActButton, ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.people import hands_of
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.core.wording import localname
from budget.actions.plan import quarter_reports
from budget.enums import QuarterState
from budget.forms.quarter_reports import ItemReportForm
from budget.models import QuarterReport
from budget.queries.plan.quarter_reports import ReportedItem, basis_of_sending
from budget.views.plan.quarter_reports import report_texts
from districts.models import District


class OfficeReportMixin(RecordPage):
    """Loads the report of a district's quarter; who may not read it gets 404."""

    stylesheet = "css/pages/kpi.css"
    year: FiscalYear
    quarter: int
    report: QuarterReport

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, quarter: int, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year, self.quarter = year, quarter
        if quarter not in QUARTERS:
            raise Http404
        district = get_object_or_404(District.objects.select_related("group"), code=code)
        place = {"district": district, "fiscal_year": year.be, "quarter": quarter}
        self.report = QuarterReport.objects.filter(**place).first() or QuarterReport(**place)
        self.report.district = district
        self.subject = self.report
        if not self.request.user.has_perm("budget.view_quarter_report", self.report):
            raise Http404

    @property
    def district(self) -> District:
        return self.report.district

    def lead(self) -> str:
        return f"{self.report} · {localname(self.district)}"

    def crumbs(self) -> list[Link]:
        all_offices = reverse("kpi:quarter-reports", args=[self.year, self.quarter])
        seen = self.request.user.has_perm("kpi.view_quarter_reports")
        here = [Link(label=str(self.heading))] if self.heading else []
        return [
            Link(label=_("ตัวชี้วัด"), href=reverse("kpi:dashboard", args=[self.year])),
            Link(label=str(self.report), href=all_offices if seen else ""),
            Link(label=localname(self.district), href=self.back() if here else ""),
            *here,
        ]

    @property
    def asked(self) -> dict[str, Any]:
        return {"district_id": self.district.pk, "year": self.year, "quarter": self.quarter, **self.signed}


def line_text(report: QuarterReport, waits_for: str) -> str:
    """What is told in LINE of a quarter's report: sent back, waited for, or sent. It names sections and nobody."""
    words = {"report": report, "district": localname(report.district), "waits_for": waits_for}
    if report.is_open and report.return_reason:
        return _("%(report)s เขต%(district)s ส่งกลับให้แก้ไข ดูเหตุผลและแก้ไขได้ที่") % words
    if report.state == QuarterState.SENT:
        return _("%(report)s เขต%(district)s ส่งแล้ว อ่านได้ที่") % words
    return _("%(report)s เขต%(district)s รอ%(waits_for)s รายงานได้ที่") % words if waits_for else ""


@dataclass(frozen=True, slots=True)
class ItemBlock:
    """An item on the page, with the form of whoever may report it."""

    line: ReportedItem
    form: ItemReportForm | None
    url: str

    @property
    def version(self) -> int:
        return self.line.report.version if self.line.report else 0


@dataclass(frozen=True, slots=True)
class SectionBlock:
    name: str
    items: tuple[ItemBlock, ...]

    @property
    def owed(self) -> int:
        return sum(not block.line.is_answered for block in self.items)


@dataclass(frozen=True, slots=True)
class IndicatorBlock:
    line: IndicatorLine
    form: NarrativeForm | None
    url: str
    evaluate_url: str

    @property
    def version(self) -> int:
        return self.line.narrative.version if self.line.narrative else 0


class OfficeReport(OfficeReportMixin):
    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        office = office_quarters([self.district], self.year, self.quarter, on=today(), at=now())[0]
        user, report = request.user, self.report
        has_begun = self.year.quarter(self.quarter)[0] <= today()
        may_gather = user.has_perm("budget.gather_quarter", report) and has_begun
        may_send = user.has_perm("budget.send_quarter", report) and report.state == QuarterState.GATHERED
        context = {
            **self.top(),
            "office": office,
            "report": report,
            "year": self.year,
            "quarter": self.quarter,
            "tabs": self.tabs(),
            "has_begun": has_begun,
            "line_text": line_text(report, office.waits_for) if has_begun else "",
            "is_late": office.is_late(today()),
            "sections": list(self.sections(office, is_open=report.is_open and has_begun)),
            "indicators": list(self.indicators(office, may_write=may_gather and report.is_open)),
            "may_gather": may_gather and report.is_open,
            "is_complete": not office.waiting and not office.untold,
            "may_send": may_send,
            "seen": basis_of_sending(report).sealed if may_send else "",
            "is_own": may_send and report.gathered_by_id in hands_of(user),
            "writes": report.is_open and has_begun and self.may_write(office, may_gather),
            "item_tabs": item_table([office]).as_tabs,
            "indicator_tabs": indicator_table([office]).as_tabs,
        }
        return render(request, "kpi/office_report.html", context)

    def tabs(self) -> list[Tab]:
        return [
            Tab(
                label=_("ไตรมาสที่ %(quarter)s") % {"quarter": quarter},
                href=reverse("kpi:quarter-report", args=[self.year, quarter, self.district.code]),
                active=quarter == self.quarter,
            )
            for quarter in QUARTERS
        ]

    def may_write(self, office: OfficeQuarter, may_gather: bool) -> bool:
        return may_gather or any(self.reports_it(line) for line in office.items)

    def reports_it(self, line: ReportedItem) -> bool:
        return bool(self.request.user.has_perm("budget.report_progress", line.item))

    def sections(self, office: OfficeQuarter, *, is_open: bool) -> Iterable[SectionBlock]:
        for name, lines in groupby(office.items, key=lambda line: line.section):
            yield SectionBlock(name, tuple(self.item_block(line, is_open=is_open) for line in lines))

    def item_block(self, line: ReportedItem, *, is_open: bool) -> ItemBlock:
        url = reverse("budget:item-report", args=[line.item.uuid, self.quarter])
        if not is_open or (line.is_known and line.report is None) or not self.reports_it(line):
            return ItemBlock(line, None, url)
        return ItemBlock(
            line, ItemReportForm(initial=report_texts(line.report), auto_id=f"item_{line.item.pk}_%s"), url
        )

    def indicators(self, office: OfficeQuarter, *, may_write: bool) -> Iterable[IndicatorBlock]:
        may_evaluate = self.request.user.has_perm("kpi.evaluate", self.report) and office.is_sent
        place = [self.year, self.quarter, self.district.code]
        for line in office.indicators:
            code = line.definition.code
            yield IndicatorBlock(
                line=line,
                form=narrative_form(line.narrative, code) if may_write and not line.is_accepted else None,
                url=reverse("kpi:narrative", args=[*place, code]),
                evaluate_url=reverse("kpi:evaluate", args=[*place, code]) if may_evaluate and line.narrative else "",
            )


def narrative_form(row: Narrative | None, code: str, data: Any = None) -> NarrativeForm:
    initial = {"text": row.text, "problems": row.problems} if row else {}
    return NarrativeForm(data, initial=initial, auto_id=f"{code}_%s")


class NarrativeRow(OfficeReportMixin, RowPage):
    permission = "budget.gather_quarter"
    heading = gettext_lazy("ผลการดำเนินงานตามตัวชี้วัด")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.code = kwargs["indicator"]
        if self.code not in {definition.code for definition in official_definitions()}:
            raise Http404

    def lead(self) -> str:
        return f"{get(self.code).title} · {super().lead()}"

    def find(self) -> Narrative | None:
        return self.report.narratives.filter(code=self.code).first() if self.report.pk else None

    def form(self, row: Narrative | None, data: Any = None) -> NarrativeForm:
        return narrative_form(row, self.code, data)

    def closed(self) -> str:
        return "" if self.report.is_open else str(quarter_reports.NotOpenError.sentence)

    def save(self, form: NarrativeForm, *, seen: int) -> Narrative:
        return actions.save_narrative(**self.asked, code=self.code, words=form.cleaned_data, seen=seen, on=today())

    def back(self) -> str:
        return f"{super().back()}#{self.kwargs.get('indicator', '')}"

    def kept_under(self) -> str:
        return f"quarter-{self.district.code}-{self.year}-{self.quarter}:{self.code}"


class Gather(OfficeReportMixin, ActButton):
    permission = "budget.gather_quarter"
    done = gettext_lazy("รวบรวมรายงานและเสนอผู้อำนวยการเขตแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        actions.gather(**self.asked, on=today())


class Send(OfficeReportMixin, ActPage):
    """The act that sends a report; the browser fetches the report itself above it."""

    template_name = "kpi/send.html"
    permission = "budget.send_quarter"
    heading = gettext_lazy("ส่งรายงานผลไตรมาส")
    explanation = gettext_lazy("สำนักยุทธศาสตร์และประเมินผลจะได้รับรายงานทั้งฉบับ ส่งแล้วแก้ไขไม่ได้จนกว่าจะถูกส่งกลับ")
    button = gettext_lazy("ส่งสำนักยุทธศาสตร์และประเมินผล")
    done = gettext_lazy("ส่งรายงานให้สำนักยุทธศาสตร์และประเมินผลแล้ว")

    def obstacle(self) -> str:
        if self.report.state != QuarterState.GATHERED:
            return _("รายงานนี้ยังไม่ได้รวบรวม หรือส่งไปแล้ว")
        is_own = self.report.gathered_by_id in hands_of(self.request.user)
        return str(quarter_reports.OwnReportError.sentence) if is_own else ""

    def instead(self) -> list[Link]:
        if self.report.state != QuarterState.GATHERED:
            return []
        page = reverse("kpi:quarter-send-back", args=[self.year, self.quarter, self.district.code])
        return [Link(label=_("ส่งกลับให้แก้ไข"), href=page)]

    def next_links(self) -> list[Link]:
        return [Link(label=_("รายงานของไตรมาส"), href=self.back())]

    def basis(self) -> Basis:
        return basis_of_sending(self.report)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"report_page": self.back(), **super().get_context_data(**kwargs)}

    def act(self, data: dict[str, Any]) -> None:
        actions.send(**self.asked, seen=data["seen"])


class SendBack(OfficeReportMixin, ActPage):
    permission = "budget.send_quarter"
    form_class = SendBackForm
    heading = gettext_lazy("ส่งรายงานกลับให้แก้ไข")
    explanation = gettext_lazy("ฝ่ายและผู้รวบรวมแก้รายงานได้อีก แล้วรวบรวมเสนอใหม่")
    button = gettext_lazy("ส่งกลับ")
    done = gettext_lazy("ส่งรายงานกลับแล้ว")
    is_danger = True

    def next_links(self) -> list[Link]:
        return [Link(label=_("รายงานของไตรมาส"), href=self.back())]

    def basis(self) -> Basis:
        return basis_of_sending(self.report)

    def act(self, data: dict[str, Any]) -> None:
        quarter_reports.send_back(**self.asked, **data)
