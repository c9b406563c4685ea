"""How the log tells of what one act took into an action plan."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details
from bkkplan.ground.core.people import Person
from budget.log.words import plan_in_words
from budget.models import ActionPlan, TakingIn


def takings_of(reader: Person) -> QuerySet[TakingIn]:
    return TakingIn.objects.filter(edition__plan__in=ActionPlan.objects.visible_to(reader))


def taking_in_words(taking: TakingIn) -> str:
    return _("การนำเข้า%(plan)s") % {"plan": plan_in_words(taking.edition.plan)}


def page_of_taking(taking: TakingIn) -> str:
    return taking.edition.plan.get_absolute_url()


declare(
    Thing(
        model=TakingIn,
        visible=takings_of,
        row_name=taking_in_words,
        address=page_of_taking,
        select=("edition__plan__district",),
        district="edition__plan__district",
        year="edition__plan__fiscal_year",
        acts={"budget.taking_in_undone": gettext_lazy("เลิกทำ%(thing)s")},
    )
)

declare_details({"budget.items": Detail(label=gettext_lazy("จำนวนรายการ"), show=str)})
