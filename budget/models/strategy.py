from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import Versioned
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.rows.constraints import all_or_none
from bkkplan.ground.core.wording import localtext
from bkkplan.ground.years.models import PlannedYear
from budget.enums import Sharing
from budget.models.trees import StrategyNode


class FlagshipProjectQuerySet(models.QuerySet["FlagshipProject"]):
    def visible_to(self, user: Person) -> Self:
        """The only door to flagship projects: staff see those of all years but somebody's draft."""
        if not user.is_authenticated or not user.has_perm("budget.view_flagships"):
            return self.none()
        if user.has_perm("years.view_drafts"):
            return self
        return self.of_opened_years()

    def of_opened_years(self) -> Self:
        """All but those of drafts; years that nobody prepared here are in use as well."""
        return self.exclude(fiscal_year__in=PlannedYear.objects.drafts().values("fiscal_year"))

    def of_year(self, year: FiscalYear) -> Self:
        return self.filter(fiscal_year=year.be).order_by("position", "pk")


class FlagshipProject(Versioned):
    """โครงการหลัก of the strategy office in one fiscal year: written for the year, or with the texts of the source plan.

    A text that is not given is empty, and pages show “–”; an English text falls back to the Thai one.
    """

    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    position = models.PositiveSmallIntegerField(_("ลำดับ"))
    objective = models.ForeignKey(
        StrategyNode, verbose_name=_("ความสอดคล้อง"), on_delete=models.PROTECT, related_name="flagships"
    )
    kpi_code = models.CharField(_("ตัวชี้วัด"), max_length=16)
    title_th = models.CharField(_("โครงการ"), max_length=300)
    title_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=300, blank=True)
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
    responsible_unit_en = models.CharField(_("หน่วยงานรับผิดชอบ (ภาษาอังกฤษ)"), max_length=200, blank=True)
    # The bureau in charge, if it is one: money of the project may be transferred to it.
    bureau = models.ForeignKey(
        "districts.Office",
        verbose_name=_("สำนักที่ใช้งบประมาณ"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="flagships",
    )
    starts_in = models.PositiveSmallIntegerField(_("เริ่มเดือน"), null=True, blank=True)
    ends_in = models.PositiveSmallIntegerField(_("ถึงเดือน"), null=True, blank=True)
    # None: the project has no money of its own.
    budget = models.DecimalField(_("งบประมาณ (บาท)"), max_digits=14, decimal_places=2, null=True, blank=True)
    # The rule by which the budget is shared among the districts. `budget.queries.flagship.sharing` applies it, with the
    # amounts below that the rule needs.
    sharing = models.CharField(_("การจัดสรรให้เขต"), max_length=16, choices=Sharing, default=Sharing.NONE)
    # None with the rule EQUAL: the budget is divided equally, whatever comes out.
    share_per_district = models.DecimalField(_("เขตละ (บาท)"), max_digits=14, decimal_places=2, null=True, blank=True)
    share_per_community = models.DecimalField(_("ชุมชนละ (บาท)"), max_digits=14, decimal_places=2, null=True, blank=True)
    communities_on = models.DateField(_("นับชุมชน ณ วันที่"), null=True, blank=True)
    # The source gives no reason, objective and method for every project.
    is_detailed = models.BooleanField(default=True)

    objects = FlagshipProjectQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=(
                    Q(sharing=Sharing.EQUAL, share_per_community=None, communities_on=None)
                    | Q(
                        sharing=Sharing.BY_COMMUNITIES,
                        share_per_district=None,
                        share_per_community=None,
                        communities_on__isnull=False,
                    )
                    | Q(
                        sharing=Sharing.PER_COMMUNITY,
                        share_per_district=None,
                        share_per_community__isnull=False,
                        share_per_community__gt=0,
                        communities_on__isnull=False,
                    )
                    | Q(
                        sharing__in=[Sharing.NONE, Sharing.TABLE],
                        share_per_district=None,
                        share_per_community=None,
                        communities_on=None,
                    )
                ),
                name="rule_of_sharing_has_what_belongs_to_it",
                violation_error_message=_("การจัดสรรให้เขตยังขาดจำนวนเงินหรือวันที่นับชุมชน"),
            ),
            all_or_none(
                "starts_in",
                "ends_in",
                name="flagship_has_both_months_or_none",
                violation_error_message=_("เลือกทั้งเดือนเริ่มและเดือนสิ้นสุด หรือเว้นว่างทั้งสองช่อง"),
            ),
        ]

    def __str__(self) -> str:
        return str(localtext(self, "title"))


class FlagshipShare(models.Model):
    """What one district gets of a project that is shared by a table."""

    flagship = models.ForeignKey(FlagshipProject, on_delete=models.PROTECT, related_name="share_table")
    district = models.ForeignKey("districts.District", on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(_("จำนวนเงิน (บาท)"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("ส่วนแบ่งของเขต")
        verbose_name_plural = _("ส่วนแบ่งของเขต")
        constraints = [
            models.UniqueConstraint(fields=["flagship", "district"], name="district_stands_once_in_a_table"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="share_in_a_table_is_positive"),
        ]
