from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bkkplan.core.db import ThaiOrder
from bkkplan.core.fiscal import FiscalYear
from bkkplan.core.formfields import ThaiDateField
from bkkplan.core.forms import PortalForm
from districts.models import District


class AsOfForm(PortalForm):
    """The day of the figures, from the year's first day to the working day."""

    as_of = ThaiDateField(label=_("ข้อมูล ณ วันที่"))

    def __init__(self, *args: Any, year: FiscalYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"].earliest = year.start  # type: ignore[attr-defined]


class UnitFilter(PortalForm):
    """Which units of a KPI to list."""

    COUNTED = [("", _("ทั้งหมด")), ("no", _("ยังไม่นับ")), ("yes", _("นับแล้ว"))]

    counted = forms.ChoiceField(label=_("ผล"), choices=COUNTED, required=False)
    district = forms.ModelChoiceField(
        label=_("เขต"), queryset=District.objects.none(), to_field_name="code", required=False, empty_label=_("ทุกเขต")
    )
    q = forms.CharField(label=_("ค้นชื่อ"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.order_by(ThaiOrder("name_th"), "pk")  # type: ignore[attr-defined]


class ReopenForm(PortalForm):
    reason = forms.CharField(label=_("เหตุผล"), widget=forms.Textarea({"rows": 2}))
