"""How money is spent: the rule of a year, and whether an office wants a second person for each payment."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.years.views.base import YearMixin
from budget.actions.money import spending
from budget.forms.spending import SecondPersonForm, SpendingRuleForm
from budget.models import SpendingRule
from budget.queries.money.spending import needs_allotment
from budget.views.money.money import PlaceMixin
from budget.views.next_steps import steps_after_money
from budget.views.places import district_money, money_crumbs
from districts.actions.offices import ask_for_second_person
from districts.models import Office


class YearSpending(YearMixin, ActPage):
    """Whether committing money of a year needs an allotment, and how much is to be disbursed by each quarter's end."""

    permission = "years.prepare_year"
    form_class = SpendingRuleForm
    heading = _l("กติกาการใช้จ่าย")
    button = _l("บันทึกกติกา")
    done = _l("บันทึกกติกาการใช้จ่ายแล้ว")

    @property
    def explanation(self) -> str:
        if needs_allotment(self.year):
            return _("ปีนี้ก่อหนี้ผูกพันได้ไม่เกินเงินงวดที่อนุมัติ")
        return _("ปีนี้ก่อหนี้ผูกพันได้โดยไม่ต้องรอเงินงวด")

    def get_initial(self) -> dict[str, Any]:
        rule = SpendingRule.of(self.year)
        said: dict[str, Any] = {"bound_approver": rule.bound_approver, "free_approver": rule.free_approver}
        said["ask_after_years"], said["small_purchase"] = rule.ask_after_years, rule.small_purchase
        said |= dict(zip(spending.TARGETS, rule.targets, strict=True))
        return {"needs_allotment": "yes" if rule.needs_allotment else "no", **said}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "needs_reason": not self.planned.is_draft}

    def next_links(self) -> list[Link]:
        label = _("งบประมาณ ปี %(year)s") % {"year": self.year}
        return [Link(label=label, href=reverse("budget:money", args=[self.year]))]

    def act(self, data: dict[str, Any]) -> None:
        targets = [data.pop(name) for name in spending.TARGETS]
        spending.save_rule(year=self.year, targets=targets, on=today(), **data, **self.signed)


class SecondPerson(PlaceMixin, ActPage):
    """Whether a payment of this office waits until another person confirms it."""

    permission = "budget.set_second_person"
    form_class = SecondPersonForm
    heading = _l("ผู้ยืนยันการจ่ายเงิน")
    button = _l("บันทึก")
    done = _l("บันทึกแล้ว")
    office: Office

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, year=year, code=code, **kwargs)
        place = self.place
        self.office = place if isinstance(place, Office) else get_object_or_404(Office, district=place)
        self.subject = self.office

    def lead(self) -> str:
        return str(self.office)

    def back(self) -> str:
        return district_money(self.year, self.place)

    def crumbs(self) -> list[Link]:
        return [*money_crumbs(self.year, self.place), Link(label=str(self.heading))]

    def next_links(self) -> list[Link]:
        return steps_after_money(self.year, self.place)

    def get_initial(self) -> dict[str, Any]:
        return {"is_needed": "yes" if self.office.payments_need_confirmation else "no"}

    def act(self, data: dict[str, Any]) -> None:
        ask_for_second_person(office_id=self.office.pk, **data, **self.signed)
