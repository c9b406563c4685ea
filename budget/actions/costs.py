"""What a payment was for: an act of the ledger, or an advance, is tied to a forum."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.refusals import Kind, Refusal
from budget.models import Allocation, Cost
from budget.queries.costs import forums_payable_by
from forums.models import Forum


class CostError(Refusal):
    """A cost is not tied or untied. str() is the sentence to show."""


class NotPayableError(CostError):
    field = "forum"
    sentence = gettext_lazy("เวทีนี้ไม่ได้จัดโดยเขตและปีของงบประมาณนี้")


class AlreadyTiedError(CostError):
    kind = Kind.WRONG_MOMENT
    sentence = gettext_lazy("รายการนี้ระบุเวทีไว้แล้ว")


def tie(purse: Allocation, *, act: UUID, forum_id: int, by: User | None, at: datetime) -> Cost:
    """Say for which forum an act of this allocation pays. The caller has asked for the right."""
    forum = forums_payable_by(purse).filter(pk=forum_id).first()
    if forum is None:
        raise NotPayableError
    if Cost.objects.in_force().filter(act=act).exists():
        raise AlreadyTiedError
    cost = Cost.objects.create(allocation=purse, act=act, forum=forum, by=by, at=at)
    record("budget.cost_tied", cost, by=by, at=at, act=act, forum=forum)
    return cost


@transaction.atomic
def tie_cost(*, allocation_id: int, act: UUID, forum_id: int | None, by: User, at: datetime) -> Cost | None:
    """Say for which forum an act paid, in place of what was said before; None says that it was for no forum."""
    purse = _lock_purse(allocation_id, by)
    standing = Cost.objects.in_force().filter(act=act).first()
    if standing is not None:
        if standing.forum_id == forum_id:
            return standing
        standing.removed_at, standing.removed_by = at, by
        standing.save(update_fields=["removed_at", "removed_by"])
        record("budget.cost_removed", standing, by=by, at=at, act=act, forum=Forum.objects.get(pk=standing.forum_id))
    return None if forum_id is None else tie(purse, act=act, forum_id=forum_id, by=by, at=at)


def _lock_purse(allocation_id: int, by: User) -> Allocation:
    rows = Allocation.objects.select_for_update(of=("self",), no_key=True).select_related("appropriation")
    purse = rows.get(pk=allocation_id)
    if not by.has_perm("budget.record_money", purse):
        raise PermissionDenied
    return purse
