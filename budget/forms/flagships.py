"""Writing one flagship project of a year, and its table of shares."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.fields import BahtField, ThaiDateField, ThaiTextField
from bkkplan.ground.core.forms.portal import MonthsForm, PortalForm, change_reason
from bkkplan.ground.core.wording import localtext
from budget.actions.flagship.flagships import FlagshipWords
from budget.catalog import indicators
from budget.enums import Sharing
from budget.forms import month_choices
from budget.forms.money import SATANG
from budget.forms.nodes import NodeField
from budget.models import FlagshipProject
from budget.queries.strategy.trees import Offered
from districts.models import District, Office

LINES = ("methods", "methods_en")
ENGLISH = (
    "title_en",
    "reason_en",
    "objectives_en",
    "methods_en",
    "responsible_unit_en",
    "budget_note_en",
    "note_en",
)


def _text(name: str, *, rows: int = 0, placeholder: Any = "", **more: Any) -> ThaiTextField:
    """A text of the row, called as the model calls it."""
    field: Any = FlagshipProject._meta.get_field(name)
    if placeholder:
        more["widget"] = forms.TextInput(attrs={"placeholder": placeholder})
    if rows:
        more["widget"] = forms.Textarea(attrs={"rows": rows})
    if field.max_length:
        more["max_length"] = field.max_length
    return ThaiTextField(label=field.verbose_name, required=not field.blank, **more)


def _amount(name: str, **more: Any) -> BahtField:
    label = FlagshipProject._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return BahtField(label=label, required=False, min_value=SATANG, **more)


class FlagshipForm(MonthsForm):
    """One project in full; in an opened year it also asks why it changes."""

    title_th = _text("title_th", placeholder=gettext_lazy("เช่น โครงการรับฟังความคิดเห็นของประชาชน"))
    reason = _text("reason", rows=4)
    objectives = _text("objectives", rows=3)
    methods = _text("methods", rows=4, help_text=gettext_lazy("บรรทัดละหนึ่งขั้น"))
    responsible_unit = _text("responsible_unit")
    bureau = forms.ModelChoiceField(
        label=gettext_lazy("สำนักที่ใช้งบประมาณ"),
        queryset=Office.objects.bureaus().order_by("code"),
        required=False,
        empty_label="–",
        help_text=gettext_lazy("ระบุเมื่อสำนักใช้เงินเอง สยป. จะโอนจัดสรรให้สำนักนั้นได้"),
    )
    starts_in = forms.TypedChoiceField(label=gettext_lazy("เริ่มเดือน"), coerce=int, empty_value=None, required=False)
    ends_in = forms.TypedChoiceField(label=gettext_lazy("ถึงเดือน"), coerce=int, empty_value=None, required=False)
    kpi_code = forms.ChoiceField(label=gettext_lazy("ตัวชี้วัด"))
    objective = NodeField(label=gettext_lazy("ความสอดคล้อง"))
    budget = _amount("budget", help_text=gettext_lazy("ไม่มีงบประมาณเฉพาะให้เว้นว่าง แล้วเขียนหมายเหตุงบประมาณ"))
    budget_note = _text("budget_note", rows=2)
    sharing = forms.ChoiceField(label=gettext_lazy("การจัดสรรให้เขต"), choices=Sharing.choices)
    share_per_district = _amount(
        "share_per_district", help_text=gettext_lazy("ใช้กับ “เท่ากันทุกเขต” เว้นว่างคือหารงบประมาณเท่ากัน")
    )
    share_per_community = _amount("share_per_community", help_text=gettext_lazy("ใช้กับ “ชุมชนละเท่ากัน”"))
    communities_on = ThaiDateField(
        label=gettext_lazy("นับชุมชน ณ วันที่"),
        required=False,
        help_text=gettext_lazy("ใช้กับเกณฑ์ที่นับชุมชน"),
    )
    external_code = _text("external_code")
    note = _text("note", rows=2)
    title_en = _text("title_en")
    reason_en = _text("reason_en", rows=3)
    objectives_en = _text("objectives_en", rows=2)
    methods_en = _text("methods_en", rows=3)
    responsible_unit_en = _text("responsible_unit_en")
    budget_note_en = _text("budget_note_en", rows=2)
    note_en = _text("note_en", rows=2)

    def __init__(self, *args: Any, year: FiscalYear, offered: Offered, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objective"].offer(offered)  # type: ignore[attr-defined]
        choices = [(kpi.kpi_code, f"{kpi.kpi_code} · {localtext(kpi, 'title')}") for kpi in indicators(year)]
        self.fields["kpi_code"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
        for name in LINES:
            self.fields[name].required = False
        for name in ("starts_in", "ends_in"):
            self.fields[name].choices = month_choices()  # type: ignore[attr-defined]
        if needs_reason:
            self.fields["why"] = change_reason()
        self.helper.layout = Layout(
            Fieldset(_("สาระของโครงการ"), "title_th", "reason", "objectives", "methods"),
            Fieldset(
                _("ผู้รับผิดชอบและเวลา"), "responsible_unit", "bureau", Div("starts_in", "ends_in", css_class="cols-2")
            ),
            Fieldset(_("ยุทธศาสตร์และตัวชี้วัด"), "kpi_code", "objective", "external_code"),
            Fieldset(
                _("งบประมาณและการจัดสรร"),
                "budget",
                "budget_note",
                "sharing",
                Div("share_per_district", "share_per_community", css_class="cols-2"),
                "communities_on",
            ),
            "note",
            Fieldset(_("ภาษาอังกฤษ ไม่บังคับ ถ้าเว้นว่างจะแสดงภาษาไทย"), *ENGLISH),
            *(["why"] if needs_reason else []),
        )

    @staticmethod
    def texts_of(row: FlagshipProject) -> dict[str, Any]:
        """How the project reads in the fields."""
        texts = {name: getattr(row, name) for name in FlagshipForm.base_fields}
        return (
            texts
            | {name: "\n".join(texts[name]) for name in LINES}
            | {"objective": row.objective_id, "bureau": row.bureau_id}
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if bool(data.get("starts_in")) != bool(data.get("ends_in")):
            empty = "ends_in" if data.get("starts_in") else "starts_in"
            if empty not in self.errors:
                self.add_error(empty, _("เลือกทั้งเดือนเริ่มและเดือนสิ้นสุด หรือเว้นว่างทั้งสองช่อง"))
        rule = data.get("sharing")
        needed = {
            "share_per_community": (rule == Sharing.PER_COMMUNITY, _("ใส่จำนวนเงินต่อหนึ่งชุมชน เช่น 200,000")),
            "communities_on": (
                rule in (Sharing.BY_COMMUNITIES, Sharing.PER_COMMUNITY),
                _("ใส่วันที่นับชุมชน เช่น 1 ต.ค. 2569"),
            ),
            "budget": (rule not in (None, Sharing.NONE), _("ใส่งบประมาณที่จะจัดสรรให้เขต")),
        }
        for name, (is_needed, sentence) in needed.items():
            if is_needed and not data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return data

    @property
    def words(self) -> FlagshipWords:
        data = {name: value for name, value in self.cleaned_data.items() if name != "why"}
        for name in LINES:
            data[name] = tuple(line.strip(" -•") for line in data[name].splitlines() if line.strip(" -•"))
        return FlagshipWords(**data)

    @property
    def why(self) -> str:
        return str(self.cleaned_data.get("why", ""))


class ShareTableForm(PortalForm):
    """The amount of each district, in the order of their codes."""

    def __init__(self, *args: Any, districts: Sequence[District], needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [f"share_{district.code}" for district in districts]
        for name, district in zip(names, districts, strict=True):
            self.fields[name] = BahtField(label=str(district), required=False, min_value=Decimal(0))
        if needs_reason:
            self.fields["why"] = change_reason()
        self.helper.layout = Layout(Div(*names, css_class="cols-2"), *(["why"] if needs_reason else []))

    @property
    def amounts(self) -> dict[str, Decimal]:
        given = {name.removeprefix("share_"): value for name, value in self.cleaned_data.items() if name != "why"}
        return {code: amount for code, amount in given.items() if amount}

    @property
    def why(self) -> str:
        return str(self.cleaned_data.get("why", ""))
