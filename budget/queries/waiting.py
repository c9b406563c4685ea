"""บัญชีโครงการรอรับการสนับสนุน: projects that fit and wait for money, over the years."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from budget.enums import CheckOutcome
from budget.models import Inclusion
from communities.enums import RevisionState
from communities.models import PlanProject


def waiting_projects(districts: Collection[int | None] | None) -> QuerySet[PlanProject]:
    """The projects that wait, of all years: in a confirmed plan, checked so, and in no item of an action plan.

    A project that a later plan, handed in, carries on waits no more by itself: that plan's check decides. ``districts``
    None stands for all.
    """
    included = Inclusion.objects.live().filter(project__lineage=OuterRef("lineage"))
    handed_in = [RevisionState.SUBMITTED, RevisionState.CONFIRMED]
    carried_on = PlanProject.objects.live().filter(
        carried_from__lineage=OuterRef("lineage"),
        revision__state__in=handed_in,
        revision__confirmation_withdrawn_on=None,
    )
    rows: QuerySet[PlanProject] = (
        PlanProject.objects.live()
        .filter(
            revision__state=RevisionState.CONFIRMED,
            revision__confirmation_withdrawn_on=None,
            check_result__checked_on__isnull=False,
            check_result__outcome=CheckOutcome.WAITING,
        )
        .exclude(Exists(included))
        .exclude(Exists(carried_on))
        .select_related("revision__plan__community__district", "check_result__strategy")
    )
    return rows if districts is None else rows.filter(revision__plan__community__district__in=districts)
