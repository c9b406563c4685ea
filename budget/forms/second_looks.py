"""Asking that an outcome be looked at again, and the answer."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Div, Layout
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.fields import ThaiProseField
from bkkplan.ground.core.forms.portal import PortalForm
from budget.forms import FIT, CheckForm


class AskForm(PortalForm):
    reason = ThaiProseField(
        label=_("เหตุผลที่ขอให้พิจารณาใหม่"), example=_("เช่น เจ้าของที่ดินยินยอมแล้ว มีหนังสือแนบที่สำนักงานเขต"), max_length=2000
    )


class SecondLookForm(CheckForm):
    """All answers on one project, sent together, with a reply to its community."""

    reply = ThaiProseField(label=_("คำตอบถึงชุมชน"), max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [
            ("fits_mission", "mission_reason", "mission_node"),
            ("fits_area_strategy", "area_reason", "area_node"),
            ("fits_city_strategy", "city_reason", "strategy"),
        ]
        questions = [Div(*names, css_class="check-question") for names in asked]
        self.helper.layout = Layout(*questions, "outcome", "granted_amount", "forwarded_to", "outcome_reason", "reply")

    @staticmethod
    def answers_of(data: Mapping[str, Any]) -> dict[str, object]:
        """What was sent, under the names of the check's columns."""
        answers = {name: data[name] for name in CheckForm.base_fields}
        return answers | {f"{name}_id": answers.pop(name) for name in FIT}
