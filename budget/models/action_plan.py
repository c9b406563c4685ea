from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.constraints import all_or_none, two_persons
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import Versioned
from bkkplan.ground.core.people import Person, within_reach
from budget.enums import OPEN_STATES, CheckOutcome, EditionState, ItemProgress, Part
from budget.models.strategy import StrategyNode

ACTOR: dict[str, Any] = {"null": True, "blank": True, "on_delete": models.PROTECT, "related_name": "+"}


class CheckQuerySet(models.QuerySet["ConsistencyCheck"]):
    def finished(self) -> Self:
        return self.filter(checked_on__isnull=False)


class ConsistencyCheck(Versioned):
    """ตรวจความสอดคล้อง: the district's three answers on one project of a submitted revision, and the outcome.

    Each answer is saved as it is given. The check is finished, and signed, once the three answers, a reason for
    every "no" and an outcome are there.
    """

    project = models.OneToOneField("communities.PlanProject", on_delete=models.PROTECT, related_name="check_result")
    fits_mission = models.BooleanField(_("สอดคล้องกับภารกิจของสำนักงานเขต"), null=True)
    mission_reason = models.TextField(_("เหตุผล"), blank=True)
    fits_area_strategy = models.BooleanField(_("สอดคล้องกับยุทธศาสตร์การพัฒนาของพื้นที่"), null=True)
    area_reason = models.TextField(_("เหตุผล"), blank=True)
    fits_city_strategy = models.BooleanField(_("สอดคล้องกับยุทธศาสตร์การพัฒนากรุงเทพมหานคร"), null=True)
    city_reason = models.TextField(_("เหตุผล"), blank=True)
    outcome = models.CharField(_("ผลการพิจารณา"), max_length=16, choices=CheckOutcome, blank=True)
    outcome_reason = models.TextField(_("เหตุผลของผลการพิจารณา"), blank=True)
    forwarded_to = models.CharField(_("ส่งต่อให้"), max_length=200, blank=True)
    strategy = models.ForeignKey(
        StrategyNode,
        verbose_name=_("ยุทธศาสตร์ที่สอดคล้อง"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    checked_on = models.DateField(_("ตรวจเมื่อวันที่"), null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("ผลตรวจความสอดคล้อง")
        verbose_name_plural = _("ผลตรวจความสอดคล้อง")
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_on=None, checked_at=None)
                | (
                    Q(checked_on__isnull=False, checked_at__isnull=False)
                    & Q(fits_mission__isnull=False, fits_area_strategy__isnull=False, fits_city_strategy__isnull=False)
                    & ~Q(outcome="")
                ),
                name="finished_check_has_three_answers_and_an_outcome",
                violation_error_message=_("ต้องตอบให้ครบสามข้อและเลือกผลการพิจารณา"),
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None)
                | (
                    (Q(fits_mission=True) | ~Q(mission_reason=""))
                    & (Q(fits_area_strategy=True) | ~Q(area_reason=""))
                    & (Q(fits_city_strategy=True) | ~Q(city_reason=""))
                ),
                name="a_no_has_a_reason",
                violation_error_message=_("ข้อที่ตอบว่าไม่สอดคล้องต้องมีเหตุผล"),
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None) | ~Q(outcome=CheckOutcome.NOT_POSSIBLE) | ~Q(outcome_reason=""),
                name="not_possible_has_a_reason",
                violation_error_message=_("โครงการที่ดำเนินการไม่ได้ต้องมีเหตุผล"),
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None) | ~Q(outcome=CheckOutcome.FORWARD) | ~Q(forwarded_to=""),
                name="forwarded_project_names_the_unit",
                violation_error_message=_("โครงการที่ส่งต่อต้องระบุหน่วยงาน"),
            ),
        ]


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    def visible_to(self, user: Person) -> Self:
        """The only door to action plans: approved ones to everyone, the rest to the district's staff and the city."""
        approved = Exists(ActionPlanEdition.objects.filter(plan=OuterRef("pk"), state=EditionState.APPROVED))
        return self.filter(Q(approved) | within_reach(user))

    def in_year(self, year: FiscalYear) -> Self:
        return self.filter(fiscal_year=year.be)


