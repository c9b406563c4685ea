"""Forms of the rows that make up a forum's results. Each is one row that saves itself, or one plain page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.fields import (
    BahtField,
    SeveralEvidenceField,
    ThaiIntegerField,
    ThaiProseField,
    ThaiTextField,
)
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.private_words import PublicText, find_personal_data
from bkkplan.ground.core.wording import localname
from communities.models import Community, PlanArea
from communities.models.community import community_key
from districts.models import Subdistrict
from forums.models import Forum, ParticipantSector

AGENDA_TOPICS = {
    1: _("เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"),
    2: _("เรื่องรับรองรายงานการประชุม"),
    3: _("เรื่องสืบเนื่อง"),
    4: _("เรื่องเสนอเพื่อทราบ"),
    5: _("เรื่องเสนอเพื่อพิจารณา"),
    6: _("เรื่องอื่น ๆ"),
}
ONE_LINE = {"rows": 1, "data-grow": ""}
NOT_OF_THE_ROW = ("reason", "is_free_of_personal_data", "pointed_at", "removed")
# After a new log-in, a text that the browser kept needs a new confirmation.
ANSWERED_ANEW = {"data-not-kept": ""}
NEVER_PUBLIC = ("recorder",)


class ResultsForm(PortalForm):
    """One row of results.

    Once they are published it also asks for a reason and for a confirmation about personal data.
    """

    def __init__(self, *args: Any, forum: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forum = forum
        if forum.published_on is not None:
            self.fields["reason"] = ThaiProseField(
                label=_("เหตุผลที่แก้ไข"), rows=2, example=_("เช่น พิมพ์จำนวนเงินผิด"), max_length=2000
            )
            self.fields["is_free_of_personal_data"] = forms.BooleanField(
                label=_("ข้าพเจ้าตรวจแล้ว ไม่มีชื่อหรือหมายเลขโทรศัพท์ของผู้ร่วมเวทีในข้อความ"),
                widget=forms.CheckboxInput(attrs=ANSWERED_ANEW),
            )
            self.fields["pointed_at"] = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.forum.published_on is not None:
            self._point_at_personal_data(data)
        return data

    def _point_at_personal_data(self, data: dict[str, Any]) -> None:
        """Add an error that shows what may be a name or a number; whoever knows that it is none ticks the box again."""
        texts = [
            PublicText(name, text)
            for name, text in data.items()
            if isinstance(text, str) and name not in (*NOT_OF_THE_ROW, *NEVER_PUBLIC)
        ]
        found = " · ".join(finding.found for finding in find_personal_data(texts))
        if not found or data.get("pointed_at") == found:
            return
        sentence = _("พบ “%(found)s” ถ้าเป็นชื่อหรือหมายเลขของผู้ร่วมเวที ให้ลบออก ถ้าไม่ใช่ ให้ทำเครื่องหมายยืนยันอีกครั้ง")
        self.add_error("is_free_of_personal_data", sentence % {"found": found})
        typed = {name: self.data[name] for name in self.data if name != "is_free_of_personal_data"}
        self.data = {**typed, "pointed_at": found}

    @property
    def reason(self) -> str:
        reason: str = self.cleaned_data.get("reason", "")
        return reason

    @property
    def row(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in NOT_OF_THE_ROW}


class ProposalForm(ResultsForm):
    title = ThaiTextField(
        label=_("ข้อเสนอ"),
        max_length=300,
        widget=forms.Textarea(attrs=ONE_LINE),
        error_messages={"required": _("พิมพ์ข้อเสนอก่อน เช่น ซ่อมทางเท้าหน้าวัด")},
    )
    detail = ThaiProseField(label=_("รายละเอียด"), max_length=5000, required=False, rows=2, grows=True)
    area = forms.ModelChoiceField(label=_("ด้าน"), queryset=PlanArea.objects.order_by("position"), required=False)
    subdistrict = forms.ModelChoiceField(label=_("แขวง"), queryset=Subdistrict.objects.none(), required=False)
    community = ThaiTextField(label=_("ชุมชน"), max_length=200, required=False)
    place = ThaiTextField(label=_("สถานที่"), max_length=300, required=False)
    requested_amount = BahtField(label=_("งบที่ขอ (บาท)"), required=False)
    sector = forms.ModelChoiceField(
        label=_("ผู้เสนอ"), queryset=ParticipantSector.objects.order_by("position"), required=False
    )
    votes = ThaiIntegerField(label=_("คะแนน"), required=False)
    removed = forms.BooleanField(label=_("นำออก"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Subdistrict.objects.filter(district=self.forum.district_id).order_by("code")
        self.fields["subdistrict"].queryset = places  # type: ignore[attr-defined]
        if self.forum.published_on is not None:
            # Corrected on a page of its own: there is no row with a button to take it out.
            self.fields["removed"].widget = forms.CheckboxInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("removed"):
            # What is taken out need not be right; the text that was saved before stays with it.
            self._errors = {name: found for name, found in self.errors.items() if name == "reason"}
            return data
        if "community" in data:
            data["community"] = self._community(data["community"], data.get("subdistrict"))
        return data

    def _community(self, name: str, subdistrict: Subdistrict | None) -> Community | None:
        """A community of the district by its name, however it is spaced."""
        if not name:
            return None
        found = Community.objects.filter(district=self.forum.district_id, name_key=community_key(name))
        there = [c for c in found if subdistrict is None or c.subdistrict_id == subdistrict.pk]
        if len(there) == 1:
            return there[0]
        if there:
            self.add_error("community", _("มีชุมชนชื่อนี้หลายแขวง เลือกแขวงก่อน"))
        elif found:
            self.add_error("community", _("ชุมชนนี้อยู่แขวงอื่น ตรวจแขวงหรือชื่อชุมชน"))
        else:
            self.add_error("community", _("ไม่พบชุมชนชื่อนี้ในเขต เลือกจากรายชื่อ หรือเขียนไว้ในช่องสถานที่"))
        return None


class AttendanceForm(ResultsForm):
    """A number of people for each sector. The total is typed only if it is more than their sum."""

    def __init__(self, *args: Any, sectors: Iterable[ParticipantSector], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counts: dict[str, forms.Field] = {}
        self.sectors = list(sectors)
        for sector in self.sectors:
            counts[f"sector_{sector.pk}"] = ThaiIntegerField(
                label=localname(sector), required=False, max_value=9_999_999
            )
        total = ThaiIntegerField(
            label=_("ผู้เข้าร่วมทั้งหมด (คน)"),
            required=False,
            max_value=9_999_999,
            help_text=_("พิมพ์เมื่อมากกว่าผลรวม เช่น นับจากลายมือชื่อ เว้นว่างไว้ถ้าเท่ากัน"),
        )
        self.fields = {**counts, "attendance_total": total, **self.fields}

    @property
    def counts(self) -> list[forms.BoundField]:
        return [self[f"sector_{sector.pk}"] for sector in self.sectors]

    @property
    def people(self) -> dict[int, int | None]:
        return {sector.pk: self.cleaned_data.get(f"sector_{sector.pk}") for sector in self.sectors}


class MeetingForm(ResultsForm):
    recorder = ThaiTextField(label=_("ผู้จดรายงาน"), max_length=150, required=False, help_text=_("ไม่เผยแพร่"))
    summary = ThaiProseField(label=_("สรุปผลเวที"), max_length=20_000, required=False, rows=4, grows=True)


class AgendaForm(ResultsForm):
    topic = ThaiTextField(label=_("เรื่อง"), max_length=300)
    resolution = ThaiProseField(label=_("มติที่ประชุม"), max_length=10_000, required=False, rows=2, grows=True)


class EvidenceForm(PortalForm):
    files = SeveralEvidenceField(label=_("เลือกไฟล์"))  # type: ignore[assignment]
    caption = ThaiTextField(label=_("คำอธิบาย"), max_length=300, required=False)
