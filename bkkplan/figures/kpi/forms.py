from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bkkplan.figures.kpi.models import Target
from bkkplan.figures.kpi.registry import all_definitions
from bkkplan.ground.core.db import ThaiOrder
from bkkplan.ground.core.fiscal import FIRST_YEAR, LAST_YEAR
from bkkplan.ground.core.formfields import ThaiTextField
from bkkplan.ground.core.forms import PortalForm
from districts.models import District


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
    reason = ThaiTextField(label=_("เหตุผล"), widget=forms.Textarea({"rows": 2}))


def _codes() -> list[tuple[str, str]]:
    return [(definition.code, definition.code) for definition in all_definitions()]


class TargetForm(forms.ModelForm):
    """What one KPI is to reach in one year, in the city or in one district."""

    code = forms.ChoiceField(label=Target._meta.get_field("code").verbose_name, choices=_codes)
    fiscal_year = forms.IntegerField(
        label=Target._meta.get_field("fiscal_year").verbose_name, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    percent = forms.DecimalField(
        label=Target._meta.get_field("percent").verbose_name,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )

    class Meta:
        model = Target
        fields = ("code", "fiscal_year", "district", "percent")
        help_texts = {"district": _("เว้นว่างหากเป็นเป้าหมายของกรุงเทพมหานคร")}


class SetTargetForm(PortalForm):
    """One target of the year that the page is about; no district stands for the city, no percentage for no target."""

    code = forms.ChoiceField(label=_("ตัวชี้วัด"))
    district = forms.ModelChoiceField(
        label=_("หน่วย"),
        queryset=District.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("กรุงเทพมหานคร"),
    )
    percent = forms.DecimalField(
        label=_("เป้าหมาย (ร้อยละ)"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [(definition.code, f"{definition.number} · {definition.short}") for definition in all_definitions()]
        self.fields["code"].choices = codes  # type: ignore[attr-defined]
        self.fields["district"].queryset = District.objects.order_by(ThaiOrder("name_th"), "pk")  # type: ignore[attr-defined]
