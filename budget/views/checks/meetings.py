"""Several projects of a plan are decided on as a meeting decided, and the decision is undone."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.acts import ActButton, BulkActPage
from bkkplan.ground.core.rows.basis import Bases
from budget.actions.checks import meetings
from budget.forms.meetings import MeetingForm
from budget.queries.checks.checks import basis_of_answers
from budget.views.checks.checks import RevisionMixin
from communities.models import PlanProject
from communities.views.next_steps import steps_after_plan


class Meeting(RevisionMixin, BulkActPage):
    """What was changed since the page was opened is marked and no longer chosen; the others may still be decided on."""

    template_name = "budget/check_meeting.html"
    stylesheet = "css/pages/budget.css"
    form_class = MeetingForm
    heading = gettext_lazy("บันทึกมติที่ประชุม")
    button = gettext_lazy("บันทึกมติ")
    done = gettext_lazy("บันทึกมติแล้ว")

    @cached_property
    def projects(self) -> list[PlanProject]:
        return list(self.revision.projects.live().select_related("check_result").order_by("rank", "pk"))

    def basis(self) -> Bases:
        return Bases.of({project.pk: basis_of_answers(project) for project in self.projects})

    def get_initial(self) -> dict[str, Any]:
        return {"projects": [int(pk) for pk in self.request.GET.getlist("project") if pk.isdecimal()]}

    def next_links(self) -> list[Link]:
        return steps_after_plan(self.plan, user=self.request.user)

    def act(self, data: dict[str, Any]) -> None:
        act: UUID = data.pop("act")
        meetings.decide_in_meeting(
            revision_id=self.revision.pk,
            project_ids=data.pop("projects"),
            act=act,
            seen=data.pop("seen"),
            decision=meetings.MeetingDecision(**data),
            **self.signed,
            on=today(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        chosen = {int(pk) for pk in context["form"]["projects"].value() or () if str(pk).isdecimal()}
        marked: set[int] = set()
        if "changed" in context:
            seen = self._seen().rows
            marked = {
                int(row) for row, basis in self.basis().rows.items() if seen.get(row, basis).digest != basis.digest
            }
            chosen -= marked
            if chosen:
                context["button"] = _("ทำอีก %(n)s รายการ") % {"n": len(chosen)}
        rows = [(project, project.pk in chosen, project.pk in marked) for project in self.projects]
        return {**context, "rows": rows}


class UndoMeeting(RevisionMixin, ActButton):
    done = gettext_lazy("เลิกทำมติแล้ว คำตอบของทุกโครงการกลับเป็นอย่างเดิม")

    def act(self, data: dict[str, Any]) -> None:
        meeting = get_object_or_404(self.revision.check_meetings, pk=self.kwargs["meeting"])
        meetings.undo_meeting(meeting_id=meeting.pk, **self.signed, on=today())
