"""What the plan says of an item: written, changed, moved, taken out and put back."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from bkkplan.ground.audit.queries import history_of
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Difference, Link
from bkkplan.ground.core.models import StaleError
from bkkplan.ground.core.pages.autosave import wants_json
from bkkplan.ground.core.thai import MONTHS
from bkkplan.ground.core.work import WorkRequest
from budget.actions import action_plan as plan_actions
from budget.actions import items as actions
from budget.forms import ItemForm, ReasonForm
from budget.models import Inclusion, StrategyNode
from budget.queries import action_plans as queries
from budget.views.action_plans import PlanMixin
from budget.views.items import ItemMixin, crumbs


class New(PlanMixin):
    """A line written by hand."""

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        return self.show(ItemForm(), uuid4())

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        form, uuid = ItemForm(request.POST), _uuid(request.POST.get("uuid"))
        if not form.is_valid():
            return self.show(form, uuid, status=422)
        try:
            item = actions.add_item(plan_id=self.plan.pk, uuid=uuid, words=form.words, by=request.user, at=now())
        except plan_actions.ActionPlanError as error:
            messages.warning(request, str(error))
            return self.back()
        messages.success(request, _("เพิ่ม “%(title)s” แล้ว") % {"title": item.title})
        if "another" in request.POST:
            return redirect("budget:item-new", self.year, self.plan.district.code)
        return self.back()

    def show(self, form: ItemForm, uuid: UUID, *, status: int = 200) -> HttpResponse:
        context = {
            "plan": self.plan,
            "year": self.year,
            "district": self.plan.district,
            "form": form,
            "uuid": uuid,
            "edition": queries.open_edition_of(self.plan),
            "crumbs": crumbs(self.request.user, self.plan, Link(label=_("เพิ่มรายการ"))),
        }
        return render(self.request, "budget/item_form.html", context, status=status)


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()


class Edit(ItemMixin):
    """Change a line; of an approved one the change waits for the amendment's approval."""

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        return self.show(ItemForm(initial=actions.words_now(self.item, self.pending())), self.item.version)

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        form = ItemForm(request.POST)
        seen = int(request.POST.get("version") or 0)
        if not form.is_valid():
            return self.show(form, seen, status=422)
        try:
            actions.change_item(item_id=self.item.pk, words=form.words, seen=seen, by=request.user, at=now())
        except plan_actions.ActionPlanError as error:
            messages.warning(request, str(error))
            return self.back()
        except StaleError:
            return self.conflict(form)
        messages.success(request, _("บันทึกแล้ว"))
        return self.to_plan()

    def conflict(self, form: ItemForm) -> HttpResponse:
        """Somebody else saved first: both texts, and the form goes on with mine over theirs."""
        self.item.refresh_from_db()
        theirs = actions.words_now(self.item, self.pending())
        mine = form.cleaned_data
        last = next(iter(history_of(self.item, limit=1)), None)
        differences = [
            Difference(label=form[name].label, yours=_shown(name, mine[name]), theirs=_shown(name, theirs[name]))
            for name in form.fields
            if mine[name] != theirs[name]
        ]
        return self.show(form, self.item.version, status=409, conflict=differences, other=last.actor if last else "")

    def show(
        self, form: ItemForm, version: int, *, status: int = 200, conflict: Any = (), other: str = ""
    ) -> HttpResponse:
        context = {
            "item": self.item,
            "plan": self.plan,
            "year": self.year,
            "district": self.plan.district,
            "form": form,
            "version": version,
            "conflict": conflict,
            "other": other,
            "edition": queries.open_edition_of(self.plan),
            "crumbs": crumbs(
                self.request.user,
                self.plan,
                Link(label=self.item.title, href=self.item.get_absolute_url()),
                Link(label=_("แก้ไข")),
            ),
        }
        return render(self.request, "budget/item_form.html", context, status=status)


def _shown(name: str, value: Any) -> str:
    if name in {"starts_in", "ends_in"}:
        return MONTHS[value - 1] if value else ""
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return str(value) if isinstance(value, StrategyNode) or value else ""


class Move(ItemMixin):
    """Change the order in which the edition under way lists what it brings in."""

    http_method_names = ["post"]

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        to = request.POST.get("to", "")
        if not to.isdecimal():
            raise Http404
        try:
            actions.move_item(item_id=self.item.pk, to=int(to), by=request.user, at=now())
        except plan_actions.ActionPlanError as error:
            messages.warning(request, str(error))
            return self.to_plan()
        if wants_json(request):
            return HttpResponse(status=204)
        return redirect(f"{self.plan.get_absolute_url()}#item-{self.item.uuid}")


class Drop(ItemMixin):
    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        return self.show(ReasonForm())

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            actions.drop_item(
                item_id=self.item.pk, reason=form.cleaned_data["reason"], by=request.user, at=now(), on=today()
            )
        except plan_actions.ActionPlanError as error:
            messages.warning(request, str(error))
            return self.back()
        return redirect(f"{self.plan.get_absolute_url()}?dropped={self.item.uuid}")

    def show(self, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        form.fields["reason"].label = _("เหตุผลที่ตัดออก")
        context = {
            "heading": _("ตัด “%(title)s” ออกจากแผน") % {"title": self.item.title},
            "button": _("ตัดออก"),
            "form": form,
            "back": self.item.get_absolute_url(),
        }
        return render(self.request, "budget/ask.html", context, status=status)


class Restore(ItemMixin):
    http_method_names = ["post"]

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        try:
            actions.restore_item(item_id=self.item.pk, by=request.user, at=now())
        except plan_actions.ActionPlanError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("นำ “%(title)s” กลับเข้าแผนแล้ว") % {"title": self.item.title})
        return self.to_plan()


class Withdraw(ItemMixin):
    """Take one community project out of the item."""

    def get(self, request: WorkRequest, inclusion: int, **_kept: Any) -> HttpResponse:
        return self.show(self.row(inclusion), ReasonForm())

    def post(self, request: WorkRequest, inclusion: int, **_kept: Any) -> HttpResponse:
        row, form = self.row(inclusion), ReasonForm(request.POST)
        if not form.is_valid():
            return self.show(row, form, status=422)
        try:
            actions.withdraw_project(
                inclusion_id=row.pk, reason=form.cleaned_data["reason"], by=request.user, at=now(), on=today()
            )
        except plan_actions.ActionPlanError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("ถอน “%(title)s” ออกจากรายการแล้ว") % {"title": row.project.title})
        return self.back()

    def row(self, inclusion: int) -> Inclusion:
        return get_object_or_404(self.item.inclusions.select_related("project").filter(ended_on=None), pk=inclusion)

    def show(self, row: Inclusion, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        form.fields["reason"].label = _("เหตุผลที่ถอน")
        context = {
            "heading": _("ถอนโครงการ “%(title)s”") % {"title": row.project.title},
            "words": _("แผนของชุมชนไม่เปลี่ยนแปลง และประวัติการนำเข้ายังอยู่"),
            "button": _("ถอนโครงการ"),
            "form": form,
            "back": self.item.get_absolute_url(),
        }
        return render(self.request, "budget/ask.html", context, status=status)
