from typing import Self
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from bkkplan.core.clock import today
from bkkplan.core.fiscal import FiscalYear
from bkkplan.core.models import Versioned
from bkkplan.core.people import Person
from communities.enums import AdoptionMethod, MoneySource, ProjectKind, ProjectNature, RevisionState
from communities.models.committee import CommitteeMember
from communities.models.community import Community

ACTOR = {"null": True, "blank": True, "on_delete": models.PROTECT, "related_name": "+"}
SCORE = [MinValueValidator(1), MaxValueValidator(5)]


class PlanArea(models.Model):
    """ด้านของแผนพัฒนาชุมชน: five, fixed words."""

    code = models.SlugField(_("รหัส"), max_length=16, unique=True)
    name_th = models.CharField(_("ด้าน"), max_length=100, unique=True)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=100)
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        verbose_name = _("ด้านของแผน")
        verbose_name_plural = _("ด้านของแผน")

    def __str__(self) -> str:
        return self.name_th


class PlanTemplate(models.Model):
    """The sections that a plan of a given year has. A plan keeps the version that it was begun with.

    ``sections``: [{"code": "vision", "title_th": …, "title_en": …, "help_th": …, "required": true, "rows": 4}, …]
    """

    version = models.PositiveSmallIntegerField(unique=True)
    from_year = models.PositiveSmallIntegerField(_("ใช้กับแผนตั้งแต่ปี (พ.ศ.)"))
    sections = models.JSONField()

    class Meta:
        verbose_name = _("แบบแผนพัฒนาชุมชน")
        verbose_name_plural = _("แบบแผนพัฒนาชุมชน")


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: Person) -> Self:
        """The only door to plans: the city's staff see all, a district its communities', a committee its own,

        and everyone those with a confirmed revision.
        """
        confirmed = Q(pk__in=PlanRevision.objects.filter(state=RevisionState.CONFIRMED).values("plan"))
        if not user.is_authenticated:
            return self.filter(confirmed)
        held = user.held_assignments
        if any(a.district_id is None for a in held):
            return self
        seats = CommitteeMember.objects.current(today()).filter(user=user.pk).values("committee__community")
        districts = [a.district_id for a in held]
        return self.filter(confirmed | Q(community__district__in=districts) | Q(community__in=seats))

    def for_year(self, year: FiscalYear) -> Self:
        return self.filter(fiscal_year=year.be)

    def with_latest_revision(self) -> Self:
        """Annotates ``latest_id`` and ``state`` from the newest revision."""
        latest = PlanRevision.objects.filter(plan=OuterRef("pk")).order_by("-number")
        return self.annotate(latest_id=Subquery(latest.values("pk")[:1]), state=Subquery(latest.values("state")[:1]))


