"""Taking a community plan back: its confirmation, with what was done on the strength of it, or its submission."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.thai import format_baht
from budget.actions.checks.checks import recall_plan
from budget.queries.checks.consequences import what_hangs_on
from communities.views.base import PlanMixin
from communities.views.decisions import ConfirmationWithdraw
from communities.views.next_steps import steps_after_plan


class WithdrawConfirmation(ConfirmationWithdraw):
    """The page of ``communities``, which knows no money, with the words that this floor adds."""

    @property
    def explanation(self) -> str:  # type: ignore[override]
        sentence, hanging = str(ConfirmationWithdraw.explanation), what_hangs_on(self.revision)
        if not hanging.items:
            return sentence
        facts = [
            _("โครงการของแผนนี้ %(projects)s โครงการอยู่ในแผนปฏิบัติราชการแล้ว %(items)s รายการ")
            % {"projects": hanging.projects, "items": hanging.items}
        ]
        if hanging.sums.transferred:
            facts.append(
                _("ได้รับงบประมาณ %(received)s บาท เบิกจ่ายแล้ว %(paid)s บาท")
                % {
                    "received": format_baht(hanging.sums.transferred, decimals=False),
                    "paid": format_baht(hanging.sums.disbursed, decimals=False),
                }
            )
        if hanging.done:
            facts.append(_("แล้วเสร็จ %(done)s รายการ") % {"done": hanging.done})
        stays = _("สิ่งเหล่านี้คงอยู่ตามเดิม และหน้าของข้อเสนอจะบอกว่าถอนการรับรองภายหลัง")
        return f"{sentence} {' · '.join(facts)} {stays}"


class RecallSubmitted(PlanMixin, ActPage):
    """The committee's own undo of submitting, until the district has begun."""

    permission = "communities.submit_plan"
    heading = _l("ดึงแผนที่ส่งแล้วกลับมาแก้ไข")
    explanation = _l("แผนจะกลับเป็นร่างฉบับเดิมและแก้ไขได้ ต้องส่งให้เขตอีกครั้ง ทำได้ตราบที่เขตยังไม่เริ่มตรวจ")
    button = _l("ดึงกลับ")
    done = _l("ดึงแผนกลับมาแล้ว แก้ไขได้")

    def next_links(self) -> list[Link]:
        return steps_after_plan(self.plan, user=self.request.user)

    def act(self, data: dict[str, Any]) -> None:
        recall_plan(revision_id=self.revision.pk, **self.signed)

    def next_page(self) -> str:
        return self.address("write")
