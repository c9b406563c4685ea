"""A district takes a proposal that no community took up straight into its action plan, and takes it back.

Most people live outside registered communities. The district answers the same three questions as of a community's
project. The edition that brings the proposal in is approved by another person than handed it in, as every edition.
KPI 3 counts none of this.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record, write_line
from bkkplan.ground.core.rows.basis import Basis
from budget.actions import steps
from budget.actions.checks import three_answers
from budget.actions.checks.checks import only_nodes
from budget.actions.errors import AlreadyBegunError, NotIncludableError, ReasonNeededError
from budget.actions.plan.action_plan import end_direct, lock_plan, open_edition, purse_of
from budget.actions.plan.items import add_new, live_item
from budget.enums import ItemProgress
from budget.models import ActionPlan, ActionPlanEdition, ActionPlanItem, DirectInclusion, ItemWords
from budget.queries.plan.direct import basis_of_proposal
from forums.actions import replies
from forums.models import Proposal


@transaction.atomic
def take_in(
    *,
    plan_id: int,
    proposal_id: int,
    answers: Mapping[str, object],
    amount: Decimal | None = None,
    reason: str = "",
    item_id: int | None = None,
    act: UUID,
    seen: Basis | None = None,
    by: User,
    at: datetime,
    on: date,
) -> DirectInclusion:
    """Take a proposal into a given item of the draft edition, or into a new one with its words and ``amount``.

    Sent twice with one ``act`` it is done once. Raises NotToBeAnsweredError if something else became of the proposal,
    NotAnsweredError without the three answers, ReasonNeededError if it goes in against a no without ``reason``.
    """
    plan = lock_plan(plan_id, by=by)
    edition = open_edition(plan)
    if before := _sent_before(plan, proposal_id, item_id=item_id, act=act):
        return before
    reply = replies.take_in(proposal_id=proposal_id, on=on, by=by, at=at)
    proposal = Proposal.objects.select_related("forum__district", "area").get(pk=proposal_id)
    if proposal.district_id != plan.district_id:
        raise NotIncludableError(_("ข้อเสนอนี้เป็นของเขตอื่น"))
    seen_as = basis_of_proposal(proposal).demand(seen)
    row = DirectInclusion(reply=reply, edition=edition, amount=amount, reason=reason, made_item=item_id is None)
    three_answers.write(row, answers, only=only_nodes(plan.year, plan.district))
    three_answers.demand_answered(row)
    if item_id is None:
        words = ItemWords.of_proposal(proposal, amount=amount, strategy=row.strategy)
        row.item = add_new(plan, edition, uuid=act, words=words, by=by, at=at)
    else:
        row.item = live_item(plan, item_id)
    row.save(force_insert=True)
    record(
        "budget.proposal_taken_in",
        row.item,
        by=by,
        at=at,
        **steps.log_details(plan),
        proposal=proposal,
        title=proposal.title,
        on=on,
        edition=edition.number,
        answers={name: getattr(row, name) for name in answers},
        reason=reason,
        seen=seen_as,
    )
    return row


@transaction.atomic
def take_back(*, direct_id: int, reason: str, by: User, at: datetime, on: date) -> DirectInclusion:
    """Take a proposal out of the action plan. One that the draft edition brought in is free again at once.

    An item that was made for it, and carries nothing else, goes with it. What an approved edition brought in ends when
    the amendment is approved. Raises ItemHasMoneyError or AlreadyBegunError if something was built on it.
    """
    row = DirectInclusion.objects.select_related("item").get(pk=direct_id)
    plan = lock_plan(row.item.plan_id, by=by)
    edition = open_edition(plan)
    if not reason.strip():
        raise ReasonNeededError(_("ต้องระบุเหตุผลที่ถอนข้อเสนอ"))
    row = DirectInclusion.objects.select_related("item", "reply__proposal").get(pk=direct_id)
    if row.reply.ended_on or row.removed_in_id:
        return row
    # The item is locked, so that nobody enters a budget for it meanwhile.
    item = plan.items.select_for_update(of=("self",), no_key=True).get(pk=row.item_id)
    steps.demand_no_money(item, purse_of(item))
    if item.progress != ItemProgress.NOT_STARTED:
        raise AlreadyBegunError(_("“%(title)s” เริ่มดำเนินการแล้ว จึงถอนข้อเสนอออกไม่ได้") % {"title": item.title})
    if row.edition_id == edition.pk:
        end_direct(row, reason=reason, by=by, at=at, on=on)
        if row.made_item:
            _drop_if_left_empty(item, edition, reason=reason, by=by, at=at)
    else:
        row.removed_in, row.removal_reason = edition, reason
        row.save(update_fields=["removed_in", "removal_reason"])
    proposal = row.reply.proposal
    record(
        "budget.proposal_taken_back",
        item,
        by=by,
        at=at,
        **steps.log_details(plan),
        proposal=proposal,
        title=proposal.title,
        reason=reason,
    )
    return row


def _sent_before(plan: ActionPlan, proposal_id: int, *, item_id: int | None, act: UUID) -> DirectInclusion | None:
    rows = DirectInclusion.objects.live().filter(reply__proposal=proposal_id, item__plan=plan)
    rows = rows.filter(item__uuid=act) if item_id is None else rows.filter(item=item_id)
    return rows.select_related("item", "reply").first()


def _drop_if_left_empty(
    item: ActionPlanItem, edition: ActionPlanEdition, *, reason: str, by: User, at: datetime
) -> None:
    carries = item.inclusions.filter(ended_on=None).exists() or item.direct_inclusions.live().exists()
    if carries or item.introduced_in_id != edition.pk or item.dropped_in_id is not None:
        return
    line = steps.drop(item, edition, purse=purse_of(item), reason=reason, by=by, at=at)
    item.save_over(item.version, update_fields=["dropped_in", "drop_reason"])
    write_line(line)
