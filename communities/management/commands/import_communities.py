"""The community register from a file, as the page /work/register/imports/ does it."""

from argparse import ArgumentParser
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.commands import PortalCommand, day
from communities import actions
from communities.enums import ImportState
from communities.models import RegisterImport
from communities.resources import read_register

SHOWN_ERRORS = 20


class Command(PortalCommand):
    help = "Import the community register from a CSV or XLSX file: everything, or (with one bad row) nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX, headings in Thai or English")
        parser.add_argument(
            "--as-of", type=day, metavar="DATE", help="the register's day (YYYY-MM-DD or 2 มิ.ย. 2566); today"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and write no community")

    def handle(self, *args: Any, file: Path, as_of: date | None, dry_run: bool, **options: Any) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"เปิดไฟล์ {file} ไม่ได้ ({error.strerror})") from error
        try:
            upload = actions.check_register(
                data=data,
                name=file.name,
                register_on=as_of or today(),
                read=partial(read_register, progress=self.show_progress),
                by=None,
                at=now(),
                on=today(),
            )
        except actions.RegisterError as error:
            raise CommandError(str(error)) from error
        if upload.state == ImportState.REFUSED:
            raise CommandError(self.refusal(upload))
        if not dry_run:
            try:
                actions.confirm_register(import_id=upload.pk, read=read_register, by=None, at=now())
            except actions.RegisterError as error:
                raise CommandError(str(error)) from error
        self.tell(upload, dry_run=dry_run)

    def tell(self, upload: RegisterImport, *, dry_run: bool) -> None:
        outcome = upload.outcome
        self.stdout.write(
            f"{outcome['created']:,} created, {outcome['updated']:,} updated, {outcome['unchanged']:,} unchanged"
            + (f" (dry run {upload.pk}: nothing was written)" if dry_run else "")
        )
        if outcome["unused"]:
            self.stdout.write(f"columns not used: {', '.join(outcome['unused'])}")
        if outcome["absent"]:
            self.stdout.write(f"{outcome['absent']:,} communities are not in the file and stay as they are")

    def refusal(self, upload: RegisterImport) -> str:
        errors = upload.outcome["errors_kept"][:SHOWN_ERRORS]
        lines = [
            f"{e['sheet']} แถวที่ {e['row']} คอลัมน์ “{e['column']}” ค่า “{e['value']}”: {e['rule']}"
            if e["row"]
            else f"{e['sheet']}: {e['rule']}"
            for e in errors
        ]
        more = upload.outcome["errors"] - len(errors)
        return "\n".join([*lines, *([f"… และอีก {more:,} ข้อ"] if more else []), "ยังไม่ได้บันทึกสิ่งใด (nothing was written)"])
