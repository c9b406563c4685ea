"""Rows of a draft: each saves itself while one types, and works as a plain page too. Both come the same way in."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions import notify_of_replacement
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core import autosave
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.components import Difference
from bkkplan.ground.core.models import StaleError
from bkkplan.ground.core.wording import thai_time
from bkkplan.ground.core.work import WorkRequest
from communities import actions
from communities.forms.writing import LineForm, ProblemForm, ProjectSheet, SectionForm
from communities.models import PlanArea, PlanProblem, PlanProject, PlanSection
from communities.queries import title_of
from communities.views.base import crumbs_to
from communities.views.writing import Writing


class RowView(autosave.ForItsPersonMixin, Writing):
    """One row: GET is a plain page, POST saves. Subclasses say which form, what stands in it, and which action."""

    template_name: ClassVar[str] = "communities/row.html"

    def heading(self) -> str:
        raise NotImplementedError

    def found(self) -> Any:
        """The row as it stands, if it stands already."""
        raise NotImplementedError

    def form(self, row: Any, data: Any = None) -> Any:
        raise NotImplementedError

    def save(self, form: Any, *, seen: int) -> Any:
        raise NotImplementedError

    def anchor(self) -> str:
        return ""

    def get(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.form(self.found()))

    def post(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        as_json = autosave.wants_json(request)
        found = self.found()
        before = self.theirs(found) if found and request.POST.get("over") else None
        form = self.form(found, request.POST)
        if not form.is_valid():
            return autosave.refused(errors=self.errors_of(form)) if as_json else self.show(form, status=422)
        seen = request.POST.get("version", "")
        try:
            row = self.save(form, seen=int(seen) if seen.isdecimal() else 0)
        except StaleError as error:
            return self.answer_stale(form, error, as_json=as_json)
        except actions.PlanError as error:
            if as_json:
                return autosave.refused(sentence=str(error.sentence))
            messages.warning(request, error.sentence)
            return redirect(self.plan.get_absolute_url())
        if before is not None:
            self.tell_replaced(row, before, self.theirs(row))
        if as_json:
            shown = self.shown(form)
            notes = autosave.notes_of(request.POST, shown, form) if hasattr(form, "fields") else {}
            return autosave.saved(version=row.version, shown=shown, notes=notes, at=now())
        messages.success(request, _("บันทึกแล้ว"))
        return self.back(self.anchor())

    def tell_replaced(self, row: Any, before: dict[str, str], after: dict[str, str]) -> None:
        changed = [name for name in after if before.get(name, "") != after[name]]
        notify_of_replacement(
            row=row,
            place=self.plan,
            before=" · ".join(before.get(name, "") for name in changed),
            after=" · ".join(after[name] for name in changed),
            url=self.address("write"),
            by=self.request.user,
            at=now(),
        )

    def errors_of(self, form: Any) -> dict[str, str]:
        return {name: " ".join(map(str, found)) for name, found in form.errors.items()}

    def shown(self, form: Any) -> dict[str, str]:
        """How the names that were sent read now."""
        return {name: str(value or "") for name, value in form.cleaned_data.items()}

    def theirs(self, row: Any) -> dict[str, str]:
        return autosave.texts_of(self.form(row))

    def mine(self, form: Any) -> dict[str, str]:
        return self.shown(form)

    def label(self, form: Any, name: str) -> str:
        return str(form.fields[name].label or self.heading())

    def answer_stale(self, form: Any, error: StaleError, *, as_json: bool) -> HttpResponse:
        theirs = self.theirs(error.theirs)
        last = Entry.objects.about(error.theirs).order_by("-at", "-pk").first()
        by, at = (last.actor_label, last.at) if last else (_("เพื่อนร่วมงาน"), None)
        version = error.theirs.version  # type: ignore[attr-defined]
        if as_json:
            return autosave.stale(version=version, theirs=theirs, by=by, at=at)
        mine = self.mine(form)
        differences = [
            Difference(label=self.label(form, name), yours=mine.get(name, ""), theirs=theirs.get(name, ""))
            for name in {**theirs, **mine}
            if mine.get(name, "") != theirs.get(name, "")
        ]
        conflict = {"items": differences, "by": by, "at": thai_time(at) if at else ""}
        return self.show(form, status=409, version=version, conflict=conflict)

    def show(self, form: Any, *, status: int = 200, **more: Any) -> HttpResponse:
        row = self.found()
        context = {
            "form": form,
            "plan": self.plan,
            "revision": self.revision,
            "row": row,
            "heading": self.heading(),
            "version": self.request.POST.get("version") or (row.version if row else 0),
            "crumbs": crumbs_to(self.plan, here=self.heading()),
            "back": self.address("write") + f"#{self.anchor()}",
            **more,
        }
        return render(self.request, self.template_name, context, status=status)


class SectionRow(RowView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        by_code = {section["code"]: section for section in self.plan.template.sections}
        if kwargs["section"] not in by_code:
            raise Http404
        self.section = by_code[kwargs["section"]]

    def heading(self) -> str:
        return title_of(self.section)

    def anchor(self) -> str:
        return f"section-{self.section['code']}"

    def found(self) -> PlanSection | None:
        return self.revision.sections.filter(code=self.section["code"]).first()

    def form(self, row: PlanSection | None, data: Any = None) -> SectionForm:
        form = SectionForm(data, initial={"text": row.text if row else ""})
        form.fields["text"].label = self.heading()
        return form

    def save(self, form: SectionForm, *, seen: int) -> PlanSection:
        return actions.save_section(
            revision_id=self.revision.pk,
            code=self.section["code"],
            text=form.cleaned_data["text"],
            seen=seen,
            by=self.request.user,
            at=now(),
        )


class ProblemRow(RowView):
    def heading(self) -> str:
        return _("ปัญหาและความต้องการ")

    def anchor(self) -> str:
        return f"problem-{self.kwargs['uuid']}"

    def found(self) -> PlanProblem | None:
        return self.revision.problems.filter(uuid=self.kwargs["uuid"]).first()

    def form(self, row: PlanProblem | None, data: Any = None) -> ProblemForm:
        return ProblemForm.of(row, data=data)

    def save(self, form: ProblemForm, *, seen: int) -> PlanProblem:
        return actions.save_problem(
            revision_id=self.revision.pk,
            uuid=self.kwargs["uuid"],
            words=form.words,
            seen=seen,
            by=self.request.user,
            at=now(),
        )


class ProjectRow(RowView):
    """The ten-item sheet of one project."""

    template_name = "communities/project.html"

    def found(self) -> PlanProject:
        rows = self.revision.projects.standing().select_related("problem", "carried_from__revision__plan")
        return get_object_or_404(rows, uuid=self.kwargs["uuid"])

    def heading(self) -> str:
        return _("โครงการ")

    def anchor(self) -> str:
        return f"project-{self.kwargs['uuid']}"

    def form(self, row: PlanProject | None, data: Any = None) -> ProjectSheet:
        areas = PlanArea.objects.order_by("position")
        return ProjectSheet(data, project=row, areas=areas, problems=self.problems())

    def errors_of(self, form: ProjectSheet) -> dict[str, str]:
        return form.errors

    def shown(self, form: ProjectSheet) -> dict[str, str]:
        return form.texts

    def theirs(self, row: PlanProject) -> dict[str, str]:
        return self.form(row).texts

    def label(self, form: ProjectSheet, name: str) -> str:
        for part in form.parts:
            for field in part:
                if field.html_name == name:
                    return str(field.label)
        return name

    def save(self, form: ProjectSheet, *, seen: int) -> PlanProject:
        return actions.save_project(
            revision_id=self.revision.pk,
            uuid=self.kwargs["uuid"],
            words=form.words,
            seen=seen,
            by=self.request.user,
            at=now(),
        )

    def show(self, form: ProjectSheet, *, status: int = 200, **more: Any) -> HttpResponse:
        blank = LineForm.of(None, prefix="line-NUMBER", auto_id=False)
        return super().show(form, status=status, blank_line=blank, **more)
