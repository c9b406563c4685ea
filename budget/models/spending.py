"""The short forms in which small things are paid: an advance, a payment that a second person confirms; and what for."""

from datetime import date
from decimal import Decimal
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import ACTOR, MAKER
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.questions.asking import asked_once
from bkkplan.ground.core.rows.constraints import all_or_none, signed_when, two_persons
from bkkplan.ground.years.models import KEPT_WITH_A_YEAR, PlannedYear
from budget.enums import CarryApprover, PaymentKind, PaymentState
from budget.models.money import BAHT, Allocation
from communities.models import CourseSession
from forums.models import Forum

PER_CENT: dict[str, Any] = {"max_digits": 5, "decimal_places": 2}

KEPT_WITH_A_YEAR.append("spending_rule")


class SpendingRule(models.Model):
    """How money is spent in one year; a year without this row has no such demand."""

    planned = models.OneToOneField(PlannedYear, on_delete=models.PROTECT, related_name="spending_rule")
    needs_allotment = models.BooleanField(_("ก่อหนี้ผูกพันได้ไม่เกินเงินงวดที่อนุมัติ"), default=False)
    # Who approves that money of this year is carried over, of each kind.
    bound_approver = models.CharField(
        _("ผู้อนุมัติการกันเงินกรณีมีหนี้ผูกพัน"), max_length=10, choices=CarryApprover, default=CarryApprover.DIRECTOR
    )
    free_approver = models.CharField(
        _("ผู้อนุมัติการกันเงินกรณีไม่มีหนี้ผูกพัน"), max_length=10, choices=CarryApprover, default=CarryApprover.CITY
    )
    # How much of the money after transfers is to be disbursed by the end of each quarter, in per cent since October.
    # The city has published no such numbers; the usual ones share the year evenly.
    target_1 = models.DecimalField(_("สิ้นไตรมาสที่ 1 (ร้อยละ)"), **PER_CENT, default=Decimal(25))
    target_2 = models.DecimalField(_("สิ้นไตรมาสที่ 2 (ร้อยละ)"), **PER_CENT, default=Decimal(50))
    target_3 = models.DecimalField(_("สิ้นไตรมาสที่ 3 (ร้อยละ)"), **PER_CENT, default=Decimal(75))
    target_4 = models.DecimalField(_("สิ้นไตรมาสที่ 4 (ร้อยละ)"), **PER_CENT, default=Decimal(100))

    # After how many years on the waiting list a community is asked whether it still wants its project. No regulation
    # sets this number.
    ask_after_years = models.PositiveSmallIntegerField(_("ถามชุมชนเมื่อโครงการอยู่ในบัญชีรอครบ (ปี)"), default=3)
    # Below this sum goods may be bought from one seller (วิธีเฉพาะเจาะจง): the ministerial regulation of 2560.
    small_purchase = models.DecimalField(_("วงเงินที่ซื้อวิธีเฉพาะเจาะจงได้ (บาท)"), **BAHT, default=Decimal(500_000))

    class Meta:
        verbose_name = _("กติกาการใช้จ่าย")
        verbose_name_plural = _("กติกาการใช้จ่าย")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    target_1__gte=0,
                    target_2__gte=F("target_1"),
                    target_3__gte=F("target_2"),
                    target_4__gte=F("target_3"),
                    target_4__lte=100,
                ),
                name="spending_targets_rise_to_a_hundred_at_most",
                violation_error_message=_("เป้าหมายการเบิกจ่ายสะสมต้องไม่น้อยกว่าไตรมาสก่อน และไม่เกินร้อยละ 100"),
            ),
            models.CheckConstraint(
                condition=Q(ask_after_years__gte=1), name="community_is_asked_after_a_year_at_least"
            ),
            models.CheckConstraint(condition=Q(small_purchase__gt=0), name="small_purchase_is_an_amount"),
        ]

    def __str__(self) -> str:
        return str(self.planned)

    @classmethod
    def of(cls, year: FiscalYear) -> "SpendingRule":
        """The rule of a year; where nobody set it, one with the usual answers that is not saved."""
        return rules_of_years().get(year.be) or cls()

    @property
    def targets(self) -> tuple[Decimal, ...]:
        """What is to be disbursed by the end of each quarter, in per cent, the first quarter's first."""
        return self.target_1, self.target_2, self.target_3, self.target_4


@asked_once
def rules_of_years() -> dict[int, SpendingRule]:
    """The rule of each year that has one, opened or not, by the Buddhist year."""
    return {rule.planned.fiscal_year: rule for rule in SpendingRule.objects.select_related("planned")}


class AdvanceQuerySet(models.QuerySet["Advance"]):
    def visible_to(self, user: Person) -> Self:
        return self.filter(allocation__in=Allocation.objects.visible_to(user))

    def outstanding(self) -> Self:
        return self.filter(outstanding__gt=0)


class Advance(models.Model):
    """เงินยืม: cash that a person was lent for a purpose. It is spent when it is cleared, and not before.

    ``outstanding`` is the sum of its ledger entries: the whole amount until it is cleared, then zero.
    """

    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="advances")
    agreement_no = models.CharField(_("เลขที่สัญญายืม"), max_length=100)
    borrower = models.CharField(_("ผู้ยืม"), max_length=150)
    purpose = models.CharField(_("ยืมเพื่อ"), max_length=300)
    amount = models.DecimalField(_("จำนวนเงินยืม (บาท)"), **BAHT)
    outstanding = models.DecimalField(_("ยังไม่ล้าง (บาท)"), **BAHT, default=0)
    on = models.DateField(_("วันที่ยืม"))
    due_on = models.DateField(_("ครบกำหนดล้าง"))
    # The act by which it was lent. It comes from the form, so that a form sent twice is one advance.
    act = models.UUIDField(default=uuid4, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = AdvanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("เงินยืม")
        verbose_name_plural = _("เงินยืม")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="advance_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(outstanding=0) | Q(outstanding=F("amount")),
                name="advance_is_cleared_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("on")),
                name="advance_is_due_after_it_is_lent",
                violation_error_message=_("วันครบกำหนดต้องไม่ก่อนวันที่ยืม"),
            ),
        ]

    def __str__(self) -> str:
        return self.agreement_no

    def days_late(self, day: date) -> int:
        """How many days past its due day it is on ``day``; 0 if it is not late or not outstanding."""
        return max((day - self.due_on).days, 0) if self.outstanding else 0


