"""Last year's plan, project by project: chosen, looked at once more, brought over in one act, undone in one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bkkplan.ground.core.pages.acts import ActButton, BulkActPage
from bkkplan.ground.core.rows.basis import Bases
from communities.actions import last_year
from communities.actions.last_year import ReviewChoice
from communities.enums import WritingStep
from communities.forms.review import ReviewForm
from communities.models import PlanRevision
from communities.queries.last_year import (
    LastYearsProject,
    bases_of_review,
    last_years_projects,
    last_years_revision,
    standing_review,
)
from communities.views.next_steps import PlanAct
from communities.views.writing import Writing


class ReviewLastYear(Writing, PlanAct, BulkActPage):
    """Sent once, the page shows what will happen; sent from there, it happens."""

    template_name = "communities/review.html"
    stylesheet = "css/pages/plan.css"
    form_class = ReviewForm
    heading = gettext_lazy("ทบทวนแผนปีก่อน")
    button = gettext_lazy("ดูก่อนนำมาใส่")
    source: PlanRevision | None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.source = last_years_revision(self.plan)

    @cached_property
    def projects(self) -> Sequence[LastYearsProject]:
        return last_years_projects(self.source) if self.source else ()

    @property
    def done(self) -> str:
        return _("นำแผนปีก่อนมาใส่ในร่างแล้ว ตรวจและแก้ให้เป็นของปีนี้ เลิกทำได้ที่กรอบ “แผนปีก่อน”")

    def obstacle(self) -> str:
        if self.source is None:
            return str(last_year.NothingToReviewError.sentence)
        return str(last_year.ReviewedAlreadyError.sentence) if standing_review(self.plan) else ""

    def basis(self) -> Bases:
        return bases_of_review(self.source) if self.source else Bases()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "projects": self.projects}

    def back(self) -> str:
        return self.write_page(WritingStep.LAST_YEAR)

    def next_page(self) -> str:
        return self.write_page(WritingStep.PROJECTS)

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        if "confirm" in self.request.POST:
            return super().form_valid(form)
        return self.render_to_response(self.get_context_data(form=form, is_preview="again" not in self.request.POST))

    def act(self, data: dict[str, Any]) -> None:
        decisions: list[ReviewChoice] = data["decisions"]
        last_year.review_last_year(revision_id=self.revision.pk, decisions=decisions, seen=data["seen"], **self.signed)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"is_preview": False, **super().get_context_data(**kwargs)}
        context["last_year"] = self.plan.year.previous
        context["rows"] = context["form"].rows
        context["chosen"] = context["form"].chosen if context["is_preview"] else []
        return context


class ReviewUndo(Writing, ActButton):
    kept = 0

    @property
    def done(self) -> str:
        if not self.kept:
            return _("เลิกทำการทบทวนแล้ว ร่างกลับเป็นเหมือนก่อนทบทวน")
        sentence = ngettext(
            "เลิกทำการทบทวนแล้ว คงไว้ %(kept)s รายการที่แก้ไขหรือใช้อยู่แล้ว",
            "เลิกทำการทบทวนแล้ว คงไว้ %(kept)s รายการที่แก้ไขหรือใช้อยู่แล้ว",
            self.kept,
        )
        return sentence % {"kept": self.kept}

    def back(self) -> str:
        return self.write_page(WritingStep.LAST_YEAR)

    def act(self, data: dict[str, Any]) -> None:
        self.kept = last_year.undo_review(revision_id=self.revision.pk, **self.signed).kept
