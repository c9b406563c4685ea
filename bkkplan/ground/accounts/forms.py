from collections.abc import Sequence
from datetime import date
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.enums import (
    BELOW_THE_DIRECTOR,
    PLACES,
    TOLD_AT_ONCE,
    Acting,
    Duty,
    NoticeSubject,
    Pace,
    Role,
    RolePlace,
)
from bkkplan.ground.accounts.models import Section, User
from bkkplan.ground.audit.sentences import choices_of_acts
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.forms.fields import ThaiDateField, ThaiTextField
from bkkplan.ground.core.forms.portal import PortalForm, PortalFormHelper
from bkkplan.ground.core.people import own_bureaus, own_districts
from bkkplan.ground.core.rows.db import ThaiOrder
from bkkplan.ground.core.serving.converters import FIRST, LAST
from districts.forms import offer_districts, one_or_all_districts
from districts.models import District, Office


class SignInForm(LoginForm):
    """allauth's, with labels that say what is asked for and no placeholder that repeats them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("ชื่อผู้ใช้หรืออีเมล")
        self.fields["login"].widget.attrs["autocomplete"] = "username"  # what password managers fill in
        self.fields["remember"].label = _("จำการเข้าใช้ในเครื่องนี้")
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)


class LogFilter(PortalForm):
    """Which lines of the log; each field is called as `entries_seen` calls it."""

    first = ThaiDateField(label=_("ตั้งแต่วันที่"), required=False, widget=forms.TextInput)
    last = ThaiDateField(label=_("ถึงวันที่"), required=False, widget=forms.TextInput)
    district = one_or_all_districts()
    person = ThaiTextField(label=_("ผู้กระทำ"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("การกระทำ"), required=False)
    words = ThaiTextField(label=_("ชื่อข้อมูล"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("ทุกการกระทำ")), *choices_of_acts()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("ต้องไม่ก่อนวันแรก"))
        return data


class PeopleFilter(PortalForm):
    role = forms.ChoiceField(label=_("บทบาท"), choices=[("", _("ทุกบทบาท")), *Role.choices], required=False)
    district = one_or_all_districts()
    q = forms.CharField(label=_("ค้นชื่อหรือบัญชีผู้ใช้"), required=False)


class RoleForm(PortalForm):
    """A role from a day on. A director gives the roles below only, in the offices that the director leads."""

    role = forms.ChoiceField(label=_("บทบาท"), choices=Role.choices)
    district = forms.ModelChoiceField(
        label=_("เขต"),
        queryset=District.objects.none(),
        required=False,
        help_text=_("เฉพาะบทบาทของเขต"),
        empty_label=_("ไม่ระบุ"),
    )
    bureau = forms.ModelChoiceField(
        label=_("สำนัก"),
        queryset=Office.objects.none(),
        required=False,
        help_text=_("เฉพาะบทบาทของสำนัก"),
        empty_label=_("ไม่ระบุ"),
    )
    starts_on = ThaiDateField(label=_("เริ่มวันที่"))
    ends_on = ThaiDateField(label=_("สิ้นสุดวันที่"), required=False, help_text=_("วันแรกที่ไม่มีสิทธิ เว้นว่างหากยังไม่กำหนด"))
    acting = forms.ChoiceField(
        label=_("รักษาหรือปฏิบัติราชการแทน"), choices=[("", _("ดำรงตำแหน่งเอง")), *Acting.choices], required=False
    )
    order_number = ThaiTextField(
        label=_("คำสั่งที่"), required=False, max_length=100, help_text=_("เฉพาะรักษาหรือปฏิบัติราชการแทน เช่น 123/2569")
    )
    order_dated = ThaiDateField(label=_("คำสั่งลงวันที่"), required=False)
    first_year = forms.IntegerField(
        label=_("ตรวจตั้งแต่ปีงบประมาณ"),
        required=False,
        min_value=FIRST,
        max_value=LAST,
        help_text=_("เฉพาะผู้ตรวจสอบ เว้นว่างถ้าตรวจทุกปี ตรวจหลายหน่วยงานให้บทบาททีละหน่วยงาน"),
    )
    last_year = forms.IntegerField(label=_("ถึงปีงบประมาณ"), required=False, min_value=FIRST, max_value=LAST)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = today()
        districts = District.objects.order_by(ThaiOrder("name_th"), "pk")
        bureaus = Office.objects.bureaus().order_by(ThaiOrder("name_th"), "pk")
        if not by.has_perm("accounts.manage_people"):
            districts = districts.filter(pk__in=own_districts(by, Role.DISTRICT_DIRECTOR))
            bureaus = bureaus.filter(pk__in=own_bureaus(by, Role.BUREAU_DIRECTOR))
            self._keep_to(list(districts), list(bureaus))
            del self.fields["first_year"], self.fields["last_year"]
        if "bureau" in self.fields:
            self.fields["bureau"].queryset = bureaus  # type: ignore[attr-defined]
        if "district" in self.fields:
            offer_districts(self, districts)

    def _keep_to(self, districts: list[District], bureaus: list[Office]) -> None:
        """Offer what a director may give, with the only place filled in; no field for what there is none of."""
        below = (*(BELOW_THE_DIRECTOR if districts else ()), *((Role.BUREAU_OFFICER,) if bureaus else ()))
        self.fields["role"].choices = [(role, role.label) for role in below]  # type: ignore[attr-defined]
        for name, places in (("district", districts), ("bureau", bureaus)):
            field = self.fields[name]
            if not places:
                del self.fields[name]
            elif not (districts and bureaus):
                field.required, field.initial = True, places[0].pk
                field.empty_label = None  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role"):
            self._clean_place(Role(data["role"]), data.get("district"), data.get("bureau"))
        self._clean_order(data)
        self._clean_years(data)
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", _("วันสิ้นสุดต้องอยู่หลังวันเริ่ม"))
        if data.get("role") == Role.AUDITOR and ends_on is None and "ends_on" not in self.errors:
            self.add_error("ends_on", _("ผู้ตรวจสอบต้องมีวันสิ้นสุด"))
        return data

    def _clean_years(self, data: dict[str, Any]) -> None:
        first, last = data.get("first_year"), data.get("last_year")
        if (first or last) and data.get("role") != Role.AUDITOR:
            self.add_error("first_year", _("จำกัดปีงบประมาณได้เฉพาะผู้ตรวจสอบ"))
        elif bool(first) != bool(last) and not {"first_year", "last_year"} & self.errors.keys():
            self.add_error("last_year" if first else "first_year", _("ใส่ทั้งปีแรกและปีสุดท้าย หรือเว้นว่างทั้งสองช่อง"))
        elif first and last and first > last:
            self.add_error("last_year", _("ปีสุดท้ายต้องไม่ก่อนปีแรก"))

    def _clean_order(self, data: dict[str, Any]) -> None:
        acting, fields = data.get("acting"), ("order_number", "order_dated")
        given = [name for name in fields if data.get(name)]
        for name in fields:
            if name in self.errors:
                continue
            if name in given and not acting:
                self.add_error(name, _("ใช้เฉพาะเมื่อรักษาหรือปฏิบัติราชการแทน"))
            elif name not in given and (acting == Acting.BY_ORDER or given):
                self.add_error(name, _("ปฏิบัติราชการแทนต้องมีเลขที่และวันที่ของคำสั่ง"))

    def _clean_place(self, role: Role, district: District | None, bureau: Office | None) -> None:
        open_to, wrong = PLACES[role], self.errors
        if bureau and RolePlace.BUREAU not in open_to:
            words = _("บทบาทนี้เป็นของเขต สำนักใช้ไม่ได้ เลือกเขต หรือเลือกบทบาทของสำนัก")
            self.add_error("bureau", words if RolePlace.DISTRICT in open_to else _("บทบาทนี้เป็นของเมือง ไม่ต้องระบุสำนัก"))
        elif open_to == (RolePlace.BUREAU,) and not bureau and "bureau" not in wrong:
            self.add_error("bureau" if "bureau" in self.fields else "role", _("บทบาทนี้ต้องระบุสำนัก"))
        if district and RolePlace.DISTRICT not in open_to:
            words = _("บทบาทนี้เป็นของสำนัก เขตใช้ไม่ได้ เลือกสำนัก หรือเลือกบทบาทของเขต")
            self.add_error("district", words if RolePlace.BUREAU in open_to else _("บทบาทนี้เป็นของเมือง ไม่ต้องระบุเขต"))
        elif open_to == (RolePlace.DISTRICT,) and not district and not bureau and "district" not in wrong:
            self.add_error("district" if "district" in self.fields else "role", _("บทบาทนี้ต้องระบุเขต"))
        elif district and bureau and not wrong:
            self.add_error("bureau", _("เลือกเขตหรือสำนัก อย่างใดอย่างหนึ่ง"))


class InvitationForm(RoleForm):
    """A new account with its first role."""

    full_name = ThaiTextField(label=_("ชื่อ-นามสกุล"), max_length=150)
    username = forms.RegexField(
        label=_("บัญชีผู้ใช้"),
        regex=r"^[a-z0-9._-]{3,40}$",
        help_text=_("อักษรอังกฤษตัวเล็ก ตัวเลข จุด หรือขีด 3–40 ตัว เช่น napa.s"),
        error_messages={"invalid": _("ใช้ได้เฉพาะอักษรอังกฤษตัวเล็ก ตัวเลข จุด หรือขีด 3–40 ตัว เช่น napa.s")},
    )
    email = forms.EmailField(label=_("อีเมล"), required=False, help_text=_("ไม่มีอีเมลก็ได้ พิมพ์ลิงก์ให้แทน"))
    phone = ThaiTextField(label=_("โทรศัพท์"), required=False, max_length=50)

    field_order = ["full_name", "username", "email", "phone", "role", "district", "bureau", "starts_on", "ends_on"]

    def clean_ends_on(self) -> date | None:
        """Refuse a role that is over already: the person would be invited to nothing."""
        ends_on: date | None = self.cleaned_data["ends_on"]
        if ends_on and ends_on <= today():
            raise forms.ValidationError(_("วันสิ้นสุดผ่านมาแล้ว"))
        return ends_on

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("มีบัญชีผู้ใช้ชื่อนี้แล้ว ลองเติมตัวเลขหรืออักษรต่อท้าย"))
        return username

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email and User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("อีเมลนี้มีผู้ใช้แล้ว"))
        return email


class SectionForm(PortalForm):
    name = ThaiTextField(label=_("ชื่อฝ่าย"), max_length=100)
    duties = forms.MultipleChoiceField(
        label=_("งานที่ได้รับมอบ"),
        choices=Duty.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("งานที่มอบแล้วทำได้เฉพาะคนของฝ่ายและผู้บริหารเขต งานที่ไม่ได้มอบให้ฝ่ายใดเป็นของทุกคน"),
    )


class CloseSectionForm(PortalForm):
    into = forms.TypedChoiceField(
        label=_("ฝ่ายที่รับงานต่อ"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("คน งานที่ได้รับมอบ และสิ่งที่ฝ่ายรับผิดชอบ ไปอยู่กับฝ่ายที่เลือก"),
    )

    def __init__(self, *args: Any, sections: Sequence[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(section.pk, section.name) for section in sections]
        self.fields["into"].choices = [("", _now("ไม่มีฝ่ายใดรับต่อ")), *offered]  # type: ignore[attr-defined]


class SectionsOfForm(PortalForm):
    """The sections of one office in which a person works."""

    sections = forms.TypedMultipleChoiceField(
        label=_("ฝ่าย"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, sections: Sequence[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = [(section.pk, section.name) for section in sections]  # type: ignore[attr-defined]


class LettersForm(PortalForm):
    """When a person is written to about notices, of each subject if wanted, and in which language."""

    pace = forms.ChoiceField(
        label=_("รับเมื่อใด"),
        choices=Pace.choices,
        widget=forms.RadioSelect,
        help_text=_("ถ้าเลือกไม่รับ จะไม่ส่งเรื่องใดเลย เรื่องแจ้งยังอยู่ในงานของฉันทุกเรื่อง"),
    )
    language = forms.ChoiceField(label=_("ภาษาของอีเมล"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for subject in NoticeSubject:
            usual = [] if subject in TOLD_AT_ONCE else [("", _("ตามที่เลือกข้างบน"))]
            self.fields[f"of_{subject}"] = forms.ChoiceField(
                label=subject.label, choices=[*usual, *Pace.choices], required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = {str(subject): cleaned.pop(f"of_{subject}", "") for subject in NoticeSubject}
        usual = {str(subject): Pace.AT_ONCE for subject in TOLD_AT_ONCE}
        return {**cleaned, "choices": {of: pace for of, pace in chosen.items() if pace and pace != usual.get(of)}}


class AddressForm(PortalForm):
    email = forms.EmailField(label=_("อีเมล"))


class EndForm(PortalForm):
    on = ThaiDateField(label=_("วันแรกที่ไม่มีสิทธิ"))


class FirstPasswordForm(SetPasswordForm):
    """Sets the password of an account opened by its one-time link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self)


