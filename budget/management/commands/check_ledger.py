from typing import Any

from django.core.management.base import CommandError

from bkkplan.ground.core.commands import PortalCommand
from budget.queries.money.ledger import ledger_state


class Command(PortalCommand):
    help = (
        "Prove that every running total of the money equals the sum of its ledger entries, that on each day "
        "no level exceeds the one above it (disbursed, committed with advanced, transferred, granted; allotted), and "
        "that each entry's day lies in its fiscal year. The rows that differ are named."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        state = ledger_state()
        for fault in state.faults:
            self.stderr.write(str(fault))
        if state.faults:
            raise CommandError(f"ยอดเงินไม่ตรงกับรายการในบัญชี {len(state.faults)} แห่ง ({len(state.faults)} differences)")
        self.stdout.write(
            f"{state.entries} entries, {state.appropriations} appropriations, {state.allocations} allocations: "
            "all totals agree."
        )
