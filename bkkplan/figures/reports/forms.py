from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.figures.reports.enums import ReportFormat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.formfields import ThaiDateField
from bkkplan.ground.core.forms import PortalForm
from bkkplan.ground.core.wording import thai_date_short

FIRST_YEAR = FiscalYear(2563)  # of the plan that the portal carries out


class ReportForm(PortalForm):
    """The form that asks for a report: its year, its day (as of) and its file format."""

    year = forms.TypedChoiceField(label=_("ปีงบประมาณ (พ.ศ.)"), coerce=lambda text: FiscalYear(int(text)))
    as_of = ThaiDateField(
        label=_("ข้อมูล ณ วันที่"), required=False, help_text=_("เว้นว่างคือวันนี้ วันหลังสิ้นปีใช้ดูข้อมูลที่รับรองภายหลังได้")
    )
    file_format = forms.TypedChoiceField(label=_("รูปแบบ"), choices=ReportFormat.choices, coerce=ReportFormat)

    def __init__(self, *args: Any, this_year: FiscalYear, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"].latest = today  # type: ignore[attr-defined]
        years = range(this_year.be, FIRST_YEAR.be - 1, -1)
        self.fields["year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A day before the year has no figures to report."""
        data: dict[str, Any] = super().clean() or {}
        year, day = data.get("year"), data.get("as_of")
        if year and day and day < year.start:
            self.add_error("as_of", gettext("ต้องไม่ก่อน %(day)s") % {"day": thai_date_short(year.start)})
        return data
