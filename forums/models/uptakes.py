"""What community plans took over from forums: proposals into projects, and meetings that adopted a plan."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import ACTOR, Made
from bkkplan.ground.core.rows.constraints import all_or_none


class Uptake(Made):
    """A proposal that a community plan took over. An uptake is ended, never deleted."""

    proposal = models.ForeignKey("forums.Proposal", on_delete=models.PROTECT, related_name="uptakes")
    # The project as it stood when the proposal was taken over; its lineage leads to later revisions.
    project = models.ForeignKey("communities.PlanProject", on_delete=models.PROTECT, related_name="uptakes")
    amount = models.DecimalField(_("จำนวนเงินที่นำเข้าแผน"), max_digits=14, decimal_places=2, null=True, blank=True)
    reason = models.TextField(_("หมายเหตุ"), blank=True)
    on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    # For the committee and the district; what everyone may read is ``public_reason``.
    ended_reason = models.TextField(blank=True)
    public_reason = models.TextField(_("คำชี้แจงต่อประชาชน"), blank=True)

    class Meta:
        verbose_name = _("การนำข้อเสนอเข้าแผน")
        verbose_name_plural = _("การนำข้อเสนอเข้าแผน")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "project"],
                condition=Q(ended_on=None),
                name="proposal_is_taken_up_once_by_a_project",
            ),
            all_or_none(
                "ended_on",
                "ended_at",
                "ended_by",
                reason="ended_reason",
                name="ended_uptake_is_signed_and_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(public_reason="") | Q(ended_on__isnull=False),
                name="only_an_ended_uptake_is_explained_to_the_public",
            ),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="uptake_amount_is_not_negative"),
        ]


class AdoptionMeeting(Made):
    """The forum at which a community adopted its plan. PlanAdoption is the adoption itself."""

    adoption = models.OneToOneField("communities.PlanAdoption", on_delete=models.PROTECT, related_name="meeting")
    forum = models.ForeignKey("forums.Forum", on_delete=models.PROTECT, related_name="adoptions")

    class Meta:
        verbose_name = _("การรับรองแผนในเวที")
        verbose_name_plural = _("การรับรองแผนในเวที")
