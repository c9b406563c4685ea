"""The action plan into which a community's plan goes when it is confirmed: that of its district and year."""

from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.rows.basis import Basis, Point
from budget.enums import TAKEN_IN, EditionState
from budget.models import ActionPlan
from budget.queries.plan.action_plans import open_edition_of
from communities.models import Plan, PlanProject, PlanRevision


def place_of(plan: Plan) -> ActionPlan | None:
    """None where the district has not begun its action plan of the year."""
    rows = ActionPlan.objects.in_year(plan.year).filter(district=plan.community.district_id)
    return rows.select_related("district").first()


def may_take_in(plan: Plan, user: User) -> bool:
    """Whether the person may change the action plan, or begin it where there is none."""
    place = place_of(plan)
    if place is None:
        return user.has_perm("budget.open_action_plan", plan.community.district)
    edition = open_edition_of(place)
    is_draft = edition is not None and edition.state == EditionState.DRAFT
    return is_draft and user.has_perm("budget.edit_action_plan", place)


def to_take_in(revision: PlanRevision) -> list[PlanProject]:
    """The projects of an edition whose finished check says so, in their order."""
    rows = revision.projects.live().filter(check_result__checked_on__isnull=False, check_result__outcome__in=TAKEN_IN)
    return list(rows.select_related("check_result").order_by("rank", "pk"))


def basis_of_place(revision: PlanRevision) -> Basis:
    """The edition of the action plan into which the projects go. One that is not begun is its first draft."""
    place = place_of(revision.plan)
    edition = open_edition_of(place) if place else None
    state = EditionState(edition.state if edition else EditionState.APPROVED if place else EditionState.DRAFT)
    number = edition.number if edition else 0
    label = _("แผนปฏิบัติราชการ ปี %(year)s") % {"year": revision.plan.fiscal_year}
    return Basis.of([Point("action-plan", label, [state.value, number], state.label)])
