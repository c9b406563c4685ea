"""A comment on a plan, and its answer."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.fields import ThaiProseField
from bkkplan.ground.core.forms.portal import PortalForm


class CommentForm(PortalForm):
    uuid = forms.UUIDField(widget=forms.HiddenInput)
    about = forms.ChoiceField(label=_("เรื่อง"), required=False)
    text = ThaiProseField(label=_("ความเห็น"), max_length=2000, rows=3, example=_("เช่น ขอทราบความยาวของทางเดิน"))

    def __init__(self, *args: Any, places: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = list(places.items())  # type: ignore[attr-defined]


class AnswerCommentForm(PortalForm):
    answer = ThaiProseField(label=_("คำตอบ"), max_length=2000, rows=3, example=_("เช่น ยาว 85 เมตร แก้ในโครงการแล้ว"))
