from typing import Any

from django.core.management.base import CommandError

from bkkplan.ground.core.commands import PortalCommand
from budget.actions.stages import follow_proposals
from budget.queries.stages import unproved_stages


class Command(PortalCommand):
    help = (
        "Prove that the kept stage of every proposal is what its records say: take-ups, plans, checks, action plans, "
        "money. What the latest acts moved is followed first. The proposals that differ are named."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        follow_proposals()
        faults = unproved_stages()
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"ขั้นของข้อเสนอไม่ตรงกับบันทึก {len(faults)} ข้อ ({len(faults)} differences)")
        self.stdout.write("The kept stage of every proposal agrees with its records.")
