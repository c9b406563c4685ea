"""Targets, the figures of each measured day, frozen quarters, and the runs that compute."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.constraints import all_or_none
from bkkplan.ground.core.jobs import Job
from bkkplan.ground.core.models import ACTOR, MAKER


class Target(models.Model):
    """เป้าหมาย in percent: of one KPI in one fiscal year, for one district, or for the city without a district."""

    code = models.CharField(_("ตัวชี้วัด"), max_length=16)
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    district = models.ForeignKey(
        "districts.District", verbose_name=_("เขต"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    percent = models.DecimalField(_("เป้าหมาย (ร้อยละ)"), max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = _("เป้าหมายตัวชี้วัด")
        verbose_name_plural = _("เป้าหมายตัวชี้วัด")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "fiscal_year", "district"], nulls_distinct=False, name="target_is_set_once"
            ),
            models.CheckConstraint(condition=Q(percent__range=(0, 100)), name="target_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.fiscal_year}"


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
