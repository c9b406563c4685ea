"""How far plans have come."""

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Person
from communities.enums import StandingStatus
from communities.models import Community, PlanAdoption, PlanRevision
from communities.models.committee import seats_held
from communities.models.community import CommunityQuerySet

NOT_BEGUN = "none"
UNSENT = "unsent"  # not begun, or begun and not submitted


def working_set(user: Person) -> CommunityQuerySet:
    """The communities that a person works with: the city's staff all, a district its own, a committee its own."""
    held = user.held_assignments if user.is_authenticated else []
    if any(a.district_id is None for a in held):
        return Community.objects.all()
    return Community.objects.filter(Q(district__in=[a.district_id for a in held]) | Q(pk__in=seats_held(user)))


def with_plan_for(communities: CommunityQuerySet, year: FiscalYear, *, on: date) -> Any:
    """Annotates how far each one's plan for a year has come; leaves out those dissolved by then without one."""
    latest = PlanRevision.objects.filter(plan__community=OuterRef("pk"), plan__fiscal_year=year.be).order_by("-number")
    adopted = PlanAdoption.objects.standing().filter(
        revision__plan__community=OuterRef("pk"), revision__plan__fiscal_year=year.be
    )
    said = {
        name: Subquery(latest.values(name)[:1])
        for name in ("number", "submitted_on", "returned_on", "confirmed_on", "confirmation_withdrawn_on")
    }
    return (
        communities.with_standing_on(on)
        .annotate(
            plan_state=Coalesce(Subquery(latest.values("state")[:1]), Value(NOT_BEGUN)),
            plan_adopted_on=Subquery(adopted.order_by("-revision__number", "-pk").values("adopted_on")[:1]),
            **{f"plan_{name}": value for name, value in said.items()},
        )
        .filter(~Q(plan_state=NOT_BEGUN) | Q(status__isnull=False) & ~Q(status=StandingStatus.DISSOLVED))
    )


def count_by_state(communities: Any) -> dict[str, int]:
    """How many plans stand at each state, of what ``with_plan_for`` gave."""
    return dict(communities.order_by().values_list("plan_state").annotate(n=Count("pk")))
