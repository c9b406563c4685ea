from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.forms.fields import ThaiProseField
from bkkplan.ground.core.forms.portal import PortalForm, ReasonForm
from bkkplan.ground.core.wording import thai_date_short
from communities.models import PlanArea
from forums.models import Proposal


class ProposalChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Proposals to tick, each with the forum at which it was made and the place that it names."""

    def label_from_instance(self, obj: Any) -> str:
        forum = obj.forum
        made = _("เวทีครั้งที่ %(number)s/%(year)s %(day)s") % {
            "number": forum.number,
            "year": forum.number_year,
            "day": thai_date_short(forum.held_on),
        }
        return " · ".join(filter(None, [obj.title, obj.place, made]))


class ProposalSearch(PortalForm):
    q = forms.CharField(
        label=gettext_lazy("หาข้อเสนออื่น"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )


class MergeForm(PortalForm):
    proposals = ProposalChoices(
        label=gettext_lazy("ข้อเสนอที่ขอเรื่องเดียวกัน"),
        queryset=Proposal.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("เลือกข้อเสนอที่จะรวมอย่างน้อยหนึ่งข้อ")},
    )

    def __init__(self, *args: Any, candidates: QuerySet[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposals"].queryset = candidates  # type: ignore[attr-defined]


class SplitForm(ReasonForm):
    parts = ThaiProseField(
        label=gettext_lazy("ข้อเสนอที่แยกออกมา บรรทัดละหนึ่งข้อ"),
        help_text=gettext_lazy("แต่ละข้อมีรายละเอียด สถานที่ และด้านเหมือนข้อเดิม แก้ไขภายหลังได้"),
        example=gettext_lazy("เช่น ซ่อมทางเท้า (ขึ้นบรรทัดใหม่) ติดไฟส่องสว่าง"),
        max_length=3000,
        rows=4,
    )

    field_order = ("parts", "reason")


class WorkingUpSearch(PortalForm):
    """Which of a district's proposals of a year are looked through."""

    LOOSE, UNANSWERED, JOINED = "loose", "unanswered", "joined"

    q = forms.CharField(label=gettext_lazy("คำค้น"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    area = forms.ModelChoiceField(
        label=gettext_lazy("ด้าน"),
        queryset=PlanArea.objects.order_by("position"),
        required=False,
        empty_label=gettext_lazy("ทุกด้าน"),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("สถานะ"),
        required=False,
        choices=[
            ("", gettext_lazy("ทั้งหมด")),
            (LOOSE, gettext_lazy("ยังไม่มีแผนใดรับ")),
            (UNANSWERED, gettext_lazy("ยังไม่มีแผนใดรับและยังไม่ได้ตอบ")),
            (JOINED, gettext_lazy("รวมหรือแยกแล้ว")),
        ],
    )
