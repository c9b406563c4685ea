"""Forms validate what was typed; actions save it."""

from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.fields import ThaiDateField, ThaiIntegerField, ThaiTextField
from bkkplan.ground.core.forms.portal import PortalForm, change_reason
from bkkplan.ground.years.actions import DayWords, StepWords
from bkkplan.ground.years.enums import Audience
from bkkplan.ground.years.models import LONGEST_NOTICE, DueDay, YearDays

DUE = "due_"


class BeginForm(PortalForm):
    """Which year, and what it begins with."""

    year = forms.TypedChoiceField(label=gettext_lazy("ปีงบประมาณ"), coerce=int)
    source = forms.TypedChoiceField(
        label=gettext_lazy("เริ่มจาก"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("ทุกส่วนของปีนั้นจะคัดลอกมา แก้ไขได้ก่อนเปิดปี"),
    )

    def __init__(self, *args: Any, years: Iterable[FiscalYear], sources: Iterable[FiscalYear], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year.be, str(year)) for year in years]  # type: ignore[attr-defined]
        copies = [(year.be, _("คัดลอกปีงบประมาณ %(year)s") % {"year": year}) for year in sources]
        self.fields["source"].choices = [*copies, ("", _("ปีว่าง"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("source") and data.get("year") and data["source"] >= data["year"]:
            self.add_error("source", _("คัดลอกได้จากปีก่อนหน้าเท่านั้น"))
        return data


class StepReasonForm(PortalForm):
    """Why a step goes, in an opened year; in a draft nothing is asked."""

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_reason:
            self.fields["reason"] = change_reason()


class StepForm(StepReasonForm):
    """A step of the office's own, and for whom it is."""

    name_th = ThaiTextField(
        label=gettext_lazy("ขั้นตอน"),
        max_length=150,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("เช่น ส่งร่างแผนพัฒนาชุมชน")}),
    )
    due_on = ThaiDateField(label=gettext_lazy("ภายในวันที่"))
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("สำหรับ"),
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("แสดงในงานของฉันของผู้ที่เลือก ตั้งแต่ 30 วันก่อนถึงกำหนด"),
        error_messages={"required": gettext_lazy("เลือกอย่างน้อยหนึ่งกลุ่ม")},
    )
    name_en = ThaiTextField(
        label=gettext_lazy("ชื่อภาษาอังกฤษ"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("ถ้าเว้นว่างจะแสดงภาษาไทย"),
    )

    @property
    def words(self) -> StepWords:
        data = self.cleaned_data
        return StepWords(
            name_th=data["name_th"], due_on=data["due_on"], audiences=data["audiences"], name_en=data["name_en"]
        )


class ReminderForm(PortalForm):
    """What is added to the text of a reminder; on a day that had one, whether it shall be done again."""

    words = ThaiTextField(
        label=gettext_lazy("ข้อความเพิ่มเติม"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("เช่น ส่งที่กลุ่มงานแผน ภายใน 16.00 น.")}),
    )

    def __init__(self, *args: Any, is_again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_again:
            self.fields["again"] = forms.BooleanField(label=_("เตือนซ้ำในวันนี้"), required=False)


class DaysForm(PortalForm):
    """All days of a year. In an opened year it also asks why they change."""

    announce_before = ThaiIntegerField(
        label=gettext_lazy("ประกาศเวทีก่อนวันจัดอย่างน้อย (วัน)"),
        max_value=LONGEST_NOTICE,
        help_text=gettext_lazy("ประกาศช้ากว่านี้ได้ แต่จะแสดงว่าประกาศช้า"),
    )
    publish_within = ThaiIntegerField(label=gettext_lazy("เผยแพร่ผลหลังวันจัดภายใน (วัน)"), max_value=LONGEST_NOTICE)
    closing_on = ThaiDateField(
        label=gettext_lazy("วันปิดข้อมูลของปี"),
        help_text=gettext_lazy("วันสุดท้ายที่ยืนยันสิ่งที่ทำในปีนี้แล้วยังนับในตัวชี้วัด"),
    )

    def __init__(self, *args: Any, steps: Sequence[DueDay], needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [f"{DUE}{step.code}" for step in steps]
        for name, step in zip(names, steps, strict=True):
            self.fields[name] = ThaiDateField(label=str(step), required=False)
        if needs_reason:
            self.fields["reason"] = change_reason()
        self.helper.layout = Layout(
            Fieldset(_("เวทีและการปิดข้อมูล"), Div("announce_before", "publish_within", css_class="cols-2"), "closing_on"),
            Fieldset(_("กำหนดวันของแต่ละขั้นตอน ขั้นตอนที่ไม่กำหนดวันให้เว้นว่าง"), Div(*names, css_class="cols-2")),
            *(["reason"] if needs_reason else []),
        )

    @staticmethod
    def texts_of(row: YearDays, steps: Iterable[DueDay]) -> dict[str, Any]:
        """How the days read in the fields."""
        rule = {name: getattr(row, name) for name in ("announce_before", "publish_within", "closing_on")}
        return rule | {f"{DUE}{step.code}": step.due_on for step in steps}

    @property
    def words(self) -> DayWords:
        data = self.cleaned_data
        return DayWords(
            announce_before=data["announce_before"],
            publish_within=data["publish_within"],
            closing_on=data["closing_on"],
            due={name.removeprefix(DUE): day for name, day in data.items() if name.startswith(DUE)},
        )
