"""Forms validate what was typed; actions save it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.models import Section
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.fields import BahtField, ThaiDateField, ThaiProseField, ThaiTextField
from bkkplan.ground.core.forms.past_day import PastDayForm
from bkkplan.ground.core.forms.portal import MonthsForm, PortalForm
from bkkplan.ground.core.thai import MONTHS
from budget.enums import CheckOutcome, ItemProgress, Part, TreeKind
from budget.forms.money import SATANG
from budget.forms.nodes import NodeField
from budget.forms.sent_once import SentOnceField
from budget.models import ActionPlanItem, ConsistencyCheck, MoneyCategory
from budget.queries.checks.checks import QUESTIONS
from budget.queries.strategy.trees import Choices, Offered
from districts.forms import one_or_all_districts
from districts.models import District

YES_NO = (("yes", _("สอดคล้อง")), ("no", _("ไม่สอดคล้อง")))


def _answer(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


def _node() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("สอดคล้องกับข้อใด"), coerce=int, empty_value=None, required=False, choices=[("", "–")]
    )


def _reason(label: Any, *, placeholder: Any = "") -> ThaiTextField:
    widget = forms.Textarea(attrs={"rows": 2, "placeholder": placeholder})
    return ThaiTextField(label=label, required=False, widget=widget)


# The field that names what a yes fits, and the kind of its tree.
FIT = {"mission_node": TreeKind.MISSION, "area_node": TreeKind.AREA, "strategy": TreeKind.CITY}


class QuestionsForm(PortalForm):
    """The three questions of a check, each with why not, and what a yes fits. Nothing is demanded here."""

    fits_mission = _answer(_("ภารกิจของสำนักงานเขต"))
    mission_reason = _reason(_("เพราะเหตุใด"), placeholder=_("เช่น เป็นหน้าที่ของการไฟฟ้านครหลวง"))
    fits_area_strategy = _answer(_("ยุทธศาสตร์การพัฒนาของพื้นที่"))
    area_reason = _reason(_("เพราะเหตุใด"))
    fits_city_strategy = _answer(_("ยุทธศาสตร์การพัฒนากรุงเทพมหานคร"))
    city_reason = _reason(_("เพราะเหตุใด"))
    mission_node = _node()
    area_node = _node()
    strategy = _node()

    def __init__(self, *args: Any, offered: Mapping[str, Choices], **kwargs: Any) -> None:
        """``offered`` has what each field may name, by the kind of tree (`FIT`)."""
        super().__init__(*args, **kwargs)
        for name, kind in FIT.items():
            self.fields[name].choices = offered[kind]  # type: ignore[attr-defined]


class CheckForm(QuestionsForm):
    """The answers on one project: each is saved as it is given."""

    outcome = forms.ChoiceField(
        label=_("ผลการพิจารณา"), choices=CheckOutcome.choices, required=False, widget=forms.RadioSelect
    )
    forwarded_to = ThaiTextField(label=_("ส่งต่อให้หน่วยงาน"), required=False, max_length=200)
    granted_amount = BahtField(label=_("นำเข้าแผนกี่บาท"), required=False, min_value=SATANG)
    outcome_reason = _reason(_("คำอธิบายถึงชุมชน"), placeholder=_("ชุมชนจะเห็นข้อความนี้"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forwarded_to"].widget.attrs["list"] = "check-units"
        for field in self.fields.values():
            field.widget.attrs["data-autosave-label"] = field.label
            if isinstance(field.widget, forms.RadioSelect):
                field.widget.attrs["class"] = "form-check-input"
            else:
                field.widget.attrs["class"] = (
                    "form-select" if isinstance(field.widget, forms.Select) else "form-control"
                )

    @staticmethod
    def words_of(check: ConsistencyCheck | None) -> dict[str, Any]:
        """How a check reads in the fields."""
        if check is None:
            return {}
        return {
            **CheckForm.answers_in_words({question: getattr(check, question) for question in QUESTIONS}),
            "mission_reason": check.mission_reason,
            "area_reason": check.area_reason,
            "city_reason": check.city_reason,
            "outcome": check.outcome,
            "forwarded_to": check.forwarded_to,
            "granted_amount": check.granted_amount,
            "outcome_reason": check.outcome_reason,
            **{name: str(getattr(check, f"{name}_id") or "") for name in FIT},
        }

    @staticmethod
    def answers_in_words(answers: Mapping[str, bool | None]) -> dict[str, str]:
        """How answers to the questions read in the fields."""
        words = {True: "yes", False: "no", None: ""}
        return {question: words[answer] for question, answer in answers.items()}

    @property
    def answers(self) -> dict[str, Any]:
        answers = dict(self.cleaned_data)
        return answers | {f"{name}_id": answers.pop(name) for name in FIT}


class ConfirmForm(PastDayForm):
    def __init__(self, *args: Any, today: date, earliest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].label = _("รับรองจริงเมื่อวันที่")
        self.set_today(today, earliest=earliest)
        self.helper.layout = Layout(self.past_fields)


class SendBackForm(PortalForm):
    reason = ThaiProseField(label=_("เหตุผลที่ส่งกลับ"))


class AmendForm(PortalForm):
    reason = ThaiProseField(label=_("เหตุผลที่แก้ไขเพิ่มเติม"))


class DropForm(PortalForm):
    reason = ThaiProseField(label=_("เหตุผลที่ตัดออก"))


class WithdrawForm(PortalForm):
    reason = ThaiProseField(label=_("เหตุผลที่ถอน"))


class MoveForm(PortalForm):
    """The new place of a line, 1 being the first; the action takes what is beyond the last as the last."""

    to = forms.IntegerField(min_value=0)


class QueueFilter(PortalForm):
    district = one_or_all_districts(queryset=District.objects.order_by("code"))


def month_choices() -> list[tuple[str, Any]]:
    """Months in the order of the fiscal year, October first."""
    return [("", "–"), *((str(n), MONTHS[n - 1]) for n in (10, 11, 12, *range(1, 10)))]


class SectionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Section) -> str:
        return obj.name_today


class ItemForm(MonthsForm):
    """One line of the action plan, in the order of its official columns."""

    part = forms.ChoiceField(label=_("ส่วน"), choices=Part.choices)
    title = ThaiTextField(label=_("โครงการ/กิจกรรม"), max_length=300)
    objective = ThaiProseField(label=_("วัตถุประสงค์"), required=False, rows=2)
    target = ThaiProseField(label=_("เป้าหมาย/ผลผลิต"), required=False, rows=2)
    indicator = ThaiProseField(label=_("ตัวชี้วัด (ค่าเป้าหมาย)"), required=False, rows=2)
    planned_amount = BahtField(
        label=_("งบประมาณ (บาท)"), required=False, min_value=SATANG, help_text=_("ไม่ใช้งบประมาณให้เว้นว่าง")
    )
    money_source = ThaiTextField(label=_("แหล่งงบประมาณ"), required=False, max_length=200)
    category = forms.ModelChoiceField(
        label=_("หมวดหรืองบรายจ่าย"), queryset=MoneyCategory.objects.none(), required=False, empty_label="–"
    )
    starts_in = forms.TypedChoiceField(label=_("เริ่มเดือน"), coerce=int, empty_value=None, required=False)
    ends_in = forms.TypedChoiceField(label=_("ถึงเดือน"), coerce=int, empty_value=None, required=False)
    section = SectionField(
        label=_("ฝ่ายที่รับผิดชอบ"),
        queryset=Section.objects.none(),
        required=False,
        empty_label="–",
        help_text=_("ฝ่ายนี้ได้รับแจ้งเรื่องของรายการ และบันทึกความก้าวหน้าได้"),
    )
    responsible = ThaiTextField(
        label=_("ผู้รับผิดชอบอื่น"),
        required=False,
        max_length=200,
        help_text=_("หน่วยงานนอกสำนักงานเขต หรือผู้ที่รับผิดชอบร่วม"),
    )
    strategy = NodeField(label=_("ความสอดคล้อง"), required=False)
    note = ThaiProseField(label=_("หมายเหตุ"), required=False, rows=2)
    external_code = ThaiTextField(label=_("รหัสในระบบของ กทม."), required=False, max_length=40)

    def __init__(
        self, *args: Any, year: FiscalYear, offered: Offered, sections: QuerySet[Section], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]
        self.fields["category"].queryset = MoneyCategory.objects.of_year(year)  # type: ignore[attr-defined]
        for name in ("starts_in", "ends_in"):
            self.fields[name].choices = month_choices()  # type: ignore[attr-defined]
        self.fields["strategy"].offer(offered)  # type: ignore[attr-defined]

        names = list(self.fields)
        money = ("planned_amount", "money_source", "category", "starts_in", "ends_in")
        first = names.index(money[0])
        self.helper.layout = Layout(*names[:first], Div(*money, css_class="cols-2"), *names[first + len(money) :])

    @classmethod
    def of(
        cls,
        words: Mapping[str, Any],
        *,
        year: FiscalYear,
        offered: Offered,
        sections: QuerySet[Section],
        data: Any = None,
    ) -> Self:
        """The form of a line as it reads now; a section that was merged into another stands as that one."""
        kept = {name: words[name] and words[name].pk for name in ("strategy", "category")}
        kept["section"] = words["section"] and words["section"].current.pk
        return cls(data, year=year, offered=offered, sections=sections, initial={**words, **kept})


class NewItemForm(ItemForm):
    """A new line; ``uuid`` is given with the form, so that sending it twice adds it once."""

    uuid = SentOnceField(required=False)


class ProgressForm(PortalForm):
    progress = forms.ChoiceField(label=_("ความก้าวหน้า"), choices=ItemProgress.choices)
    done_on = ThaiDateField(label=_("แล้วเสร็จวันที่"), latest=today, required=False)
    result = ThaiProseField(
        label=_("ผลการดำเนินงาน หรือเหตุผลที่ยกเลิก"), required=False, help_text=_("เมื่อแล้วเสร็จหรือยกเลิก ประชาชนจะเห็นข้อความนี้")
    )

    @classmethod
    def of(cls, item: ActionPlanItem, *, data: Any = None, **kwargs: Any) -> Self:
        saved = {"progress": item.progress, "done_on": item.done_on, "result": item.result}
        return cls(data, initial=saved, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("progress") == ItemProgress.DONE:
            if not cleaned.get("done_on") and "done_on" not in self.errors:
                self.add_error("done_on", _("โครงการที่แล้วเสร็จต้องมีวันที่ เช่น 30 พ.ค. 2566"))
            if not cleaned.get("result"):
                self.add_error("result", _("เขียนสั้น ๆ ว่าได้อะไร เช่น ติดตั้งไฟส่องสว่าง 12 จุด"))
        if cleaned.get("progress") == ItemProgress.CANCELLED and not cleaned.get("result"):
            self.add_error("result", _("เขียนเหตุผลที่ยกเลิก เช่น กรมทางหลวงทำแล้วในพื้นที่เดียวกัน"))
        return cleaned
