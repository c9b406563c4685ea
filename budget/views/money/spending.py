"""The two short forms in which small things are paid, the second person who confirms a payment, and what it was for."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Fact, Link, Stat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import baht, thai_date_short
from budget.actions.money import costs, ledger, payments
from budget.actions.money.costs import PaidFor
from budget.enums import EntryKind, PaymentKind
from budget.forms.spending import AdvanceForm, ClearingForm, PayAtOnceForm, PurposeForm, RefusalForm, value_of
from budget.models import Advance, Allocation, Cost, LedgerEntry, Payment
from budget.queries.money.costs import Costs, costs_of, flagship_money_for
from budget.queries.money.hearing_money import purse_of_hearings
from budget.queries.money.money import Sums
from budget.queries.money.payments import why_not_cleared, why_not_confirmed_by
from budget.queries.money.spending import room_for
from budget.views.money.entry import EntryPage
from budget.views.money.purses import PurseMixin
from communities.models import CourseSession
from forums.enums import ForumKind
from forums.models import Forum


class PayAtOnce(PurseMixin, EntryPage):
    form_class = PayAtOnceForm
    heading = _l("จ่ายทันที")
    button = _l("บันทึกการจ่าย")
    limit_words = _l("จ่ายได้อีก")

    @property
    def explanation(self) -> str:
        return f"{_('ก่อหนี้ผูกพันและเบิกจ่ายในรายการเดียว สำหรับสิ่งที่จ่ายแล้วโดยไม่ได้ทำสัญญา')} {super().explanation}"

    def limit(self) -> Decimal:
        return room_for(EntryKind.COMMITMENT, self.purse)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "purse": self.purse}

    def enter(self, movement: dict[str, Any]) -> ledger.Entered | Payment:
        return payments.pay_at_once(allocation_id=self.purse.pk, **movement)


class Lend(PurseMixin, EntryPage):
    form_class = AdvanceForm
    heading = _l("เงินยืม")
    button = _l("บันทึกเงินยืม")
    limit_words = _l("ยืมได้อีก")

    @property
    def explanation(self) -> str:
        return f"{_('เงินยืมกันไว้จากงบนี้ และนับเป็นเบิกจ่ายเมื่อล้างแล้ว')} {super().explanation}"

    def limit(self) -> Decimal:
        return room_for(EntryKind.ADVANCE, self.purse)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "purse": self.purse}

    def enter(self, movement: dict[str, Any]) -> ledger.Entered | Payment:
        return payments.lend(allocation_id=self.purse.pk, **movement)


class ClearAdvance(PurseMixin, EntryPage):
    form_class = ClearingForm
    heading = _l("ล้างเงินยืม")
    button = _l("บันทึกการล้างเงินยืม")
    advance: Advance

    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        # The advance is loaded through its door, and its allocation then through its own.
        self.advance = get_object_or_404(Advance, pk=pk)
        super().setup(request, *args, pk=self.advance.allocation_id, **kwargs)

    @property
    def explanation(self) -> str:
        words = {
            "no": self.advance.agreement_no,
            "borrower": self.advance.borrower,
            "purpose": self.advance.purpose,
            "due": thai_date_short(self.advance.due_on),
        }
        return _("สัญญา %(no)s · %(borrower)s · %(purpose)s · ครบกำหนด %(due)s ใบสำคัญกับเงินสดรวมกันต้องเท่ากับเงินยืม") % words

    def stats(self) -> list[Stat]:
        return [Stat(label=_("เงินยืม"), value=format_baht(self.advance.amount), tone="wait")]

    def obstacle(self) -> str:
        return why_not_cleared(self.advance)

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"papers": self.advance.amount, "cash": Decimal(0)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "lent_on": self.advance.on}

    def enter(self, movement: dict[str, Any]) -> ledger.Entered | Payment:
        return payments.clear(advance_id=self.advance.pk, **movement)


class PaymentMixin(PurseMixin):
    """Loads a payment that waits, through the door of its allocation."""

    payment: Payment

    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        rows = Payment.objects.select_related("by", "advance", "allocation__district", "allocation__bureau")
        self.payment = get_object_or_404(rows, pk=pk)
        super().setup(request, *args, pk=self.payment.allocation_id, **kwargs)

    def stats(self) -> list[Stat]:
        payment = self.payment
        shown = [
            Stat(label=str(payment.get_kind_display()), value=format_baht(payment.amount)),
            Stat(label=_("วันที่"), value=thai_date_short(payment.on)),
            Stat(label=_("เลขที่เอกสาร"), value=payment.document_no or "–"),
            Stat(label=_("บันทึกโดย"), value=str(payment.by)),
        ]
        if payment.kind == PaymentKind.CLEARING:
            shown.insert(1, Stat(label=_("คืนเป็นเงินสด (บาท)"), value=format_baht(payment.cash)))
        return shown


class ConfirmPayment(PaymentMixin, ActPage):
    heading = _l("ยืนยันการจ่าย")
    explanation = _l("เมื่อยืนยันแล้ว รายการจะลงบัญชีในวันที่จ่ายจริง พร้อมชื่อผู้บันทึกและผู้ยืนยัน")
    button = _l("ยืนยันการจ่าย")
    done = _l("ยืนยันการจ่ายแล้ว")

    def instead(self) -> list[Link]:
        return [Link(label=_("ไม่ยืนยัน"), href=reverse("budget:payment-refuse", args=[self.payment.pk]))]

    def obstacle(self) -> str:
        return why_not_confirmed_by(self.request.user, self.payment, on=today())

    def act(self, data: dict[str, Any]) -> None:
        payments.confirm(payment_id=self.payment.pk, on=today(), **self.signed)


class RefusePayment(PaymentMixin, ActPage):
    form_class = RefusalForm
    heading = _l("ไม่ยืนยันการจ่าย")
    explanation = _l("รายการจะไม่ลงบัญชี ผู้บันทึกแก้ไขแล้วบันทึกใหม่ได้")
    button = _l("ไม่ยืนยัน")
    done = _l("ไม่ยืนยันการจ่ายแล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> None:
        payments.refuse(payment_id=self.payment.pk, **data, **self.signed)


class CostsPage(RecordPage):
    """What something cost, and which money paid: a part of its own page, and a page by itself without script."""

    permission = "budget.view_money"
    paid_for: Forum | CourseSession

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        is_fragment = bool(request.headers.get("HX-Request"))
        template = "budget/_costs.html" if is_fragment else "budget/costs.html"
        thing, spent = self.paid_for, costs_of(self.paid_for)
        seen = Allocation.objects.visible_to(request.user)
        purses = [] if is_fragment else list(flagship_money_for(thing).filter(pk__in=seen))
        crumbs = [Link(label=str(thing), href=thing.get_absolute_url()), Link(label=_("ค่าใช้จ่าย"))]
        context = {
            "paid_for": thing,
            "costs": spent,
            "purses": [(purse, spent.paid_from(purse)) for purse in purses],
            "of_the_year": self.of_the_year(spent),
            "crumbs": crumbs,
        }
        return render(request, template, context)

    def of_the_year(self, spent: Costs) -> list[Fact]:
        """Facts about the year's money for all things of this kind. Empty where there is no such sum."""
        return []


