"""What a payment was for: an act of the ledger, or an advance, is tied to a forum or to a session of a course."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.people import demand_permission
from bkkplan.ground.core.refusals import Kind, Refusal
from budget.models import Allocation, Cost
from budget.queries.money.costs import forums_payable_by, sessions_payable_by


class CostError(Refusal):
    """A cost is not tied or untied. str() is the sentence to show."""


class NotPayableError(CostError):
    sentence = gettext_lazy("ไม่ได้จัดโดยหน่วยงานและปีของงบประมาณนี้")


class AlreadyTiedError(CostError):
    kind = Kind.WRONG_MOMENT
    sentence = gettext_lazy("รายการนี้ระบุสิ่งที่จ่ายไว้แล้ว")


@dataclass(frozen=True, slots=True)
class PaidFor:
    """What an act pays for: a forum, a session of a course, or neither."""

    forum_id: int | None = None
    session_id: int | None = None

    def __bool__(self) -> bool:
        return self.forum_id is not None or self.session_id is not None


NOTHING = PaidFor()


def tie(purse: Allocation, *, act: UUID, paid_for: PaidFor, by: User | None, at: datetime) -> Cost:
    """Say what an act of this allocation pays for. The caller has asked for the right."""
    forum = forums_payable_by(purse).filter(pk=paid_for.forum_id or 0).first()
    session = sessions_payable_by(purse).filter(pk=paid_for.session_id or 0).first()
    if (forum is None) == (session is None):
        raise NotPayableError(field="forum_id" if paid_for.forum_id is not None else "session_id")
    if Cost.objects.in_force().filter(act=act).exists():
        raise AlreadyTiedError
    cost = Cost.objects.create(allocation=purse, act=act, forum=forum, session=session, by=by, at=at)
    record("budget.cost_tied", cost, by=by, at=at, act=act, paid_for=str(cost.paid_for))
    return cost


@transaction.atomic
def tie_cost(*, allocation_id: int, act: UUID, paid_for: PaidFor, by: User, at: datetime) -> Cost | None:
    """Say what an act paid for, in place of what was said before; ``NOTHING`` takes back what was said."""
    rows = Allocation.objects.select_for_update(of=("self",), no_key=True).select_related("appropriation")
    purse = rows.get(pk=allocation_id)
    demand_permission(by, "budget.record_money", purse)
    standing = Cost.objects.in_force().select_related("forum", "session__course").filter(act=act).first()
    if standing is not None:
        if PaidFor(standing.forum_id, standing.session_id) == paid_for:
            return standing
        standing.removed_at, standing.removed_by = at, by
        standing.save(update_fields=["removed_at", "removed_by"])
        record("budget.cost_removed", standing, by=by, at=at, act=act, paid_for=str(standing.paid_for))
    return tie(purse, act=act, paid_for=paid_for, by=by, at=at) if paid_for else None
