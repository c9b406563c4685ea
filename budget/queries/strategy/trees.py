"""Which trees count in a year, what their nodes offer to forms, and what uses a node already."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import BigIntegerField, Count, Exists, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.years.registry import Touch
from budget.enums import TreeKind
from budget.models import (
    ActionPlanItem,
    ConsistencyCheck,
    DirectInclusion,
    FlagshipProject,
    ItemChange,
    PolicyStatement,
    StrategyNode,
    StrategyTree,
    TreeImport,
    TreeInForce,
)
from districts.models import District

# What forms take: a value and its words, or a heading over several of them.
Choice = tuple[str, str]
Choices = list[Choice | tuple[str, list[Choice]]]


def trees_of(year: FiscalYear) -> list[StrategyTree]:
    """The trees of the city in a year: those put in force, or else all whose period covers it."""
    in_force = TreeInForce.objects.filter(tree=OuterRef("pk"), fiscal_year=year.be)
    rows = StrategyTree.objects.of_the_city().annotate(is_chosen=Exists(in_force)).order_by("first_year", "pk")
    chosen = [tree for tree in rows if tree.is_chosen]  # type: ignore[attr-defined]
    return chosen or [tree for tree in rows if tree.first_year <= year.be <= tree.last_year]


def years_of_several_trees(years: Collection[int]) -> set[int]:
    """Of these Buddhist years those in which several trees of the city count: a code alone does not say which."""
    rows = StrategyTree.objects.of_the_city().values_list("pk", "first_year", "last_year", "in_force__fiscal_year")
    found = set()
    for year in years:
        chosen = {pk for pk, _first, _last, in_force in rows if in_force == year}
        covering = {pk for pk, first, last, _in_force in rows if first <= year <= last}
        if len(chosen or covering) > 1:
            found.add(year)
    return found


def node_in_words(node: StrategyNode, *, with_tree: bool) -> str:
    """ยุทธศาสตร์ที่ 1.5 and its name; the tree's name after it, where several trees count."""
    return f"{node} ({node.tree})" if with_tree else str(node)


def nodes_of(tree: StrategyTree) -> list[StrategyNode]:
    """All nodes as the tree reads; each has the tree itself."""
    nodes = list(tree.nodes.order_by("sort_key"))
    for node in nodes:
        node.tree = tree
    return nodes


def path_to(nodes: Iterable[StrategyNode]) -> list[StrategyNode]:
    """These nodes and all above them, each once, in the order of their trees."""
    ends = {node.pk: node.tree_id for node in nodes}
    known = {node.pk: node for node in _in_order(Q(tree__in=set(ends.values())))}
    path: set[int] = set()
    for pk in ends:
        step: int | None = pk
        while step is not None and step not in path:
            path.add(step)
            step = known[step].parent_id
    return [node for pk, node in known.items() if pk in path]


@dataclass(frozen=True, slots=True)
class Offered:
    """The nodes that a form offers, in the order of their trees."""

    nodes: tuple[StrategyNode, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nodes)

    @property
    def only(self) -> StrategyNode | None:
        """The node, where there is no choice."""
        return self.nodes[0] if len(self.nodes) == 1 else None

    def choices(self) -> Choices:
        """With an empty choice first; the nodes under the names of their trees, where there are several."""
        by_tree: dict[str, list[Choice]] = {}
        for node in self.nodes:
            by_tree.setdefault(str(node.tree), []).append((str(node.pk), str(node)))
        if len(by_tree) > 1:
            return [("", "–"), *by_tree.items()]
        return [("", "–"), *(choice for choices in by_tree.values() for choice in choices)]


def choices_of(offered: Mapping[str, Offered]) -> dict[str, Choices]:
    """The choices of a form's fields, by the kind of tree."""
    return {kind: nodes.choices() for kind, nodes in offered.items()}


def offered(year: FiscalYear, *, besides: Collection[int | None] = ()) -> Offered:
    """The nodes of the city's trees in a year, and those of ``besides``, which a row has already."""
    wanted = Q(tree__in=trees_of(year)) | Q(pk__in=[pk for pk in besides if pk])
    return Offered(tuple(_in_order(wanted)))