class PaymentQuerySet(models.QuerySet["Payment"]):
    def visible_to(self, user: Person) -> Self:
        return self.filter(allocation__in=Allocation.objects.visible_to(user))

    def waiting(self) -> Self:
        return self.filter(state=PaymentState.WAITING)


class Payment(models.Model):
    """A payment of an office in which another person confirms it: in the ledger once it is confirmed, not before.

    ``amount`` is what is paid out of the allocation; of a clearing it is what the papers prove, and ``cash`` what came
    back. The ledger's entries have the same ``act``.
    """

    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(_("รายการ"), max_length=16, choices=PaymentKind)
    advance = models.ForeignKey(Advance, null=True, blank=True, on_delete=models.PROTECT, related_name="payments")
    carry = models.ForeignKey("budget.Carry", null=True, blank=True, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(_("จำนวนเงิน (บาท)"), **BAHT)
    cash = models.DecimalField(_("คืนเป็นเงินสด (บาท)"), **BAHT, default=0)
    on = models.DateField(_("วันที่"))
    document_no = models.CharField(_("เลขที่เอกสาร"), max_length=100, blank=True)
    note = models.CharField(_("หมายเหตุ"), max_length=300, blank=True)
    late_reason = models.CharField(_("เหตุผลที่ลงหลังปิดบัญชี"), max_length=300, blank=True)
    act = models.UUIDField(default=uuid4, unique=True)
    state = models.CharField(_("สถานะ"), max_length=12, choices=PaymentState, default=PaymentState.WAITING)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    # `…through` is the maker of the one-time link by which the person had come in, if it was one.
    through = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    confirmed_through = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    refused_reason = models.CharField(_("เหตุผลที่ไม่ยืนยัน"), max_length=300, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("รายการจ่ายที่รอยืนยัน")
        verbose_name_plural = _("รายการจ่ายที่รอยืนยัน")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=PaymentKind.CLEARING, advance__isnull=False, amount__gte=0, cash__gte=0)
                | Q(~Q(kind=PaymentKind.CLEARING), advance=None, amount__gt=0, cash=0),
                name="only_a_clearing_has_an_advance_and_cash",
            ),
            models.CheckConstraint(
                condition=Q(kind=PaymentKind.CARRIED, carry__isnull=False)
                | Q(~Q(kind=PaymentKind.CARRIED), carry=None),
                name="only_a_carried_payment_names_its_carry",
            ),
            models.UniqueConstraint(
                fields=["advance"],
                condition=Q(state=PaymentState.WAITING),
                name="one_clearing_of_an_advance_waits",
            ),
            signed_when(
                Q(state=PaymentState.CONFIRMED),
                "confirmed_at",
                "confirmed_by",
                through="confirmed_through",
                name="confirmed_payment_is_signed",
            ),
            signed_when(
                Q(state=PaymentState.REFUSED),
                "refused_at",
                "refused_by",
                reason="refused_reason",
                name="refused_payment_is_signed_and_has_a_reason",
            ),
            two_persons(
                ("by", "through"),
                ("confirmed_by", "confirmed_through"),
                name="payment_is_confirmed_by_another_person",
                violation_error_message=_("ผู้บันทึกการจ่ายยืนยันรายการนั้นเองไม่ได้"),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class CostQuerySet(models.QuerySet["Cost"]):
    def visible_to(self, user: Person) -> Self:
        return self.filter(allocation__in=Allocation.objects.visible_to(user))

    def in_force(self) -> Self:
        return self.filter(removed_at=None)


class Cost(models.Model):
    """What an act of the ledger, or an advance, was paid for: a forum, or a session of a course."""

    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="costs")
    # The act of a disbursement, or that by which an advance was lent: what clears it counts, too.
    act = models.UUIDField()
    forum = models.ForeignKey(
        "forums.Forum", verbose_name=_("เวที"), null=True, blank=True, on_delete=models.PROTECT, related_name="costs"
    )
    session = models.ForeignKey(
        "communities.CourseSession",
        verbose_name=_("การอบรม"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="costs",
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = CostQuerySet.as_manager()

    class Meta:
        verbose_name = _("ค่าใช้จ่ายของเวทีหรือการอบรม")
        verbose_name_plural = _("ค่าใช้จ่ายของเวทีหรือการอบรม")
        constraints = [
            models.CheckConstraint(
                condition=Q(forum__isnull=False, session=None) | Q(forum=None, session__isnull=False),
                name="cost_is_of_one_thing",
            ),
            models.UniqueConstraint(fields=["act"], condition=Q(removed_at=None), name="an_act_is_paid_for_one_thing"),
            all_or_none("removed_at", "removed_by", name="removal_of_a_cost_is_signed"),
        ]

    def __str__(self) -> str:
        return str(self.paid_for)

    @property
    def paid_for(self) -> Forum | CourseSession:
        found = self.forum or self.session
        assert found is not None  # noqa: S101  (a constraint says so: cost_is_of_one_thing)
        return found
