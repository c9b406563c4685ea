from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.fields import ThaiProseField
from bkkplan.ground.core.forms.portal import PortalForm, ReasonForm
from communities.models import PlanArea, PlanProject
from forums.queries.nearness import Nearness

ANSWERED = "answered"


class UptakeSearch(PortalForm):
    q = forms.CharField(label=_("คำค้น"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    near = forms.ChoiceField(
        label=_("ที่ไหน"),
        required=False,
        choices=[
            ("", _("ทั้งเขต")),
            (str(Nearness.OWN.value), _("ชุมชนนี้")),
            (str(Nearness.SAME_PLACE.value), _("ชุมชนนี้และแขวงเดียวกัน")),
        ],
    )
    area = forms.ModelChoiceField(
        label=_("ด้าน"), queryset=PlanArea.objects.order_by("position"), required=False, empty_label=_("ทุกด้าน")
    )
    taken = forms.ChoiceField(
        label=_("สถานะ"),
        required=False,
        choices=[
            ("", _("ที่ยังรออยู่ และที่นำเข้าแผนนี้แล้ว")),
            ("no", _("ยังไม่นำเข้าแผนนี้")),
            ("yes", _("นำเข้าแผนนี้แล้ว")),
            (ANSWERED, _("เขตตอบหรือส่งต่อแล้ว")),
        ],
    )


class EndUptakeForm(ReasonForm):
    """Why, for those who work on the plan; and what the public reads, which may be nothing."""

    public_reason = ThaiProseField(
        label=_("คำชี้แจงต่อประชาชน (ไม่บังคับ)"),
        required=False,
        max_length=500,
        rows=2,
        help_text=_("แสดงในหน้าของข้อเสนอ หากเคยส่งแผนที่มีข้อเสนอนี้แล้ว เหตุผลข้างบนไม่เผยแพร่"),
    )


class ProjectChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Projects of plans, each with its community and the plan's year."""

    def label_from_instance(self, obj: Any) -> str:
        plan = obj.revision.plan
        return f"{obj.title} · {plan.community} {plan.fiscal_year}"


class ProjectSearch(PortalForm):
    q = forms.CharField(label=_("หาโครงการอื่น"), required=False, widget=forms.TextInput(attrs={"type": "search"}))


class TieForm(PortalForm):
    project = ProjectChoice(
        label=_("โครงการที่ตอบข้อเสนอนี้"),
        queryset=PlanProject.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("เลือกโครงการหนึ่งโครงการ")},
    )

    def __init__(self, *args: Any, projects: QuerySet[PlanProject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
