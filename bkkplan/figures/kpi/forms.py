from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.figures.kpi.actions.targets import TargetDecision
from bkkplan.figures.kpi.enums import Verdict
from bkkplan.figures.kpi.models import Target
from bkkplan.figures.kpi.queries import Owner
from bkkplan.figures.kpi.registry import all_definitions
from bkkplan.figures.kpi.validators import read_target
from bkkplan.ground.core.fiscal import QUARTERS
from bkkplan.ground.core.forms.fields import ThaiDateField, ThaiProseField, ThaiTextField, in_words
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.thai import NotUnderstoodError, district_key
from districts.forms import one_or_all_districts

LONGEST_TARGET = Target._meta.get_field("text").max_length
MOST_NAMED = 5
CITY_NAMES = ("กรุงเทพมหานคร", "กทม.")
HEADINGS = {"เขต", "หน่วย", "หน่วยงาน"}  # of the first column, where it was copied too


class UnitFilter(PortalForm):
    """Which units of a KPI to list."""

    COUNTED = [("", _("ทั้งหมด")), ("no", _("ยังไม่นับ")), ("yes", _("นับแล้ว"))]

    counted = forms.ChoiceField(label=_("ผล"), choices=COUNTED, required=False)
    district = one_or_all_districts()
    q = forms.CharField(label=_("ค้นชื่อ"), required=False)


