"""Reading the log. The answers are plain values: a page asks the database nothing more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from bkkplan.ground.audit.models import Entry


@dataclass(frozen=True, slots=True)
class LoggedAct:
    verb: str
    at: datetime
    actor: str
    hat: str
    target: str
    before: dict[str, Any]
    after: dict[str, Any]
    details: dict[str, Any]


def newest_entry() -> int:
    """The id of the newest entry; it changes after every act.

    It may miss an act for a moment: of two acts at the same time, the one with the lower id may commit later. So a
    cache that depends on it must be short.
    """
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def history_of(*targets: models.Model, limit: int = 200) -> tuple[LoggedAct, ...]:
    """What was done to these rows, the newest first. The caller checks whether the reader may see it."""
    rows = Entry.objects.about(*targets).order_by("-at", "-pk")[:limit]
    return tuple(
        LoggedAct(
            verb=row.verb,
            at=row.at,
            actor=row.actor_label,
            hat=row.hat,
            target=row.target_label,
            before=row.before or {},
            after=row.after or {},
            details=row.details,
        )
        for row in rows
    )
