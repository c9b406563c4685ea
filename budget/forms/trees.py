"""Writing strategy trees and their nodes, and choosing which count in a year."""

from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.fields import ThaiIntegerField, ThaiProseField, ThaiTextField, TypedField
from bkkplan.ground.core.forms.list_forms import ListForm
from bkkplan.ground.core.forms.portal import PortalForm, change_reason
from bkkplan.ground.core.thai.codes import LONGEST_CODE, parse_code
from budget.actions.strategy.nodes import NodeWords
from budget.actions.strategy.trees import TreeWords
from budget.models import StrategyNode, StrategyTree

FIRST_YEAR, LAST_YEAR = 2500, 2700


class CodeField(TypedField):
    """A code such as ๕.๒.๑; kept with Arabic digits."""

    placeholder = _("เช่น 5.2.1 หรือ D1.2")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"maxlength": LONGEST_CODE + 2, "autocomplete": "off"}), **kwargs)

    def read(self, text: str) -> str:
        return parse_code(text)

    def show(self, value: Any) -> str:
        return str(value)


class YearField(ThaiIntegerField):
    """A Buddhist year: 2566 or ๒๕๖๖."""

    placeholder = _("เช่น 2566")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=FIRST_YEAR, max_value=LAST_YEAR, **kwargs)

    def show(self, value: Any) -> str:
        return str(value)


class ReasonedForm(PortalForm):
    """Asks why, at its end, where an opened year uses what is changed."""

    def __init__(self, *args: Any, needs_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_reason:
            self.fields["reason"] = change_reason()

    @property
    def reason(self) -> str:
        return str(self.cleaned_data.get("reason", ""))


class TreeForm(ReasonedForm):
    name_th = ThaiTextField(label=_("ชื่อแผน"), max_length=300)
    first_year = YearField(label=_("ตั้งแต่ปี (พ.ศ.)"))
    last_year = YearField(label=_("ถึงปี (พ.ศ.)"))
    levels = ThaiProseField(
        label=_("ชื่อระดับ"),
        rows=4,
        example=_("ยุทธศาสตร์"),
        help_text=_("บรรทัดละระดับ จากบนลงล่าง ไม่เกิน 6 ระดับ เช่น ยุทธศาสตร์ ยุทธศาสตร์ย่อย เป้าประสงค์"),
    )
    name_en = ThaiTextField(label=_("ชื่อภาษาอังกฤษ"), max_length=300, required=False)
    levels_en = ThaiProseField(label=_("ชื่อระดับภาษาอังกฤษ"), rows=4, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = ["reason"] if "reason" in self.fields else []
        years = Div("first_year", "last_year", css_class="cols-2")
        self.helper.layout = Layout("name_th", years, "levels", "name_en", "levels_en", *reason)

    @staticmethod
    def texts_of(tree: StrategyTree) -> dict[str, Any]:
        lines = {name: "\n".join(getattr(tree, name)) for name in ("levels", "levels_en")}
        return {name: getattr(tree, name) for name in ("name_th", "name_en", "first_year", "last_year")} | lines

    @property
    def words(self) -> TreeWords:
        data = {name: self.cleaned_data[name] for name in ("name_th", "name_en", "first_year", "last_year")}
        for name in ("levels", "levels_en"):
            data[name] = tuple(line.strip() for line in self.cleaned_data[name].splitlines() if line.strip())
        return TreeWords(**data)


class NodeForm(ReasonedForm):
    """One node: what it is called, and what it stands under."""

    parent = forms.ModelChoiceField(label=_("อยู่ใต้"), queryset=StrategyNode.objects.none(), required=False)
    code = CodeField(label=_("รหัส"), required=False, help_text=_("เว้นว่างได้ ข้อที่ไม่มีรหัสอยู่ท้ายข้ออื่นใต้ข้อเดียวกัน"))
    name_th = ThaiProseField(label=_("ชื่อ"), max_length=500, rows=2)
    name_en = ThaiTextField(label=_("ชื่อภาษาอังกฤษ"), max_length=500, required=False)

    def __init__(self, *args: Any, tree: StrategyTree, nodes: Iterable[StrategyNode], **kwargs: Any) -> None:
        """``nodes`` are those that others may stand under."""
        super().__init__(*args, **kwargs)
        may = [node for node in nodes if node.level < len(tree.levels)]
        if may:
            field = self.fields["parent"]
            field.queryset = StrategyNode.objects.filter(pk__in=[node.pk for node in may])  # type: ignore[attr-defined]
            top = _now("– ระดับบนสุด: %(level)s –") % {"level": tree.level_name(1)}
            field.choices = [("", top), *((node.pk, str(node)) for node in may)]  # type: ignore[attr-defined]
        else:
            del self.fields["parent"]

    @staticmethod
    def texts_of(node: StrategyNode) -> dict[str, Any]:
        return {name: getattr(node, name) for name in ("code", "name_th", "name_en")} | {"parent": node.parent_id}

    @property
    def words(self) -> NodeWords:
        data = self.cleaned_data
        return NodeWords(
            name_th=data["name_th"], code=data["code"] or "", parent=data.get("parent"), name_en=data["name_en"]
        )


class RemoveForm(ReasonedForm):
    """Nothing but the reason, where one is asked for."""


class TreeListForm(ListForm):
    whole = forms.ChoiceField(
        label=_("รายการนี้คือ"),
        choices=[
            ("part", _("บางข้อ: เพิ่มหรือแก้ ข้ออื่นคงเดิม")),
            ("whole", _("ทั้งแผน: ข้อที่ไม่อยู่ในรายการจะถูกนำออก")),
        ],
        initial="part",
        widget=forms.RadioSelect,
    )

    @property
    def is_whole(self) -> bool:
        return bool(self.cleaned_data["whole"] == "whole")


class LevelsForm(PortalForm):
    """Words for levels in a list that the tree does not have: those that are ticked are left out with their rows."""

    def __init__(self, *args: Any, strange: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(word, _now("%(level)s (%(n)s แถว)") % {"level": word, "n": n}) for word, n in strange.items()]
        self.fields["levels"] = forms.MultipleChoiceField(
            label=_now("ไม่นำเข้าแถวของระดับ"), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )


class InForceForm(ReasonedForm):
    trees = forms.MultipleChoiceField(label=_("แผนที่ใช้ในปีนี้"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, trees: Sequence[StrategyTree], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trees"].choices = [(tree.pk, f"{tree} ({tree.period})") for tree in trees]  # type: ignore[attr-defined]


class BeginForm(PortalForm):
    """Which of a district's two trees is begun, and from which earlier one, if any."""

    kind = forms.CharField(max_length=8)
    source = forms.ModelChoiceField(queryset=StrategyTree.objects.none(), required=False)

    def __init__(self, *args: Any, sources: Iterable[StrategyTree], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = StrategyTree.objects.filter(pk__in=[tree.pk for tree in sources])
        self.fields["source"].queryset = rows  # type: ignore[attr-defined]
