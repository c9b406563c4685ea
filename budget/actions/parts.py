"""How much of a community project goes into an item: all that is left of it, or a part."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from budget.actions.errors import NotIncludableError, PartTooLargeError
from budget.models import ConsistencyCheck, Inclusion, granted_of
from communities.models import PlanProject


def part_of(
    project: PlanProject, check: ConsistencyCheck | None, *, others: Sequence[Inclusion], amount: Decimal | None
) -> Decimal | None:
    """What an item takes of the project, in baht; None for a project without an amount.

    ``others`` are its live inclusions in other items; ``amount`` None stands for all that they leave. Raises
    NotIncludableError, which names another item, where nothing is left, and PartTooLargeError.
    """
    granted = granted_of(project, check)
    left = granted - sum((granted if one.amount is None else one.amount for one in others), Decimal(0))
    if others and left <= 0:
        sentence = _("“%(title)s” อยู่ในรายการ “%(item)s” ของแผนปฏิบัติราชการแล้วเต็มวงเงิน ถอนออกจากรายการนั้นก่อน")
        raise NotIncludableError(sentence % {"title": project.title, "item": others[0].item.title})
    if amount is None:
        return left or None
    if not 0 < amount <= left:
        raise PartTooLargeError(project, left)
    return amount
