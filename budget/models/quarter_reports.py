"""What a district's office reports each quarter: how far the items of its action plan have come."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import ACTOR, MAKER, AttachedFile, Versioned
from bkkplan.ground.core.people import Visitor, within_reach
from bkkplan.ground.core.rows.constraints import all_or_none, signed_when
from budget.enums import QuarterState
from budget.models.action_plan import ActionPlanItem

COMPLETE = 100  # per cent


class QuarterReportQuerySet(models.QuerySet["QuarterReport"]):
    def visible_to(self, user: Visitor) -> Self:
        """The reports that a person may see: a district's staff its own, the city all."""
        return self.filter(within_reach(user, year="fiscal_year"))


class QuarterReport(models.Model):
    """รายงานผลรายไตรมาส of one district's office: sections report, a coordinator gathers, the director sends.

    It is made with the first thing that is written for the quarter. While it is open, sections and the coordinator
    write; sent back, by the director or by the strategy office, it is open again.
    """

    district = models.ForeignKey(
        "districts.District", verbose_name=_("เขต"), on_delete=models.PROTECT, related_name="quarter_reports"
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    quarter = models.PositiveSmallIntegerField(_("ไตรมาส"))
    state = models.CharField(_("สถานะ"), max_length=10, choices=QuarterState, default=QuarterState.OPEN)
    gathered_at = models.DateTimeField(null=True, blank=True)
    gathered_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    # The last time it was sent back.
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    return_reason = models.TextField(_("เหตุผลที่ส่งกลับ"), blank=True)

    objects = QuarterReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("รายงานผลรายไตรมาส")
        verbose_name_plural = _("รายงานผลรายไตรมาส")
        constraints = [
            models.UniqueConstraint(
                fields=["district", "fiscal_year", "quarter"], name="district_reports_a_quarter_once"
            ),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="report_is_of_one_of_four_quarters"),
            models.CheckConstraint(
                condition=Q(fiscal_year__range=(2540, 2700)), name="quarter_report_year_is_buddhist_era"
            ),
            signed_when(
                ~Q(state=QuarterState.OPEN), "gathered_at", "gathered_by", name="gathered_quarter_report_is_signed"
            ),
            signed_when(Q(state=QuarterState.SENT), "sent_at", "sent_by", name="sent_quarter_report_is_signed"),
            all_or_none(
                "returned_at",
                "returned_by",
                reason="return_reason",
                name="quarter_report_sent_back_is_signed_and_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return gettext("รายงานผลไตรมาสที่ %(quarter)s ปีงบประมาณ %(year)s") % {
            "quarter": self.quarter,
            "year": self.fiscal_year,
        }

    def get_absolute_url(self) -> str:
        return reverse("kpi:quarter-report", args=[self.year, self.quarter, self.district.code])

    @property
    def year(self) -> FiscalYear:
        return FiscalYear(self.fiscal_year)

    @property
    def is_open(self) -> bool:
        return self.state == QuarterState.OPEN


class ItemReportQuerySet(models.QuerySet["ItemReport"]):
    def visible_to(self, user: Visitor) -> Self:
        return self.filter(within_reach(user, "item__plan__district", year="item__plan__fiscal_year"))


class ItemReport(Versioned):
    """How far one item of the action plan has come by the end of a quarter.

    Without ``percent`` it is begun, not reported. ``fall_reason`` says why it is less than the quarter before.
    """

    item = models.ForeignKey(ActionPlanItem, on_delete=models.PROTECT, related_name="reports")
    quarter = models.PositiveSmallIntegerField(_("ไตรมาส"))
    percent = models.PositiveSmallIntegerField(_("ร้อยละของงานที่ทำแล้ว"), null=True, blank=True)
    done = models.TextField(_("ผลการดำเนินงาน"), blank=True)
    problems = models.TextField(_("ปัญหาอุปสรรค"), blank=True)
    remedy = models.TextField(_("แนวทางแก้ไข"), blank=True)
    fall_reason = models.TextField(_("เหตุผลที่ความก้าวหน้าลดลง"), blank=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)

    objects = ItemReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("ความก้าวหน้ารายไตรมาส")
        verbose_name_plural = _("ความก้าวหน้ารายไตรมาส")
        constraints = [
            models.UniqueConstraint(fields=["item", "quarter"], name="item_is_reported_once_a_quarter"),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="item_is_reported_in_one_of_four_quarters"),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__lte=COMPLETE),
                name="progress_is_at_most_the_whole",
                violation_error_message=_("ความก้าวหน้าเกินร้อยละ 100 ไม่ได้"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)


class ItemPhotoQuerySet(models.QuerySet["ItemPhoto"]):
    def visible_to(self, user: Visitor) -> Self:
        return self.kept().filter(within_reach(user, "item__plan__district", year="item__plan__fiscal_year"))

    def kept(self) -> Self:
        return self.filter(removed_at=None)


class ItemPhoto(AttachedFile):
    """A photograph of the work on an item in a quarter, cleaned and under a random name; for the offices only."""

    item = models.ForeignKey(ActionPlanItem, on_delete=models.PROTECT, related_name="photos")
    quarter = models.PositiveSmallIntegerField(_("ไตรมาส"))
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = ItemPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("ภาพถ่ายของโครงการ")
        verbose_name_plural = _("ภาพถ่ายของโครงการ")
        constraints = [
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="photograph_is_of_one_of_four_quarters"),
            all_or_none("removed_at", "removed_by", name="removal_of_a_photograph_is_signed"),
        ]

    def __str__(self) -> str:
        return self.original_name
