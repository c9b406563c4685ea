from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bkkplan.core.db import ThaiOrder
from bkkplan.core.forms import PortalForm
from districts.models import District


class DistrictForm(PortalForm):
    """One district, or all of them."""

    district = forms.ModelChoiceField(
        label=_("เขต"), queryset=District.objects.none(), to_field_name="code", required=False, empty_label=_("ทุกเขต")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.order_by(ThaiOrder("name_th"), "pk")  # type: ignore[attr-defined]


class SearchForm(DistrictForm):
    """One box: words and a district."""

    q = forms.CharField(label=_("คำที่ต้องการค้น"), required=False, max_length=200)
    field_order = ("q", "district")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs |= {"placeholder": _("เช่น กล้องวงจรปิด เต็นท์ ทางเท้า"), "class": "form-control"}
        self.fields["district"].widget.attrs["class"] = "form-select"
