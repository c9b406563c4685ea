"""A plan that the district's office enters for the committee from paper: taken on, taken over, and its record."""

from typing import Any

from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.forms.kept_files import send_kept_file
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.personal import purpose
from communities.actions import plans
from communities.models import MeetingRecord, PlanRevision
from communities.views.base import PlanMixin
from communities.views.next_steps import PlanAct


def may_open_record(record: MeetingRecord, user: Person) -> bool:
    """Daily work opens the file for as long as it needs it, then only the district's director and administrators."""
    plan = record.revision.plan
    over = purpose("communities.daily").over_since(now())
    if over is None or record.at >= over:
        return user.has_perm("communities.open_record", plan)
    return user.has_perm("communities.open_kept_record", plan)


def record_of(revision: PlanRevision) -> MeetingRecord | None:
    """The record of the meeting with which the edition was submitted from paper; None for any other edition."""
    if not revision.is_from_paper:
        return None
    record: MeetingRecord | None = revision.meeting_records.order_by("-pk").first()
    if record is not None:
        record.revision = revision  # loaded once
    return record


class PaperAct(PlanMixin, PlanAct):
    """Who writes the plan: the office from paper, or the committee itself."""

    def next_page(self) -> str:
        return self.address("write")


class EnterFromPaper(PaperAct):
    permission = "communities.enter_plan"
    heading = gettext_lazy("บันทึกแทนคณะกรรมการ")
    explanation = gettext_lazy(
        "ใช้เมื่อคณะกรรมการนำแผนมาเป็นเอกสาร คณะกรรมการจะได้รับแจ้งและรับไปเขียนเองได้ ผู้บันทึกและผู้ส่งแทนจะตรวจหรือรับรองแผนนี้ไม่ได้"
    )
    button = gettext_lazy("เริ่มบันทึกแทน")
    done = gettext_lazy("เริ่มบันทึกแทนแล้ว และแจ้งคณะกรรมการแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        plans.enter_from_paper(plan_id=self.plan.pk, **self.signed, on=today())


class TakeOver(PaperAct):
    permission = "communities.take_over_plan"
    heading = gettext_lazy("รับแผนมาเขียนเอง")
    explanation = gettext_lazy("สิ่งที่สำนักงานเขตบันทึกไว้จะอยู่ครบ และสำนักงานเขตจะเขียนต่อไม่ได้")
    button = gettext_lazy("รับมาเขียนเอง")
    done = gettext_lazy("รับแผนมาเขียนเองแล้ว และแจ้งผู้บันทึกแทนแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        plans.take_over(plan_id=self.plan.pk, **self.signed)


class RecordFile(PlanMixin):
    permission = ""

    def get(self, request: WorkRequest, *args: Any, **kwargs: Any) -> FileResponse:
        record = record_of(self.revision)
        if record is None or not record.file or not may_open_record(record, request.user):
            raise Http404
        return send_kept_file(record)
