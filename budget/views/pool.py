"""Community projects that may go into an action plan."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.basis import Bases
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.acts import BulkActPage
from budget.actions import items as actions
from budget.enums import CheckOutcome
from budget.forms import IncludeForm, PoolFilter
from budget.models import Inclusion
from budget.queries import action_plans as queries
from budget.views.action_plans import PlanMixin
from budget.views.next_steps import steps_after_plan
from budget.views.places import plan_crumbs

PAGE = 50


class Pool(PlanMixin, BulkActPage):
    """Community projects that may go into the plan; several are taken at once, one by one or merged."""

    template_name = "budget/pool.html"
    form_class = IncludeForm
    heading = _l("นำโครงการจากแผนพัฒนาชุมชนเข้าแผน")
    made: list[Inclusion]

    def lead(self) -> str:
        return _("โครงการในแผนที่เขตรับรอง ซึ่งผลพิจารณาให้นำเข้าแผนปฏิบัติราชการ หรืออยู่ในบัญชีรอ และยังไม่อยู่ในแผนใด")

    def crumbs(self) -> list[Link]:
        return plan_crumbs(self.request.user, self.plan, Link(label=_("โครงการจากแผนพัฒนาชุมชน")))

    def next_links(self) -> list[Link]:
        return steps_after_plan(self.plan, user=self.request.user)

    @property
    def done(self) -> str:
        return _("นำเข้าแผนแล้ว %(n)s โครงการ") % {"n": len(self.made)}

    def basis(self) -> Bases:
        return Bases.of({project.pk: queries.basis_of_inclusion(project) for project in self.page})

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "plan": self.plan}

    def act(self, data: dict[str, Any]) -> None:
        how = data.pop("how")
        item = data.pop("item")
        self.made = actions.include(
            plan_id=self.plan.pk,
            project_ids=data.pop("projects"),
            item_id=item.pk if item and how == "into" else None,
            is_merged=how == "merged",
            **data,
            by=self.request.user,
            at=now(),
            on=today(),
        )

    @cached_property
    def filters(self) -> PoolFilter:
        return PoolFilter(self.request.GET, plan=self.plan)

    @cached_property
    def page(self) -> Any:
        rows = queries.pool(self.plan)
        wanted = self.filters.cleaned_data if self.filters.is_valid() else {}
        year = wanted.get("year", self.year.be)
        if year:
            waits = Q(check_result__outcome=CheckOutcome.WAITING)  # whatever the year of its plan
            rows = rows.filter(Q(revision__plan__fiscal_year=year) | waits)
        if wanted.get("community"):
            rows = rows.filter(revision__plan__community=wanted["community"])
        column = queries.POOL_SORTS.get(self.sort.lstrip("-"), queries.POOL_SORTS["community"])
        rows = queries.ordered(rows, column, is_down=self.sort.startswith("-"))
        return Paginator(rows, PAGE).get_page(self.request.GET.get("page"))

    @property
    def sort(self) -> str:
        return self.request.GET.get("sort", "community")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {
            "plan": self.plan,
            "year": self.year,
            "district": self.plan.district,
            "edition": queries.open_edition_of(self.plan),
            "filters": self.filters,
            "page": self.page,
            "sort": self.sort,
        }
        return {**more, **super().get_context_data(**kwargs)}
