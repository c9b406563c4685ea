"""The day of which a page of figures tells: the working day, or an earlier one of the year that was asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from bkkplan.ground.core.forms.fields import ThaiDateField
from bkkplan.ground.core.forms.portal import PortalForm


class AsOfForm(PortalForm):
    """The day of the figures, from the year's first day to the working day."""

    as_of = ThaiDateField(label=_l("ข้อมูล ณ วันที่"))

    def __init__(self, *args: Any, year: FiscalYear, latest: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"].earliest = year.start  # type: ignore[attr-defined]
        self.fields["as_of"].latest = latest  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class DayInView:
    """``past`` is the earlier day that was asked for, None where the page tells of today."""

    form: AsOfForm
    today: date
    past: date | None
    quarters: tuple[Link, ...]

    @property
    def day(self) -> date:
        return self.past or self.today

    @property
    def query(self) -> str:
        """For links that keep the day."""
        return f"?{urlencode({'as_of': self.past.isoformat()})}" if self.past else ""

    @classmethod
    def of(cls, request: HttpRequest, year: FiscalYear, *, today: date) -> "DayInView":
        form = AsOfForm(request.GET if "as_of" in request.GET else None, year=year, latest=today)
        asked = form.cleaned_data["as_of"] if form.is_bound and form.is_valid() else None
        past = asked if asked and asked != today else None
        ends = [(number, year.quarter(number)[1]) for number in QUARTERS]
        links = [
            Link(
                label=_("สิ้นไตรมาสที่ %(number)s") % {"number": number},
                href="" if end == past else f"?{urlencode({'as_of': end.isoformat()})}",
            )
            for number, end in ends
            if end < today
        ]
        return cls(form, today, past, tuple(links))