class ActionPlan(models.Model):
    """แผนปฏิบัติราชการประจำปี of one district office in one fiscal year."""

    district = models.ForeignKey(
        "districts.District", verbose_name=_("เขต"), on_delete=models.PROTECT, related_name="action_plans"
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("แผนปฏิบัติราชการประจำปี")
        verbose_name_plural = _("แผนปฏิบัติราชการประจำปี")
        constraints = [
            models.UniqueConstraint(fields=["district", "fiscal_year"], name="district_has_one_action_plan_a_year"),
            models.CheckConstraint(
                condition=Q(fiscal_year__range=(2540, 2700)), name="action_plan_year_is_buddhist_era"
            ),
        ]

    def __str__(self) -> str:
        return gettext("แผนปฏิบัติราชการประจำปี %(year)s") % {"year": self.fiscal_year}

    def get_absolute_url(self) -> str:
        return reverse("budget:action-plan", args=[self.year, self.district.code])

    @property
    def year(self) -> FiscalYear:
        return FiscalYear(self.fiscal_year)


class EditionQuerySet(models.QuerySet["ActionPlanEdition"]):
    def under_way(self) -> Self:
        """The one that a plan may have: a draft, or waiting for the director."""
        return self.filter(state__in=OPEN_STATES)

    def in_use(self) -> Self:
        """Not discarded: approved, or under way."""
        return self.exclude(state=EditionState.DISCARDED)


class ActionPlanEdition(Versioned):
    """The plan as first approved (number 0) or one numbered amendment. Approved and discarded editions are closed.

    The number of a discarded amendment is given again. ``…_through`` is the maker of the one-time link by which the
    person had come in, if it was one.
    """

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("แก้ไขเพิ่มเติมครั้งที่"))
    state = models.CharField(_("สถานะ"), max_length=12, choices=EditionState, default=EditionState.DRAFT)
    reason = models.TextField(_("เหตุผลที่แก้ไขเพิ่มเติม"), blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    submitted_on = models.DateField(_("เสนอเมื่อวันที่"), null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    submitted_through = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The last time the director sent it back; it is a draft again.
    returned_on = models.DateField(_("ส่งกลับเมื่อวันที่"), null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    return_reason = models.TextField(_("เหตุผลที่ส่งกลับ"), blank=True)
    approved_on = models.DateField(_("อนุมัติเมื่อวันที่"), null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    approved_through = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ฉบับของแผนปฏิบัติราชการ")
        verbose_name_plural = _("ฉบับของแผนปฏิบัติราชการ")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], condition=~Q(state=EditionState.DISCARDED), name="edition_is_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state__in=OPEN_STATES), name="action_plan_has_one_open_edition"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=EditionState.APPROVED,
                    approved_on__isnull=False,
                    approved_at__isnull=False,
                )
                | (~Q(state=EditionState.APPROVED) & Q(approved_on=None, approved_at=None, approved_by=None)),
                name="approved_edition_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[EditionState.SUBMITTED, EditionState.APPROVED]) | Q(submitted_at__isnull=False),
                name="edition_past_draft_was_submitted",
            ),
            two_persons(
                ("submitted_by", "submitted_through"),
                ("approved_by", "approved_through"),
                name="edition_is_approved_by_another_person",
                violation_error_message=_("ผู้เสนอแผนอนุมัติแผนนั้นเองไม่ได้"),
            ),
            all_or_none("submitted_on", "submitted_at", name="submitted_edition_has_a_day"),
            all_or_none("returned_on", "returned_at", name="edition_sent_back_has_a_day"),
            models.CheckConstraint(
                condition=Q(state=EditionState.DISCARDED, discarded_at__isnull=False, number__gt=0)
                | (~Q(state=EditionState.DISCARDED) & Q(discarded_at=None, discarded_by=None)),
                name="discarded_amendment_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(number=0) | ~Q(reason=""),
                name="amendment_has_a_reason",
                violation_error_message=_("การแก้ไขเพิ่มเติมแผนต้องมีเหตุผล"),
            ),
        ]