class TargetField(ThaiTextField):
    """A target as the plan writes it: a percentage, or words."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            return read_target(text).text
        except NotUnderstoodError as error:
            raise ValidationError(in_words(error), code="no_target") from error


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """One line of the table of targets: whose it is, how the form calls it, and under which names it may be pasted."""

    owner: Owner
    field: str
    label: str
    names: tuple[str, ...]


class TargetTableForm(PortalForm):
    """The targets of one KPI for the year or a quarter: one line for each owner, typed or pasted from a spreadsheet.

    ``filled`` holds what was pasted, by the field; the page shows it in its fields before it is saved.
    """

    # No ThaiTextField: the tabs between the columns must stay. Each cell is cleaned in the field where it is filled in.
    pasted = forms.CharField(
        label=_("วางจากตาราง"),
        required=False,
        strip=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("คัดลอกสองคอลัมน์จากตารางคำนวณ คือชื่อหน่วย และเป้าหมาย แล้วกดบันทึก ระบบจะเติมลงช่องให้ตรวจก่อน"),
    )

    def __init__(
        self, *args: Any, lines: Sequence[tuple[str, Sequence[OwnerLine]]], needs_decision: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for _heading, group in lines for line in group]
        self.filled: dict[str, str] = {}
        for line in self.lines:
            self.fields[line.field] = TargetField(label=line.label, required=False, max_length=LONGEST_TARGET)
        decision = []
        if needs_decision:
            self.fields |= decision_fields()
            decision = [Fieldset(gettext("การขอเปลี่ยนเป้าหมาย"), *decision_fields())]
        tables = [
            Fieldset(heading, Div(*(line.field for line in group), css_class="cols-2")) for heading, group in lines
        ]
        self.helper.layout = Layout("pasted", *tables, *decision)

    def clean_pasted(self) -> str:
        fields = self._fields_by_name()
        unknown = []
        for row in self.cleaned_data["pasted"].splitlines():
            name, _tab, text = row.strip().partition("\t")
            if field := fields.get(district_key(name)):
                self.filled[field] = text.strip()
            elif name.strip() and district_key(name) not in HEADINGS:
                unknown.append(name.strip())
        if unknown:
            self.filled = {}
            sentence = gettext("ไม่พบหน่วยเหล่านี้ ตรวจชื่อแล้ววางอีกครั้ง: %(names)s")
            raise ValidationError(sentence % {"names": ", ".join(unknown[:MOST_NAMED])}, code="unknown")
        return ""

    def _fields_by_name(self) -> dict[str, str]:
        """The fields by the names of their owners, without the names that several have: these are given by code."""
        owners: dict[str, set[str]] = {}
        for line in self.lines:
            for name in line.names:
                owners.setdefault(district_key(name), set()).add(line.field)
        return {key: found.pop() for key, found in owners.items() if key and len(found) == 1}

    @property
    def texts(self) -> dict[Owner, str]:
        return {line.owner: self.cleaned_data[line.field] for line in self.lines}

    @property
    def decision(self) -> TargetDecision | None:
        data = self.cleaned_data
        if "meeting" not in self.fields:
            return None
        return TargetDecision(
            requester=data["requester"], meeting=data["meeting"], reason=data["reason"], on=data["decided_on"]
        )


def decision_fields() -> dict[str, forms.Field]:
    return {
        "requester": ThaiTextField(
            label=gettext("ผู้ขอเปลี่ยน"),
            max_length=200,
            widget=forms.TextInput({"placeholder": gettext("เช่น สำนักพัฒนาสังคม")}),
        ),
        "meeting": ThaiTextField(
            label=gettext("มติที่ประชุม"),
            max_length=300,
            widget=forms.TextInput({"placeholder": gettext("เช่น คณะกรรมการกำกับติดตาม ครั้งที่ 2/2569")}),
        ),
        "decided_on": ThaiDateField(
            label=gettext("วันที่มีมติ"), help_text=gettext("เป้าหมายใหม่ใช้ตั้งแต่วันนี้ ตัวเลขของวันก่อนหน้ายังเทียบกับเป้าหมายเดิม")
        ),
        "reason": ThaiProseField(label=gettext("เหตุผลที่เปลี่ยน"), max_length=2000, rows=2),
    }


def prose(label: Any, rows: int = 3) -> ThaiTextField:
    return ThaiProseField(label=label, required=False, max_length=6000, rows=rows)


class NarrativeForm(PortalForm):
    text = prose(_("ผลการดำเนินงาน"), rows=4)
    problems = prose(_("ปัญหาอุปสรรคและแนวทางแก้ไข"), rows=2)


class SendBackForm(PortalForm):
    reason = ThaiProseField(label=_("เหตุผล"), example=_("เช่น ยอดเบิกจ่ายของฝ่ายโยธาไม่ตรงกับบัญชี"), max_length=2000)


def score_field(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=5,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


class EvaluationForm(PortalForm):
    verdict = forms.ChoiceField(label=_("ผลการพิจารณา"), choices=Verdict.choices, widget=forms.RadioSelect)
    score = score_field(_("ผลประเมิน"))
    score_1 = score_field(_("ผลประเมิน 2.1"))
    score_2 = score_field(_("ผลประเมิน 2.2"))
    comment = prose(_("ความเห็น"))


class ExternalCodesForm(PortalForm):
    """A field for each KPI, called by its code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for definition in all_definitions():
            self.fields[definition.code] = ThaiTextField(
                label=f"{definition.label} · {definition.short}", required=False, max_length=40
            )


class ReportedFigureForm(PortalForm):
    code = forms.ChoiceField(label=_("ตัวชี้วัด"))
    quarter = forms.TypedChoiceField(label=_("ไตรมาส"), required=False, coerce=int, empty_value=None)
    district = one_or_all_districts(empty_label=_("ทั้งกรุงเทพมหานคร"))
    text = ThaiTextField(
        label=_("ผลที่รายงานไว้"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("เช่น ร้อยละ 96")}),
    )
    source = ThaiTextField(
        label=_("ที่มา"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": _("เช่น รายงานผลไตรมาสที่ 4 ของ สยป.")}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["code"].choices = [(d.code, f"{d.label} · {d.short}") for d in all_definitions()]
        fields["quarter"].choices = [("", _("ทั้งปี")), *((q, gettext("ไตรมาสที่ %(n)s") % {"n": q}) for q in QUARTERS)]
