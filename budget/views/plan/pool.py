"""Community projects that may go into an action plan, whole or in parts; and the undo of each taking in."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.acts import ActButton, BulkActPage
from bkkplan.ground.core.rows.basis import Bases
from budget.actions.plan import items as actions
from budget.actions.plan.taking_in import undo_taking_in
from budget.enums import CheckOutcome
from budget.forms.pool import IncludeForm, PoolFilter
from budget.models import ActionPlan, ActionPlanItem, Inclusion, ItemWords, TakingIn, granted_of
from budget.queries.plan import action_plans as plans
from budget.queries.plan import pool as queries
from budget.views.places import plan_crumbs
from budget.views.plan.action_plans import PlanMixin
from communities.models import PlanProject

PAGE = 300  # as many projects as forty communities have: to choose all of them is one press
ALL = "all"


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A project as the page shows it. ``left`` and ``amount``, what would go in, are in baht."""

    project: PlanProject
    field: BoundField
    granted: Decimal
    left: Decimal
    amount: Decimal
    is_first: bool  # of its community
    is_chosen: bool
    is_marked: bool  # it is not what the page had shown


class Pool(PlanMixin, BulkActPage):
    """Several projects are taken in at once, each into its own item or together into one, which is seen before.

    What was changed since the page was opened is marked and no longer chosen; the others may still be taken in.
    """

    template_name = "budget/pool.html"
    form_class = IncludeForm
    heading = _l("นำโครงการจากแผนพัฒนาชุมชนเข้าแผน")
    button = _l("นำเข้าแผน")
    made: list[Inclusion]
    done_by: UUID

    def lead(self) -> str:
        return _("โครงการในแผนที่เขตรับรอง ซึ่งผลพิจารณาให้นำเข้าแผนปฏิบัติราชการ หรืออยู่ในบัญชีรอ และยังไม่อยู่ในแผนใดเต็มวงเงิน")

    def crumbs(self) -> list[Link]:
        return plan_crumbs(self.request.user, self.plan, Link(label=_("โครงการจากแผนพัฒนาชุมชน")))

    @property
    def done(self) -> str:
        return _("นำเข้าแผนแล้ว %(n)s โครงการ") % {"n": len(self.made)}

    def next_page(self) -> str:
        return f"{self.back()}?taken={self.done_by}"

    # --- what is chosen from

    @cached_property
    def filters(self) -> PoolFilter:
        return PoolFilter(self.request.GET, plan=self.plan)

    @property
    def sort(self) -> str:
        return self.request.GET.get("sort", "community")

    @cached_property
    def page(self) -> Page[PlanProject]:
        rows = queries.pool(self.plan)
        wanted = self.filters.cleaned_data if self.filters.is_valid() else {}
        if year := wanted.get("year", self.year.be):
            waits = Q(check_result__outcome=CheckOutcome.WAITING)  # whatever the year of its plan
            rows = rows.filter(Q(revision__plan__fiscal_year=year) | waits)
        if community := wanted.get("community"):
            rows = rows.filter(revision__plan__community=community)
        rows = queries.matching(rows, wanted.get("q") or "")
        column = queries.POOL_SORTS.get(self.sort.lstrip("-"), queries.POOL_SORTS["community"])
        rows = queries.ordered(rows, column, is_down=self.sort.startswith("-"))
        return Paginator(list(rows), PAGE).get_page(self.request.GET.get("page"))

    @cached_property
    def sent_ids(self) -> set[int]:
        """The projects that were chosen on the page that came."""
        return {int(pk) for pk in self.request.POST.getlist("projects") if pk.isdecimal()}

    @cached_property
    def projects(self) -> list[PlanProject]:
        """Those of the page, and those that were chosen and stand on another page of the list by now."""
        shown = list(self.page)
        if missing := self.sent_ids - {project.pk for project in shown}:
            shown += queries.pool(self.plan).filter(pk__in=missing).order_by("pk")
        return shown

    @cached_property
    def gone(self) -> list[PlanProject]:
        """Those that were chosen and may not go in any more."""
        missing = self.sent_ids - {project.pk for project in self.projects}
        rows = PlanProject.objects.filter(
            pk__in=missing, revision__plan__community__district=self.plan.district_id, check_result__isnull=False
        )
        return list(rows.select_related("revision__plan__community", "check_result").order_by("pk")) if missing else []

    @cached_property
    def taken(self) -> dict[int, queries.Taken]:
        elsewhere = queries.taken_of(self.gone) if self.gone else {}
        return {project.pk: queries.taken_beside(project) for project in self.projects} | dict(elsewhere)

    @cached_property
    def items(self) -> list[ActionPlanItem]:
        return list(self.plan.items.live().order_by("position"))

    def left(self, project: PlanProject) -> Decimal:
        return granted_of(project, project.check_result) - self.taken[project.pk].amount

    def basis(self) -> Bases:
        rows = [*self.projects, *self.gone]
        return Bases.of({project.pk: queries.basis_of_inclusion(project, self.taken[project.pk]) for project in rows})

    # --- the form, and what it does

    def get_form_kwargs(self) -> dict[str, Any]:
        left = {project: self.left(project) for project in self.projects}
        return {**super().get_form_kwargs(), "items": self.items, "left": left}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "pick" in request.POST:
            return self.render_to_response(self.get_context_data(form=self.unsent_form()))
        return super().post(request, *args, **kwargs)

    def unsent_form(self) -> IncludeForm:
        """The form with what was typed, which nobody has sent yet."""
        typed = {name: text for name, text in self.request.POST.items() if name != "projects"}
        return IncludeForm(items=self.items, left=self.get_form_kwargs()["left"], initial=typed)

    def form_valid(self, form: Any) -> HttpResponse:
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        if form.cleaned_data["how"] == "each" or "confirmed" in self.request.POST:
            return super().form_valid(form)
        if self._changed(self.basis()):
            return self.form_invalid(form, status=409)
        self.template_name = "budget/pool_preview.html"
        return self.render_to_response(self.get_context_data(form=form, **self.preview(form.cleaned_data)))

    def act(self, data: dict[str, Any]) -> None:
        how, item = data["how"], data["item"]
        self.done_by = data["act"]
        self.made = actions.include(
            plan_id=self.plan.pk,
            project_ids=data["projects"],
            act=data["act"],
            item_id=item.pk if item and how == "into" else None,
            is_merged=how == "merged",
            title=data["title"],
            amounts=data["amounts"],
            seen=data["seen"],
            **self.signed,
            on=today(),
        )

    def preview(self, data: dict[str, Any]) -> dict[str, Any]:
        """The one item into which the chosen projects go, as it would be."""
        chosen = [project for project in self.projects if project.pk in data["projects"]]
        shares = {project.pk: data["amounts"].get(project.pk) or self.left(project) for project in chosen}
        item = data["item"] if data["how"] == "into" else None
        words = ItemWords.of(item) if item else ItemWords.of_projects(chosen, title=data["title"], shares=shares)
        return {
            "heading": _("ตรวจก่อนนำเข้า"),
            "item": item,
            "words": words,
            "months": plans.months_text(words.starts_in, words.ends_in),
            "lines": [(project, shares[project.pk]) for project in chosen],
            "sum": sum(shares.values(), Decimal(0)),
        }

    # --- the page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        marked = self.marked() if "changed" in context else set()
        chosen = self.picked() - marked
        if marked and chosen:
            context["button"] = _("ทำอีก %(n)s โครงการ") % {"n": len(chosen)}
        rows = list(self.rows(context["form"], chosen, marked))
        amounts = [row.amount for row in rows if row.is_chosen]
        planned = sum((item.planned_amount or Decimal(0) for item in self.items), Decimal(0))
        more = {
            "plan": self.plan,
            "year": self.year,
            "district": self.plan.district,
            "edition": plans.open_edition_of(self.plan),
            "filters": self.filters,
            "page": self.page,
            "sort": self.sort,
            "is_grouped": self.sort.lstrip("-") == "community",
            "rows": rows,
            "gone": self.gone,
            "counted": _("โครงการ"),
            "chosen_heading": _("นำโครงการที่เลือกเข้าแผน"),
            "chosen": len(amounts),
            "sum": sum(amounts, Decimal(0)),
            "money": queries.money_of_district(self.plan),
            "planned": planned,
            "together": planned + sum(amounts, Decimal(0)),
        }
        return {**more, **context}

    def rows(self, form: IncludeForm, chosen: set[int], marked: set[int]) -> Iterator[PoolRow]:
        typed = getattr(form, "cleaned_data", {}).get("amounts", {})
        before = None
        for project in self.projects:
            left, community = self.left(project), project.revision.plan.community_id
            yield PoolRow(
                project=project,
                field=form[f"part_{project.pk}"],
                granted=granted_of(project, project.check_result),
                left=left,
                amount=typed.get(project.pk, left),
                is_first=community != before,
                is_chosen=project.pk in chosen,
                is_marked=project.pk in marked,
            )
            before = community

    def marked(self) -> set[int]:
        seen = self._seen().rows
        return {int(row) for row, basis in self.basis().rows.items() if seen.get(row, basis).digest != basis.digest}

    def picked(self) -> set[int]:
        """What is chosen after the button that was pressed: all, or the projects of a community, or none of them."""
        pick = self.request.POST.get("pick")
        group = {p.pk for p in self.projects if pick in (ALL, str(p.revision.plan.community_id))}
        there = self.sent_ids & {project.pk for project in self.projects}
        return there - group if group <= there else there | group


class UndoTaking(ActButton):
    """Take back all that one act brought into the plan."""

    permission = "budget.edit_action_plan"
    subject: ActionPlan
    done = _l("เลิกทำการนำเข้าแล้ว โครงการกลับไปรอนำเข้า")

    def setup(self, request: HttpRequest, *args: Any, uuid: UUID, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        plans_seen = ActionPlan.objects.visible_to(self.request.user)
        takings = TakingIn.objects.filter(edition__plan__in=plans_seen).select_related("edition__plan__district")
        self.taking = get_object_or_404(takings, uuid=uuid)
        self.subject = self.taking.edition.plan

    def act(self, data: dict[str, Any]) -> None:
        undo_taking_in(taking_id=self.taking.pk, **self.signed, on=today())
