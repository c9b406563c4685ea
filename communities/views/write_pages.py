"""The pages on which a committee writes its plan, one for each step; the fifth is the page that submits it."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.wording import thai_date_short
from communities.enums import WritingStep
from communities.forms.project_sheet import ProjectSheet
from communities.forms.writing import LineForm, NewProjectForm, ProblemForm, SectionForm
from communities.models import PlanArea, PlanProject, ReturnReason
from communities.queries import Completeness, completeness_of, sections_of
from communities.queries.comments import open_comments_on
from communities.queries.last_year import counts_of, last_years_revision, standing_review
from communities.queries.plans import office_writers
from communities.queries.rules_to_meet import reasons_before
from communities.queries.running import count_years
from communities.views.base import crumbs_to, page_of
from communities.views.presenting import notices_for, steps_of
from communities.views.writing import Writing


class PlanWrite(Writing):
    """One of the four pages that save themselves; without a step in the address, the first."""

    step: WritingStep

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.shown = {
            WritingStep.PROBLEMS: self.show_problems,
            WritingStep.LAST_YEAR: self.show_last_year,
            WritingStep.PROJECTS: self.show_projects,
            WritingStep.ITEMS: self.show_items,
        }
        if kwargs.get("step", WritingStep.PROBLEMS) not in self.shown:
            raise Http404
        self.step = WritingStep(kwargs.get("step", WritingStep.PROBLEMS))

    def get(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        complete = completeness_of(self.revision)
        context = {
            "plan": self.plan,
            "revision": self.revision,
            "crumbs": crumbs_to(self.plan, here=_("เขียนแผน")),
            "steps": steps_of(self.revision, on=today()),
            "open_comments": open_comments_on(self.plan),
            "may_comment": True,  # whoever writes the plan
            **self.returned(),
            "writers": office_writers(self.revision),
            "complete": complete,
            **self.places(self.step, complete),
            **self.shown[self.step](complete),
        }
        return render(request, f"communities/write_{self.step.name.lower()}.html", context)

    def show_problems(self, complete: Completeness) -> dict[str, Any]:
        """The texts of the plan, and its problems in their order."""
        return {
            "sections": [
                (
                    section,
                    SectionForm(initial={"text": section.text}, auto_id=f"{section.code}_%s"),
                    self.beside(section.anchor),
                )
                for section in sections_of(self.revision)
            ],
            "problems": [(p, ProblemForm.of(p, auto_id=False)) for p in self.problems()],
            "new_problem": (uuid4(), ProblemForm(auto_id=False)),
            "removed_problem": self.removed(self.revision.problems),
        }

    def show_last_year(self, complete: Completeness) -> dict[str, Any]:
        """What last year's plan and the forums offer."""
        return {"last_year": last_years_revision(self.plan), "uptake": page_of("forums:uptake"), **self.reviewed()}

    def show_projects(self, complete: Completeness) -> dict[str, Any]:
        """The projects in their order."""
        projects = self.projects()
        count_years(projects)
        return {
            "projects": projects,
            "total": sum(project.amount for project in projects),
            "new_project": NewProjectForm(initial={"uuid": uuid4()}, auto_id="new_%s"),
            "removed_project": self.removed(self.revision.projects),
            **self.reviewed(),
        }

    def show_items(self, complete: Completeness) -> dict[str, Any]:
        """Of each project what must be written; those that lack something are open."""
        lacking = {one.project for one in complete.missing}
        areas = list(PlanArea.objects.order_by("position"))
        sheets = [
            (
                project,
                ProjectSheet(
                    project=project, areas=areas, problems=(), template=self.plan.template, blanks=1, only_required=True
                ),
                project.uuid in lacking,
                self.beside(project.lineage),
            )
            for project in self.projects()
        ]
        return {"sheets": sheets, "blank_line": LineForm.of(None, prefix="line-NUMBER", auto_id=False)}

    @cached_property
    def reasons(self) -> list[ReturnReason]:
        return reasons_before(self.revision)

    def beside(self, place: str | UUID) -> list[ReturnReason]:
        """The reasons of the return that stand beside one field of this page, or one project."""
        return [reason for reason in self.reasons if place and place == (reason.lineage or reason.anchor)]

    def returned(self) -> dict[str, Any]:
        """Why the edition before came back: each reason with the address where it is ticked, "" for this list."""
        if not self.reasons:
            return {"notices": notices_for(self.revision), "reasons": []}
        kept = set(self.revision.projects.live().values_list("lineage", flat=True))
        day = self.reasons[0].revision.returned_on
        return {
            "notices": [],
            "reasons": [(reason, self.page_of_reason(reason, kept)) for reason in self.reasons],
            "returned_on": _("ส่งกลับเมื่อ %(day)s แก้แล้วให้ทำเครื่องหมาย") % {"day": thai_date_short(day)},
        }

    def page_of_reason(self, reason: ReturnReason, kept: Collection[UUID]) -> str:
        has_its_place = reason.lineage in kept if reason.lineage else reason.anchor.startswith("section-")
        if reason.step is None or not (has_its_place or reason.anchor in ("problems", "projects")):
            return ""
        if reason.step == self.step and not has_its_place:
            return ""
        return self.write_page(reason.step, f"reason-{reason.uuid}")

    def reviewed(self) -> dict[str, Any]:
        """What was decided about last year's plan, which can be undone."""
        review = standing_review(self.plan)
        return {"review": review, "reviewed": counts_of(review) if review else []}

    def projects(self) -> Sequence[PlanProject]:
        rows = self.revision.projects.live().select_related("problem").with_areas_and_lines()
        return list(rows.order_by("rank", "pk"))

    def removed(self, rows: Any) -> Any:
        """The row that was taken out a moment ago, so that it can be put back."""
        try:
            uuid = UUID(self.request.GET.get("removed", ""))
        except ValueError:
            return None
        return rows.filter(uuid=uuid).exclude(removed_at=None).first()


class WhatIsMissing(Writing):
    """A fragment: what a draft lacks, asked for again after each save."""

    def get(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        complete = completeness_of(self.revision)
        context = {
            "plan": self.plan,
            "revision": self.revision,
            "complete": complete,
            **self.places(WritingStep.PROBLEMS, complete),
        }
        return render(request, "communities/_missing.html", context)
