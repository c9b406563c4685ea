"""The days of a year: read by all who work here, edited by the strategy office."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.views.rows import RowPage
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Fact
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.years import registry
from bkkplan.ground.years.actions import save_days
from bkkplan.ground.years.actions.days import PART
from bkkplan.ground.years.actions.reminders import text_of
from bkkplan.ground.years.forms import DaysForm
from bkkplan.ground.years.models import YearDays
from bkkplan.ground.years.queries import default_hearing_days
from bkkplan.ground.years.views.base import YearMixin

REMINDERS = 20


class Days(YearMixin):
    heading = gettext_lazy("วันของปี")

    def get(self, request: WorkRequest, **_kept: object) -> HttpResponse:
        row = YearDays.objects.filter(planned=self.planned).first()
        usual = default_hearing_days()
        rule = [
            Fact(
                label=_("ประกาศเวทีก่อนวันจัดอย่างน้อย"),
                value=_("%(n)s วัน") % {"n": row.announce_before if row else usual.announce_before},
            ),
            Fact(
                label=_("เผยแพร่ผลหลังวันจัดภายใน"),
                value=_("%(n)s วัน") % {"n": row.publish_within if row else usual.publish_within},
            ),
            Fact(
                label=_("วันปิดข้อมูลของปี"),
                value=thai_date_short(row.closing_on if row else self.year.default_closing_on),
            ),
        ]
        sent = self.planned.reminders.select_related("planned").order_by("-at", "-pk")
        context = {
            **self.top(),
            "rule": rule,
            "steps": list(self.planned.due_days.order_by("position", "pk")),
            "may_remind": not self.planned.is_draft and request.user.has_perm("years.remind"),
            "reminders": [(row, text_of(row)) for row in sent[:REMINDERS]],
            "edit_url": reverse("years:days-edit", args=[self.year]) if self.may_prepare and row else "",
            "new_step_url": reverse("years:step-new", args=[self.year]) if self.may_prepare else "",
        }
        return render(request, "years/days.html", context)


class EditDays(YearMixin, RowPage):
    permission = "years.prepare_year"
    template_name = "years/days_edit.html"
    heading = gettext_lazy("แก้ไขวันของปี")

    def find(self) -> YearDays:
        return get_object_or_404(YearDays, planned=self.planned)

    def form(self, row: YearDays, data: Any = None) -> DaysForm:
        steps = list(self.planned.due_days.order_by("position", "pk"))
        texts = DaysForm.texts_of(row, steps)
        return DaysForm(data, steps=steps, needs_reason=not self.planned.is_draft, initial=texts)

    def save(self, form: DaysForm, *, seen: int) -> YearDays:
        return save_days(
            year=self.year,
            seen=seen,
            words=form.words,
            reason=form.cleaned_data.get("reason", ""),
            on=today(),
            by=self.request.user,
            at=now(),
        )

    def back(self) -> str:
        return reverse("years:days", args=[self.year])

    def show(self, form: Any, *, status: int = 200, **more: Any) -> HttpResponse:
        return super().show(form, status=status, **registry.before_a_change(PART, self.planned), **more)
