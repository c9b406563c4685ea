"""Closed books: a month of an office by its reconciliation, a year of the city; and what may be entered after."""

from datetime import date
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.fiscal import FiscalYear, buddhist_year
from bkkplan.ground.core.models import ACTOR, MAKER
from bkkplan.ground.core.people import Person, within_reach
from bkkplan.ground.core.rows.constraints import signed_when, two_persons
from bkkplan.ground.core.wording import month_short
from budget.enums import PermitState
from budget.models.money import BAHT
from districts.models import District, Office


class MonthClosingQuerySet(models.QuerySet["MonthClosing"]):
    def visible_to(self, user: Person) -> Self:
        return self.filter(within_reach(user, bureau="bureau"))

    def of(self, place: District | Office) -> Self:
        return self.filter(district=place) if isinstance(place, District) else self.filter(bureau=place)

    def in_year(self, year: FiscalYear) -> Self:
        return self.filter(month__range=(year.start, year.end))


class MonthClosing(models.Model):
    """A month of one office whose ledger was compared with the finance section's books. Only ever added to.

    The sums are of the fiscal year up to the month's end; ``our_…`` are the ledger's, the others those of the books. A
    difference has its reason.
    """

    district = models.ForeignKey(
        "districts.District", null=True, blank=True, on_delete=models.PROTECT, related_name="month_closings"
    )
    bureau = models.ForeignKey(
        "districts.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="month_closings"
    )
    month = models.DateField(_("เดือน"))  # its first day
    our_committed = models.DecimalField(_("ก่อหนี้ผูกพันในระบบนี้ (บาท)"), **BAHT)
    our_disbursed = models.DecimalField(_("เบิกจ่ายในระบบนี้ (บาท)"), **BAHT)
    our_carried = models.DecimalField(_("เบิกจ่ายเหลื่อมปีในระบบนี้ (บาท)"), **BAHT)
    committed = models.DecimalField(_("ก่อหนี้ผูกพันตามบัญชีการคลัง (บาท)"), **BAHT)
    disbursed = models.DecimalField(_("เบิกจ่ายตามบัญชีการคลัง (บาท)"), **BAHT)
    carried = models.DecimalField(_("เบิกจ่ายเหลื่อมปีตามบัญชีการคลัง (บาท)"), **BAHT)
    difference = models.CharField(_("เหตุที่ยอดต่างกัน"), max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)

    objects = MonthClosingQuerySet.as_manager()

    class Meta:
        verbose_name = _("การปิดบัญชีเดือน")
        verbose_name_plural = _("การปิดบัญชีเดือน")
        constraints = [
            models.CheckConstraint(
                condition=Q(district__isnull=False, bureau=None) | Q(district=None, bureau__isnull=False),
                name="month_is_closed_by_a_district_or_a_bureau",
            ),
            models.UniqueConstraint(fields=["district", "month"], name="district_closes_a_month_once"),
            models.UniqueConstraint(fields=["bureau", "month"], name="bureau_closes_a_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="month_is_its_first_day"),
            models.CheckConstraint(
                condition=Q(
                    our_committed=F("committed"),
                    our_disbursed=F("disbursed"),
                    our_carried=F("carried"),
                )
                | ~Q(difference=""),
                name="difference_of_the_books_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return month_name(self.month)

    @property
    def place(self) -> District | Office:
        place = self.bureau or self.district
        assert place is not None  # noqa: S101  (a constraint says so: month_is_closed_by_a_district_or_a_bureau)
        return place


class YearClosing(models.Model):
    """The books of a fiscal year are closed for the whole city. Only ever added to."""

    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"), unique=True)
    document_no = models.CharField(_("เลขที่เอกสาร"), max_length=100)
    lapsed = models.DecimalField(_("พับไป (บาท)"), **BAHT)
    on = models.DateField(_("วันที่"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)

    class Meta:
        verbose_name = _("การปิดบัญชีปี")
        verbose_name_plural = _("การปิดบัญชีปี")

    def __str__(self) -> str:
        return str(self.fiscal_year)


class YearPermitQuerySet(models.QuerySet["YearPermit"]):
    def visible_to(self, user: Person) -> Self:
        """Those of one's own office; those about flagship money that no office has yet are the city's."""
        return self.filter(within_reach(user, bureau="bureau"))

    def waiting(self) -> Self:
        return self.filter(state=PermitState.ASKED)

    def of(self, place: District | Office | None) -> Self:
        if place is None:
            return self.filter(district=None, bureau=None)
        return self.filter(district=place) if isinstance(place, District) else self.filter(bureau=place)


class YearPermit(models.Model):
    """One act may be entered into a closed year: one person says what and why, another one allows it.

    ``used_act`` is the act of the ledger that was then entered. Without a district or a bureau it is about money of a
    flagship project that is not an office's yet.
    """

    district = models.ForeignKey(
        "districts.District", null=True, blank=True, on_delete=models.PROTECT, related_name="year_permits"
    )
    bureau = models.ForeignKey(
        "districts.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="year_permits"
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    what = models.CharField(_("รายการที่จะลง"), max_length=300)
    reason = models.CharField(_("เหตุผล"), max_length=300)
    state = models.CharField(_("สถานะ"), max_length=8, choices=PermitState, default=PermitState.ASKED)
    act = models.UUIDField(default=uuid4, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    through = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    decided_through = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    used_act = models.UUIDField(null=True, blank=True, unique=True)

    objects = YearPermitQuerySet.as_manager()

    class Meta:
        verbose_name = _("การอนุญาตให้ลงรายการในปีที่ปิดแล้ว")
        verbose_name_plural = _("การอนุญาตให้ลงรายการในปีที่ปิดแล้ว")
        constraints = [
            models.CheckConstraint(condition=Q(district=None) | Q(bureau=None), name="permit_is_of_one_place_at_most"),
            models.CheckConstraint(condition=~Q(what="") & ~Q(reason=""), name="permit_has_a_reason"),
            signed_when(
                ~Q(state=PermitState.ASKED),
                "decided_at",
                "decided_by",
                through="decided_through",
                name="decided_permit_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(state=PermitState.USED, used_act__isnull=False)
                | (~Q(state=PermitState.USED) & Q(used_act=None)),
                name="used_permit_names_its_act",
            ),
            two_persons(
                ("by", "through"),
                ("decided_by", "decided_through"),
                name="permit_is_allowed_by_another_person",
                violation_error_message=_("ผู้ขอลงรายการอนุญาตคำขอของตนเองไม่ได้"),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def place(self) -> District | Office | None:
        return self.bureau or self.district


def month_name(month: date) -> str:
    """A month with its year of the Buddhist era."""
    return f"{month_short(month.month)} {buddhist_year(month)}"
