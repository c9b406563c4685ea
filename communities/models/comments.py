"""What a plan's committee and its district say to each other about a section or a project."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import ACTOR, Made, client_uuid_field
from bkkplan.ground.core.people import Visitor, within_reach
from bkkplan.ground.core.rows.constraints import all_or_none, two_persons
from communities.models.committee import communities_written
from communities.models.plan import Plan


class PlanCommentQuerySet(models.QuerySet["PlanComment"]):
    def visible_to(self, user: Visitor) -> Self:
        """Those who work on the plan read its comments; nobody else does."""
        at_work = within_reach(user, "plan__community__district", year="plan__fiscal_year")
        return self.filter(at_work | Q(plan__community__in=communities_written(user)))

    def unanswered(self) -> Self:
        return self.filter(answered_at=None)


class PlanComment(Made):
    """ความเห็นในแผน: about one section (``section``, its code), one project (``lineage``), or the whole plan.

    It is open until another person answers it, and closed then.
    """

    uuid = client_uuid_field()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="comments")
    section = models.SlugField(max_length=40, blank=True)
    lineage = models.UUIDField(null=True, blank=True)
    text = models.TextField(_("ความเห็น"))
    answer = models.TextField(_("คำตอบ"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = PlanCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("ความเห็นในแผน")
        verbose_name_plural = _("ความเห็นในแผน")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="plan_comment_says_something"),
            models.CheckConstraint(condition=Q(section="") | Q(lineage=None), name="plan_comment_is_about_one_thing"),
            all_or_none("answered_at", "answered_by", reason="answer", name="answered_comment_is_signed"),
            two_persons(
                ("by",),
                ("answered_by",),
                name="comment_is_answered_by_another_person",
                violation_error_message=_("ผู้เขียนความเห็นตอบความเห็นของตนเองไม่ได้"),
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    @property
    def about(self) -> str:
        """The place on the plan's pages: of the section, of the project, or "" for the whole plan."""
        if self.section:
            return f"section-{self.section}"
        return f"project-{self.lineage}" if self.lineage else ""
