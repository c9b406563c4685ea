"""Who wrote the projects of a plan last, for those who work on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateField, Value
from django.db.models.functions import TruncDate

from bkkplan.ground.audit.models import Entry
from communities.models import OfficeWriter, PlanAssistant, PlanProject, PlanRevision


@dataclass(frozen=True, slots=True)
class LastWritten:
    """Who saved a project last.

    ``is_office`` where it was the district's office, in the committee's place, ``is_assistant`` where the person was an
    assistant of the committee on that day.
    """

    by: str
    at: datetime
    is_office: bool
    is_assistant: bool


def last_written(revision: PlanRevision) -> dict[UUID, LastWritten]:
    """By the project's lineage, as the log tells it of all editions of the plan up to this one.

    A project that nobody saved since it was brought over has no entry. A person stays known by the name in the log.
    """
    rows = PlanProject.objects.filter(revision__plan=revision.plan_id, revision__number__lte=revision.number)
    lineages = {str(pk): lineage for pk, lineage in rows.values_list("pk", "lineage")}
    office, helped = _other_writers(revision)
    saved = Entry.objects.filter(
        verb="communities.project_saved", target_type=PlanProject._meta.label_lower, target_id__in=lineages
    )
    lines: Any = saved.select_related("actor").annotate(day=TruncDate("at")).order_by("at", "pk")
    return {
        lineages[line.target_id]: LastWritten(
            str(line.actor or line.actor_label),
            line.at,
            is_office=line.actor_id in office,
            is_assistant=_is_assistant(line.actor_id, line.day, helped),
        )
        for line in lines
    }


def _other_writers(revision: PlanRevision) -> tuple[set[int], list[tuple[int, date, date | None]]]:
    """Who wrote in the plan for the office, and who was an assistant of its committee between which days."""
    no_day = Value(None, DateField())
    offices = OfficeWriter.objects.filter(revision__plan=revision.plan_id).order_by()
    helps = PlanAssistant.objects.filter(committee__community=revision.plan.community_id).order_by()
    found = offices.values_list("by", no_day, no_day).union(helps.values_list("user", "starts_on", "ends_on"))
    rows = list(found)
    office = {person for person, starts_on, _ends_on in rows if starts_on is None}
    return office, [(person, starts_on, ends_on) for person, starts_on, ends_on in rows if starts_on is not None]


def _is_assistant(person: int | None, day: date, helped: Iterable[tuple[int, date, date | None]]) -> bool:
    return any(
        user == person and starts_on <= day and (ends_on is None or day <= ends_on)
        for user, starts_on, ends_on in helped
    )


def name_writers(projects: Iterable[PlanProject], revision: PlanRevision) -> None:
    """Write the same into the projects' ``last_written``, for the pages that show them."""
    written = last_written(revision)
    for project in projects:
        project.last_written = written.get(project.lineage)
