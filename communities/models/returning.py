"""Why the district sent an edition back: a list that the committee ticks while it mends the plan."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import ACTOR, Versioned, client_uuid_field
from bkkplan.ground.core.rows.constraints import all_or_none
from communities.enums import WritingStep
from communities.models.plan import PlanRevision


class ReturnReason(Versioned):
    """ข้อที่ให้แก้: one of the reasons for which an edition was sent back, and whether the committee has mended it.

    ``anchor`` is the id of the element where it is mended, as of `communities.queries.Missing`; it is empty for what
    concerns the whole plan. ``lineage`` is the project that it is about.
    """

    uuid = client_uuid_field()
    revision = models.ForeignKey(PlanRevision, on_delete=models.PROTECT, related_name="return_reasons")
    position = models.PositiveSmallIntegerField()
    sentence = models.TextField(_("ข้อที่ให้แก้"))
    anchor = models.CharField(max_length=60, blank=True)
    lineage = models.UUIDField(null=True, blank=True)
    mended_at = models.DateTimeField(null=True, blank=True)
    mended_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    class Meta:
        verbose_name = _("ข้อที่ให้แก้")
        verbose_name_plural = _("ข้อที่ให้แก้")
        constraints = [
            models.UniqueConstraint(fields=["revision", "position"], name="return_reason_has_its_place"),
            models.CheckConstraint(condition=~Q(sentence=""), name="return_reason_says_something"),
            all_or_none("mended_at", "mended_by", name="mended_reason_is_signed"),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def step(self) -> WritingStep | None:
        """On which of the writing pages it is mended; None for what concerns the whole plan."""
        if self.lineage:
            return WritingStep.ITEMS
        if not self.anchor:
            return None
        return WritingStep.PROJECTS if self.anchor == "projects" else WritingStep.PROBLEMS
