"""The community register from a file, as the page /work/register/imports/ does it."""

from argparse import ArgumentParser
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.commands import PortalCommand, day
from bkkplan.ground.core.thai import NotUnderstoodError
from communities import actions
from communities.enums import ImportState
from communities.models import RegisterImport
from communities.resources import read_answers, read_register, write_questions

SHOWN_ERRORS = 20


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"เปิดไฟล์ {file} ไม่ได้ ({error.strerror})") from error


class Command(PortalCommand):
    help = "Import the community register from a CSV or XLSX file: everything, or (with one bad row) nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX, headings in Thai or English")
        parser.add_argument(
            "--as-of", type=day, metavar="DATE", help="the register's day (YYYY-MM-DD or 2 มิ.ย. 2566); today"
        )
        parser.add_argument(
            "--questions",
            type=Path,
            metavar="FILE",
            help="write what has to be answered as a CSV, to fill in its last column",
        )
        parser.add_argument("--answers", type=Path, metavar="FILE", help="that CSV, filled in")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and write no community")

    def handle(
        self,
        *args: Any,
        file: Path,
        as_of: date | None,
        dry_run: bool,
        questions: Path | None = None,
        answers: Path | None = None,
        **options: Any,
    ) -> None:
        data = _bytes_of(file)
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
        if answers:
            upload = self.answered(upload, answers)
        if questions:
            questions.write_bytes(write_questions(upload.outcome))
        if not dry_run:
            if upload.outcome["open"]:
                raise CommandError(self.open_questions(upload))
            try:
                actions.confirm_register(import_id=upload.pk, read=read_register, by=None, at=now())
            except actions.RegisterError as error:
                raise CommandError(str(error)) from error
        self.tell(upload, dry_run=dry_run)

    def answered(self, upload: RegisterImport, file: Path) -> RegisterImport:
        try:
            answers = read_answers(_bytes_of(file), name=file.name)
            upload = actions.answer_register(
                import_id=upload.pk, answers=answers, read=read_register, by=None, at=now()
            )
        except (NotUnderstoodError, actions.RegisterError) as error:
            raise CommandError(str(error)) from error
        if upload.state == ImportState.REFUSED:
            raise CommandError(self.refusal(upload))
        return upload

    def open_questions(self, upload: RegisterImport) -> str:
        lines = [
            f"แถวที่ {q['where']} {q['name']} (แขวง{q['subdistrict']} เขต{q['district']}): เดิมหรือใหม่? "
            + ", ".join(f"{c['code']} {c['name']} (แขวง{c['subdistrict']})" for c in q["candidates"])
            for q in upload.outcome["questions"]
            if q["row"] in upload.outcome["open_rows"]
        ]
        return "\n".join(
            [
                *lines,
                "ตอบในไฟล์ที่ --questions FILE เขียนให้ แล้วเรียกใหม่พร้อม --answers FILE",
                "ยังไม่ได้บันทึกสิ่งใด (nothing was written)",
            ]
        )

    def tell(self, upload: RegisterImport, *, dry_run: bool) -> None:
        outcome = upload.outcome
        self.stdout.write(
            f"{outcome['created']:,} created, {outcome['updated']:,} updated, {outcome['unchanged']:,} unchanged"
            + (f" (dry run {upload.pk}: nothing was written)" if dry_run else "")
        )
        if outcome["unused"]:
            self.stdout.write(f"columns not used: {', '.join(outcome['unused'])}")
        for sheet, rows, skipped in outcome["sheets"] if len(outcome["sheets"]) > 1 else ():
            self.stdout.write(
                f"sheet {sheet}: skipped ({skipped})" if skipped else f"sheet {sheet}: {rows:,} rows read"
            )
        for row, text in outcome["skipped"]:
            self.stdout.write(f"row {row} skipped as a total or a note: {text}")
        if outcome["absent"]:
            absent = f"{outcome['absent']:,} communities are not in the file"
            self.stdout.write(f"{absent}: {outcome['ended']:,} end, the others stay as they are")

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
