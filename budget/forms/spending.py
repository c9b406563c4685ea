"""Paying, lending and clearing: each as it is done on paper, in one form."""

from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.forms.fields import BahtField, ThaiDateField, ThaiIntegerField, ThaiProseField, ThaiTextField
from bkkplan.ground.core.forms.portal import PortalForm, change_reason
from bkkplan.ground.core.thai import from_thai_digits
from bkkplan.ground.core.wording import thai_date_short
from budget.actions.money.costs import NOTHING, PaidFor
from budget.actions.money.spending import TARGETS
from budget.enums import CarryApprover
from budget.forms.money import SATANG, LateEntryMixin, MovementForm
from budget.forms.sent_once import SentOnceField
from budget.models import Allocation
from budget.queries.money.costs import forums_payable_by, sessions_payable_by

FORUM, SESSION = "forum", "session"


def paid_for_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("จ่ายเพื่อ"),
        coerce=read_paid_for,
        empty_value=None,
        required=False,
        help_text=_("หากจ่ายเพื่อจัดเวทีหรือการอบรม เลือกจากรายการ แล้วค่าใช้จ่ายจะแสดงที่หน้านั้น"),
    )


def value_of(paid_for: PaidFor) -> str:
    """How a paid_for is written in the field."""
    if paid_for.forum_id is not None:
        return f"{FORUM}-{paid_for.forum_id}"
    return f"{SESSION}-{paid_for.session_id}" if paid_for else ""


def read_paid_for(value: str) -> PaidFor:
    kind, _dash, pk = value.partition("-")
    return PaidFor(forum_id=int(pk)) if kind == FORUM else PaidFor(session_id=int(pk))


