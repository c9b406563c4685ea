"""Writing the nodes of a strategy tree. The tree is locked, and asked for its reason, by ``take_tree`` of trees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record, state_of
from bkkplan.ground.core.refusals import Kind
from bkkplan.ground.core.thai.codes import code_above, code_key
from budget.actions.strategy.trees import NoTreeError, TreeError, note, take_tree
from budget.models import PolicyStatement, StrategyNode
from budget.models.trees import put_in_order
from budget.queries.strategy.trees import in_words, nodes_of, uses_of

NODE_WORDS = ("code", "name_th", "name_en", "parent")


class PlaceError(TreeError):
    """A node can't have this code or stand there."""

    field = "code"


class OfPolicyError(TreeError):
    """The node was made from a statement of the district's policy. It changes only with the policy."""

    kind = Kind.WRONG_MOMENT
    sentence = gettext_lazy("ข้อนี้มาจากนโยบายการพัฒนาเขตที่ผู้อำนวยการเขตอนุมัติแล้ว แก้ไขที่หน้านโยบาย")


class NodeInUseError(TreeError):
    """Something names the node, or nodes stand below it; the sentence says what."""

    kind = Kind.WRONG_MOMENT


@dataclass(frozen=True, slots=True)
class NodeWords:
    """What people write of a node. Where it stands: below ``parent``; without one, at the top."""

    name_th: str
    code: str = ""
    parent: StrategyNode | None = None
    name_en: str = ""


@transaction.atomic
def add_node(
    *, tree_id: int, words: NodeWords, reason: str = "", on: date, by: User | None, at: datetime
) -> StrategyNode:
    """A new node; one without a code stands after the others without one."""
    tree, years = take_tree(tree_id, reason=reason, by=by)
    nodes = nodes_of(tree)
    node = StrategyNode(tree=tree)
    write_node(node, words, nodes)
    node.save()
    save_order([*nodes, node])
    record("budget.node_added", node, by=by, at=at, after=state_of(node, NODE_WORDS), reason=reason)
    note(tree, years, what=str(node), reason=reason, nodes=(), on=on, by=by, at=at)
    return node


@transaction.atomic
def save_node(
    *, node_id: int, seen: int, words: NodeWords, reason: str = "", on: date, by: User | None, at: datetime
) -> StrategyNode:
    """Rename a node or move it, with what stands below it, over the version ``seen``."""
    tree, years = take_tree(_tree_of(node_id), reason=reason, by=by)
    nodes = nodes_of(tree)
    node = next((node for node in nodes if node.pk == node_id), None)
    if node is None:
        raise NoTreeError
    if PolicyStatement.objects.filter(node=node).exists():
        raise OfPolicyError
    before = state_of(node, NODE_WORDS)
    write_node(node, words, nodes)
    moved = arrange(nodes)
    node.save_over(seen, update_fields=[*NODE_WORDS, "position", "level"])
    StrategyNode.objects.bulk_update(moved, ["level", "sort_key"])
    changed = changes(before, state_of(node, NODE_WORDS))
    if changed["before"] or changed["after"]:
        record("budget.node_saved", node, by=by, at=at, **changed, reason=reason)
        note(tree, years, what=str(node), reason=reason, nodes=[node], on=on, by=by, at=at)
    return node


@transaction.atomic
def remove_node(*, node_id: int, reason: str = "", on: date, by: User | None, at: datetime) -> None:
    """Take out a node that nothing names and below which nothing stands."""
    tree, years = take_tree(_tree_of(node_id), reason=reason, by=by)
    node = tree.nodes.filter(pk=node_id).first()
    if node is None:
        raise NoTreeError
    node.tree = tree
    if below := node.children.count():
        raise NodeInUseError(_("ใต้ข้อนี้มีอีก %(n)s ข้อ ย้ายหรือนำออกก่อน") % {"n": below})
    if used := in_words(uses_of([node]).values()):
        raise NodeInUseError(_("ข้อนี้ใช้อยู่ใน: %(used)s จึงนำออกไม่ได้") % {"used": used})
    record("budget.node_removed", node, by=by, at=at, before=state_of(node, NODE_WORDS), reason=reason)
    note(tree, years, what=str(node), reason=reason, nodes=(), on=on, by=by, at=at)
    node.delete()


def write_node(node: StrategyNode, words: NodeWords, nodes: Iterable[StrategyNode]) -> None:
    """Put the words into a node in memory, with its place among all ``nodes`` of its tree. Raises PlaceError."""
    others = [other for other in nodes if other is not node]
    parent = words.parent
    if parent is not None and parent.tree_id != node.tree_id:
        raise PlaceError(_("เลือกข้อที่อยู่ในแผนเดียวกัน"), field="parent")
    if parent is not None and node.pk and parent.sort_key.startswith((node.sort_key, f"{node.sort_key}/")):
        raise PlaceError(_("ย้ายข้อไปอยู่ใต้ตัวเองไม่ได้"), field="parent")
    if words.code:
        key = code_key(words.code)
        if any(code_key(other.code) == key for other in others):
            raise PlaceError(_("แผนนี้มีรหัส %(code)s แล้ว") % {"code": words.code})
        above = next((o for o in others if o.code and code_key(o.code) == code_key(code_above(words.code))), None)
        if above is not None and above != parent:
            raise PlaceError(_("รหัส %(code)s อยู่ใต้ %(above)s") % {"code": words.code, "above": above.code})
        if parent is not None and above is None and code_above(words.code):
            raise PlaceError(_("ไม่มีข้อ %(above)s ที่รหัสนี้อยู่ใต้") % {"above": code_above(words.code)})
    elif any(not o.code and o.parent_id == pk_of(parent) and o.name_th == words.name_th for o in others):
        raise PlaceError(_("มีข้อชื่อนี้อยู่ใต้ข้อเดียวกันแล้ว"), field="name_th")
    stays = bool(node.pk) and node.parent_id == pk_of(parent) and not node.code
    node.code, node.parent, node.name_th, node.name_en = words.code, parent, words.name_th, words.name_en
    node.level = (parent.level if parent else 0) + 1
    _demand_level(node)
    if words.code:
        node.position = 0
    elif not stays:
        node.position = 1 + max((o.position for o in others if o.parent_id == pk_of(parent)), default=0)


def arrange(nodes: Iterable[StrategyNode]) -> list[StrategyNode]:
    """Give all nodes of one tree their places in memory; return those that have others now. Raises PlaceError."""
    moved = put_in_order(nodes)
    for node in moved:
        _demand_level(node)
    return moved


def save_order(nodes: Iterable[StrategyNode]) -> None:
    StrategyNode.objects.bulk_update(arrange(nodes), ["level", "sort_key"])


def _demand_level(node: StrategyNode) -> None:
    if node.level > len(node.tree.levels):
        raise PlaceError(_("แผนนี้มี %(n)s ระดับ จึงไม่มีระดับใต้ข้อนี้") % {"n": len(node.tree.levels)}, field="parent")


def _tree_of(node_id: int) -> int:
    tree = StrategyNode.objects.filter(pk=node_id).values_list("tree", flat=True).first()
    if tree is None:
        raise NoTreeError
    return tree


def pk_of(node: StrategyNode | None) -> int | None:
    return node.pk if node else None
