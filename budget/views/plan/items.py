"""One item of an action plan: where it came from, its money, how far it has come."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from bkkplan.ground.audit.queries import history_of
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link, MoneyLine
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from budget.actions.money import money as money_actions
from budget.enums import EditionState
from budget.forms import ProgressForm
from budget.models import ActionPlanItem, Allocation, ItemChange, QuarterReport
from budget.queries.money import money as money_queries
from budget.queries.origins import trace_back
from budget.queries.plan import action_plans as queries
from budget.queries.plan.direct import direct_of
from budget.views.money.entry import lines_of
from budget.views.money.purses import undo_bar
from budget.views.next_steps import steps_after_plan
from budget.views.places import plan_crumbs
from budget.views.presenting import facts_of, short_forms_of
from budget.views.verbs import verb_links


class ItemMixin(RecordPage):
    """Loads the item through its door; rules are asked about its plan."""

    permission = "budget.edit_action_plan"
    stylesheet = "css/pages/budget.css"
    item: ActionPlanItem

    def setup(self, request: HttpRequest, *args: Any, uuid: UUID, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = ActionPlanItem.objects.visible_to(self.request.user)
        rows = rows.select_related(
            "plan__district",
            "introduced_in",
            "taking",
            "dropped_in",
            "section__merged_into",
            "strategy__tree",
            "category",
            "allocation__appropriation",
        )
        self.item = get_object_or_404(rows, uuid=uuid)
        self.plan = self.subject = self.item.plan
        self.year = FiscalYear(self.plan.fiscal_year)

    def lead(self) -> str:
        return self.item.title

    def crumbs(self) -> list[Link]:
        item = Link(label=self.item.title, href=self.back() if self.heading else "")
        here = [Link(label=str(self.heading))] if self.heading else []
        return plan_crumbs(self.request.user, self.plan, item, *here)

    def back(self) -> str:
        return self.item.get_absolute_url()

    def pending(self) -> ItemChange | None:
        edition = queries.open_edition_of(self.plan)
        return ItemChange.objects.filter(edition=edition, item=self.item).first() if edition else None


class ItemAct(ItemMixin, ActPage):
    """An act on an item, after which one goes on with its plan."""

    def next_links(self) -> list[Link]:
        return steps_after_plan(self.plan, user=self.request.user)


class ItemPage(ItemMixin):
    permission = ""

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
        behind = {o.inclusion: o for o in trace_back(item, with_unpublished=sees_drafts)}
        return render(
            request,
            "budget/item.html",
            {
                "item": item,
                "plan": self.plan,
                "year": self.year,
                "facts": facts_of(item, to_staff=True),
                "origins": [
                    (origin, behind.get(origin.inclusion))
                    for origin in queries.origins_of(item, sees_drafts=sees_drafts)
                ],
                "direct": direct_of(item, with_unpublished=sees_drafts),
                "purse": purse,
                "money_lines": money_lines(item, purse),
                "spent": purse.disbursed if purse else None,
                "whole": purse.transferred if purse else None,
                "movements": movements,
                "verbs": verb_links(purse, user=user) if purse else [],
                "may_record": may_record and is_carried and not item.dropped_in_id,
                **(short_forms_of(purse, user=user) if purse and movements else {}),
                "reversible": money_actions.kinds_taken_back(purse, by=request.user) if purse else (),
                "undo": undo_bar(request, item.get_absolute_url()),
                "may_report": user.has_perm("budget.report_progress", item) and is_carried and not is_dropped,
                "quarter_report": self.quarter_report() if is_carried and not is_dropped else "",
                "progress_form": ProgressForm.of(item, auto_id="progress_%s"),
                "is_carried": is_carried,
                "is_dropped": is_dropped,
                "pending": self.pending() if sees_drafts else None,
                "is_writable": may_write and item.dropped_in_id is None,
                "may_restore": may_write and item.dropped_in == open_edition,
                "sees_drafts": sees_drafts,
                "history": history_of(item, limit=20) if sees_drafts else (),
                "crumbs": self.crumbs(),
            },
        )

    def quarter_report(self) -> str:
        """The address of the office's report of the quarter that is under way; empty for who may not see it."""
        quarter = self.year.quarter_of(min(max(today(), self.year.start), self.year.end))
        report = QuarterReport(district=self.plan.district, fiscal_year=self.year.be, quarter=quarter)
        is_seen = self.request.user.has_perm("budget.view_quarter_report", report)
        return f"{report.get_absolute_url()}#item-{self.item.pk}" if is_seen else ""


def money_lines(item: ActionPlanItem, purse: Any) -> list[MoneyLine]:
    lines = [MoneyLine(label=_("ตั้งไว้ในแผน"), amount=item.planned_amount)]
    if purse is None:
        return [*lines, MoneyLine(label=_("งบประมาณอนุมัติ"), amount=None)]
    return [*lines, *lines_of(purse)]


def purse_of(item: ActionPlanItem) -> Allocation | None:
    return getattr(item, "allocation", None)