def offer_paid_for(form: PortalForm, purse: Allocation) -> None:
    """The forums and trainings that the money may pay for; without one the form does not ask."""
    offered = [
        (
            _("เวที"),
            [
                (f"{FORUM}-{forum.pk}", f"{thai_date_short(forum.held_on or forum.scheduled_on)} · {forum}")
                for forum in forums_payable_by(purse)
            ],
        ),
        (
            _("การอบรม"),
            [
                (f"{SESSION}-{session.pk}", f"{thai_date_short(session.first_on)} · {session}")
                for session in sessions_payable_by(purse)
            ],
        ),
    ]
    if choices := [(label, rows) for label, rows in offered if rows]:
        form.fields["paid_for"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
    else:
        del form.fields["paid_for"]
        form.helper.layout = Layout(*form.fields)


class PaidForMixin(PortalForm):
    """A form that asks what the money was for; an empty answer is `NOTHING`."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        return data | {"paid_for": data.get("paid_for") or NOTHING}


class SpendingForm(PaidForMixin, MovementForm):
    """A disbursement, and what it was for."""

    paid_for = paid_for_field()

    def __init__(self, *args: Any, purse: Allocation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_paid_for(self, purse)


class PayAtOnceForm(SpendingForm):
    document_no = ThaiTextField(
        label=_("เลขที่เอกสาร"),
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("เช่น บค 44/2566")}),
    )


class AllotmentForm(MovementForm):
    """A part of the money is allotted by a paper of the finance office."""

    document_no = ThaiTextField(
        label=_("เลขที่หนังสืออนุมัติเงินงวด"),
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("เช่น กท 1302/123")}),
    )


class AdvanceForm(PaidForMixin, LateEntryMixin):
    """An agreement by which a person is lent money."""

    act = SentOnceField()
    agreement_no = ThaiTextField(
        label=_("เลขที่สัญญายืม"), max_length=100, widget=forms.TextInput(attrs={"placeholder": _("เช่น บย 12/2566")})
    )
    borrower = ThaiTextField(label=_("ผู้ยืม"), max_length=150)
    amount = BahtField(label=_("จำนวนเงินยืม (บาท)"), min_value=SATANG)
    on = ThaiDateField(label=_("วันที่ยืม"), latest=today)
    due_on = ThaiDateField(label=_("ครบกำหนดล้าง"))
    purpose = ThaiTextField(
        label=_("ยืมเพื่อ"), max_length=300, widget=forms.TextInput(attrs={"placeholder": _("เช่น ค่าอาหารว่างของเวที")})
    )
    paid_for = paid_for_field()

    def __init__(self, *args: Any, purse: Allocation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_paid_for(self, purse)
        last = ["paid_for"] if "paid_for" in self.fields else []
        self.helper.layout = Layout(
            "act",
            "agreement_no",
            "borrower",
            "amount",
            Div("on", "due_on", css_class="cols-2"),
            "purpose",
            *last,
            *self.late(),
        )


class ClearingForm(LateEntryMixin):
    """What the papers prove, and what came back in cash: together the advance."""

    act = SentOnceField()
    papers = BahtField(label=_("จ่ายตามใบสำคัญ (บาท)"), min_value=0)
    cash = BahtField(label=_("คืนเป็นเงินสด (บาท)"), min_value=0)
    on = ThaiDateField(label=_("วันที่ล้าง"), latest=today)
    document_no = ThaiTextField(
        label=_("เลขที่ใบสำคัญ"),
        required=False,
        max_length=100,
        help_text=_("คืนเป็นเงินสดทั้งหมดให้เว้นว่าง"),
    )
    note = ThaiTextField(label=_("หมายเหตุ"), required=False, max_length=300)

    def __init__(self, *args: Any, lent_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].earliest = lent_on  # type: ignore[attr-defined]
        self.helper.layout = Layout(
            "act",
            Div("papers", "cash", css_class="cols-2"),
            Div("on", "document_no", css_class="cols-2"),
            "note",
            *self.late(),
        )


class RefusalForm(PortalForm):
    reason = ThaiProseField(label=_("เหตุผลที่ไม่ยืนยัน"), max_length=300)


class PurposeForm(PaidForMixin):
    """What a payment was for; without a choice, for nothing that is named."""

    paid_for = paid_for_field()

    def __init__(self, *args: Any, purse: Allocation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_paid_for(self, purse)


class PercentField(forms.DecimalField):
    """A percentage from 0 to 100 with two places, in Thai or Arabic digits."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(min_value=0, max_value=100, max_digits=5, decimal_places=2, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:  # a Decimal, or None
        return super().to_python(from_thai_digits(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class SpendingRuleForm(PortalForm):
    needs_allotment = forms.TypedChoiceField(
        label=_("การก่อหนี้ผูกพัน"),
        choices=[("no", _("ไม่ต้องรอเงินงวด")), ("yes", _("ต้องไม่เกินเงินงวดที่อนุมัติ"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_("ใช้กับเงินทุกก้อนของปี ทั้งการก่อหนี้ผูกพัน การจ่ายทันที และเงินยืม"),
    )
    bound_approver = forms.ChoiceField(
        label=_("ผู้อนุมัติการกันเงินกรณีมีหนี้ผูกพัน"), choices=CarryApprover.choices, widget=forms.RadioSelect
    )
    free_approver = forms.ChoiceField(
        label=_("ผู้อนุมัติการกันเงินกรณีไม่มีหนี้ผูกพัน"),
        choices=CarryApprover.choices,
        widget=forms.RadioSelect,
        help_text=_("วันสุดท้ายที่ขอกันเงินและที่ต้องก่อหนี้ผูกพัน อยู่ในกำหนดวันของปี"),
    )
    ask_after_years = ThaiIntegerField(
        label=_("ถามชุมชนเมื่อโครงการอยู่ในบัญชีรอครบ (ปี)"),
        min_value=1,
        max_value=20,
        help_text=_("ระบบจะถามคณะกรรมการชุมชนว่ายังต้องการโครงการในบัญชีโครงการรอรับการสนับสนุนหรือไม่"),
    )
    small_purchase = BahtField(
        label=_("วงเงินที่ซื้อวิธีเฉพาะเจาะจงได้ (บาท)"),
        min_value=SATANG,
        help_text=_("ใช้เตือนเมื่อของชนิดเดียวกันอยู่ในการจัดซื้อหลายรายการที่ไม่เกินวงเงินนี้ ระบบเตือนแต่ไม่ห้าม"),
    )
    target_1 = PercentField(label=_("สิ้นไตรมาสที่ 1 (ร้อยละ)"))
    target_2 = PercentField(label=_("สิ้นไตรมาสที่ 2 (ร้อยละ)"))
    target_3 = PercentField(label=_("สิ้นไตรมาสที่ 3 (ร้อยละ)"))
    target_4 = PercentField(label=_("สิ้นไตรมาสที่ 4 (ร้อยละ)"))

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rest = [name for name in self.fields if name not in TARGETS]
        rungs = Fieldset(gettext("เป้าหมายการเบิกจ่ายสะสม เทียบกับงบประมาณหลังปรับโอน"), Div(*TARGETS, css_class="cols-2"))
        reason = ["reason"] if needs_reason else []
        if needs_reason:
            self.fields["reason"] = change_reason()
        self.helper.layout = Layout(*rest, rungs, *reason)


class SecondPersonForm(PortalForm):
    is_needed = forms.TypedChoiceField(
        label=_("การบันทึกจ่ายเงิน"),
        choices=[("no", _("ผู้บันทึกคนเดียว")), ("yes", _("ต้องให้อีกคนหนึ่งยืนยัน"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_("ใช้กับการเบิกจ่าย การจ่ายทันที และการล้างเงินยืม ที่บันทึกหลังจากนี้"),
    )
