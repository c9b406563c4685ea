"""Entering what is used of carried money: committed, paid, or let lapse."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Stat
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import thai_date_short
from budget.actions.books import carried_money
from budget.actions.money import ledger
from budget.forms.carrying import CarriedForm
from budget.models import Payment
from budget.models.closing import month_name
from budget.queries.books.closing import closed_months
from budget.views.books.carrying import CarryMixin


class UseCarry(CarryMixin, ActPage):
    """Enter one use of carried money. Subclasses say by which action, and how much it may be."""

    permission = "budget.record_money"
    form_class: type[forms.BaseForm] = CarriedForm
    stylesheet = "css/pages/budget.css"
    do: Callable[..., ledger.Entered | Payment]
    entered: ledger.Entered | Payment

    def limit(self) -> Decimal:
        raise NotImplementedError

    @property
    def done(self) -> str:
        return _("บันทึกแล้ว รออีกคนหนึ่งยืนยัน") if isinstance(self.entered, Payment) else ""

    @property
    def explanation(self) -> str:
        until = _("ใช้ได้ถึง %(day)s") % {"day": thai_date_short(self.carry.until)} if self.carry.until else ""
        return " · ".join(filter(None, [_("เงินของปี %(year)s ที่กันไว้เบิกเหลื่อมปี") % {"year": self.year}, until]))

    def obstacle(self) -> str:
        if self.year.has_ended(today()):
            return ""
        return _("เงินกันของปี %(year)s ใช้ได้ตั้งแต่วันถัดจาก %(day)s") % {
            "year": self.year,
            "day": thai_date_short(self.year.end),
        }

    def stats(self) -> list[Stat]:
        return [
            Stat(label=_("เงินกันสุทธิ"), value=format_baht(self.carry.amount)),
            Stat(label=_("ไม่เกิน"), value=format_baht(self.limit()), tone="done"),
        ]

    def get_initial(self) -> dict[str, Any]:
        return {"on": today() if self.year.has_ended(today()) else None}

    def get_form_kwargs(self) -> dict[str, Any]:
        closed = [month_name(month) for month in closed_months(self.purse.place) if month > self.year.end]
        return {**super().get_form_kwargs(), "earliest": self.year.next.start, "closed": closed}

    def next_page(self) -> str:
        return f"{self.back()}?done={self.entered.act}"

    def act(self, data: dict[str, Any]) -> None:
        self.entered = type(self).do(carry_id=self.carry.pk, **data, **self.signed)


class CommitCarried(UseCarry):
    permission = "budget.commit_money"
    heading = _l("ก่อหนี้ผูกพันจากเงินกัน")
    button = _l("บันทึกก่อหนี้ผูกพัน")
    do = carried_money.commit_carried

    def limit(self) -> Decimal:
        return self.carry.left_free


class PayCarried(UseCarry):
    heading = _l("เบิกจ่ายเหลื่อมปี")
    button = _l("บันทึกเบิกจ่ายเหลื่อมปี")
    do = carried_money.pay_carried

    def limit(self) -> Decimal:
        return self.carry.left_bound


class CommitAndPayCarried(UseCarry):
    """For whoever may do both: the commitment and its payment on one page."""

    heading = _l("ก่อหนี้ผูกพันและเบิกจ่ายจากเงินกัน")
    button = _l("บันทึกก่อหนี้ผูกพันและเบิกจ่าย")
    do = carried_money.commit_and_pay_carried

    def obstacle(self) -> str:
        if not self.request.user.has_perm("budget.commit_money", self.purse):
            return _("ท่านเบิกจ่ายได้ แต่การก่อหนี้ผูกพันเป็นงานของฝ่ายอื่น ให้ฝ่ายนั้นบันทึกก่อหนี้ก่อน")
        return super().obstacle()

    def limit(self) -> Decimal:
        return self.carry.left_free


class LapseCarried(UseCarry):
    heading = _l("พับไป")
    button = _l("บันทึกพับไป")
    do = carried_money.lapse_carried
    is_danger = True

    def limit(self) -> Decimal:
        return self.carry.left
