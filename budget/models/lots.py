"""Goods that are bought together for several communities: lines of many projects in one procurement."""

from decimal import ROUND_DOWN, Decimal
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import ACTOR, MAKER, Versioned, client_uuid_field
from bkkplan.ground.core.people import Person, within_reach
from bkkplan.ground.core.rows.constraints import all_or_none, signed_when
from budget.enums import LotAct, LotState, ProcurementWay
from budget.models.action_plan import Inclusion
from budget.models.entry_tables import EntryTable
from budget.models.money import BAHT
from communities.models import BudgetLine, Community

PIECES: dict[str, Any] = {"max_digits": 10, "decimal_places": 2}
HAS_AN_ORDER = [LotState.ORDERED, LotState.CLOSED]


def whole_if_it_is(n: Decimal) -> Decimal:
    """A number of pieces as people read it: 3 for 3.00, and 2.5 for 2.50."""
    return n.quantize(Decimal(1), ROUND_DOWN) if n == n.to_integral_value() else n.normalize()


class LotQuerySet(models.QuerySet["Lot"]):
    def visible_to(self, user: Person) -> Self:
        return self.filter(within_reach(user, year="fiscal_year"))


class Lot(Versioned):
    """การจัดซื้อรวม: goods of one kind, bought in one procurement of a district for several communities.

    The portal records what was done elsewhere. The contract or order binds money of each action-plan item by the lines
    that stand in it (`LotEntry`).
    """

    uuid = client_uuid_field()
    district = models.ForeignKey("districts.District", on_delete=models.PROTECT, related_name="lots")
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    title = models.CharField(_("สิ่งที่จัดซื้อ"), max_length=200)
    way = models.CharField(_("วิธีจัดซื้อ"), max_length=12, choices=ProcurementWay, blank=True)
    egp_number = models.CharField(_("เลขที่โครงการ e-GP"), max_length=40, blank=True)
    egp_link = models.CharField(_("ลิงก์ e-GP"), max_length=500, blank=True, validators=[URLValidator(["http", "https"])])
    state = models.CharField(_("สถานะ"), max_length=12, choices=LotState, default=LotState.GATHERING)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    seller = models.CharField(_("ผู้ขาย"), max_length=200, blank=True)
    order_no = models.CharField(_("เลขที่สัญญาหรือใบสั่งซื้อ"), max_length=100, blank=True)
    due_on = models.DateField(_("กำหนดส่งมอบ"), null=True, blank=True)
    ordered_on = models.DateField(_("วันที่ทำสัญญาหรือใบสั่งซื้อ"), null=True, blank=True)
    ordered_at = models.DateTimeField(null=True, blank=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    ended_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    end_reason = models.CharField(_("เหตุผลที่ยกเลิก"), max_length=300, blank=True)

    bureau_id: ClassVar[None] = None  # the rules of money ask for it; a bureau buys nothing together here

    objects = LotQuerySet.as_manager()

    class Meta:
        verbose_name = _("การจัดซื้อรวม")
        verbose_name_plural = _("การจัดซื้อรวม")
        indexes = [models.Index(fields=["district", "fiscal_year"], name="lots_of_a_district")]
        constraints = [
            all_or_none("ordered_on", "ordered_at", "ordered_by", name="order_of_a_lot_is_signed"),
            models.CheckConstraint(
                condition=Q(ordered_on=None, due_on=None, order_no="")
                | (Q(ordered_on__isnull=False, due_on__gte=F("ordered_on")) & ~Q(order_no="")),
                name="order_of_a_lot_has_its_number_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=LotState.GATHERING, ordered_on__isnull=False)
                & ~Q(state__in=HAS_AN_ORDER, ordered_on=None),
                name="ordered_lot_has_its_order",
            ),
            signed_when(
                Q(state__in=[LotState.CLOSED, LotState.CANCELLED]),
                "ended_on",
                "ended_at",
                "ended_by",
                name="lot_that_is_over_is_signed",
            ),
            models.CheckConstraint(
                condition=(Q(state=LotState.CANCELLED) & ~Q(end_reason=""))
                | (~Q(state=LotState.CANCELLED) & Q(end_reason="")),
                name="cancelled_lot_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("budget:lot", args=[self.uuid])

    @property
    def year(self) -> FiscalYear:
        return FiscalYear(self.fiscal_year)


class LotLineQuerySet(models.QuerySet["LotLine"]):
    def standing(self) -> Self:
        """Lines that nobody took out of their lot."""
        return self.filter(removed_at=None)


class LotLine(models.Model):
    """What one project gets out of a lot: a line of its budget, as it was when it was gathered.

    A budget line stands in one lot at a time. It leaves when it is taken out before the order, or when the lot is
    cancelled before anything of it was delivered.
    """

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="lines")
    budget_line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="+")
    # Which project in which item: the item's money pays for the line.
    inclusion = models.ForeignKey(Inclusion, on_delete=models.PROTECT, related_name="lot_lines")
    item = models.CharField(_("รายการ"), max_length=200)
    quantity = models.DecimalField(_("จำนวน"), **PIECES)
    unit = models.CharField(_("หน่วย"), max_length=40, blank=True)
    unit_price = models.DecimalField(_("ราคาต่อหน่วย (บาท)"), **BAHT)
    amount = models.DecimalField(_("เป็นเงิน (บาท)"), **BAHT)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = LotLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("รายการในการจัดซื้อรวม")
        verbose_name_plural = _("รายการในการจัดซื้อรวม")
        constraints = [
            models.UniqueConstraint(
                fields=["budget_line"], condition=Q(removed_at=None), name="budget_line_stands_in_one_lot"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0, amount__gte=0), name="lot_line_has_pieces"),
            all_or_none("removed_at", "removed_by", name="removal_of_a_lot_line_is_signed"),
        ]

    def __str__(self) -> str:
        return self.item

    @property
    def ordered(self) -> Decimal:
        return whole_if_it_is(self.quantity)

    @property
    def community(self) -> Community:
        return self.inclusion.project.revision.plan.community


