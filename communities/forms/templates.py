"""The template of the plans of a year, edited as a whole."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.forms.fields import BahtField, ThaiIntegerField, ThaiTextField
from bkkplan.ground.core.forms.portal import PortalForm, change_reason
from communities.actions.templates import SectionWords, TemplateWords
from communities.enums import Asking, ProjectItem
from communities.models import PlanTemplate
from communities.models.template import ALWAYS_ASKED, Rules

BLANKS = 3
MOST_LINES = 12
MOST_SECTIONS = 60
RULES = ("min_projects", "min_areas", "min_forums", "group_least", "group_most", "most_money")
TEXTS = ("title_th", "title_en", "help_th", "help_en")


def _number(label: Any, *, most: int, required: bool = False, **more: Any) -> ThaiIntegerField:
    return ThaiIntegerField(label=label, required=required, min_value=1, max_value=most, **more)


class TemplateForm(PortalForm):
    """Sections in the order of their places, the ten items, and the rules. In an opened year it asks why, too.

    The fields of a section are called by its code; those of new ones by ``new1``, ``new2`` …
    """

    min_projects = _number(gettext_lazy("โครงการอย่างน้อย"), most=50, required=True)
    min_areas = _number(gettext_lazy("ด้านที่แต่ละโครงการตอบอย่างน้อย"), most=5, required=True)
    min_forums = _number(gettext_lazy("เวทีที่ชุมชนต้องจัดอย่างน้อย (ครั้ง)"), most=50)
    group_least = _number(gettext_lazy("คณะทำงานอย่างน้อย (คน)"), most=500)
    group_most = _number(gettext_lazy("คณะทำงานอย่างมาก (คน)"), most=500)
    most_money = BahtField(
        label=gettext_lazy("งบประมาณรวมไม่เกินชุมชนละ (บาท)"),
        required=False,
        min_value=Decimal("0.01"),
        help_text=gettext_lazy("เช่น 200,000 เกณฑ์ที่ไม่ใช้ให้เว้นว่าง"),
    )

    def __init__(self, *args: Any, template: PlanTemplate, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [str(section["code"]) for section in template.sections]
        self.fresh = [f"new{n}" for n in range(1, BLANKS + 1)]
        for code in (*self.codes, *self.fresh):
            self.fields |= _section_fields(code, is_new=code in self.fresh)
        for item in ProjectItem:
            self.fields[f"item-{item.value}"] = forms.ChoiceField(label=item.label, choices=_choices(item))
        if needs_reason:
            self.fields["reason"] = change_reason()
        titles = {str(section["code"]): str(section["title_th"]) for section in template.sections}
        self.helper.layout = Layout(
            *(_fieldset(code, titles.get(code, _("หัวข้อใหม่"))) for code in (*self.codes, *self.fresh)),
            Fieldset(_("แบบโครงการ 10 ข้อ"), Div(*(f"item-{item.value}" for item in ProjectItem), css_class="cols-2")),
            Fieldset(
                _("เกณฑ์ที่แผนต้องผ่านก่อนส่งเขต"),
                Div(*RULES, css_class="cols-2"),
            ),
            *(["reason"] if needs_reason else []),
        )

    @staticmethod
    def texts_of(template: PlanTemplate) -> dict[str, Any]:
        """How the template reads in the fields."""
        texts: dict[str, Any] = {name: getattr(template.rule, name) for name in RULES}
        for place, section in enumerate(template.sections, 1):
            asking = Asking.REQUIRED if section.get("required") else Asking.OPTIONAL
            code = section["code"]
            texts |= {f"{code}-{name}": section.get(name, "") for name in TEXTS}
            texts |= {
                f"{code}-asking": Asking.OFF if section.get("off") else asking,
                f"{code}-place": place,
                f"{code}-rows": section.get("rows", 4),
            }
        return texts | {f"item-{item.value}": template.asking(item) for item in ProjectItem}

    @property
    def words(self) -> TemplateWords:
        data = self.cleaned_data
        rules = Rules(**{name: data[name] for name in RULES})
        return TemplateWords(self._sections(data), {i.value: data[f"item-{i.value}"] for i in ProjectItem}, rules)

    @property
    def reason(self) -> str:
        return str(self.cleaned_data.get("reason", ""))

    def _sections(self, data: Mapping[str, Any]) -> Sequence[SectionWords]:
        """In the order of their places; of two with one place, the one that stood first."""
        written = [code for code in (*self.codes, *self.fresh) if data[f"{code}-title_th"]]
        written.sort(key=lambda code: data[f"{code}-place"] or MOST_SECTIONS)
        return [
            SectionWords(
                **{name: data[f"{code}-{name}"] for name in TEXTS},
                asking=data[f"{code}-asking"] or Asking.OPTIONAL,
                rows=data[f"{code}-rows"] or 4,
                code="" if code in self.fresh else code,
            )
            for code in written
        ]


def _choices(item: ProjectItem) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Asking.choices if value != Asking.OFF or item not in ALWAYS_ASKED]


def _section_fields(code: str, *, is_new: bool) -> dict[str, forms.Field]:
    is_needed = not is_new
    return {
        f"{code}-title_th": ThaiTextField(label=_("หัวข้อหรือคำถาม"), required=is_needed, max_length=200),
        f"{code}-help_th": ThaiTextField(label=_("คำอธิบาย"), required=False, max_length=500),
        f"{code}-asking": forms.ChoiceField(
            label=_("การใช้"), choices=Asking.choices, initial=Asking.OPTIONAL, required=is_needed
        ),
        f"{code}-place": _number(_("ลำดับ"), most=MOST_SECTIONS, required=is_needed),
        f"{code}-rows": _number(_("ความสูงของช่อง (บรรทัด)"), most=MOST_LINES, required=is_needed),
        f"{code}-title_en": ThaiTextField(label=_("หัวข้อภาษาอังกฤษ"), required=False, max_length=200),
        f"{code}-help_en": ThaiTextField(label=_("คำอธิบายภาษาอังกฤษ"), required=False, max_length=500),
    }


def _fieldset(code: str, title: str) -> Fieldset:
    """A section, its English closed until somebody opens it."""
    return Fieldset(
        title,
        Div(f"{code}-title_th", f"{code}-help_th", css_class="cols-2"),
        Div(f"{code}-asking", f"{code}-place", f"{code}-rows", css_class="cols-3"),
        HTML(format_html('<details class="more"><summary>{}</summary>', _("ภาษาอังกฤษ"))),
        Div(f"{code}-title_en", f"{code}-help_en", css_class="cols-2"),
        HTML("</details>"),
    )