class ForumCosts(CostsPage):
    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        forum = get_object_or_404(Forum.objects.visible_to(self.request.user).select_related("district"), pk=pk)
        self.paid_for, self.subject, self.forum = forum, Allocation(district=forum.district), forum

    def of_the_year(self, spent: Costs) -> list[Fact]:
        """The district's money for all hearings of the year. The table below it shows the costs of this forum alone."""
        year = FiscalYear(self.forum.fiscal_year)
        is_hearing = self.forum.kind == ForumKind.DISTRICT_HEARING
        purse = purse_of_hearings(year, self.forum.district_id) if is_hearing else None
        if purse is None:
            return []
        page = reverse("budget:allocation", args=[purse.pk])
        return [
            Fact(label=_("งบประมาณจัดเวทีของเขต ปี %(year)s") % {"year": year}, value=_baht(purse.transferred), href=page),
            Fact(label=_("อนุมัติเงินงวดแล้ว"), value=_baht(purse.allotted)),
            Fact(label=_("เบิกจ่ายแล้ว ทุกเวทีของปี"), value=_baht(purse.disbursed)),
            Fact(label=_("จ่ายเพื่อเวทีนี้"), value=_baht(spent.paid_from(purse))),
            Fact(label=_("คงเหลือ"), value=_baht(Sums.of(purse).left)),
        ]


def _baht(amount: Decimal) -> str:
    return _("%(amount)s บาท") % {"amount": baht(amount)}


class TrainingCosts(CostsPage):
    """Of a district's training for its office, of the bureau's for the bureau; for the city of all."""

    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        sessions = CourseSession.objects.visible_to(self.request.user).select_related("course__district")
        session = get_object_or_404(sessions, pk=pk)
        self.paid_for, self.subject = session, Allocation(district=session.course.district)


class TieCost(PurseMixin, ActPage):
    """Say what an older payment or advance was for."""

    form_class = PurposeForm
    heading = _l("จ่ายเพื่อ")
    button = _l("บันทึก")
    done = _l("บันทึกแล้วว่าจ่ายเพื่ออะไร")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        entries = LedgerEntry.objects.filter(allocation=self.purse, act=kwargs["act"], reverses=None)
        self.paid = get_object_or_404(entries.order_by("-pk")[:1])

    @property
    def explanation(self) -> str:
        return f"{self.paid.get_kind_display()} {format_baht(self.paid.amount)} · {thai_date_short(self.paid.on)}"

    def get_initial(self) -> dict[str, Any]:
        tied = Cost.objects.in_force().filter(act=self.paid.act).first()
        return {"paid_for": value_of(PaidFor(tied.forum_id, tied.session_id)) if tied else ""}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "purse": self.purse}

    def act(self, data: dict[str, Any]) -> None:
        costs.tie_cost(
            allocation_id=self.purse.pk,
            act=self.paid.act,
            paid_for=data["paid_for"],
            **self.signed,
        )
