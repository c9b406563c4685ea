"""Strategy trees: all who work here read them, the strategy office writes the city's, officers their district's."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.views.rows import RowPage
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.people import own_districts
from bkkplan.ground.core.wording import localname
from bkkplan.ground.years.models import PlannedYear
from budget.actions.strategy import trees as actions
from budget.actions.strategy.tree_lists import check_lists_again
from budget.forms.trees import TreeForm
from budget.models import StrategyNode, StrategyTree
from budget.queries.strategy.policies import nodes_of_policy
from budget.queries.strategy.trees import nodes_of, touches, uses_of
from budget.resources.trees import check_tree
from districts.models import District


def all_trees() -> Link:
    return Link(label=_("แผนยุทธศาสตร์"), href=reverse("budget:trees"))


class Trees(RecordPage):
    """The trees of the city, with the years that have chosen them."""

    permission = "budget.view_trees"
    heading = gettext_lazy("แผนยุทธศาสตร์")

    def get(self, request: WorkRequest) -> HttpResponse:
        rows = StrategyTree.objects.visible_to(request.user).of_the_city().annotate(count=Count("nodes"))
        seen = set(PlannedYear.objects.visible_to(request.user).values_list("fiscal_year", flat=True))
        trees = list(rows.prefetch_related("in_force").order_by("-last_year", "-pk"))
        context = {
            "rows": [(tree, sorted(seen & {row.fiscal_year for row in tree.in_force.all()})) for tree in trees],
            "may_prepare": request.user.has_perm("years.prepare_year"),
            "own": self.own_pages(),
        }
        return render(request, "budget/trees.html", context)

    def own_pages(self) -> list[Link]:
        """The districts in which the person works, each with its own strategy of the year whose plans are checked."""
        rows = District.objects.filter(pk__in=own_districts(self.request.user)).order_by("code")
        year = FiscalYear.of(today()).next
        return [
            Link(label=localname(row), href=reverse("budget:district-strategy", args=[year, row.code])) for row in rows
        ]


class TreeMixin(RecordPage):
    """Loads a tree. Who may write it depends on whose it is, so a page that writes asks `may_write`."""

    permission = "budget.view_trees"
    stylesheet = "css/pages/budget.css"
    writes = True
    is_the_citys = False  # only a tree of the city has such a page
    tree: StrategyTree

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.tree = self.find_tree()

    def find_tree(self) -> StrategyTree:
        rows = StrategyTree.objects.visible_to(self.request.user).select_related("district")
        rows = rows.of_the_city() if self.is_the_citys else rows
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.writes and not self.may_write:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def may_write(self) -> bool:
        if self.tree.district is not None:
            return self.request.user.has_perm("budget.write_own_strategy", self.tree.district)
        return self.request.user.has_perm("years.prepare_year")

    @cached_property
    def needs_reason(self) -> bool:
        """Whether an opened year has the tree in force."""
        years = self.tree.in_force.values("fiscal_year")
        return PlannedYear.objects.opened().filter(fiscal_year__in=years).exists()

    def above(self) -> list[Link]:
        if self.tree.district is None:
            return [all_trees()]
        year = FiscalYear(self.tree.first_year)
        address = reverse("budget:district-strategy", args=[year, self.tree.district.code])
        return [all_trees(), Link(label=_("ภารกิจและยุทธศาสตร์ของเขต"), href=address)]

    def crumbs(self) -> list[Link]:
        return [*self.above(), Link(label=str(self.tree), href=self.back()), Link(label=str(self.heading))]

    def lead(self) -> str:
        return str(self.tree)

    def back(self) -> str:
        return self.tree.get_absolute_url()

    def next_links(self) -> list[Link]:
        return [Link(label=_("เพิ่มข้อ"), href=reverse("budget:node-new", args=[self.tree.pk]))]


class TreePage(TreeMixin):
    """The nodes as the tree reads."""

    writes = False

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        context = {
            "tree": self.tree,
            "nodes": nodes_of(self.tree),
            "deepest": len(self.tree.levels),
            "may_write": self.may_write,
            "of_policy": nodes_of_policy(self.tree.district, FiscalYear(self.tree.first_year)),
            "crumbs": [*self.above(), Link(label=str(self.tree))],
        }
        return render(request, "budget/tree.html", context)


class NewTree(ActPage):
    permission = "years.prepare_year"
    form_class = TreeForm
    heading = gettext_lazy("เพิ่มแผนยุทธศาสตร์")
    button = gettext_lazy("เพิ่มแผน")
    done = gettext_lazy("เพิ่มแผนแล้ว นำเข้าข้อของแผนจากรายการ หรือเพิ่มทีละข้อ")
    tree: StrategyTree

    def crumbs(self) -> list[Link]:
        return [all_trees(), Link(label=str(self.heading))]

    def back(self) -> str:
        return reverse("budget:trees")

    def act(self, data: dict[str, Any]) -> None:
        self.tree = actions.add_tree(words=self.sent.words, **self.signed)

    def next_page(self) -> str:
        return reverse("budget:tree-import", args=[self.tree.pk])

    def next_links(self) -> list[Link]:
        return [Link(label=_("เพิ่มข้อ"), href=reverse("budget:node-new", args=[self.tree.pk]))]


class TreeRow(TreeMixin, RowPage):
    """A row whose change an opened year keeps, if it has the tree in force."""

    template_name = "budget/touched_row.html"

    def rests_on(self) -> list[StrategyNode]:
        """The nodes that the change is about."""
        raise NotImplementedError

    def show(self, form: Any, *, status: int = 200, **more: Any) -> HttpResponse:
        touched = touches(uses_of(self.rests_on()).values()) if self.needs_reason else ()
        return super().show(form, status=status, is_opened=self.needs_reason, touched=touched, **more)

    @property
    def asked(self) -> dict[str, Any]:
        return {"on": today(), "by": self.request.user, "at": now()}


class EditTree(TreeRow):
    permission = "years.prepare_year"
    is_the_citys = True
    heading = gettext_lazy("แก้ไขชื่อและระดับของแผน")

    def find(self) -> StrategyTree:
        return self.tree

    def rests_on(self) -> list[StrategyNode]:
        return nodes_of(self.tree)

    def form(self, row: StrategyTree, data: Any = None) -> TreeForm:
        return TreeForm(data, initial=TreeForm.texts_of(row), needs_reason=self.needs_reason)

    def save(self, form: TreeForm, *, seen: int) -> StrategyTree:
        return actions.save_tree(
            tree_id=self.tree.pk,
            seen=seen,
            words=form.words,
            reason=form.reason,
            then=partial(check_lists_again, check=check_tree),
            **self.asked,
        )


class RemoveTree(TreeMixin, ActPage):
    permission = "years.prepare_year"
    is_the_citys = True
    heading = gettext_lazy("ลบแผนยุทธศาสตร์")
    explanation = gettext_lazy("ข้อของแผนจะถูกลบทั้งหมด ประวัติเก็บชื่อแผนไว้")
    button = gettext_lazy("ลบแผน")
    done = gettext_lazy("ลบแผนแล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> None:
        actions.remove_tree(tree_id=self.tree.pk, **self.signed)

    def next_page(self) -> str:
        return reverse("budget:trees")

    def next_links(self) -> list[Link]:
        return [Link(label=_("เพิ่มแผนยุทธศาสตร์"), href=reverse("budget:tree-new"))]
