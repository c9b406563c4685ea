"""Taking back the confirmation of a community plan, with what was done on the strength of it."""

from django.utils.translation import gettext as _

from bkkplan.ground.core.thai import format_baht
from budget.queries.consequences import what_hangs_on
from communities.views.decisions import ConfirmationWithdraw


class WithdrawConfirmation(ConfirmationWithdraw):
    """The page of ``communities``, which knows no money, with the words that this floor adds."""

    @property
    def explanation(self) -> str:
        words, hanging = str(ConfirmationWithdraw.explanation), what_hangs_on(self.revision)
        if not hanging.items:
            return words
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
        return f"{words} {' · '.join(facts)} {stays}"
