from collections.abc import Collection
from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.models import Section
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import ACTOR, MAKER, Versioned
from bkkplan.ground.core.people import Visitor, within_reach
from bkkplan.ground.core.rows.constraints import all_or_none, signed_when, two_persons
from budget.enums import OPEN_STATES, EditionState, ItemProgress, Part
from budget.models.naming import MoneyCategory
from budget.models.trees import StrategyNode


def who_is_in_charge(section: Section | None, other: str) -> str:
    """ผู้รับผิดชอบ as the plan shows it: the section by its name of today, and who else is named."""
    return " · ".join(filter(None, [section.name_today if section else "", other]))


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    def visible_to(self, user: Visitor) -> Self:
        """The action plans that a person may see.

        Everyone sees approved plans; a district's staff and the city see drafts too. Every page loads action plans
        through this.
        """
        approved = Exists(ActionPlanEdition.objects.filter(plan=OuterRef("pk"), state=EditionState.APPROVED))
        return self.filter(Q(approved) | within_reach(user, year="fiscal_year"))

    def in_year(self, year: FiscalYear) -> Self:
        return self.filter(fiscal_year=year.be)


class ActionPlan(models.Model):
    """แผนปฏิบัติราชการประจำปี of one district office in one fiscal year."""

    district = models.ForeignKey(
        "districts.District", verbose_name=_("เขต"), on_delete=models.PROTECT, related_name="action_plans"
    )
    fiscal_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ (พ.ศ.)"))
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)

    bureau_id: ClassVar[None] = None  # a plan is of a district

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
        """Editions that are not decided: a draft, or waiting for the director. A plan has at most one."""
        return self.filter(state__in=OPEN_STATES)

    def in_use(self) -> Self:
        """Editions that are not discarded: approved ones, and the one under way."""
        return self.exclude(state=EditionState.DISCARDED)


