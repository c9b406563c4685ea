"""Forms of trainings: courses, sessions, the invited, attendance, results."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.fields import (
    SeveralEvidenceField,
    ThaiDateField,
    ThaiIntegerField,
    ThaiProseField,
    ThaiTextField,
    ThaiTimeField,
    fill_end,
    in_words,
)
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.thai import NotUnderstoodError
from bkkplan.ground.core.wording import localname
from communities.actions.trainings import SESSION, CourseWords, SessionWords
from communities.enums import CourseFileKind
from communities.models import CommitteeMember, CourseFile, CourseInvitation, CourseSession, Trainee
from communities.models.training import COUNTED
from communities.resources.trainees import NamedRow, find_members, read_names
from districts.models import District

MOST_SEATS = 5000


class CourseForm(PortalForm):
    name = ThaiTextField(
        label=gettext_lazy("ชื่อหลักสูตร"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("เช่น ปฐมนิเทศคณะกรรมการชุมชน")}),
    )
    objectives = ThaiProseField(label=gettext_lazy("วัตถุประสงค์"), max_length=5000, required=False)
    subjects = ThaiProseField(
        label=gettext_lazy("หัวข้อวิชา"), max_length=5000, required=False, help_text=gettext_lazy("หัวข้อละบรรทัด")
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            data["words"] = CourseWords(**{name: data[name] for name in ("name", "objectives", "subjects")})
        return data


class NewCourseForm(CourseForm):
    """Asks who holds the course where the person may act for more than one."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    district = forms.ModelChoiceField(
        label=gettext_lazy("ผู้จัด"), queryset=District.objects.none(), required=False, empty_label=None
    )

    field_order = ("district", "name", "objectives", "subjects")

    def __init__(self, *args: Any, districts: Sequence[District], is_bureau: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.districts, self.is_bureau = districts, is_bureau
        if len(districts) + is_bureau == 1:
            del self.fields["district"]
            return
        field: Any = self.fields["district"]
        field.queryset = District.objects.filter(pk__in=[place.pk for place in districts]).order_by("code")
        field.empty_label = _("สำนักพัฒนาสังคม") if is_bureau else None
        field.required = not is_bureau

    def clean(self) -> dict[str, Any]:
        """Adds ``district``, which is None for the bureau, where it was not asked for."""
        data = super().clean()
        if "district" not in self.fields:
            data["district"] = None if self.is_bureau else self.districts[0]
        return data


class SessionForm(PortalForm):
    number = ThaiIntegerField(label=gettext_lazy("รุ่นที่"), min_value=1, max_value=999)
    first_on = ThaiDateField(label=gettext_lazy("วันแรก"))
    last_on = ThaiDateField(label=gettext_lazy("วันสุดท้าย"), required=False, help_text=gettext_lazy("เว้นว่างถ้าอบรมวันเดียว"))
    starts_at = ThaiTimeField(label=gettext_lazy("เวลาเริ่ม"), required=False)
    ends_at = ThaiTimeField(label=gettext_lazy("เวลาเลิก"), required=False, is_end=True)
    place = ThaiTextField(
        label=gettext_lazy("สถานที่"),
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("เช่น ห้องประชุมศูนย์ฝึกอบรม")}),
    )
    seats = ThaiIntegerField(label=gettext_lazy("จำนวนที่นั่ง"), min_value=1, max_value=MOST_SEATS)

    def __init__(self, *args: Any, year: FiscalYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_on", "last_on"):
            field: Any = self.fields[name]
            field.earliest, field.latest = year.start, year.end
        self.helper.layout = Layout(
            *(name for name in ("uuid",) if name in self.fields),
            "number",
            Div("first_on", "last_on", css_class="field-pair"),
            Div("starts_at", "ends_at", css_class="field-pair"),
            "place",
            "seats",
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        fill_end(self, data)
        first, last = data.get("first_on"), data.get("last_on")
        if first and not last and "last_on" not in self.errors:
            data["last_on"] = first
        elif first and last and last < first:
            self.add_error("last_on", _("วันสุดท้ายต้องไม่ก่อนวันแรก"))
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("เวลาเลิกต้องหลังเวลาเริ่ม"))
        if not self.errors:
            data["words"] = SessionWords(**{name: data[name] for name in SESSION})
        return data


class NewSessionForm(SessionForm):
    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class InviteForm(PortalForm):
    """How many people of each district are invited; an empty field invites none."""

    def __init__(self, *args: Any, districts: Iterable[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.districts = {f"district_{place.pk}": place for place in districts}
        for name, place in self.districts.items():
            self.fields[name] = ThaiIntegerField(label=localname(place), required=False, max_value=MOST_SEATS)
        self.helper.layout = Layout(Div(*self.districts, css_class="count-grid"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        return {"places": {place.pk: data.get(name) or 0 for name, place in self.districts.items()}}


class NamesForm(PortalForm):
    """Members who are ticked. ``shown`` has those that were ticked when the page was opened.

    So what another person ticked meanwhile is not taken off.
    """

    members = forms.TypedMultipleChoiceField(coerce=int, required=False)
    shown = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, seats: Iterable[CommitteeMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(seat.pk, seat.full_name) for seat in seats]
        for name in ("members", "shown"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.helper.layout = Layout(HTML('{% include "communities/_people.html" %}'))
        self.helper.render_unmentioned_fields = False

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        ticked, shown = set(data.get("members", ())), set(data.get("shown", ()))
        return {"added": ticked - shown, "left_out": shown - ticked}


class DistrictAttendanceForm(PortalForm):
    """Who of a district's list came, a box for each, and how many others of each kind."""

    def __init__(self, *args: Any, trainees: Iterable[Trainee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trainees = {f"came_{trainee.pk}": trainee for trainee in trainees}
        for name, trainee in self.trainees.items():
            self.fields[name] = forms.BooleanField(label=str(trainee.member), required=False)
        for name in COUNTED:
            label = CourseInvitation._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            self.fields[name] = ThaiIntegerField(label=label, required=False, max_value=MOST_SEATS)

    @property
    def came(self) -> set[int]:
        return {trainee.pk for name, trainee in self.trainees.items() if self.cleaned_data[name]}

    @property
    def counts(self) -> dict[str, int | None]:
        return {name: self.cleaned_data[name] for name in COUNTED}

    @property
    def count_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in COUNTED]


SKIP = "skip"


class NameListForm(PortalForm):
    """A pasted list of names. It is read; then each name that means no one member or several is asked about.

    ``read`` has a digest of the list that was shown; only that list is confirmed.
    """

    text = forms.CharField(
        label=gettext_lazy("รายชื่อที่คัดลอกมา"),
        max_length=200_000,
        strip=False,
        help_text=gettext_lazy("คัดลอกจากโปรแกรมตารางหรือพิมพ์ชื่อละบรรทัด มีคอลัมน์ชุมชนด้วยก็ได้"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    read = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, seats: Iterable[CommitteeMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[NamedRow] = []
        text = self.data.get("text", "")
        if not text.strip():
            return
        try:
            self.rows = find_members(read_names(text), seats)
        except NotUnderstoodError as error:
            self.refusal = in_words(error)
            return
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        self.is_shown = self.data.get("read") == digest
        sent = self.data.dict() if isinstance(self.data, QueryDict) else self.data
        self.data = {**sent, "read": digest}
        for row in self.rows:
            if not row.is_sure:
                self.fields[f"row-{row.number}"] = self._question(row)

    refusal = ""
    is_shown = False

    def _question(self, row: NamedRow) -> forms.ChoiceField:
        choices = [(str(member.pk), f"{member.full_name} · {member.committee.community}") for member in row.members]
        label = _("แถวที่ %(row)s %(name)s") % {"row": row.number, "name": row.name}
        return forms.ChoiceField(
            label=label,
            choices=[*choices, (SKIP, _("ไม่ใช่กรรมการในรายชื่อ ไม่บันทึกแถวนี้"))],
            widget=forms.RadioSelect,
            required=self.is_shown,
        )

    def clean_text(self) -> str:
        if self.refusal:
            raise forms.ValidationError(self.refusal)
        text: str = self.cleaned_data["text"]
        return text

    def clean(self) -> dict[str, Any]:
        """Gives ``members``: the ids of those whom the rows mean, by the answers where it was asked."""
        data: dict[str, Any] = super().clean() or {}
        asked = [f"row-{row.number}" for row in self.rows if not row.is_sure]
        for name in asked:
            self.fields[name].required = True  # an answer is asked for from the second time on
        answers = [data.get(name) for name in asked]
        sure = {row.members[0].pk for row in self.rows if row.is_sure}
        return {"members": sure | {int(answer) for answer in answers if answer and answer != SKIP}}


class CloseForm(PortalForm):
    satisfaction = forms.DecimalField(
        label=gettext_lazy("ความพึงพอใจ (ร้อยละ)"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        error_messages={
            "max_value": gettext_lazy("ร้อยละต้องไม่เกิน 100"),
            "min_value": gettext_lazy("ร้อยละต้องไม่น้อยกว่า 0"),
        },
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    answers = ThaiIntegerField(label=gettext_lazy("จำนวนผู้ตอบแบบประเมิน"), required=False, min_value=1)
    file = forms.ModelChoiceField(
        label=gettext_lazy("ไฟล์ผลการประเมิน"),
        queryset=CourseFile.objects.none(),
        required=False,
        empty_label=gettext_lazy("ไม่มี"),
    )

    def __init__(self, *args: Any, session: CourseSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["file"]
        field.queryset = session.files.kept().filter(kind=CourseFileKind.EVALUATION).order_by("pk")


class CourseFilesForm(PortalForm):
    kind = forms.ChoiceField(label=gettext_lazy("ชนิดของไฟล์"), choices=CourseFileKind)
    files = SeveralEvidenceField(label=gettext_lazy("เลือกไฟล์"))  # type: ignore[assignment]


class UntrainedFilter(PortalForm):
    """Filters a list of members: those without a training in this term, or those who never had one."""

    TERM, EVER = "term", "ever"
    scope = forms.ChoiceField(
        label=gettext_lazy("ไม่เคยเข้าอบรม"),
        choices=[(TERM, gettext_lazy("ในวาระนี้")), (EVER, gettext_lazy("ไม่เคยเลย"))],
        required=False,
    )


class CancelForm(PortalForm):
    reason = ThaiProseField(label=gettext_lazy("เหตุผล"), max_length=2000, example=gettext_lazy("เช่น วิทยากรไม่ว่าง"))


class ReopenForm(PortalForm):
    reason = ThaiProseField(label=gettext_lazy("เหตุผล"), max_length=2000, example=gettext_lazy("เช่น นับผู้เข้าอบรมซ้ำ"))
