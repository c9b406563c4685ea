"""A committee asks that an outcome be looked at again, and the district decides anew."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.rows.basis import Basis
from budget.actions.checks.second_looks import ask_for_second_look, decide_second_look
from budget.forms import CheckForm
from budget.forms.second_looks import AskForm, SecondLookForm
from budget.models import SecondLook
from budget.queries.checks.second_looks import basis_of_second_look, why_not_asked_again
from budget.views.checks.checks import RevisionMixin
from communities.models import PlanProject
from communities.views.next_steps import steps_after_plan


class OneProject(RevisionMixin, ActPage):
    """One project of the edition, with the outcome that stands."""

    template_name = "budget/second_look.html"
    stylesheet = "css/pages/budget.css"
    project: PlanProject

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = self.revision.projects.live().select_related("check_result")
        self.project = get_object_or_404(rows, pk=self.kwargs["project"])
        self.project.revision = self.revision

    def lead(self) -> str:
        return self.project.title

    def next_links(self) -> list[Link]:
        return steps_after_plan(self.plan, user=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        check = getattr(self.project, "check_result", None)
        look = SecondLook.objects.filter(project=self.project).select_related("asked_by").first()
        return {**super().get_context_data(**kwargs), "project": self.project, "check": check, "look": look}


class AskSecondLook(OneProject):
    permission = "budget.ask_second_look"
    form_class = AskForm
    heading = gettext_lazy("ขอให้พิจารณาใหม่")
    button = gettext_lazy("ส่งคำขอ")
    done = gettext_lazy("ส่งคำขอแล้ว สำนักงานเขตได้รับแจ้ง")
    explanation = gettext_lazy("ขอได้ครั้งเดียวต่อโครงการ การรับรองแผนยังมีผลอยู่ ผลเดิมใช้ต่อไปจนกว่าเขตจะพิจารณาใหม่")

    def obstacle(self) -> str:
        return why_not_asked_again(self.project)

    def back(self) -> str:
        return self.plan.get_absolute_url()

    def crumbs(self) -> list[Link]:
        return [Link(label=str(self.plan), href=self.back()), Link(label=str(self.heading))]

    def act(self, data: dict[str, Any]) -> None:
        ask_for_second_look(project_id=self.project.pk, **data, **self.signed, on=today())


class DecideSecondLook(OneProject):
    form_class = SecondLookForm
    heading = gettext_lazy("พิจารณาใหม่")
    button = gettext_lazy("บันทึกผลพิจารณาใหม่")
    done = gettext_lazy("บันทึกผลพิจารณาใหม่แล้ว และแจ้งให้กรรมการชุมชนทราบ")
    explanation = gettext_lazy("ผลใหม่ใช้ตั้งแต่วันนี้ ผลเดิมยังเก็บไว้และใช้กับวันก่อนหน้า การรับรองแผนยังมีผลอยู่")

    def look(self) -> SecondLook | None:
        return SecondLook.objects.open().filter(project=self.project).select_related("project__check_result").first()

    def obstacle(self) -> str:
        return "" if self.look() else _("ไม่มีคำขอให้พิจารณาใหม่ที่รออยู่")

    def basis(self) -> Basis:
        look = self.look()
        return basis_of_second_look(look) if look else Basis()

    def get_initial(self) -> dict[str, Any]:
        return CheckForm.words_of(getattr(self.project, "check_result", None))

    def get_form_kwargs(self) -> dict[str, Any]:
        offered = self.offered([getattr(self.project, "check_result", None)])
        return {**super().get_form_kwargs(), "offered": {kind: nodes.choices() for kind, nodes in offered.items()}}

    def back(self) -> str:
        return f"{super().back()}#project-{self.project.pk}"

    def act(self, data: dict[str, Any]) -> None:
        decide_second_look(
            project_id=self.project.pk,
            answers=SecondLookForm.answers_of(data),
            reply=data["reply"],
            seen=data["seen"],
            **self.signed,
            on=today(),
        )
