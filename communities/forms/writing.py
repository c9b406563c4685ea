"""What members write, as forms: each saves itself while one types, or goes as a plain page without script."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.fields import BahtField, ThaiProseField, ThaiTextField
from bkkplan.ground.core.forms.portal import MonthsForm, PortalForm
from bkkplan.ground.core.thai import MONTHS_SHORT, NotUnderstoodError, format_baht
from bkkplan.ground.core.thai.errors import N_
from bkkplan.ground.core.wording import localname
from communities.actions.writing import ProblemWords, ProjectMoneyLine
from communities.enums import PlannedSource, ProjectItem, ProjectKind, ProjectNature
from communities.models import BudgetLine, PlanArea, PlanProblem

LONG = 20_000
MOST_ROWS = 60
FISCAL_MONTHS = (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9)
MONTH_CHOICES = [("", "–"), *((month, MONTHS_SHORT[month - 1]) for month in FISCAL_MONTHS)]
SCORE_CHOICES = [("", "–"), *((score, str(score)) for score in range(1, 6))]
# The form's fields of each item; the work plan and the money have tables of their own.
FIELDS_OF = {
    ProjectItem.REASON: ("reason",),
    ProjectItem.OBJECTIVES: ("objectives",),
    ProjectItem.TARGET: ("target",),
    ProjectItem.NATURE: ("nature",),
    ProjectItem.TIME_AND_PLACE: ("starts_in", "ends_in", "place"),
    ProjectItem.EXPECTED_BENEFIT: ("expected_benefit",),
    ProjectItem.RISK: ("risk",),
    ProjectItem.FOLLOW_UP: ("follow_up",),
}
# What a project says besides its items and its areas.
OUTSIDE = ("title", "kind", "problem")
LINE = ("item", "quantity", "unit", "unit_price", "source")
SCORES = ("score_size", "score_urgency", "score_feasibility", "score_cooperation")


def long_text(label: Any, *, rows: int = 3, required: bool = False, **kwargs: Any) -> ThaiTextField:
    return ThaiProseField(label=label, required=required, max_length=LONG, rows=rows, grows=True, **kwargs)


def _number_of(label: Any, choices: list[tuple[Any, str]]) -> forms.TypedChoiceField:
    """A field for one of these numbers; None where nothing is chosen."""
    return forms.TypedChoiceField(label=label, required=False, choices=choices, coerce=int, empty_value=None)


class SectionForm(PortalForm):
    text = long_text("")


class ProblemForm(PortalForm):
    problem = long_text(
        _("ปัญหาหรือความต้องการ"),
        rows=2,
        required=True,
        error_messages={"required": _("พิมพ์ปัญหาหรือความต้องการก่อน เช่น น้ำท่วมขังหน้าซอย 5")},
    )
    cause = long_text(_("สาเหตุ"), rows=2)
    way_out = long_text(_("แนวทางแก้ไข"), rows=2)

    @classmethod
    def of(cls, problem: PlanProblem | None, **kwargs: Any) -> "ProblemForm":
        initial = {name: getattr(problem, name) for name in cls.base_fields} if problem else {}
        return cls(initial=initial, **kwargs)

    @property
    def words(self) -> ProblemWords:
        return ProblemWords(**self.cleaned_data)


class MendedForm(PortalForm):
    """Ticks one of the reasons of a return; the label is the reason."""

    mended = forms.BooleanField(label=_("แก้แล้ว"), required=False)


class NewProjectForm(PortalForm):
    uuid = forms.UUIDField(widget=forms.HiddenInput)
    title = ThaiTextField(
        label=_("ชื่อโครงการ"),
        max_length=300,
        error_messages={"required": _("พิมพ์ชื่อโครงการก่อน เช่น ซ่อมทางเดินริมคลอง")},
    )


class PlaceForm(PortalForm):
    """The place that a row is moved to; nothing for a row that is taken out or put back."""

    to = forms.IntegerField(min_value=0)

    def __init__(self, *args: Any, is_moved: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_moved:
            del self.fields["to"]


class QuantityField(BahtField):
    """A quantity, also with a fraction. It is read like an amount of money, with its own sentences for errors."""

    kind = "quantity"
    placeholder: Any = ""

    def read(self, text: str) -> Decimal:
        try:
            return super().read(text)
        except NotUnderstoodError as error:
            raise NotUnderstoodError(N_("อ่านจำนวนนี้ไม่ออก พิมพ์เป็นตัวเลข เช่น 12 หรือ 1.5")) from error


class LineForm(PortalForm):
    """A money line. A line without item and price is an empty line of the paper form and is left out."""

    use_required_attribute = False
    item = ThaiTextField(label=_("รายการ"), required=False, max_length=200)
    quantity = QuantityField(label=_("จำนวน"), required=False, widget=forms.TextInput)
    unit = ThaiTextField(label=_("หน่วย"), required=False, max_length=40)
    unit_price = BahtField(label=_("ราคาต่อหน่วย (บาท)"), required=False, widget=forms.TextInput)
    source = forms.ChoiceField(label=_("แหล่งเงิน"), required=False, choices=PlannedSource)

    @classmethod
    def of(cls, line: BudgetLine | None, **kwargs: Any) -> "LineForm":
        blank = {"quantity": "1", "source": PlannedSource.DISTRICT}
        return cls(initial={name: getattr(line, name) for name in cls.base_fields} if line else blank, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        has_price = data.get("unit_price") is not None or "unit_price" in self.errors
        if data.get("item") and not has_price:
            self.add_error("unit_price", _("ใส่ราคาต่อหน่วย เช่น 1,500 ถ้าไม่ใช้เงินให้ใส่ 0"))
        elif has_price and not data.get("item"):
            self.add_error("item", _("ใส่ชื่อรายการ เช่น เก้าอี้พลาสติก"))
        if data.get("quantity") is not None and not data["quantity"]:
            self.add_error("quantity", _("จำนวนต้องมากกว่าศูนย์"))
        return data

    @property
    def fields_by_name(self) -> dict[str, forms.BoundField]:
        return {name: self[name] for name in self.fields}

    @property
    def line(self) -> ProjectMoneyLine | None:
        """The line that was typed, or None for an empty one. Call it on a valid form only."""
        data = self.cleaned_data
        if not data.get("item"):
            return None
        return ProjectMoneyLine(
            item=data["item"],
            quantity=data.get("quantity") or Decimal(1),
            unit=data.get("unit", ""),
            unit_price=data["unit_price"],
            source=data.get("source") or PlannedSource.DISTRICT,
        )

    @property
    def amount(self) -> str:
        if self.is_bound:
            return format_baht(self.line.amount) if self.is_valid() and self.line else ""
        item, quantity, price = (self.initial.get(name) for name in ("item", "quantity", "unit_price"))
        return format_baht(quantity * price) if item and price is not None else ""


class ActivityForm(PortalForm):
    """One activity of the work plan, and the months in which it happens."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"] = ThaiTextField(label=_("กิจกรรม"), required=False, max_length=300)
        for month in FISCAL_MONTHS:
            self.fields[str(month)] = forms.BooleanField(label=MONTHS_SHORT[month - 1], required=False)

    @classmethod
    def of(cls, activity: Mapping[str, Any] | None, **kwargs: Any) -> "ActivityForm":
        activity = activity or {}
        months = {str(month): True for month in activity.get("months", ())}
        return cls(initial={"activity": activity.get("activity", ""), **months}, **kwargs)

    @property
    def activity_box(self) -> forms.BoundField:
        return self["activity"]

    @property
    def months(self) -> list[forms.BoundField]:
        return [self[str(month)] for month in FISCAL_MONTHS]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("activity") and any(data.get(str(month)) for month in FISCAL_MONTHS):
            self.add_error("activity", _("ใส่ชื่อกิจกรรมของเดือนที่เลือก"))
        return data

    @property
    def planned(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        if not data.get("activity"):
            return None
        return {"activity": data["activity"], "months": [month for month in FISCAL_MONTHS if data.get(str(month))]}


def shortened(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


class ProjectForm(MonthsForm):
    """The ten items of the city's project form, without its two tables."""

    title = ThaiTextField(
        label=_("ชื่อโครงการ"), max_length=300, error_messages={"required": _("พิมพ์ชื่อโครงการก่อน เช่น ซ่อมทางเดินริมคลอง")}
    )
    kind = forms.ChoiceField(
        label=_("ลักษณะการดำเนินงาน"),
        choices=ProjectKind,
        help_text=_("ทำเอง: ชุมชนทำได้เอง · ทำร่วม: ทำกับหน่วยงาน · ทำให้: หน่วยงานทำให้"),
    )
    problem = forms.ChoiceField(label=_("แก้ปัญหาข้อ"), required=False)
    reason = long_text(_("หลักการและเหตุผล"))
    objectives = long_text(_("วัตถุประสงค์"))
    target = long_text(_("เป้าหมาย"), rows=2, help_text=_("เป็นจำนวนหรือร้อยละ เช่น ทางเดิน 200 เมตร หรือ ครัวเรือน 80 %"))
    nature = forms.ChoiceField(label=_("ลักษณะโครงการ"), required=False, choices=[("", "–"), *ProjectNature.choices])
    starts_in = _number_of(_("เริ่มเดือน"), MONTH_CHOICES)
    ends_in = _number_of(_("ถึงเดือน"), MONTH_CHOICES)
    place = ThaiTextField(label=_("สถานที่ดำเนินการ"), required=False, max_length=300)
    expected_benefit = long_text(_("ผลที่คาดว่าจะได้รับ"), rows=2)
    risk = long_text(_("ความเสี่ยงและการจัดการ"), rows=2, help_text=_("โอกาสเกิดและผลกระทบ แล้วจะป้องกันหรือแก้อย่างไร"))
    follow_up = long_text(_("การติดตามและประเมินผล"), rows=2, help_text=_("ตัวชี้วัด ร้อยละของงาน และวิธีประเมิน"))
    score_size = _number_of(_("ขนาดของปัญหา"), SCORE_CHOICES)
    score_urgency = _number_of(_("ความเร่งด่วน"), SCORE_CHOICES)
    score_feasibility = _number_of(_("ความเป็นไปได้"), SCORE_CHOICES)
    score_cooperation = _number_of(_("ความร่วมมือ"), SCORE_CHOICES)

    def __init__(
        self,
        *args: Any,
        areas: Iterable[PlanArea],
        problems: Iterable[PlanProblem],
        items: Collection[ProjectItem],
        is_whole: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        left_out = [name for item, names in FIELDS_OF.items() if item not in items for name in names]
        for name in (*left_out, *(() if is_whole else (*OUTSIDE, *SCORES))):
            del self.fields[name]
        self.areas = list(areas)
        for area in self.areas:
            self.fields[f"area_{area.code}"] = forms.BooleanField(label=localname(area), required=False)
        if is_whole:
            shown = [(str(p.uuid), f"{number}. {shortened(p.problem)}") for number, p in enumerate(problems, start=1)]
            self.fields["problem"].choices = [("", "–"), *shown]  # type: ignore[attr-defined]

    @property
    def area_fields(self) -> list[forms.BoundField]:
        return [self[f"area_{area.code}"] for area in self.areas]

    @property
    def score_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in SCORES]
