"""Lists of destruction: the nightly job makes them, a committee decides, a person carries them out."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions.steps import AccountError
from bkkplan.ground.accounts.models import DestructionItem, DestructionList, DestructionState, User
from bkkplan.ground.accounts.queries import basis_of_list
from bkkplan.ground.audit.record import record
from bkkplan.ground.core import personal
from bkkplan.ground.core.refusals import Kind
from bkkplan.ground.core.rows.basis import Basis

# After this time the committee is asked again about things that it decided to keep.
ASK_AGAIN_AFTER = timedelta(days=365)


class NotAtThisStepError(AccountError):
    kind = Kind.WRONG_MOMENT


@transaction.atomic
def propose_destruction(*, on: date, at: datetime) -> int:
    """Put everything that has been kept long enough on the open list. Returns how many things are new on it."""
    fresh: list[DestructionItem] = []
    for purpose in personal.purposes():
        if purpose.for_destruction is None or purpose.days is None:
            continue
        decided_lately = DestructionItem.objects.filter(purpose=purpose.code).exclude(
            list__state=DestructionState.DESTROYED, list__decided_on__lt=on - ASK_AGAIN_AFTER
        )
        known = set(decided_lately.values_list("target_id", flat=True))
        fresh += [
            DestructionItem(purpose=purpose.code, target_id=thing.target_id, label=thing.label[:300], since=thing.since)
            for thing in purpose.for_destruction(on - timedelta(days=purpose.days))
            if thing.target_id not in known
        ]
    if not fresh:
        return 0
    proposed, is_new = DestructionList.objects.select_for_update(of=("self",), no_key=True).get_or_create(
        state=DestructionState.PROPOSED, defaults={"made_on": on}
    )
    for item in fresh:
        item.list = proposed
    DestructionItem.objects.bulk_create(fresh, batch_size=1000)
    record("accounts.destruction_proposed", proposed, by=None, at=at, items=len(fresh), is_new=is_new)
    return len(fresh)


@transaction.atomic
def keep_item(*, list_id: int, item_id: int, reason: str, by: User, at: datetime) -> DestructionItem:
    """Take one thing off the list, with a reason; an empty reason puts it back."""
    proposed = _take(list_id, by=by, state=DestructionState.PROPOSED)
    item = proposed.items.get(pk=item_id)
    before, item.kept_reason = item.kept_reason, reason
    item.save(update_fields=["kept_reason"])
    record(
        "accounts.destruction_item_decided",
        item,
        by=by,
        at=at,
        before={"kept_reason": before},
        after={"kept_reason": reason},
    )
    return item


@transaction.atomic
def approve_destruction(
    *,
    list_id: int,
    committee: str,
    decided_on: date,
    decision_number: str,
    seen: Basis | None = None,
    by: User,
    at: datetime,
) -> DestructionList:
    """Enter the committee's decision about the list. The list does not change afterwards."""
    proposed = _take(list_id, by=by, state=DestructionState.PROPOSED)
    if decided_on < proposed.made_on:
        raise AccountError(_("มติต้องไม่ก่อนวันที่จัดทำบัญชี"), field="decided_on")
    seen_as = basis_of_list(proposed).demand(seen)
    proposed.state = DestructionState.APPROVED
    proposed.committee, proposed.decided_on, proposed.decision_number = committee, decided_on, decision_number
    proposed.approved_at, proposed.approved_by = at, by
    proposed.save(update_fields=["state", "committee", "decided_on", "decision_number", "approved_at", "approved_by"])
    record(
        "accounts.destruction_approved",
        proposed,
        by=by,
        at=at,
        committee=committee,
        decided_on=decided_on,
        decision_number=decision_number,
        seen=seen_as,
    )
    return proposed


@transaction.atomic
def destroy_list(*, list_id: int, by: User, at: datetime) -> DestructionList:
    """Destroy what the committee approved. The person who entered the decision may not do it."""
    approved = _take(list_id, by=by, state=DestructionState.APPROVED)
    if approved.approved_by_id == by.pk:
        raise AccountError(_("ผู้ทำลายต้องไม่ใช่ผู้บันทึกมติ ให้ผู้ดูแลระบบอีกคนทำ"))
    going = approved.items.filter(kept_reason="")
    destroyed = {}
    for purpose in personal.purposes():
        targets = list(going.filter(purpose=purpose.code).order_by("pk").values_list("target_id", flat=True))
        if targets and purpose.destroy is not None:
            destroyed[purpose.code] = purpose.destroy(target_ids=targets)
    approved.state, approved.destroyed_at, approved.destroyed_by = DestructionState.DESTROYED, at, by
    approved.save(update_fields=["state", "destroyed_at", "destroyed_by"])
    record(
        "accounts.destruction_done",
        approved,
        by=by,
        at=at,
        destroyed=destroyed,
        labels=list(going.order_by("pk").values_list("label", flat=True)),
    )
    return approved


def _take(list_id: int, *, by: User, state: DestructionState) -> DestructionList:
    if not by.has_perm("accounts.look_after_personal_data"):
        raise PermissionDenied
    found = DestructionList.objects.select_for_update(of=("self",), no_key=True).get(pk=list_id)
    if found.state != state:
        raise NotAtThisStepError(_("บัญชีนี้อยู่ในสถานะ “%(state)s” แล้ว") % {"state": found.get_state_display()})
    return found
