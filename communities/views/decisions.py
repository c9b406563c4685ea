"""What the district decides about a plan, and the community's adoption."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from bkkplan.core.clock import now, today
from communities import actions
from communities.forms.plans import AdoptionForm, ReasonForm
from communities.models import PlanAdoption
from communities.views.base import PlanAct


class ConfirmationWithdraw(PlanAct):
    permission = "communities.confirm_plan"
    form_class = ReasonForm
    heading = _("ถอนการรับรองแผน")
    words = _("แผนจะไม่นับเป็นแผนที่เขตรับรองตั้งแต่วันนี้ และชุมชนเขียนฉบับถัดไปต่อได้")
    go = _("ถอนการรับรอง")
    done = _("ถอนการรับรองแล้ว และแจ้งกรรมการชุมชนแล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> None:
        actions.withdraw_confirmation(
            revision_id=self.revision.pk,
            reason=data["reason"],
            by=self.request.user,
            at=now(),
            on=today(),
        )


class AdoptionRecord(PlanAct):
    permission = "communities.record_adoption"
    form_class = AdoptionForm
    heading = _("บันทึกการรับรองของชุมชน")
    words = _("วันที่ที่ประชุมของชุมชนรับรองแผนนี้ เป็นคนละเรื่องกับการรับรองของเขต และบันทึกก่อนหรือหลังก็ได้")
    go = _("บันทึก")
    done = _("บันทึกการรับรองของชุมชนแล้ว")

    def form_kwargs(self) -> dict[str, Any]:
        return {"latest": today()}

    def act(self, data: dict[str, Any]) -> None:
        actions.adopt(
            plan_id=self.plan.pk,
            adopted_on=data["adopted_on"],
            method=data["method"],
            by=self.request.user,
            at=now(),
            on=today(),
        )


class AdoptionCancel(PlanAct):
    permission = "communities.record_adoption"
    form_class = ReasonForm
    heading = _("ยกเลิกการรับรองที่บันทึกไว้")
    words = _("รายการเดิมยังอ่านได้ และไม่นับตั้งแต่วันนี้ บันทึกวันที่ถูกต้องได้หลังจากนี้")
    go = _("ยกเลิกการรับรอง")
    done = _("ยกเลิกแล้ว")
    is_danger = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.adoption = get_object_or_404(PlanAdoption, revision__plan=self.plan, pk=kwargs["adoption"])

    def act(self, data: dict[str, Any]) -> None:
        actions.cancel_adoption(
            adoption_id=self.adoption.pk,
            reason=data["reason"],
            by=self.request.user,
            at=now(),
            on=today(),
        )
