"""What may go up a route here: an edition of the action plan, and the confirmation of a community's plan."""

from collections.abc import Collection
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.enums import Duty, Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.routes.queries.kinds import PaperKind, RoutedPaper, register
from budget.actions.checks import checks
from budget.actions.plan import action_plan
from budget.enums import CONFIRMATION_PAPER, EDITION_PAPER
from budget.models import ActionPlanEdition
from budget.queries.checks.checks import basis_of_check
from budget.queries.plan.action_plans import basis_of_edition
from communities.models import PlanRevision
from districts.models import District


def editions(ids: Collection[int]) -> dict[int, RoutedPaper]:
    rows = ActionPlanEdition.objects.filter(pk__in=ids).select_related("plan__district")
    return {
        edition.pk: RoutedPaper(
            title=f"{edition.plan} · {edition.plan.district}",
            url=edition.plan.get_absolute_url(),
            decide_url=reverse("budget:action-plan-approve", args=[edition.plan.year, edition.plan.district.code]),
        )
        for edition in rows
    }


def edition_of(paper: int) -> ActionPlanEdition:
    return ActionPlanEdition.objects.select_related("plan__district").get(pk=paper)


def lock_edition(paper: int, *, by: User) -> None:
    action_plan.lock_plan(edition_of(paper).plan_id, by=by)


def give_edition_back(paper: int, *, reason: str, by: User, at: datetime, on: date) -> None:
    action_plan.give_back(edition_of(paper), reason=reason, by=by, at=at, on=on)


def revisions(ids: Collection[int]) -> dict[int, RoutedPaper]:
    rows = PlanRevision.objects.filter(pk__in=ids).select_related("plan__community__district")
    return {
        revision.pk: RoutedPaper(
            title=f"{revision.plan} · {revision.plan.community.district}",
            url=reverse("budget:check", args=[revision.pk]),
            decide_url=reverse("budget:check-confirm", args=[revision.pk]),
        )
        for revision in rows
    }


def basis_of_revision(paper: int) -> Basis:
    return basis_of_check(PlanRevision.objects.get(pk=paper))


def lock_revision(paper: int, *, by: User) -> None:
    checks.lock_for_check(paper, by=by)


def give_revision_back(paper: int, *, reason: str, by: User, at: datetime, on: date) -> None:
    """The check goes on where it is: its answers are never closed while the district has the plan."""


def director(district: District) -> Role:
    return Role.DISTRICT_DIRECTOR


def anyone(district: District) -> None:
    return None


register(
    PaperKind(
        code=EDITION_PAPER,
        place=10,
        title=gettext_lazy("อนุมัติแผนปฏิบัติราชการ"),
        last_act=gettext_lazy("อนุมัติแผนปฏิบัติราชการ"),
        duty=Duty.ACTION_PLAN,
        always_last=director,
        papers=editions,
        basis=lambda paper: basis_of_edition(edition_of(paper).plan),
        lock=lock_edition,
        send_back=give_edition_back,
    )
)
register(
    PaperKind(
        code=CONFIRMATION_PAPER,
        place=30,
        title=gettext_lazy("รับรองแผนพัฒนาชุมชน"),
        last_act=gettext_lazy("รับรองแผน"),
        duty=Duty.PLANS,
        always_last=anyone,
        papers=revisions,
        basis=basis_of_revision,
        lock=lock_revision,
        send_back=give_revision_back,
    )
)
