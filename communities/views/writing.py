"""Where a committee writes its plan: every row saves itself while one types, and each works as a plain page too."""

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bkkplan.audit.models import Entry
from bkkplan.core import autosave
from bkkplan.core.clock import now, today
from bkkplan.core.components import Difference
from bkkplan.core.models import StaleError
from bkkplan.core.templatetags.thai import thai_time
from bkkplan.core.work import WorkRequest
from communities import actions
from communities.forms.writing import LineForm, NewProjectForm, ProblemForm, ProjectSheet, SectionForm
from communities.models import PlanArea, PlanProblem, PlanProject, PlanSection
from communities.queries import sections_of, title_of, what_is_missing
from communities.views.base import PlanMixin, crumbs_to, page_of
from communities.views.path import notices_for, steps_of


class Writing(PlanMixin):
    permission = "communities.write_plan"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer = super().dispatch
        if (
            request.method == "GET"
            and not self.revision.is_open
            and self.request.user.has_perm(self.permission, self.plan)
        ):
            messages.warning(request, actions.NotADraftError.sentence)
            return redirect(self.plan.get_absolute_url())
        return answer(request, *args, **kwargs)

    def problems(self) -> list[PlanProblem]:
        return list(self.revision.problems.standing().order_by("position", "pk"))

    def back(self, anchor: str = "") -> HttpResponse:
        return redirect(self.address("write") + (f"#{anchor}" if anchor else ""))


