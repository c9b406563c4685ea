"""A plan is confirmed, and what the district wants of it goes into its action plan, in one act."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.basis import Bases, Basis
from bkkplan.ground.core.past_day import PastDay
from budget.actions import action_plan, checks, items
from budget.enums import TAKEN_IN
from budget.models import ActionPlan, Inclusion
from budget.queries.action_plans import basis_of_inclusion, pool
from budget.queries.checks import basis_of_check
from budget.queries.taking_in import basis_of_place, place_of
from communities.models import PlanRevision


@transaction.atomic
def confirm_and_take_in(
    *,
    revision_id: int,
    act: UUID,
    past: PastDay | None = None,
    seen: Basis | None = None,
    by: User,
    at: datetime,
    on: date,
) -> list[Inclusion]:
    """Confirm a plan, and take each of its projects with that outcome into an item of the year's action plan.

    Where the district has no action plan of the year yet, it is opened. ``seen`` covers both decisions. The rules,
    the locks and the log are those of `confirm_plan` and `include`; where one of them refuses, nothing is done.
    """
    revision = checks.lock_for_check(revision_id, by=by)
    place = _locked_place(revision, by=by, at=at)
    basis = basis_of_check(revision)
    basis.with_points_of(basis_of_place(revision)).demand(seen)
    checks.confirm_plan(revision_id=revision_id, past=past, seen=None if seen is None else basis, by=by, at=at, on=on)
    projects = list(pool(place).filter(revision=revision_id, check_result__outcome__in=TAKEN_IN).order_by("rank", "pk"))
    shown = Bases.of({project.pk: basis_of_inclusion(project) for project in projects})
    return items.include(
        plan_id=place.pk,
        project_ids=[project.pk for project in projects],
        act=act,
        seen=None if seen is None else shown,
        by=by,
        at=at,
        on=on,
    )


def _locked_place(revision: PlanRevision, *, by: User, at: datetime) -> ActionPlan:
    plan = revision.plan
    place = place_of(plan)
    if place is None:
        return action_plan.open_plan(district_id=plan.community.district_id, year=plan.year, by=by, at=at)
    return action_plan.lock_plan(place.pk, by=by)
