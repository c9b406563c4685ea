"""The forms of goods that are bought together."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.forms.fields import BahtField, ThaiDateField, ThaiProseField, ThaiTextField
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.thai import from_thai_digits
from budget.actions.lots.lot_money import Paper
from budget.enums import ProcurementWay
from budget.forms.money import SATANG, LateEntryMixin
from budget.forms.sent_once import SentOnceField
from budget.queries.lots.lots import LineRow


class DescribeForm(PortalForm):
    """What is bought and how."""

    title = ThaiTextField(label=gettext_lazy("สิ่งที่จัดซื้อ"), max_length=200)
    way = forms.ChoiceField(
        label=gettext_lazy("วิธีจัดซื้อ"),
        choices=[("", gettext_lazy("ยังไม่กำหนด")), *ProcurementWay.choices],
        required=False,
    )
    egp_number = ThaiTextField(label=gettext_lazy("เลขที่โครงการ e-GP"), max_length=40, required=False)
    egp_link = forms.URLField(label=gettext_lazy("ลิงก์ e-GP"), max_length=500, required=False, assume_scheme="https")


class OpenForm(DescribeForm):
    """``uuid`` is given with the form, so that sending it twice opens one lot."""

    uuid = SentOnceField()


class KeysField(forms.MultipleChoiceField):
    """Ids from boxes that were ticked; the action refuses those that are not offered."""

    def valid_value(self, value: Any) -> bool:
        return True


class GatherForm(PortalForm):
    """Lines that were ticked, or with ``all`` all that are shown; each is sent as “line-inclusion”."""

    lines = KeysField(required=False)
    shown = KeysField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        sent = cleaned.get("shown" if "all" in self.data else "lines") or []
        try:
            cleaned["lines"] = [(int(line), int(inclusion)) for line, inclusion in (key.split("-") for key in sent)]
        except ValueError:
            cleaned["lines"] = []
        return cleaned


class TakeOutForm(PortalForm):
    lines = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, rows: Iterable[LineRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].choices = [(row.line.pk, str(row.line)) for row in rows]  # type: ignore[attr-defined]


class LotMoneyForm(LateEntryMixin):
    """One act with the money of a lot. ``uuid`` is given with the form, so that sending it twice enters it once."""

    uuid = SentOnceField()
    on = ThaiDateField(label=gettext_lazy("วันที่"), latest=today)
    document_no = ThaiTextField(label=gettext_lazy("เลขที่เอกสาร"), required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        """With ``paper``, what the act is entered by, in place of its parts."""
        cleaned: dict[str, Any] = super().clean() or {}
        names = ("document_no", "note", "late_reason")
        if cleaned.get("on"):
            texts = {name: cleaned.pop(name, "") or "" for name in names}
            cleaned["paper"] = Paper(on=cleaned.pop("on"), **texts)
        return cleaned


class OrderForm(LotMoneyForm):
    seller = ThaiTextField(label=gettext_lazy("ผู้ขาย"), max_length=200)
    document_no = ThaiTextField(label=gettext_lazy("เลขที่สัญญาหรือใบสั่งซื้อ"), max_length=100)
    on = ThaiDateField(label=gettext_lazy("วันที่ทำสัญญาหรือใบสั่งซื้อ"), latest=today)
    amount = BahtField(label=gettext_lazy("วงเงินตามสัญญา (บาท)"), min_value=SATANG)
    due_on = ThaiDateField(label=gettext_lazy("กำหนดส่งมอบ"))
    field_order = ("uuid", "seller", "document_no", "on", "amount", "due_on")


class ChangeForm(LotMoneyForm):
    amount = BahtField(label=gettext_lazy("วงเงินใหม่ (บาท)"), min_value=SATANG)
    due_on = ThaiDateField(label=gettext_lazy("กำหนดส่งมอบใหม่"))
    note = ThaiTextField(label=gettext_lazy("เหตุผล"), max_length=300)
    field_order = ("uuid", "amount", "due_on", "on", "document_no", "note")


class EndForm(LotMoneyForm):
    note = ThaiTextField(label=gettext_lazy("เหตุผล"), max_length=300)


class PayForm(LotMoneyForm):
    amount = BahtField(label=gettext_lazy("จำนวนเงินที่เบิกจ่าย (บาท)"), min_value=SATANG)
    fine = BahtField(
        label=gettext_lazy("ค่าปรับที่หักไว้ (บาท)"),
        required=False,
        help_text=gettext_lazy("บันทึกไว้ให้ทราบ ไม่ลดจำนวนเงินที่เบิกจ่าย"),
    )
    note = ThaiTextField(label=gettext_lazy("หมายเหตุ"), required=False, max_length=300)
    field_order = ("uuid", "amount", "fine", "on", "document_no", "note")

    def clean_fine(self) -> Decimal:
        return self.cleaned_data["fine"] or Decimal(0)


class CancelForm(PortalForm):
    reason = ThaiTextField(label=gettext_lazy("เหตุผล"), max_length=300)


class PiecesField(forms.DecimalField):
    """How many pieces, also in Thai digits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=10, decimal_places=2, min_value=0, widget=forms.TextInput, **kwargs)

    def to_python(self, value: Any) -> Any:  # a Decimal, or None
        return super().to_python(from_thai_digits(value).replace(",", "") if isinstance(value, str) else value)


class InspectForm(PortalForm):
    """What was received on a day: a field for each line of which pieces are missing."""

    uuid = SentOnceField()
    on = ThaiDateField(label=gettext_lazy("วันที่ตรวจรับ"), latest=today)
    inspectors = ThaiTextField(
        label=gettext_lazy("ผู้ตรวจรับ"), max_length=300, help_text=gettext_lazy("ชื่อกรรมการหรือผู้ตรวจรับพัสดุ คั่นด้วยจุลภาค")
    )
    note = ThaiTextField(label=gettext_lazy("หมายเหตุ"), required=False, max_length=300)

    def __init__(self, *args: Any, rows: Sequence[LineRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [row for row in rows if row.short > 0]
        for row in self.rows:
            label = _("%(community)s: %(item)s รับจริง") % {"community": row.line.community, "item": row.line.item}
            self.fields[f"line_{row.line.pk}"] = PiecesField(label=label, required=False, initial=f"{row.short}")

    def clean(self) -> dict[str, Any]:
        """With ``pieces``, by the line's id."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["pieces"] = {row.line.pk: cleaned.pop(f"line_{row.line.pk}", None) or Decimal(0) for row in self.rows}
        return cleaned


class HandOverForm(PortalForm):
    on = ThaiDateField(label=gettext_lazy("วันที่ส่งมอบ"), latest=today)
    asset_numbers = ThaiProseField(
        label=gettext_lazy("เลขทะเบียนครุภัณฑ์"), required=False, example=gettext_lazy("เช่น ตพ.0001-66 ถึง ตพ.0003-66")
    )
    keeper = ThaiTextField(label=gettext_lazy("ผู้ดูแล"), max_length=150)
