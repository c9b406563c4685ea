"""What became of an item: its progress, and the budget approved for it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.accounts.views.rows import RowPage
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from budget.actions.money import ledger, money
from budget.actions.plan import progress as actions
from budget.forms import ProgressForm
from budget.forms.money import ItemBudgetForm
from budget.models import ActionPlanItem, Allocation, Appropriation
from budget.views.money.entry import EntryPage, figures_of
from budget.views.next_steps import steps_after_money
from budget.views.plan.items import ItemMixin, purse_of
from districts.models import District


class Progress(ItemMixin, RowPage):
    permission = "budget.report_progress"
    heading = _l("ความก้าวหน้า")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.subject = self.item

    def find(self) -> ActionPlanItem:
        return self.item

    def form(self, row: ActionPlanItem, data: Any = None) -> ProgressForm:
        return ProgressForm.of(row, data=data)

    def save(self, form: ProgressForm, *, seen: int) -> ActionPlanItem:
        typed = form.cleaned_data
        return actions.report_progress(item_id=self.item.pk, **typed, seen=seen, **self.signed, on=today())


class Budget(ItemMixin, EntryPage):
    """The budget approved for this item."""

    permission = "budget.record_money"
    form_class: type[forms.BaseForm] = ItemBudgetForm
    heading = _l("งบประมาณอนุมัติ")
    button = _l("บันทึกงบประมาณ")

    def figures(self) -> list[tuple[Any, Decimal]]:
        planned = (_("ตั้งไว้ในแผน"), self.item.planned_amount or Decimal(0))
        return [planned, *figures_of(purse_of(self.item) or Allocation()), (_("งบของเขตที่ยังไม่ได้จัดสรร"), self.left)]

    @cached_property
    def left(self) -> Decimal:
        budget = Appropriation.objects.filter(district=self.plan.district, fiscal_year=self.plan.fiscal_year).first()
        return budget.left_to_transfer if budget else Decimal(0)

    def get_initial(self) -> dict[str, Any]:
        planned = {"amount": self.item.planned_amount} if purse_of(self.item) is None else {}
        return super().get_initial() | planned

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "left": self.left}

    def next_links(self) -> list[Link]:
        return steps_after_money(self.year, self.plan.district)

    def books_of(self) -> District:
        return self.plan.district

    def enter(self, movement: dict[str, Any]) -> ledger.Entered:
        is_new = movement.pop("source", "new") == "new"
        return money.approve_item_budget(item_id=self.item.pk, is_new=is_new, **movement)
