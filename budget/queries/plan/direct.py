"""Proposals that a district took straight into its action plan, and those that it may take in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.core.thai import format_baht
from budget.enums import EditionState
from budget.models import ActionPlan, ActionPlanItem, DirectInclusion
from budget.queries.checks.checks import Answer, answers_of
from budget.queries.money.money import Sums
from budget.queries.money.shares import Parts, parts_of_items
from districts.models import District
from forums.enums import ForumState
from forums.models import Proposal


@dataclass(frozen=True, slots=True)
class DirectOrigin:
    """A proposal that an item carries without a community's project. ``part`` is its part of the item's money."""

    pk: int
    uuid: UUID
    title: str
    forum_name: str
    is_public: bool
    on: date
    amount: Decimal | None
    reason: str
    is_leaving: bool  # an amendment takes it out
    answers: tuple[Answer, ...] = ()
    part: Sums | None = None


def direct_of(item: ActionPlanItem, *, with_unpublished: bool = False) -> tuple[DirectOrigin, ...]:
    """The proposals of one item, with the three answers and each one's part of the money."""
    rows = _rows([item], with_unpublished=with_unpublished)
    if not rows:
        return ()
    answers = answers_of((row, item.plan.fiscal_year) for row in rows)
    parts = parts_of_items([item.pk])
    return tuple(_origin(row, answers[row.pk], parts) for row in rows)


def direct_of_all(
    items: Iterable[ActionPlanItem], *, with_unpublished: bool = False
) -> dict[int, tuple[DirectOrigin, ...]]:
    """By the item's id: its proposals, without answers and money; an item without any is left out."""
    found: dict[int, tuple[DirectOrigin, ...]] = {}
    for row in _rows(items, with_unpublished=with_unpublished):
        found[row.item_id] = (*found.get(row.item_id, ()), _origin(row))
    return found


def _rows(items: Iterable[ActionPlanItem], *, with_unpublished: bool) -> list[DirectInclusion]:
    rows = DirectInclusion.objects.standing().filter(item__in=list(items))
    if not with_unpublished:
        rows = rows.filter(edition__state=EditionState.APPROVED)
    return list(rows.select_related("reply__proposal__forum__district").order_by("pk"))


def _origin(row: DirectInclusion, answers: tuple[Answer, ...] = (), parts: Parts | None = None) -> DirectOrigin:
    proposal = row.reply.proposal
    return DirectOrigin(
        pk=row.pk,
        uuid=proposal.uuid,
        title=proposal.title,
        forum_name=f"{proposal.forum} {proposal.forum.district}",
        is_public=proposal.forum.state == ForumState.PUBLISHED,
        on=row.included_on,
        amount=row.amount,
        reason=row.reason,
        is_leaving=row.removed_in_id is not None,
        answers=answers,
        part=parts.of_direct.get(row.pk) if parts else None,
    )


def plans_in_the_making(district: District) -> list[ActionPlan]:
    """The district's action plans whose edition may be changed, the newest year first."""
    rows = ActionPlan.objects.filter(district=district, editions__state=EditionState.DRAFT)
    return list(rows.select_related("district").order_by("-fiscal_year"))


def basis_of_proposal(proposal: Proposal) -> Basis:
    """What the district decides by when it takes a proposal into its action plan: the proposal's words."""
    area = proposal.area.code if proposal.area else ""
    words = [proposal.title, proposal.detail, proposal.place, area, proposal.requested_amount]
    amount = proposal.requested_amount
    shown = format_baht(amount, decimals=False) if amount is not None else _("ไม่ได้บอกวงเงิน")
    return Basis.of([Point(f"proposal-{proposal.uuid}", proposal.title, words, shown)])
