"""Writing strategy trees: the city's, of which one or two are in force in a year, and those of a district for a year.

A tree of the city that is in force in an opened year changes for a reason, which that year keeps.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record, state_of
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import demand_permission
from bkkplan.ground.core.refusals import Kind, Refusal
from bkkplan.ground.years.actions import note_change, take_year
from bkkplan.ground.years.models import PlannedYear
from budget.catalog import levels_of_districts
from budget.enums import TreeKind
from budget.models import StrategyNode, StrategyTree, TreeInForce, TreeReading
from budget.models.trees import MOST_IN_FORCE, MOST_LEVELS
from budget.queries.strategy.trees import in_words, nodes_of, touches, uses_of
from districts.models import District

PART = "trees"
TREE_WORDS = ("name_th", "name_en", "first_year", "last_year", "levels", "levels_en")


class TreeError(Refusal):
    """An act on a strategy tree is refused. str() is the sentence to show."""


class NoTreeError(TreeError):
    kind = Kind.NOT_AVAILABLE
    sentence = gettext_lazy("ไม่มีแผนยุทธศาสตร์หรือข้อนี้แล้ว")


class SameTreeError(TreeError):
    field = "name_th"
    sentence = gettext_lazy("มีแผนชื่อนี้แล้ว")


class LevelsError(TreeError):
    """The levels that a tree would have do not hold its nodes."""

    field = "levels"


class TreeInUseError(TreeError):
    """Something of the year names nodes of the tree, or the tree is in force; the sentence says what."""

    kind = Kind.WRONG_MOMENT


class InForceError(TreeError):
    field = "trees"


@dataclass(frozen=True, slots=True)
class TreeWords:
    """What people write of a tree of the city."""

    name_th: str
    first_year: int
    last_year: int
    levels: tuple[str, ...]
    name_en: str = ""
    levels_en: tuple[str, ...] = ()

    def write_to(self, tree: StrategyTree) -> None:
        """Set the columns; nothing is saved. Raises LevelsError unless there are one to six levels, each once."""
        if not 1 <= len(self.levels) <= MOST_LEVELS or len(set(self.levels)) < len(self.levels):
            raise LevelsError(_("เขียนชื่อระดับ 1 ถึง %(most)s ระดับ ไม่ซ้ำกัน บรรทัดละระดับ") % {"most": MOST_LEVELS})
        if self.levels_en and len(self.levels_en) != len(self.levels):
            raise LevelsError(_("ชื่อระดับภาษาอังกฤษต้องมีครบทุกระดับ หรือเว้นว่าง"), field="levels_en")
        if self.last_year < self.first_year:
            raise TreeError(_("ปีสุดท้ายต้องไม่ก่อนปีแรก"), field="last_year")
        for name in TREE_WORDS:
            value = getattr(self, name)
            setattr(tree, name, list(value) if isinstance(value, tuple) else value)


# --- trees


@transaction.atomic
def add_tree(*, words: TreeWords, by: User | None, at: datetime) -> StrategyTree:
    """A tree of the city without nodes; it is in force nowhere yet."""
    demand_permission(by, "years.prepare_year")
    tree = StrategyTree()
    words.write_to(tree)
    _demand_own_name(tree)
    tree.save()
    record("budget.tree_added", tree, by=by, at=at, after=state_of(tree, TREE_WORDS))
    return tree


@transaction.atomic
def save_tree(
    *,
    tree_id: int,
    seen: int,
    words: TreeWords,
    reason: str = "",
    then: Callable[..., object] | None = None,
    on: date,
    by: User | None,
    at: datetime,
) -> StrategyTree:
    """Save the name, the years and the levels over the version ``seen``. The levels must hold the nodes there are.

    ``then`` is called with the tree, in the same transaction, if its levels have changed: lists wait for it.
    """
    tree, years = take_tree(tree_id, reason=reason, by=by)
    if tree.kind != TreeKind.CITY:
        raise NoTreeError
    before = state_of(tree, TREE_WORDS)
    words.write_to(tree)
    _demand_own_name(tree)
    deepest = max((node.level for node in tree.nodes.all()), default=0)
    if len(tree.levels) < deepest:
        raise LevelsError(_("แผนนี้มีข้ออยู่ถึงระดับที่ %(deepest)s จึงต้องมีชื่อระดับอย่างน้อยเท่านั้น") % {"deepest": deepest})
    outside = [year.fiscal_year for year in years if not tree.first_year <= year.fiscal_year <= tree.last_year]
    if outside:
        raise TreeError(_("แผนนี้ใช้อยู่ในปี %(year)s ซึ่งอยู่นอกช่วงนี้") % {"year": outside[0]}, field="last_year")
    tree.save_over(seen, update_fields=TREE_WORDS)
    if then is not None and tree.levels != before["levels"]:
        then(tree=tree)
    changed = changes(before, state_of(tree, TREE_WORDS))
    if changed["before"] or changed["after"]:
        record("budget.tree_saved", tree, by=by, at=at, **changed, reason=reason)
        note(tree, years, what=str(tree), reason=reason, nodes=nodes_of(tree), on=on, by=by, at=at)
    return tree


@transaction.atomic
def remove_tree(*, tree_id: int, by: User | None, at: datetime) -> None:
    """Remove a tree with its nodes, as long as no year has it in force and nothing names a node of it."""
    tree, years = take_tree(tree_id, reason="-", by=by)  # no reason would help in a year that has it
    if years:
        listed = ", ".join(str(year.fiscal_year) for year in years)
        raise TreeInUseError(_("แผนนี้ใช้ในปี %(years)s จึงลบไม่ได้") % {"years": listed})
    nodes = nodes_of(tree)
    if used := in_words(uses_of(nodes).values()):
        raise TreeInUseError(_("ข้อของแผนนี้ใช้อยู่ใน: %(used)s จึงลบไม่ได้") % {"used": used})
    record("budget.tree_removed", tree, by=by, at=at, before=state_of(tree, TREE_WORDS), nodes=len(nodes))
    delete_nodes(nodes)
    TreeReading.objects.filter(upload__tree=tree).delete()
    tree.lists.all().delete()
    tree.delete()


@transaction.atomic
def begin_district_tree(
    *, district: District, year: FiscalYear, kind: str, source: StrategyTree | None = None, by: User, at: datetime
) -> StrategyTree:
    """The mission or the area strategy of a district for a year: empty, or with the nodes of an earlier year's."""
    demand_permission(by, "budget.write_own_strategy", district)
    kind = TreeKind(kind)
    if kind == TreeKind.CITY or (source is not None and (source.district_id, source.kind) != (district.pk, kind)):
        raise NoTreeError
    District.objects.select_for_update(of=("self",), no_key=True).get(pk=district.pk)  # two officers begin it once
    level = levels_of_districts()[kind]
    tree, is_new = StrategyTree.objects.get_or_create(
        kind=kind,
        district=district,
        first_year=year.be,
        defaults={"last_year": year.be, "levels": [level.name_th], "levels_en": [level.name_en]},
    )
    if is_new:
        copied = nodes_of(source) if source else []
        for node in copied:
            words = {"code": node.code, "position": node.position, "sort_key": node.sort_key}
            StrategyNode.objects.create(tree=tree, name_th=node.name_th, name_en=node.name_en, **words)
        record("budget.district_tree_begun", tree, by=by, at=at, year=year, nodes=len(copied))
    return tree


