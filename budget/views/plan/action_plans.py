"""The district's annual action plan: the year's list, one plan in its official columns, and its path."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link, Tab
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActButton
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.people import works_for_the_city
from bkkplan.ground.core.wording import localname
from bkkplan.ground.routes.queries.passages import passage_under_way, why_not_decided
from bkkplan.ground.routes.views.presenting import passage_shown
from budget.actions import steps
from budget.actions.plan import action_plan as actions
from budget.enums import EDITION_PAPER, EditionState
from budget.models import ActionPlan, ActionPlanEdition, ActionPlanItem, TakingIn
from budget.queries.plan import action_plans as queries
from budget.queries.strategy.trees import years_of_several_trees
from budget.views.next_steps import steps_after_plan
from budget.views.places import action_plans_link, districts_of, place_in_year, plan_crumbs, years_around
from budget.views.presenting import line_text, steps_of
from districts.models import District


def why_not_approved(edition: ActionPlanEdition, user: User) -> str:
    """Why the person may not approve the edition now: it is at an earlier stop of its route, or it is their own."""
    passage = passage_under_way(EDITION_PAPER, edition.pk)
    return why_not_decided(passage, by=user, on=today()) or steps.why_not_approved_by(user, edition, on=today())


class ThisYear(WorkView):
    """/work/action-plans/ leads to the year under way."""

    def get(self, request: WorkRequest) -> HttpResponse:
        return redirect("budget:action-plans", FiscalYear.of(today()))


class Plans(WorkView):
    """All districts of the year for those who work for the city; those of one district are led to their plan."""

    def get(self, request: WorkRequest, year: FiscalYear) -> HttpResponse:
        districts = districts_of(request.user, year)
        if len(districts) == 1 and not works_for_the_city(request.user):
            return redirect("budget:action-plan", year, districts[0].code)
        rows = queries.plans_of_year(year, districts)
        return render(
            request,
            "budget/action_plans.html",
            {"year": year, "rows": rows},
        )


class PlanMixin(RecordPage):
    """Loads the plan of a year and a district through its door."""

    permission = "budget.edit_action_plan"
    stylesheet = "css/pages/budget.css"
    plan: ActionPlan

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = year
        plans = ActionPlan.objects.visible_to(self.request.user).select_related("district")
        self.plan = self.subject = get_object_or_404(plans, fiscal_year=year.be, district__code=code)

    def lead(self) -> str:
        return place_in_year(self.plan.district, self.year)

    def crumbs(self) -> list[Link]:
        return plan_crumbs(self.request.user, self.plan, Link(label=str(self.heading)))

    def next_links(self) -> list[Link]:
        return steps_after_plan(self.plan, user=self.request.user)


class PlanPage(RecordPage):
    """One district's plan. Where none was begun, those who may are offered to begin it."""

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = year
        self.district = get_object_or_404(District, code=code)
        plans = ActionPlan.objects.visible_to(self.request.user).select_related("district")
        self.plan = plans.filter(fiscal_year=year.be, district=self.district).first()

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        if self.plan is None:
            if not request.user.has_perm("budget.view_no_plan", self.district):
                raise Http404
            return render(request, "budget/action_plan_none.html", self.frame())
        sees_drafts = request.user.has_perm("budget.view_draft", self.plan)
        edition = queries.open_edition_of(self.plan) if sees_drafts else None
        shows_draft = edition is not None and request.GET.get("edition") != "approved"
        editions = list(
            self.plan.editions.select_related(
                "plan__district", "submitted_by", "approved_by", "returned_by", "discarded_by"
            ).order_by("number", "pk")
        )
        approved = [e for e in editions if e.state == EditionState.APPROVED]
        if not sees_drafts:
            editions = approved
        parts = queries.plan_parts(self.plan, edition=edition if shows_draft else None)
        may_edit = request.user.has_perm("budget.edit_action_plan", self.plan)
        may_approve = request.user.has_perm("budget.approve_action_plan", self.plan)
        is_waiting = edition is not None and edition.state == EditionState.SUBMITTED and may_approve
        is_draft = edition is not None and edition.state == EditionState.DRAFT
        is_signed = bool(approved) and sees_drafts and not shows_draft
        hand_in = queries.hand_in_in_words(self.plan.district) if is_draft else ""
        return render(
            request,
            "budget/action_plan.html",
            {
                **self.frame(),
                "plan": self.plan,
                "parts": parts,
                "planned": sum(part.planned for part in parts),
                "names_trees": bool(years_of_several_trees([self.year.be])),
                "count": sum(len(part.live_lines) for part in parts),
                "without_budget": sum(part.without_budget for part in parts),
                "community_projects": sum(len(line.origins) for part in parts for line in part.live_lines),
                "edition": edition,
                "editions": editions,
                "last_approved": approved[-1] if approved else None,
                "shows_draft": shows_draft,
                "tabs": self.tabs(edition, shows_draft) if edition and approved else [],
                "line_text": line_text(self.plan, edition, is_approved=bool(approved)),
                "steps": steps_of(edition or (approved[-1] if approved else None), hand_in=hand_in),
                "hand_in": hand_in,
                "signatures": queries.signatures_of_edition(approved[-1]) if is_signed else (),
                "dropped": self.just_dropped(edition),
                "taken": self.just_taken(edition) if may_edit else None,
                "is_writable": shows_draft and is_draft and may_edit,
                "may_edit": may_edit,
                "may_approve": may_approve,
                "refusal": why_not_approved(edition, request.user) if edition and is_waiting else "",
                "passage": passage_shown(EDITION_PAPER, edition.pk, user=request.user, on=today()) if edition else None,
                "may_amend": may_edit and edition is None,
            },
        )

    def just_dropped(self, edition: ActionPlanEdition | None) -> ActionPlanItem | None:
        """The item that was taken out a moment ago: it can be put back."""
        uuid = self.request.GET.get("dropped")
        if not uuid or edition is None or edition.state != EditionState.DRAFT:
            return None
        try:
            return edition.dropped.filter(uuid=uuid).first()
        except ValidationError:
            return None

    def just_taken(self, edition: ActionPlanEdition | None) -> TakingIn | None:
        """What was taken in a moment ago: it can be taken back."""
        uuid = self.request.GET.get("taken")
        if not uuid or edition is None or edition.state != EditionState.DRAFT:
            return None
        try:
            return edition.takings.filter(uuid=uuid, by=self.request.user, undone_at=None).first()
        except ValidationError:
            return None

    def frame(self) -> dict[str, Any]:
        return {
            "year": self.year,
            "district": self.district,
            "years": self.years(),
            "may_open": self.request.user.has_perm("budget.open_action_plan", self.district),
            "crumbs": [action_plans_link(self.request.user, self.year), Link(label=localname(self.district))],
        }

    def years(self) -> list[Link]:
        """For those who do not work here: the years whose plans are open to them. The header's switch has all."""
        if self.request.user.has_perm("budget.view_no_plan", self.district):
            return []
        years = years_around("budget:action-plan", self.year, self.district.code)
        plans = ActionPlan.objects.visible_to(self.request.user).filter(district=self.district)
        there = {str(year) for year in plans.values_list("fiscal_year", flat=True)}
        return [link for link in years if str(link.label) in there]

    def tabs(self, edition: ActionPlanEdition, shows_draft: bool) -> list[Tab]:
        label = _("แก้ไขเพิ่มเติมครั้งที่ %(number)s (กำลังจัดทำ)") % {"number": edition.number}
        return [
            Tab(label=_("ฉบับที่อนุมัติแล้ว"), href="?edition=approved", active=not shows_draft),
            Tab(label=label, href="?", active=shows_draft),
        ]


class Open(ActButton):
    """Begin a district's plan of a year; one that is there is led to."""

    permission = "budget.open_action_plan"

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = year
        self.subject = get_object_or_404(District, code=code)

    def back(self) -> str:
        return reverse("budget:action-plan", args=[self.year, self.subject.code])

    def act(self, data: dict[str, Any]) -> None:
        actions.open_plan(district_id=self.subject.pk, year=self.year, **self.signed)
