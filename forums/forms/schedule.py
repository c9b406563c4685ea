"""Forms on a forum's way to its day."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.fields import ThaiDateField, ThaiIntegerField, ThaiProseField, ThaiTextField
from bkkplan.ground.core.forms.past_day import PastDayForm
from bkkplan.ground.core.forms.portal import PortalForm, PortalModelForm
from communities.models import Community
from districts.models import District
from forums.actions.steps import Call
from forums.enums import ForumKind
from forums.forms.days import say
from forums.forms.rows import ANSWERED_ANEW
from forums.forms.sessions import SessionsForm, names_of
from forums.models import Forum
from forums.queries.sessions import slots_of

PAPER = ("number", "number_year", "external_code")


class CallForm(SessionsForm, PortalModelForm):
    """What an announcement says. `districts` are those in which the person may hold forums."""

    district = forms.ModelChoiceField(label=_("เขต"), queryset=District.objects.none(), empty_label=None)
    number = ThaiIntegerField(label=_("ครั้งที่ ตามหนังสือ"), required=False, min_value=1, max_value=9999)
    number_year = ThaiIntegerField(label=_("ปี พ.ศ. ตามหนังสือ"), required=False, min_value=2540, max_value=2700)

    class Meta:
        model = Forum
        fields = ["kind", "title", "purpose", "community", "place", "external_code"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, districts: list[District], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.districts = districts
        self.add_sessions(slots_of(self.instance) if self.instance.pk else (), today=today)
        if len(districts) == 1 or self.instance.pk:
            del self.fields["district"]
        else:
            choice = self.fields["district"]
            choice.queryset = District.objects.filter(pk__in=[d.pk for d in districts]).order_by("code")  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["kind"]  # the number hangs on it
        communities = Community.objects.filter(district__in=districts).select_related("subdistrict").order_by("name_th")
        self.fields["community"].queryset = communities  # type: ignore[attr-defined]
        self.fields["community"].help_text = _("เฉพาะเวทีของชุมชนเดียว เช่น ประชาคมรับรองแผนพัฒนาชุมชน")
        self.fields["community"].empty_label = _("ทุกชุมชนในเขต")  # type: ignore[attr-defined]
        self.fields["place"].widget.attrs["placeholder"] = _("เช่น อาคารอเนกประสงค์วัดสามพระยา")
        if self.instance.is_numbered_by_paper:
            numbered = {"number": self.instance.number, "number_year": self.instance.number_year}
            self.initial = {**self.initial, **numbered}
        first = [name for name in ("district", "kind") if name in self.fields]
        sessions = [name for row in self.rows for name in names_of(row)]
        self.order_fields([*first, "title", *sessions, "place", "community", "purpose", *PAPER])
        self.helper.layout = Layout(
            *first,
            "title",
            *self.session_rows,
            "place",
            "community",
            "purpose",
            Div(*PAPER, template="forums/_paper_fields.html", css_class="open" if self._has_paper else ""),
        )

    @property
    def _has_paper(self) -> bool:
        return any(self.data.get(name) or self.initial.get(name) for name in PAPER)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.clean_sessions(data)
        if data.get("number_year") and not data.get("number") and "number" not in self.errors:
            self.add_error("number", _("ใส่ครั้งที่ตามหนังสือ หรือลบปี"))
        district, community = self.held_in, data.get("community")
        if community and district and community.district_id != district.pk:
            self.add_error("community", _("ชุมชนนี้ไม่ได้อยู่ในเขตที่เลือก"))
        if data.get("kind") == ForumKind.ADOPTION_MEETING and not community:
            self.add_error("community", _("เลือกชุมชนที่จะรับรองแผน"))
        return data

    @property
    def held_in(self) -> District | None:
        if self.instance.pk:
            district: District = self.instance.district
            return district
        chosen: District | None = self.cleaned_data.get("district")
        return chosen or (self.districts[0] if len(self.districts) == 1 else None)

    @property
    def call(self) -> Call:
        names = ("title", "place", "purpose", "community", "external_code", "number", "number_year")
        return Call(sessions=self.slots, **{name: self.cleaned_data[name] for name in names})

    def validate_constraints(self) -> None:
        """Ask the database nothing: the action gives the number and checks the days."""


class AnnounceForm(PortalForm):
    announced_on = ThaiDateField(label=_("ประกาศเมื่อวันที่"), help_text=_("วันที่ติดประกาศหรือส่งหนังสือเชิญ"))

    def __init__(self, *args: Any, today: date, scheduled_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["announced_on"].latest = today  # type: ignore[attr-defined]
        say(self.fields["announced_on"], "forum-announced", scheduled_on)


class CancelForm(PortalForm):
    reason = ThaiProseField(label=_("เหตุผล"), example=_("เช่น สถานที่จัดน้ำท่วม"), max_length=2000)


class WithdrawForm(PortalForm):
    reason = ThaiProseField(label=_("เหตุผล"), example=_("เช่น บันทึกผลผิดเวที"), max_length=2000)


class OptionalReasonForm(PortalForm):
    reason = ThaiProseField(
        label=_("เหตุผล"), max_length=2000, required=False, help_text=_("เขียนเมื่อส่งกลับให้ผู้อื่นแก้ ผู้บันทึกจะได้รับแจ้ง")
    )


class PostponeForm(CancelForm):
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

    def __init__(self, *args: Any, today: date, last_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last_on = last_on
        self.fields["held_on"].latest = today  # type: ignore[attr-defined]
        say(self.fields["held_on"], "forum-held")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("held_on") != self.last_on:
            self.fields["reason"].widget = forms.Textarea(attrs={"rows": 3})
        return data


class PublishForm(PastDayForm):
    is_free_of_personal_data = forms.BooleanField(
        label=_("ข้าพเจ้าตรวจแล้ว ไม่มีชื่อหรือหมายเลขโทรศัพท์ของผู้ร่วมเวทีในข้อความและไฟล์ที่เผยแพร่"),
        required=False,
        widget=forms.CheckboxInput(attrs=ANSWERED_ANEW),
    )

    def __init__(self, *args: Any, today: date, held_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].label = _("เผยแพร่จริงเมื่อวันที่")
        say(self.fields["happened_on"], "forum-published", held_on)
        self.set_today(today, earliest=held_on)
        self.helper.layout = Layout("is_free_of_personal_data", self.past_fields)

    def clean_is_free_of_personal_data(self) -> bool:
        if not self.cleaned_data["is_free_of_personal_data"]:
            raise ValidationError(_("ทำเครื่องหมายยืนยันก่อนเผยแพร่"))
        return True
