"""Personal data in action plans: the names of people who are responsible for an item."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.personal import Row, Subject, hold
from budget.models import ActionPlanItem


def answered_by(person: User) -> QuerySet[ActionPlanItem]:
    return ActionPlanItem.objects.filter(responsible=person.full_name).exclude(responsible="").order_by("pk")


def the_items(person: User) -> list[Row]:
    return [{_("โครงการ"): item.title, _("ผู้รับผิดชอบ"): item.responsible} for item in answered_by(person)]


def forget_responsible(*, person: User, pseudonym: str) -> int:
    return answered_by(person).update(responsible=pseudonym)


hold(
    Subject(
        code="budget.responsible",
        title=gettext_lazy("ผู้รับผิดชอบโครงการ"),
        collect=the_items,
        forget=forget_responsible,
    )
)
