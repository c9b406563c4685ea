"""What was done on the strength of a plan that the district confirmed."""

from dataclasses import dataclass

from budget.enums import ItemProgress
from budget.models import Inclusion
from budget.queries.money.money import Sums, sums_of_items
from communities.models import PlanRevision


@dataclass(frozen=True, slots=True)
class Hanging:
    """Projects of an edition that action plans carry, their items, and the money of these items."""

    projects: int
    items: int
    done: int
    sums: Sums


def what_hangs_on(revision: PlanRevision) -> Hanging:
    """Inclusions of drafts too: the district's officers see those."""
    lineages = revision.projects.live().values("lineage")
    rows = Inclusion.objects.live().filter(project__revision__plan=revision.plan_id, project__lineage__in=lineages)
    found = list(rows.select_related("item", "project"))
    items = {row.item_id: row.item for row in found}
    return Hanging(
        projects=len({row.project.lineage for row in found}),
        items=len(items),
        done=sum(item.progress == ItemProgress.DONE for item in items.values()),
        sums=sum(sums_of_items(items).values(), Sums()),
    )
