"""The form that takes a proposal straight into an action plan."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.fields import BahtField, ThaiProseField
from budget.forms import QuestionsForm
from budget.forms.money import SATANG
from budget.forms.sent_once import SentOnceField
from budget.models import ActionPlan, ActionPlanItem
from budget.queries.checks.checks import FITS_WHAT, QUESTIONS
from budget.queries.strategy.trees import Choices

NODE_OF = {"fits_mission": "mission_node", "fits_area_strategy": "area_node", "fits_city_strategy": "strategy"}


class TakeInForm(QuestionsForm):
    """The three questions, each answered here, and into which item of the plan the proposal goes."""

    item = forms.ModelChoiceField(
        label=_("นำเข้าเป็น"),
        queryset=ActionPlanItem.objects.none(),
        required=False,
        empty_label=_("รายการใหม่ ตามถ้อยคำของข้อเสนอ"),
        help_text=_("หรือเลือกรายการที่มีอยู่ในแผน"),
    )
    amount = BahtField(label=_("จำนวนเงิน (บาท)"), required=False, min_value=SATANG, help_text=_("ไม่ใช้งบประมาณให้เว้นว่าง"))
    reason = ThaiProseField(
        label=_("คำอธิบายถึงประชาชน"),
        required=False,
        rows=2,
        max_length=2000,
        help_text=_("ต้องเขียนเมื่อมีข้อที่ไม่สอดคล้อง ประชาชนจะเห็นข้อความนี้เมื่อแผนอนุมัติ"),
    )
    act = SentOnceField()

    def __init__(self, *args: Any, plan: ActionPlan | None, offered: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, offered=offered, **kwargs)
        if plan is not None:
            self.fields["item"].queryset = plan.items.live().order_by("position", "pk")  # type: ignore[attr-defined]
        for question in QUESTIONS:
            self.fields[question].required = True
        asked = []
        for number, (question, reason) in enumerate(QUESTIONS.items(), 1):
            heading = format_html('<h2 class="h3">{} {}</h2>', f"{number}.", FITS_WHAT[question])
            # Where the district has written no tree for the year, a yes names nothing.
            node = NODE_OF[question]
            if len(self.fields[node].choices) <= 1:  # type: ignore[attr-defined]
                del self.fields[node]
            asked.append(Div(HTML(heading), question, *([node] if node in self.fields else []), reason))
        self.helper.layout = Layout(*asked, "item", "amount", "reason", "act")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for question, reason in QUESTIONS.items():
            if cleaned.get(question) is False and not cleaned.get(reason):
                self.add_error(reason, _("เขียนว่าเพราะเหตุใดจึงไม่สอดคล้อง"))
        return cleaned

    @staticmethod
    def taken_apart(data: dict[str, Any]) -> dict[str, Any]:
        """The cleaned data as arguments of `actions.direct.take_in`: the answers as one dict, the item as its id."""
        rest = dict(data)
        answers = {name: rest.pop(name) for pair in QUESTIONS.items() for name in pair}
        answers |= {f"{node}_id": rest.pop(node, None) for node in NODE_OF.values()}
        item = rest.pop("item")
        return {**rest, "answers": answers, "item_id": item.pk if item else None}
