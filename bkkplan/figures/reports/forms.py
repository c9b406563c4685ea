from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bkkplan.figures.reports.enums import ReportFormat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms import PortalForm

FIRST_YEAR = FiscalYear(2563)  # of the plan that the portal carries out


class ReportForm(PortalForm):
    """Which year, in which format."""

    year = forms.TypedChoiceField(label=_("ปีงบประมาณ (พ.ศ.)"), coerce=lambda text: FiscalYear(int(text)))
    file_format = forms.TypedChoiceField(label=_("รูปแบบ"), choices=ReportFormat.choices, coerce=ReportFormat)

    def __init__(self, *args: Any, this_year: FiscalYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = range(this_year.be, FIRST_YEAR.be - 1, -1)
        self.fields["year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]
