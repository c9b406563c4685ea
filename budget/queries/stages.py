"""The kept stages of proposals: counted, found, proved; and which of them an act may have changed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.rows.bulk import in_batches
from budget.enums import CheckOutcome, Ending, Stage
from budget.models import (
    ActionPlanEdition,
    ActionPlanItem,
    Allocation,
    Carry,
    ConsistencyCheck,
    DirectInclusion,
    Inclusion,
    LogRead,
    Payment,
    ProposalStage,
    SecondLook,
    WaitingQuestion,
)
from budget.queries.money.shares import forebears_of
from budget.queries.trace import statuses_of
from budget.queries.ways import ProposalStatus
from communities.models import PlanProject
from forums.enums import ForumState
from forums.models import Proposal, Succession, Uptake
from forums.queries.successions import originals_of

AT_ONCE = 1000  # proposals whose ways are walked together
# So many lines before the newest that was read are read again: of two acts at the same moment the one with the lower id
# may be committed later.
READ_AGAIN = 1000
WHERE_IT_WAS_MADE = ProposalStatus(Stage.PROPOSED)

# Texts that are being written: none of them moves a proposal.
OF_WRITING = frozenset({"communities.project_saved", "communities.project_moved", "forums.proposal_changed"})


def kept_statuses(proposals: Iterable[int]) -> dict[int, ProposalStatus]:
    """Where each of these proposals stood when it was followed last."""
    wanted = list(proposals)
    found = {row.proposal_id: _status(row) for row in ProposalStage.objects.filter(proposal__in=wanted)}
    return {proposal: found.get(proposal, WHERE_IT_WAS_MADE) for proposal in wanted}


def standing_at(code: str) -> Q:
    """The proposals whose kept status has this code (`ProposalStatus.code`), as a condition on `Proposal`."""
    if code in Ending.values:
        return Q(stage_kept__ending=code)
    if code == CheckOutcome.WAITING:
        return Q(stage_kept__is_waiting=True)
    stage = next((one for one in Stage if one.name.lower() == code), None)
    if stage is None:
        return Q(pk__in=[])
    return (
        Q(stage_kept=None)
        if stage == Stage.PROPOSED
        else Q(stage_kept__stage=stage, stage_kept__ending="", stage_kept__is_waiting=False)
    )


def published_by_stage() -> dict[Stage, int]:
    """By stage: how many published proposals reached it or a later one.

    What a district took straight in was never in a community's plan.
    """
    everyone = Proposal.objects.said().filter(forum__state=ForumState.PUBLISHED, removed_on=None).count()
    rows = ProposalStage.objects.published().order_by().values_list("stage", "is_direct").annotate(n=Count("pk"))
    counts = [(ProposalStatus(Stage(stage), is_direct=is_direct), n) for stage, is_direct, n in rows]
    return {
        stage: everyone if stage == Stage.PROPOSED else sum(n for status, n in counts if status.reached(stage))
        for stage in Stage
    }


# Proposals that a community or the district took on, or for which others stood: no other has a stage to keep.
MAY_HAVE_MOVED = Q(uptakes__isnull=False) | Q(successions__isnull=False) | Q(replies__direct_inclusion__isnull=False)


def moved_at_all() -> QuerySet[Proposal, int]:
    """The ids of all proposals that have a stage to keep, or had one."""
    return Proposal.objects.filter(MAY_HAVE_MOVED).distinct().order_by("pk").values_list("pk", flat=True)


def unproved_stages() -> list[str]:
    """A sentence for each proposal whose kept stage is not what its records say."""
    kept = {row.proposal_id: _status(row) for row in ProposalStage.objects.all()}
    faults = []
    for some in in_batches(moved_at_all().iterator(), AT_ONCE):
        for proposal, status in statuses_of(some).items():
            was = kept.pop(proposal, WHERE_IT_WAS_MADE)
            if was != status:
                faults.append(f"proposal {proposal}: kept as {was.code}, is {status.code}")
    faults += [f"proposal {proposal}: kept as {was.code}, was never taken up" for proposal, was in kept.items()]
    return faults


def _status(row: ProposalStage) -> ProposalStatus:
    ending = Ending(row.ending) if row.ending else None
    return ProposalStatus(Stage(row.stage), ending, row.is_waiting, row.is_direct)


# --- what an act may have changed


def lines_to_read(mark: LogRead) -> QuerySet[Entry]:
    return Entry.objects.filter(pk__gt=mark.newest - READ_AGAIN).exclude(verb__in=OF_WRITING)


def touched_by(lines: QuerySet[Entry]) -> set[int]:
    """The proposals that these lines of the log may have moved."""
    by_kind: dict[str, set[int]] = defaultdict(set)
    wanted = lines.filter(target_type__in=PROJECTS_OF.keys() | PROPOSALS_OF.keys() | ITEMS_OF.keys())
    for kind, target in wanted.values_list("target_type", "target_id").distinct():
        by_kind[kind].add(int(target))
    proposals, projects, items = set[int](), set[int](), set[int | None]()
    for kind, ids in by_kind.items():
        if kind in PROPOSALS_OF:
            proposals |= set(PROPOSALS_OF[kind](ids))
        if kind in PROJECTS_OF:
            projects |= set(PROJECTS_OF[kind](ids))
        if kind in ITEMS_OF:
            items |= set(ITEMS_OF[kind](ids))
    items.discard(None)
    projects |= set(Inclusion.objects.filter(item__in=items).values_list("project", flat=True))
    proposals |= set(DirectInclusion.objects.filter(item__in=items).values_list("reply__proposal", flat=True))
    proposals |= _behind(projects)
    return proposals | originals_of(proposals)


def _behind(projects: Collection[int]) -> set[int]:
    """The proposals that these projects, or those of earlier years that they continue, took over."""
    rows = list(PlanProject.objects.filter(pk__in=projects))
    lineages: set[UUID] = {lineage for found in forebears_of(rows).values() for lineage in found}
    return set(Uptake.objects.filter(project__lineage__in=lineages).values_list("proposal", flat=True))


Ids = Collection[int]
Found = Iterable[int]


def _of_purses(purses: Ids) -> Iterable[int | None]:
    return Allocation.objects.filter(pk__in=purses).values_list("item", flat=True)


def _of_plans(plans: Iterable[int]) -> Found:
    return PlanProject.objects.filter(revision__plan__in=list(plans)).values_list("pk", flat=True)


# By what a line of the log is about: the proposals that it may have moved by themselves.
PROPOSALS_OF: dict[str, Callable[[Ids], Found]] = {
    "forums.uptake": lambda ids: Uptake.objects.filter(pk__in=ids).values_list("proposal", flat=True),
    "forums.succession": lambda ids: Succession.objects.filter(pk__in=ids).values_list("proposal", flat=True),
    "forums.reply": lambda ids: DirectInclusion.objects.filter(reply__in=ids).values_list("reply__proposal", flat=True),
}
# And the projects whose way it may have moved.
PROJECTS_OF: dict[str, Callable[[Ids], Found]] = {
    "forums.uptake": lambda ids: Uptake.objects.filter(pk__in=ids).values_list("project", flat=True),
    "communities.planproject": lambda ids: ids,
    "communities.planrevision": lambda ids: _of_plans(
        PlanProject.objects.filter(revision__in=ids).values_list("revision__plan", flat=True).distinct()
    ),
    "budget.consistencycheck": lambda ids: ConsistencyCheck.objects.filter(pk__in=ids).values_list(
        "project", flat=True
    ),
    "budget.secondlook": lambda ids: SecondLook.objects.filter(pk__in=ids).values_list("project", flat=True),
    "budget.waitingquestion": lambda ids: WaitingQuestion.objects.filter(pk__in=ids).values_list("project", flat=True),
}
# And the items whose projects and proposals it may have moved.
ITEMS_OF: dict[str, Callable[[Ids], Iterable[int | None]]] = {
    "budget.actionplanitem": lambda ids: ids,
    "budget.actionplanedition": lambda ids: ActionPlanItem.objects.filter(
        plan__in=ActionPlanEdition.objects.filter(pk__in=ids).values("plan")
    ).values_list("pk", flat=True),
    "budget.allocation": _of_purses,
    "budget.appropriation": lambda ids: Allocation.objects.filter(appropriation__in=ids).values_list("item", flat=True),
    "budget.payment": lambda ids: _of_purses(Payment.objects.filter(pk__in=ids).values_list("allocation", flat=True)),
    "budget.carry": lambda ids: _of_purses(Carry.objects.filter(pk__in=ids).values_list("allocation", flat=True)),
}
