"""Nodes of a strategy tree: each is typed, edited or taken out on a page of its own."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.pages.acts import ActPage
from budget.actions.strategy import nodes as actions
from budget.forms.trees import NodeForm, RemoveForm
from budget.models import StrategyNode, StrategyTree
from budget.queries.strategy.trees import nodes_of
from budget.views.strategy.trees import TreeMixin, TreeRow


class NewNode(TreeMixin, ActPage):
    """A node typed by hand; ``?under=`` is the node on whose line one asked for it."""

    form_class = NodeForm
    heading = gettext_lazy("เพิ่มข้อ")
    button = gettext_lazy("บันทึก")
    second_button = gettext_lazy("บันทึกและเพิ่มอีก")
    node: StrategyNode

    @property
    def done(self) -> str:
        return _("เพิ่ม “%(node)s” แล้ว") % {"node": self.node}

    def get_initial(self) -> dict[str, Any]:
        return {"parent": self.request.GET.get("under", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"tree": self.tree, "nodes": nodes_of(self.tree), "needs_reason": self.needs_reason}
        return {**super().get_form_kwargs(), **more}

    def act(self, data: dict[str, Any]) -> None:
        self.node = actions.add_node(
            tree_id=self.tree.pk, words=self.sent.words, reason=self.sent.reason, on=today(), **self.signed
        )

    def next_page(self) -> str:
        if not self.is_second:
            return self.back()
        under = f"?under={self.node.parent_id}" if self.node.parent_id else ""
        return reverse("budget:node-new", args=[self.tree.pk]) + under


class NodeMixin(TreeMixin):
    """Loads a node through its tree."""

    node: StrategyNode

    def find_tree(self) -> StrategyTree:
        trees = StrategyTree.objects.visible_to(self.request.user)
        rows = StrategyNode.objects.filter(tree__in=trees).select_related("tree__district", "parent")
        self.node = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self.node.tree

    def lead(self) -> str:
        return str(self.node)


class EditNode(NodeMixin, TreeRow):
    heading = gettext_lazy("แก้ไขข้อ")

    def find(self) -> StrategyNode:
        return self.node

    def rests_on(self) -> list[StrategyNode]:
        return [self.node]

    def form(self, row: StrategyNode, data: Any = None) -> NodeForm:
        nodes = [node for node in nodes_of(self.tree) if not f"{node.sort_key}/".startswith(f"{row.sort_key}/")]
        initial = NodeForm.texts_of(row)
        return NodeForm(data, tree=self.tree, nodes=nodes, initial=initial, needs_reason=self.needs_reason)

    def save(self, form: NodeForm, *, seen: int) -> StrategyNode:
        return actions.save_node(node_id=self.node.pk, seen=seen, words=form.words, reason=form.reason, **self.asked)


class RemoveNode(NodeMixin, ActPage):
    form_class = RemoveForm
    heading = gettext_lazy("นำข้อออก")
    explanation = gettext_lazy("ข้อนี้จะถูกลบจากแผน ชื่อเก็บไว้ในประวัติ")
    button = gettext_lazy("นำออก")
    done = gettext_lazy("นำข้อออกแล้ว")
    is_danger = True

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "needs_reason": self.needs_reason}

    def act(self, data: dict[str, Any]) -> None:
        reason = data.get("reason", "")
        actions.remove_node(node_id=self.node.pk, reason=reason, on=today(), **self.signed)
