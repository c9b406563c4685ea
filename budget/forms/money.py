"""Forms of money that is received, moved, cut and taken back."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.fields import BahtField, ThaiDateField, ThaiTextField
from bkkplan.ground.core.forms.portal import PortalForm
from budget.forms.naming import SourceFields
from budget.forms.sent_once import SentOnceField
from districts.models import District

SATANG = Decimal("0.01")


class LateEntryMixin(PortalForm):
    """A form of the ledger: its day is of the money's year, where that is given.

    It asks why something is entered late where its office has closed months.
    """

    def __init__(self, *args: Any, year: FiscalYear | None = None, closed: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if year:
            self.fields["on"].within = year  # type: ignore[attr-defined]
        if closed:
            self.fields["late_reason"] = ThaiTextField(
                label=_("เหตุผลที่ลงรายการในเดือนที่ปิดบัญชีแล้ว"),
                required=False,
                max_length=300,
                help_text=format_lazy(_("ใส่เมื่อวันที่อยู่ในเดือนที่ปิดแล้ว: {months}"), months=", ".join(closed)),
            )

    def late(self) -> list[str]:
        """The field's name for a layout, where the form has it."""
        return ["late_reason"] if "late_reason" in self.fields else []


class MovementForm(LateEntryMixin):
    """One movement of money. ``act`` is given with the form, so that sending it twice enters it once."""

    act = SentOnceField()
    amount = BahtField(label=_("จำนวนเงิน (บาท)"), min_value=SATANG)
    on = ThaiDateField(label=_("วันที่"), latest=today)
    document_no = ThaiTextField(label=_("เลขที่เอกสาร"), required=False, max_length=100)
    note = ThaiTextField(label=_("หมายเหตุ"), required=False, max_length=300)


class GrantForm(SourceFields, MovementForm):
    """Money that was received, from a source that is in use in the year."""

    def __init__(self, *args: Any, year: FiscalYear, **kwargs: Any) -> None:
        super().__init__(*args, year=year, **kwargs)
        self.offer_sources(year)


class CutForm(GrantForm):
    """A budget is cut for a reason."""

    note = ThaiTextField(label=_("เหตุผลที่ปรับลด"), max_length=300)


class ReversalForm(PortalForm):
    """Taking back an older entry: by which document, on which day, and why."""

    act = SentOnceField()
    on = ThaiDateField(label=_("วันที่กลับรายการ"))
    document_no = ThaiTextField(label=_("เลขที่เอกสาร"), max_length=100)
    reason = ThaiTextField(label=_("เหตุผลที่กลับรายการ"), max_length=300)


class ItemBudgetForm(GrantForm):
    """The budget approved for an item; ``source`` is asked only where the district has money left."""

    source = forms.ChoiceField(
        label=_("มาจาก"),
        choices=[
            ("new", _("งบประมาณอนุมัติของโครงการนี้")),
            ("left", _("งบประมาณของเขตที่ยังไม่ได้จัดสรร")),
        ],
        initial="new",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, left: Decimal = Decimal(0), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if left <= 0:
            del self.fields["source"]


class TransferForm(LateEntryMixin):
    """A flagship project's money to the districts: the same share for all, or each its own."""

    act = SentOnceField()
    on = ThaiDateField(label=_("วันที่โอน"), latest=today)
    document_no = ThaiTextField(label=_("เลขที่หนังสือ"), required=False, max_length=100)
    note = ThaiTextField(label=_("หมายเหตุ"), required=False, max_length=300)

    def __init__(self, *args: Any, districts: Iterable[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.districts = list(districts)
        for district in self.districts:
            self.fields[f"share_{district.pk}"] = BahtField(label=str(district), required=False, min_value=0)

    def clean(self) -> dict[str, Any]:
        """With ``shares``, the amounts by district."""
        cleaned: dict[str, Any] = super().clean() or {}
        amounts = {d.pk: cleaned.get(f"share_{d.pk}") for d in self.districts}
        cleaned["shares"] = {pk: amount for pk, amount in amounts.items() if amount}
        if not cleaned["shares"] and not self.errors:
            self.add_error(None, _("ยังไม่ได้ใส่จำนวนเงินของเขตใดเลย"))
        return cleaned
