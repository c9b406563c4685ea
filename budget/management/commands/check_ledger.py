from typing import Any

from django.core.management.base import BaseCommand, CommandError

from budget.queries.ledger import ledger_state


class Command(BaseCommand):
    help = (
        "Prove that every running total of the money equals the sum of its ledger entries, that on each day "
        "disbursed <= committed <= transferred and transferred <= granted, and that each entry's day lies in its "
        "fiscal year. Exit code 0: it does; 1: the rows that differ are named."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        state = ledger_state()
        for fault in state.faults:
            self.stderr.write(str(fault))
        if state.faults:
            raise CommandError(f"{len(state.faults)} differences", returncode=1)
        self.stdout.write(
            f"{state.entries} entries, {state.appropriations} appropriations, {state.allocations} allocations: "
            "all totals agree."
        )
