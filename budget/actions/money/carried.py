"""Which items progress may be reported on."""

from django.utils.translation import gettext as _

from budget.actions.errors import NotCarriedError
from budget.enums import EditionState
from budget.models import ActionPlanItem


def demand_carried(item: ActionPlanItem) -> None:
    """Raise NotCarriedError unless the item is in the plan as approved: only there progress is reported."""
    if item.introduced_in.state != EditionState.APPROVED:
        raise NotCarriedError(_("โครงการนี้อยู่ในแผนที่ยังไม่อนุมัติ จึงยังรายงานความก้าวหน้าไม่ได้"))
    if item.dropped_in and item.dropped_in.state == EditionState.APPROVED:
        raise NotCarriedError(_("โครงการนี้ถูกตัดออกจากแผนแล้ว"))
