"""What the district decides about a plan that it confirmed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.rows.basis import Basis
from communities.actions import plans
from communities.forms.plans import WithdrawConfirmationForm
from communities.queries.plans import basis_of_confirmation
from communities.views.base import PlanMixin
from communities.views.next_steps import PlanAct


class ConfirmationWithdraw(PlanMixin, PlanAct):
    permission = "communities.confirm_plan"
    form_class = WithdrawConfirmationForm
    heading = _("ถอนการรับรองแผน")
    explanation = _("แผนจะไม่นับเป็นแผนที่เขตรับรองตั้งแต่วันนี้ และชุมชนเขียนฉบับถัดไปต่อได้")
    button = _("ถอนการรับรอง")
    done = _("ถอนการรับรองแล้ว และแจ้งกรรมการชุมชนแล้ว")
    is_danger = True

    def basis(self) -> Basis:
        return basis_of_confirmation(self.revision)

    def act(self, data: dict[str, Any]) -> None:
        plans.withdraw_confirmation(revision_id=self.revision.pk, **data, **self.signed, on=today())
