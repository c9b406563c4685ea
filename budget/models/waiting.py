"""What communities are asked about projects that have waited for years."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import ACTOR
from bkkplan.ground.core.people import Visitor, within_reach
from bkkplan.ground.core.rows.constraints import all_or_none
from communities.models import PlanProject
from communities.models.committee import seats_held


class WaitingQuestionQuerySet(models.QuerySet["WaitingQuestion"]):
    def visible_to(self, user: Visitor) -> Self:
        """The questions to a person's own committees, and those of the districts in which the person works."""
        seated = Q(project__revision__plan__community__in=seats_held(user))
        return self.filter(seated | within_reach(user, "project__revision__plan__community__district"))

    def open(self) -> Self:
        return self.filter(answered_on=None)

    def refused(self) -> Self:
        """Those by which a community no longer wants its project."""
        return self.filter(is_wanted=False)


class WaitingQuestion(models.Model):
    """Whether a community still wants a project on the waiting list. The clock asks, its committee answers."""

    project = models.ForeignKey(PlanProject, on_delete=models.PROTECT, related_name="waiting_questions")
    asked_on = models.DateField(_("ถามเมื่อวันที่"))
    is_wanted = models.BooleanField(_("ยังต้องการ"), null=True)
    why = models.TextField(_("เหตุผลที่ไม่ต้องการแล้ว"), blank=True)
    answered_on = models.DateField(_("ตอบเมื่อวันที่"), null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = WaitingQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("คำถามว่ายังต้องการโครงการหรือไม่")
        verbose_name_plural = _("คำถามว่ายังต้องการโครงการหรือไม่")
        constraints = [
            all_or_none("answered_on", "answered_at", "answered_by", name="answer_of_a_community_is_signed"),
            models.CheckConstraint(
                condition=Q(answered_on=None, is_wanted=None) | Q(answered_on__isnull=False, is_wanted__isnull=False),
                name="answered_question_says_whether_it_is_wanted",
            ),
            models.CheckConstraint(
                condition=Q(is_wanted=False) & ~Q(why="") | Q(is_wanted=True, why="") | Q(is_wanted=None, why=""),
                name="project_no_longer_wanted_has_a_reason",
                violation_error_message=_("โครงการที่ไม่ต้องการแล้วต้องมีเหตุผล"),
            ),
            models.UniqueConstraint(
                fields=["project"], condition=Q(answered_on=None), name="community_is_asked_one_thing_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.project.title

    def get_absolute_url(self) -> str:
        return reverse("budget:waiting-answer", args=[self.pk])
