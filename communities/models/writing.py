"""What a committee writes in one revision of a plan: section texts, problems and needs, projects with their money."""

from typing import Any, Self, cast
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import Versioned, client_uuid_field
from bkkplan.ground.core.questions.with_rows import with_rows
from bkkplan.ground.core.rows.constraints import all_or_none
from communities.enums import PlannedSource, ProjectKind, ProjectNature
from communities.models.plan import PlanArea, PlanRevision

# The columns in which people write, of a problem and of a project.
PROBLEM_WORDS = ("problem", "cause", "way_out")
PROJECT_WORDS = (
    "title", "kind", "reason", "objectives", "target", "nature", "starts_in", "ends_in", "place", "work_plan",
    "expected_benefit", "risk", "follow_up", "score_size", "score_urgency", "score_feasibility", "score_cooperation",
)  # fmt: skip
SCORE = [MinValueValidator(1), MaxValueValidator(5)]


class PlanSection(Versioned):
    """The text of one section of a plan. The row exists once a text was saved."""

    revision = models.ForeignKey(PlanRevision, on_delete=models.PROTECT, related_name="sections")
    code = models.SlugField(max_length=40)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("ข้อความในแผน")
        verbose_name_plural = _("ข้อความในแผน")
        constraints = [models.UniqueConstraint(fields=["revision", "code"], name="section_stands_once_in_a_revision")]


class RowQuerySet(models.QuerySet[Any]):
    def live(self) -> Self:
        """What the plan says: rows that nobody took out, in their order."""
        return self.filter(removed_at=None)


class PlanRow(Versioned):
    """A row that people write, order and remove. A removed row can be put back while the revision is a draft.

    Subclasses add the place in the order; a removed row has none.
    """

    uuid = client_uuid_field()
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class PlanProblem(PlanRow):
    """ปัญหาและความต้องการ: what is wrong, why, and the way out."""

    revision = models.ForeignKey(PlanRevision, on_delete=models.PROTECT, related_name="problems")
    position = models.PositiveSmallIntegerField(_("ข้อ"), null=True)
    problem = models.TextField(_("ปัญหาหรือความต้องการ"))
    cause = models.TextField(_("สาเหตุ"), blank=True)
    way_out = models.TextField(_("แนวทางแก้ไข"), blank=True)

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = _("ปัญหาและความต้องการ")
        verbose_name_plural = _("ปัญหาและความต้องการ")
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "position"],
                name="problem_places_differ",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, position__isnull=False) | Q(removed_at__isnull=False, position=None),
                name="removed_problem_has_no_place",
            ),
            all_or_none("removed_at", "removed_by", name="removal_of_a_problem_is_signed"),
        ]

    def __str__(self) -> str:
        return self.problem


class ProjectQuerySet(RowQuerySet):
    def with_areas_and_lines(self) -> Self:
        """Each with its areas and the lines of its budget, by the question that brings the projects."""
        areas = PlanArea.objects.filter(projects=OuterRef("pk")).order_by("position", "pk")
        lines = BudgetLine.objects.filter(project=OuterRef("pk")).order_by("position")
        return cast("Self", with_rows(self, areas=areas, budget_lines=lines))


class PlanProject(PlanRow):
    """โครงการในแผนพัฒนาชุมชน, by the ten items of the city's project form.

    ``lineage`` is the same for one project through all revisions of its plan; ``carried_from`` is the
    project of an earlier year that it continues.
    """

    lineage = models.UUIDField(default=uuid4, editable=False, db_index=True)
    revision = models.ForeignKey(PlanRevision, on_delete=models.PROTECT, related_name="projects")
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_into"
    )
    rank = models.PositiveSmallIntegerField(_("ลำดับความสำคัญ"), null=True)
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
    # The sum of the budget lines in baht, saved in the same transaction, so that lists need no join.
    amount = models.DecimalField(_("วงเงิน (บาท)"), max_digits=14, decimal_places=2, default=0)

    # In how many plans in a row it stands; `communities.queries.running` counts it for the projects of a page.
    years_running: int = 1
    # Who saved it last, by `communities.queries.writers`, on pages for those who work on the plan; None elsewhere.
    last_written: object = None

    objects = ProjectQuerySet.as_manager()

    @property
    def lineage_code(self) -> str:
        return str(self.lineage)

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
            models.CheckConstraint(
                condition=Q(removed_at=None, rank__isnull=False) | Q(removed_at__isnull=False, rank=None),
                name="removed_project_has_no_rank",
            ),
            all_or_none("removed_at", "removed_by", name="removal_of_a_project_is_signed"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="project_amount_is_not_negative"),
            models.CheckConstraint(
                condition=(Q(starts_in=None) | Q(starts_in__range=(1, 12)))
                & (Q(ends_in=None) | Q(ends_in__range=(1, 12))),
                name="project_months_are_months",
            ),
        ]
        # KPI 3 counts each project once over all its editions: it reads nothing else of them.
        indexes = [models.Index(fields=["id"], include=["lineage"], name="lineage_of_each_project")]

    def __str__(self) -> str:
        return self.title


class BudgetLine(models.Model):
    """One line of a project's money: item, quantity, unit price and who pays.

    ``uuid`` stays when the line is saved again, so that a file that comes back finds its line.
    """

    uuid = models.UUIDField(default=uuid4, db_default=RandomUUID(), unique=True, editable=False)
    project = models.ForeignKey(PlanProject, on_delete=models.CASCADE, related_name="budget_lines")
    position = models.PositiveSmallIntegerField()
    item = models.CharField(_("รายการ"), max_length=200)
    quantity = models.DecimalField(_("จำนวน"), max_digits=10, decimal_places=2, default=1)
    unit = models.CharField(_("หน่วย"), max_length=40, blank=True)
    unit_price = models.DecimalField(_("ราคาต่อหน่วย (บาท)"), max_digits=14, decimal_places=2)
    amount = models.DecimalField(_("เป็นเงิน (บาท)"), max_digits=14, decimal_places=2)
    source = models.CharField(_("แหล่งเงิน"), max_length=12, choices=PlannedSource, default=PlannedSource.DISTRICT)

    class Meta:
        verbose_name = _("รายการงบประมาณ")
        verbose_name_plural = _("รายการงบประมาณ")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "position"], name="budget_lines_have_places", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gte=0),
                name="budget_line_is_not_negative",
                violation_error_message=_("จำนวนต้องมากกว่าศูนย์ และราคาต้องไม่ติดลบ"),
            ),
            models.CheckConstraint(
                condition=Q(amount=Round(F("quantity") * F("unit_price"), 2)),
                name="budget_line_amount_is_quantity_times_price",
            ),
        ]
