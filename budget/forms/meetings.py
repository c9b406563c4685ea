"""What a meeting of the office decided on several projects."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.forms.fields import ThaiDateField, ThaiTextField
from bkkplan.ground.core.forms.portal import PortalForm
from budget.enums import CheckOutcome
from budget.forms.chosen import ChosenField
from budget.forms.sent_once import SentOnceField

MOST_MEMBERS = 999
# A part has an amount of its own for each project, so it is decided on one by one.
FOR_SEVERAL = [(value, label) for value, label in CheckOutcome.choices if value != CheckOutcome.PARTLY]


def _count(label: Any, *, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=MOST_MEMBERS)


class MeetingForm(PortalForm):
    """Which projects, the outcome of all of them, and who voted. The page draws the projects itself."""

    act = SentOnceField()
    projects = ChosenField(label=_("โครงการ"), error_messages={"required": _("เลือกอย่างน้อย 1 โครงการ")})
    outcome = forms.ChoiceField(label=_("มติ"), choices=FOR_SEVERAL, widget=forms.RadioSelect)
    forwarded_to = ThaiTextField(
        label=_("ส่งต่อให้หน่วยงาน"), required=False, max_length=200, help_text=_("เมื่อมติให้ส่งต่อหน่วยงาน")
    )
    outcome_reason = ThaiTextField(
        label=_("คำอธิบายถึงชุมชน"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("ชุมชนจะเห็นข้อความนี้ในทุกโครงการที่เลือก"),
    )
    met_on = ThaiDateField(label=_("ประชุมเมื่อวันที่"), latest=today)
    members = _count(_("ผู้เข้าประชุม (คน)"), least=1)
    votes_for = _count(_("เห็นชอบ"), least=1)
    votes_against = _count(_("ไม่เห็นชอบ"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"met_on": today(), "votes_against": 0, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        voted = Div("met_on", "members", "votes_for", "votes_against", css_class="cols-2")
        self.helper.render_unmentioned_fields = False
        self.helper.layout = Layout("act", "outcome", "forwarded_to", "outcome_reason", voted)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("outcome") == CheckOutcome.FORWARD and not cleaned.get("forwarded_to"):
            self.add_error("forwarded_to", _("ใส่หน่วยงานที่ส่งต่อให้ เช่น สำนักการโยธา"))
        if cleaned.get("outcome") == CheckOutcome.NOT_POSSIBLE and not cleaned.get("outcome_reason"):
            self.add_error("outcome_reason", _("เขียนเหตุผลที่ดำเนินการไม่ได้ เช่น เป็นที่ดินเอกชน"))
        members, votes, against = (cleaned.get(name) for name in ("members", "votes_for", "votes_against"))
        if None not in (members, votes, against):
            if votes + against > members:  # type: ignore[operator]
                self.add_error("votes_for", _("คะแนนเสียงรวมกันเกินจำนวนผู้เข้าประชุม"))
            elif votes <= against:  # type: ignore[operator]
                self.add_error("votes_for", _("มติต้องมีเสียงเห็นชอบมากกว่าไม่เห็นชอบ"))
        return cleaned