class Plan(models.Model):
    """แผนพัฒนาชุมชน: one per community and per fiscal year that it is *for*."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="plans")
    fiscal_year = models.PositiveSmallIntegerField(_("แผนของปีงบประมาณ (พ.ศ.)"))
    template = models.ForeignKey(PlanTemplate, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("แผนพัฒนาชุมชน")
        verbose_name_plural = _("แผนพัฒนาชุมชน")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "fiscal_year"],
                name="community_has_one_plan_for_a_year",
                violation_error_message=_("ชุมชนนี้มีแผนของปีนี้แล้ว"),
            ),
            models.CheckConstraint(condition=Q(fiscal_year__range=(2540, 2700)), name="plan_year_is_buddhist_era"),
        ]


class PlanRevision(Versioned):
    """One numbered edition of a plan: draft, submitted, then returned (with reasons) or confirmed.

    A returned revision is frozen; the committee goes on in the next one, a copy of it. Adoption by the
    community's meeting and confirmation by the district are two facts, in either order, each of which may
    later be cancelled on a day; KPI 2 reads these days, never the state.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("ฉบับที่"))
    state = models.CharField(_("สถานะ"), max_length=12, choices=RevisionState, default=RevisionState.DRAFT)
    # {section code: text}, by the plan's template.
    texts = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    submitted_on = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    returned_on = models.DateField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    return_reason = models.TextField(_("เหตุผลที่ส่งกลับ"), blank=True)
    confirmed_on = models.DateField(_("วันที่เขตรับรอง"), null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    confirmation_withdrawn_on = models.DateField(null=True, blank=True)
    adopted_on = models.DateField(_("วันที่ที่ประชุมชุมชนรับรอง"), null=True, blank=True)
    adoption_method = models.CharField(_("รับรองโดย"), max_length=20, choices=AdoptionMethod, blank=True)
    adoption_recorded_at = models.DateTimeField(null=True, blank=True)
    adoption_recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    adoption_cancelled_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("ฉบับของแผน")
        verbose_name_plural = _("ฉบับของแผน")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_revision_is_numbered_once"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state__in=[RevisionState.DRAFT, RevisionState.SUBMITTED]),
                name="plan_has_one_open_revision",
            ),
            models.CheckConstraint(
                condition=Q(state=RevisionState.DRAFT, submitted_on=None, submitted_at=None)
                | (~Q(state=RevisionState.DRAFT) & Q(submitted_on__isnull=False, submitted_at__isnull=False)),
                name="revision_that_left_draft_was_submitted",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=RevisionState.RETURNED, returned_on__isnull=False, returned_at__isnull=False)
                    & ~Q(return_reason="")
                )
                | (~Q(state=RevisionState.RETURNED) & Q(returned_on=None, returned_at=None, return_reason="")),
                name="returned_revision_has_a_day_and_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=RevisionState.CONFIRMED, confirmed_on__isnull=False, confirmed_at__isnull=False)
                | (~Q(state=RevisionState.CONFIRMED) & Q(confirmed_on=None, confirmed_at=None)),
                name="confirmed_revision_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(confirmation_withdrawn_on=None)
                | Q(confirmed_on__isnull=False, confirmation_withdrawn_on__gte=F("confirmed_on")),
                name="confirmation_is_withdrawn_after_it_was_given",
            ),
            models.CheckConstraint(
                condition=(Q(adopted_on=None, adoption_recorded_at=None, adoption_method=""))
                | (Q(adopted_on__isnull=False, adoption_recorded_at__isnull=False) & ~Q(adoption_method="")),
                name="adoption_has_a_day_and_a_method",
            ),
            models.CheckConstraint(
                condition=Q(adoption_cancelled_on=None)
                | Q(adopted_on__isnull=False, adoption_cancelled_on__gte=F("adopted_on")),
                name="adoption_is_cancelled_after_it_happened",
            ),
        ]


