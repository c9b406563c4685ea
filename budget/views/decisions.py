"""The steps of an action plan's path, each asked on a page of its own."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Stat
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.work import WorkRequest
from budget.actions import action_plan as actions
from budget.forms import ReasonForm
from budget.queries import action_plans as queries
from budget.views.action_plans import PlanMixin


class Decide(PlanMixin):
    """One step of the plan's path: asked on a page of its own, done by a POST."""

    template_name = "budget/action_plan_ask.html"
    heading: Any = ""
    words: Any = ""
    button: Any = ""
    done: Any = ""
    needs_reason = False
    reason_label: Any = ""
    is_danger = False

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        return self.show(self.form(None))

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form is not None and not form.is_valid():
            return self.show(form, status=422)
        try:
            self.act(form.cleaned_data["reason"] if form else "")
        except actions.ActionPlanError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, self.done)
        return self.back()

    def act(self, reason: str) -> None:
        raise NotImplementedError

    def form(self, data: Any) -> ReasonForm | None:
        if not self.needs_reason:
            return None
        form = ReasonForm(data)
        form.fields["reason"].label = self.reason_label
        return form

    def figures(self) -> list[Stat]:
        """What is decided about, in figures."""
        parts = queries.plan_parts(self.plan, edition=queries.open_edition_of(self.plan))
        lines = [line for part in parts for line in part.standing]
        return [
            Stat(label=_("รายการ"), value=len(lines)),
            Stat(label=_("งบประมาณ (บาท)"), value=format_baht(sum(part.planned for part in parts), decimals=False)),
            Stat(label=_("โครงการจากแผนพัฒนาชุมชน"), value=sum(len(line.origins) for line in lines)),
        ]

    def refusal(self) -> str:
        """Why this person can't take the step, and who can."""
        return ""

    def show(self, form: ReasonForm | None, *, status: int = 200) -> HttpResponse:
        context = {
            "plan": self.plan,
            "year": self.year,
            "district": self.plan.district,
            "form": form,
            "stats": self.figures(),
            "heading": self.heading,
            "words": self.words,
            "button": self.button,
            "is_danger": self.is_danger,
            "refusal": self.refusal(),
        }
        return render(self.request, self.template_name, context, status=status)


class Submit(Decide):
    heading = _l("เสนอแผนให้ผู้อำนวยการเขต")
    words = _l("ระหว่างรออนุมัติแผนจะแก้ไขไม่ได้ แต่ดึงกลับมาแก้ได้ก่อนผู้อำนวยการเขตตัดสินใจ ผู้ที่เสนออนุมัติเองไม่ได้")
    button = _l("เสนอแผน")
    done = _l("เสนอแผนแล้ว ผู้อำนวยการเขตได้รับแจ้ง")

    def act(self, reason: str) -> None:
        actions.submit(plan_id=self.plan.pk, by=self.request.user, at=now(), on=today())


class Recall(Decide):
    heading = _l("ดึงแผนกลับมาแก้ไข")
    button = _l("ดึงกลับ")
    done = _l("ดึงแผนกลับมาแล้ว แก้ไขได้")

    def act(self, reason: str) -> None:
        actions.recall(plan_id=self.plan.pk, by=self.request.user, at=now())


class Approve(Decide):
    permission_required = "budget.approve_action_plan"
    heading = _l("อนุมัติแผนปฏิบัติราชการ")
    words = _l("แผนที่อนุมัติแล้วเปิดเผยต่อประชาชน และแก้ไขได้ด้วยการแก้ไขเพิ่มเติมเท่านั้น")
    button = _l("อนุมัติแผน")
    done = _l("อนุมัติแผนแล้ว ชุมชนที่มีโครงการในแผนได้รับแจ้ง")

    def refusal(self) -> str:
        edition = queries.open_edition_of(self.plan)
        return actions.why_not_approved_by(self.request.user, edition, on=today()) if edition else ""

    def act(self, reason: str) -> None:
        actions.approve(plan_id=self.plan.pk, by=self.request.user, at=now(), on=today())


class SendBack(Decide):
    permission_required = "budget.approve_action_plan"
    heading = _l("ส่งแผนกลับให้แก้ไข")
    button = _l("ส่งกลับ")
    done = _l("ส่งแผนกลับแล้ว เจ้าหน้าที่เขตได้รับแจ้งพร้อมเหตุผล")
    needs_reason = True
    reason_label = _l("เหตุผลที่ส่งกลับ")

    def act(self, reason: str) -> None:
        actions.send_back(plan_id=self.plan.pk, reason=reason, by=self.request.user, at=now(), on=today())


class Discard(Decide):
    heading = _l("ยกเลิกการแก้ไขเพิ่มเติม")
    words = _l("สิ่งที่เพิ่ม แก้ไข หรือตัดออกในครั้งนี้จะไม่มีผล แผนที่อนุมัติแล้วใช้ต่อไปตามเดิม ยกเลิกแล้วเปิดใหม่ไม่ได้ แต่เริ่มครั้งใหม่ได้")
    button = _l("ยกเลิกการแก้ไขเพิ่มเติม")
    done = _l("ยกเลิกการแก้ไขเพิ่มเติมแล้ว แผนกลับเป็นฉบับที่อนุมัติ")
    is_danger = True

    def act(self, reason: str) -> None:
        actions.discard_amendment(plan_id=self.plan.pk, by=self.request.user, at=now(), on=today())


class Amend(Decide):
    heading = _l("แก้ไขเพิ่มเติมแผน")
    words = _l("แผนที่อนุมัติแล้วยังใช้อยู่ จนกว่าผู้อำนวยการเขตจะอนุมัติการแก้ไขเพิ่มเติมนี้")
    button = _l("เริ่มแก้ไขเพิ่มเติม")
    done = _l("เริ่มแก้ไขเพิ่มเติมแล้ว")
    needs_reason = True
    reason_label = _l("เหตุผลที่แก้ไขเพิ่มเติม")

    def act(self, reason: str) -> None:
        actions.open_amendment(plan_id=self.plan.pk, reason=reason, by=self.request.user, at=now())
