"""เงินกันไว้เบิกเหลื่อมปี: money of a year that is kept to be paid after its end, and the later days that it is given."""

from datetime import date
from decimal import Decimal
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import ACTOR, MAKER, AttachedFile
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.rows.constraints import signed_when, two_persons
from budget.enums import CarryApprover, CarryKind, CarryState
from budget.models.money import BAHT, Allocation
from budget.models.spending import SpendingRule
from districts.models import District, Office

MOST_EXTENSIONS = 2
LIVE = [CarryState.ASKED, CarryState.APPROVED]


class CarryQuerySet(models.QuerySet["Carry"]):
    def visible_to(self, user: Person) -> Self:
        return self.filter(allocation__in=Allocation.objects.visible_to(user))

    def live(self) -> Self:
        """Asked for or approved: neither refused nor withdrawn."""
        return self.filter(state__in=LIVE)

    def waiting(self) -> Self:
        return self.filter(state=CarryState.ASKED)

    def with_money(self) -> Self:
        return self.filter(Q(left_bound__gt=0) | Q(left_free__gt=0))

    def of_year(self, year: FiscalYear) -> Self:
        return self.filter(allocation__appropriation__fiscal_year=year.be)

    def with_purse(self) -> Self:
        """Each with what names its allocation: flagship project or item, and district or bureau."""
        return self.select_related(
            "allocation__appropriation__flagship", "allocation__item", "allocation__district", "allocation__bureau"
        )


