"""How and when a community adopted its plan."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.fields import ThaiDateField
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.wording import thai_date_short
from communities.enums import AdoptionMethod
from forums.models import Forum


class AdoptionForm(PortalForm):
    """``meetings`` are the forums at which the plan for ``year`` may have been adopted. A chosen forum sets the day."""

    adopted_by = forms.ChoiceField(label=_l("รับรองโดย"))
    adopted_on = ThaiDateField(label=_l("วันที่ที่ประชุมชุมชนรับรอง"))

    def __init__(self, *args: Any, meetings: Sequence[Forum], year: FiscalYear, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.meetings = {str(forum.pk): forum for forum in meetings}
        held = [(key, f"{forum} · {thai_date_short(forum.held_on)}") for key, forum in self.meetings.items()]
        self.fields["adopted_by"].choices = [*held, *AdoptionMethod.choices]  # type: ignore[attr-defined]
        day = self.fields["adopted_on"]
        day.latest = latest  # type: ignore[attr-defined]
        if held:
            day.required = False
            day.help_text = _("เลือกเวทีที่มีวันจัดแล้ว เว้นว่างได้")

    def clean_adopted_on(self) -> date | None:
        """Refuse a day before the plan can have been made, which is a wrong year: KPI 2 reads this day."""
        day: date | None = self.cleaned_data["adopted_on"]
        if day and day < self.year.previous.start:
            raise forms.ValidationError(
                _("แผนปี %(year)s จัดทำตั้งแต่ %(start)s วันที่รับรองต้องไม่ก่อนวันนั้น เช่น %(example)s")
                % {
                    "year": self.year,
                    "start": thai_date_short(self.year.previous.start),
                    "example": thai_date_short(self.fields["adopted_on"].latest),  # type: ignore[attr-defined]
                }
            )
        return day

    def clean(self) -> dict[str, Any]:
        """What the action asks for."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        day, forum = cleaned["adopted_on"], self.meetings.get(cleaned["adopted_by"])
        if forum is None:
            if day is None:
                self.add_error("adopted_on", _("ใส่วันที่รับรอง เช่น 15 พ.ค. 2566"))
            return {"adopted_on": day, "method": cleaned["adopted_by"]}
        if day not in {None, forum.held_on}:
            sentence = _("เวทีที่เลือกจัดเมื่อ %(day)s หากรับรองวันอื่นให้เลือก “รับรองโดย” เป็นอย่างอื่น")
            self.add_error("adopted_on", sentence % {"day": thai_date_short(forum.held_on)})
        return {"adopted_on": forum.held_on, "method": AdoptionMethod.FORUM, "forum_id": forum.pk}
