"""What a district approved and what a community wrote: action plans, their items, and confirmed community plans.

Nobody is named here, and no note of the office is shown: who does what is written on the staff's pages.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.faces.public.views.presenting import ANYONE, PROGRESS_TONES, district_name
from bkkplan.ground.core.components import Fact, Link, MoneyLine, Stat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import PublicView
from bkkplan.ground.core.wording import baht, thai_date_short
from budget.enums import EditionState, ItemProgress
from budget.models import ActionPlan, ActionPlanEdition, ActionPlanItem
from budget.queries.checks.checks import outcomes_of
from budget.queries.money.money import Sums, sums_of_items
from budget.queries.origins import trace_back
from budget.queries.plan.action_plans import open_edition_of, plan_parts
from budget.queries.plan.direct import direct_of
from budget.queries.strategy.trees import years_of_several_trees
from budget.views.presenting import facts_of
from communities.models import Plan, PlanAdoption, PlanRevision
from communities.queries import sections_of
from communities.queries.completeness import problems_of

VISION = "vision"  # of the sections the one that names nobody


def crumbs_of(district: Any, *more: Link) -> list[Link]:
    return [Link(label=district_name(district), href=reverse("public:district", args=[district.code])), *more]


def page_of_meeting(adoption: PlanAdoption | None) -> str:
    """The public page of the forum at which the community adopted its plan, if it was one."""
    forum = adoption.meeting.forum if adoption and hasattr(adoption, "meeting") else None
    return reverse("public:hearing", args=[forum.pk]) if forum and forum.is_announced else ""


class ActionPlanPage(PublicView):
    """The plan as approved; what an edition under way would change is not public.

    Those who may see the draft get the page as the edition under way would make it, with ``?draft=1``.
    """

    def get(self, request: HttpRequest, year: FiscalYear, code: str) -> HttpResponse:
        is_draft = "draft" in request.GET
        plans = ActionPlan.objects.visible_to(request.user if is_draft else ANYONE).in_year(year)
        plan = get_object_or_404(plans.select_related("district"), district__code=code)
        edition = self.draft(request, plan) if is_draft else None
        parts = [part for part in plan_parts(plan, edition=edition) if part.live_lines]
        lines = [line for part in parts for line in part.live_lines]
        editions = plan.editions.filter(state=EditionState.APPROVED).order_by("number")
        stats = [
            Stat(label=_("รายการ"), value=len(lines)),
            Stat(label=_("งบประมาณ (บาท)"), value=baht(sum(part.planned for part in parts), "whole")),
            Stat(label=_("โครงการจากแผนพัฒนาชุมชน"), value=sum(len(line.origins) for line in lines)),
        ]
        context = {
            "plan": plan,
            "year": year,
            "name": district_name(plan.district),
            "parts": [
                (part, [(line, PROGRESS_TONES[ItemProgress(line.progress)]) for line in part.live_lines])
                for part in parts
            ],
            "is_draft": is_draft,
            "names_trees": bool(years_of_several_trees([year.be])),
            "stats": stats,
            "editions": editions,
            "crumbs": crumbs_of(plan.district),
        }
        return render(request, "public/action_plan.html", context)

    def draft(self, request: HttpRequest, plan: ActionPlan) -> ActionPlanEdition:
        """The edition under way, for those who may see it."""
        edition = open_edition_of(plan) if request.user.has_perm("budget.view_draft", plan) else None
        if edition is None:
            raise Http404
        return edition


class ItemPage(PublicView):
    """One item of an approved plan: where it came from, its money and whose part is whose, how far it has come."""

    def get(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        items = ActionPlanItem.objects.visible_to(ANYONE)
        items = items.select_related("plan__district", "dropped_in", "section__merged_into", "strategy__tree")
        item = get_object_or_404(items, uuid=uuid)
        year, district = FiscalYear(item.plan.fiscal_year), item.plan.district
        sums = sums_of_items([item.pk]).get(item.pk)
        plan = reverse("public:action-plan", args=[year, district.code])
        dropped = item.dropped_in if item.dropped_in and item.dropped_in.state == EditionState.APPROVED else None
        context = {
            "item": item,
            "dropped": dropped,
            "year": year,
            "tone": PROGRESS_TONES[ItemProgress(item.progress)],
            "origins": trace_back(item),
            "direct": direct_of(item),
            "facts": facts_of(item, to_staff=False),
            "money": self.money(item, sums),
            "sums": sums,
            "spent": sums.disbursed if sums else None,
            "whole": sums.transferred if sums else None,
            "crumbs": crumbs_of(district, Link(label=_("แผนปฏิบัติราชการ ปี %(year)s") % {"year": year}, href=plan)),
        }
        return render(request, "public/item.html", context)

    def money(self, item: ActionPlanItem, sums: Sums | None) -> list[MoneyLine]:
        lines = [MoneyLine(label=_("ตั้งไว้ในแผน"), amount=item.planned_amount)]
        if sums is None:
            return lines
        return [
            *lines,
            MoneyLine(label=_("งบประมาณอนุมัติ"), amount=sums.transferred),
            MoneyLine(label=_("เบิกจ่าย"), amount=sums.disbursed),
            MoneyLine(label=_("คงเหลือ"), amount=sums.left, is_total=True),
        ]


class CommunityPlanPage(PublicView):
    """A plan that the district confirmed: what the community wants, and what became of each project."""

    def get(self, request: HttpRequest, year: FiscalYear, code: str) -> HttpResponse:
        plans = Plan.objects.visible_to(ANYONE).for_year(year).select_related("community__district", "template")
        plan = get_object_or_404(plans, community__code=code)
        revision = PlanRevision.objects.confirmed().filter(plan=plan).latest("number")
        revision.plan = plan
        outcomes = outcomes_of(revision)
        adoptions = PlanAdoption.objects.live().filter(revision__plan=plan).select_related("meeting__forum")
        adoption = adoptions.order_by("-adopted_on").first()
        facts = [
            Fact(label=_("เขตรับรองแผน"), value=thai_date_short(revision.confirmed_on)),
            Fact(
                label=_("ชุมชนรับรอง"),
                value=thai_date_short(adoption.adopted_on) if adoption else "–",
                href=page_of_meeting(adoption),
            ),
            Fact(label=_("โครงการในแผน"), value=len(outcomes)),
            Fact(label=_("วงเงินรวม (บาท)"), value=baht(sum(one.amount for one in outcomes), "whole")),
        ]
        context = {
            "plan": plan,
            "year": year,
            "vision": next((s.text for s in sections_of(revision) if s.code == VISION), ""),
            "problems": problems_of(revision),
            "outcomes": outcomes,
            "has_goods": any(one.goods for one in outcomes),
            "facts": facts,
            "crumbs": crumbs_of(plan.community.district),
        }
        return render(request, "public/plan.html", context)
