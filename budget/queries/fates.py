"""What became of community projects, for the communities that plan the next year."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from budget.enums import NOT_OVER, CheckOutcome, EditionState, ItemProgress
from budget.models import ActionPlanItem, ConsistencyCheck, Inclusion
from budget.queries.money.money import sums_of_items
from communities.enums import ProjectFate
from communities.models import PlanProject
from communities.queries.fates import Fate

WITHOUT_AN_ITEM = {
    CheckOutcome.INCLUDE: ProjectFate.NOT_FUNDED,
    CheckOutcome.FORWARD: ProjectFate.FORWARDED,
    CheckOutcome.COMMUNITY: ProjectFate.COMMUNITY,
    CheckOutcome.NOT_POSSIBLE: ProjectFate.NOT_POSSIBLE,
    CheckOutcome.PARTLY: ProjectFate.NOT_FUNDED,
    CheckOutcome.WAITING: ProjectFate.WAITING,
}


def fates_of_projects(projects: Collection[int]) -> dict[int, Fate]:
    """Read from the check, the items of approved action plans and their money. Without any of them there is no entry.

    An item may carry another edition of the same project (same lineage), and so may a check; that counts, too.
    """
    asked = dict(PlanProject.objects.filter(pk__in=projects).values_list("pk", "lineage"))
    lineages = set(asked.values())
    items: dict[UUID, list[ActionPlanItem]] = defaultdict(list)
    rows = Inclusion.objects.live().filter(project__lineage__in=lineages, edition__state=EditionState.APPROVED)
    for row in rows.select_related("project", "item"):
        items[row.project.lineage].append(row.item)
    funded = set(sums_of_items(item.pk for found in items.values() for item in found))
    checks = {
        check.project.lineage: check
        for check in ConsistencyCheck.objects.finished()
        .filter(project__lineage__in=lineages)
        .select_related("project")
        .order_by("project__revision__number")
    }
    fates = {lineage: _of_items(found, funded) for lineage, found in items.items()}
    fates |= {lineage: _of_check(check) for lineage, check in checks.items() if lineage not in items}
    return {pk: fates[lineage] for pk, lineage in asked.items() if lineage in fates}


def _of_items(items: Sequence[ActionPlanItem], funded: Collection[int]) -> Fate:
    """Done where every item is; under way where one is, or has its money."""
    steps = {item.progress for item in items}
    if steps == {ItemProgress.DONE}:
        return Fate(ProjectFate.DONE)
    if steps == {ItemProgress.CANCELLED}:
        return Fate(ProjectFate.NOT_POSSIBLE, " · ".join(item.result for item in items if item.result))
    is_begun = steps & {ItemProgress.UNDER_WAY, ItemProgress.DONE}
    has_money = any(item.pk in funded for item in items if item.progress in NOT_OVER)
    return Fate(ProjectFate.UNDER_WAY if is_begun or has_money else ProjectFate.NOT_FUNDED)


def _of_check(check: ConsistencyCheck) -> Fate:
    outcome = CheckOutcome(check.outcome)
    reason = check.forwarded_to if outcome == CheckOutcome.FORWARD else check.outcome_reason
    return Fate(WITHOUT_AN_ITEM[outcome], reason)
