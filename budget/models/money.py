from decimal import Decimal
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.people import Person, holds_role, within_reach
from budget.enums import CarryKind, EntryKind, Level
from budget.models.action_plan import ActionPlanItem
from budget.models.naming import MoneySource, NamedSource
from budget.models.strategy import FlagshipProject
from districts.models import District, Office

# The entries of granted money. What lapsed without having been transferred has no allocation either.
GRANTING = [EntryKind.APPROPRIATION, EntryKind.APPROPRIATION_CUT]
CARRYING = [EntryKind.CARRY_BOUND, EntryKind.CARRY_BOUND_USED, EntryKind.CARRY_FREE, EntryKind.CARRY_FREE_USED]
BAHT: dict[str, Any] = {"max_digits": 14, "decimal_places": 2}


class AppropriationQuerySet(models.QuerySet["Appropriation"]):
    def visible_to(self, user: Person) -> Self:
        """Staff only: a district's own yearly budget, the flagships' to all staff, everything to the city."""
        if not holds_role(user):
            return self.none()
        return self.filter(Q(flagship__isnull=False) | within_reach(user, year="fiscal_year"))


class Appropriation(models.Model):
    """Money granted from one source: either for a flagship project, or as a district's yearly budget.

    ``amount`` and ``transferred_total`` are sums of the ledger in baht; they change in the same transaction as the
    entries.
    """

    flagship = models.OneToOneField(
        FlagshipProject, null=True, blank=True, on_delete=models.PROTECT, related_name="appropriation"
    )
    district = models.ForeignKey(
        "districts.District", null=True, blank=True, on_delete=models.PROTECT, related_name="appropriations"
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    amount = models.DecimalField(_("ได้รับ (บาท)"), **BAHT, default=0)
    transferred_total = models.DecimalField(_("โอนแล้ว (บาท)"), **BAHT, default=0)
    lapsed = models.DecimalField(_("พับไปโดยไม่ได้โอน (บาท)"), **BAHT, default=0)

    bureau_id: ClassVar[None] = None  # a bureau has no yearly budget here

    objects = AppropriationQuerySet.as_manager()

    class Meta:
        verbose_name = _("งบประมาณที่ได้รับ")
        verbose_name_plural = _("งบประมาณที่ได้รับ")
        constraints = [
            models.CheckConstraint(
                condition=Q(flagship__isnull=False, district=None) | Q(flagship=None, district__isnull=False),
                name="appropriation_has_one_source",
            ),
            models.UniqueConstraint(
                fields=["district", "fiscal_year"],
                condition=Q(district__isnull=False),
                name="district_has_one_yearly_budget",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="appropriation_is_not_negative"),
            models.CheckConstraint(
                condition=Q(transferred_total__gte=0, lapsed__gte=0, transferred_total__lte=F("amount") - F("lapsed")),
                name="transfers_stay_within_the_appropriation",
                violation_error_message=_("ยอดโอนรวมเกินงบประมาณที่ได้รับ"),
            ),
        ]

    @property
    def left_to_transfer(self) -> Decimal:
        return self.amount - self.transferred_total - self.lapsed


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def visible_to(self, user: Person) -> Self:
        """The only door to allocations for staff pages: one's own district's or bureau's, all for the city."""
        return self.filter(within_reach(user, bureau="bureau", year="appropriation__fiscal_year"))


class Allocation(models.Model):
    """The money of one district or bureau from one appropriation.

    A bureau has money of flagship projects only. If the appropriation is a district's yearly budget, the money belongs
    to exactly one item.
    """

    appropriation = models.ForeignKey(Appropriation, on_delete=models.PROTECT, related_name="allocations")
    district = models.ForeignKey(
        "districts.District", null=True, blank=True, on_delete=models.PROTECT, related_name="allocations"
    )
    bureau = models.ForeignKey(
        "districts.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="allocations"
    )
    item = models.OneToOneField(
        ActionPlanItem, null=True, blank=True, on_delete=models.PROTECT, related_name="allocation"
    )
    transferred = models.DecimalField(_("ได้รับจัดสรร (บาท)"), **BAHT, default=0)
    allotted = models.DecimalField(_("อนุมัติเงินงวด (บาท)"), **BAHT, default=0)
    committed = models.DecimalField(_("ก่อหนี้ผูกพัน (บาท)"), **BAHT, default=0)
    disbursed = models.DecimalField(_("เบิกจ่าย (บาท)"), **BAHT, default=0)
    # Lent by advances that are not cleared. It is not committed yet, and nobody else may commit it.
    advanced = models.DecimalField(_("เงินยืมที่ยังไม่ล้าง (บาท)"), **BAHT, default=0)
    # Kept after the year's end for obligations, and for what is committed by a later day; smaller with each use.
    carried_bound = models.DecimalField(_("เงินกันกรณีมีหนี้ผูกพันคงเหลือ (บาท)"), **BAHT, default=0)
    carried_free = models.DecimalField(_("เงินกันกรณีไม่มีหนี้ผูกพันคงเหลือ (บาท)"), **BAHT, default=0)
    lapsed = models.DecimalField(_("พับไป (บาท)"), **BAHT, default=0)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("งบประมาณที่จัดสรร")
        verbose_name_plural = _("งบประมาณที่จัดสรร")
        constraints = [
            models.CheckConstraint(
                condition=Q(district__isnull=False, bureau=None) | Q(district=None, bureau__isnull=False),
                name="allocation_belongs_to_a_district_or_a_bureau",
            ),
            models.UniqueConstraint(
                fields=["appropriation", "district"],
                condition=Q(item=None),
                name="flagship_money_is_allocated_once_a_district",
            ),
            models.UniqueConstraint(
                fields=["appropriation", "bureau"], name="flagship_money_is_allocated_once_a_bureau"
            ),
            models.CheckConstraint(
                condition=Q(disbursed__gte=0, carried_bound__gte=0, disbursed__lte=F("committed") - F("carried_bound")),
                name="disbursed_and_carried_stay_within_committed",
                violation_error_message=_("ยอดเบิกจ่ายรวมเงินกันกรณีมีหนี้ผูกพันเกินยอดก่อหนี้ผูกพัน"),
            ),
            models.CheckConstraint(
                condition=Q(
                    advanced__gte=0,
                    carried_free__gte=0,
                    committed__lte=F("transferred") - F("advanced") - F("carried_free"),
                ),
                name="committed_advanced_and_carried_stay_within_transferred",
                violation_error_message=_("ยอดก่อหนี้ผูกพันรวมเงินยืมและเงินกันเกินยอดที่ได้รับจัดสรร"),
            ),
            models.CheckConstraint(
                condition=Q(
                    lapsed__gte=0,
                    disbursed__lte=F("transferred")
                    - F("advanced")
                    - F("carried_bound")
                    - F("carried_free")
                    - F("lapsed"),
                ),
                name="no_baht_is_spent_carried_or_lapsed_twice",
                violation_error_message=_("เงินที่จ่าย กันไว้ หรือพับไปแล้วใช้ซ้ำไม่ได้"),
            ),
            models.CheckConstraint(
                condition=Q(allotted__gte=0, allotted__lte=F("transferred")),
                name="allotted_stays_within_transferred",
                violation_error_message=_("เงินงวดที่อนุมัติเกินยอดที่ได้รับจัดสรร"),
            ),
        ]

    @property
    def place(self) -> District | Office:
        """The district or the bureau whose money it is."""
        place = self.bureau or self.district
        assert place is not None  # noqa: S101  (a constraint says so: allocation_belongs_to_a_district_or_a_bureau)
        return place

    @property
    def levels(self) -> dict[Level, Decimal]:
        return {
            Level.TRANSFERRED: self.transferred,
            Level.ALLOTTED: self.allotted,
            Level.COMMITTED: self.committed,
            Level.DISBURSED: self.disbursed,
            Level.ADVANCED: self.advanced,
            Level.CARRIED_BOUND: self.carried_bound,
            Level.CARRIED_FREE: self.carried_free,
            Level.LAPSED: self.lapsed,
        }

    @property
    def left_to_commit(self) -> Decimal:
        """What may be committed within the year; nothing of what is carried over or has lapsed."""
        return min(self.transferred - self.committed - self.advanced - self.carried_free, self.rest)

    @property
    def rest(self) -> Decimal:
        """What is neither paid, lent nor carried over: it lapses when the year is closed."""
        return self.left - self.advanced - self.carried_bound - self.carried_free

    @property
    def most_carried(self) -> dict[CarryKind, Decimal]:
        """How much may be carried over of each kind."""
        unpaid = self.left_to_disburse - self.carried_bound
        return {CarryKind.BOUND: min(unpaid, self.rest), CarryKind.FREE: self.left_to_commit}

    @property
    def left_to_disburse(self) -> Decimal:
        return self.committed - self.disbursed

    @property
    def left(self) -> Decimal:
        return self.transferred - self.disbursed - self.lapsed


class LedgerEntry(models.Model):
    """One dated movement of money. Append-only: the database refuses update and delete."""

    uuid = models.UUIDField(default=uuid4, unique=True)
    appropriation = models.ForeignKey(Appropriation, on_delete=models.PROTECT, related_name="entries")
    allocation = models.ForeignKey(Allocation, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("รายการ"), max_length=20, choices=EntryKind)
    amount = models.DecimalField(_("จำนวนเงิน (บาท)"), **BAHT)
    on = models.DateField(_("วันที่"))
    document_no = models.CharField(_("เลขที่เอกสาร"), max_length=100, blank=True)
    note = models.CharField(_("หมายเหตุ"), max_length=300, blank=True)
    # Where granted money comes from. Entries of before sources were named have none: they are the yearly ordinance's.
    source = models.ForeignKey(
        MoneySource, verbose_name=_("แหล่งเงิน"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source_number = models.PositiveSmallIntegerField(_("ฉบับที่"), null=True, blank=True)
    # The advance that is lent or cleared; of a clearing also what was paid by its papers.
    advance = models.ForeignKey(
        "budget.Advance", null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    # The carry-over that is made, used or lapses. Only such an entry may be dated after the year of its money.
    carry = models.ForeignKey("budget.Carry", null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    # Why it is entered into a month or a year that was closed before.
    late_reason = models.CharField(_("เหตุผลที่ลงหลังปิดบัญชี"), max_length=300, blank=True)
    # All entries of one act have the same value. It comes from the form, so that a form sent twice is one act.
    act = models.UUIDField(default=uuid4, db_index=True)
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("รายการบัญชีงบประมาณ")
        verbose_name_plural = _("รายการบัญชีงบประมาณ")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(kind__in=[EntryKind.APPROPRIATION, EntryKind.APPROPRIATION_CUT], allocation=None)
                | Q(kind__in=[EntryKind.LAPSE, EntryKind.LAPSE_BACK])
                | (~Q(kind__in=[EntryKind.APPROPRIATION, EntryKind.APPROPRIATION_CUT]) & Q(allocation__isnull=False)),
                name="entry_below_the_appropriation_names_its_allocation",
            ),
            models.CheckConstraint(
                condition=Q(source=None, source_number=None) | Q(source__isnull=False, allocation=None),
                name="only_granted_money_names_its_source",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[EntryKind.ADVANCE, EntryKind.ADVANCE_CLEARED]) | Q(advance__isnull=False),
                name="entry_of_an_advance_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=CARRYING) | Q(carry__isnull=False), name="entry_of_a_carry_over_names_it"
            ),
        ]
        indexes = [models.Index(fields=["allocation", "on", "id"], name="entries_of_an_allocation")]

    @property
    def named_source(self) -> NamedSource | None:
        return NamedSource(self.source, self.source_number) if self.source else None
