"""Load the reference facts of all apps.

The command is in kpi because the targets of KPIs are facts of the highest floor that has any.
"""

from dataclasses import astuple
from typing import Any

from django.db import transaction

import bkkplan.figures.kpi.actions.reference
import budget.actions.reference
import communities.actions.reference
import districts.actions.reference
import forums.actions.reference
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.commands import PortalCommand

# In this order, because the facts of an app refer to those of the apps before it.
LOADERS = (
    districts.actions.reference.load_reference,
    communities.actions.reference.load_reference,
    forums.actions.reference.load_reference,
    budget.actions.reference.load_reference,
    bkkplan.figures.kpi.actions.reference.load_reference,
    budget.actions.reference.open_reference_years,
)
WORDS = ("created", "updated", "unchanged")


class Command(PortalCommand):
    help = (
        "Load districts, community types, plan areas, participant sectors, the strategy path, the flagship projects of "
        "fiscal year 2563 and the KPI targets. May be run again: what is missing is added and what differs put right."
    )

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        at = now()
        with transaction.atomic():
            for load in LOADERS:
                for name, loaded in load(at=at).items():
                    counts = (f"{n:>4} {word}" for n, word in zip(astuple(loaded), WORDS, strict=True))
                    if verbosity:
                        self.stdout.write(f"{name:<24} {' '.join(counts)}")
