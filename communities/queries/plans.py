"""How far the plans of communities have come."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Person, within_reach
from bkkplan.ground.core.questions.asking import asked_once
from bkkplan.ground.core.questions.together import first_of, later
from bkkplan.ground.core.rows.basis import Basis, Point
from communities.enums import RevisionState, StandingStatus
from communities.models import Community, MeetingResolution, OfficeWriter, Plan, PlanAdoption, PlanRevision
from communities.models.committee import communities_written
from communities.models.community import CommunityQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

NOT_BEGUN = "none"
UNSENT = "unsent"  # not begun, or begun and not submitted


def basis_of_confirmation(revision: PlanRevision) -> Basis:
    """What is decided about when the district takes its confirmation of an edition back."""
    points = [
        Point("number", _("ฉบับที่"), revision.number),
        Point("state", _("สถานะ"), revision.state, revision.get_state_display()),
        Point("confirmed", _("รับรองเมื่อ"), revision.confirmed_on),
        Point("withdrawn", _("ถอนการรับรองแผน"), revision.confirmation_withdrawn_on),
    ]
    rows = revision.projects.live().order_by("rank", "pk")
    return Basis.of([*points, *(Point(f"project-{p.lineage}", p.title, p.amount) for p in rows)])


@asked_once
def acts_for_the_committee(plan: int, number: int) -> Sequence[OfficeWriter]:
    """What the district's office wrote in a plan up to the edition of this number, the first first."""
    rows = OfficeWriter.objects.filter(revision__plan=plan, revision__number__lte=number)
    return later(rows.select_related("by").order_by("at", "pk"))


def office_writers(revision: PlanRevision) -> list[User]:
    """Who of the district's office wrote in the plan for the committee up to this edition, the first first."""
    return list({row.by_id: row.by for row in acts_for_the_committee(revision.plan_id, revision.number)}.values())


def latest_resolution(plan: Plan) -> MeetingResolution | None:
    """With which the plan was submitted last, in whichever edition."""
    rows = MeetingResolution.objects.filter(revision__plan=plan).select_related("chair")
    return rows.order_by("-revision__number").first()


def resolution_of(revision: PlanRevision) -> MeetingResolution | None:
    """With which the edition was submitted; None for a draft, and for those of before it was asked for."""
    if revision.state == RevisionState.DRAFT:
        return None
    return first_of(resolutions_of(revision.pk))


@asked_once
def resolutions_of(revision: int) -> Sequence[MeetingResolution]:
    return later(MeetingResolution.objects.filter(revision=revision).select_related("chair").order_by("pk"))


def working_set(user: Person) -> CommunityQuerySet:
    """The communities that a person works with.

    Staff of the city work with all, others with those of their district and those whose plans they write.
    """
    return Community.objects.filter(within_reach(user) | Q(pk__in=communities_written(user)))


class PlanOfYear(TypedDict):
    """What `with_plan_for` annotates."""

    status: str | None
    plan_state: str
    plan_number: Any  # an int, or None while the plan is not begun
    plan_confirmed_on: date | None
    plan_confirmation_withdrawn_on: date | None
    plan_adopted_on: date | None
    plan_from_paper_at: Any  # a moment, or None where the committee writes itself


def with_plan_for(
    communities: CommunityQuerySet, year: FiscalYear, *, on: date
) -> "QuerySet[WithAnnotations[Community, PlanOfYear]]":
    """Annotate each community with the state of its plan for ``year``.

    Communities dissolved by ``on`` without a plan are left out.
    """
    return with_plan_of(communities, year.be, on=on)


def with_plan_of(
    communities: CommunityQuerySet, year: int, *, on: date
) -> "QuerySet[WithAnnotations[Community, PlanOfYear]]":
    """`with_plan_for`, given the year as a Buddhist number."""
    latest = PlanRevision.objects.filter(plan__community=OuterRef("pk"), plan__fiscal_year=year).order_by("-number")
    adopted = PlanAdoption.objects.live().filter(
        revision__plan__community=OuterRef("pk"), revision__plan__fiscal_year=year
    )
    facts = {
        name: Subquery(latest.values(name)[:1]) for name in ("number", "confirmed_on", "confirmation_withdrawn_on")
    }
    found: QuerySet[Any] = (
        communities.with_standing_on(on)
        .annotate(
            plan_state=Coalesce(Subquery(latest.values("state")[:1]), Value(NOT_BEGUN)),
            plan_from_paper_at=Subquery(latest.values("plan__from_paper_at")[:1]),
            plan_adopted_on=Subquery(adopted.order_by("-revision__number", "-pk").values("adopted_on")[:1]),
            **{f"plan_{name}": value for name, value in facts.items()},
        )
        .filter(~Q(plan_state=NOT_BEGUN) | Q(status__isnull=False) & ~Q(status=StandingStatus.DISSOLVED))
    )
    return found


def count_by_state(communities: "QuerySet[WithAnnotations[Community, PlanOfYear]]") -> dict[str, int]:
    """How many communities are at each state; ``communities`` comes from `with_plan_for`."""
    return dict(communities.order_by().values_list("plan_state").annotate(n=Count("pk")))
