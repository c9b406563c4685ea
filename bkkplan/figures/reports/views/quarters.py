"""Returns the reports of a quarter as workbooks. Their columns are those of the city's own system."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from bkkplan.figures.kpi.builders.report_tables import ReportTable, indicator_table, item_table
from bkkplan.figures.kpi.builders.reports import office_quarters
from bkkplan.figures.reports.registry import ReportSheet
from bkkplan.figures.reports.renderers.xlsx import render_xlsx
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.files.evidence import XLSX
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from budget.models import QuarterReport
from districts.models import District
from districts.queries import districts_in_being


class QuarterFile(WorkView):
    """Answer with the workbook of one district office, or of all offices where the address names no district."""

    def get(self, request: WorkRequest, year: FiscalYear, quarter: int, code: str = "", **_kept: Any) -> HttpResponse:
        if quarter not in QUARTERS:
            raise Http404
        districts = self.of_one(request, year, quarter, code) if code else self.of_the_city(request, year)
        offices = office_quarters(districts, year, quarter, on=today(), at=now())
        sheets = [as_sheet(indicator_table(offices)), as_sheet(item_table(offices))]
        name = f"quarter-{year}-{quarter}-{code or 'all'}"
        content = render_xlsx(sheets, title=name, progress=lambda _done, _total: None)
        response = HttpResponse(content, content_type=XLSX.mime)
        response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        response["Cache-Control"] = "private, no-store"
        return response

    def of_one(self, request: WorkRequest, year: FiscalYear, quarter: int, code: str) -> Sequence[District]:
        district = District.objects.select_related("group").filter(code=code).first()
        place = {"district": district, "fiscal_year": year.be, "quarter": quarter}
        if district is None or not request.user.has_perm("budget.view_quarter_report", QuarterReport(**place)):
            raise Http404
        return [district]

    def of_the_city(self, request: WorkRequest, year: FiscalYear) -> Sequence[District]:
        if not request.user.has_perm("kpi.view_quarter_reports"):
            raise PermissionDenied
        return districts_in_being(min(today(), year.end))


def as_sheet(table: ReportTable) -> ReportSheet:
    return ReportSheet(title=table.title, headings=table.headings, widths=table.widths, rows=table.rows)
