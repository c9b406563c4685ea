"""The fields that ask for the source of money. Every form that enters new money has them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.fields import ThaiIntegerField
from bkkplan.ground.core.forms.portal import PortalForm
from budget.models import MoneySource, NamedSource
from budget.models.naming import ORDINANCE


class SourceFields(PortalForm):
    """Two fields that come out as one: ``from_source`` among the cleaned data is a NamedSource or None.

    A form that derives from it calls ``offer_sources`` with its year.
    """

    from_source = forms.ModelChoiceField(
        label=gettext_lazy("แหล่งเงิน"), queryset=MoneySource.objects.none(), required=False, empty_label=None
    )
    ordinance_no = ThaiIntegerField(
        label=gettext_lazy("ฉบับที่"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=gettext_lazy("เฉพาะข้อบัญญัติเพิ่มเติม"),
    )

    def offer_sources(self, year: FiscalYear) -> None:
        field: Any = self.fields["from_source"]
        field.queryset = MoneySource.objects.of_year(year).filter(is_granted=True)
        field.to_field_name = "code"
        field.error_messages["invalid_choice"] = _("แหล่งเงินนี้ไม่ใช้ในปีงบประมาณ %(year)s") % {"year": year}
        self.initial.setdefault("from_source", ORDINANCE)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        row, number = cleaned.get("from_source"), cleaned.pop("ordinance_no", None)
        if row is not None and row.is_numbered and number is None and "ordinance_no" not in self.errors:
            self.add_error("ordinance_no", _("ใส่เลขฉบับ เช่น 1"))
        cleaned["from_source"] = NamedSource(row, number if row.is_numbered else None) if row else None
        return cleaned
