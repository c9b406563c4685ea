"""A district's mission and area strategy for a year: what the first two questions of a check are answered against."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActButton
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from budget.actions.strategy.trees import begin_district_tree
from budget.enums import TreeKind
from budget.forms.trees import BeginForm
from budget.models import StrategyTree
from budget.queries.strategy.policies import nodes_of_policy
from budget.queries.strategy.trees import nodes_of, trees_of_district
from budget.views.places import place_in_year, years_around
from budget.views.strategy.trees import all_trees
from districts.models import District

KINDS = (TreeKind.MISSION, TreeKind.AREA)


class DistrictMixin(RecordPage):
    permission = "budget.view_trees"
    district: District

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = year
        self.district = get_object_or_404(District.objects.in_being(year.end), code=code)

    def lead(self) -> str:
        return place_in_year(self.district, self.year)

    def crumbs(self) -> list[Link]:
        return [all_trees(), Link(label=str(self.heading))]

    def back(self) -> str:
        return reverse("budget:district-strategy", args=[self.year, self.district.code])

    @cached_property
    def last_years(self) -> dict[str, StrategyTree]:
        return trees_of_district(self.district, self.year.previous)


class DistrictStrategy(DistrictMixin):
    """Both trees side by side, each with what it has, or with the ways to begin it."""

    heading = gettext_lazy("ภารกิจและยุทธศาสตร์ของเขต")

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        trees = trees_of_district(self.district, self.year)
        context = {
            **self.top(),
            "year": self.year,
            "district": self.district,
            "parts": [
                {
                    "kind": kind,
                    "tree": trees.get(kind),
                    "nodes": nodes_of(trees[kind]) if kind in trees else (),
                    "source": self.last_years.get(kind),
                    "policy": reverse("budget:policy", args=[self.year, self.district.code])
                    if kind == TreeKind.AREA and request.user.has_perm("budget.view_policy_drafts", self.district)
                    else "",
                }
                for kind in KINDS
            ],
            "may_write": request.user.has_perm("budget.write_own_strategy", self.district),
            "of_policy": nodes_of_policy(self.district, self.year),
            "years": years_around("budget:district-strategy", self.year, self.district.code),
        }
        return render(request, "budget/district_strategy.html", context)


class BeginStrategy(DistrictMixin, ActButton):
    """Begin one of the two, empty or copied from last year."""

    permission = "budget.write_own_strategy"
    form_class = BeginForm
    done = gettext_lazy("เริ่มเขียนแล้ว เพิ่มหรือแก้ทีละข้อ")
    tree: StrategyTree

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.subject = self.district

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "sources": self.last_years.values()}

    def act(self, data: dict[str, Any]) -> None:
        self.tree = begin_district_tree(
            district=self.district,
            year=self.year,
            kind=data["kind"],
            source=data["source"],
            **self.signed,
        )

    def next_page(self) -> str:
        return self.tree.get_absolute_url()