class DecidedAsking(models.Model):
    """What an office asks for with a letter, and what the approver of the year decided on it: approved or refused."""

    on = models.DateField(_("วันที่ขอ"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    # `…through` is the maker of the one-time link by which the person had come in, if it was one.
    through = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.CharField(_("เลขที่หนังสือหรือมติ"), max_length=200, blank=True)
    approved_on = models.DateField(_("อนุมัติเมื่อวันที่"), null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    approved_through = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    refused_reason = models.CharField(_("เหตุผลที่ไม่อนุมัติ"), max_length=300, blank=True)

    class Meta:
        abstract = True


class Carry(DecidedAsking):
    """A request to keep money of one allocation for use after the end of its year, and what is left of that money.

    Once it is approved, it stands in the ledger at the last day of its year. ``left_bound`` is what is committed and
    not paid yet, ``left_free`` what is not committed yet: both are sums of the ledger. Money that was carried without
    an obligation becomes bound when it is committed. ``until`` is the last day on which it may be used; what is then
    left lapses. Without a day it has no end.
    """

    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="carries")
    kind = models.CharField(_("กรณี"), max_length=8, choices=CarryKind)
    amount = models.DecimalField(_("จำนวนเงินที่กัน (บาท)"), **BAHT)
    document_no = models.CharField(_("เลขที่หนังสือขอกันเงิน"), max_length=100)
    reason = models.CharField(_("เหตุผลที่ขอกันเงิน"), max_length=500)
    state = models.CharField(_("สถานะ"), max_length=10, choices=CarryState, default=CarryState.ASKED)
    until = models.DateField(_("ใช้ได้ถึงวันที่"), null=True, blank=True)
    left_bound = models.DecimalField(_("คงเหลือกรณีมีหนี้ผูกพัน (บาท)"), **BAHT, default=0)
    left_free = models.DecimalField(_("คงเหลือกรณีไม่มีหนี้ผูกพัน (บาท)"), **BAHT, default=0)
    # The act of the form, so that a form sent twice is one request; the ledger's entry has the same act.
    act = models.UUIDField(default=uuid4, unique=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    withdrawn_reason = models.CharField(_("เหตุผลที่ถอน"), max_length=300, blank=True)

    objects = CarryQuerySet.as_manager()

    class Meta:
        verbose_name = _("เงินกันไว้เบิกเหลื่อมปี")
        verbose_name_plural = _("เงินกันไว้เบิกเหลื่อมปี")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="carried_amount_is_positive"),
            models.UniqueConstraint(
                fields=["allocation", "kind"],
                condition=Q(state__in=LIVE),
                name="money_is_carried_once_of_a_kind",
                violation_error_message=_("ขอกันเงินกรณีนี้ไว้แล้ว"),
            ),
            models.CheckConstraint(
                condition=Q(left_bound__gte=0, left_free__gte=0, left_bound__lte=F("amount") - F("left_free")),
                name="what_is_left_stays_within_what_was_carried",
            ),
            models.CheckConstraint(
                condition=Q(kind=CarryKind.FREE) | Q(left_free=0), name="bound_money_is_carried_with_its_obligation"
            ),
            models.CheckConstraint(
                condition=Q(state=CarryState.APPROVED) | Q(left_bound=0, left_free=0),
                name="only_approved_money_is_carried",
            ),
            signed_when(
                Q(approved_on__isnull=False),
                "approved_on",
                "approved_at",
                "approved_by",
                through="approved_through",
                reason="decision",
                name="approved_carry_is_signed_and_has_a_paper",
            ),
            models.CheckConstraint(
                condition=Q(state=CarryState.WITHDRAWN)
                | Q(state=CarryState.APPROVED, approved_on__isnull=False)
                | (~Q(state=CarryState.APPROVED) & Q(approved_on=None)),
                name="approved_carry_has_its_day",
            ),
            signed_when(
                Q(state=CarryState.REFUSED),
                "refused_at",
                "refused_by",
                reason="refused_reason",
                name="refused_carry_is_signed_and_has_a_reason",
            ),
            signed_when(
                Q(state=CarryState.WITHDRAWN),
                "withdrawn_at",
                "withdrawn_by",
                reason="withdrawn_reason",
                name="withdrawn_carry_is_signed_and_has_a_reason",
            ),
            two_persons(
                ("by", "through"),
                ("approved_by", "approved_through"),
                name="carry_is_approved_by_another_person",
                violation_error_message=_("ผู้ขอกันเงินอนุมัติคำขอของตนเองไม่ได้"),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("budget:carry", args=[self.pk])

    @property
    def year(self) -> FiscalYear:
        """The year whose money it is."""
        return FiscalYear(self.allocation.appropriation.fiscal_year)

    @property
    def place(self) -> District | Office:
        return self.allocation.place

    @property
    def is_the_citys_decision(self) -> bool:
        """Whether the strategy office records what the city decided on it, or the office's director decides."""
        rule = SpendingRule.of(self.year)
        return (rule.free_approver if self.is_free else rule.bound_approver) == CarryApprover.CITY

    @property
    def is_free(self) -> bool:
        return self.kind == CarryKind.FREE

    @property
    def left(self) -> Decimal:
        return self.left_bound + self.left_free

    def is_over(self, day: date) -> bool:
        """Whether its last day has passed; of money without an obligation this is said of what is not committed."""
        return self.until is not None and day > self.until


class CarryExtensionQuerySet(models.QuerySet["CarryExtension"]):
    def visible_to(self, user: Person) -> Self:
        return self.filter(carry__in=Carry.objects.visible_to(user))

    def live(self) -> Self:
        """Asked for or approved: not refused."""
        return self.filter(state__in=LIVE)

    def waiting(self) -> Self:
        """Those that wait for a decision; one of a carry-over that ended meanwhile waits no more."""
        return self.filter(state=CarryState.ASKED, carry__state=CarryState.APPROVED)


class CarryExtension(DecidedAsking):
    """ขยายเวลาเบิกจ่ายเงินเหลื่อมปี: asked for by the office, and decided by whoever decides on the carry-over.

    One waits at a time, and two at most are approved. A refused one keeps its number, and another may have the same.
    """

    carry = models.ForeignKey(Carry, on_delete=models.PROTECT, related_name="extensions")
    number = models.PositiveSmallIntegerField(_("ครั้งที่"))
    was_until = models.DateField(_("เดิมใช้ได้ถึง"))
    until = models.DateField(_("ขยายถึงวันที่"))
    document_no = models.CharField(_("เลขที่หนังสือขอขยายเวลา"), max_length=200)
    reason = models.CharField(_("เหตุผลที่ขยายเวลา"), max_length=500)
    state = models.CharField(_("สถานะ"), max_length=10, choices=CarryState, default=CarryState.ASKED)
    act = models.UUIDField(default=uuid4, unique=True)

    objects = CarryExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("การขยายเวลาเบิกจ่ายเงินเหลื่อมปี")
        verbose_name_plural = _("การขยายเวลาเบิกจ่ายเงินเหลื่อมปี")
        constraints = [
            models.UniqueConstraint(
                fields=["carry", "number"],
                condition=Q(state__in=LIVE),
                name="extensions_of_a_carry_have_numbers",
            ),
            models.UniqueConstraint(
                fields=["carry"],
                condition=Q(state=CarryState.ASKED),
                name="one_extension_of_a_carry_waits",
                violation_error_message=_("มีคำขอขยายเวลาที่รออนุมัติอยู่แล้ว"),
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, MOST_EXTENSIONS)), name="carry_is_extended_twice_at_most"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("was_until")), name="extension_gives_a_later_day"),
            models.CheckConstraint(
                condition=~Q(document_no="") & ~Q(reason=""), name="extension_has_a_paper_and_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=CarryState.WITHDRAWN), name="extension_is_asked_approved_or_refused"
            ),
            signed_when(
                Q(state=CarryState.APPROVED),
                "approved_on",
                "approved_at",
                "approved_by",
                through="approved_through",
                reason="decision",
                name="approved_extension_is_signed_and_has_a_paper",
            ),
            signed_when(
                Q(state=CarryState.REFUSED),
                "refused_at",
                "refused_by",
                reason="refused_reason",
                name="refused_extension_is_signed_and_has_a_reason",
            ),
            two_persons(
                ("by", "through"),
                ("approved_by", "approved_through"),
                name="extension_is_approved_by_another_person",
                violation_error_message=_("ผู้ขอขยายเวลาอนุมัติคำขอของตนเองไม่ได้"),
            ),
        ]

    def __str__(self) -> str:
        return str(_("ขยายเวลาครั้งที่ %(n)s") % {"n": self.number})


class CarryPaperQuerySet(models.QuerySet["CarryPaper"]):
    def visible_to(self, user: Person) -> Self:
        return self.filter(carry__in=Carry.objects.visible_to(user))


class CarryPaper(AttachedFile):
    """A file of the letter by which money is asked to be carried over; with ``extension``, of the letter for that one.

    It is cleaned and under a random name.
    """

    carry = models.ForeignKey(Carry, on_delete=models.PROTECT, related_name="papers")
    extension = models.ForeignKey(
        CarryExtension, null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )

    objects = CarryPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("ไฟล์หนังสือขอกันเงิน")
        verbose_name_plural = _("ไฟล์หนังสือขอกันเงิน")

    def __str__(self) -> str:
        return self.original_name
