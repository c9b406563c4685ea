"""The steps of a proposal that forums know: where it was made, and which plans took it over."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from communities.models import PlanProject, PlanRevision
from forums.models import Proposal, Uptake
from forums.queries.successions import Heir, heirs_of


@dataclass(frozen=True, slots=True)
class UptakeStep:
    """A plan that took the proposal over.

    ``lineage`` is the project in all its editions, which `budget` follows further.
    """

    uptake: int
    proposal: int
    lineage: UUID
    project: int
    project_title: str
    community: int
    community_name: str
    plan: int
    plan_year: int
    on: date
    amount: Decimal | None
    reason: str
    ended_on: date | None
    ended_at: datetime | None
    ended_reason: str
    public_reason: str
    through: int | None = None  # the proposal that stands for this one, where that one was taken over
    is_shared: bool = False  # that one stands for other proposals, too: its money is not this one's alone


def _steps(uptakes: Iterable[Uptake]) -> tuple[UptakeStep, ...]:
    return tuple(
        UptakeStep(
            uptake=uptake.pk,
            proposal=uptake.proposal_id,
            lineage=uptake.project.lineage,
            project=uptake.project_id,
            project_title=uptake.project.title,
            community=uptake.project.revision.plan.community_id,
            community_name=str(uptake.project.revision.plan.community),
            plan=uptake.project.revision.plan_id,
            plan_year=uptake.project.revision.plan.fiscal_year,
            on=uptake.on,
            amount=uptake.amount,
            reason=uptake.reason,
            ended_on=uptake.ended_on,
            ended_at=uptake.ended_at,
            ended_reason=uptake.ended_reason,
            public_reason=uptake.public_reason,
        )
        for uptake in uptakes
    )


def uptakes_of(
    proposals: Iterable[int], *, heirs: Mapping[int, Sequence[Heir]] | None = None
) -> tuple[UptakeStep, ...]:
    """The uptakes of these proposals, ended ones included; those of what stands for a proposal are its own, too.

    ``heirs`` is what `heirs_of` says of them, for whoever has asked already.
    """
    wanted = list(proposals)
    heirs = heirs_of(wanted) if heirs is None else heirs
    taken = {*wanted, *(heir.proposal for found in heirs.values() for heir in found)}
    rows = Uptake.objects.filter(proposal__in=taken)
    steps = _steps(rows.select_related("project__revision__plan__community").order_by("on", "pk"))
    if not heirs:
        return steps
    by_proposal = defaultdict[int, list[UptakeStep]](list)
    for step in steps:
        by_proposal[step.proposal].append(step)
    found = [step for proposal in wanted for step in by_proposal[proposal]]
    for proposal, standing in heirs.items():
        for heir in standing:
            found += [
                replace(step, proposal=proposal, through=heir.proposal, is_shared=heir.is_shared)
                for step in by_proposal[heir.proposal]
            ]
    return tuple(sorted(found, key=lambda step: (step.on, step.uptake)))


def uptakes_by_lineage(lineages: Iterable[UUID]) -> dict[UUID, list[Uptake]]:
    """By the project's lineage: the uptakes that stand behind it in any edition."""
    found: dict[UUID, list[Uptake]] = defaultdict(list)
    rows = Uptake.objects.filter(project__lineage__in=list(lineages)).select_related("proposal__forum", "project")
    for uptake in rows.order_by("on", "pk"):
        found[uptake.project.lineage].append(uptake)
    return dict(found)


def proposals_of_revision(
    revision: PlanRevision, *, seen: QuerySet[Proposal]
) -> tuple[tuple[PlanProject, tuple[Proposal, ...]], ...]:
    """The projects of an edition that took proposals over, in their order, with those of ``seen``."""
    projects = {project.lineage: project for project in revision.projects.live().order_by("rank", "pk")}
    living = Uptake.objects.filter(project__lineage__in=projects, ended_on=None, proposal__in=seen)
    found: dict[UUID, dict[int, Proposal]] = defaultdict(dict)
    for uptake in living.select_related("project", "proposal__forum__district").order_by("on", "pk"):
        found[uptake.project.lineage][uptake.proposal_id] = uptake.proposal
    return tuple((project, tuple(found[lineage].values())) for lineage, project in projects.items() if found[lineage])


def projects_of_proposals(
    proposals: Iterable[int], *, seen: QuerySet[PlanRevision]
) -> dict[int, tuple[PlanProject, ...]]:
    """By the proposal's id: the projects that took it over, in the newest edition of ``seen`` that has them."""
    steps = list(
        Uptake.objects.filter(proposal__in=proposals, ended_on=None).values_list("proposal", "project__lineage")
    )
    rows = PlanProject.objects.live().filter(lineage__in={lineage for _p, lineage in steps}, revision__in=seen)
    newest = {row.lineage: row for row in rows.select_related("revision__plan__community").order_by("revision__number")}
    found: dict[int, dict[UUID, PlanProject]] = defaultdict(dict)
    for proposal, lineage in steps:
        if lineage in newest:
            found[proposal][lineage] = newest[lineage]
    return {proposal: tuple(projects.values()) for proposal, projects in found.items()}
