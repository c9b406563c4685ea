"""Who wrote the projects of a plan last, for those who work on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bkkplan.ground.audit.models import Entry
from communities.models import OfficeWriter, PlanProject, PlanRevision


@dataclass(frozen=True, slots=True)
class LastWritten:
    """Who saved a project last; ``is_office`` where it was the district's office, in the committee's place."""

    by: str
    at: datetime
    is_office: bool


def last_written(revision: PlanRevision) -> dict[UUID, LastWritten]:
    """By the project's lineage, as the log tells it of all editions of the plan up to this one.

    A project that nobody saved since it was brought over has no entry. A person stays known by the name in the log.
    """
    rows = PlanProject.objects.filter(revision__plan=revision.plan_id, revision__number__lte=revision.number)
    lineages = {str(pk): lineage for pk, lineage in rows.values_list("pk", "lineage")}
    office = set(OfficeWriter.objects.filter(revision__plan=revision.plan_id).values_list("by", flat=True))
    saved = Entry.objects.filter(
        verb="communities.project_saved", target_type=PlanProject._meta.label_lower, target_id__in=lineages
    )
    return {
        lineages[line.target_id]: LastWritten(str(line.actor or line.actor_label), line.at, line.actor_id in office)
        for line in saved.select_related("actor").order_by("at", "pk")
    }


def name_writers(projects: Iterable[PlanProject], revision: PlanRevision) -> None:
    """Write the same into the projects' ``last_written``, for the pages that show them."""
    written = last_written(revision)
    for project in projects:
        project.last_written = written.get(project.lineage)
