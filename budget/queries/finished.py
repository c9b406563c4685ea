"""Which community projects were carried out, for the communities that plan the next year."""

from collections.abc import Collection

from budget.enums import ItemProgress
from budget.models import Inclusion
from communities.models import PlanProject


def finished_projects(projects: Collection[int]) -> list[int]:
    """The ids of those projects that are done: each item that carries the project is done, and there is one.

    An item may carry another edition of the same project (same lineage); that counts, too.
    """
    asked = PlanProject.objects.filter(pk__in=projects).values_list("pk", "lineage")
    carried: dict[object, set[str]] = {}
    rows = Inclusion.objects.live().filter(project__lineage__in={lineage for _pk, lineage in asked})
    for lineage, progress in rows.values_list("project__lineage", "item__progress"):
        carried.setdefault(lineage, set()).add(progress)
    return [pk for pk, lineage in asked if carried.get(lineage) == {ItemProgress.DONE}]
