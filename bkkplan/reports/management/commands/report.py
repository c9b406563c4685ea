"""Make a report here and now, without a broker."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bkkplan.core.clock import now, today
from bkkplan.core.fiscal import FiscalYear
from bkkplan.reports import registry
from bkkplan.reports.actions import put
from bkkplan.reports.enums import ReportFormat
from bkkplan.reports.renderers import draw
from bkkplan.reports.renderers.pdf import RenderError


class Command(BaseCommand):
    help = "Make a report of a fiscal year as a PDF or a spreadsheet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[report.kind for report in registry.all_reports()])
        parser.add_argument("--year", type=int, required=True, help="fiscal year in พ.ศ., such as 2563")
        parser.add_argument("--as-of", type=date.fromisoformat, help="day of the figures, YYYY-MM-DD (default: today)")
        parser.add_argument("--format", choices=ReportFormat.values, default=ReportFormat.PDF.value)
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            year = FiscalYear(options["year"])
        except ValueError as error:
            raise CommandError(f"ปีงบประมาณ {options['year']} ไม่ใช่ปี พ.ศ. เช่น 2563 ({error})") from error
        report = registry.get(options["kind"])
        out: Path = options["out"]
        try:
            data = report.gather(year, options["as_of"] or today(), now())
            put(draw(report, data, ReportFormat(options["format"]), self.tell), out)
        except (RenderError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(out))

    def tell(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done} / {total} ", ending="" if done < total else "\n")
            self.stderr.flush()
