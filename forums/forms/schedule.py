"""Forms on a forum's way to its day."""

from datetime import date, time
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.formfields import ThaiDateField, ThaiTextField, fill_end
from bkkplan.ground.core.forms import PortalForm, PortalModelForm
from communities.models import Community
from districts.models import District
from forums.actions.steps import Call
from forums.enums import ForumKind
from forums.forms.days import say
from forums.forms.rows import ANSWERED_ANEW
from forums.models import Forum

YEARS_BACK = 5
YEARS_AHEAD = 2


class CallForm(PortalModelForm):
    """What an announcement says. `districts` are those in which the person may hold forums."""

    district = forms.ModelChoiceField(label=_("เขต"), queryset=District.objects.none(), empty_label=None)

    class Meta:
        model = Forum
        fields = ["kind", "title", "purpose", "community", "scheduled_on", "starts_at", "ends_at", "place"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}

    field_order = ["district", "kind", "title", "scheduled_on", "starts_at", "ends_at", "place", "community", "purpose"]

    def __init__(self, *args: Any, districts: list[District], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.districts = districts
        # Wide enough for old forums that are entered late; a day outside is a typing error, as 2500 for 2566.
        this_year = FiscalYear.of(today).be
        earliest = FiscalYear(this_year - YEARS_BACK).start
        day = self.fields["scheduled_on"]
        day.earliest = min(earliest, self.instance.scheduled_on or earliest)  # type: ignore[attr-defined]
        day.latest = FiscalYear(this_year + YEARS_AHEAD).end  # type: ignore[attr-defined]
        say(day, "forum-planned")
        if len(districts) == 1 or self.instance.pk:
            del self.fields["district"]
        else:
            choice = self.fields["district"]
            choice.queryset = District.objects.filter(pk__in=[d.pk for d in districts]).order_by("code")  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["kind"]  # the number hangs on it
        self.fields["ends_at"].is_end = True  # type: ignore[attr-defined]
        communities = Community.objects.filter(district__in=districts).select_related("subdistrict").order_by("name_th")
        self.fields["community"].queryset = communities  # type: ignore[attr-defined]
        self.fields["community"].help_text = _("เฉพาะเวทีของชุมชนเดียว เช่น ประชาคมรับรองแผนพัฒนาชุมชน")
        self.fields["community"].empty_label = _("ทุกชุมชนในเขต")  # type: ignore[attr-defined]
        self.helper.layout = Layout(
            *[name for name in ("district", "kind") if name in self.fields],
            "title",
            Div("scheduled_on", "starts_at", "ends_at", css_class="fields-in-line"),
            "place",
            "community",
            "purpose",
        )
        self.fields["place"].widget.attrs["placeholder"] = _("เช่น อาคารอเนกประสงค์วัดสามพระยา")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        fill_end(self, data)
        starts_at, ends_at = data.get("starts_at"), data.get("ends_at")
        if isinstance(starts_at, time) and isinstance(ends_at, time) and ends_at <= starts_at:
            self.add_error("ends_at", _("เวลาเลิกต้องหลังเวลาเริ่ม"))
        district, community = self.held_in, data.get("community")
        if community and district and community.district_id != district.pk:
            self.add_error("community", _("ชุมชนนี้ไม่ได้อยู่ในเขตที่เลือก"))
        if data.get("kind") == ForumKind.ADOPTION_MEETING and not community:
            self.add_error("community", _("เลือกชุมชนที่จะรับรองแผน"))
        return data

    @property
    def held_in(self) -> District | None:
        if self.instance.pk:
            return self.instance.district
        return self.cleaned_data.get("district") or (self.districts[0] if len(self.districts) == 1 else None)

    @property
    def call(self) -> Call:
        names = ("title", "place", "scheduled_on", "purpose", "starts_at", "ends_at", "community")
        return Call(**{name: self.cleaned_data[name] for name in names})

    def validate_constraints(self) -> None:
        """Ask the database nothing: the action gives the number and checks the days."""


class AnnounceForm(PortalForm):
    announced_on = ThaiDateField(label=_("ประกาศเมื่อวันที่"), help_text=_("วันที่ติดประกาศหรือส่งหนังสือเชิญ"))

    def __init__(self, *args: Any, today: date, scheduled_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["announced_on"].latest = today  # type: ignore[attr-defined]
        say(self.fields["announced_on"], "forum-announced", scheduled_on)


class ReasonForm(PortalForm):
    reason = ThaiTextField(
        label=_("เหตุผล"),
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("เช่น สถานที่จัดน้ำท่วม")}),
        max_length=2000,
    )


class WithdrawForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["placeholder"] = _("เช่น บันทึกผลผิดเวที")


class OptionalReasonForm(PortalForm):
    reason = ThaiTextField(
        label=_("เหตุผล"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_("เขียนเมื่อส่งกลับให้ผู้อื่นแก้ ผู้บันทึกจะได้รับแจ้ง"),
    )


class PostponeForm(ReasonForm):
    to_on = ThaiDateField(label=_("วันใหม่"))
    field_order = ["to_on", "reason"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_on"].earliest = today  # type: ignore[attr-defined]
        say(self.fields["to_on"], "forum-planned")


class HeldForm(PortalForm):
    """Shows the field for a reason once another day than the announced one is given. The action demands the reason."""

    held_on = ThaiDateField(label=_("จัดเมื่อวันที่"))
    reason = ThaiTextField(label=_("เหตุผลที่จัดวันอื่น"), max_length=2000, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, scheduled_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheduled_on = scheduled_on
        self.fields["held_on"].latest = today  # type: ignore[attr-defined]
        say(self.fields["held_on"], "forum-held")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("held_on") != self.scheduled_on:
            self.fields["reason"].widget = forms.Textarea(attrs={"rows": 3})
        return data


class PublishForm(PortalForm):
    is_free_of_personal_data = forms.BooleanField(
        label=_("ข้าพเจ้าตรวจแล้ว ไม่มีชื่อหรือหมายเลขโทรศัพท์ของผู้ร่วมเวทีในข้อความและไฟล์ที่เผยแพร่"),
        required=False,
        widget=forms.CheckboxInput(attrs=ANSWERED_ANEW),
    )

    def clean_is_free_of_personal_data(self) -> bool:
        if not self.cleaned_data["is_free_of_personal_data"]:
            raise ValidationError(_("ทำเครื่องหมายยืนยันก่อนเผยแพร่"))
        return True
