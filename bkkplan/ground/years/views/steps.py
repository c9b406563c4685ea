"""Steps that the strategy office adds to a year's calendar: added, renamed, given another day, taken out."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.years import registry
from bkkplan.ground.years.actions import NotOwnStepError, add_step, remove_step, save_step
from bkkplan.ground.years.actions.days import PART
from bkkplan.ground.years.actions.own_steps import basis_of_step
from bkkplan.ground.years.forms import StepForm, StepReasonForm
from bkkplan.ground.years.models import DueDay
from bkkplan.ground.years.views.base import YearMixin


class StepPage(YearMixin, ActPage):
    """What the pages about one step share; an opened year also shows what rests on its days."""

    permission = "years.prepare_year"
    template_name = "years/step.html"

    @property
    def needs_reason(self) -> bool:
        return not self.planned.is_draft

    @property
    def asked(self) -> dict[str, Any]:
        return {"on": today(), "by": self.request.user, "at": now()}

    def above(self) -> list[Link]:
        return [*super().above(), Link(label=_("วันของปี"), href=self.back())]

    def back(self) -> str:
        return reverse("years:days", args=[self.year])

    def next_links(self) -> list[Link]:
        return [Link(label=YearMixin.lead(self), href=reverse("years:year", args=[self.year]))]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "needs_reason": self.needs_reason}

    def form_valid(self, form: Any) -> HttpResponse:
        self.words = form.words if isinstance(form, StepForm) else None
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**registry.before_a_change(PART, self.planned), **super().get_context_data(**kwargs)}


class NewStep(StepPage):
    form_class = StepForm
    heading = gettext_lazy("เพิ่มขั้นตอน")
    button = gettext_lazy("เพิ่มขั้นตอน")
    done = gettext_lazy("เพิ่มขั้นตอนแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        assert self.words is not None  # noqa: S101  (the form is a StepForm)
        add_step(year=self.year, words=self.words, reason=data.get("reason", ""), **self.asked)


class OneStep(StepPage):
    """Loads the step, and its year as YearMixin does."""

    step: DueDay

    def find_year(self) -> FiscalYear:
        self.step = get_object_or_404(DueDay.objects.select_related("planned"), pk=self.kwargs["pk"])
        return self.step.planned.year

    def lead(self) -> str:
        return f"{self.step} · {super().lead()}"


class OwnStep(OneStep):
    """A step of the office's own, which alone is changed and taken out."""

    def obstacle(self) -> str:
        return "" if self.step.is_own else str(NotOwnStepError.sentence)

    def basis(self) -> Basis:
        return basis_of_step(DueDay.objects.get(pk=self.step.pk))


class EditStep(OwnStep):
    form_class = StepForm
    heading = gettext_lazy("แก้ไขขั้นตอน")
    button = gettext_lazy("บันทึกขั้นตอน")
    done = gettext_lazy("บันทึกขั้นตอนแล้ว")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.step, name) for name in ("name_th", "name_en", "due_on", "audiences")}

    def act(self, data: dict[str, Any]) -> None:
        assert self.words is not None  # noqa: S101  (the form is a StepForm)
        save_step(
            step_id=self.step.pk, words=self.words, reason=data.get("reason", ""), seen=data["seen"], **self.asked
        )


class RemoveStep(OwnStep):
    form_class = StepReasonForm
    heading = gettext_lazy("นำขั้นตอนออก")
    explanation = gettext_lazy("ขั้นตอนนี้จะไม่อยู่ในปฏิทินของปีและในงานของฉันอีก ประวัติยังเก็บไว้")
    button = gettext_lazy("นำออก")
    done = gettext_lazy("นำขั้นตอนออกแล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> None:
        remove_step(step_id=self.step.pk, reason=data.get("reason", ""), seen=data["seen"], **self.asked)
