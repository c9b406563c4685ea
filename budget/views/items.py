"""One item of an action plan: where it came from, its money, how far it has come."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.audit.queries import history_of
from bkkplan.core.autosave import wants_json
from bkkplan.core.clock import now, today
from bkkplan.core.components import Difference, Fact, Link, MoneyLine
from bkkplan.core.fiscal import FiscalYear
from bkkplan.core.models import StaleError
from bkkplan.core.people import Person
from bkkplan.core.templatetags.thai import localname
from bkkplan.core.thai import MONTHS
from bkkplan.core.work import WorkRequest
from budget.actions import action_plan as plan_actions
from budget.actions import items as actions
from budget.actions import money
from budget.enums import EditionState
from budget.forms import ItemBudgetForm, ItemForm, ProgressForm, ReasonForm
from budget.models import ActionPlanItem, Allocation, Appropriation, Inclusion, ItemChange, StrategyNode
from budget.queries import action_plans as queries
from budget.queries import money as money_queries
from budget.queries.trace import trace_back
from budget.views.action_plans import PlanMixin
from budget.views.entry import EntryView, figures_of
from budget.views.money import undo_bar, verb_links
from budget.views.places import MayMixin, action_plans_link


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


def crumbs(user: Person, plan: Any, *more: Link) -> list[Link]:
    return [
        action_plans_link(user, plan.year),
        Link(label=localname(plan.district), href=plan.get_absolute_url()),
        *more,
    ]


class ItemMixin(MayMixin):
    """Loads the item through its door; rules are asked about its plan."""

    permission_required: Any = "budget.edit_action_plan"
    item: ActionPlanItem

    def setup(self, request: HttpRequest, *args: Any, uuid: UUID, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = ActionPlanItem.objects.visible_to(self.request.user)
        rows = rows.select_related(
            "plan__district", "introduced_in", "dropped_in", "strategy", "allocation__appropriation"
        )
        self.item = get_object_or_404(rows, uuid=uuid)
        self.plan = self.subject = self.item.plan
        self.year = FiscalYear(self.plan.fiscal_year)

    def back(self) -> HttpResponse:
        return redirect(self.item)

    def to_plan(self) -> HttpResponse:
        return redirect(self.plan)

    def pending(self) -> ItemChange | None:
        edition = queries.open_edition_of(self.plan)
        return ItemChange.objects.filter(edition=edition, item=self.item).first() if edition else None


class ItemPage(ItemMixin):
    permission_required: Any = ()

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        user, item = request.user, self.item
        sees_drafts = user.has_perm("budget.view_draft", self.plan)
        purse = purse_of(item)
        may_edit = user.has_perm("budget.edit_action_plan", self.plan)
        movements = money_queries.movements(purse) if purse and user.has_perm("budget.view_money", self.plan) else ()
        may_record = user.has_perm("budget.record_money", self.plan)
        is_carried = item.introduced_in.state == EditionState.APPROVED
        is_dropped = bool(item.dropped_in and item.dropped_in.state == EditionState.APPROVED)
        open_edition = queries.open_edition_of(self.plan) if sees_drafts else None
        may_write = may_edit and open_edition is not None and open_edition.state == EditionState.DRAFT
        voices = {o.inclusion: o.voices for o in trace_back(item, with_unpublished=sees_drafts)}
        return render(
            request,
            "budget/item.html",
            {
                "item": item,
                "plan": self.plan,
                "year": self.year,
                "facts": facts_of(item),
                "origins": [
                    (origin, voices.get(origin.inclusion, ()))
                    for origin in queries.origins_of(item, sees_drafts=sees_drafts)
                ],
                "purse": purse,
                "money_lines": money_lines(item, purse),
                "spent": purse.disbursed if purse else None,
                "whole": purse.transferred if purse else None,
                "movements": movements,
                "verbs": verb_links(purse, may_record=may_record, may_manage=False) if purse else [],
                "may_record": may_record and is_carried and not item.dropped_in_id,
                "undo": undo_bar(request, item.get_absolute_url()),
                "may_report": may_edit and is_carried and not is_dropped,
                "progress_form": ProgressForm(
                    initial={"progress": item.progress, "done_on": item.done_on, "result": item.result},
                    auto_id="progress_%s",
                ),
                "is_carried": is_carried,
                "is_dropped": is_dropped,
                "pending": self.pending() if sees_drafts else None,
                "is_writable": may_write and item.dropped_in_id is None,
                "may_restore": may_write and item.dropped_in == open_edition,
                "sees_drafts": sees_drafts,
                "history": [(act, act_words(act.verb)) for act in history_of(item, limit=20)] if sees_drafts else [],
                "crumbs": crumbs(self.request.user, self.plan, Link(label=item.title)),
            },
        )


def act_words(verb: str) -> str:
    """What the log calls an act, in words."""
    return {
        "budget.item_added": _("เพิ่มรายการ"),
        "budget.item_changed": _("แก้ไขรายการ"),
        "budget.item_moved": _("เลื่อนลำดับ"),
        "budget.item_dropped": _("ตัดรายการออก"),
        "budget.item_restored": _("นำรายการกลับเข้าแผน"),
        "budget.item_progress": _("บันทึกความก้าวหน้า"),
        "budget.project_included": _("นำโครงการจากแผนชุมชนเข้า"),
        "budget.project_withdrawn": _("ถอนโครงการจากแผนชุมชน"),
    }.get(verb, verb)


def facts_of(item: ActionPlanItem) -> list[Fact]:
    facts = [
        (_("ส่วน"), item.get_part_display()),
        (_("วัตถุประสงค์"), item.objective),
        (_("เป้าหมาย/ผลผลิต"), item.target),
        (_("ตัวชี้วัด (ค่าเป้าหมาย)"), item.indicator),
        (_("แหล่งงบประมาณ"), item.money_source),
        (_("ระยะเวลา"), queries.months_text(item.starts_in, item.ends_in)),
        (_("ผู้รับผิดชอบ"), item.responsible),
        (_("ความสอดคล้อง"), str(item.strategy) if item.strategy else ""),
        (_("หมายเหตุ"), item.note),
    ]
    return [Fact(label=label, value=value) for label, value in facts if value]


def money_lines(item: ActionPlanItem, purse: Any) -> list[MoneyLine]:
    lines = [MoneyLine(label=_("ตั้งไว้ในแผน"), amount=item.planned_amount)]
    if purse is None:
        return [*lines, MoneyLine(label=_("ได้รับอนุมัติ"), amount=None)]
    return [
        *lines,
        MoneyLine(label=_("ได้รับอนุมัติ"), amount=purse.transferred),
        MoneyLine(label=_("ก่อหนี้ผูกพัน"), amount=purse.committed),
        MoneyLine(label=_("เบิกจ่ายแล้ว"), amount=purse.disbursed),
        MoneyLine(label=_("คงเหลือ"), amount=purse.left, is_total=True),
    ]


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


class Progress(ItemMixin):
    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        item = self.item
        said = {"progress": item.progress, "done_on": item.done_on, "result": item.result}
        return self.show(ProgressForm(initial=said), item.version)

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        form = ProgressForm(request.POST)
        seen = int(request.POST.get("version") or 0)
        if not form.is_valid():
            return self.show(form, seen, status=422)
        try:
            actions.report_progress(
                item_id=self.item.pk,
                progress=form.cleaned_data["progress"],
                done_on=form.cleaned_data["done_on"],
                result=form.cleaned_data["result"],
                seen=seen,
                by=request.user,
                at=now(),
                on=today(),
            )
        except plan_actions.ActionPlanError as error:
            messages.warning(request, str(error))
        except StaleError as error:
            form.add_error(None, _("มีผู้อื่นบันทึกรายการนี้ก่อน ตรวจดูแล้วบันทึกอีกครั้ง"))
            return self.show(form, error.theirs.version, status=409)  # type: ignore[attr-defined]
        else:
            messages.success(request, _("บันทึกความก้าวหน้าแล้ว"))
        return self.back()

    def show(self, form: ProgressForm, version: int, *, status: int = 200) -> HttpResponse:
        context = {
            "heading": self.item.title,
            "button": _("บันทึกความก้าวหน้า"),
            "form": form,
            "version": version,
            "back": self.item.get_absolute_url(),
        }
        return render(self.request, "budget/ask.html", context, status=status)


class Budget(ItemMixin, EntryView):
    """The budget approved for this item."""

    permission_required = "budget.record_money"
    form_class = ItemBudgetForm
    heading = _l("งบประมาณที่ได้รับอนุมัติ")
    button = _l("บันทึกงบประมาณ")

    @property
    def title(self) -> str:
        return self.item.title

    @property
    def home(self) -> str:
        return self.item.get_absolute_url()

    def crumbs(self) -> list[Link]:
        return crumbs(self.request.user, self.plan)

    def figures(self) -> list[tuple[Any, Decimal]]:
        planned = (_("ตั้งไว้ในแผน"), self.item.planned_amount or Decimal(0))
        return [planned, *figures_of(purse_of(self.item) or Allocation()), (_("งบของเขตที่ยังไม่ได้จัดสรร"), self.left)]

    @cached_property
    def left(self) -> Decimal:
        budget = Appropriation.objects.filter(district=self.plan.district, fiscal_year=self.plan.fiscal_year).first()
        return budget.left_to_transfer if budget else Decimal(0)

    def initial(self) -> dict[str, Any]:
        return {"amount": self.item.planned_amount} if purse_of(self.item) is None else {}

    def form_kwargs(self) -> dict[str, Any]:
        return {"left": self.left}

    def enter(self, movement: dict[str, Any]) -> money.Entered:
        return money.approve_item_budget(item_id=self.item.pk, **movement)


def purse_of(item: ActionPlanItem) -> Allocation | None:
    return getattr(item, "allocation", None)
