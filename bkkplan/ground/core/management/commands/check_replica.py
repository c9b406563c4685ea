from typing import Any

from django.core.management.base import CommandError
from django.db import connections

from bkkplan.ground.core.commands import PortalCommand
from bkkplan.ground.core.rows.replica import REPLICA, look


class Command(PortalCommand):
    help = "Say how far the read replica is behind the primary. Ends with 1 where it is not read from, and says why."

    def handle(self, *args: Any, **options: Any) -> None:
        if REPLICA not in connections.settings:
            raise CommandError("ไม่ได้ตั้ง REPLICA_DATABASE_URL (REPLICA_DATABASE_URL is not set)")
        state = look()
        if not state.is_fit:
            raise CommandError(f"ไม่ได้อ่านจากฐานข้อมูลสำรอง (the replica is not read from: {state.why_not})")
        self.stdout.write(f"ฐานข้อมูลสำรองตามหลัง {state.behind:.1f} วินาที (the replica is {state.behind:.1f} s behind)")