class ActionPlanEdition(Versioned):
    """The plan as first approved (number 0) or one numbered amendment. Approved and discarded editions never change.

    The next amendment takes the number of a discarded one. ``submitted_through`` and ``approved_through`` name the
    maker of the one-time link if the person had logged in by one.
    """

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("แก้ไขเพิ่มเติมครั้งที่"))
    state = models.CharField(_("สถานะ"), max_length=12, choices=EditionState, default=EditionState.DRAFT)
    reason = models.TextField(_("เหตุผลที่แก้ไขเพิ่มเติม"), blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
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
            signed_when(
                Q(state=EditionState.APPROVED),
                "approved_on",
                "approved_at",
                "approved_by",
                through="approved_through",
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
            all_or_none(
                "submitted_on",
                "submitted_at",
                "submitted_by",
                through="submitted_through",
                name="submitted_edition_is_signed",
            ),
            all_or_none(
                "returned_on",
                "returned_at",
                "returned_by",
                reason="return_reason",
                name="edition_sent_back_is_signed_and_has_a_reason",
            ),
            signed_when(
                Q(state=EditionState.DISCARDED), "discarded_at", "discarded_by", name="discarded_amendment_is_signed"
            ),
            models.CheckConstraint(
                condition=~Q(state=EditionState.DISCARDED) | Q(number__gt=0), name="first_edition_is_never_discarded"
            ),
            models.CheckConstraint(
                condition=Q(number=0) | ~Q(reason=""),
                name="amendment_has_a_reason",
                violation_error_message=_("การแก้ไขเพิ่มเติมแผนต้องมีเหตุผล"),
            ),
        ]


class ItemQuerySet(models.QuerySet["ActionPlanItem"]):
    def visible_to(self, user: Visitor) -> Self:
        """The items that a person may see.

        Everyone sees items of approved editions; a district's staff and the city see drafts too. Every page loads items
        through this.
        """
        approved = Q(introduced_in__state=EditionState.APPROVED)
        return self.filter(approved | within_reach(user, "plan__district", year="plan__fiscal_year"))

    def live(self) -> Self:
        """Items that no edition dropped, not even an amendment that is not approved yet."""
        return self.filter(dropped_in=None)

    def of_sections(self, sections: Collection[int]) -> Self:
        """Items of which one of these sections is in charge today, also in the place of one that was merged into it."""
        return self.filter(Q(section__in=sections) | Q(section__merged_into__in=sections))

    def left_alone(self) -> Self:
        """Items whose section was closed, and which no section in use took over."""
        in_use = Q(section__closed_at=None) | Q(
            section__merged_into__isnull=False, section__merged_into__closed_at=None
        )
        return self.exclude(section=None).exclude(in_use)

    def carried(self) -> Self:
        """Items of the plan as approved: an approved edition brought them in, and no approved edition dropped them."""
        dropped = Q(dropped_in__state=EditionState.APPROVED)
        return self.filter(introduced_in__state=EditionState.APPROVED).exclude(dropped)


class ActionPlanItem(Versioned):
    """One line of the action plan.

    It is in the plan from the edition ``introduced_in`` until the edition ``dropped_in``.
    """

    uuid = models.UUIDField(default=uuid4, unique=True)
    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="items")
    # The act that brought it in together with others; empty for an item that was written by hand.
    taking = models.ForeignKey(
        "budget.TakingIn", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="items"
    )
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
    # None: the item needs no budget.
    planned_amount = models.DecimalField(_("งบประมาณ (บาท)"), max_digits=14, decimal_places=2, null=True, blank=True)
    money_source = models.CharField(_("แหล่งงบประมาณ"), max_length=200, blank=True)
    category = models.ForeignKey(
        MoneyCategory,
        verbose_name=_("หมวดหรืองบรายจ่าย"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    starts_in = models.PositiveSmallIntegerField(_("เริ่มเดือน"), null=True, blank=True)
    ends_in = models.PositiveSmallIntegerField(_("ถึงเดือน"), null=True, blank=True)
    # The section of the district's office that is in charge; its people are told and report the progress.
    section = models.ForeignKey(
        "accounts.Section",
        verbose_name=_("ฝ่ายที่รับผิดชอบ"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Who else is in charge: a unit outside the district's office, or a person.
    responsible = models.CharField(_("ผู้รับผิดชอบอื่น"), max_length=200, blank=True)
    strategy = models.ForeignKey(
        StrategyNode, verbose_name=_("ความสอดคล้อง"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(_("หมายเหตุ"), blank=True)
    # The code of this project in the city's own system.
    external_code = models.CharField(_("รหัสในระบบของ กทม."), max_length=40, blank=True)
    progress = models.CharField(_("ความก้าวหน้า"), max_length=12, choices=ItemProgress, default=ItemProgress.NOT_STARTED)
    done_on = models.DateField(_("แล้วเสร็จวันที่"), null=True, blank=True)
    cancelled_on = models.DateField(_("ยกเลิกวันที่"), null=True, blank=True, editable=False)
    # What came of the item; for a cancelled item, the reason.
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
            all_or_none(
                "dropped_in",
                reason="drop_reason",
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

    @property
    def in_charge(self) -> str:
        return who_is_in_charge(self.section, self.responsible)


class ItemChange(models.Model):
    """What an amendment changes in one approved item.

    The change is written into the item when the amendment is approved.
    """

    edition = models.ForeignKey(ActionPlanEdition, on_delete=models.PROTECT, related_name="changes")
    item = models.ForeignKey(ActionPlanItem, on_delete=models.PROTECT, related_name="changes")
    # {field: value as `audit.record.plain` writes it}. `before` is empty until the approval.
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)

    class Meta:
        verbose_name = _("การเปลี่ยนแปลงรายการ")
        verbose_name_plural = _("การเปลี่ยนแปลงรายการ")
        constraints = [models.UniqueConstraint(fields=["edition", "item"], name="amendment_changes_an_item_once")]


class InclusionQuerySet(models.QuerySet["Inclusion"]):
    def live(self) -> Self:
        """Inclusions that are not ended, that no amendment is taking out, and whose item is not dropped."""
        return self.filter(ended_on=None, removed_in=None, item__dropped_in=None)

    def in_force(self) -> Self:
        """In the plan as approved: what an amendment under way would change is as it was."""
        dropped = Q(item__dropped_in__state=EditionState.APPROVED)
        return self.filter(ended_on=None, edition__state=EditionState.APPROVED).exclude(dropped)


class Inclusion(models.Model):
    """A community-plan project that was taken into an action plan; KPI 3 counts these.

    Inclusions are ended, never deleted.

    ``edition`` is the edition that took the project in: the inclusion counts from the day on which it is approved.
    ``removed_in`` is the amendment that takes the project out: the inclusion ends when that one is approved.
    """

    project = models.ForeignKey("communities.PlanProject", on_delete=models.PROTECT, related_name="inclusions")
    item = models.ForeignKey(ActionPlanItem, on_delete=models.PROTECT, related_name="inclusions")
    # It may be later than the item's own edition: an amendment can add a project to an approved item.
    edition = models.ForeignKey(ActionPlanEdition, on_delete=models.PROTECT, related_name="inclusions")
    taking = models.ForeignKey(
        "budget.TakingIn", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="inclusions"
    )
    included_on = models.DateField(_("บรรจุเมื่อวันที่"))
    amount = models.DecimalField(_("จำนวนเงิน (บาท)"), max_digits=14, decimal_places=2, null=True, blank=True)
    reason = models.TextField(_("หมายเหตุ"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
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
            all_or_none(
                "ended_on",
                "ended_at",
                "ended_by",
                reason="ended_reason",
                name="ended_inclusion_is_signed_and_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("included_on")), name="inclusion_ends_after_it_began"
            ),
            all_or_none("removed_in", reason="removal_reason", name="removed_inclusion_has_a_reason"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="inclusion_amount_is_not_negative"
            ),
        ]
