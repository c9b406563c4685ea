from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command

from bkkplan.ground.core.commands import PortalCommand


class Command(PortalCommand):
    help = "Database, reference data and sample city, each only where it is not there yet; one command, one start."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--empty", action="store_true", help="no sample city")

    def handle(self, *_: Any, empty: bool, **__: Any) -> None:
        self.stdout.write("• ฐานข้อมูลและข้อมูลอ้างอิง (database and reference data)")
        self.stdout.flush()
        call_command("check", databases=["default"], tags=["database"], verbosity=0)
        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0)
        if empty:
            return
        self.stdout.write("• เมืองตัวอย่าง (sample city)")
        self.stdout.flush()
        call_command("seed_demo", if_empty=True)
