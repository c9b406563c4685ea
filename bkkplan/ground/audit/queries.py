"""The log, read. What comes back is plain: a page can show it without asking the database again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from bkkplan.ground.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Act:
    verb: str
    at: datetime
    actor: str
    hat: str
    target: str
    before: dict[str, Any]
    after: dict[str, Any]
    details: dict[str, Any]


def newest_entry() -> int:
    """Another number after every act. Two acts at once may end in either order: whoever keeps by it, keeps briefly."""
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def history_of(*targets: models.Model, limit: int = 200) -> tuple[Act, ...]:
    """What was done to these rows, newest first. Whether the reader may see it is the caller's rule."""
    rows = Entry.objects.about(*targets).order_by("-at", "-pk")[:limit]
    return tuple(
        Act(
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
