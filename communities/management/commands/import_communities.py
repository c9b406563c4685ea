"""The community register from a file, as the page /work/lists/communities/city/ does it."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.commands import PortalCommand, day
from bkkplan.ground.core.forms.fields import in_words
from bkkplan.ground.core.thai import NotUnderstoodError
from bkkplan.ground.lists import actions
from bkkplan.ground.lists.builders.preview import seal_of
from bkkplan.ground.lists.models import RowList
from communities.list_kinds import CommunityList
from communities.list_kinds.register import CITY
from communities.resources import read_answers, write_questions
from communities.resources.matching import HEADINGS

SHOWN_ERRORS = 20
NOTHING = "ยังไม่ได้บันทึกสิ่งใด (nothing was written)"


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"เปิดไฟล์ {file} ไม่ได้ ({error.strerror})") from error


class Command(PortalCommand):
    help = "Import the community register from a CSV or XLSX file: everything, or (with one bad row) nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX, headings in Thai or English")
        parser.add_argument("--by", metavar="USERNAME", required=True, help="who brings it in; the log names them")
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
        by: str,
        as_of: date | None,
        dry_run: bool,
        questions: Path | None = None,
        answers: Path | None = None,
        **options: Any,
    ) -> None:
        data, who = _bytes_of(file), User.objects.filter(username=by).first()
        if who is None:
            raise CommandError(f"ไม่มีผู้ใช้ {by} (there is no such user)")
        on = today()
        given: dict[str, Any] = {
            "kind": CommunityList.code,
            "place": CITY,
            "data": data,
            "name": file.name,
            "day": as_of or on,
        }
        try:
            upload = actions.read_at_once(**given, on=on, by=who, at=now(), progress=self.show_progress)
            upload = self.answered(upload, answers, by=who) if answers else upload
            self.demand_readable(upload)
            if questions:
                questions.write_bytes(write_questions(upload.outcome))
            if not dry_run:
                self.demand_answers(upload)
                seen = seal_of(upload.outcome)
                upload = actions.confirm(list_id=upload.pk, seen=seen, on=on, by=who, at=now())
        except actions.ListError as error:
            raise CommandError(str(error)) from error
        except NotUnderstoodError as error:
            raise CommandError(in_words(error)) from error
        except PermissionDenied as error:
            raise CommandError(f"{by} นำเข้าทะเบียนไม่ได้ (no permission)") from error
        self.tell(upload, dry_run=dry_run)

    def answered(self, upload: RowList, file: Path, *, by: User) -> RowList:
        answers = read_answers(_bytes_of(file), name=file.name)
        self.demand_known(upload, answers.meant)
        return actions.answer_rows(
            list_id=upload.pk, meant=answers.meant, ended=answers.ended, on=today(), by=by, at=now()
        )

    def demand_known(self, upload: RowList, meant: dict[str, str]) -> None:
        asked = {str(row["row"]): dict(row["choices"]) for row in upload.outcome["rows"] if "choices" in row}
        if not all(value in asked.get(row, ()) for row, value in meant.items()):
            raise CommandError("คำตอบบางข้อไม่ตรงกับคำถามของไฟล์นี้ ตรวจแล้วตอบใหม่")

    def demand_readable(self, upload: RowList) -> None:
        outcome = upload.outcome
        lines = [
            f"แถวที่ {e.get('where', e['row'])} คอลัมน์ “{e['column']}” ค่า “{e['value']}”: {e['sentence']}"
            if e["row"]
            else e["sentence"]
            for e in outcome["errors"][:SHOWN_ERRORS]
        ]
        lines += [
            f"ไม่รู้จัก “{word}” ในคอลัมน์ {HEADINGS[column]} ({count} แถว) แก้ในไฟล์ หรือบอกความหมายที่หน้านำเข้าทะเบียน"
            for column, words in outcome["strange"].items()
            for word, count in words.items()
        ]
        if lines:
            more = outcome["wrong"] - SHOWN_ERRORS
            raise CommandError("\n".join([*lines, *([f"… และอีก {more:,} แถว"] if more > 0 else []), NOTHING]))

    def demand_answers(self, upload: RowList) -> None:
        kind = CommunityList()
        lines = [
            f"แถวที่ {row.get('where', row['row'])} {row['cells'][0]}: เดิมหรือใหม่? "
            + ", ".join(kind.choice_in_words(value, name) for value, name in row["choices"])
            for row in upload.outcome["rows"]
            if row["does"] == "asked"
        ]
        if lines:
            last = "ตอบในไฟล์ที่ --questions FILE เขียนให้ แล้วเรียกใหม่พร้อม --answers FILE"
            raise CommandError("\n".join([*lines, last, NOTHING]))

    def tell(self, upload: RowList, *, dry_run: bool) -> None:
        outcome = upload.outcome
        self.stdout.write(
            f"{outcome['new']:,} created, {outcome['changed']:,} updated, {outcome['same']:,} unchanged"
            + (f" (dry run {upload.pk}: nothing was written)" if dry_run else "")
        )
        if outcome["unused"]:
            self.stdout.write(f"columns not used: {', '.join(outcome['unused'])}")
        for sheet, rows in outcome["parts"]:
            self.stdout.write(f"sheet {sheet}: {rows:,} rows read")
        for sheet in outcome["other_sheets"]:
            self.stdout.write(f"sheet {sheet}: skipped")
        if outcome["left"]:
            self.stdout.write(f"{outcome['left']:,} rows skipped as totals, notes or copies")
        if outcome["not_named_in_all"]:
            self.stdout.write(f"{outcome['not_named_in_all']:,} communities are not in the file and stay as they are")
