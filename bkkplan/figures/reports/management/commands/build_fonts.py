"""Derive the document fonts and the words that lines break by. A part of set-up that always gives the same files."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from bkkplan.figures.reports.renderers import fonts, words
from bkkplan.ground.core.commands import PortalCommand


class Command(PortalCommand):
    help = "สร้างแบบอักษรเอกสารจาก Sarabun (OFL) และพจนานุกรมตัดคำ ลงใน build"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--source",
            type=Path,
            default=Path(settings.BASE_DIR) / "node_modules" / "@expo-google-fonts" / "sarabun",
            help="โฟลเดอร์ของชุด npm @expo-google-fonts/sarabun",
        )

    def handle(self, *, source: Path, verbosity: int, **_: object) -> None:
        from bkkplan.figures.reports.renderers import derivation

        sources = {style: source / style.source_path for style in fonts.STYLES}
        if lost := [path for path in sources.values() if not path.is_file()]:
            raise CommandError(f"ไม่พบไฟล์แบบอักษร {lost[0]}")
        for path in derivation.derive(sources, fonts.folder()):
            self._say(path, verbosity)
        # The licence travels with the fonts.
        shutil.copyfile(source / "LICENSE_FONT", fonts.folder() / "OFL.txt")
        try:
            self._say(words.build([*words.terms(), *_place_names()]), verbosity)
        except words.NoDictionaryError as error:
            self.stderr.write(f"ใช้พจนานุกรมตัดคำของระบบตามเดิม: {error}")

    def _say(self, path: Path, verbosity: int) -> None:
        if verbosity > 0:
            self.stdout.write(str(path))


def _place_names() -> Iterator[str]:
    """A district's name is one word wherever it stands."""
    for name in ("districts.csv", "subdistricts.csv"):
        with (Path(settings.BASE_DIR) / "districts" / "data" / name).open(encoding="utf-8", newline="") as file:
            yield from (row["name_th"] for row in csv.DictReader(file))
