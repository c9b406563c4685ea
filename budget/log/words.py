"""How the log names action plans, their items, and money."""

from django.utils.translation import gettext as _

from budget.models import ActionPlan, ActionPlanItem, Allocation, Appropriation


def plan_in_words(plan: ActionPlan) -> str:
    return _("%(plan)s %(district)s") % {"plan": plan, "district": plan.district}


def item_in_words(item: ActionPlanItem) -> str:
    return _("“%(item)s” ใน%(plan)s") % {"item": item, "plan": plan_in_words(item.plan)}


def appropriation_in_words(appropriation: Appropriation) -> str:
    if appropriation.flagship is not None:
        return str(appropriation.flagship)
    values = {"year": appropriation.fiscal_year, "district": appropriation.district}
    return _("งบประมาณประจำปี %(year)s %(district)s") % values


def allocation_in_words(allocation: Allocation) -> str:
    source = allocation.item or appropriation_in_words(allocation.appropriation)
    return _("%(source)s ที่%(district)s") % {"source": source, "district": allocation.place}
