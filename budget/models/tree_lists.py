"""Strategy trees that come from a list."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.forms.lists import HandedIn, Reading, signed_list
from bkkplan.ground.core.people import Person
from budget.models.trees import StrategyTree


class TreeImportQuerySet(models.QuerySet["TreeImport"]):
    def visible_to(self, user: Person) -> Self:
        """All lists, for those who may see draft years; none for others. The file and its rows are not loaded."""
        seen = self if user.has_perm("years.view_drafts") else self.none()
        return seen.defer("data", "table")


class TreeImport(HandedIn):
    """One list of the nodes of a tree of the city: the whole tree, or some nodes to add or to rename."""

    tree = models.ForeignKey(StrategyTree, on_delete=models.PROTECT, related_name="lists")
    # Whether what is not in the list is taken out.
    is_whole = models.BooleanField(_("เป็นทั้งแผน"), default=False)
    # Words for levels in the list that the tree does not have: people said that their rows are no nodes.
    left_out = models.JSONField(default=list)
    # How the nodes stood before and after the import: `undo_tree_list` puts back what was before.
    kept = models.JSONField(default=dict, editable=False)

    objects = TreeImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("การนำเข้าแผนยุทธศาสตร์")
        verbose_name_plural = _("การนำเข้าแผนยุทธศาสตร์")
        constraints = signed_list("tree_import")


class TreeReading(Reading):
    """A worker's reading of one list of nodes."""

    task_name = "budget.read_tree"

    upload = models.OneToOneField(TreeImport, on_delete=models.PROTECT, related_name="reading", editable=False)

    class Meta(Reading.Meta):
        verbose_name = _("การอ่านแผนยุทธศาสตร์")
        verbose_name_plural = _("การอ่านแผนยุทธศาสตร์")
