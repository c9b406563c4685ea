"""The items of a district's action plan of the year before, from which those of a new plan are copied."""

from django.db.models import Exists, OuterRef, QuerySet

from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.core.thai import format_baht
from budget.enums import ItemProgress
from budget.models import ActionPlan, ActionPlanItem, Inclusion, ItemWords

# The words that are the same from year to year. Money, its source and category, and the node are of one year.
COPIED = ("title", "part", "objective", "target", "indicator", "starts_in", "ends_in", "responsible")


def last_years_items(plan: ActionPlan) -> QuerySet[ActionPlanItem]:
    """The items of the plan of the year before as approved, without those that were cancelled."""
    rows = ActionPlanItem.objects.carried().exclude(progress=ItemProgress.CANCELLED)
    return (
        rows.filter(plan__district=plan.district_id, plan__fiscal_year=plan.year.previous.be)
        .select_related("section__merged_into")
        .order_by("part", "position", "pk")
    )


def with_projects(items: QuerySet[ActionPlanItem]) -> QuerySet[ActionPlanItem]:
    """Those of the items that carry community projects, which come into a new plan out of the pool."""
    return items.filter(Exists(Inclusion.objects.in_force().filter(item=OuterRef("pk"))))


def words_copied(item: ActionPlanItem, *, with_amount: bool) -> ItemWords:
    """The words of an item that begins as a copy; its section only where that is still in use."""
    words = {name: getattr(item, name) for name in COPIED}
    section = item.section.current if item.section else None
    return ItemWords(
        **words,
        section=section if section and section.closed_at is None else None,
        planned_amount=item.planned_amount if with_amount else None,
    )


def basis_of_copy(item: ActionPlanItem) -> Basis:
    """What an officer decides by when an item is copied: its words, and what it was to cost."""
    value = [*(str(getattr(item, name)) for name in COPIED), item.planned_amount]
    shown = "" if item.planned_amount is None else format_baht(item.planned_amount, decimals=False)
    return Basis.of([Point(f"item-{item.uuid}", item.title, value, shown)])
