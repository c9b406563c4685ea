"""What the district decides about a plan that it confirmed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.clock import now, today
from communities import actions
from communities.forms.plans import ReasonForm
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
