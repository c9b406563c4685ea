"""A printer's proof: any text, a paragraph a line, through the renderer, fonts and styles of every document."""

from pathlib import Path

from django.core.management.base import CommandError, CommandParser
from django.template.loader import render_to_string

from bkkplan.figures.reports.renderers.pdf import RenderError, Variant, render_pdf
from bkkplan.ground.core.commands import PortalCommand


class Command(PortalCommand):
    help = "จัดหน้าข้อความ UTF-8 (บรรทัดละย่อหน้า) เป็น PDF ด้วยแบบอักษรและรูปแบบเดียวกับเอกสารทุกฉบับ"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.txt")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
        parser.add_argument("--variant", choices=["pdf/ua-1", "pdf/a-3a"], default="pdf/ua-1")

    def handle(self, *, file: Path, out: Path, variant: Variant, verbosity: int, **_: object) -> None:
        try:
            lines = file.read_text(encoding="utf-8-sig").split("\n")
        except OSError as error:
            raise CommandError(f"อ่านไฟล์ {file} ไม่ได้: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"ไฟล์ {file} ไม่ใช่ข้อความ UTF-8 (ไบต์ที่ {error.start + 1})") from error

        html = render_to_string("reports/proof.html", {"title": file.name, "lines": lines})
        try:
            made = render_pdf(html, title=file.name, variant=variant)
        except RenderError as error:
            raise CommandError(str(error)) from error
        out.write_bytes(made)
        if verbosity > 0:
            self.stdout.write(str(out))
