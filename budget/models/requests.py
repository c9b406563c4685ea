"""What an office asks for a year, and what others decided on it, stage by stage."""

from decimal import Decimal
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import ACTOR, MAKER
from bkkplan.ground.core.people import Person, holds_role, within_reach
from bkkplan.ground.core.rows.constraints import all_or_none, signed_when
from budget.enums import AskingStage, RequestState
from budget.models.action_plan import ActionPlanItem
from budget.models.money import BAHT
from budget.models.naming import MoneyCategory, MoneySource, NamedSource
from budget.models.strategy import FlagshipProject


class BudgetRequestQuerySet(models.QuerySet["BudgetRequest"]):
    def visible_to(self, user: Person) -> Self:
        """Staff only: a district's own, those of the flagship projects that a person sees, all for the city."""
        if not holds_role(user):
            return self.none()
        flagships = FlagshipProject.objects.visible_to(user)
        return self.filter(Q(flagship__in=flagships) | Q(district__isnull=False) & within_reach(user))


class BudgetRequest(models.Model):
    """คำขอตั้งงบประมาณ: for one flagship project, or for the yearly budget of one district."""

    flagship = models.OneToOneField(
        FlagshipProject, null=True, blank=True, on_delete=models.PROTECT, related_name="budget_request"
    )
    district = models.ForeignKey(
        "districts.District", null=True, blank=True, on_delete=models.PROTECT, related_name="budget_requests"
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    state = models.CharField(_("สถานะ"), max_length=12, choices=RequestState, default=RequestState.DRAFT)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    handed_in_on = models.DateField(_("ยื่นเมื่อวันที่"), null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = BudgetRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("คำขอตั้งงบประมาณ")
        verbose_name_plural = _("คำขอตั้งงบประมาณ")
        constraints = [
            models.CheckConstraint(
                condition=Q(flagship__isnull=False, district=None) | Q(flagship=None, district__isnull=False),
                name="request_has_one_asker",
            ),
            models.UniqueConstraint(fields=["district", "fiscal_year"], name="district_asks_once_a_year"),
            signed_when(
                Q(state=RequestState.HANDED_IN),
                "handed_in_on",
                "handed_in_at",
                "handed_in_by",
                name="request_handed_in_is_signed",
            ),
        ]

    def __str__(self) -> str:
        words = {"year": self.fiscal_year, "whose": self.flagship or self.district}
        return gettext("คำขอตั้งงบประมาณปี %(year)s %(whose)s") % words

    def get_absolute_url(self) -> str:
        return reverse("budget:request", args=[self.pk])

    @property
    def year(self) -> FiscalYear:
        return FiscalYear(self.fiscal_year)

    @property
    def is_draft(self) -> bool:
        return self.state == RequestState.DRAFT


class RequestLine(models.Model):
    """One thing that is asked for: an item of the action plan, projects of community plans, or a text of its own."""

    request = models.ForeignKey(BudgetRequest, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField(_("ที่"))
    title = models.CharField(_("รายการ"), max_length=300)
    amount = models.DecimalField(_("ขอตั้ง (บาท)"), **BAHT)
    category = models.ForeignKey(
        MoneyCategory,
        verbose_name=_("หมวดหรืองบรายจ่าย"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField(_("เหตุผลความจำเป็น"), blank=True)
    item = models.ForeignKey(
        ActionPlanItem, null=True, blank=True, on_delete=models.PROTECT, related_name="request_lines"
    )
    projects = models.ManyToManyField(
        "communities.PlanProject", through="RequestedProject", related_name="request_lines", blank=True
    )

    class Meta:
        verbose_name = _("รายการในคำขอ")
        verbose_name_plural = _("รายการในคำขอ")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "position"], name="request_lines_have_places", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=["request", "item"], name="item_is_asked_for_once_in_a_request"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="asked_amount_is_positive"),
        ]

    def __str__(self) -> str:
        return self.title


class RequestedProject(models.Model):
    """A project of a community's plan from which a line comes."""

    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="requested")
    project = models.ForeignKey("communities.PlanProject", on_delete=models.PROTECT, related_name="requested")

    class Meta:
        verbose_name = _("โครงการที่ขอ")
        verbose_name_plural = _("โครงการที่ขอ")
        constraints = [models.UniqueConstraint(fields=["line", "project"], name="project_stands_once_in_a_line")]


class RequestStageQuerySet(models.QuerySet["RequestStage"]):
    def live(self) -> Self:
        return self.filter(withdrawn_on=None)


class RequestStage(models.Model):
    """What one body decided on a request, with its paper. A mistake is withdrawn with a reason and recorded anew.

    Money may be voted more than once: by an added ordinance, from the central budget, or again after a referral. The
    amounts of each stage are what stands after it in all.
    """

    uuid = models.UUIDField(default=uuid4, unique=True)
    request = models.ForeignKey(BudgetRequest, on_delete=models.PROTECT, related_name="stages")
    kind = models.PositiveSmallIntegerField(_("ขั้น"), choices=AskingStage)
    on = models.DateField(_("วันที่"))
    body = models.CharField(_("ผู้พิจารณา"), max_length=200)
    number = models.CharField(_("เลขที่เอกสาร"), max_length=100)
    # Where the voted money comes from.
    source = models.ForeignKey(
        MoneySource, verbose_name=_("แหล่งเงิน"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source_number = models.PositiveSmallIntegerField(_("ฉบับที่"), null=True, blank=True)
    file = models.FileField(upload_to="evidence/", blank=True)
    original_name = models.CharField(_("ชื่อไฟล์"), max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    withdrawn_reason = models.TextField(blank=True)
    # The act of the ledger that granted what was voted; empty until then.
    granted_act = models.UUIDField(null=True, blank=True)

    objects = RequestStageQuerySet.as_manager()

    class Meta:
        verbose_name = _("ขั้นของคำขอ")
        verbose_name_plural = _("ขั้นของคำขอ")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "kind"],
                condition=Q(withdrawn_on=None, kind__lt=AskingStage.VOTED),
                name="request_passes_a_stage_before_the_vote_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=AskingStage.VOTED, source__isnull=False)
                | (~Q(kind=AskingStage.VOTED) & Q(source=None, source_number=None, granted_act=None)),
                name="voted_money_names_its_source",
            ),
            all_or_none(
                "withdrawn_on",
                "withdrawn_at",
                "withdrawn_by",
                reason="withdrawn_reason",
                name="withdrawn_stage_is_signed_and_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> str:
        """The stage in words; voted money is called by its source."""
        return str(NamedSource(self.source, self.source_number) if self.source else AskingStage(self.kind).label)

    @property
    def total(self) -> Decimal:
        return sum((row.amount for row in self.amounts.all()), Decimal(0))


class StageAmount(models.Model):
    """What a stage left of one line; an amount that differs from the stage before has a reason."""

    stage = models.ForeignKey(RequestStage, on_delete=models.PROTECT, related_name="amounts")
    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="amounts")
    amount = models.DecimalField(_("จำนวนเงิน (บาท)"), **BAHT)
    reason = models.TextField(_("เหตุผล"), blank=True)

    class Meta:
        verbose_name = _("จำนวนเงินในขั้น")
        verbose_name_plural = _("จำนวนเงินในขั้น")
        constraints = [
            models.UniqueConstraint(fields=["stage", "line"], name="line_has_one_amount_at_a_stage"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="amount_at_a_stage_is_not_negative"),
        ]
