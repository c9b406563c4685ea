"""Forms for asking for money, and for what others decided on it."""

import csv
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.fields import BahtField, EvidenceField, ThaiDateField, ThaiProseField, ThaiTextField
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.thai import NotUnderstoodError, normalise, parse_baht
from budget.actions.flagship.request_stages import DecisionPaper, LineDecision
from budget.enums import AskingStage
from budget.forms.chosen import ChosenField
from budget.forms.money import SATANG
from budget.forms.naming import SourceFields
from budget.models import MoneyCategory
from budget.queries.flagship.requests import RequestTable

# Who decides at a stage, as a rule.
BODIES = {
    AskingStage.BUDGET_OFFICE: "สำนักงบประมาณกรุงเทพมหานคร",
    AskingStage.DRAFT_ORDINANCE: "คณะผู้บริหารกรุงเทพมหานคร",
    AskingStage.COUNCIL: "คณะกรรมการวิสามัญพิจารณาร่างข้อบัญญัติ สภากรุงเทพมหานคร",
    AskingStage.VOTED: "สภากรุงเทพมหานคร",
}


class LineForm(PortalForm):
    title = ThaiTextField(label=gettext_lazy("รายการ"), max_length=300)
    amount = BahtField(label=gettext_lazy("ขอตั้ง (บาท)"), min_value=SATANG)
    category = forms.ModelChoiceField(
        label=gettext_lazy("หมวดหรืองบรายจ่าย"), queryset=MoneyCategory.objects.none(), required=False, empty_label="–"
    )
    note = ThaiProseField(label=gettext_lazy("เหตุผลความจำเป็น"), required=False, max_length=2000)

    def __init__(self, *args: Any, year: FiscalYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category: Any = self.fields["category"]
        category.queryset = MoneyCategory.objects.of_year(year)
        category.error_messages["invalid_choice"] = _("หมวดหรืองบรายจ่ายนี้ไม่ใช้ในปีงบประมาณ %(year)s") % {"year": year}


class ChooseForm(PortalForm):
    """Items of the action plan and projects of community plans."""

    items = ChosenField(required=False)
    projects = ChosenField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("items") and not cleaned.get("projects"):
            raise forms.ValidationError(_("เลือกอย่างน้อย 1 รายการ"))
        return cleaned


class StageForm(SourceFields):
    """What a body left of every line. ``decided`` and ``paper`` among the cleaned data are what the action takes."""

    stage = forms.TypedChoiceField(label=gettext_lazy("ขั้น"), coerce=lambda value: AskingStage(int(value)))
    on = ThaiDateField(label=gettext_lazy("วันที่พิจารณา"))
    body = ThaiTextField(label=gettext_lazy("ผู้พิจารณา"), max_length=200)
    number = ThaiTextField(label=gettext_lazy("เลขที่เอกสาร"), max_length=100)
    file = EvidenceField(label=gettext_lazy("ไฟล์เอกสาร"), required=False)
    common_reason = ThaiTextField(
        label=gettext_lazy("เหตุผลร่วม"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("ใช้กับทุกรายการที่เปลี่ยนและไม่ได้เขียนเหตุผลของตนเอง ชุมชนจะอ่านเหตุผลของรายการที่ไม่ได้รับ"),
    )

    def __init__(self, *args: Any, table: RequestTable, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        if table.is_voted:  # where more money comes from is said each time
            self.initial.setdefault("from_source", "")
        self.offer_sources(table.request.year)
        reached = table.last.kind if table.last else 0
        left = [stage for stage in AskingStage if stage > reached] or [AskingStage.VOTED]
        stage, on, source = self.fields["stage"], self.fields["on"], self.fields["from_source"]
        words = {AskingStage.VOTED: _("ให้เพิ่มหรือพิจารณาใหม่")} if table.is_voted else {}
        stage.choices = [(int(one), words.get(one, one.label)) for one in left]  # type: ignore[attr-defined]
        on.latest = today  # type: ignore[attr-defined]
        on.earliest = table.last.on if table.last else table.request.handed_in_on  # type: ignore[attr-defined]
        if table.is_voted:
            source.empty_label, source.required = "–", True  # type: ignore[attr-defined]
        else:
            source.help_text = _("ใช้เมื่อบันทึกขั้นข้อบัญญัติ")
        self.initial.setdefault("stage", int(left[0]))
        if not table.is_voted:  # money may be added by several bodies
            self.initial.setdefault("body", BODIES[left[0]])
        for row in table.rows:
            amount = BahtField(label=_("จำนวนเงิน"), min_value=0, initial=row.latest)
            self.fields[f"amount_{row.line.pk}"] = amount
            self.fields[f"reason_{row.line.pk}"] = ThaiTextField(label=_("เหตุผล"), required=False, max_length=1000)

    @property
    def heads(self) -> list[forms.BoundField]:
        """The fields about the stage as a whole."""
        return [self[name] for name in ("stage", "on", "body", "number", "from_source", "ordinance_no")]

    @property
    def rows(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        return [(row, self[f"amount_{row.line.pk}"], self[f"reason_{row.line.pk}"]) for row in self.table.rows]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        common = cleaned.pop("common_reason", "")
        decided = {}
        for row in self.table.rows:
            amount = cleaned.pop(f"amount_{row.line.pk}", None)
            reason = cleaned.pop(f"reason_{row.line.pk}", "")
            if amount is not None:
                reason = "" if amount == row.latest else reason or common
                decided[row.line.pk] = LineDecision(amount, reason)
        file = cleaned.pop("file", None)
        paper = DecisionPaper(cleaned.pop("body", ""), cleaned.pop("number", ""), file, getattr(file, "kind", None))
        return {**cleaned, "decided": decided, "paper": paper}


def read_pasted(text: str, table: RequestTable) -> tuple[dict[str, str], str]:
    """The amounts and reasons of pasted rows by the fields of `StageForm`, and a sentence about rows without a line.

    A row names its line by number or title; the first amount after it counts, and the text after that is the reason.
    """
    places = {str(place): row.line.pk for place, row in enumerate(table.rows, 1)}
    places |= {normalise(row.line.title): row.line.pk for row in table.rows}
    found: dict[str, str] = {}
    unknown = 0
    for cells in csv.reader(text.splitlines(), delimiter="\t"):
        texts = [normalise(cell) for cell in cells]
        named = next((place for place, cell in enumerate(texts) if cell in places), None)
        amount = None if named is None else next((p for p in range(named + 1, len(texts)) if _is_baht(texts[p])), None)
        if named is None or amount is None:
            unknown += any(texts)
            continue
        line = places[texts[named]]
        found[f"amount_{line}"] = texts[amount]
        found[f"reason_{line}"] = next((cell for cell in texts[amount + 1 :] if cell), "")
    if not unknown:
        return found, ""
    sentence = ngettext("%(n)s แถวไม่ตรงกับรายการใด", "%(n)s แถวไม่ตรงกับรายการใด", unknown) % {"n": unknown}
    return found, sentence


def typed(data: Mapping[str, str]) -> dict[str, str]:
    """What was typed so far, so that filling the table in keeps it."""
    return {name: value for name, value in data.items() if name not in ("csrfmiddlewaretoken", "fill", "pasted")}


def _is_baht(text: str) -> bool:
    if not text:
        return False
    try:
        parse_baht(text)
    except NotUnderstoodError:
        return False
    return True
