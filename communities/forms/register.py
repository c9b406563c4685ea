"""The register: its filter, a community's standing and its committee."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.forms.fields import ThaiDateField, ThaiTextField
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.wording import localname
from communities.enums import Position, StandingStatus
from communities.models import CommunityType
from districts.forms import one_or_all_districts
from districts.models import District


class RegisterFilter(PortalForm):
    q = ThaiTextField(label=_("ค้นชื่อหรือรหัสชุมชน"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    district = one_or_all_districts(queryset=District.objects.order_by("code"))
    type = forms.ChoiceField(label=_("ประเภท"), required=False)
    status = forms.ChoiceField(
        label=_("สถานภาพ"), required=False, choices=[("", _("ที่ยังไม่ยุบเลิก")), *StandingStatus.choices]
    )
    on = ThaiDateField(label=_("ข้อมูล ณ วันที่"), required=False, widget=forms.TextInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A name that two regulations have is offered once.
        names = {kind.name_th: localname(kind) for kind in CommunityType.objects.order_by("name_th", "valid_from")}
        self.fields["type"].choices = [("", _now("ทุกประเภท")), *names.items()]  # type: ignore[attr-defined]
        self.fields["on"].latest = today()  # type: ignore[attr-defined]


class StandingForm(PortalForm):
    type = forms.ModelChoiceField(label=_("ประเภทชุมชน"), queryset=CommunityType.objects.none())
    status = forms.ChoiceField(label=_("สถานภาพ"), choices=StandingStatus)
    starts_on = ThaiDateField(label=_("ตั้งแต่วันที่"))
    note = ThaiTextField(label=_("หมายเหตุ"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = CommunityType.objects.order_by("-valid_from", "name_th", "pk")
        field: Any = self.fields["type"]
        field.queryset = types
        field.label_from_instance = lambda kind: f"{localname(kind)} · {kind.regulation}"
        self.fields["starts_on"].latest = today()  # type: ignore[attr-defined]


class TermForm(PortalForm):
    starts_on = ThaiDateField(label=_("เริ่มวาระ"))
    ends_on = ThaiDateField(label=_("สิ้นวาระ"), required=False, help_text=_("วันแรกที่พ้นวาระ เว้นว่างหากยังไม่กำหนด"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] <= data["starts_on"]:
            self.add_error("ends_on", _("วันสิ้นวาระต้องหลังวันเริ่มวาระ"))
        return data


class EndForm(PortalForm):
    on = ThaiDateField(label=_("วันแรกที่พ้นจากตำแหน่ง"))


class MemberForm(PortalForm):
    full_name = ThaiTextField(label=_("ชื่อ-นามสกุล"), max_length=150)
    position = forms.ChoiceField(label=_("ตำแหน่ง"), choices=Position, initial=Position.MEMBER)


class NewMemberForm(MemberForm):
    # Made when the form is opened, so that a form sent twice makes one seat. Two members may have the same name.
    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    starts_on = ThaiDateField(label=_("เริ่มวันที่"))


class MemberInviteForm(PortalForm):
    username = forms.CharField(
        label=_("บัญชีผู้ใช้"), max_length=150, help_text=_("ตัวอักษรอังกฤษ ตัวเลข และ . _ - เช่น somsri.1001")
    )
    email = forms.EmailField(label=_("อีเมล"), required=False, help_text=_("ไม่มีก็ได้ จะได้ลิงก์ให้พิมพ์แทน"))


class AssistantForm(MemberInviteForm):
    full_name = ThaiTextField(label=_("ชื่อ-นามสกุล"), max_length=150)
    ends_on = ThaiDateField(label=_("วันแรกที่ไม่ได้เป็นผู้ช่วย"), required=False, help_text=_("เว้นว่างได้ แล้วให้พ้นเมื่อใดก็ได้"))
    field_order = ("full_name", "username", "email", "ends_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = _("ถ้ามีบัญชีอยู่แล้ว ใส่บัญชีนั้น ถ้ายังไม่มี ใช้ชื่อที่เสนอให้หรือตั้งเอง")
