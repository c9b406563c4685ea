"""The sample city, from the command line."""

import gc
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from bkkplan.ground.core.clock import now
from bkkplan.ground.core.commands import PortalCommand
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.actions import NoGroundError, NotEmptyError, seed
from bkkplan.trial.builders.story import FIRST_YEAR, THIS_YEAR, TODAY
from bkkplan.trial.catalog import PASSWORD
from bkkplan.trial.catalog import accounts as sample_accounts


class Command(PortalCommand):
    help = (
        "Build the sample city: real districts with invented communities, people and projects, the same every time. "
        "Its working day is 2 มิ.ย. 2566. Needs an empty database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--years", default=f"{FIRST_YEAR}-{THIS_YEAR}", help="fiscal years, such as 2563-2566")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there are records already")
        parser.add_argument("--accounts", action="store_true", help="only list the accounts worth trying")

    def handle(self, *args: Any, years: str, if_empty: bool, accounts: bool, **options: Any) -> None:
        if accounts:
            self._list_accounts()
            return
        begun = time.monotonic()

        def tell(done: str) -> None:
            if sys.stderr.isatty():
                self.stderr.write(f"{time.monotonic() - begun:5.1f} s  {done}")

        try:
            with rows_kept():
                seed(years=_years(years), at=now(), tell=tell)
        except NotEmptyError:
            if if_empty:
                return
            raise CommandError("ฐานข้อมูลมีข้อมูลอยู่แล้ว เมืองตัวอย่างต้องเริ่มจากฐานข้อมูลว่าง (it needs an empty database)") from None
        except NoGroundError:
            raise CommandError(
                "ยังไม่มีข้อมูลสำนักงานเขต สั่ง manage.py load_reference ก่อน (the districts are missing; load them first)"
            ) from None
        self._keep_its_day()
        self.stdout.write(f"The sample city stands after {time.monotonic() - begun:.1f} s.")

    def _keep_its_day(self) -> None:
        """Whoever starts the portal on this data lives on the city's working day and sees the banner.

        Also when a day is fixed just now: what is made from this data later, by a command, is a sample too.
        """
        settings.SAMPLE_DAY.parent.mkdir(parents=True, exist_ok=True)
        settings.SAMPLE_DAY.write_text(TODAY.isoformat())

    def _list_accounts(self) -> None:
        self.stdout.write(f"รหัสผ่านของทุกบัญชี (password of all): {PASSWORD}\n")
        for account in sample_accounts():
            self.stdout.write(f"  {account.username:<14} {account.role} – {account.task}")
            self.stdout.write(f"  {'':<14} {account.role_en}: {account.task_en}")


@contextmanager
def rows_kept() -> Iterator[None]:
    """Nothing of the city is garbage while it is built; looking for some among its rows takes a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _years(typed: str) -> list[FiscalYear]:
    try:
        first, _, last = typed.partition("-")
        years = list(FiscalYear(int(first)).through(FiscalYear(int(last or first))))
    except ValueError:
        years = []
    if not years or years[0] < FIRST_YEAR or years[-1] > THIS_YEAR:
        raise CommandError(f"--years: “{typed}” ใช้ไม่ได้ พิมพ์ปีเดียวหรือช่วงปีใน {FIRST_YEAR}-{THIS_YEAR} เช่น 2563-2566")
    return years