def offered_to_checks(
    year: FiscalYear, district: District, *, besides: Collection[int | None] = ()
) -> dict[str, Offered]:
    """What a yes to each question may name, by the kind of tree, with the nodes that answers name already."""
    own = Q(tree__district=district, tree__first_year=year.be)
    nodes = list(_in_order(Q(tree__in=trees_of(year)) | own | Q(pk__in=[pk for pk in besides if pk])))
    return {kind: Offered(tuple(node for node in nodes if node.tree.kind == kind)) for kind in TreeKind.values}


def _in_order(wanted: Q) -> QuerySet[StrategyNode]:
    rows = StrategyNode.objects.filter(wanted).select_related("tree__district")
    return rows.order_by("tree__first_year", "tree", "sort_key")


def trees_of_district(district: District, year: FiscalYear) -> dict[str, StrategyTree]:
    """The mission and the area strategy that a district wrote for a year, by their kinds."""
    return {tree.kind: tree for tree in district.strategy_trees.filter(first_year=year.be).select_related("district")}


# Rows that name nodes: the model, the columns, and the column with their year.
Uses = tuple[type[Model], tuple[str, ...], str]
USES: tuple[Uses, ...] = (
    (FlagshipProject, ("objective",), "fiscal_year"),
    (ConsistencyCheck, ("mission_node", "area_node", "strategy"), "project__revision__plan__fiscal_year"),
    (DirectInclusion, ("mission_node", "area_node", "strategy"), "item__plan__fiscal_year"),
    (ActionPlanItem, ("strategy",), "plan__fiscal_year"),
    (ItemChange, ("before__strategy", "after__strategy"), "edition__plan__fiscal_year"),
)
# Only nodes of a district's area strategy come from its policy.
USES_BY_POLICIES: Uses = (PolicyStatement, ("node",), "policy__fiscal_year")


def uses_of(nodes: Iterable[StrategyNode], *, year: FiscalYear | None = None) -> dict[int, Counter[str]]:
    """What names each of these nodes, in one year or in any: how many rows of each sort, by the node's id."""
    rows_of_trees = list(nodes)
    ids = sorted({node.pk for node in rows_of_trees})
    may_be_of_a_policy = any(node.tree.kind == TreeKind.AREA for node in rows_of_trees)
    sorts = (*USES, USES_BY_POLICIES) if may_be_of_a_policy else USES
    found: dict[int, Counter[str]] = {}
    if not ids:
        return found
    first, *more = (
        model._default_manager.filter(**({year_of: year.be} if year else {}), **{f"{column}__in": ids})
        .annotate(sort_of_use=Value(place), named_node=Cast(column, BigIntegerField()))
        .values_list("sort_of_use", "named_node")
        .annotate(n=Count("pk"))
        .order_by()
        for place, (model, columns, year_of) in enumerate(sorts)
        for column in columns
    )
    for place, node, n in first.union(*more, all=True):
        found.setdefault(node, Counter())[str(sorts[place][0]._meta.verbose_name)] += n
    return found


def touches(uses: Iterable[Counter[str]]) -> tuple[Touch, ...]:
    """What uses several nodes, together."""
    return tuple(Touch(label, count) for label, count in sorted(sum(uses, Counter()).items()))


def in_words(uses: Iterable[Counter[str]]) -> str:
    """ผลตรวจความสอดคล้อง 3 · โครงการหลัก 1; an empty text for nothing."""
    return " · ".join(f"{touch.label} {touch.count}" for touch in touches(uses))


def keeps_from_undoing(upload: TreeImport) -> str:
    """Why a tree can't be made what it was before a list; empty if it can.

    It can while the tree is just as the list left it, and nothing names a node that the list added.
    """
    nodes = nodes_of(upload.tree)
    if sorted([node.pk, node.version] for node in nodes) != upload.kept.get("versions"):
        return _("แผนเปลี่ยนไปหลังนำเข้ารายการนี้ จึงเลิกทำทั้งรายการไม่ได้ แก้ทีละข้อที่หน้าแผน")
    made = set(upload.kept["made"])
    if used := in_words(uses_of([node for node in nodes if node.pk in made]).values()):
        return _("ข้อที่รายการนี้เพิ่มใช้อยู่ใน: %(used)s จึงเลิกทำไม่ได้") % {"used": used}
    return ""


def homeless_flagships(year: FiscalYear) -> Iterator[FlagshipProject]:
    """Projects of a year whose node is of no tree in force there."""
    kept = [tree.pk for tree in trees_of(year)]
    yield from FlagshipProject.objects.of_year(year).exclude(objective__tree__in=kept)
