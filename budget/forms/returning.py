"""What the district asks a committee to mend when it sends a plan back."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.fields import ThaiProseField
from bkkplan.ground.core.forms.portal import PortalForm
from communities.queries.rules_to_meet import RuleOfPlan


class RuleChoices(forms.CheckboxSelectMultiple):
    """Many boxes, under a heading for each group that opens; those of the first group are open."""

    template_name = "widgets/rule_choices.html"


class ReturnForm(PortalForm):
    """What has to be mended: rules that the committee saw, or own words, each line for itself."""

    chosen = forms.MultipleChoiceField(label=_("ข้อที่ให้แก้ เลือกจากเกณฑ์ที่ชุมชนเห็น"), required=False, widget=RuleChoices)
    reason = ThaiProseField(
        label=_("ข้อความของเขต บรรทัดละเรื่อง"),
        required=False,
        rows=6,
        help_text=_("กรรมการชุมชนจะเห็นทุกข้อ ทำเครื่องหมายข้อที่แก้แล้ว และแก้ไขแผนต่อในฉบับใหม่"),
    )

    def __init__(self, *args: Any, rules: Iterable[tuple[str, Iterable[RuleOfPlan]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(title, [(rule.code, rule.label) for rule in group]) for title, group in rules]
        self.fields["chosen"].choices = groups  # type: ignore[attr-defined]
        self.helper.layout = Layout(Field("chosen", template="widgets/as_it_is.html"), "reason")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned["chosen"] and not cleaned["reason"].strip():
            self.add_error("reason", _("เลือกข้อที่ให้แก้ หรือเขียนเหตุผลก่อน เช่น ขอให้ระบุจำนวนครัวเรือน"))
        return cleaned
