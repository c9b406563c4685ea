"""A fiscal year that people prepare and open, its days, and what was changed in it afterwards."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import ACTOR, MAKER, Versioned
from bkkplan.ground.core.people import Visitor
from bkkplan.ground.core.rows.constraints import signed_when
from bkkplan.ground.core.wording import localname, thai_date_short
from bkkplan.ground.years.enums import Audience, YearState

LONGEST_NOTICE = 120  # days of the hearing rule

# The names under which a year has one row of its own: its days, and what the apps above keep of it. Read with the year.
KEPT_WITH_A_YEAR = ["days"]


class PlannedYearQuerySet(models.QuerySet["PlannedYear"]):
    def visible_to(self, user: Visitor) -> Self:
        """The only door to years: opened ones for all who work here, drafts for those who may see them."""
        if not user.is_authenticated or not user.has_perm("years.view_years"):
            return self.none()
        return self if user.has_perm("years.view_drafts") else self.opened()

    def opened(self) -> Self:
        return self.filter(state=YearState.OPENED)

    def drafts(self) -> Self:
        return self.filter(state=YearState.DRAFT)


class PlannedYear(models.Model):
    """A fiscal year as the strategy office prepares it: a draft until it is opened.

    What a year holds is kept by the parts (`bkkplan.ground.years.registry`), each in rows of its own. A year without
    this row is one that nobody prepared here: the defaults hold for it, and nothing is refused.
    """

    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    state = models.CharField(_("สถานะ"), max_length=8, choices=YearState, default=YearState.DRAFT)
    copied_from = models.PositiveSmallIntegerField(_("คัดลอกจากปี"), null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    opened_on = models.DateField(_("เปิดเมื่อวันที่"), null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PlannedYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("ปีงบประมาณ")
        verbose_name_plural = _("ปีงบประมาณ")
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year"],
                name="fiscal_year_is_planned_once",
                violation_error_message=_("มีปีงบประมาณนี้อยู่แล้ว"),
            ),
            models.CheckConstraint(condition=Q(fiscal_year__range=(2500, 2599)), name="planned_year_is_buddhist_era"),
            models.CheckConstraint(
                condition=Q(copied_from=None) | Q(copied_from__lt=F("fiscal_year")),
                name="year_is_copied_from_an_earlier_one",
            ),
            # A command opens a year without a person.
            signed_when(
                Q(state=YearState.OPENED), "opened_on", "opened_at", through="opened_by", name="opened_year_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return str(self.fiscal_year)

    @property
    def year(self) -> FiscalYear:
        return FiscalYear(self.fiscal_year)

    @property
    def is_draft(self) -> bool:
        return self.state == YearState.DRAFT


class YearDays(Versioned):
    """The hearing rule and the closing day of one year. They are in force once the year is opened."""

    planned = models.OneToOneField(PlannedYear, on_delete=models.PROTECT, related_name="days")
    announce_before = models.PositiveSmallIntegerField(_("ประกาศเวทีก่อนวันจัดอย่างน้อย (วัน)"))
    publish_within = models.PositiveSmallIntegerField(_("เผยแพร่ผลหลังวันจัดภายใน (วัน)"))
    closing_on = models.DateField(_("วันปิดข้อมูลของปี"))

    class Meta:
        verbose_name = _("วันของปี")
        verbose_name_plural = _("วันของปี")
        constraints = [
            models.CheckConstraint(
                condition=Q(announce_before__lte=LONGEST_NOTICE, publish_within__lte=LONGEST_NOTICE),
                name="hearing_rule_stays_within_months",
            )
        ]

    def __str__(self) -> str:
        return str(self.planned)


class DueDay(models.Model):
    """By which day a step of the year is done; without a day the step has none this year.

    The steps of the city's calendar are in every year. Those that the strategy office adds are its own, and only they
    are renamed and taken out.
    """

    planned = models.ForeignKey(PlannedYear, on_delete=models.PROTECT, related_name="due_days")
    code = models.SlugField(_("รหัส"), max_length=24)
    name_th = models.CharField(_("ขั้นตอน"), max_length=150)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=150)
    position = models.PositiveSmallIntegerField()
    audiences = models.JSONField(_("สำหรับ"), default=list, blank=True)  # the codes of `Audience`
    is_own = models.BooleanField(_("ขั้นตอนที่เพิ่มเอง"), default=False)
    due_on = models.DateField(_("ภายในวันที่"), null=True, blank=True)

    class Meta:
        verbose_name = _("กำหนดวันของขั้นตอน")
        verbose_name_plural = _("กำหนดวันของขั้นตอน")
        constraints = [
            models.UniqueConstraint(fields=["planned", "code"], name="step_is_due_once_a_year"),
            models.CheckConstraint(condition=~Q(name_th=""), name="step_has_a_name"),
        ]

    def __str__(self) -> str:
        return localname(self)

    @property
    def for_whom(self) -> str:
        return ", ".join(str(Audience(code).label) for code in self.audiences)


class YearChange(models.Model):
    """A change of an opened year: which part, why, and what it touched. Only ever added to."""

    planned = models.ForeignKey(PlannedYear, on_delete=models.PROTECT, related_name="changes")
    part = models.SlugField(_("ส่วน"), max_length=24)
    what = models.CharField(_("เรื่อง"), max_length=300)
    reason = models.TextField(_("เหตุผล"))
    # As `bkkplan.ground.years.registry.Touch` writes them: label and count.
    touched = models.JSONField(_("กระทบ"), default=list, blank=True)
    on = models.DateField(_("วันที่"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    class Meta:
        verbose_name = _("การเปลี่ยนแปลงหลังเปิดปี")
        verbose_name_plural = _("การเปลี่ยนแปลงหลังเปิดปี")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="change_of_a_year_has_a_reason")]

    def __str__(self) -> str:
        return self.what


class Reminder(models.Model):
    """One reminder of a step to all who miss it. It holds the step's words of that day: the step may change or go."""

    planned = models.ForeignKey(PlannedYear, on_delete=models.PROTECT, related_name="reminders")
    code = models.CharField(_("รหัส"), max_length=24)
    step = models.CharField(_("ขั้นตอน"), max_length=150)
    due_on = models.DateField(_("ภายในวันที่"))
    # Who has done the step is asked of this measure (`bkkplan.ground.years.registry`); without one all are reminded.
    measure = models.CharField(max_length=24, blank=True)
    audiences = models.JSONField(_("สำหรับ"), default=list)
    words = models.CharField(_("ข้อความเพิ่มเติม"), max_length=200, blank=True)
    # The how manieth of its day.
    number = models.PositiveSmallIntegerField(default=1)
    on = models.DateField(_("วันที่"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)

    class Meta:
        verbose_name = _("การเตือน")
        verbose_name_plural = _("การเตือน")
        constraints = [
            models.UniqueConstraint(fields=["planned", "code", "on", "number"], name="reminders_of_a_day_are_counted")
        ]

    def __str__(self) -> str:
        return f"{self.step} · {thai_date_short(self.on)}"


class ReminderReceipt(models.Model):
    """Who was told by a reminder, each once, also those who came to the office after it."""

    reminder = models.ForeignKey(Reminder, on_delete=models.PROTECT, related_name="receipts")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("ผู้ได้รับการเตือน")
        verbose_name_plural = _("ผู้ได้รับการเตือน")
        constraints = [
            models.UniqueConstraint(fields=["reminder", "recipient"], name="person_is_reminded_once_by_a_reminder")
        ]

    def __str__(self) -> str:
        return f"{self.reminder} · {self.recipient}"