class SecondProofForm(AuthenticateForm):
    """Takes a code as the second proof. Its label names recovery codes where the person has no authenticator app."""

    @cached_property
    def kinds(self) -> set[str]:
        """The kinds of second proofs that the person set up, as allauth calls them: totp, webauthn …"""
        return set(Authenticator.objects.filter(user=self.user).values_list("type", flat=True))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Authenticator.Type.TOTP not in self.kinds:
            self.fields["code"].label = _("รหัสกู้คืน")
            self.fields["code"].widget.attrs.pop("placeholder", None)


class PasskeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("ชื่อ")


class PasskeyNameForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("ชื่อ")


class ErasureForm(PortalForm):
    """The user name, typed: forgetting can't be undone."""

    username = forms.CharField(label=_("พิมพ์บัญชีผู้ใช้เพื่อยืนยัน"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if username != self.person.username:
            raise forms.ValidationError(_("ไม่ตรงกับบัญชีผู้ใช้ของผู้ที่จะลบข้อมูล"))
        return username


class KeepForm(PortalForm):
    """Why a thing on a list of destruction is kept; empty to let it go."""

    reason = ThaiTextField(max_length=300, required=False)


class DecisionForm(PortalForm):
    committee = ThaiTextField(
        label=_("คณะกรรมการ"),
        max_length=200,
        help_text=_("เช่น คณะกรรมการทำลายหนังสือ คำสั่งที่ 12/2566"),
    )
    decided_on = ThaiDateField(label=_("มติวันที่"))
    decision_number = ThaiTextField(label=_("เลขที่หนังสืออนุมัติ"), max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].latest = today()  # type: ignore[attr-defined]