class LotEntry(models.Model):
    """One act with the money of a lot: its order, a change of the contract, or a payment.

    ``table`` has its acts in the ledger, one for each item; what was taken back is told from there.
    """

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="entries")
    table = models.OneToOneField(EntryTable, on_delete=models.PROTECT, related_name="lot_entry")
    kind = models.CharField(_("รายการ"), max_length=12, choices=LotAct)
    amount = models.DecimalField(_("จำนวนเงิน (บาท)"), **BAHT)
    # Kept back from a payment for late delivery. It is the city's income, so it is no entry of the ledger.
    fine = models.DecimalField(_("ค่าปรับ (บาท)"), **BAHT, default=0)
    on = models.DateField(_("วันที่"))
    document_no = models.CharField(_("เลขที่เอกสาร"), max_length=100, blank=True)
    note = models.CharField(_("หมายเหตุ"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("รายการเงินของการจัดซื้อรวม")
        verbose_name_plural = _("รายการเงินของการจัดซื้อรวม")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, fine__gte=0, fine__lte=F("amount")), name="lot_entry_has_an_amount"
            ),
            models.CheckConstraint(condition=Q(kind=LotAct.PAYMENT) | Q(fine=0), name="only_a_payment_keeps_a_fine"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.lot}"


class LotShare(models.Model):
    """A line's share of a lot's entry. The shares of an entry add up to its amount (a trigger says so).

    ``act`` is the act of the ledger, or of a payment that waits, in which the share was entered with those of the
    item's other lines: the share counts as long as that act stands.
    """

    entry = models.ForeignKey(LotEntry, on_delete=models.PROTECT, related_name="shares")
    line = models.ForeignKey(LotLine, on_delete=models.PROTECT, related_name="shares")
    amount = models.DecimalField(_("จำนวนเงิน (บาท)"), **BAHT)
    act = models.UUIDField(db_index=True)

    class Meta:
        verbose_name = _("ส่วนแบ่งของการจัดซื้อรวม")
        verbose_name_plural = _("ส่วนแบ่งของการจัดซื้อรวม")
        constraints = [
            models.UniqueConstraint(fields=["entry", "line"], name="lot_entry_has_one_share_of_a_line"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="share_of_a_lot_is_positive"),
        ]


class LotInspectionQuerySet(models.QuerySet["LotInspection"]):
    def standing(self) -> Self:
        return self.filter(undone_at=None)


class LotInspection(models.Model):
    """ตรวจรับ: the committee counted what was delivered on a day."""

    uuid = client_uuid_field()
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="inspections")
    on = models.DateField(_("วันที่ตรวจรับ"))
    inspectors = models.CharField(_("ผู้ตรวจรับ"), max_length=300)
    note = models.CharField(_("หมายเหตุ"), max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = LotInspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("การตรวจรับ")
        verbose_name_plural = _("การตรวจรับ")
        constraints = [all_or_none("undone_at", "undone_by", name="undoing_of_an_inspection_is_signed")]

    def __str__(self) -> str:
        return str(self.lot)


class LotPieces(models.Model):
    """How many pieces of a line were received at an inspection."""

    inspection = models.ForeignKey(LotInspection, on_delete=models.PROTECT, related_name="pieces")
    line = models.ForeignKey(LotLine, on_delete=models.PROTECT, related_name="pieces")
    received = models.DecimalField(_("รับจริง"), **PIECES)

    class Meta:
        verbose_name = _("จำนวนที่ตรวจรับ")
        verbose_name_plural = _("จำนวนที่ตรวจรับ")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "line"], name="line_is_counted_once_at_an_inspection"),
            models.CheckConstraint(condition=Q(received__gt=Decimal(0)), name="received_pieces_are_positive"),
        ]


class Handover(Versioned):
    """A community received its goods of a lot: on which day, with which asset numbers, and who keeps them."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="handovers")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("วันที่ส่งมอบ"))
    asset_numbers = models.TextField(_("เลขทะเบียนครุภัณฑ์"), blank=True)
    keeper = models.CharField(_("ผู้ดูแล"), max_length=150)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)

    class Meta:
        verbose_name = _("การส่งมอบให้ชุมชน")
        verbose_name_plural = _("การส่งมอบให้ชุมชน")
        constraints = [
            models.UniqueConstraint(fields=["lot", "community"], name="community_receives_a_lot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.lot} · {self.community}"
