"""Personal data in action plans and money: who is responsible for an item, and who was lent money."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.personal import Row, Subject, hold
from budget.models import ActionPlanItem, Advance


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


def lent_to(person: User) -> QuerySet[Advance]:
    return Advance.objects.filter(borrower=person.full_name).exclude(borrower="").order_by("pk")


def the_advances(person: User) -> list[Row]:
    return [{_("สัญญายืม"): advance.agreement_no, _("ผู้ยืม"): advance.borrower} for advance in lent_to(person)]


def forget_borrower(*, person: User, pseudonym: str) -> int:
    return lent_to(person).update(borrower=pseudonym)


hold(
    Subject(
        code="budget.borrower",
        title=gettext_lazy("ผู้ยืมเงิน"),
        collect=the_advances,
        forget=forget_borrower,
    )
)