class ItemQuerySet(models.QuerySet["ActionPlanItem"]):
    def visible_to(self, user: Person) -> Self:
        """The only door to items: those of an approved edition to everyone, drafts to the district and the city."""
        approved = Q(introduced_in__state=EditionState.APPROVED)
        return self.filter(approved | within_reach(user, "plan__district"))

    def standing(self) -> Self:
        """Not dropped, not even by an amendment under way."""
        return self.filter(dropped_in=None)

    def carried(self) -> Self:
        """In the plan as approved: brought in by an approved edition and dropped by none."""
        dropped = Q(dropped_in__state=EditionState.APPROVED)
        return self.filter(introduced_in__state=EditionState.APPROVED).exclude(dropped)


class ActionPlanItem(Versioned):
    """One line of the action plan. Carried by the edition that introduced it until one drops it."""

    uuid = models.UUIDField(default=uuid4, unique=True)
    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="items")
    introduced_in = models.ForeignKey(ActionPlanEdition, on_delete=models.PROTECT, related_name="introduced")
    dropped_in = models.ForeignKey(
        ActionPlanEdition, null=True, blank=True, on_delete=models.PROTECT, related_name="dropped"
    )
    drop_reason = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(_("ที่"))
    part = models.CharField(_("ส่วน"), max_length=10, choices=Part, default=Part.STRATEGIC)
    title = models.CharField(_("โครงการ/กิจกรรม"), max_length=300)
    objective = models.TextField(_("วัตถุประสงค์"), blank=True)
    target = models.TextField(_("เป้าหมาย/ผลผลิต"), blank=True)
    indicator = models.TextField(_("ตัวชี้วัด (ค่าเป้าหมาย)"), blank=True)
    # None: without budget.
    planned_amount = models.DecimalField(_("งบประมาณ (บาท)"), max_digits=14, decimal_places=2, null=True, blank=True)
    money_source = models.CharField(_("แหล่งงบประมาณ"), max_length=200, blank=True)
    starts_in = models.PositiveSmallIntegerField(_("เริ่มเดือน"), null=True, blank=True)
    ends_in = models.PositiveSmallIntegerField(_("ถึงเดือน"), null=True, blank=True)
    responsible = models.CharField(_("ผู้รับผิดชอบ"), max_length=200, blank=True)
    strategy = models.ForeignKey(
        StrategyNode, verbose_name=_("ความสอดคล้อง"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(_("หมายเหตุ"), blank=True)
    progress = models.CharField(_("ความก้าวหน้า"), max_length=12, choices=ItemProgress, default=ItemProgress.NOT_STARTED)
    done_on = models.DateField(_("แล้วเสร็จวันที่"), null=True, blank=True)
    cancelled_on = models.DateField(_("ยกเลิกวันที่"), null=True, blank=True, editable=False)
    # Of a cancelled project: why.
    result = models.TextField(_("ผลการดำเนินงาน"), blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("โครงการ/กิจกรรมในแผนปฏิบัติราชการ")
        verbose_name_plural = _("โครงการ/กิจกรรมในแผนปฏิบัติราชการ")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"], name="items_have_places", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(planned_amount=None) | Q(planned_amount__gt=0), name="planned_amount_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(dropped_in=None) | ~Q(drop_reason=""),
                name="dropped_item_has_a_reason",
                violation_error_message=_("การตัดโครงการออกจากแผนต้องมีเหตุผล"),
            ),
            models.CheckConstraint(
                condition=(Q(starts_in=None) | Q(starts_in__range=(1, 12)))
                & (Q(ends_in=None) | Q(ends_in__range=(1, 12))),
                name="item_months_are_months",
            ),
            models.CheckConstraint(
                condition=(Q(progress=ItemProgress.DONE, done_on__isnull=False) & ~Q(result=""))
                | (~Q(progress=ItemProgress.DONE) & Q(done_on=None)),
                name="done_item_has_a_day_and_a_result",
            ),
            models.CheckConstraint(
                condition=(Q(progress=ItemProgress.CANCELLED, cancelled_on__isnull=False) & ~Q(result=""))
                | (~Q(progress=ItemProgress.CANCELLED) & Q(cancelled_on=None)),
                name="cancelled_item_has_a_day_and_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("budget:item", args=[self.uuid])


class ItemChange(models.Model):
    """What an amendment changes in an approved item. It takes effect, once, when the amendment is approved."""

    edition = models.ForeignKey(ActionPlanEdition, on_delete=models.PROTECT, related_name="changes")
    item = models.ForeignKey(ActionPlanItem, on_delete=models.PROTECT, related_name="changes")
    # {field: text as stored}; `before` is filled at approval.
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    class Meta:
        verbose_name = _("การเปลี่ยนแปลงรายการ")
        verbose_name_plural = _("การเปลี่ยนแปลงรายการ")
        constraints = [models.UniqueConstraint(fields=["edition", "item"], name="amendment_changes_an_item_once")]


class InclusionQuerySet(models.QuerySet["Inclusion"]):
    def standing(self) -> Self:
        """In force, or about to be: not ended, and not taken out by an amendment under way."""
        return self.filter(ended_on=None, removed_in=None, item__dropped_in=None)

    def in_force(self) -> Self:
        """In the plan as approved: what an amendment under way would change is as it was."""
        dropped = Q(item__dropped_in__state=EditionState.APPROVED)
        return self.filter(ended_on=None, edition__state=EditionState.APPROVED).exclude(dropped)


class Inclusion(models.Model):
    """A community-plan project taken into an action plan: what KPI 3 counts. Ended, never deleted.

    ``edition`` carries it: the inclusion is confirmed on the day that this edition is approved. ``removed_in``
    is an amendment that takes it out; its approval ends the row.
    """

    project = models.ForeignKey("communities.PlanProject", on_delete=models.PROTECT, related_name="inclusions")
    item = models.ForeignKey(ActionPlanItem, on_delete=models.PROTECT, related_name="inclusions")
    # The edition that carries it: an amendment may take a project into an item that stood already.
    edition = models.ForeignKey(ActionPlanEdition, on_delete=models.PROTECT, related_name="inclusions")
    included_on = models.DateField(_("บรรจุเมื่อวันที่"))
    amount = models.DecimalField(_("จำนวนเงิน (บาท)"), max_digits=14, decimal_places=2, null=True, blank=True)
    reason = models.TextField(_("หมายเหตุ"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    removed_in = models.ForeignKey(
        ActionPlanEdition, null=True, blank=True, on_delete=models.PROTECT, related_name="removals"
    )
    removal_reason = models.TextField(_("เหตุผลที่ถอนโครงการ"), blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    ended_reason = models.TextField(blank=True)

    objects = InclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("การบรรจุโครงการ")
        verbose_name_plural = _("การบรรจุโครงการ")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "item"], condition=Q(ended_on=None), name="project_is_included_once_in_an_item"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_at=None, ended_by=None, ended_reason="")
                | (
                    Q(ended_on__isnull=False, ended_at__isnull=False, ended_on__gte=F("included_on"))
                    & ~Q(ended_reason="")
                ),
                name="ended_inclusion_has_a_day_and_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(removed_in=None, removal_reason="") | (Q(removed_in__isnull=False) & ~Q(removal_reason="")),
                name="removed_inclusion_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="inclusion_amount_is_not_negative"
            ),
        ]
