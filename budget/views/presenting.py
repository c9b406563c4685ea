"""An action plan's edition as its pages show it: the steps across the top."""

from django.utils.translation import gettext as _

from bkkplan.ground.core.components import Step
from bkkplan.ground.core.wording import thai_date_short
from budget.enums import EditionState
from budget.models import ActionPlanEdition


def steps_of(last: ActionPlanEdition | None) -> list[Step]:
    """จัดทำแผน → เสนอ → อนุมัติ, of the newest edition; all done if it is approved or there is none."""
    if last is None or last.state == EditionState.APPROVED:
        when = thai_date_short(last.approved_on) if last else ""
        name = _("อนุมัติแล้ว") if not last or not last.number else _("แก้ไขเพิ่มเติมครั้งที่ %(n)s") % {"n": last.number}
        return [
            Step(label=_("จัดทำแผน"), state="done"),
            Step(label=_("เสนอผู้อำนวยการเขต"), state="done"),
            Step(label=name, state="done", when=when),
        ]
    submitted = last.state == EditionState.SUBMITTED
    returned = not submitted and last.returned_on is not None
    return [
        Step(
            label=_("จัดทำแผน") if not last.number else _("แก้ไขเพิ่มเติมครั้งที่ %(n)s") % {"n": last.number},
            state="done" if submitted else "late" if returned else "now",
            note=_("ส่งกลับให้แก้ไข") if returned else "",
            when=thai_date_short(last.returned_on) if returned else "",
        ),
        Step(
            label=_("เสนอผู้อำนวยการเขต"),
            state="now" if submitted else "wait",
            when=thai_date_short(last.submitted_on) if submitted else "",
        ),
        Step(label=_("ผู้อำนวยการเขตอนุมัติ")),
    ]
