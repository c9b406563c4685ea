"""The first way into a portal that has nobody yet."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.urls import reverse

from bkkplan.ground.accounts.actions.first import AlreadyOpenError, open_portal
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.commands import PortalCommand


class Command(PortalCommand):
    help = (
        "Open the first administrator's account and print the one-time link by which its owner sets a password. "
        "Refused once an administrator has one; until then each call makes a new link."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", required=True, help="where people reach the portal: https://portal.example/")
        parser.add_argument("--name", default="ผู้ดูแลระบบ", help="the person's name")
        parser.add_argument("--username", default="admin", help="under which the person logs in")
        parser.add_argument("--email", default="", help="by which a forgotten password is set anew")
        parser.add_argument("--if-needed", action="store_true", help="succeed where an administrator has a password")

    def handle(self, *_: Any, address: str, name: str, username: str, email: str, if_needed: bool, **__: Any) -> None:
        try:
            invitation = open_portal(username=username, full_name=name, email=email, on=today(), at=now())
        except AlreadyOpenError as error:
            if not if_needed:
                raise CommandError(str(error)) from None
            self.stdout.write("ผู้ดูแลระบบตั้งรหัสผ่านแล้ว เข้าระบบด้วยบัญชีนั้น (an administrator has a password: log in)")
            return
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(
            f"บัญชีผู้ดูแลระบบ (administrator): {invitation.user.username}\n"
            "เปิดลิงก์นี้เพื่อตั้งรหัสผ่าน ใช้ได้ครั้งเดียวภายใน 24 ชั่วโมง (open it to set a password; once, within 24 hours):\n"
            f"  {address.rstrip('/')}{reverse('enter', args=[invitation.token])}"
        )
