"""Rows of a draft."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.views.rows import RowPage
from communities.actions import mending, writing
from communities.enums import WritingStep
from communities.forms.project_sheet import ProjectSheet
from communities.forms.writing import LineForm, MendedForm, ProblemForm, SectionForm
from communities.models import PlanArea, PlanProblem, PlanProject, PlanSection, ReturnReason
from communities.queries import title_of
from communities.views.writing import Writing


class PlanRowPage(Writing, RowPage):
    step = WritingStep.PROBLEMS  # the writing page on which the row stands

    def anchor(self) -> str:
        """The row's place on that page."""
        raise NotImplementedError

    def back(self) -> str:
        return self.write_page(self.step, self.anchor())


class SectionRow(PlanRowPage):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        by_code = {section["code"]: section for section in self.plan.template.asked_sections}
        if kwargs["section"] not in by_code:
            raise Http404
        self.section = by_code[kwargs["section"]]

    @property
    def heading(self) -> str:
        return title_of(self.section)

    def anchor(self) -> str:
        return f"section-{self.section['code']}"

    def find(self) -> PlanSection | None:
        return self.revision.sections.filter(code=self.section["code"]).first()

    def form(self, row: PlanSection | None, data: Any = None) -> SectionForm:
        form = SectionForm(data, initial={"text": row.text if row else ""})
        form.fields["text"].label = self.heading
        return form

    def save(self, form: SectionForm, *, seen: int) -> PlanSection:
        return writing.save_section(
            revision_id=self.revision.pk,
            code=self.section["code"],
            text=form.cleaned_data["text"],
            seen=seen,
            **self.signed,
        )


class ProblemRow(PlanRowPage):
    heading = gettext_lazy("ปัญหาและความต้องการ")

    def anchor(self) -> str:
        return f"problem-{self.kwargs['uuid']}"

    def find(self) -> PlanProblem | None:
        return self.revision.problems.filter(uuid=self.kwargs["uuid"]).first()

    def form(self, row: PlanProblem | None, data: Any = None) -> ProblemForm:
        return ProblemForm.of(row, data=data)

    def save(self, form: ProblemForm, *, seen: int) -> PlanProblem:
        return writing.save_problem(
            revision_id=self.revision.pk, uuid=self.kwargs["uuid"], words=form.words, seen=seen, **self.signed
        )


class ProjectRow(PlanRowPage):
    """The ten-item sheet of one project."""

    template_name = "communities/project.html"
    step = WritingStep.PROJECTS
    only_required = False

    def find(self) -> PlanProject:
        rows = self.revision.projects.live().select_related("problem", "carried_from__revision__plan")
        project: PlanProject = get_object_or_404(rows, uuid=self.kwargs["uuid"])
        return project

    heading = gettext_lazy("โครงการ")

    def anchor(self) -> str:
        return f"project-{self.kwargs['uuid']}"

    def form(self, row: PlanProject | None, data: Any = None) -> ProjectSheet:
        areas = PlanArea.objects.order_by("position")
        return ProjectSheet(
            data,
            project=row,
            areas=areas,
            problems=self.problems(),
            template=self.plan.template,
            only_required=self.only_required,
        )

    def errors(self, form: ProjectSheet) -> dict[str, str]:
        return form.errors

    def texts(self, form: ProjectSheet) -> dict[str, str]:
        return form.texts

    def shown_after_saving(self, form: ProjectSheet, row: PlanProject) -> dict[str, str]:
        # By the numbers that the page gave the lines; saved, they are counted anew.
        return form.texts

    def label(self, form: ProjectSheet, name: str) -> str:
        for part in form.parts:
            for field in part:
                if field.html_name == name:
                    return str(field.label)
        return name

    def save(self, form: ProjectSheet, *, seen: int) -> PlanProject:
        return writing.save_project(
            revision_id=self.revision.pk, uuid=self.kwargs["uuid"], words=form.words, seen=seen, **self.signed
        )

    def show(self, form: ProjectSheet, *, status: int = 200, **more: Any) -> HttpResponse:
        blank = LineForm.of(None, prefix="line-NUMBER", auto_id=False)
        return super().show(form, status=status, plan=self.plan, row=self.row, blank_line=blank, **more)


class ProjectItemsRow(ProjectRow):
    """What must be written of one project before the plan is submitted."""

    template_name = "communities/project_items.html"
    step = WritingStep.ITEMS
    only_required = True

    def show(self, form: ProjectSheet, *, status: int = 200, **more: Any) -> HttpResponse:
        return super().show(form, status=status, sheet=form, **more)


class ReturnReasonRow(PlanRowPage):
    """One of the reasons for which the edition before was sent back, ticked once it is mended."""

    heading = gettext_lazy("ข้อที่ให้แก้")

    def find(self) -> ReturnReason:
        rows = ReturnReason.objects.filter(revision__plan=self.plan, revision__number=self.revision.number - 1)
        reason: ReturnReason = get_object_or_404(rows, uuid=self.kwargs["uuid"])
        return reason

    def back(self) -> str:
        return self.write_page(self.row.step or WritingStep.PROBLEMS, f"reason-{self.row.uuid}")

    def form(self, row: ReturnReason, data: Any = None) -> MendedForm:
        form = MendedForm(data, initial={"mended": row.mended_at is not None})
        form.fields["mended"].label = row.sentence
        return form

    def save(self, form: MendedForm, *, seen: int) -> ReturnReason:
        return mending.tick_reason(
            reason_id=self.row.pk,
            revision_id=self.revision.pk,
            is_mended=form.cleaned_data["mended"],
            seen=seen,
            **self.signed,
        )
