"""Bring the nodes of a tree in from a list: it is read, its outcome is kept, and exactly that is confirmed."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Protocol, TypedDict
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core import jobs
from bkkplan.ground.core.forms.lists import ListState, Read, keep_reading
from bkkplan.ground.core.people import demand_permission
from bkkplan.ground.core.refusals import Kind
from bkkplan.ground.core.thai.codes import code_key
from budget.actions.strategy.nodes import pk_of, save_order
from budget.actions.strategy.trees import NoTreeError, TreeError, delete_nodes, note, take_tree
from budget.models import StrategyNode, StrategyTree, TreeImport, TreeReading
from budget.queries.strategy.trees import keeps_from_undoing, nodes_of

KEPT = ("code", "position", "name_th", "name_en", "level", "parent_id")  # of a node, for undoing


class ListedNode(TypedDict):
    """One row of an outcome: the node as it would be, and what is done to it."""

    does: str  # new, changed, same or out
    node: int | None  # the id of the node that is there already
    code: str
    name: str
    name_en: str
    level: int
    above: str  # the key of the code of what it stands under


class Check(Protocol):
    """What a table would make of a tree: what a page shows and is confirmed."""

    def __call__(
        self,
        tree: StrategyTree,
        table: Mapping[str, object],
        columns: Mapping[str, object],
        /,
        *,
        is_whole: bool,
        left_out: Collection[str],
    ) -> dict[str, object]: ...


class WrongMomentError(TreeError):
    kind = Kind.WRONG_MOMENT
    sentence = _("รายการนี้ไม่ได้รอยืนยันแล้ว")


class NotInTreeError(TreeError):
    kind = Kind.WRONG_MOMENT
    sentence = _("รายการนี้ไม่ได้อยู่ในแผน จึงไม่มีอะไรให้เลิกทำ")


class NotReadyError(TreeError):
    sentence = _("รายการยังมีที่ต้องแก้ จึงยังไม่นำเข้าส่วนใด")


class CannotUndoError(TreeError):
    """Something rests on what the list wrote; the sentence says what."""


class TreeChangedError(TreeError):
    kind = Kind.WRONG_MOMENT
    sentence = _("แผนเปลี่ยนไปหลังจากตรวจรายการนี้ ตรวจผลใหม่แล้วยืนยันอีกครั้ง")


@transaction.atomic
def submit_tree_list(
    *, tree_id: int, uuid: UUID, data: bytes, name: str, is_whole: bool, by: User, at: datetime
) -> TreeImport:
    """Keep a list and ask a worker to read it. A form that is sent twice gives the same import."""
    demand_permission(by, "years.prepare_year")
    tree = StrategyTree.objects.of_the_city().filter(pk=tree_id).first()
    if tree is None:
        raise NoTreeError
    fresh = {"tree": tree, "data": data, "name": name, "is_whole": is_whole, "uploaded_at": at, "uploaded_by": by}
    upload, is_new = TreeImport.objects.get_or_create(uuid=uuid, defaults=fresh)
    if is_new:
        jobs.submit(TreeReading(upload=upload, key=str(uuid)), by=by, at=at)
        record("budget.tree_list_uploaded", upload, by=by, at=at, file=name)
    return upload


def read_tree_list(claim: jobs.Claim, *, read: Read, check: Check) -> None:
    """A worker's part: the table is kept in place of the file."""
    keep_reading(TreeImport, claim, read=read, check=lambda upload: _outcome(upload, check))


@transaction.atomic
def choose_columns(
    *, import_id: int, columns: Mapping[str, object], check: Check, by: User, at: datetime
) -> TreeImport:
    """Say which column of the list is which."""
    upload = _lock_tree_list(import_id, by=by)
    upload.columns, upload.left_out = dict(columns), []
    _check_again(upload, check)
    record("budget.tree_list_columns_chosen", upload, by=by, at=at)
    return upload


@transaction.atomic
def leave_out_levels(*, import_id: int, levels: Collection[str], check: Check, by: User, at: datetime) -> TreeImport:
    """Say which words for levels in the list are no levels of the tree: their rows are left out."""
    upload = _lock_tree_list(import_id, by=by)
    upload.left_out = sorted(set(levels) & set(upload.outcome["strange"]))
    _check_again(upload, check)
    record("budget.tree_list_levels_left_out", upload, by=by, at=at, left_out=upload.left_out)
    return upload


@transaction.atomic
def check_lists_again(*, tree: StrategyTree, check: Check) -> int:
    """Check the lists that wait for a confirmation against the tree as it is now; return how many."""
    lists = TreeImport.objects.select_for_update(of=("self",), no_key=True).filter(tree=tree, state=ListState.CHECKED)
    for upload in lists.order_by("pk"):
        upload.tree = tree
        _check_again(upload, check)
    return len(lists)


def confirm_tree_list(
    *, import_id: int, check: Check, reason: str = "", on: date, by: User, at: datetime
) -> TreeImport:
    """Make the tree what the person saw, or change nothing; a tree in force in an opened year asks for a reason.

    If the outcome is another one now, it is kept for a new confirmation and TreeChangedError is raised.
    """
    with transaction.atomic():
        upload = _lock_tree_list(import_id, by=by)
        tree, years = take_tree(upload.tree_id, reason=reason, by=by)
        seen = upload.outcome
        upload.outcome = _outcome(upload, check)
        as_promised = upload.outcome == seen
        if seen["errors"]:
            raise NotReadyError
        if as_promised:
            before = nodes_of(tree)
            changed = _write(tree, seen["rows"])
            upload.kept = _kept(before, nodes_of(tree))
            upload.state, upload.confirmed_at, upload.confirmed_by = ListState.DONE, at, by
            upload.table = None
            counts = {"new": seen["new"], "revised": seen["changed"], "out": seen["out"]}
            record("budget.tree_imported", upload, by=by, at=at, **counts, reason=reason)
            note(tree, years, what=str(tree), reason=reason, nodes=changed, on=on, by=by, at=at)
        upload.save(update_fields=["outcome", "state", "confirmed_at", "confirmed_by", "table", "kept"])
    if not as_promised:
        raise TreeChangedError
    return upload


