"""Derive the document fonts. Part of set-up; the same sources always give the same files."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bkkplan.reports.renderers import fonts


class Command(BaseCommand):
    help = "สร้างแบบอักษรเอกสารจาก Sarabun (OFL) ลงใน build/fonts"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--source",
            type=Path,
            default=Path(settings.BASE_DIR) / "node_modules" / "@expo-google-fonts" / "sarabun",
            help="โฟลเดอร์ของชุด npm @expo-google-fonts/sarabun",
        )

    def handle(self, *, source: Path, verbosity: int, **_: object) -> None:
        from bkkplan.reports.renderers import derivation

        sources = {style: source / style.source_path for style in fonts.STYLES}
        if lost := [path for path in sources.values() if not path.is_file()]:
            raise CommandError(f"ไม่พบไฟล์แบบอักษร {lost[0]}")
        for path in derivation.derive(sources, fonts.folder()):
            if verbosity > 0:
                self.stdout.write(str(path))
        # The licence travels with the fonts.
        shutil.copyfile(source / "LICENSE_FONT", fonts.folder() / "OFL.txt")
