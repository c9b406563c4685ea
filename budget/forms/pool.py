"""Choosing community projects for an action plan, and items of the year before."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.fields import BahtField, ThaiTextField
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.rows.db import ThaiOrder
from budget.actions.errors import PartTooLargeError
from budget.forms.chosen import ChosenField
from budget.forms.money import SATANG
from budget.forms.sent_once import SentOnceField
from budget.models import ActionPlan, ActionPlanItem
from communities.models import Community, PlanProject


class PoolFilter(PortalForm):
    """Projects of one community or of one plan year; without a choice, those of the action plan's own year."""

    community = forms.ModelChoiceField(
        label=_("ชุมชน"), queryset=Community.objects.none(), required=False, empty_label=_("ทุกชุมชน")
    )
    year = forms.TypedChoiceField(label=_("แผนพัฒนาชุมชนปี"), coerce=int, empty_value=None, required=False)
    q = ThaiTextField(label=_("ค้นหา"), required=False, max_length=100)

    def __init__(self, data: Any = None, *args: Any, plan: ActionPlan, **kwargs: Any) -> None:
        # Nothing chosen yet is the plan's own year; an empty choice is every year.
        given = data.copy() if data else {}
        if "year" not in given:
            given["year"] = str(plan.fiscal_year)
        super().__init__(given, *args, **kwargs)
        communities = Community.objects.filter(district=plan.district_id).order_by(ThaiOrder("name_th"), "pk")
        self.fields["community"].queryset = communities  # type: ignore[attr-defined]
        years = range(plan.fiscal_year - 3, plan.fiscal_year + 2)
        self.fields["year"].choices = [("", _("ทุกปี")), *((str(y), str(y)) for y in years)]  # type: ignore[attr-defined]


class IncludeForm(PortalForm):
    """Which projects, how much of each, and how: one item each, merged into one new item, or into one that is there.

    ``left`` says by project what may still go in; each has a field for a part of it.
    """

    act = SentOnceField()
    projects = ChosenField(error_messages={"required": _("เลือกอย่างน้อย 1 โครงการ")})
    how = forms.ChoiceField(
        label=_("นำเข้าเป็น"),
        choices=[
            ("each", _("โครงการละหนึ่งรายการ")),
            ("merged", _("รวมเป็นรายการเดียว")),
            ("into", _("เพิ่มในรายการที่มีอยู่")),
        ],
        initial="each",
    )
    title = ThaiTextField(label=_("ชื่อรายการที่รวม"), required=False, max_length=300)
    item = forms.TypedChoiceField(label=_("รายการที่มีอยู่"), required=False, empty_value=None)

    def __init__(
        self, *args: Any, items: Sequence[ActionPlanItem], left: Mapping[PlanProject, Decimal], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        by_key = {str(item.pk): item for item in items}
        self.fields["item"].choices = [("", "---------"), *by_key.items()]  # type: ignore[attr-defined]
        self.fields["item"].coerce = by_key.get  # type: ignore[attr-defined]
        self.left = left
        for project in left:
            label = gettext("จำนวนที่นำเข้าของ “%(title)s”") % {"title": project.title}
            self.fields[f"part_{project.pk}"] = BahtField(label=label, required=False, min_value=SATANG)

    def clean(self) -> dict[str, Any]:
        """Add ``amounts`` to the cleaned data: the typed parts, in baht, by the project's id."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("how") == "into" and not cleaned.get("item"):
            self.add_error("item", gettext("เลือกรายการที่จะเพิ่มโครงการเข้าไป"))
        cleaned["amounts"] = {}
        for project, left in self.left.items():
            name = f"part_{project.pk}"
            if not (amount := cleaned.get(name)):
                continue
            if project.pk not in cleaned.get("projects", ()):
                self.add_error(name, gettext("ยังไม่ได้เลือกโครงการนี้ เลือกด้วย หรือลบจำนวนออก"))
            elif amount > left:
                self.add_error(name, str(PartTooLargeError(project, left)))
            else:
                cleaned["amounts"][project.pk] = amount
        return cleaned


class CopyForm(PortalForm):
    """Which items of the year before are copied, and whether what they were to cost is."""

    act = SentOnceField()
    items = ChosenField(error_messages={"required": _("เลือกอย่างน้อย 1 รายการ")})
    with_amounts = forms.BooleanField(label=_("ใช้วงเงินของปีก่อน"), required=False)