class PlanWrite(Writing):
    """The whole draft on one page."""

    def get(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sections = sections_of(self.revision)
        problems = self.problems()
        projects = list(
            self.revision.projects.standing().prefetch_related("areas", "budget_lines").order_by("rank", "pk")
        )
        context = {
            "plan": self.plan,
            "revision": self.revision,
            "crumbs": crumbs_to(self.plan, here=_("เขียนแผน")),
            "steps": steps_of(self.revision, on=today()),
            "notices": notices_for(self.revision),
            "sections": [
                (section, SectionForm(initial={"text": section.text}, auto_id=f"{section.code}_%s"))
                for section in sections
            ],
            "problems": [(p, ProblemForm.of(p, auto_id=False)) for p in problems],
            "new_problem": (uuid4(), ProblemForm(auto_id=False)),
            "projects": projects,
            "total": sum(project.amount for project in projects),
            "new_project": NewProjectForm(initial={"uuid": uuid4()}, auto_id="new_%s"),
            "missing": what_is_missing(self.revision),
            "can_copy": actions.last_years_revision(self.plan) is not None,
            "uptake": page_of("forums:uptake"),
            **self.just_removed(request.GET.get("removed", "")),
        }
        return render(request, "communities/write.html", context)

    def just_removed(self, text: str) -> dict[str, Any]:
        """What was taken out a moment ago, so that it can be put back."""
        try:
            uuid = UUID(text)
        except ValueError:
            return {}
        return {
            "removed_project": self.revision.projects.filter(uuid=uuid).exclude(removed_at=None).first(),
            "removed_problem": self.revision.problems.filter(uuid=uuid).exclude(removed_at=None).first(),
        }


class WhatIsMissing(Writing):
    """A fragment: what a draft lacks, asked for again after each save."""

    def get(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = {"plan": self.plan, "revision": self.revision, "missing": what_is_missing(self.revision)}
        return render(request, "communities/_missing.html", context)


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
        form = self.form(self.found(), request.POST)
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
        if as_json:
            shown = self.shown(form)
            notes = autosave.notes_of(request.POST, shown, form) if hasattr(form, "fields") else {}
            return autosave.saved(version=row.version, shown=shown, notes=notes, at=now())
        messages.success(request, _("บันทึกแล้ว"))
        return self.back(self.anchor())

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


class ProjectAdd(Writing):
    """The address of the new row comes from the page, so that a second click makes no second project."""

    http_method_names = ["post"]

    def post(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NewProjectForm(request.POST)
        if not form.is_valid():
            messages.warning(request, " ".join(str(e) for found in form.errors.values() for e in found))
            return self.back("projects")
        uuid, title = form.cleaned_data["uuid"], form.cleaned_data["title"]
        if not self.revision.projects.filter(uuid=uuid).exists():
            try:
                actions.save_project(
                    revision_id=self.revision.pk,
                    uuid=uuid,
                    words=actions.ProjectWords(title=title),
                    seen=0,
                    by=request.user,
                    at=now(),
                )
            except actions.PlanError as error:
                messages.warning(request, error.sentence)
                return redirect(self.plan.get_absolute_url())
        return redirect(self.address("project", uuid))


class RowAct(Writing):
    """Take a row out, put it back, or give it another place."""

    http_method_names = ["post"]
    KINDS: ClassVar[dict[str, Any]] = {"problems": PlanProblem, "projects": PlanProject}

    def post(self, request: WorkRequest, *args: Any, kind: str, uuid: UUID, act: str, **kwargs: Any) -> HttpResponse:
        if kind not in self.KINDS:
            raise Http404
        row = get_object_or_404(self.KINDS[kind], revision=self.revision, uuid=uuid)
        by: Any = {"row": row, "by": request.user, "at": now()}
        to = request.POST.get("to", "")
        try:
            if act == "take-out":
                actions.take_out(**by)
            elif act == "put-back":
                actions.put_back(**by)
            elif act != "move" or not to.isdecimal():
                raise Http404
            else:
                actions.move(to=int(to), **by)
        except actions.PlanError as error:
            messages.warning(request, error.sentence)
            return redirect(self.plan.get_absolute_url())
        if autosave.wants_json(request):
            return HttpResponse(status=204)
        if act == "take-out":
            return redirect(f"{self.address('write')}?removed={uuid}#{kind}")
        return self.back(f"{kind[:-1]}-{uuid}")


class CopyLastYear(Writing):
    http_method_names = ["post"]

    def post(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            copied = actions.copy_last_year(revision_id=self.revision.pk, by=request.user, at=now())
        except actions.PlanError as error:
            messages.warning(request, error.sentence)
        else:
            if copied:
                sentence = ngettext(
                    "คัดลอกแผนปีก่อนแล้ว %(projects)s โครงการ %(problems)s ปัญหา และ %(sections)s หัวข้อ ตรวจและแก้ให้เป็นของปีนี้",
                    "คัดลอกแผนปีก่อนแล้ว %(projects)s โครงการ %(problems)s ปัญหา และ %(sections)s หัวข้อ ตรวจและแก้ให้เป็นของปีนี้",
                    copied.projects,
                )
                counts = {"projects": copied.projects, "problems": copied.problems, "sections": copied.sections}
                messages.success(request, sentence % counts)
            else:
                messages.info(request, _("แผนปีก่อนอยู่ในร่างนี้ครบแล้ว"))
        return self.back()


class PlanSubmit(Writing):
    """Look once more, then hand it to the district."""

    permission = "communities.submit_plan"

    def get(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(what_is_missing(self.revision))

    def post(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            actions.submit(revision_id=self.revision.pk, by=request.user, at=now(), on=today())
        except actions.IncompleteError as error:
            return self.show(error.missing, status=422)
        except actions.PlanError as error:
            messages.warning(request, error.sentence)
        else:
            messages.success(request, _("ส่งแผนให้สำนักงานเขตแล้ว เขตจะแจ้งผลการตรวจมาที่หน้างานของฉัน"))
        return redirect(self.plan.get_absolute_url())

    def show(self, missing: Any, *, status: int = 200) -> HttpResponse:
        projects = list(self.revision.projects.standing().order_by("rank", "pk"))
        context = {
            "plan": self.plan,
            "revision": self.revision,
            "crumbs": crumbs_to(self.plan, here=_("ตรวจและส่ง")),
            "missing": missing,
            "projects": projects,
            "problem_count": self.revision.problems.standing().count(),
            "total": sum(project.amount for project in projects),
        }
        return render(self.request, "communities/submit.html", context, status=status)