def _write(tree: StrategyTree, rows: list[ListedNode]) -> list[StrategyNode]:
    """Delete, change and add the nodes as the rows say; return those that were changed."""
    nodes = {node.pk: node for node in nodes_of(tree)}
    delete_nodes([nodes.pop(row["node"]) for row in rows if row["node"] and row["does"] == "out"])
    by_code = {code_key(node.code): node for node in nodes.values() if node.code}
    changed = []
    for row in sorted(rows, key=lambda row: row["level"]):
        if row["does"] not in ("new", "changed"):
            continue
        node = nodes[row["node"]] if row["node"] else StrategyNode(tree=tree)
        node.parent = by_code.get(row["above"])
        node.code, node.name_th, node.level = row["code"], row["name"], row["level"]
        node.name_en = row["name_en"] or node.name_en
        if not node.code and not node.pk:
            siblings = [other.position for other in nodes.values() if other.parent_id == pk_of(node.parent)]
            node.position = 1 + max(siblings, default=0)
        node.version += bool(node.pk)
        changed += [node] if node.pk else []
        node.save()
        nodes[node.pk] = node
        if node.code:
            by_code[code_key(node.code)] = node
    save_order(nodes.values())
    return changed


@transaction.atomic
def undo_tree_list(*, import_id: int, reason: str = "", on: date, by: User, at: datetime) -> TreeImport:
    """Make the tree what it was before the list: nodes that it took out come back, what it added goes.

    Raises CannotUndoError if the tree was changed since, or if something names a node that the list added.
    """
    upload = _lock_tree_list(import_id, by=by, during=tuple(ListState))
    if upload.state != ListState.DONE:
        raise NotInTreeError
    tree, years = take_tree(upload.tree_id, reason=reason, by=by)
    if obstacle := keeps_from_undoing(upload):
        raise CannotUndoError(obstacle)
    nodes = {node.pk: node for node in nodes_of(tree)}
    for words in sorted(upload.kept["gone"], key=lambda words: words["level"]):
        StrategyNode(tree=tree, **words).save(force_insert=True)
    changed = [nodes[words["id"]] for words in upload.kept["changed"]]
    for node, words in zip(changed, upload.kept["changed"], strict=True):
        for name in KEPT:
            setattr(node, name, words[name])
        node.version += 1
        node.save(update_fields=[*KEPT, "version"])
    delete_nodes(nodes[pk] for pk in upload.kept["made"])
    save_order(nodes_of(tree))
    made, gone = len(upload.kept["made"]), len(upload.kept["gone"])
    upload.state, upload.undone_at, upload.undone_by, upload.kept = ListState.UNDONE, at, by, {}
    upload.save(update_fields=["state", "undone_at", "undone_by", "kept"])
    record("budget.tree_import_undone", upload, by=by, at=at, new=made, revised=len(changed), out=gone, reason=reason)
    note(tree, years, what=str(tree), reason=reason, nodes=changed, on=on, by=by, at=at)
    return upload


def _kept(before: list[StrategyNode], after: list[StrategyNode]) -> dict[str, object]:
    """What undoing needs: the words of the nodes that went and of those that changed, those made, and all versions."""
    versions = {node.pk: node.version for node in after}
    stood = {node.pk: node for node in before}

    def words(nodes: list[StrategyNode]) -> list[dict[str, object]]:
        return [{"id": node.pk} | {name: getattr(node, name) for name in KEPT} for node in nodes]

    return {
        "gone": words([node for node in before if node.pk not in versions]),
        "changed": words([node for node in before if versions.get(node.pk, node.version) != node.version]),
        "made": [pk for pk in versions if pk not in stood],
        "versions": [[pk, version] for pk, version in sorted(versions.items())],
    }


@transaction.atomic
def cancel_tree_list(*, import_id: int, by: User, at: datetime) -> TreeImport:
    upload = _lock_tree_list(import_id, by=by, during=(ListState.WAITING, ListState.CHECKED))
    jobs.cancel(TreeReading, TreeReading.objects.filter(upload=upload).values_list("pk", flat=True).first())
    upload.state, upload.table, upload.data = ListState.CANCELLED, None, None
    upload.save(update_fields=["state", "table", "data"])
    record("budget.tree_list_cancelled", upload, by=by, at=at)
    return upload


def _outcome(upload: TreeImport, check: Check) -> dict[str, object]:
    choice = {"is_whole": upload.is_whole, "left_out": upload.left_out}
    return check(upload.tree, upload.table or {}, upload.columns, **choice)


def _check_again(upload: TreeImport, check: Check) -> None:
    upload.outcome = _outcome(upload, check)
    upload.save(update_fields=["columns", "left_out", "outcome"])


def _lock_tree_list(import_id: int, *, by: User, during: tuple[ListState, ...] = (ListState.CHECKED,)) -> TreeImport:
    rows = TreeImport.objects.select_for_update(of=("self",), no_key=True).select_related("tree")
    upload = rows.get(pk=import_id)
    demand_permission(by, "years.prepare_year")
    if upload.state not in during:
        raise WrongMomentError
    return upload
