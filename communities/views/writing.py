"""Where a committee writes its plan: the whole draft on one page, and the acts on it."""

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bkkplan.ground.core import autosave
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.work import WorkRequest
from communities import actions
from communities.forms.writing import NewProjectForm, ProblemForm, SectionForm
from communities.models import PlanProblem, PlanProject
from communities.queries import areas_left, sections_of, what_is_missing
from communities.views.base import PlanMixin, crumbs_to, page_of
from communities.views.path import notices_for, steps_of

COPIED = "copied_plan"  # the session's: what was copied last, by its versions


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
            "areas_left": areas_left(self.revision),
            "can_copy": actions.last_years_revision(self.plan) is not None,
            "can_take_back": request.session.get(COPIED, {}).get("revision") == self.revision.pk,
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
        context["areas_left"] = areas_left(self.revision)
        return render(request, "communities/_missing.html", context)


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
            if copied.finished:
                left_out = _("ไม่ได้คัดลอกโครงการที่แล้วเสร็จ: %(titles)s")
                messages.info(request, left_out % {"titles": ", ".join(copied.finished)})
            if copied:
                request.session[COPIED] = {"revision": self.revision.pk, "versions": copied.versions}
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


class CopyTakeBack(Writing):
    """Undo the copying that this person did last."""

    http_method_names = ["post"]

    def post(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = request.session.pop(COPIED, {})
        if kept.get("revision") != self.revision.pk:
            messages.info(request, _("ไม่มีการคัดลอกที่เลิกทำได้"))
            return redirect(self.address("write"))
        try:
            done = actions.take_back_copies(
                revision_id=self.revision.pk, versions=kept["versions"], by=request.user, at=now()
            )
        except actions.PlanError as error:
            messages.warning(request, error.sentence)
            return redirect(self.plan.get_absolute_url())
        messages.success(request, _("เลิกทำการคัดลอกแล้ว"))
        if done.kept:
            words = ngettext("คงไว้ %(kept)s รายการที่แก้ไขหรือใช้อยู่แล้ว", "คงไว้ %(kept)s รายการที่แก้ไขหรือใช้อยู่แล้ว", done.kept)
            messages.info(request, words % {"kept": done.kept})
        return redirect(self.address("write"))


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
            "areas_left": areas_left(self.revision),
            "projects": projects,
            "problem_count": self.revision.problems.standing().count(),
            "total": sum(project.amount for project in projects),
        }
        return render(self.request, "communities/submit.html", context, status=status)
