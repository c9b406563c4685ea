"""What became of an item: its progress, and the budget approved for it."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.models import StaleError
from bkkplan.ground.core.work import WorkRequest
from budget.actions import action_plan as plan_actions
from budget.actions import items as actions
from budget.actions import ledger, money
from budget.forms import ItemBudgetForm, ProgressForm
from budget.models import Allocation, Appropriation
from budget.views.entry import EntryView, figures_of
from budget.views.items import ItemMixin, crumbs, purse_of


class Progress(ItemMixin):
    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        item = self.item
        said = {"progress": item.progress, "done_on": item.done_on, "result": item.result}
        return self.show(ProgressForm(initial=said), item.version)

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        form = ProgressForm(request.POST)
        seen = int(request.POST.get("version") or 0)
        if not form.is_valid():
            return self.show(form, seen, status=422)
        try:
            actions.report_progress(
                item_id=self.item.pk,
                progress=form.cleaned_data["progress"],
                done_on=form.cleaned_data["done_on"],
                result=form.cleaned_data["result"],
                seen=seen,
                by=request.user,
                at=now(),
                on=today(),
            )
        except plan_actions.ActionPlanError as error:
            messages.warning(request, str(error))
        except StaleError as error:
            form.add_error(None, _("มีผู้อื่นบันทึกรายการนี้ก่อน ตรวจดูแล้วบันทึกอีกครั้ง"))
            return self.show(form, error.theirs.version, status=409)  # type: ignore[attr-defined]
        else:
            messages.success(request, _("บันทึกความก้าวหน้าแล้ว"))
        return self.back()

    def show(self, form: ProgressForm, version: int, *, status: int = 200) -> HttpResponse:
        context = {
            "heading": self.item.title,
            "button": _("บันทึกความก้าวหน้า"),
            "form": form,
            "version": version,
            "back": self.item.get_absolute_url(),
        }
        return render(self.request, "budget/ask.html", context, status=status)


class Budget(ItemMixin, EntryView):
    """The budget approved for this item."""

    permission_required = "budget.record_money"
    form_class = ItemBudgetForm
    heading = _l("งบประมาณอนุมัติ")
    button = _l("บันทึกงบประมาณ")

    @property
    def title(self) -> str:
        return self.item.title

    @property
    def home(self) -> str:
        return self.item.get_absolute_url()

    def crumbs(self) -> list[Link]:
        return crumbs(self.request.user, self.plan)

    def figures(self) -> list[tuple[Any, Decimal]]:
        planned = (_("ตั้งไว้ในแผน"), self.item.planned_amount or Decimal(0))
        return [planned, *figures_of(purse_of(self.item) or Allocation()), (_("งบของเขตที่ยังไม่ได้จัดสรร"), self.left)]

    @cached_property
    def left(self) -> Decimal:
        budget = Appropriation.objects.filter(district=self.plan.district, fiscal_year=self.plan.fiscal_year).first()
        return budget.left_to_transfer if budget else Decimal(0)

    def initial(self) -> dict[str, Any]:
        return {"amount": self.item.planned_amount} if purse_of(self.item) is None else {}

    def form_kwargs(self) -> dict[str, Any]:
        return {"left": self.left}

    def enter(self, movement: dict[str, Any]) -> ledger.Entered:
        return money.approve_item_budget(item_id=self.item.pk, **movement)
