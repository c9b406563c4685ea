"""Community projects that may go into an action plan."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.templatetags.thai import localname
from bkkplan.ground.core.work import WorkRequest
from budget.actions import action_plan as actions
from budget.actions import items as item_actions
from budget.forms import IncludeForm, PoolFilter
from budget.queries import action_plans as queries
from budget.views.action_plans import PlanMixin
from budget.views.places import action_plans_link

PAGE = 50


class Pool(PlanMixin):
    """Community projects that may go into the plan; several are taken at once, one by one or merged."""

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        return self.show(IncludeForm(plan=self.plan))

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        form = IncludeForm(request.POST, plan=self.plan)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            made = item_actions.include(
                plan_id=self.plan.pk,
                project_ids=form.cleaned_data["projects"],
                act=form.cleaned_data["act"],
                item_id=form.item_id,
                is_merged=form.cleaned_data["how"] == "merged",
                title=form.cleaned_data["title"],
                by=request.user,
                at=now(),
                on=today(),
            )
        except actions.ActionPlanError as error:
            messages.warning(request, str(error))
            return redirect("budget:pool", self.year, self.plan.district.code)
        messages.success(request, _("นำเข้าแผนแล้ว %(n)s โครงการ") % {"n": len(made)})
        return self.back()

    def show(self, form: IncludeForm, *, status: int = 200) -> HttpResponse:
        request = self.request
        filters = PoolFilter(request.GET, plan=self.plan)
        rows = queries.pool(self.plan)
        wanted = filters.cleaned_data if filters.is_valid() else {}
        year = wanted.get("year", self.year.be)
        if year:
            rows = rows.filter(revision__plan__fiscal_year=year)
        if wanted.get("community"):
            rows = rows.filter(revision__plan__community=wanted["community"])
        sort = request.GET.get("sort", "community")
        column = queries.POOL_SORTS.get(sort.lstrip("-"), queries.POOL_SORTS["community"])
        rows = queries.ordered(rows, column, is_down=sort.startswith("-"))
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        return render(
            request,
            "budget/pool.html",
            {
                "plan": self.plan,
                "year": self.year,
                "district": self.plan.district,
                "edition": queries.open_edition_of(self.plan),
                "filters": filters,
                "form": form,
                "page": page,
                "sort": sort,
                "crumbs": [
                    action_plans_link(self.request.user, self.year),
                    Link(label=localname(self.plan.district), href=self.plan.get_absolute_url()),
                    Link(label=_("โครงการจากแผนพัฒนาชุมชน")),
                ],
            },
            status=status,
        )
