"""The steps of an action plan's path, each asked on a page of its own."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Stat
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.routes.queries.passages import roles_of
from budget.actions.plan import action_plan as actions
from budget.enums import EDITION_PAPER
from budget.forms import AmendForm, SendBackForm
from budget.queries.plan import action_plans as queries
from budget.views.plan.action_plans import PlanMixin, why_not_approved


class PlanStep(PlanMixin, ActPage):
    @cached_property
    def parts(self) -> tuple[queries.PlanPart, ...]:
        return queries.plan_parts(self.plan, edition=queries.open_edition_of(self.plan))

    def stats(self) -> list[Stat]:
        lines = [line for part in self.parts for line in part.live_lines]
        planned = sum(part.planned for part in self.parts)
        return [
            Stat(label=_("รายการ"), value=len(lines)),
            Stat(label=_("งบประมาณ (บาท)"), value=format_baht(planned, decimals=False)),
            Stat(label=_("โครงการจากแผนพัฒนาชุมชน"), value=sum(len(line.origins) for line in lines)),
        ]

    @property
    def step(self) -> dict[str, Any]:
        return {"plan_id": self.plan.pk, "by": self.request.user, "at": now()}


class Submit(PlanStep):
    button = _l("เสนอแผน")

    @property
    def heading(self) -> str:
        return _("เสนอแผนให้%(role)s") % {"role": queries.first_reader(self.plan.district)}

    @cached_property
    def ladder(self) -> str:
        return " → ".join(str(role.label) for role in roles_of(EDITION_PAPER, self.plan.district))

    @property
    def explanation(self) -> str:
        if self.ladder:
            return _("แผนจะขึ้นไปตามเส้นทาง: %(ladder)s ระหว่างนี้แก้ไขไม่ได้ แต่ดึงกลับมาแก้ได้ ผู้ที่เสนอเห็นชอบเองไม่ได้") % {
                "ladder": self.ladder
            }
        return _("ระหว่างรออนุมัติแผนจะแก้ไขไม่ได้ แต่ดึงกลับมาแก้ได้ก่อนผู้อำนวยการเขตตัดสินใจ ผู้ที่เสนออนุมัติเองไม่ได้")

    @property
    def done(self) -> str:
        return _("เสนอแผนแล้ว %(role)sได้รับแจ้ง") % {"role": queries.first_reader(self.plan.district)}

    def act(self, data: dict[str, Any]) -> None:
        actions.submit(**self.step, on=today())


class Recall(PlanStep):
    heading = _l("ดึงแผนกลับมาแก้ไข")
    button = _l("ดึงกลับ")
    done = _l("ดึงแผนกลับมาแล้ว แก้ไขได้")

    def act(self, data: dict[str, Any]) -> None:
        actions.recall(**self.step, on=today())


class PlanDecision(PlanStep):
    """What the director decides, by the lines of the edition, which the page shows."""

    permission = "budget.approve_action_plan"
    template_name = "budget/decide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "parts": self.parts}

    def basis(self) -> Basis:
        return queries.basis_of_edition(self.plan)


class Approve(PlanDecision):
    heading = _l("อนุมัติแผนปฏิบัติราชการ")
    explanation = _l("แผนที่อนุมัติแล้วเปิดเผยต่อประชาชน และแก้ไขได้ด้วยการแก้ไขเพิ่มเติมเท่านั้น")
    button = _l("อนุมัติแผน")
    done = _l("อนุมัติแผนแล้ว ชุมชนที่มีโครงการในแผนได้รับแจ้ง")

    def public_page(self) -> Link | None:
        return Link(label=_("ดูหน้าที่ประชาชนจะเห็น"), href=f"{self.page_of_all()}?draft=1")

    def page_of_all(self) -> str:
        return reverse("public:action-plan", args=[self.year, self.plan.district.code])

    def instead(self) -> list[Link]:
        back = reverse("budget:action-plan-send-back", args=[self.year, self.plan.district.code])
        return [Link(label=_("ส่งกลับให้แก้ไข"), href=back)]

    def obstacle(self) -> str:
        edition = queries.open_edition_of(self.plan)
        return why_not_approved(edition, self.request.user) if edition else ""

    def act(self, data: dict[str, Any]) -> None:
        actions.approve(**self.step, **data, on=today())


class SendBack(PlanDecision):
    form_class = SendBackForm
    heading = _l("ส่งแผนกลับให้แก้ไข")
    button = _l("ส่งกลับ")
    done = _l("ส่งแผนกลับแล้ว เจ้าหน้าที่เขตได้รับแจ้งพร้อมเหตุผล")

    def act(self, data: dict[str, Any]) -> None:
        actions.send_back(**self.step, **data, on=today())


class Discard(PlanStep):
    heading = _l("ยกเลิกการแก้ไขเพิ่มเติม")
    explanation = _l("สิ่งที่เพิ่ม แก้ไข หรือตัดออกในครั้งนี้จะไม่มีผล แผนที่อนุมัติแล้วใช้ต่อไปตามเดิม ยกเลิกแล้วเปิดใหม่ไม่ได้ แต่เริ่มครั้งใหม่ได้")
    button = _l("ยกเลิกการแก้ไขเพิ่มเติม")
    done = _l("ยกเลิกการแก้ไขเพิ่มเติมแล้ว แผนกลับเป็นฉบับที่อนุมัติ")
    is_danger = True

    def basis(self) -> Basis:
        return queries.basis_of_edition(self.plan)

    def act(self, data: dict[str, Any]) -> None:
        actions.discard_amendment(**self.step, **data, on=today())


class Amend(PlanStep):
    form_class = AmendForm
    heading = _l("แก้ไขเพิ่มเติมแผน")
    explanation = _l("แผนที่อนุมัติแล้วยังใช้อยู่ จนกว่าผู้อำนวยการเขตจะอนุมัติการแก้ไขเพิ่มเติมนี้")
    button = _l("เริ่มแก้ไขเพิ่มเติม")
    done = _l("เริ่มแก้ไขเพิ่มเติมแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        actions.open_amendment(**self.step, **data)
