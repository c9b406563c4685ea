"""Projects that come in as a list: what a project said before, kept with the list, and put back from there."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import plain
from communities.actions.writing import ProjectMoneyLine, ProjectWords, put_back, save_project, take_out
from communities.models import PlanProject
from communities.models.writing import PROJECT_WORDS


def words_of(project: PlanProject) -> ProjectWords:
    """What the project says, with its lines, as it would be typed."""
    lines = [
        ProjectMoneyLine(
            uuid=line.uuid,
            item=line.item,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price,
            source=line.source,
        )
        for line in sorted(project.budget_lines.all(), key=lambda line: line.position)
    ]
    return ProjectWords(
        **{name: getattr(project, name) for name in PROJECT_WORDS},
        areas=[area.code for area in sorted(project.areas.all(), key=lambda area: area.position)],
        problem=project.problem.uuid if project.problem else None,
        lines=lines,
    )


def as_kept(words: ProjectWords) -> dict[str, object]:
    """The words as JSON, as a list keeps them; `from_kept` reads them."""
    lines = [
        {name: plain(getattr(line, name)) for name in ("uuid", "item", "quantity", "unit", "unit_price", "source")}
        for line in words.lines
    ]
    values = {name: plain(getattr(words, name)) for name in (*PROJECT_WORDS, "areas", "problem")}
    return {**values, "lines": lines}


def from_kept(values: Mapping[str, object]) -> ProjectWords:
    said: dict[str, Any] = dict(values)
    said["problem"] = UUID(said["problem"]) if said["problem"] else None
    said["lines"] = [
        ProjectMoneyLine(
            uuid=UUID(line["uuid"]),
            item=line["item"],
            quantity=Decimal(line["quantity"]),
            unit=line["unit"],
            unit_price=Decimal(line["unit_price"]),
            source=line["source"],
        )
        for line in said["lines"]
    ]
    return ProjectWords(**said)


@transaction.atomic
def save_listed_project(
    *, revision_id: int, uuid: UUID, words: ProjectWords, row: PlanProject | None, by: User, at: datetime
) -> PlanProject:
    """Save a project of a list; one that was taken out is put back."""
    if row is not None and row.removed_at is not None:
        put_back(row=row, by=by, at=at)
    return save_project(revision_id=revision_id, uuid=uuid, words=words, seen=row.version if row else 0, by=by, at=at)


@transaction.atomic
def undo_listed_project(
    *, project: PlanProject, before: Mapping[str, object] | None, was_out: bool, by: User, at: datetime
) -> None:
    """Let a project say again what it said ``before``; one that the list added is taken out."""
    if before is not None:
        save_project(
            revision_id=project.revision_id,
            uuid=project.uuid,
            words=from_kept(before),
            seen=project.version,
            by=by,
            at=at,
        )
    if before is None or was_out:
        take_out(row=project, by=by, at=at)
