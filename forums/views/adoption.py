"""The one place where the district records that a community adopted its plan, or takes a mistaken record back."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.forms.portal import ReasonForm
from bkkplan.ground.core.pages.my_work import way_back
from communities.actions import plans
from communities.models import PlanAdoption
from communities.views.base import PlanMixin
from communities.views.next_steps import PlanAct
from forums.actions import adoptions
from forums.forms.adoption import AdoptionForm
from forums.queries.meetings import adoption_meetings


class AdoptionAct(PlanMixin, PlanAct):
    """An act on a plan's adoption. It is offered on the plan's page and on that of its check; `back` knows which."""

    permission = "communities.record_adoption"

    def back(self) -> str:
        return way_back(self.request, otherwise=self.plan.get_absolute_url())


class AdoptionRecord(AdoptionAct):
    form_class = AdoptionForm
    heading = _("บันทึกการรับรองของชุมชน")
    explanation = _("วันที่ที่ประชุมของชุมชนรับรองแผนนี้ เป็นคนละเรื่องกับการรับรองของเขต และบันทึกก่อนหรือหลังก็ได้")
    button = _("บันทึกการรับรอง")
    done = _("บันทึกการรับรองของชุมชนแล้ว")

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = {"meetings": adoption_meetings(self.plan), "year": self.plan.year, "latest": today()}
        return {**super().get_form_kwargs(), **asked}

    def act(self, data: dict[str, Any]) -> None:
        adoptions.adopt(plan_id=self.plan.pk, **data, **self.signed, on=today())


class AdoptionCancel(AdoptionAct):
    form_class = ReasonForm
    heading = _("ยกเลิกการรับรองที่บันทึกไว้")
    explanation = _("รายการเดิมยังอ่านได้ และไม่นับตั้งแต่วันนี้ บันทึกวันที่ถูกต้องได้หลังจากนี้")
    button = _("ยกเลิกการรับรอง")
    done = _("ยกเลิกการรับรองที่บันทึกไว้แล้ว บันทึกวันที่ถูกต้องได้เลย")
    is_danger = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.adoption = get_object_or_404(PlanAdoption, revision__plan=self.plan, pk=kwargs["adoption"])

    def act(self, data: dict[str, Any]) -> None:
        plans.cancel_adoption(adoption_id=self.adoption.pk, **data, **self.signed, on=today())