# --- in a year


@transaction.atomic
def put_in_force(
    *, year: FiscalYear, trees: Collection[int], reason: str = "", on: date, by: User | None, at: datetime
) -> None:
    """Say which one or two trees of the city count in a year. One that the year uses already stays."""
    planned = take_year(year, reason=reason, by=by)
    wanted = {tree.pk: tree for tree in StrategyTree.objects.of_the_city().filter(pk__in=list(trees))}
    if not 1 <= len(wanted) <= MOST_IN_FORCE:
        raise InForceError(_("เลือก 1 หรือ %(most)s แผน") % {"most": MOST_IN_FORCE})
    for tree in wanted.values():
        if not tree.first_year <= year.be <= tree.last_year:
            raise InForceError(_("%(tree)s ไม่ครอบคลุมปี %(year)s") % {"tree": tree, "year": year})
    standing = {row.tree_id: row for row in TreeInForce.objects.filter(fiscal_year=year.be).select_related("tree")}
    gone = [row for pk, row in standing.items() if pk not in wanted]
    for row in gone:
        if used := in_words(uses_of(nodes_of(row.tree), year=year).values()):
            sentence = _("%(tree)s ใช้อยู่ในปีนี้แล้ว: %(used)s จึงนำออกไม่ได้")
            raise TreeInUseError(sentence % {"tree": row.tree, "used": used})
    for row in gone:
        record("budget.tree_out_of_force", row.tree, by=by, at=at, year=year, reason=reason)
        row.delete()
    new = [tree for pk, tree in sorted(wanted.items()) if pk not in standing]
    for tree in new:
        TreeInForce.objects.create(fiscal_year=year.be, tree=tree)
        record("budget.tree_in_force", tree, by=by, at=at, year=year, reason=reason)
    if gone or new:
        what = _("แผนยุทธศาสตร์ที่ใช้")
        note_change(planned, part=PART, what=what, reason=reason, touched=(), on=on, by=by, at=at)


