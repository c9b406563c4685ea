"""The trees in force as a part of a year."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.years.views.base import YearMixin
from budget.actions.strategy.trees import put_in_force
from budget.forms.trees import InForceForm
from budget.models import StrategyTree
from budget.queries.strategy.trees import nodes_of, touches, uses_of


class YearTrees(YearMixin):
    """Which trees of the city count in the year."""

    heading = gettext_lazy("แผนยุทธศาสตร์ของปี")

    def get(self, request: WorkRequest, **_kept: object) -> HttpResponse:
        rows = StrategyTree.objects.filter(in_force__fiscal_year=self.year.be).annotate(count=Count("nodes"))
        context = {
            **self.top(),
            "year": self.year,
            "trees": list(rows.order_by("first_year", "pk")),
            "may_prepare": self.may_prepare,
        }
        return render(request, "budget/year_trees.html", context)


class ChooseTrees(YearMixin, ActPage):
    permission = "years.prepare_year"
    form_class = InForceForm
    template_name = "budget/touched_act.html"
    heading = gettext_lazy("เลือกแผนยุทธศาสตร์ของปี")
    explanation = gettext_lazy("เลือกหนึ่งหรือสองแผนที่ครอบคลุมปีนี้ แผนที่ปีนี้ใช้อยู่แล้วนำออกไม่ได้")
    button = gettext_lazy("บันทึก")
    done = gettext_lazy("บันทึกแผนยุทธศาสตร์ของปีแล้ว")

    def above(self) -> list[Link]:
        return [*super().above(), Link(label=_("แผนยุทธศาสตร์"), href=self.back())]

    def back(self) -> str:
        return reverse("budget:year-trees", args=[self.year])

    @property
    def in_force(self) -> list[StrategyTree]:
        return list(StrategyTree.objects.filter(in_force__fiscal_year=self.year.be).order_by("pk"))

    def get_form_kwargs(self) -> dict[str, Any]:
        trees = list(StrategyTree.objects.of_the_city().covering(self.year).order_by("first_year", "pk"))
        return {**super().get_form_kwargs(), "trees": trees, "needs_reason": not self.planned.is_draft}

    def get_initial(self) -> dict[str, Any]:
        return {"trees": [tree.pk for tree in self.in_force]}

    def obstacle(self) -> str:
        if StrategyTree.objects.of_the_city().covering(self.year).exists():
            return ""
        return _("ยังไม่มีแผนที่ครอบคลุมปีนี้ เพิ่มแผนยุทธศาสตร์ก่อน")

    def instead(self) -> list[Link]:
        return [Link(label=_("เพิ่มแผนยุทธศาสตร์"), href=reverse("budget:tree-new"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        nodes = [node for tree in self.in_force for node in nodes_of(tree)]
        used = uses_of(nodes, year=self.year).values()
        return {"is_opened": not self.planned.is_draft, "touched": touches(used), **super().get_context_data(**kwargs)}

    def act(self, data: dict[str, Any]) -> None:
        put_in_force(
            year=self.year,
            trees=[int(pk) for pk in data["trees"]],
            reason=data.get("reason", ""),
            on=today(),
            **self.signed,
        )

    def next_links(self) -> list[Link]:
        label = _("ปีงบประมาณ %(year)s") % {"year": self.year}
        return [Link(label=label, href=reverse("years:year", args=[self.year]))]
