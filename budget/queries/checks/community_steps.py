"""How far each community of a district has come with its plan of a year, in five steps."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from bkkplan.ground.core.fiscal import FiscalYear
from budget.models import Inclusion
from communities.enums import RevisionState
from communities.models import Community, PlanProject
from communities.queries.plans import with_plan_for
from districts.models import District

HANDED_IN = (RevisionState.SUBMITTED, RevisionState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class CommunitySteps:
    """``done`` says of each step whether it is done: begun, handed in, checked, confirmed, in the action plan.

    ``is_sent_back``: the district sent the plan back, and the committee mends it.
    """

    community: Community
    is_sent_back: bool
    projects: int
    checked: int
    included: int
    done: tuple[bool, bool, bool, bool, bool]

    @property
    def reached(self) -> int:
        """How many steps are done, from the first one."""
        return self.done.index(False) if False in self.done else len(self.done)


def community_steps(district: District, year: FiscalYear, *, on: date) -> tuple[CommunitySteps, ...]:
    """A row for each community of the district, those that have come least far first; dissolved ones only with a plan.

    The number of questions does not depend on the number of communities.
    """
    found = with_plan_for(Community.objects.filter(district=district), year, on=on)
    communities = list(found.order_by("name_order", "pk"))
    of_year = Q(revision__plan__fiscal_year=year.be, revision__plan__community__in=[row.pk for row in communities])
    place = "revision__plan__community"
    counted = PlanProject.objects.live().filter(of_year, revision__state__in=HANDED_IN)
    newest = {
        (community, number): (projects, checked)
        for community, number, projects, checked in counted.values_list(place, "revision__number")
        .annotate(projects=Count("pk"), checked=Count("pk", filter=Q(check_result__checked_on__isnull=False)))
        .order_by()
    }
    included = dict(
        Inclusion.objects.live()
        .filter(project__revision__plan__fiscal_year=year.be, project__revision__plan__community__in=communities)
        .values_list("project__revision__plan__community")
        .annotate(n=Count("project__lineage", distinct=True))
        .order_by()
    )
    rows = []
    for community in communities:
        state, number = community.plan_state, community.plan_number
        projects, checked = newest.get((community.pk, number), (0, 0))
        is_in = state in HANDED_IN
        taken = included.get(community.pk, 0)
        is_confirmed = state == RevisionState.CONFIRMED
        rows.append(
            CommunitySteps(
                community=community,
                is_sent_back=not is_in and (number or 0) > 1,
                projects=projects,
                checked=checked,
                included=taken,
                done=(number is not None, is_in, is_in and 0 < projects == checked, is_confirmed, taken > 0),
            )
        )
    return tuple(sorted(rows, key=lambda row: row.reached))
