"""Carrying money over, and closing the books."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.forms.fields import (
    BahtField,
    SeveralEvidenceField,
    ThaiDateField,
    ThaiProseField,
    ThaiTextField,
)
from bkkplan.ground.core.forms.portal import PortalForm
from budget.enums import CarryKind
from budget.forms.money import SATANG, LateEntryMixin
from budget.forms.sent_once import SentOnceField
from budget.models import Carry


def _text(label: Any, *, example: Any = "") -> ThaiProseField:
    return ThaiProseField(label=label, max_length=300, rows=2, example=example)


def with_uploads(cleaned: dict[str, Any]) -> dict[str, Any]:
    """The cleaned data of a form with its ``files`` as ``uploads``: each with what its content is."""
    files = cleaned.pop("files", None) or []
    return {**cleaned, "uploads": [(file, file.kind) for file in files]}


class AskForm(PortalForm):
    """Asking to keep money after the year's end."""

    act = SentOnceField()
    kind = forms.TypedChoiceField(label=_("กรณี"), choices=CarryKind.choices, coerce=CarryKind, widget=forms.RadioSelect)
    amount = BahtField(label=_("จำนวนเงินที่ขอกัน (บาท)"), min_value=SATANG)
    document_no = ThaiTextField(
        label=_("เลขที่หนังสือขอกันเงิน"),
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("เช่น กท 5001/77")}),
    )
    files = SeveralEvidenceField(label=_("ไฟล์หนังสือขอกันเงิน"), required=False)  # type: ignore[assignment]
    reason = _text(_("เหตุผลที่ขอกันเงิน"), example=_("เช่น ผู้รับจ้างส่งมอบงานเดือนตุลาคม"))

    def __init__(self, *args: Any, most: dict[CarryKind, Decimal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(kind.value, kind.label) for kind in CarryKind if most[kind] > 0]
        self.fields["kind"].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return with_uploads(super().clean() or {})


class DecideForm(PortalForm):
    """Approving or refusing a carry-over. Refusing needs the text alone, as its reason."""

    decision = _text(_("เลขที่หนังสือหรือมติที่อนุมัติ หรือเหตุผลที่ไม่อนุมัติ"), example=_("เช่น มติสภากรุงเทพมหานคร ครั้งที่ 9/2566"))
    until = ThaiDateField(label=_("ใช้ได้ถึงวันที่"), required=False)

    def __init__(self, *args: Any, carry: Carry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if carry.is_free:
            self.fields["until"].help_text = _("วันสุดท้ายที่ต้องก่อหนี้ผูกพัน ส่วนที่ไม่ได้ก่อหนี้จะพับไป")
        else:
            self.fields["until"].help_text = _("เว้นว่างได้ถ้าไม่ได้กำหนดวันสุดท้ายที่เบิกจ่าย")


class WithdrawForm(PortalForm):
    reason = _text(_("เหตุผลที่ถอน"))


class ExtendForm(PortalForm):
    """Asking for a later last day of carried money."""

    act = SentOnceField()
    until = ThaiDateField(label=_("ขอขยายถึงวันที่"))
    document_no = ThaiTextField(
        label=_("เลขที่หนังสือขอขยายเวลา"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("เช่น กท 5001/77")}),
    )
    files = SeveralEvidenceField(label=_("ไฟล์หนังสือขอขยายเวลา"), required=False)  # type: ignore[assignment]
    reason = _text(_("เหตุผลที่ขยายเวลา"), example=_("เช่น ประกวดราคาใหม่ ผู้ชนะรายแรกไม่มาทำสัญญา"))

    def clean(self) -> dict[str, Any]:
        return with_uploads(super().clean() or {})


class DecideExtensionForm(PortalForm):
    """Approving or refusing a later last day. Refusing needs the text as its reason."""

    decision = _text(_("เลขที่หนังสือหรือมติที่อนุมัติ หรือเหตุผลที่ไม่อนุมัติ"))


class CarriedForm(LateEntryMixin):
    """One use of carried money, on a day after the year that it is of."""

    act = SentOnceField()
    amount = BahtField(label=_("จำนวนเงิน (บาท)"), min_value=SATANG)
    on = ThaiDateField(label=_("วันที่"), latest=today)
    document_no = ThaiTextField(label=_("เลขที่เอกสาร"), max_length=100)
    note = ThaiTextField(label=_("หมายเหตุ"), required=False, max_length=300)

    def __init__(self, *args: Any, earliest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].earliest = earliest  # type: ignore[attr-defined]


class MonthForm(PortalForm):
    """The sums of the finance section's books up to a month's end."""

    committed = BahtField(label=_("ก่อหนี้ผูกพันสะสมตามบัญชีการคลัง (บาท)"), min_value=0)
    disbursed = BahtField(label=_("เบิกจ่ายสะสมตามบัญชีการคลัง (บาท)"), min_value=0)
    carried = BahtField(label=_("เบิกจ่ายเหลื่อมปีสะสมตามบัญชีการคลัง (บาท)"), min_value=0)
    difference = ThaiProseField(
        label=_("เหตุที่ยอดต่างกัน"),
        required=False,
        max_length=500,
        rows=2,
        example=_("เช่น ฎีกาเดือนนี้ลงบัญชีการคลังเดือนหน้า"),
        help_text=_("เว้นว่างเมื่อยอดตรงกันทุกช่อง"),
    )


class YearForm(PortalForm):
    act = SentOnceField()
    document_no = ThaiTextField(label=_("เลขที่เอกสาร"), max_length=100)


class PermitForm(PortalForm):
    act = SentOnceField()
    what = _text(_("รายการที่จะลง"), example=_("เช่น เบิกจ่าย 14,750 บาท ฎีกา 12/2566"))
    reason = _text(_("เหตุผล"))
