"""The resolution of a meeting with which an edition of a plan is submitted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import Made
from communities.models.committee import CommitteeMember
from communities.models.plan import PlanRevision


class MeetingResolution(Made):
    """มติที่ประชุม: what a meeting resolved about an edition, how many were present, and who was in the chair.

    The chair is a member of the committee, or somebody else by name. Editions that were submitted before this was asked
    for have none. An edition that was recalled and is submitted again has the newer one.
    """

    revision = models.OneToOneField(PlanRevision, on_delete=models.PROTECT, related_name="resolution")
    words = models.TextField(_("มติที่ประชุม"), max_length=1000)
    met_on = models.DateField(_("วันประชุม"))
    present = models.PositiveIntegerField(_("จำนวนผู้เข้าประชุม"))
    chair = models.ForeignKey(
        CommitteeMember,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("ประธานในที่ประชุม"),
    )
    chair_name = models.CharField(_("ชื่อประธานในที่ประชุม"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("มติที่ประชุมเรื่องแผน")
        verbose_name_plural = _("มติที่ประชุมเรื่องแผน")
        constraints = [
            models.CheckConstraint(
                condition=Q(chair=None) & ~Q(chair_name="") | Q(chair__isnull=False, chair_name=""),
                name="meeting_was_chaired_by_one",
            ),
            models.CheckConstraint(condition=Q(present__gte=1), name="meeting_had_somebody_present"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def chaired_by(self) -> str:
        return str(self.chair) if self.chair else self.chair_name
