"""Strategy trees: what the city plans for some years, and the mission and the area strategy of each district."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import Versioned
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.thai.codes import LONGEST_CODE, code_key
from bkkplan.ground.core.wording import localname, localtext
from budget.enums import TreeKind

MOST_LEVELS = 6
MOST_IN_FORCE = 2  # trees of the city in one year


class TreeQuerySet(models.QuerySet["StrategyTree"]):
    def visible_to(self, user: Person) -> Self:
        """The only door to trees: whoever works in an office may read them all."""
        return self if user.is_authenticated and user.has_perm("budget.view_trees") else self.none()

    def of_the_city(self) -> Self:
        return self.filter(kind=TreeKind.CITY)

    def covering(self, year: FiscalYear) -> Self:
        return self.filter(first_year__lte=year.be, last_year__gte=year.be)


class StrategyTree(Versioned):
    """A plan whose nodes stand below each other. It names its own levels, the highest first, and counts for its years.

    A code is unique only inside its tree. A tree of a district has one year, and one level.
    """

    kind = models.CharField(_("ชนิด"), max_length=8, choices=TreeKind, default=TreeKind.CITY)
    district = models.ForeignKey(
        "districts.District", null=True, blank=True, on_delete=models.PROTECT, related_name="strategy_trees"
    )
    name_th = models.CharField(_("ชื่อแผน"), max_length=300)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=300, blank=True)
    first_year = models.PositiveSmallIntegerField(_("ตั้งแต่ปี (พ.ศ.)"))
    last_year = models.PositiveSmallIntegerField(_("ถึงปี (พ.ศ.)"))
    levels = models.JSONField(_("ระดับ"), default=list)
    # As many as `levels`, or none.
    levels_en = models.JSONField(_("ระดับ (ภาษาอังกฤษ)"), default=list, blank=True)

    objects = TreeQuerySet.as_manager()

    class Meta:
        verbose_name = _("แผนยุทธศาสตร์")
        verbose_name_plural = _("แผนยุทธศาสตร์")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year__lte=F("last_year")),
                name="tree_ends_after_it_began",
                violation_error_message=_("ปีสุดท้ายต้องไม่ก่อนปีแรก"),
            ),
            models.CheckConstraint(
                condition=Q(kind=TreeKind.CITY, district=None)
                | (~Q(kind=TreeKind.CITY) & Q(district__isnull=False, first_year=F("last_year"))),
                name="district_tree_has_a_district_and_one_year",
            ),
            models.UniqueConstraint(
                fields=["kind", "district", "first_year"],
                condition=Q(district__isnull=False),
                name="district_has_one_tree_of_a_kind_a_year",
            ),
            models.UniqueConstraint(
                fields=["name_th"], condition=Q(district=None), name="tree_of_the_city_has_its_own_name"
            ),
        ]

    def __str__(self) -> str:
        if self.district is None:
            return localname(self)
        values = {"kind": self.get_kind_display(), "district": localname(self.district), "year": self.first_year}
        return gettext("%(kind)s เขต%(district)s ปี %(year)s") % values

    def get_absolute_url(self) -> str:
        return reverse("budget:tree", args=[self.pk])

    def level_name(self, level: int) -> str:
        """What the tree calls a level, 1 being the highest."""
        names: list[str] = localtext(self, "levels")
        return names[level - 1]

    @property
    def period(self) -> str:
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}–{self.last_year}"


class StrategyNode(Versioned):
    """A step of a strategy path, such as เป้าหมายที่ ๕.๒.๑. A node below another may have no code."""

    tree = models.ForeignKey(StrategyTree, on_delete=models.PROTECT, related_name="nodes")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    level = models.PositiveSmallIntegerField(_("ระดับ"), default=1)
    code = models.CharField(_("รหัส"), max_length=LONGEST_CODE, blank=True)
    # Among the nodes of one parent that have no code; 0 for a node with one.
    position = models.PositiveSmallIntegerField(_("ลำดับ"), default=0)
    name_th = models.CharField(_("ชื่อ"), max_length=500)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=500, blank=True)
    # Made by `put_in_order`. Nodes of one tree in this order read as the tree does.
    sort_key = models.TextField(db_collation="C", editable=False, default="")

    class Meta:
        verbose_name = _("ข้อของแผนยุทธศาสตร์")
        verbose_name_plural = _("ข้อของแผนยุทธศาสตร์")
        constraints = [
            models.UniqueConstraint(fields=["tree", "code"], condition=~Q(code=""), name="code_is_unique_in_its_tree"),
            models.UniqueConstraint(
                fields=["tree", "sort_key"], name="nodes_have_places", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(level=1, parent=None) | Q(level__range=(2, MOST_LEVELS), parent__isnull=False),
                name="only_the_first_level_stands_at_the_top",
            ),
            models.CheckConstraint(
                condition=(Q(code="") & Q(position__gt=0)) | (~Q(code="") & Q(position=0)),
                name="node_has_a_code_or_a_position",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.numbered} {localname(self)}"

    @property
    def level_name(self) -> str:
        return self.tree.level_name(self.level)

    @property
    def numbered(self) -> str:
        """ยุทธศาสตร์ที่ 1.5; without a code the level alone."""
        name = self.level_name
        if not self.code:
            return name
        if self.code[0].isdigit():
            return gettext("%(level)sที่ %(code)s") % {"level": name, "code": self.code}
        return f"{name} {self.code}"


def put_in_order(nodes: Iterable[StrategyNode]) -> list[StrategyNode]:
    """Set the level and the sort key of all nodes of one tree in memory; return those that changed, none saved."""
    rows = list(nodes)
    below: dict[int | None, list[StrategyNode]] = {}
    for node in rows:
        below.setdefault(node.parent_id, []).append(node)
    changed = []
    heads = [(node, 1, "") for node in below.get(None, ())]
    while heads:
        node, level, above = heads.pop()
        key = above + (code_key(node.code) if node.code else f"~{node.position:05}")
        if (node.level, node.sort_key) != (level, key):
            node.level, node.sort_key = level, key
            changed.append(node)
        heads.extend((child, level + 1, f"{key}/") for child in below.get(node.pk, ()))
    return changed


class TreeInForce(models.Model):
    """A tree of the city counts in a fiscal year. A year without such rows has all trees whose period covers it."""

    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    tree = models.ForeignKey(StrategyTree, on_delete=models.PROTECT, related_name="in_force")

    class Meta:
        verbose_name = _("แผนยุทธศาสตร์ที่ใช้ในปี")
        verbose_name_plural = _("แผนยุทธศาสตร์ที่ใช้ในปี")
        constraints = [models.UniqueConstraint(fields=["fiscal_year", "tree"], name="tree_is_in_force_once_a_year")]

    def __str__(self) -> str:
        return f"{self.tree} · {self.fiscal_year}"