def begin_trees(*, year: FiscalYear, source: FiscalYear | None, by: User | None, at: datetime) -> None:
    """The trees of an earlier year that still cover this one; or else those that cover it, if there are one or two."""
    may = StrategyTree.objects.of_the_city().covering(year).filter(nodes__isnull=False).distinct().order_by("pk")
    kept = list(may.filter(in_force__fiscal_year=source.be)) if source else []
    covering = kept or list(may)
    for tree in covering if len(covering) <= MOST_IN_FORCE else ():
        TreeInForce.objects.create(fiscal_year=year.be, tree=tree)


def discard_trees(year: FiscalYear) -> None:
    TreeInForce.objects.filter(fiscal_year=year.be).delete()


# --- shared


def take_tree(tree_id: int, *, reason: str = "", by: User | None) -> tuple[StrategyTree, list[PlannedYear]]:
    """Lock a tree, and before it the years that have it in force, in order to change it.

    A tree of the city is the strategy office's, and an opened year asks for a reason (ReasonNeededError). A tree of a
    district is its own officers'.
    """
    tree = StrategyTree.objects.select_related("district").filter(pk=tree_id).first()
    if tree is None:
        raise NoTreeError
    years: list[PlannedYear] = []
    if tree.district is not None:
        demand_permission(by, "budget.write_own_strategy", tree.district)
    else:
        demand_permission(by, "years.prepare_year")
        in_force = tree.in_force.order_by("fiscal_year").values_list("fiscal_year", flat=True)
        years = [take_year(FiscalYear(be), reason=reason, by=by) for be in in_force]
    locked = StrategyTree.objects.select_for_update(of=("self",), no_key=True).select_related("district")
    tree = locked.filter(pk=tree_id).first()
    if tree is None:
        raise NoTreeError
    return tree, years


def note(
    tree: StrategyTree,
    years: Iterable[PlannedYear],
    *,
    what: str,
    reason: str,
    nodes: Collection[StrategyNode],
    on: date,
    by: User | None,
    at: datetime,
) -> None:
    """Keep in each opened year that a tree in force there was changed, and what of the year names ``nodes``."""
    for planned in years:
        touched = () if planned.is_draft or not nodes else touches(uses_of(nodes, year=planned.year).values())
        note_change(planned, part=PART, what=what, reason=reason, touched=touched, on=on, by=by, at=at)


def delete_nodes(nodes: Iterable[StrategyNode]) -> None:
    """Delete nodes, those below before those above."""
    for node in sorted(nodes, key=lambda node: -node.level):
        node.delete()


def _demand_own_name(tree: StrategyTree) -> None:
    if StrategyTree.objects.of_the_city().filter(name_th=tree.name_th).exclude(pk=tree.pk).exists():
        raise SameTreeError
