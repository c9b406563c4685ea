"""What our commands share: how they end, how they refuse what was typed, and how they show progress."""

import re
import sys
from argparse import ArgumentTypeError
from datetime import date
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.thai import NotUnderstoodError, from_thai_digits, parse_thai_date

EXIT_CODES = "รหัสจบการทำงาน (exit codes): 0 ทำเสร็จ (done), 1 ไม่ทำและบอกเหตุผล (refused, with the reason)"

# argparse speaks English only, and not to operators.
REFUSALS = (
    (r"the following arguments are required: (.+)", r"ยังไม่ได้ระบุ \1"),
    (r"unrecognized arguments: (.+)", r"ไม่มีตัวเลือก \1"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1: ไม่มี \2 ให้เลือก เลือกได้จาก \3"),
    (r"argument (.+?): expected one argument", r"\1: ต้องมีค่าตามหลัง"),
    (r"argument (.+?): ignored explicit argument (.+)", r"\1: ไม่รับค่า จึงใช้ \2 ไม่ได้"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 ใช้พร้อมกับ \2 ไม่ได้"),
    (r"argument (.+?): invalid \w+ value: (.+)", r"\1: อ่านค่า \2 ไม่ออก"),
    (r"argument ([^:]+): (.+)", r"\1: \2"),
)


class PortalCommand(BaseCommand):
    """Ends with 0, or refuses with 1 and a Thai sentence; also where the words themselves cannot be read."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **({"epilog": EXIT_CODES} | kwargs))

        def refuse(message: str) -> NoReturn:
            sentence = refusal(message)
            if not parser.called_from_command_line:
                raise CommandError(sentence)
            parser.print_usage(sys.stderr)
            parser.exit(1, f"{sentence}\n")

        parser.error = refuse  # type: ignore[method-assign]  # Django gives no way to name the parser's class
        return parser

    def show_progress(self, done: int, total: int) -> None:
        """Show progress on a terminal; write nothing into a log."""
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done:,} / {total:,} ", ending="" if done < total else "\n")
            self.stderr.flush()


def refusal(message: str) -> str:
    for pattern, sentence in REFUSALS:
        if match := re.fullmatch(pattern, message):
            return match.expand(sentence)
    return message


def buddhist_year(typed: str) -> int:
    """A fiscal year, for ``type=`` of an argument."""
    digits = from_thai_digits(typed.strip())
    try:
        return FiscalYear(int(digits)).be
    except ValueError:
        raise ArgumentTypeError(f"“{typed}” ไม่ใช่ปีงบประมาณ พิมพ์เป็น พ.ศ. สี่หลัก เช่น 2563") from None


def day(typed: str) -> date:
    """A day as people type it, for ``type=`` of an argument."""
    try:
        return parse_thai_date(typed, near=today())
    except NotUnderstoodError as error:
        raise ArgumentTypeError(f"“{typed}” {error}") from None