class PlanProblem(Versioned):
    """ปัญหาและความต้องการ: what is wrong, why, and the way out."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    revision = models.ForeignKey(PlanRevision, on_delete=models.PROTECT, related_name="problems")
    position = models.PositiveSmallIntegerField()
    problem = models.TextField(_("ปัญหาหรือความต้องการ"))
    cause = models.TextField(_("สาเหตุ"), blank=True)
    way_out = models.TextField(_("แนวทางแก้ไข"), blank=True)

    class Meta:
        verbose_name = _("ปัญหาและความต้องการ")
        verbose_name_plural = _("ปัญหาและความต้องการ")


class PlanProject(Versioned):
    """โครงการในแผนพัฒนาชุมชน, by the ten items of the city's project form.

    ``lineage`` is the same for one project through all revisions of its plan; ``carried_from`` is the
    project of an earlier year that it continues.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    lineage = models.UUIDField(default=uuid4, editable=False, db_index=True)
    revision = models.ForeignKey(PlanRevision, on_delete=models.PROTECT, related_name="projects")
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_into"
    )
    rank = models.PositiveSmallIntegerField(_("ลำดับความสำคัญ"))
    title = models.CharField(_("ชื่อโครงการ"), max_length=300)
    kind = models.CharField(_("ลักษณะการดำเนินงาน"), max_length=8, choices=ProjectKind, default=ProjectKind.AGENCY)
    areas = models.ManyToManyField(PlanArea, verbose_name=_("ด้าน"), related_name="projects")
    problem = models.ForeignKey(
        PlanProblem, verbose_name=_("แก้ปัญหาข้อ"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(_("หลักการและเหตุผล"), blank=True)
    objectives = models.TextField(_("วัตถุประสงค์"), blank=True)
    target = models.TextField(_("เป้าหมาย"), blank=True)
    nature = models.CharField(_("ลักษณะโครงการ"), max_length=12, choices=ProjectNature, blank=True)
    starts_in = models.PositiveSmallIntegerField(_("เริ่มเดือน"), null=True, blank=True)
    ends_in = models.PositiveSmallIntegerField(_("ถึงเดือน"), null=True, blank=True)
    place = models.CharField(_("สถานที่ดำเนินการ"), max_length=300, blank=True)
    # [{"activity": "…", "months": [10, 11]}, …], months of the calendar.
    work_plan = models.JSONField(_("แผนการดำเนินงาน"), default=list, blank=True)
    expected_benefit = models.TextField(_("ผลที่คาดว่าจะได้รับ"), blank=True)
    risk = models.TextField(_("ความเสี่ยงและการจัดการ"), blank=True)
    follow_up = models.TextField(_("การติดตามและประเมินผล"), blank=True)
    score_size = models.PositiveSmallIntegerField(_("ขนาดของปัญหา"), null=True, blank=True, validators=SCORE)
    score_urgency = models.PositiveSmallIntegerField(_("ความเร่งด่วน"), null=True, blank=True, validators=SCORE)
    score_feasibility = models.PositiveSmallIntegerField(_("ความเป็นไปได้"), null=True, blank=True, validators=SCORE)
    score_cooperation = models.PositiveSmallIntegerField(_("ความร่วมมือ"), null=True, blank=True, validators=SCORE)
    # Sum of the budget lines, kept in the same transaction, so that lists need no join.
    amount = models.DecimalField(_("วงเงิน (บาท)"), max_digits=14, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("โครงการในแผนพัฒนาชุมชน")
        verbose_name_plural = _("โครงการในแผนพัฒนาชุมชน")
        constraints = [
            models.UniqueConstraint(fields=["revision", "lineage"], name="project_stands_once_in_a_revision"),
            models.UniqueConstraint(
                fields=["revision", "rank"],
                name="project_ranks_differ",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="project_amount_is_not_negative"),
            models.CheckConstraint(
                condition=(Q(starts_in=None) | Q(starts_in__range=(1, 12)))
                & (Q(ends_in=None) | Q(ends_in__range=(1, 12))),
                name="project_months_are_months",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BudgetLine(models.Model):
    """One line of a project's money: item, quantity, unit price and who pays."""

    project = models.ForeignKey(PlanProject, on_delete=models.CASCADE, related_name="budget_lines")
    position = models.PositiveSmallIntegerField()
    item = models.CharField(_("รายการ"), max_length=200)
    quantity = models.DecimalField(_("จำนวน"), max_digits=10, decimal_places=2, default=1)
    unit = models.CharField(_("หน่วย"), max_length=40, blank=True)
    unit_price = models.DecimalField(_("ราคาต่อหน่วย (บาท)"), max_digits=14, decimal_places=2)
    amount = models.DecimalField(_("เป็นเงิน (บาท)"), max_digits=14, decimal_places=2)
    source = models.CharField(_("แหล่งเงิน"), max_length=12, choices=MoneySource, default=MoneySource.DISTRICT)

    class Meta:
        verbose_name = _("รายการงบประมาณ")
        verbose_name_plural = _("รายการงบประมาณ")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "position"], name="budget_lines_have_places", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gte=0, amount__gte=0), name="budget_line_is_not_negative"
            ),
        ]
