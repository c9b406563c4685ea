from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.wording import localtext
from budget.enums import StrategyLevel


class StrategyNode(models.Model):
    """A step of the strategy path: ด้าน ๕ → มิติ ๕.๒ → เป้าหมาย ๕.๒.๑ → เป้าประสงค์ ๕.๒.๑.๑."""

    code = models.CharField(_("รหัส"), max_length=20, unique=True)
    level = models.CharField(_("ระดับ"), max_length=12, choices=StrategyLevel)
    name_th = models.CharField(_("ชื่อ"), max_length=500)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=500)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        verbose_name = _("ยุทธศาสตร์")
        verbose_name_plural = _("ยุทธศาสตร์")
        constraints = [
            models.CheckConstraint(
                condition=Q(level=StrategyLevel.DIMENSION, parent=None)
                | (~Q(level=StrategyLevel.DIMENSION) & Q(parent__isnull=False)),
                name="only_a_dimension_stands_at_the_top",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.code} {self.name_th}"


class FlagshipProject(models.Model):
    """โครงการหลัก of the strategy office in one fiscal year, with the texts of the source plan.

    A text that the source does not give is empty, and pages show “–”.
    """

    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    position = models.PositiveSmallIntegerField(_("ลำดับ"))
    objective = models.ForeignKey(StrategyNode, on_delete=models.PROTECT, related_name="flagships")
    kpi_code = models.CharField(_("ตัวชี้วัด"), max_length=16)
    title_th = models.CharField(_("โครงการ"), max_length=300)
    title_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=300)
    reason = models.TextField(_("หลักการและเหตุผล"), blank=True)
    reason_en = models.TextField(_("หลักการและเหตุผล (ภาษาอังกฤษ)"), blank=True)
    objectives = models.TextField(_("วัตถุประสงค์"), blank=True)
    objectives_en = models.TextField(_("วัตถุประสงค์ (ภาษาอังกฤษ)"), blank=True)
    methods = models.JSONField(_("แนวทางการดำเนินการ"), default=list, blank=True)
    methods_en = models.JSONField(_("แนวทางการดำเนินการ (ภาษาอังกฤษ)"), default=list, blank=True)
    note = models.TextField(_("หมายเหตุ"), blank=True)
    note_en = models.TextField(_("หมายเหตุ (ภาษาอังกฤษ)"), blank=True)
    budget_note = models.TextField(_("หมายเหตุงบประมาณ"), blank=True)
    budget_note_en = models.TextField(_("หมายเหตุงบประมาณ (ภาษาอังกฤษ)"), blank=True)
    # The code of this project in the city's own system, such as 2100-1037.
    external_code = models.CharField(_("รหัสในระบบของ กทม."), max_length=40, blank=True)
    responsible_unit = models.CharField(_("หน่วยงานรับผิดชอบ"), max_length=200)
    responsible_unit_en = models.CharField(_("หน่วยงานรับผิดชอบ (ภาษาอังกฤษ)"), max_length=200)
    # None: the project has no money of its own.
    budget = models.DecimalField(_("งบประมาณ (บาท)"), max_digits=14, decimal_places=2, null=True, blank=True)
    # None: not shared out by district.
    share_per_district = models.DecimalField(_("เขตละ (บาท)"), max_digits=14, decimal_places=2, null=True, blank=True)
    # The source gives no reason, objective and method for every project.
    is_detailed = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("โครงการหลัก")
        verbose_name_plural = _("โครงการหลัก")
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "position"], name="flagship_is_numbered_once_a_year"),
            models.CheckConstraint(condition=Q(budget=None) | Q(budget__gt=0), name="flagship_budget_is_positive"),
            models.CheckConstraint(
                condition=Q(share_per_district=None) | Q(budget__isnull=False, share_per_district__gt=0),
                name="flagship_share_is_part_of_a_budget",
            ),
        ]

    def __str__(self) -> str:
        return str(localtext(self, "title"))
