"""The community register of a day as a file that goes in again unchanged."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.commands import PortalCommand, day
from communities.enums import StandingStatus
from communities.queries import register_on
from communities.resources import register_parts

KINDS = {".csv": "csv", ".xlsx": "xlsx"}


class Command(PortalCommand):
    help = "Write the community register of a day: names, places, houses and people as they were then."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", help="CSV or XLSX, by its name; CSV on the output without one"
        )
        parser.add_argument(
            "--as-of", type=day, metavar="DATE", help="the register's day (YYYY-MM-DD or 2 มิ.ย. 2566); today"
        )

    def handle(self, *args: Any, file: Path | str | None, as_of: date | None, **options: Any) -> None:
        kind = KINDS.get(Path(file).suffix.lower()) if file else "csv"
        if kind is None:
            raise CommandError(f"ไฟล์ “{file}” ต้องลงท้ายด้วย .csv หรือ .xlsx")
        ended = ("", StandingStatus.DISSOLVED)
        rows = [row for row in register_on(as_of or today()) if row.status not in ended]
        parts = register_parts(rows, kind=kind)
        if file is None:
            self.stdout.write(b"".join(parts).decode("utf-8-sig"), ending="")
            return
        try:
            with Path(file).open("wb") as opened:
                opened.writelines(parts)
        except OSError as error:
            raise CommandError(f"เขียนไฟล์ {file} ไม่ได้ ({error.strerror})") from error
        self.stdout.write(f"{len(rows):,} communities written to {file}")
