"""What goes into an action plan by one act: a confirmed plan's projects at once, and the undo of each taking in."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.forms.past_day import PastDay
from bkkplan.ground.core.rows.basis import Bases, Basis
from budget.actions.checks import checks
from budget.actions.errors import ChangedSinceError
from budget.actions.plan import action_plan, items
from budget.actions.steps import log_details
from budget.enums import TAKEN_IN
from budget.models import ActionPlan, Inclusion, TakingIn
from budget.queries.checks.checks import basis_of_check
from budget.queries.plan.pool import basis_of_inclusion, pool, taken_of
from budget.queries.plan.taking_in import basis_of_place, place_of
from communities.models import PlanRevision

FIRST_VERSION = 1  # of an item in which nobody wrote since it was made


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
    taken = taken_of(projects)
    shown = Bases.of({project.pk: basis_of_inclusion(project, taken[project.pk]) for project in projects})
    return items.include(
        plan_id=place.pk,
        project_ids=[project.pk for project in projects],
        act=act,
        seen=None if seen is None else shown,
        by=by,
        at=at,
        on=on,
    )


@transaction.atomic
def undo_taking_in(*, taking_id: int, by: User, at: datetime, on: date) -> TakingIn:
    """Take back what one act brought into the draft edition: its items, and its projects out of older items.

    Raises ChangedSinceError, and changes nothing, if the edition is no longer the draft, or if somebody wrote in one of
    the items or put another project into it since.
    """
    taking = TakingIn.objects.select_related("edition").get(pk=taking_id)
    plan = action_plan.lock_plan(taking.edition.plan_id, by=by)
    edition = action_plan.open_edition(plan)
    taking.refresh_from_db()  # the plan's lock is held now: nobody undoes it beside this
    if taking.undone_at:
        return taking
    if taking.edition_id != edition.pk:
        raise ChangedSinceError(_("ฉบับที่นำเข้านี้ไม่ใช่ฉบับที่กำลังจัดทำแล้ว จึงเลิกทำไม่ได้"))
    reason = _("เลิกทำการนำเข้า")
    made = list(taking.items.live().order_by("position"))
    inclusions = list(taking.inclusions.filter(ended_on=None, removed_in=None).exclude(item__in=made).order_by("pk"))
    for item in made:
        others = Inclusion.objects.filter(item=item, ended_on=None).exclude(taking=taking)
        if item.version != FIRST_VERSION or others.exists():
            sentence = _("“%(title)s” แก้ไขหลังนำเข้าแล้ว จึงเลิกทำทั้งหมดไม่ได้ ตัดออกทีละรายการ")
            raise ChangedSinceError(sentence % {"title": item.title})
    for item in made:
        items.drop_item(item_id=item.pk, reason=reason, by=by, at=at, on=on)
    for inclusion in inclusions:
        items.withdraw_project(inclusion_id=inclusion.pk, reason=reason, by=by, at=at, on=on)
    taking.undone_at, taking.undone_by = at, by
    taking.save(update_fields=["undone_at", "undone_by"])
    record(
        "budget.taking_in_undone",
        taking,
        by=by,
        at=at,
        **log_details(plan),
        items=len(made),
        projects=list(taking.inclusions.order_by("pk").values_list("project__title", flat=True)),
    )
    return taking


def _locked_place(revision: PlanRevision, *, by: User, at: datetime) -> ActionPlan:
    plan = revision.plan
    place = place_of(plan)
    if place is None:
        return action_plan.open_plan(district_id=plan.community.district_id, year=plan.year, by=by, at=at)
    return action_plan.lock_plan(place.pk, by=by)
