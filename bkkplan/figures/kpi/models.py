"""Targets, the figures of each measured day, frozen quarters, and the runs that compute."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.constraints import all_or_none
from bkkplan.ground.core.jobs import Job
from bkkplan.ground.core.models import ACTOR, MAKER


class TargetChange(models.Model):
    """A change of targets during the year: who asked for it, which meeting decided, on which day, and why."""

    requester = models.CharField(_("ผู้ขอเปลี่ยน"), max_length=200)
    meeting = models.CharField(_("มติที่ประชุม"), max_length=300)
    reason = models.TextField(_("เหตุผล"))
    on = models.DateField(_("วันที่มีมติ"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)

    class Meta:
        verbose_name = _("การเปลี่ยนเป้าหมาย")
        verbose_name_plural = _("การเปลี่ยนเป้าหมาย")
        constraints = [
            models.CheckConstraint(
                condition=~Q(requester="") & ~Q(meeting="") & ~Q(reason=""), name="change_of_targets_says_who_and_why"
            )
        ]

    def __str__(self) -> str:
        return self.meeting


class Target(models.Model):
    """เป้าหมาย: one wording of what a KPI is to reach in a fiscal year, or in one quarter of it.

    It is the city's, or that of a bureau (``office``), a group of districts or a district. The first wording is the
    plan's; a later one is in force from the day of its ``change``, and the earlier ones stay. An empty text says that
    there is no target from that day on. `queries.targets.targets_of` knows which one holds on a day.
    """

    code = models.CharField(_("ตัวชี้วัด"), max_length=16)
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    quarter = models.PositiveSmallIntegerField(_("ไตรมาส"), null=True, blank=True)
    office = models.ForeignKey(
        "districts.Office", verbose_name=_("หน่วยงาน"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    group = models.ForeignKey(
        "districts.DistrictGroup",
        verbose_name=_("กลุ่มเขต"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    district = models.ForeignKey(
        "districts.District", verbose_name=_("เขต"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.CharField(_("เป้าหมายตามแผน"), max_length=300, blank=True)
    percent = models.DecimalField(_("ตัวเลขที่อ่านได้ (ร้อยละ)"), max_digits=5, decimal_places=2, null=True, blank=True)
    is_compared = models.BooleanField(_("นำมาเทียบกับผล"), default=False)
    change = models.ForeignKey(
        TargetChange,
        verbose_name=_("เปลี่ยนโดย"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="targets",
    )

    class Meta:
        verbose_name = _("เป้าหมายตัวชี้วัด")
        verbose_name_plural = _("เป้าหมายตัวชี้วัด")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "fiscal_year", "quarter", "office", "group", "district", "change"],
                nulls_distinct=False,
                name="target_is_worded_once_a_change",
            ),
            models.CheckConstraint(
                condition=Q(office=None, group=None) | Q(office=None, district=None) | Q(group=None, district=None),
                name="target_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(quarter=None) | Q(quarter__range=(1, 4)), name="target_is_of_a_year_or_a_quarter"
            ),
            models.CheckConstraint(
                condition=Q(is_compared=False) | Q(percent__isnull=False, percent__range=(0, 100)),
                name="target_that_is_compared_is_a_percentage",
                violation_error_message=_("ตัวชี้วัดนี้นับเป็นร้อยละ เป้าหมายจึงเกิน 100 ไม่ได้"),
            ),
            models.CheckConstraint(
                condition=~Q(text="") | Q(percent=None), name="number_of_a_target_stands_in_its_text"
            ),
            models.CheckConstraint(
                condition=~Q(text="") | Q(change__isnull=False), name="only_a_change_takes_a_target_away"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.fiscal_year}"

    def is_in_force(self, on: date) -> bool:
        """Whether it was decided by a day; a later wording may have taken its place."""
        return self.change is None or self.change.on <= on

    def by_age(self) -> tuple[date, int]:
        """Sorts wordings by the day from which they hold."""
        return (self.change.on if self.change else date.min), self.pk


class DailyFigure(models.Model):
    """The counted units and all units of one district on one day; the percentage is never stored.

    For trends and “what changed” only.
    """

    code = models.CharField(max_length=16)
    definition_version = models.PositiveSmallIntegerField()
    fiscal_year = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    district = models.ForeignKey("districts.District", on_delete=models.PROTECT, related_name="+")
    counted = models.PositiveIntegerField()
    units = models.PositiveIntegerField()
    measured_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "fiscal_year", "as_of", "district"], name="district_has_one_figure_a_day"
            ),
            models.CheckConstraint(condition=Q(counted__lte=F("units")), name="counted_is_part_of_units"),
        ]


class FrozenQuarter(models.Model):
    """The figure of a quarter as it was when it was frozen, with each unit and whether it counted.

    Reopening is logged; the row stays, and a later freeze adds a new row.
    """

    code = models.CharField(max_length=16)
    definition_version = models.PositiveSmallIntegerField()
    fiscal_year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    # Results as registry.Result writes them.
    results = models.JSONField()
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    reopen_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "fiscal_year", "quarter"],
                condition=Q(reopened_at=None),
                name="quarter_is_frozen_once",
            ),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="year_has_four_quarters"),
            all_or_none(
                "reopened_at", "reopened_by", reason="reopen_reason", name="reopened_quarter_is_signed_and_has_a_reason"
            ),
        ]


class KpiRun(Job):
    """One computation of the KPIs of a fiscal year as of a day, asked for by a person or by the nightly beat."""

    task_name = "kpi.run"

    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    as_of = models.DateField(_("ข้อมูล ณ วันที่"))

    class Meta(Job.Meta):
        verbose_name = _("การคำนวณตัวชี้วัด")
        verbose_name_plural = _("การคำนวณตัวชี้วัด")
