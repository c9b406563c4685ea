from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.figures.reports import registry
from bkkplan.figures.reports.enums import ReportFormat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.fields import ThaiDateField
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.wording import thai_date_short

FIRST_KIND = "kpi"  # asked for most often


class ReportForm(PortalForm):
    """The form that asks for a report: its kind, its year, its day (as of) and its file format."""

    kind = forms.ChoiceField(label=_("รายงาน"))
    year = forms.TypedChoiceField(label=_("ปีงบประมาณ (พ.ศ.)"), coerce=lambda text: FiscalYear(int(text)))
    as_of = ThaiDateField(
        label=_("ข้อมูล ณ วันที่"), required=False, help_text=_("เว้นว่างคือวันนี้ วันหลังสิ้นปีใช้ดูข้อมูลที่รับรองภายหลังได้")
    )
    file_format = forms.TypedChoiceField(label=_("รูปแบบ"), choices=ReportFormat.choices, coerce=ReportFormat)

    def __init__(self, *args: Any, user: Person, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        reports = sorted(registry.all_reports(), key=lambda report: report.kind != FIRST_KIND)
        self.years = {report.kind: report.years(user, today) for report in reports}
        every_year = sorted({year for years in self.years.values() for year in years}, reverse=True)
        self.fields["kind"].choices = [(r.kind, r.title) for r in reports]  # type: ignore[attr-defined]
        self.fields["year"].choices = [(str(year), str(year)) for year in every_year]  # type: ignore[attr-defined]
        self.fields["as_of"].latest = today  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Each kind has its own years. A day before the year has no figures to report."""
        data: dict[str, Any] = super().clean() or {}
        kind, year, day = data.get("kind"), data.get("year"), data.get("as_of")
        if kind and year and year not in self.years[kind]:
            others = ", ".join(str(other) for other in self.years[kind])
            message = gettext("รายงานนี้ทำได้สำหรับปี %(years)s") if others else gettext("ยังไม่มีปีใดที่ทำรายงานนี้ได้")
            self.add_error("year", message % {"years": others} if others else message)
        if kind and not registry.get(kind).is_of_a_day:
            if day and day != self.today:
                self.add_error("as_of", gettext("แผนพิมพ์ตามที่เป็นอยู่วันนี้ เว้นวันที่ว่างไว้"))
        elif year and day and day < year.start:
            self.add_error("as_of", gettext("ต้องไม่ก่อน %(day)s") % {"day": thai_date_short(year.start)})
        return data
