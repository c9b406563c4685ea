"""What the plan says of an item: written, changed, moved, taken out and put back."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.accounts.queries import sections_of
from bkkplan.ground.accounts.views.rows import RowPage
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.pages.acts import ActButton, ActPage
from budget.actions.plan import items as actions
from budget.forms import DropForm, ItemForm, MoveForm, NewItemForm, WithdrawForm
from budget.models import ActionPlan, ActionPlanItem, ItemWords
from budget.queries.plan import action_plans as queries
from budget.queries.strategy.trees import offered
from budget.views.plan.action_plans import PlanMixin
from budget.views.plan.items import ItemAct, ItemMixin


def when_it_takes_effect(plan: ActionPlan) -> str:
    """Of a plan that is being amended: that what is written waits. Empty while the plan is first written."""
    edition = queries.open_edition_of(plan)
    if not edition or not edition.number:
        return ""
    sentence = _("การเปลี่ยนแปลงจะมีผลเมื่อผู้อำนวยการเขตอนุมัติการแก้ไขเพิ่มเติมครั้งที่ %(n)s")
    return sentence % {"n": edition.number}


class New(PlanMixin, ActPage):
    """A line written by hand."""

    form_class = NewItemForm
    heading = _l("เพิ่มรายการ")
    button = _l("บันทึก")
    second_button = _l("บันทึกและเพิ่มอีก")
    item: ActionPlanItem

    @property
    def explanation(self) -> str:
        return when_it_takes_effect(self.plan)

    @property
    def done(self) -> str:
        return _("เพิ่ม “%(title)s” แล้ว") % {"title": self.item.title}

    def get_form_kwargs(self) -> dict[str, Any]:
        sections = sections_of(self.plan.district)
        more = {"year": self.plan.year, "offered": offered(self.plan.year), "sections": sections}
        return {**super().get_form_kwargs(), **more}

    def act(self, data: dict[str, Any]) -> None:
        uuid = data.pop("uuid") or uuid4()
        words = ItemWords(**data)
        self.item = actions.add_item(plan_id=self.plan.pk, uuid=uuid, words=words, **self.signed)

    def next_page(self) -> str:
        return reverse("budget:item-new", args=[self.year, self.plan.district.code]) if self.is_second else self.back()


class Edit(ItemMixin, RowPage):
    """Change a line; of an approved one the change waits for the amendment's approval."""

    template_name = "budget/item_row.html"
    heading = _l("แก้ไขรายการ")

    def find(self) -> ActionPlanItem:
        return self.item

    def form(self, row: ActionPlanItem, data: Any = None) -> ItemForm:
        words = ItemWords.of(row, self.pending())
        nodes = offered(self.plan.year, besides=[words.strategy.pk if words.strategy else None])
        kept = words.section.current.pk if words.section else None
        sections = sections_of(self.plan.district, besides=kept)
        return ItemForm.of(words.values(), year=self.plan.year, offered=nodes, sections=sections, data=data)

    def save(self, form: ItemForm, *, seen: int) -> ActionPlanItem:
        words = ItemWords(**form.cleaned_data)
        return actions.change_item(item_id=self.item.pk, words=words, seen=seen, **self.signed)

    def next_page(self) -> str:
        return self.plan.get_absolute_url()

    def top(self) -> dict[str, Any]:
        return {**super().top(), "waits": when_it_takes_effect(self.plan)}


class ItemButton(ItemMixin, ActButton):
    """A button on the page of the plan."""

    def back(self) -> str:
        return f"{self.plan.get_absolute_url()}#item-{self.item.uuid}"


class Move(ItemButton):
    """Change the order in which the edition under way lists what it brings in."""

    form_class = MoveForm

    def act(self, data: dict[str, Any]) -> None:
        actions.move_item(item_id=self.item.pk, **data, **self.signed)


class Restore(ItemButton):
    @property
    def done(self) -> str:
        return _("นำ “%(title)s” กลับเข้าแผนแล้ว") % {"title": self.item.title}

    def act(self, data: dict[str, Any]) -> None:
        actions.restore_item(item_id=self.item.pk, **self.signed)


class Drop(ItemAct):
    form_class: type[forms.BaseForm] = DropForm
    button = _l("ตัดออก")

    @property
    def heading(self) -> str:
        return _("ตัด “%(title)s” ออกจากแผน") % {"title": self.item.title}

    def act(self, data: dict[str, Any]) -> None:
        actions.drop_item(item_id=self.item.pk, **data, **self.signed, on=today())

    def next_page(self) -> str:
        return f"{self.plan.get_absolute_url()}?dropped={self.item.uuid}"


class Withdraw(ItemAct):
    """Take one community project out of the item."""

    form_class: type[forms.BaseForm] = WithdrawForm
    explanation = _l("แผนของชุมชนไม่เปลี่ยนแปลง และประวัติการนำเข้ายังอยู่")
    button = _l("ถอนโครงการ")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        inclusions = self.item.inclusions.select_related("project").filter(ended_on=None)
        self.inclusion = get_object_or_404(inclusions, pk=kwargs["inclusion"])

    @property
    def heading(self) -> str:
        return _("ถอนโครงการ “%(title)s”") % {"title": self.inclusion.project.title}

    @property
    def done(self) -> str:
        return _("ถอน “%(title)s” ออกจากรายการแล้ว") % {"title": self.inclusion.project.title}

    def act(self, data: dict[str, Any]) -> None:
        actions.withdraw_project(inclusion_id=self.inclusion.pk, **data, **self.signed, on=today())
