"""From a report's frozen data to a file, in the format asked for. Documents are in Thai, whoever asks."""

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from bkkplan.figures.reports.enums import ReportFormat
from bkkplan.figures.reports.registry import Report
from bkkplan.ground.core.thai import to_thai_digits


def draw(report: Report, data: Any, file_format: ReportFormat, progress: Callable[[int, int], None]) -> bytes:
    with translation.override("th"):
        if file_format == ReportFormat.XLSX:
            from bkkplan.figures.reports.renderers.xlsx import render_xlsx

            return render_xlsx(report.sheets(data), title=data.title, progress=progress)
        from bkkplan.figures.reports.renderers.pdf import render_pdf

        html = render_to_string(report.template, {"report": data})
        return render_pdf(html, title=to_thai_digits(data.title), progress=progress)
