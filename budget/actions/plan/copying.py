"""Items of last year's action plan begin those of the new one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.rows.basis import Bases
from budget.actions.errors import NotLastYearsError
from budget.actions.plan.action_plan import lock_plan, open_edition
from budget.actions.plan.items import add_new
from budget.models import ActionPlanItem, TakingIn
from budget.queries.plan.last_years_items import basis_of_copy, last_years_items, words_copied


@transaction.atomic
def copy_items(
    *,
    plan_id: int,
    item_ids: Sequence[int],
    act: UUID,
    with_amounts: bool,
    seen: Bases | None = None,
    by: User,
    at: datetime,
) -> list[ActionPlanItem]:
    """Copy items of the plan of the year before into the draft edition, and return the new ones.

    ``act`` is the form's: sent twice, it copies once; `undo_taking_in` takes the copies back. ``with_amounts`` copies
    what each was to cost, too. Raises NotLastYearsError if one of them is not in that plan.
    """
    plan = lock_plan(plan_id, by=by)
    edition = open_edition(plan)
    if known := TakingIn.objects.filter(uuid=act).first():
        return list(known.items.live().order_by("position"))
    originals = list(last_years_items(plan).filter(pk__in=item_ids))
    if not originals or len(originals) != len(set(item_ids)):
        raise NotLastYearsError(_("บางรายการไม่อยู่ในแผนปีก่อนแล้ว เลือกใหม่จากรายการล่าสุด"))
    Bases.of({item.pk: basis_of_copy(item) for item in originals}).demand(seen)
    taking = TakingIn.objects.create(uuid=act, edition=edition, at=at, by=by)
    return [
        add_new(
            plan,
            edition,
            uuid=uuid4(),
            words=words_copied(item, with_amount=with_amounts),
            taking=taking,
            by=by,
            at=at,
        )
        for item in originals
    ]
