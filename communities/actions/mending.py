"""The committee ticks what it has mended of the reasons for which its plan was sent back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from communities.actions.errors import PlanError
from communities.actions.steps import log_details
from communities.actions.writing import draft_of
from communities.models import ReturnReason


class OtherReturnError(PlanError):
    sentence = _("ข้อนี้เป็นของการส่งกลับครั้งก่อน เปิดหน้าแผนใหม่อีกครั้ง")


@transaction.atomic
def tick_reason(
    *, reason_id: int, revision_id: int, is_mended: bool, seen: int, by: User, at: datetime
) -> ReturnReason:
    """Say in the draft that a reason of the return before it is mended, or that it is not after all."""
    draft = draft_of(revision_id, by, at)
    reason = ReturnReason.objects.select_related("revision").get(pk=reason_id)
    if (reason.revision.plan_id, reason.revision.number) != (draft.plan_id, draft.number - 1):
        raise OtherReturnError
    if (reason.mended_at is not None) == is_mended:
        return reason
    reason.mended_at, reason.mended_by = (at, by) if is_mended else (None, None)  # type: ignore[assignment]
    reason.save_over(seen, update_fields=["mended_at", "mended_by"])
    verb = "communities.return_reason_mended" if is_mended else "communities.return_reason_open_again"
    record(verb, draft, by=by, at=at, **log_details(draft), sentence=reason.sentence)
    return reason
