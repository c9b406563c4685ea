"""How the log tells of what one act took into an action plan."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details
from budget.log.words import plan_in_words
from budget.models import TakingIn


def taking_in_words(taking: TakingIn) -> str:
    return _("การนำเข้า%(plan)s") % {"plan": plan_in_words(taking.edition.plan)}


declare(
    Thing(
        model=TakingIn,
        within="edition__plan",
        row_name=taking_in_words,
        select=("edition__plan__district",),
        district="edition__plan__district",
        year="edition__plan__fiscal_year",
        acts={"budget.taking_in_undone": gettext_lazy("เลิกทำ%(thing)s")},
    )
)

declare_details({"budget.items": Detail(label=gettext_lazy("จำนวนรายการ"), show=str)})
