"""Last year's plan, item by item: what the community decided about each of its projects."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import ACTOR, Made
from bkkplan.ground.core.rows.constraints import all_or_none
from communities.enums import ReviewDecision
from communities.models.plan import PlanRevision
from communities.models.writing import PlanProject


class LastYearReviewQuerySet(models.QuerySet["LastYearReview"]):
    def standing(self) -> Self:
        return self.filter(undone_at=None)


class LastYearReview(Made):
    """การทบทวนแผนปีก่อน: one act on all projects of last year's plan, and one undo.

    ``copied`` are the versions of the rows that it made, so that undoing leaves what was changed since.
    """

    revision = models.ForeignKey(PlanRevision, on_delete=models.PROTECT, related_name="reviews")
    copied = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = LastYearReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("การทบทวนแผนปีก่อน")
        verbose_name_plural = _("การทบทวนแผนปีก่อน")
        constraints = [
            models.UniqueConstraint(
                fields=["revision"], condition=Q(undone_at=None), name="edition_has_one_standing_review"
            ),
            all_or_none("undone_at", "undone_by", name="undone_review_is_signed"),
        ]


class ReviewedProject(models.Model):
    """What was decided about one project of last year's plan; the reason of a project that is given up."""

    review = models.ForeignKey(LastYearReview, on_delete=models.PROTECT, related_name="projects")
    project = models.ForeignKey(PlanProject, on_delete=models.PROTECT, related_name="reviewed")
    decision = models.CharField(_("ผลการทบทวน"), max_length=12, choices=ReviewDecision)
    reason = models.TextField(_("เหตุผลที่ยกเลิก"), blank=True)

    class Meta:
        verbose_name = _("โครงการที่ทบทวน")
        verbose_name_plural = _("โครงการที่ทบทวน")
        constraints = [
            models.UniqueConstraint(fields=["review", "project"], name="project_is_reviewed_once"),
            models.CheckConstraint(
                condition=(Q(decision=ReviewDecision.DROP) & ~Q(reason=""))
                | (~Q(decision=ReviewDecision.DROP) & Q(reason="")),
                name="project_that_is_given_up_has_a_reason",
            ),
        ]
