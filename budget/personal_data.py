"""Personal data in action plans: the names of people who are responsible for an item."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.personal import Row, Subject, hold
from budget.models import ActionPlanItem


def answered_by(person: Any) -> Any:
    return ActionPlanItem.objects.filter(responsible=person.full_name).exclude(responsible="").order_by("pk")


def the_items(person: Any) -> list[Row]:
    return [{_("โครงการ"): item.title, _("ผู้รับผิดชอบ"): item.responsible} for item in answered_by(person)]


def forget_responsible(*, person: Any, pseudonym: str) -> int:
    return answered_by(person).update(responsible=pseudonym)


hold(
    Subject(
        code="budget.responsible",
        title=gettext_lazy("ผู้รับผิดชอบโครงการ"),
        collect=the_items,
        forget=forget_responsible,
    )
)
