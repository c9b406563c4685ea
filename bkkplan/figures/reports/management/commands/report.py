"""Make a report here and now, without a broker."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from bkkplan.figures.reports import registry
from bkkplan.figures.reports.actions import put
from bkkplan.figures.reports.enums import ReportFormat
from bkkplan.figures.reports.renderers import draw
from bkkplan.figures.reports.renderers.pdf import RenderError
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.commands import PortalCommand, buddhist_year, day
from bkkplan.ground.core.fiscal import FiscalYear


class Command(PortalCommand):
    help = "Make a report of a fiscal year as a PDF or a spreadsheet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[report.kind for report in registry.all_reports()])
        parser.add_argument("--year", type=buddhist_year, required=True, help="fiscal year in พ.ศ., such as 2563")
        parser.add_argument("--as-of", type=day, help="day of the figures, YYYY-MM-DD or 2 มิ.ย. 2566 (default: today)")
        parser.add_argument("--format", choices=ReportFormat.values, default=ReportFormat.PDF.value)
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="in a folder that exists")

    def handle(self, *args: Any, **options: Any) -> None:
        year = FiscalYear(options["year"])
        report = registry.get(options["kind"])
        out: Path = options["out"]
        refuse_place(out)
        try:
            data = report.gather(year, options["as_of"] or today(), now())
            put(draw(report, data, ReportFormat(options["format"]), self.show_progress), out)
        except RenderError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"เขียนไฟล์ {out} ไม่ได้ ({error.strerror})") from error
        self.stdout.write(str(out))


def refuse_place(out: Path) -> None:
    """Before the work, not after it. A folder that is missing is more likely mistyped than wanted."""
    if out.is_dir():
        raise CommandError(f"{out} เป็นโฟลเดอร์ ระบุชื่อไฟล์ เช่น {out / 'kpi.pdf'}")
    if not out.parent.is_dir():
        raise CommandError(f"ไม่มีโฟลเดอร์ {out.parent} ตรวจเส้นทางอีกครั้ง หรือสร้างโฟลเดอร์ก่อน")
