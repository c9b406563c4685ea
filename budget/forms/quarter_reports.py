"""What is typed about an item in a quarter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.files.evidence import JPEG, PNG
from bkkplan.ground.core.forms.fields import SeveralEvidenceField, ThaiIntegerField, ThaiProseField, ThaiTextField
from bkkplan.ground.core.forms.portal import PortalForm
from budget.actions.plan.quarter_reports import OutOfRangeError, ReportWords
from budget.models.quarter_reports import COMPLETE


def prose(label: Any, rows: int = 2) -> ThaiTextField:
    return ThaiProseField(label=label, required=False, max_length=4000, rows=rows)


class ItemReportForm(PortalForm):
    percent = ThaiIntegerField(label=_("ทำแล้วร้อยละ"), required=False, max_value=None)
    done = prose(_("ผลการดำเนินงาน"))
    problems = prose(_("ปัญหาอุปสรรค"))
    remedy = prose(_("แนวทางแก้ไข"))
    fall_reason = prose(_("เหตุผลที่ความก้าวหน้าลดลง"), rows=1)

    def clean_percent(self) -> int | None:
        percent: int | None = self.cleaned_data["percent"]
        if percent is not None and percent > COMPLETE:
            raise forms.ValidationError(str(OutOfRangeError.sentence), code="max_value")
        return percent

    @property
    def words(self) -> ReportWords:
        return ReportWords(**self.cleaned_data)


class ItemPhotosForm(PortalForm):
    files = SeveralEvidenceField(label=_("ภาพถ่าย"), kinds=(JPEG, PNG))  # type: ignore[assignment]
