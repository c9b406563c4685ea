"""The money of a lot: each act is seen with its shares and with what is left of each item, then entered."""

from copy import copy
from decimal import Decimal
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.pages.acts import ActButton, ActPage
from bkkplan.ground.core.rows.basis import Basis
from budget.actions.lots import lot_money as actions
from budget.actions.lots.lot_money import PlannedEntry, plan_entry
from budget.enums import EntryKind, LotAct
from budget.forms.lots import ChangeForm, EndForm, OrderForm, PayForm
from budget.models import Allocation, LotEntry
from budget.queries.books.closing import closed_in, why_not_entered
from budget.queries.lots.lots import basis_of_lot, purses_of_lot
from budget.queries.money.levels import bounds_of_a_purse
from budget.queries.money.spending import needs_allotment, room_for
from budget.views.lots.lots import LotMixin

BINDING = {LotAct.ORDER: 1, LotAct.RAISE: 1, LotAct.LOWER: -1}


class LotMoneyPage(LotMixin, ActPage):
    """Asked on a form, shown with its shares, entered once it is confirmed."""

    preview_template: ClassVar[str] = "budget/lot_preview.html"
    button = _l("ตรวจก่อนบันทึก")
    entered: LotEntry | None = None

    def obstacle(self) -> str:
        return why_not_entered(self.lot.district, self.year)

    @cached_property
    def purses(self) -> dict[int, Allocation]:
        return purses_of_lot(row.line for row in self.looked.rows)

    def basis(self) -> Basis:
        return basis_of_lot(self.lot, self.purses)

    def get_form_kwargs(self) -> dict[str, Any]:
        closed = closed_in(self.lot.district, self.year)
        return {**super().get_form_kwargs(), "year": self.year, "closed": closed}

    def get_initial(self) -> dict[str, Any]:
        return {"on": today() if today() in self.year else None}

    def next_page(self) -> str:
        return f"{self.back()}?done={self.entered.pk}" if self.entered else self.back()

    def wanted(self, data: dict[str, Any]) -> tuple[LotAct, Decimal]:
        """Which act the form asks for, and its amount; zero where no money moves."""
        raise NotImplementedError

    def enter(self, data: dict[str, Any]) -> None:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        return super().form_valid(form)

    def act(self, data: dict[str, Any]) -> HttpResponse | None:
        kind, amount = self.wanted(data)
        if "confirmed" in self.request.POST or not amount:
            self.enter(data)
            return None
        actions.try_act(lambda: self.enter(data))
        self.entered = None
        plan = plan_entry(self.lot, kind, amount, data["paper"])
        self.template_name = self.preview_template
        form = self.get_form()
        form.is_valid()
        return self.render_to_response(self.get_context_data(form=form, **self.preview(plan)))

    def preview(self, plan: PlannedEntry) -> dict[str, Any]:
        """The share of each line, and what will be left of each item."""
        bounds = bounds_of_a_purse(needs_allotment=needs_allotment(self.year))
        items = []
        for row in plan.rows:
            after = copy(plan.purse_of(row))
            after.committed += BINDING.get(plan.kind, 0) * row.amount
            after.disbursed += row.amount if plan.kind == LotAct.PAYMENT else 0
            rooms = (room_for(EntryKind.COMMITMENT, after, bounds), room_for(EntryKind.DISBURSEMENT, after, bounds))
            items.append((plan.titles[row.purse], row.amount, *rooms, after.left))
        return {
            "heading": _("ตรวจก่อนบันทึก"),
            "plan": plan,
            "kind": plan.kind.label,
            "items": items,
            "lines": [(row.line, plan.shares.get(row.line.pk, Decimal(0))) for row in self.looked.rows],
        }


class OrderLot(LotMoneyPage):
    form_class = OrderForm
    heading = _l("บันทึกสัญญาหรือใบสั่งซื้อ")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "amount": self.looked.planned}

    def wanted(self, data: dict[str, Any]) -> tuple[LotAct, Decimal]:
        return LotAct.ORDER, data["amount"]

    def enter(self, data: dict[str, Any]) -> None:
        self.entered = actions.order(lot_id=self.lot.pk, **data, **self.signed)


class ChangeContract(LotMoneyPage):
    form_class = ChangeForm
    heading = _l("แก้ไขสัญญา")
    done = _l("บันทึกการแก้ไขสัญญาแล้ว")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "amount": self.looked.contract, "due_on": self.lot.due_on}

    def wanted(self, data: dict[str, Any]) -> tuple[LotAct, Decimal]:
        difference = data["amount"] - self.looked.contract
        return LotAct.RAISE if difference > 0 else LotAct.LOWER, abs(difference)

    def enter(self, data: dict[str, Any]) -> None:
        actions.change_contract(lot_id=self.lot.pk, **data, **self.signed)


class EndContract(LotMoneyPage):
    form_class = EndForm
    heading = _l("ยกเลิกสัญญา")
    done = _l("ยกเลิกสัญญาแล้ว หนี้ผูกพันที่ยังไม่จ่ายลดลงแล้ว")
    is_danger = True
    explanation = _l("ลดหนี้ผูกพันที่ยังไม่จ่ายทั้งหมด รายการที่ยังไม่ได้รับและยังไม่ได้จ่ายเลือกเข้าการจัดซื้ออื่นได้")

    def wanted(self, data: dict[str, Any]) -> tuple[LotAct, Decimal]:
        return LotAct.LOWER, max(self.looked.money.unpaid, Decimal(0))

    def enter(self, data: dict[str, Any]) -> None:
        actions.end_contract(lot_id=self.lot.pk, **data, **self.signed)


class PayLot(LotMoneyPage):
    permission = "budget.record_money"
    form_class = PayForm
    heading = _l("เบิกจ่ายการจัดซื้อรวม")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "amount": self.looked.money.unpaid}

    def wanted(self, data: dict[str, Any]) -> tuple[LotAct, Decimal]:
        return LotAct.PAYMENT, data["amount"]

    def enter(self, data: dict[str, Any]) -> None:
        self.entered = actions.pay_lot(lot_id=self.lot.pk, **data, **self.signed)


class UndoEntry(LotMixin, ActButton):
    """Take back one act with its shares in all items."""

    done = _l("เลิกทำแล้ว รายการเดิมและรายการกลับรายการยังอยู่ในบัญชี")
    entry: LotEntry

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.entry = get_object_or_404(LotEntry, pk=kwargs["entry"], lot=self.lot)

    @property
    def permission(self) -> str:  # type: ignore[override]
        return "budget.record_money" if self.entry.kind == LotAct.PAYMENT else "budget.commit_money"

    def act(self, data: dict[str, Any]) -> None:
        actions.undo_lot_entry(entry_id=self.entry.pk, **self.signed)


class CloseLot(LotMixin, ActButton):
    """Close a lot of which everything is paid."""

    done = _l("ปิดการจัดซื้อรวมแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        actions.close_lot(lot_id=self.lot.pk, on=today(), **self.signed)
